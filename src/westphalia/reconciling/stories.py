"""Reports grouped into stories: those that tell of the same event in the world.

In: the texts of reports, and when they were published if that is known. Out: groups of them. How likely two
reports are to be of one story is learnt (`tools/train_stories.py`) over the features of `pile.compare`; the
weights are a table that anyone can read. Average link on that chance makes small sure groups, which are then compared
as groups (`merging`), and of near ones asked whether they fall apart better otherwise (`halving`). One setting
serves all piles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from westphalia import vocabulary
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.halving import halved
from westphalia.reconciling.merging import FEATURES, Compared, Groups, merged
from westphalia.reconciling.pile import Matrix, compare
from westphalia.reconciling.terms import Terms, terms

SURE = 0.6
"""Mean chance from which texts are grouped pair by pair; .5 and .7 are worse by .002 and by nothing."""

THRESHOLD = 0.2
"""Chance from which groups are one story. On topics left out .12 is as good and .3 worse by .007; on sets of another
kind left out whole .3 is as good or better by .01, and .12 worse by .01 to .02."""


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
    return [[ordered[n] for n in numbers] for numbers in partition([article.terms for article in ordered])]


def partition(texts: Sequence[Terms]) -> list[list[int]]:
    """Numbers of texts by story; texts must come in a canonical order."""
    if len(texts) < 2:
        return [[number] for number in range(len(texts))]
    features = compare(texts)
    return told(Compared.of(features, chance(features), texts), *_merging_weights())


def told(pile: Compared, bias: float, weights: Matrix, threshold: float = THRESHOLD) -> list[list[int]]:
    """Stories of a pile by a model of merging: small sure groups, merged, and told apart anew where two lie near."""

    def score(rows: Matrix) -> Matrix:
        # einsum, not a matrix product: that rounds otherwise for other numbers of rows, and so would tie otherwise
        return np.asarray(np.einsum("pf,f->p", rows, weights) + bias)

    small = average_link_of(range(len(pile)), pile.matrices["chance"], SURE)
    groups = merged(Groups(pile, small), score, threshold)
    return halved(pile, [[n for number in numbers for n in small[number]] for numbers in groups], score)


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
    return {row["feature"]: float(row["weight"]) for row in rows if row["of"] == "pair"}


@lru_cache(maxsize=1)
def _merging_weights() -> tuple[float, Matrix]:
    rows = vocabulary.rows("westphalia.reconciling", "story_weights.tsv")
    kept = {row["feature"]: float(row["weight"]) for row in rows if row["of"] == "group"}
    return kept["bias"], np.array([kept[name] for name in FEATURES])
