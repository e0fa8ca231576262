"""The PLOVER type of what a source does to a recipient, with its probability: a linear model over the syntax.

Two layers, both logistic regressions with weights in `data/events.npz`: one learnt from verb patterns of the
CAMEO tradition gives log-probabilities, which join the sparse features of the second, learnt from coded records.
`tools/train_events.py` makes the file; the model card is `docs/models/events.md`.
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

WEIGHTS = Path(__file__).parent.parent / "data" / "events.npz"

Vector = npt.NDArray[np.float32]

FLOOR = 1e-4
"""Log-probabilities of the first layer are cut here, so that one unseen word cannot outweigh all others."""

GIVES_BACK = frozenset(
    "release free liberate withdraw withdrawal retreat return repatriate surrender disarm resign pull evacuate "
    "ceasefire truce cease-fire demobilize cede liberation repatriation resignation stepdown handover".split()
)
"""Words of RETREAT, against CONCEDE: the records the model learnt from do not tell the two apart."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A PLOVER coding of one pair. `types` holds all types by falling probability."""

    type: str
    mode: str
    context: tuple[str, ...]
    probability: float
    trace: Trace
    types: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the two layers. Rows belong to hash buckets, columns to classes."""

    rows: dict[int, int]
    first: Vector
    second: Vector
    of_first: Vector
    bias_first: Vector
    bias_second: Vector
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

    def probabilities(self, names: list[str]) -> Vector:
        """Probability of each class, given the names of the features that hold."""
        held = sorted({self.rows[b] for name in names if (b := bucket(name)) in self.rows})
        below = softmax(self.first[held].sum(axis=0) + self.bias_first)
        hints = np.log(below + FLOOR) * self.scale
        total = self.second[held].sum(axis=0) + hints @ self.of_first + self.bias_second
        return softmax(total / self.temperature)


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
            tuple(str(name) for name in held["classes"]),
            [str(name) for name in held["below"]].index("NONE"),
            float(held["scale"]),
            float(held["temperature"]),
        )


def code_pair(doc: Doc, source: TokenSpan, target: TokenSpan | None) -> Coding:
    """The PLOVER coding of what `source` does to `target` in a parsed sentence.

    By PLOVER's conventions, which the model learnt: cooperation announced for the future is AGREE, harm
    announced is THREATEN, a refusal is REJECT.
    """
    names = features(doc, source, target)
    probabilities = model().probabilities(names)
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
            "model:code_pair",
            (predicate.lemma_,),
            ranked[0][1],
            tuple((name, f"{p:.2f}") for name, p in ranked[1:3]),
        ),
        ranked,
    )


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
    found = [Reason("(verb patterns)", float(patterns[one] - patterns[two]))]
    found += [Reason(name, float(weights[one] - weights[two])) for name, weights in features_.items()]
    return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), reason.what)))


def none_probability(doc: Doc, source: TokenSpan, target: TokenSpan | None) -> float:
    """How likely it is that a sentence tells no event between two parties, by the verb patterns alone."""
    return model().none(features(doc, source, target))


def _split(name: str, predicate: Token) -> str:
    """YIELD, the class of the records, is RETREAT if a deed and CONCEDE if words."""
    if name != "YIELD":
        return name
    words = {t.lemma_.lower() for t in predicate.subtree}
    return "RETREAT" if words & GIVES_BACK else "CONCEDE"
