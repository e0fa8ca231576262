"""What grammar says of speech where the tagger is silent.

Short texts and headings give the tagger little to go by. These constructions are certain enough by themselves:
"according to N, C"; "N: C"; "For the minister, C is D"; "C", says a verb of saying with a clause below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.model import Mention
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.speech.cues import LEVELS, entry
from westphalia.reading.speech.relays import accordings
from westphalia.reading.speech.script import noun_phrase
from westphalia.reference.seats import seats_named

SURE = LEVELS[3]
"""Weight of a cue from which its clause is taken for a content although the tagger did not mark it."""
_PERSONS = frozenset("person organ".split())
_SPEAKERS = frozenset("person organ state body outlet bloc".split())
_JUDGING = frozenset("be mean remain represent constitute become have should must".split())
_SIGNS = ",;:-–— "
DASHES = frozenset(("-", "–", "—", "--"))
LONGEST_SOURCE = 7
"""Words of a source behind a dash; more may be a clause."""


@dataclass(frozen=True, slots=True)
class Completed:
    """An attribution by rule: tokens of one sentence."""

    rule: str
    content: TokenSpan
    cue: TokenSpan
    source: TokenSpan


def completions(reading: Reading, sentence: Sentence) -> Iterator[Completed]:
    """The constructions of one sentence that are sure by their grammar."""
    doc = sentence.doc
    assert doc is not None
    for word, noun in accordings(reading, sentence):
        clause = around(doc, word.i, noun.end)
        if clause is not None:
            yield Completed("according to", clause, doc[word.i : word.i + 2], noun)
    yield from _colon(reading, sentence, doc)
    yield from _for(reading, sentence, doc)
    yield from _clauses(doc)


def _trim(words: TokenSpan) -> TokenSpan | None:
    first, last = words.start, words.end
    while first < last and words.doc[first].text in _SIGNS:
        first += 1
    while last > first and words.doc[last - 1].text in (*_SIGNS, "."):
        last -= 1
    return words.doc[first:last] if last - first > 2 else None


def around(doc: Doc, first: int, last: int) -> TokenSpan | None:
    """What a phrase at the edge of its sentence is said of: all the rest; None if it stands in the middle."""
    if not any(t.is_alpha for t in doc[:first]):
        return _trim(doc[last:])
    if not any(t.is_alpha for t in doc[last:]):
        return _trim(doc[:first])
    return None


def _colon(reading: Reading, sentence: Sentence, doc: Doc) -> Iterator[Completed]:
    sign = next((t for t in doc[:8] if t.text == ":"), None)
    if sign is None or sign.i == 0:
        return
    before = doc[: sign.i]
    if any(t.pos_ in ("VERB", "AUX", "ADP") for t in before):
        return
    mention = reading.mention_at(sentence.locate(before.root))
    if mention is None or mention.kind not in _SPEAKERS or any(t.like_num for t in before):
        return
    if dateline(before, mention, sentence) or any(t.dep_ == "cc" for t in before):
        return
    content = _trim(doc[sign.i + 1 :])
    if mention.kind == "person" and content is not None and any(t.lower_ == before[-1].lower_ for t in content):
        return  # a label: "Anna Berg: First woman in space, Berg, has died"
    if content is not None and any(t.pos_ in ("VERB", "AUX") for t in content):
        yield Completed("colon", content, doc[sign.i : sign.i + 1], before)


def sourced(reading: Reading, sentence: Sentence) -> Completed | None:
    """As headlines name their source: "Kiev plans another march - Foreign Ministry"."""
    doc = sentence.doc
    if doc is None or not (sentence.part == "headline" or doc[-1].text != "."):
        return None
    dash = next((t.i for t in reversed(doc) if t.text in DASHES), 0)
    source = _trim_end(doc[dash + 1 :]) if dash else doc[0:0]
    if not 0 < len(source) <= LONGEST_SOURCE or any(t.pos_ in ("VERB", "AUX") for t in source):
        return None
    mention = reading.mention_at(sentence.locate(source.root))
    content = _trim(doc[:dash])
    if mention is None or mention.kind not in _SPEAKERS | {"group"} or mention.kind == "state" or content is None:
        return None
    asserts = any(t.tag_ in ("VBZ", "VBP", "VBD", "MD", "VBG", "TO") for t in content)
    return Completed("dash", content, doc[dash : dash + 1], source) if asserts else None


def _trim_end(words: TokenSpan) -> TokenSpan:
    last = words.end
    while last > words.start and words.doc[last - 1].text in _SIGNS + ".":
        last -= 1
    return words.doc[words.start : last]


def dateline(before: TokenSpan, mention: Mention, sentence: Sentence) -> bool:
    """Whether a place before a colon is where the report is sent from: "DOHA: The bank has opened"."""
    if mention.kind not in ("state", "organ"):
        return False
    if "/" in (mention.actor or "") and mention.kind == "state":
        return True
    capital = any(seat.kind == "capital" for seat in seats_named(before.text.title()))
    return capital or (sentence.part != "headline" and mention.kind == "state" and before.text.isupper())


def _for(reading: Reading, sentence: Sentence, doc: Doc) -> Iterator[Completed]:
    word = doc[0]
    noun = next((c for c in word.children if c.dep_ == "pobj"), None)
    if word.lower_ != "for" or noun is None:
        return
    phrase = noun_phrase(noun)
    mention = reading.mention_at(sentence.locate(noun))
    if mention is None or mention.kind not in _PERSONS or phrase.end >= len(doc) or doc[phrase.end].text != ",":
        return
    content = _trim(doc[phrase.end :])
    if content is not None and word.head.lemma_ in _JUDGING:
        yield Completed("for whom", content, doc[:1], phrase)


def _clauses(doc: Doc) -> Iterator[Completed]:
    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if clause is None or subject is None or subject.i > verb.i:
            continue
        row = entry(doc[verb.i : verb.i + 1])
        content = clause_of(clause, verb)
        if row is not None and row.weight >= SURE and content is not None:
            yield Completed("clause of saying", content, doc[verb.i : verb.i + 1], noun_phrase(subject))


def clause_of(clause: Token, verb: Token) -> TokenSpan | None:
    """The words below a verb from a child of it on, without signs at its ends; None if they are few."""
    inside = [t.i for t in clause.subtree if t.i > verb.i]
    return _trim(clause.doc[min(inside) : max(inside) + 1]) if inside else None


def clause_before(clause: Token, verb: Token) -> TokenSpan | None:
    """The words below a child of a verb that stand before the verb ("…, he said"); None if they are few."""
    inside = [t.i for t in clause.subtree if t.i < verb.i]
    return _trim(clause.doc[min(inside) : max(inside) + 1]) if inside else None
