"""The PLOVER type of what a source does to a recipient, and how likely there is an event: syntax and transformer.

The syntax speaks first: two logistic regressions over sparse features, weights in `data/events.npz`. One learnt from
verb patterns of the CAMEO tradition gives log-probabilities, which join the features of the second, learnt from coded
records. Where it is not sure, a transformer (`transformer.py`) reads the words too, and the two are blended.
`tools/train_events.py` and `tools/train_encoder.py` make the weights; the model card is `docs/models/events.md`.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.model import Trace
from westphalia.reading.act.coding import contexts_of, mode_by_words
from westphalia.reading.act.event_features import bucket, features, turn
from westphalia.reading.act.event_text import marked
from westphalia.reading.act.transformer import ROOTS, judge

WEIGHTS = Path(__file__).parent.parent / "data" / "events.npz"

Vector = npt.NDArray[np.float32]

FLOOR = 1e-4
"""Log-probabilities of the first layer are cut here, so that one unseen word cannot outweigh all others."""

TINY = 1e-9
SURE, EVENT_SURE = 0.95, 0.9
"""From these probabilities of type and event by the syntax alone the transformer is not asked. In cross-validation .95
spares 54 % of the records the question, of which 97 % are right, for .003 of root F1; .9 spares 65 % for .006."""
BLEND_SYNTAX, BLEND_NETWORK = 0.5, 0.7
"""Weights of the log-probabilities in the blend, by likelihood in cross-validation; so the blend is calibrated too."""
EVENT_SYNTAX = (0.3, 0.9)
EVENT_BOTH = (0.0, 0.55, 0.4)
"""Bias and weights of the scores for "there is an event", without the transformer and with it. Fitted in
cross-validation (1.4; .76, .79) and made gentler after 110 pairs of news judged by hand, where it was too sure."""

GIVES_BACK = frozenset(
    "release free liberate withdraw withdrawal retreat return repatriate surrender disarm resign pull evacuate "
    "ceasefire truce cease-fire demobilize cede liberation repatriation resignation stepdown handover".split()
)
"""Words of RETREAT, against CONCEDE: the records the model learnt from do not tell the two apart."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A PLOVER coding of one pair. `types` holds all types by falling probability.

    Attributes:
        probability: of the type, given that there is an event.
        event: how likely it is that the sentence tells an event of the source towards the target.
    """

    type: str
    mode: str
    context: tuple[str, ...]
    probability: float
    trace: Trace
    types: tuple[tuple[str, float], ...] = ()
    event: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the two layers. Rows belong to hash buckets, columns to classes."""

    rows: dict[int, int]
    first: Vector
    second: Vector
    of_first: Vector
    bias_first: Vector
    bias_second: Vector
    event: Vector
    event_of_first: Vector
    bias_event: float
    classes: tuple[str, ...]
    nothing: int
    scale: float
    temperature: float

    def none(self, names: list[str]) -> float:
        """How likely the first layer holds it that this is no event."""
        held = sorted({self.rows[b] for name in names if (b := bucket(name)) in self.rows})
        return float(softmax(self.first[held].sum(axis=0) + self.bias_first)[self.nothing])

    def parts(self, names: list[str]) -> tuple[Vector, dict[str, Vector]]:
        """What adds up to the score of each class: the verb patterns together, and each feature by its name."""
        named: dict[int, list[str]] = {}
        for name in names:
            if (b := bucket(name)) in self.rows:
                named.setdefault(self.rows[b], []).append(name)
        below = softmax(self.first[sorted(named)].sum(axis=0) + self.bias_first)
        patterns = np.asarray(np.log(below + FLOOR) * self.scale @ self.of_first / self.temperature, np.float32)
        found = {" = ".join(those): self.second[row] / self.temperature for row, those in sorted(named.items())}
        return patterns, {**found, "(before any word is seen)": self.bias_second / self.temperature}

    def probabilities(self, names: list[str]) -> tuple[Vector, float]:
        """Probability of each class, and the score of there being an event, given the features that hold."""
        held = sorted({self.rows[b] for name in names if (b := bucket(name)) in self.rows})
        below = softmax(self.first[held].sum(axis=0) + self.bias_first)
        hints = np.log(below + FLOOR) * self.scale
        total = self.second[held].sum(axis=0) + hints @ self.of_first + self.bias_second
        event = float(self.event[held].sum() + hints @ self.event_of_first + self.bias_event)
        return softmax(total / self.temperature), event


