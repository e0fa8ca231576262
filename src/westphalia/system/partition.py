"""The partition with the greatest sum of gains over pairs that are together: search, and proof for few things."""

from importlib import import_module
from itertools import combinations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STARTS = 12
"""Starts of the search."""

FEW = 16
"""Up to so many things the best partition is found by integer programming, in half a second; 20 can take ten."""

GAIN = 1e-9
"""Less is no gain."""


def best(gains: Floats) -> tuple[Ints, bool]:
    """A label for each row of a symmetric matrix of gains, and whether no partition is better.

    Proven for up to FEW rows, and where nothing speaks against the partition: no gain is lost and no loss is taken.
    """
    label = searched(gains)
    if len(gains) <= FEW and len(gains) > 1:
        return _programmed(gains, label)
    within = label[:, None] == label[None, :]
    return label, not bool((np.where(within, -gains, gains) > GAIN).any())


def _programmed(gains: Floats, label: Ints) -> tuple[Ints, bool]:
    """The best partition by integer programming: who is with two is with both of them together.

    M. Grötschel and Y. Wakabayashi (1989), Mathematical Programming 45. The found partition is kept if it is as good.
    """
    optimize, sparse = import_module("scipy.optimize"), import_module("scipy.sparse")
    size = len(gains)
    pairs = list(combinations(range(size), 2))
    number = {pair: k for k, pair in enumerate(pairs)}
    threes = [(number[a, b], number[b, c], number[a, c]) for a, b, c in combinations(range(size), 3)]
    rows = [(one, other, third) for p, q, r in threes for one, other, third in ((p, q, r), (p, r, q), (q, r, p))]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    held = (np.tile([1.0, 1.0, -1.0], len(rows)), (np.repeat(np.arange(len(rows)), 3), columns.ravel()))
    limits = optimize.LinearConstraint(sparse.csr_array(held, shape=(len(rows), len(pairs))), ub=1) if rows else ()
    worth = np.array([gains[pair] for pair in pairs])
    found = optimize.milp(
        -worth,
        constraints=limits,
        bounds=optimize.Bounds(0, 1),
        integrality=np.ones(len(pairs)),
        options={"mip_rel_gap": 0.0},
    )
    together = np.array([label[a] == label[b] for a, b in pairs])
    proven = bool(found.status == 0)
    if found.x is None or worth @ (found.x > 0.5) <= worth @ together + GAIN:
        return label, proven
    made = np.arange(size)
    for (a, b), joined in zip(pairs, found.x > 0.5, strict=True):
        if joined:
            made[b] = min(made[a], made[b])
    return made, proven


def searched(gains: Floats, starts: int = STARTS) -> Ints:
    """Label of each row in the best partition found: from every actor alone, from all in one, then from random ones."""
    size = len(gains)
    best, most = np.zeros(size, dtype=np.int64), -np.inf
    chance = np.random.default_rng(0)
    for start in range(starts if size else 0):
        label = np.arange(size) if start == 0 else chance.integers(0, max(2, min(size, start)), size)
        label, value = _improved(gains, np.zeros(size, dtype=np.int64) if start == 1 else label)
        if value > most + GAIN:
            best, most = label, value
    return best


def _improved(gains: Floats, label: Ints) -> tuple[Ints, float]:
    """Moves and merges in turn until neither gains."""
    while True:
        label = _merged(gains, _moved(gains, label))
        after = _moved(gains, label)
        if np.array_equal(after, label):
            return label, float(gains[label[:, None] == label[None, :]].sum())
        label = after


def _moved(gains: Floats, label: Ints) -> Ints:
    """Every actor in turn goes to the bloc, or to a new one, where it gains most, until none gains."""
    label = np.unique(label, return_inverse=True)[1].astype(np.int64)
    size = len(label)
    pull = np.zeros((size, size + 1))
    np.add.at(pull.T, label, gains)
    count = np.bincount(label, minlength=size + 1)
    moving = True
    while moving:
        moving = False
        for i in range(size):
            own = int(label[i])
            free = int(np.flatnonzero(count == 0)[0])
            open_to = np.where(count > 0, pull[i], -np.inf)
            open_to[free] = 0.0
            target = int(open_to.argmax())
            if open_to[target] <= pull[i, own] + GAIN:
                continue
            pull[:, own] -= gains[i]
            pull[:, target] += gains[i]
            count[own] -= 1
            count[target] += 1
            label[i] = target
            moving = True
    return label


def _merged(gains: Floats, label: Ints) -> Ints:
    """The two blocs that gain most by it become one, until none gain."""
    label = np.unique(label, return_inverse=True)[1].astype(np.int64)
    member = np.eye(int(label.max(initial=-1)) + 1)[label]
    between = member.T @ gains @ member
    while True:
        upper = np.triu(between, 1)
        if not upper.size or upper.max() <= GAIN:
            return label
        one, other = (int(k) for k in np.unravel_index(int(upper.argmax()), upper.shape))
        between[one] += between[other]
        between[:, one] += between[:, other]
        between[other] = between[:, other] = 0.0
        label = np.where(label == other, one, label)
