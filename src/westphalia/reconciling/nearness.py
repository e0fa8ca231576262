"""How likely two reports are to tell one story, from these two alone.

In: two reports. Out: a chance. `stories` compares the texts of a pile, and every text changes how telling a term is;
what is kept in a world must not change with reports that have nothing to do with it. So here the weight of a term
comes from how common it is in news at large, and nothing else is looked at. That is less sure, and serves as one
part among others in the likeness of events.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from westphalia import vocabulary
from westphalia.reconciling.pile import KINDS, KNOWN, rarity
from westphalia.reconciling.terms import Bag, Terms, terms

KEPT = 4096
"""Reports whose terms are kept, at some ten kilobytes each; those compared lie close in time."""


class Nearness:
    """The nearness of reports of one world. Each text is read once, each pair compared once, while there is room."""

    def __init__(self, text: Callable[[str], str]) -> None:
        """`text` gives the text of a report by its id."""
        self._terms = lru_cache(maxsize=KEPT)(lambda report: terms(text(report)))
        self._chance = lru_cache(maxsize=1 << 18)(self._compared)

    def __call__(self, one: str, other: str) -> float:
        """The chance that two reports tell one story."""
        return self._chance(min(one, other), max(one, other))

    def _compared(self, one: str, other: str) -> float:
        return chance(self._terms(one), self._terms(other))


def chance(one: Terms, other: Terms) -> float:
    """The chance that two texts tell one story: a logistic regression over five cosines."""
    weights = _weights()
    total = weights["bias"]
    for kind in KINDS:
        total += weights[kind] * cosine(getattr(one, kind), getattr(other, kind), known=kind in KNOWN)
    return float(1 / (1 + np.exp(-total)))


def cosine(one: Bag, other: Bag, *, known: bool) -> float:
    """Cosine of two texts by terms of one kind. `known`: rare terms weigh more."""
    if not len(one.ids) or not len(other.ids):
        return 0.0
    first, second = (bag.weights * rarity(bag.ids, np.zeros(len(bag.ids)), 0, known=known) for bag in (one, other))
    _, at, there = np.intersect1d(one.ids, other.ids, assume_unique=True, return_indices=True)
    return float(first[at] @ second[there] / np.sqrt((first @ first) * (second @ second)))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    rows = vocabulary.rows("westphalia.reconciling", "story_weights.tsv")
    return {row["feature"]: float(row["weight"]) for row in rows if row["of"] == "alone"}
