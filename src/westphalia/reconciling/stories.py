"""Reports grouped into stories: those that tell of the same event in the world.

In: the texts of reports, and when they were published if that is known. Out: groups of them. How likely two
reports are to be of one story is learnt (`tools/train_stories.py`) over the features of `pile.compare`; the
weights are a table that anyone can read, and every comparison can be explained by its parts. Groups are made by
average link on that chance. One setting serves all piles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from westphalia import vocabulary
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.pile import Matrix, compare
from westphalia.reconciling.terms import Terms, terms

THRESHOLD = 0.3
"""Mean chance from which groups are one: best on the training piles, and flat from .25 to .45."""


@dataclass(frozen=True, slots=True)
class Article:
    """A report as stories are made of it."""

    report: str
    terms: Terms
    published: date | None = None

    @classmethod
    def of(cls, report: str, text: str, published: date | None = None) -> "Article":
        """Reads the terms off a text."""
        return cls(report, terms(text), published)


def group(articles: Sequence[Article]) -> list[list[Article]]:
    """Stories, each in the canonical order of its reports, whatever the order they come in."""
    ordered = sorted(articles, key=lambda article: article.report)
    if len(ordered) < 2:
        return [[article] for article in ordered]
    return average_link_of(ordered, chances(ordered), THRESHOLD)


def chances(articles: Sequence[Article]) -> Matrix:
    """The chance of each pair to be of one story, shape (n, n)."""
    return chance(compare([article.terms for article in articles]))


def chance(features: Mapping[str, Matrix]) -> Matrix:
    """The learnt function of the features: a logistic regression."""
    weights = _weights()
    total = np.full_like(features["words"], weights["bias"])
    for name, values in features.items():
        total += weights[name] * values
    found: Matrix = 1 / (1 + np.exp(-total))
    return found


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    rows = vocabulary.rows("westphalia.reconciling", "story_weights.tsv")
    return {row["feature"]: float(row["weight"]) for row in rows}
