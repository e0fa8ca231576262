"""A pile of texts compared two by two: how alike their words, names and numbers are, and how alike among their like.

In: the terms of each text. Out: one matrix for each feature. How telling a term is follows from the pile itself,
and in a small pile from how common it is in news at large. A likeness says little by itself: two texts on one trial
are more alike than two on one summit. So each is also set against how alike either text is to its
neighbours (`_dense`), and the two are compared by whom else they are like (`_shared`).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary
from westphalia.reconciling.terms import BUCKETS, Bag, Terms

Matrix = npt.NDArray[np.float64]

KINDS = ("words", "lead", "pairs", "names", "numbers")
KNOWN = ("words", "lead", "names")
"""Kinds of which we know how common their terms are in news at large."""

RELATIVE = ("words", "names")
"""Kinds whose likeness is also set against the neighbourhood."""

NEIGHBOURS = 20
"""Nearest texts that make up a neighbourhood."""

BACKGROUND = 60.0
"""Texts of the pile that weigh as much as all we know of news at large on how telling a term is."""

FLOOR = 0.03
"""Added to the density of a neighbourhood, so that a pile of two strangers does not make them alike."""


def compare(texts: Sequence[Terms]) -> Mapping[str, Matrix]:
    """Features of all pairs of texts, by name; each of shape (n, n), symmetric."""
    found = {kind: cosines([getattr(text, kind) for text in texts], known=kind in KNOWN) for kind in KINDS}
    for kind in RELATIVE:
        found[f"{kind}_dense"] = dense(found[kind])
        found[f"{kind}_shared"] = shared(found[kind])
    return found


def cosines(bags: Sequence[Bag], *, known: bool, by_pile: bool = True) -> Matrix:
    """Cosines of texts by their terms, weighed by how rare these are.

    Args:
        bags: terms of each text.
        known: how common terms are in news at large counts in.
        by_pile: how many of these texts have them counts in.

    Returns:
        Shape (n, n).
    """
    count = len(bags)
    sizes = [len(bag.ids) for bag in bags]
    if not sum(sizes):
        return np.eye(count)
    rows = np.repeat(np.arange(count), sizes)
    ids, columns = np.unique(np.concatenate([bag.ids for bag in bags]), return_inverse=True)
    frequency = np.bincount(columns).astype(float)
    counted = (frequency, count) if by_pile else (np.zeros(len(ids)), 0)
    values = np.concatenate([bag.weights for bag in bags]) * rarity(ids, *counted, known=known)[columns]
    norms = np.sqrt(np.bincount(rows, values**2, minlength=count))
    often = frequency[columns] > 1  # a term of one text alone counts in its length only
    places = np.cumsum(frequency > 1) - 1
    matrix = np.zeros((count, int((frequency > 1).sum())))
    matrix[rows[often], places[columns[often]]] = values[often] / norms[rows[often]]
    found: Matrix = matrix @ matrix.T
    np.fill_diagonal(found, 1.0)
    return found


def rarity(ids: npt.NDArray[np.int64], frequency: Matrix, count: int, *, known: bool) -> Matrix:
    """Inverse document frequency of terms of which `frequency` texts of `count` have each."""
    background = BACKGROUND if known else 0.0
    expected = background * commonness()[ids % BUCKETS] if known else 0.0
    found: Matrix = np.log((count + background + 1) / (frequency + expected + 0.5))
    return found


def rarity_of(word: str) -> float:
    """How telling a stem is where nothing but news at large is known."""
    return float(np.log((BACKGROUND + 1) / (BACKGROUND * commonness()[crc32(word.encode()) % BUCKETS] + 0.5)))


def dense(likeness: Matrix) -> Matrix:
    """Likeness over the geometric mean of how dense the two neighbourhoods are."""
    count = len(likeness)
    others = np.sort(np.where(np.eye(count, dtype=bool), -1.0, likeness), axis=1)[:, ::-1]
    nearest = others[:, : max(min(NEIGHBOURS, count - 1), 1)]
    density = np.maximum(nearest, 0).mean(axis=1) + FLOOR
    found: Matrix = likeness / np.sqrt(np.outer(density, density))
    return found


def shared(likeness: Matrix) -> Matrix:
    """Cosine of what the two are like: their rows of the matrix."""
    profile = likeness / np.sqrt((likeness**2).sum(axis=1, keepdims=True))
    found: Matrix = profile @ profile.T
    return found


@lru_cache(maxsize=1)
def commonness() -> Matrix:
    """Share of news reports that have a term of each bucket, learnt by `tools/train_stories.py`."""
    with vocabulary.data("westphalia.reconciling", "commonness.npz").open("rb") as file, np.load(file) as kept:
        found: Matrix = np.expm1(kept["level"].astype(float) / 32) / float(kept["texts"])
    return found