def softmax(scores: npt.NDArray[Any]) -> Vector:
    """Probabilities of scores."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


@lru_cache(maxsize=1)
def model() -> Model:
    """The packaged model, loaded once."""
    with np.load(WEIGHTS) as held:
        return Model(
            {int(b): n for n, b in enumerate(held["buckets"])},
            held["first"].astype(np.float32),
            held["second"].astype(np.float32),
            held["of_first"],
            held["bias_first"],
            held["bias_second"],
            held["event"].astype(np.float32),
            held["event_of_first"],
            float(held["bias_event"][0]),
            ROOTS,
            [str(name) for name in held["below"]].index("NONE"),
            float(held["scale"]),
            float(held["temperature"]),
        )


def code_pair(doc: Doc, source: TokenSpan, target: TokenSpan | None) -> Coding:
    """The PLOVER coding of what `source` does to `target` in a parsed sentence.

    By PLOVER's conventions, which the model learnt: cooperation announced for the future is AGREE, harm
    announced is THREATEN, a refusal is REJECT.
    """
    probabilities, event, network = _weigh(doc, source, target)
    rule = "model:code_pair" if network is None else "model:code_pair+transformer"
    predicate = turn(source, target)
    order = np.argsort(-probabilities)
    ranked = tuple((model().classes[i], float(probabilities[i])) for i in order)
    best = _split(ranked[0][0], predicate)
    return Coding(
        best,
        mode_by_words(predicate, best),
        contexts_of(predicate),
        ranked[0][1],
        Trace(
            "events",
            rule,
            (predicate.lemma_,),
            ranked[0][1],
            tuple((name, f"{p:.2f}") for name, p in ranked[1:3]),
        ),
        ranked,
        event,
    )


def _weigh(doc: Doc, source: TokenSpan, target: TokenSpan | None) -> tuple[Vector, float, Vector | None]:
    """Probability of each class and of there being an event; what the transformer adds to the classes, if asked."""
    syntax, score = model().probabilities(features(doc, source, target))
    bias, weight = EVENT_SYNTAX
    event = _logistic(bias + weight * score)
    if syntax.max() >= SURE and event >= EVENT_SURE:
        return syntax, event, None
    told = judge(marked(doc, source, target))
    network = np.asarray(BLEND_NETWORK * np.log(softmax(told.types) + TINY), np.float32)
    bias, weight, other = EVENT_BOTH
    return (
        softmax(BLEND_SYNTAX * np.log(syntax + TINY) + network),
        _logistic(bias + weight * score + other * told.event),
        network,
    )


def _logistic(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for one type against another: a feature or a part of the model, and by how much (log-odds)."""

    what: str
    weight: float


def reasons(doc: Doc, source: TokenSpan, target: TokenSpan | None, chosen: str, other: str) -> tuple[Reason, ...]:
    """Why `code_pair` gives `chosen` a higher or lower probability than `other`, the weightiest first.

    The weights add up to the logarithm of the ratio of the two probabilities. Classes as in `Coding.types`.
    """
    one, two = model().classes.index(chosen), model().classes.index(other)
    patterns, features_ = model().parts(features(doc, source, target))
    network = _weigh(doc, source, target)[2]
    share = 1.0 if network is None else BLEND_SYNTAX
    found = [Reason("(verb patterns)", share * float(patterns[one] - patterns[two]))]
    found += [Reason(name, share * float(weights[one] - weights[two])) for name, weights in features_.items()]
    if network is not None:
        found.append(Reason("(transformer)", float(network[one] - network[two])))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), reason.what)))


def _split(name: str, predicate: Token) -> str:
    """YIELD, the class of the records, is RETREAT if a deed and CONCEDE if words."""
    if name != "YIELD":
        return name
    words = {t.lemma_.lower() for t in predicate.subtree}
    return "RETREAT" if words & GIVES_BACK else "CONCEDE"
