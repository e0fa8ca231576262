"""Step 2: the dependency parse of the sentences that can carry something.

In: sentences. Out: `sentence.doc`. A sentence with no name, no agent noun, no word of saying and no quotation
mark asserts nothing we keep, and is not parsed; the parse is most of the cost of reading.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step
from westphalia.reference.names import find
from westphalia.reference.organisations import nouns

BATCH = 128
"""Sentences parsed together; larger batches gained under 2 % and cost memory (measured on 35,000 words)."""

_CARRIES = re.compile(
    r"[“”„«»\"\d]"  # quotation marks, numbers
    r"|(?<=[\w,;:)'’”\"-] )[“\"'‘(]?(?:[A-Z]|[^\W\d_a-z])"  # a capital after the first word: a name
    r"|\b(?i:that|sa(?:id|ys?)|told|tells?|according|statement|he|she|they|we|i|sides?|countr(?:y|ies)|nations?|"
    r"war|invasion|conflict|crisis|"
    r"millions?|billions?|thousands?|hundreds|dozens)\b"
)
_WORD = re.compile(r"[a-z]{3,}")


def carries(text: str) -> bool:
    """Whether a sentence could hold an actor, a statement or a figure, by its words alone."""
    if _CARRIES.search(text) or find(text):
        return True
    agents = _agent_nouns()
    return any(word in agents for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=1)
def _agent_nouns() -> frozenset[str]:
    """Single words for those who act, singular and plural."""
    single = [noun for noun in nouns() if noun.isalpha()]
    return frozenset(single + [f"{noun}s" for noun in single])


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
