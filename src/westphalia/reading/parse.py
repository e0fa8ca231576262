"""Step 2: the dependency parse of the sentences that can carry something.

In: sentences. Out: `sentence.doc`. A sentence with no name, no agent noun, no word of saying and no quotation
mark asserts nothing we keep, and is not parsed; the parse is most of the cost of reading.
"""

import re
from collections.abc import Sequence

from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step

BATCH = 128
"""Sentences parsed together; larger batches gained under 2 % and cost memory (measured on 35,000 words)."""

_CARRIES = re.compile(
    r"[“”„«»\"]"  # quotation marks
    r"|(?<=[\w,;:)'’”\"-] )[“\"'‘(]?(?:[A-Z]|[^\W\d_a-z])"  # a capital after the first word: a name
    r"|\b(?:sa(?:id|ys?)|told|tells?|according|ministers?|officials?|government|president|polic[ey]|army|militar\w+|"
    r"troops|forces|soldiers?|rebels?|militants?|protest\w+|leaders?|countr(?:y|ies)|sides?|parties|parliament\w*|"
    r"spokes\w+|report(?:s|ed|edly)|den(?:y|ies|ied)|claim(?:s|ed)?|believ\w+|call(?:s|ed)|warn\w*|ask(?:s|ed)|"
    r"urg(?:e|es|ed|ing)|add(?:s|ed)|he|she|they|we|killed|refugees|civilians|people|million|billion|thousand)\b"
)


def carries(text: str) -> bool:
    """Whether a sentence could hold an actor, a statement or a figure, by its surface alone."""
    return bool(_CARRIES.search(text)) or (text[:1].isupper() and bool(re.match(r"[A-Z][\w.-]+ \w", text)))


def parse_all(readings: Sequence[Reading]) -> None:
    """Parses the sentences of many readings together, in batches of like length."""
    wanted = [
        (sentence, sentence.span.of(reading.clean))
        for reading in readings
        for sentence in reading.sentences
        if sentence.part != "aside"
    ]
    wanted = [(sentence, text) for sentence, text in wanted if carries(text)]
    wanted.sort(key=lambda pair: len(pair[1]))
    _parse(wanted)


def _parse(wanted: Sequence[tuple[Sentence, str]]) -> None:
    pairs = ((text.replace("\n", " "), sentence) for sentence, text in wanted)
    for doc, sentence in parser().pipe(pairs, as_tuples=True, batch_size=BATCH):
        sentence.doc = doc


def _run(reading: Reading) -> None:
    parse_all([reading])


PARSE = Step("parse", 1, reads=("sentences",), fills=("parses",), run=_run)
