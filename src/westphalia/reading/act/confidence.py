"""How sure an event is: the share of such events that were right in type, source, recipient and status.

"Such" is told by what proposed it, how likely the models hold it, where in the parse its parties stand, what kind of
words name them and how well their actors are known, its status and its sentence. The weights (log-odds,
`data/event_confidence.tsv`) are fitted by `tools/calibrate_events.py` on events of news articles judged by hand.
"""

import math
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from westphalia import vocabulary
from westphalia.model import Mention, ontology
from westphalia.reading.act.act import Act
from westphalia.reading.act.acts import merged
from westphalia.reading.act.convention import convention
from westphalia.reading.act.frames import objects
from westphalia.reading.act.parties import private, within
from westphalia.reading.reading import Reading, Sentence

TOLD = 0.67
"""Events less sure than this are held back.

Of 1,537 judged strictly, .67 tells 49 %, of which 83 % are right (news articles 76 %, leads on a war 87 %; those of
American campaigns and crimes 70 %); .59 tells 61 %, 78 % right; .7 44 %, 84 % right. Each report is left out of the fit
that judges it."""
PAIR = (0.2, 0.4, 0.7)
"""Steps of how likely the two parties are held to be a pair: an event has the trait of each step it reaches."""
DOUBTFUL, CERTAIN = 0.6, 0.97
"""Probabilities of there being an event, by the type model, below and from which it is doubted and certain."""
LONG = 40
"""Words from which a sentence is long."""
INNER = ("compound", "amod", "nmod", "appos")
FAR = 5
"""Steps in the parse from which a recipient is far from its predicate."""
BESIDE = 3
"""Words: a source nearer than this stands beside its predicate."""
SCENE = frozenset(("in", "from", "at", "near"))
"""Prepositions whose noun is mostly where an act is done."""
SHOWN = frozenset("ACCUSE ASSAULT CONCEDE CONSULT SANCTION THREATEN".split())
"""Types that are right more or less often than others whose other traits are the same."""


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


def traits(act: Act, event_type: str, truth: str, reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """What the confidence of an event is judged by; `truth` is its status."""
    parts = (_proposed(act), _told(act, event_type, truth, reading, sentence), _parties(act, reading, sentence))
    return tuple(dict.fromkeys(trait for part in parts for trait in part))


def _proposed(act: Act) -> Iterator[str]:
    """What proposed an event, and how likely the models hold it."""
    yield "any"
    if not act.frame.head:
        yield "by the models alone"
    elif act.frame.pos == "V":
        yield "verb with its object" if act.frame.needs else "verb alone"
    else:
        yield "noun of both" if act.mutual else "noun"
    yield from (f"pair at least {step:g}" for step in PAIR if act.likely >= step)
    if act.coding is None:
        yield "type not asked"
    elif act.coding.event < DOUBTFUL:
        yield "event doubted"
    elif act.coding.event >= CERTAIN:
        yield "event certain"
    if act.mutual:
        yield "mutual"


def _told(act: Act, event_type: str, truth: str, reading: Reading, sentence: Sentence) -> Iterator[str]:
    """What is told and how: type, status, clause, sentence."""
    if act.coding and act.coding.type not in (merged(act.type), merged(convention(act.type, truth))):
        yield "type doubted"
    if event_type in SHOWN:
        yield event_type
    if event_type == "REQUEST" or ontology.quad(event_type) == 3:
        yield "asks" if event_type == "REQUEST" else "quarrels"
    yield truth
    if act.predicate.dep_ in ("relcl", "acl"):
        yield "in a relative clause"
    if act.predicate.dep_ == "ROOT":
        yield "main clause"
    at = sentence.locate(act.predicate)
    if any(one.span.covers(at) for one in reading.statements):
        yield "within a statement"
    if sentence.doc is not None and len(sentence.doc) >= LONG:
        yield "long sentence"


def _parties(act: Act, reading: Reading, sentence: Sentence) -> Iterator[str]:
    """Who acts and whom it befalls: how they are named, how well known, and where they stand."""
    if all(map(private, act.sources)) or (act.recipients and all(map(private, act.recipients))):
        yield "private on one side"
    polities = {actor.partition("/")[0] for m in (*act.sources, *act.recipients) for actor in m.actors}
    if len(polities) == 2 and "?" not in polities:
        yield "two known polities"
    for side, mentions in (("source", act.sources), ("recipient", act.recipients)):
        for mention in mentions:
            yield from (f"{side} {trait}" for trait in _known(mention))
            if any(place.span.overlaps(mention.head) for place in within(reading.places, sentence.span)):
                yield f"{side} a place too"
    if act.sources and (root := _root(act.sources[0], sentence)) is not None and abs(root.i - act.predicate.i) < BESIDE:
        yield "source beside"
    if act.recipients and not act.mutual:
        yield from (f"recipient {where}" for where in _stands(act, act.recipients[0], sentence))


def _known(mention: Mention) -> Iterator[str]:
    """How a mention names its actor, and how much of the actor is known."""
    if mention.kind == "pronoun" or mention.how.startswith("coref"):
        yield "a pronoun"
    if mention.how == "role":
        yield "by role"
    if mention.kind == "region":
        yield "a region"
    if mention.kind == "person" and all(a.count("/") == 2 and a[0] != "?" for a in mention.actors):
        yield "a known person"
    if mention.kind in ("state", "body"):
        yield f"a {mention.kind}"
    for actor in mention.actors:
        polity, _, rest = actor.partition("/")
        if polity == "?":
            yield "of unknown country"
        if rest.startswith(("ELI", "UNK")):
            yield "of unclear sector"
        if rest == "GOV":
            yield "a government"


def _root(mention: Mention, sentence: Sentence) -> Token | None:
    tokens = sentence.tokens(mention.head)
    return tokens.root if tokens is not None else None


def _stands(act: Act, mention: Mention, sentence: Sentence) -> Iterator[str]:
    """Where a recipient stands: inside a phrase, elsewhere than as object or behind a preposition, far, in a list."""
    at = _root(mention, sentence)
    if at is None:
        yield "elsewhere"
        return
    if at.dep_ == "conj":
        yield "in a list"
    while at.dep_ == "conj":
        at = at.head
    if at.dep_ in INNER:
        yield "inside"
    elif at.dep_ not in ("pobj", "poss") and all(at.i != o.i for o in objects(act.predicate)):
        yield "elsewhere"
    if at.dep_ == "pobj" and at.head.lower_ in SCENE:
        yield "where it is done"
    way = next((n for n, above in enumerate(at.ancestors, 1) if above.i == act.predicate.i), FAR)
    if way == 1:
        yield "next"
    if way >= FAR:
        yield "far"
