"""How sure an event is: the share of such events that were right in type, source, recipient and status.

"Such" is told by what proposed it, how likely the models hold it, where in the parse its recipient stands, what kind
of words name its parties, its status and its sentence. The weights (log-odds, `data/event_confidence.tsv`) are
fitted by `tools/calibrate_events.py` on events of news articles judged by hand.
"""

import math
from collections.abc import Iterator
from functools import lru_cache

from westphalia import vocabulary
from westphalia.model import Mention, ontology
from westphalia.reading.act.act import Act
from westphalia.reading.act.acts import merged
from westphalia.reading.act.convention import convention
from westphalia.reading.act.frames import objects
from westphalia.reading.act.parties import private
from westphalia.reading.reading import Sentence

TOLD = 0.58
"""Events less sure than this are held back. On judged articles .66 tells 66 % of the events, 79 % of them right; .60
72 %, 76 % right; .55 82 %, 74 % right. Between the last two, so that a plain planned visit is told."""
PAIR = (0.2, 0.4, 0.7)
"""Steps of how likely the two parties are held to be a pair: an event has the trait of each step it reaches."""
LONG = 40
"""Words from which a sentence is long."""
INNER = ("compound", "amod", "nmod", "appos")


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Log-odds by trait.

    Raises:
        ReferenceDataError: if a row does not have the shape the header declares.
    """
    return {row["trait"]: float(row["weight"]) for row in vocabulary.rows("westphalia.reading", "event_confidence.tsv")}


def confidence(found: tuple[str, ...]) -> float:
    """The share of events with these traits that are right, between 0 and 1."""
    table = weights()
    return round(1 / (1 + math.exp(-sum(table.get(trait, 0.0) for trait in found))), 2)


def traits(act: Act, truth: str, sentence: Sentence) -> tuple[str, ...]:
    """What the confidence of an event is judged by; `truth` is its status."""
    return tuple(dict.fromkeys(_traits(act, truth, sentence)))


def _traits(act: Act, truth: str, sentence: Sentence) -> Iterator[str]:
    yield "any"
    if not act.frame.head:
        yield "by the models alone"
    elif act.frame.pos == "V" and not act.frame.needs:
        yield "verb alone"
    yield from (f"pair at least {step:g}" for step in PAIR if act.likely >= step)
    if act.coding and act.coding.type not in (merged(act.type), merged(convention(act.type, truth))):
        yield "type doubted"
    if any(m.kind == "pronoun" or m.how.startswith("coref") for m in act.sources):
        yield "source a pronoun"
    if all(map(private, act.sources)) or (act.recipients and all(map(private, act.recipients))):
        yield "private on one side"
    if act.recipients and not act.mutual and (where := _slot(act, act.recipients[0], sentence)):
        yield f"recipient {where}"
    if truth in ("planned", "possible"):
        yield truth
    if act.type == "REQUEST" or ontology.quad(act.type) == 3:
        yield "asks" if act.type == "REQUEST" else "quarrels"
    if sentence.doc is not None and len(sentence.doc) >= LONG:
        yield "long sentence"


def _slot(act: Act, mention: Mention, sentence: Sentence) -> str:
    """Where a recipient stands, if neither as object nor after a preposition: "inside" a phrase, or "elsewhere"."""
    tokens = sentence.tokens(mention.head)
    if tokens is None:
        return "elsewhere"
    at = tokens.root
    while at.dep_ == "conj":
        at = at.head
    if at.dep_ in INNER:
        return "inside"
    return "" if at.dep_ in ("pobj", "poss") or any(at.i == o.i for o in objects(act.predicate)) else "elsewhere"
