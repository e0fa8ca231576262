"""Two near stories told apart anew, where merging has put some texts of the one with the other.

Merging goes two by two and never takes back. Its last word on two stories that lie near each other (two quakes, two
arrests) is checked here from above: the texts of both are halved as they fall apart most by the terms that
not all of them share (spherical k-means, Dhillon and Modha 2001, begun on the principal axes), and the halves
stand if merging would hold them for one story even less than what it left.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from westphalia.reconciling.merging import Compared, Groups, Table
from westphalia.reconciling.pile import Matrix

Side = npt.NDArray[np.bool_]
Score = Callable[[Matrix], Matrix]
"""Log-odds of being one story, of rows of merging's features."""

NEAR = -6.0
"""Log-odds from which two stories are near: a chance of .0025. From -4 on, half as much is mended."""

LEAST = 4
"""Texts of both stories together below which there is nothing to halve."""

WEIGHTS = {"words": 1.0, "names": 1.0, "numbers": 1.0, "pairs": 0.5}
"""What a term of each kind counts for; a name is a word, too."""

AXES = 3
"""Principal axes that halves begin on, besides the two texts least alike."""

ROUNDS = 30
"""Rounds of k-means at most; a dozen texts settle in three."""


def halved(pile: Compared, groups: Sequence[Sequence[int]], score: Score) -> list[list[int]]:
    """Groups of texts after all near pairs have been checked, the nearest first, again after each change."""
    kept = [sorted(group) for group in groups]
    tried: set[tuple[int, ...]] = set()
    while (found := _better(pile, kept, score, tried)) is not None:
        one, other, halves_of = found
        kept[one], kept[other] = halves_of
    return kept


def _better(
    pile: Compared, groups: Sequence[list[int]], score: Score, tried: set[tuple[int, ...]]
) -> tuple[int, int, tuple[list[int], list[int]]] | None:
    """The first near pair that falls apart better otherwise, and how. What was tried is not tried again."""
    for one, other, odds in _near(pile, groups, score):
        texts = np.array(sorted(groups[one] + groups[other]))
        if len(texts) < LEAST or (key := (*groups[one], -1, *groups[other])) in tried:
            continue
        tried.add(key)
        side = halves(vectors(pile.tables, texts))
        if side is None:
            continue
        new = texts[side].tolist(), texts[~side].tolist()
        first, second = np.array([0]), np.array([1])
        if score(Groups(pile, new).compare(first, second))[0] < odds - 1e-6:  # more than how sums round
            return one, other, new
    return None


def _near(pile: Compared, groups: Sequence[list[int]], score: Score) -> Iterator[tuple[int, int, float]]:
    """Pairs of groups that lie near, the nearest first, with their log-odds of being one story."""
    held = Groups(pile, groups)
    rows, columns = held.comparable()
    if not len(rows):
        return
    odds = score(held.compare(rows, columns))
    for n in np.argsort(-odds, kind="stable"):
        if odds[n] < NEAR:
            return
        yield int(rows[n]), int(columns[n]), float(odds[n])


def vectors(tables: Mapping[str, Table], texts: npt.NDArray[np.int64]) -> Matrix:
    """Texts as unit vectors of the terms that some of them share and not all, by how few do."""
    parts = []
    for kind, weight in WEIGHTS.items():
        found = tables[kind].found[texts].astype(float)
        frequency = found.sum(axis=0)
        telling = (frequency > 1) & (frequency < len(texts))
        parts.append(found[:, telling] * np.log(len(texts) / frequency[telling]) * weight)
    joined: Matrix = np.concatenate(parts, axis=1)
    return np.asarray(joined / (np.linalg.norm(joined, axis=1, keepdims=True) + 1e-9))


def halves(rows: Matrix) -> Side | None:
    """The two parts of unit vectors that hold together best: true for those in the one; nothing if there are none."""
    best, kept = -np.inf, None
    for start in _starts(rows):
        side = _settled(rows, start)
        if side.all() or not side.any():
            continue
        together = float(np.linalg.norm(rows[side].sum(axis=0)) + np.linalg.norm(rows[~side].sum(axis=0)))
        if together > best + 1e-9:
            best, kept = together, side
    return kept


def _starts(rows: Matrix) -> Iterator[Side]:
    axes = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)[0]
    yield from (axes[:, n] > 0 for n in range(min(AXES, axes.shape[1])))
    cosines = rows @ rows.T
    one, other = divmod(int(cosines.argmin()), len(rows))
    yield cosines[one] > cosines[other]


def _settled(rows: Matrix, side: Side) -> Side:
    """Moves each text to the nearer of the two sums, until none moves."""
    for _ in range(ROUNDS):
        if side.all() or not side.any():
            break
        one, other = rows[side].sum(axis=0), rows[~side].sum(axis=0)
        moved: Side = rows @ (one / (np.linalg.norm(one) + 1e-9)) > rows @ (other / (np.linalg.norm(other) + 1e-9))
        if (moved == side).all():
            break
        side = moved
    return side
