"""How likely two reports are to tell one story, from these two alone.

In: two reports. Out: a chance. `stories` compares the texts of a pile, and every text changes how telling a term is;
what is kept in a world must not change with reports that have nothing to do with it. So here the weight of a term
comes from how common it is in news at large, and nothing else is looked at. That is less sure, and serves as one
part among others in the likeness of events.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from westphalia import vocabulary
from westphalia.reconciling.pile import KINDS, KNOWN, rarity
from westphalia.reconciling.terms import Bag, Hashes, Terms, Weights, terms

KEPT = 4096
"""Reports whose terms are kept, at some ten kilobytes each; those compared lie close in time."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Terms of one kind in ascending order, what each counts for, and the square of their length."""

    ids: Hashes
    values: Weights
    square: float

    @classmethod
    def of(cls, bag: Bag, *, known: bool) -> "Weighed":
        """Weighs terms. `known`: rare ones weigh more."""
        values = bag.weights * rarity(bag.ids, np.zeros(len(bag.ids)), 0, known=known)
        return cls(bag.ids, values, float(values @ values))

    @classmethod
    def all(cls, text: Terms) -> "tuple[Weighed, ...]":
        """The terms of a text by kind, in the order of KINDS."""
        return tuple(cls.of(getattr(text, kind), known=kind in KNOWN) for kind in KINDS)


class Nearness:
    """The nearness of reports of one world. Each text is read once, each pair compared once, while there is room."""

    def __init__(self, text: Callable[[str], str]) -> None:
        """`text` gives the text of a report by its id."""
        self._weighed = lru_cache(maxsize=KEPT)(lambda report: Weighed.all(terms(text(report))))
        self._chance = lru_cache(maxsize=1 << 18)(self._compared)

    def __call__(self, one: str, other: str) -> float:
        """The chance that two reports tell one story."""
        return self._chance(min(one, other), max(one, other))

    def _compared(self, one: str, other: str) -> float:
        return chance(self._weighed(one), self._weighed(other))


def chance(one: Sequence[Weighed], other: Sequence[Weighed]) -> float:
    """The chance that two texts tell one story: a logistic regression over five cosines."""
    weights = _weights()
    total = weights["bias"]
    for kind, first, second in zip(KINDS, one, other, strict=True):
        total += weights[kind] * cosine(first, second)
    return float(1 / (1 + np.exp(-total)))


def cosine(one: Weighed, other: Weighed) -> float:
    """Cosine of two texts by terms of one kind."""
    if len(one.ids) > len(other.ids):
        one, other = other, one
    if not len(one.ids):
        return 0.0
    places = np.searchsorted(other.ids, one.ids)
    places[places == len(other.ids)] = 0
    common = other.ids[places] == one.ids
    return float(one.values[common] @ other.values[places[common]] / np.sqrt(one.square * other.square))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    rows = vocabulary.rows("westphalia.reconciling", "story_weights.tsv")
    return {row["feature"]: float(row["weight"]) for row in rows if row["of"] == "alone"}
