"""Pairs of parties: which mentions of a sentence a verb ties as doer and done-to, and how likely that is an event.

Grammar proposes: whoever does what a verb says, with everybody named below that verb. A logistic regression over
the syntax between the two disposes; its weights are `data/pairs.npz`, made by `tools/train_pairs.py` from coded
records, where the pairs that coders passed over and sentences without event are the counter-examples.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from westphalia.model import Mention
from westphalia.reading.act.event_features import bucket, features
from westphalia.reading.act.event_type import model
from westphalia.reading.act.frames import agents, match, passive
from westphalia.reading.act.parties import Parties, private
from westphalia.reading.act.status import status
from westphalia.reading.reading import Sentence

WEIGHTS = Path(__file__).parent.parent / "data" / "pairs.npz"
VERBS = ("VERB", "AUX")
CLIMB = 14
"""Words between a party and its verb: the longest way in the records has eleven."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A doer and another party below the verb of which he is the agent; `steps` words lie between them in the parse."""

    verb: Token
    source: Mention
    target: Mention
    doer: TokenSpan
    other: TokenSpan
    steps: int


def pairs(sentence: Sentence, parties: Parties) -> list[Pair]:
    """Every pair of a sentence, in order of the second party."""
    spans = _spans(sentence, parties)
    doers: dict[int, list[Mention]] = {}
    found: dict[tuple[int, int], Pair] = {}
    for target, other in spans.values():
        for verb, steps in _verbs_above(other.root):
            if verb.i not in doers:
                doers[verb.i] = [m for m in parties.acting(agents(verb)) if id(m) in spans]
            for source in doers[verb.i]:
                if source is target or set(source.actors) & set(target.actors):
                    continue
                pair = Pair(verb, source, target, spans[id(source)][1], other, steps)
                found.setdefault((id(source), id(target)), pair)
    return list(found.values())


def _spans(sentence: Sentence, parties: Parties) -> dict[int, tuple[Mention, TokenSpan]]:
    spans: dict[int, tuple[Mention, TokenSpan]] = {}
    for mention in parties.mentions.values():
        if id(mention) not in spans and (tokens := sentence.tokens(mention.head)) is not None:
            spans[id(mention)] = mention, tokens
    return spans


def _verbs_above(token: Token) -> Iterator[tuple[Token, int]]:
    """The verbs a word hangs from, other than as their subject, with the steps to each."""
    below, at = token, token.head
    for steps in range(1, CLIMB):
        if at == below:
            return
        verbal = at.pos_ in VERBS and at.dep_ not in ("aux", "auxpass")
        if verbal and not (below.dep_ in ("nsubj", "csubj") and not passive(at)):
            yield at, steps
        below, at = at, at.head


def pair_features(pair: Pair, told: str, telling: bool) -> list[str]:
    """Features of a pair. `told`: the type the lexicon gives it, "" if none; `telling`: has the sentence any act."""
    names = features(pair.verb.doc, pair.doer, pair.other)
    nothing = model().none(names)
    names += _shape(pair)
    names += [f"none:{min(9, int(10 * nothing))}", f"none<:{nothing < 0.03}"]
    names += [f"lex:{told}", f"lex?{bool(told)}", f"any:{telling}"]
    return names


def _shape(pair: Pair) -> Iterator[str]:
    verb, source, target = pair.verb, pair.source, pair.target
    up, down = _ways(pair.doer.root, pair.other.root)
    last = down[-1] if down else ""
    frame = match(verb)
    yield f"U:{'>'.join(up)}"
    yield f"D:{'>'.join(down)}"
    yield f"D2:{'>'.join(down[-2:])}"
    yield f"D1:{last}"
    yield f"steps:{min(pair.steps, 8)}"
    yield f"ways:{min(len(down), 6)}"
    yield f"far:{min(8, abs(pair.other.root.i - verb.i) // 3)}"
    yield f"s!:{source.kind}/{source.acts}/{_known(source)}"
    yield f"t!:{target.kind}/{target.acts}/{_known(target)}"
    yield f"s!p:{private(source)}"
    yield f"t!p:{private(target)}"
    yield f"v!:{verb.dep_}/{verb.tag_}"
    yield f"v!s:{status(verb).name}"
    yield f"v!f:{frame.type if frame else None}"
    yield f"v!l:{verb.lemma_.lower()}"
    yield f"v!l+:{verb.lemma_.lower()}_{last}"
    above = [t for t in verb.ancestors if t.pos_ in VERBS]
    yield f"v!d:{min(3, len(above))}"
    yield f"v!a:{above[0].lemma_.lower() if above else ''}"
    first, end = sorted((pair.doer.root.i, pair.other.root.i))
    yield f"verbs:{min(4, sum(t.pos_ in VERBS for t in verb.doc[first:end]))}"


def _ways(source: Token, target: Token) -> tuple[list[str], list[str]]:
    """The relations from the doer up to where the ways meet, and from the other up to there, its own last."""
    up, down = [source, *source.ancestors], [target, *target.ancestors]
    places = {token.i: n for n, token in enumerate(up)}
    for n, token in enumerate(down):
        if token.i in places:
            return [t.dep_ for t in up[: places[token.i]]], [_relation(t) for t in down[:n]][::-1]
    return [], []


def _relation(token: Token) -> str:
    return f"p_{token.lower_}" if token.dep_ == "prep" else token.dep_


def _known(mention: Mention) -> bool:
    return any(not actor.startswith("?") for actor in mention.actors)


@lru_cache(maxsize=1)
def scorer() -> Callable[[list[str]], float]:
    """From the features of a pair to the probability that it is an event; the weights are loaded once."""
    with np.load(WEIGHTS) as held:
        weights = dict(zip(held["buckets"].tolist(), held["weights"].astype(float).tolist(), strict=True))
        bias = float(held["bias"])

    def probability(names: list[str]) -> float:
        score = bias + sum(weights.get(b, 0.0) for b in {bucket(name) for name in names})
        return float(1 / (1 + np.exp(-score)))

    return probability
