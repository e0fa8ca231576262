"""All acts of a sentence, weighed: those the lexicon tells, and those it lacks but the scorer of pairs is sure of."""

from collections.abc import Iterable

from spacy.tokens import Token

from westphalia.model import Mention, ontology
from westphalia.reading.act.act import Act
from westphalia.reading.act.acts import acts, sports
from westphalia.reading.act.convention import WORDS
from westphalia.reading.act.event_features import turn
from westphalia.reading.act.event_type import Coding, code_pair
from westphalia.reading.act.frames import Frame, match
from westphalia.reading.act.pairs import Pair, pair_features, pairs, scorer
from westphalia.reading.act.parties import Parties, private
from westphalia.reading.act.status import status
from westphalia.reading.reading import Sentence

UNTOLD = 0.25
"""From this probability a pair that the lexicon does not tell is an event, if the type model agrees: on the records six
in ten of those are coded, and at .3 on 70 news articles 19 of 1,900 pairs reach it."""
UNFIT = 0.4
"""The same for a verb the lexicon knows, but not with such parties."""
DOUBTED = 0.05
"""Below this probability an act the lexicon tells is left out."""
NO_EVENT = 0.1
"""Below this probability of an event, as the sentence is read by the type model, an act of the lexicon is left out."""
DOUBLE = 0.25, 0.7
"""So is one that both models doubt: of 60 acts judged by hand, 8 of the 9 below both were wrong."""
SURELY = 0.85
"""The same for an act that only the models tell."""
TYPED = 0.55
"""An event that only the models tell needs its type at least as sure as this."""
EMPTY = frozenset(
    "have be do make get take go come use put keep see know become include involve follow say tell".split()
)
"""Verbs that say nothing by themselves: the models alone make no event of them."""
AHEAD = ("planned", "possible")


def weighed(sentence: Sentence, parties: Parties) -> list[Act]:
    """The acts of a sentence in order of the text, each with how likely it is."""
    if sentence.doc is None or len(parties.mentions) == 0:
        return []
    told = acts(sentence, parties)
    types = told_pairs(told)
    chances: dict[tuple[int, int], float] = {}
    others: list[Pair] = []
    for pair in pairs(sentence, parties):
        key = id(pair.source), id(pair.target)
        if key in types:
            chances[key] = scorer()(pair_features(pair, types[key], bool(told)))
        else:
            others.append(pair)
    for act in told:
        act.likely = max((chances[key] for key in keys(act) if key in chances), default=1.0)
    kept = [act for act in told if act.likely >= DOUBTED and not _denied(act)]
    if not kept and not sports(sentence.doc):
        scored = [(scorer()(pair_features(pair, "", bool(told))), pair) for pair in others if _may_act(pair)]
        kept = _by_models(sentence, [(chance, pair) for chance, pair in scored if chance >= _enough(pair)])
    return kept


def _denied(act: Act) -> bool:
    """Whether the type model, reading the sentence for these two parties, sees no event."""
    if act.coding is None or act.mutual or status(act.predicate).name == "alleged":
        return False  # coders code the accusation, not what it is of: the models have not seen those
    doubted = act.likely < DOUBLE[0] and act.coding.event < DOUBLE[1]
    return doubted or (act.direct and act.coding.event < NO_EVENT)


def keys(act: Act) -> list[tuple[int, int]]:
    """The pairs of mentions an act ties, by identity."""
    others = act.sources + act.recipients if act.mutual else act.recipients
    return [(id(s), id(t)) for s in act.sources for t in others if s is not t]


def told_pairs(told: Iterable[Act]) -> dict[tuple[int, int], str]:
    """The type of the act that ties two mentions."""
    return {key: act.type for act in told for key in keys(act)}


def _by_models(sentence: Sentence, untold: list[tuple[float, Pair]]) -> list[Act]:
    """The likeliest act that the lexicon does not tell; all its recipients beside one another."""
    for likely, pair in sorted(untold, key=lambda one: -one[0]):
        if sentence.doc is None:
            break
        coding = code_pair(sentence.doc, pair.doer, pair.other)
        if coding.probability < TYPED or coding.event < SURELY:
            continue
        verb, event_type = _told_how(pair, coding)
        beside = [
            p.target for chance, p in untold
            if p.source is pair.source and p.target is not pair.target and _beside(p.other.root, pair.other.root)
        ]  # fmt: skip
        act = Act(verb, UNKNOWN, event_type, [pair.source], [pair.target, *beside], coding=coding, likely=likely)
        act.direct = turn(pair.doer, pair.other).i == verb.i
        return [act]
    return []


UNKNOWN = Frame("", "V", (), "", "", (), "p")


def _may_act(pair: Pair) -> bool:
    """Whether two parties may be those of an event at all: known, and not both private."""
    both = pair.source, pair.target
    if not any(_known(m) for m in both) or all(private(m) for m in both):
        return False
    return pair.verb.lemma_.lower() not in EMPTY and status(pair.verb).name not in ("alleged", "denied")


def _enough(pair: Pair) -> float:
    """How likely a pair of this verb must be."""
    frame = match(pair.verb)
    if frame is None:
        return UNTOLD
    return UNFIT if frame.type else 1.0


def _known(mention: Mention) -> bool:
    return any(not actor.startswith("?") for actor in mention.actors)


def _beside(one: Token, other: Token) -> bool:
    return one in other.conjuncts


def _told_how(pair: Pair, coding: Coding) -> tuple[Token, str]:
    """The predicate and the type: what is announced has by our rule the type of the deed, and is planned."""
    top = turn(pair.doer, pair.other)
    if coding.type in ("AGREE", "THREATEN") and status(pair.verb).name in AHEAD:
        good = coding.type == "AGREE"
        deeds = [
            (name, p) for name, p in coding.types if name not in WORDS and (ontology.quad(_split(name)) <= 2) == good
        ]
        if deeds and deeds[0][1] > 0.05 and top.i == pair.verb.i:
            return pair.verb, _split(deeds[0][0])
    return (top if coding.type in WORDS and top.pos_ in ("VERB", "AUX") else pair.verb), coding.type


def _split(name: str) -> str:
    return "CONCEDE" if name == "YIELD" else name
