"""The best two camps of one connected piece: local search from above, covers of unbalanced cycles from below.

A set of ties makes a network balanced by going if and only if it meets every unbalanced cycle (one with an odd number
of negative ties). The least fractional cover of those cycles is a linear programme; the cycles it needs are found as
shortest paths in the network doubled (F. Barahona and A. R. Mahjoub 1986, Mathematical Programming 36). If it leaves
no room below the camps found, they are proven best; else HiGHS branches on the AND/XOR model of Aref, Mason and Wilson
with all cycles found so far as cuts.
"""

import math
import time
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.system.balance import closed
from westphalia.system.kernel import Ties, side_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

KICKS = 60
"""Restarts of the local search. On 51 networks of states 12 find the best camps of 26, 30 of 40, 60 of 46; those of the
others come from the cover."""

SLACK = 1e-7
"""How far below 1 a cycle must be covered to count as uncovered, and below a whole number a bound to be rounded up."""


@dataclass(frozen=True)
class _Piece:
    """A connected network: ties as arrays of rows `i` < `j` with `sign` and strength `weight`."""

    nodes: tuple[int, ...]
    i: Ints
    j: Ints
    sign: Floats
    weight: Floats

    @cached_property
    def matrix(self) -> Floats:
        held = np.zeros((len(self.nodes), len(self.nodes)))
        held[self.i, self.j] = held[self.j, self.i] = self.sign * self.weight
        return held

    @cached_property
    def tie_of(self) -> npt.NDArray[np.int64]:
        """The number of the tie of a pair of rows."""
        held = np.full((len(self.nodes), len(self.nodes)), -1)
        held[self.i, self.j] = held[self.j, self.i] = np.arange(len(self.i))
        return held

    @cached_property
    def whole(self) -> bool:
        """Whether all strengths are whole numbers, so that a bound can be rounded up."""
        return bool((self.weight == np.rint(self.weight)).all())

    def against(self, sides: Floats) -> float:
        return float(self.weight[self.sign * sides[self.i] * sides[self.j] < 0].sum())

    def least(self, bound: float) -> float:
        return math.ceil(bound - SLACK) if self.whole else bound


def solved(ties: Ties, deadline: float) -> tuple[dict[int, int], float]:
    """Sides (1 or −1) of the actors of a connected network, and a lower bound of the weight against any.

    Args:
        ties: the network.
        deadline: on the clock of `time.perf_counter`; past it the best so far is returned.
    """
    piece = _piece(ties)
    sides = _searched(piece)
    cycles = _triangles(piece)
    bound, cover, cycles = _covered(piece, cycles, piece.against(sides), deadline)
    sides = _better(piece, sides, _climbed(piece, _along(piece, cover)))
    if piece.against(sides) > piece.least(bound) + SLACK and time.perf_counter() < deadline:
        branched, bound = _branched(piece, cycles, bound, deadline)
        sides = _better(piece, sides, branched)
    return dict(zip(piece.nodes, (int(side) for side in sides), strict=True)), min(
        piece.least(bound), piece.against(sides)
    )


def _piece(ties: Ties) -> _Piece:
    nodes = tuple(sorted(ties))
    row = {actor: place for place, actor in enumerate(nodes)}
    rows = [(row[i], row[j], near[j]) for i, near in sorted(ties.items()) for j in sorted(near) if i < j]
    i, j, weight = (np.array(column) for column in zip(*rows, strict=True))
    return _Piece(nodes, i, j, np.sign(weight).astype(float), np.abs(weight).astype(float))


def _better(piece: _Piece, one: Floats, other: Floats) -> Floats:
    return other if piece.against(other) < piece.against(one) else one


def _searched(piece: _Piece) -> Floats:
    """Camps by iterated local search: a few actors change sides at random, then all go where less is against them."""
    chance = np.random.default_rng(0)
    best = _climbed(piece, np.ones(len(piece.nodes)))
    for _ in range(KICKS):
        tried = best.copy()
        tried[chance.random(len(tried)) < chance.uniform(0.02, 0.5)] *= -1
        best = _better(piece, best, _climbed(piece, tried))
    return best


def _climbed(piece: _Piece, sides: Floats) -> Floats:
    """The one actor that gains most changes sides, until none gains."""
    sides = sides.copy()
    pull = piece.matrix @ sides
    while (gain := -sides * pull).max() > SLACK:
        moved = int(gain.argmax())
        sides[moved] *= -1
        pull += 2 * sides[moved] * piece.matrix[:, moved]
    return sides


def _triangles(piece: _Piece) -> list[tuple[int, ...]]:
    """The unbalanced triangles as ties."""
    a, b, c = closed(piece.matrix).T
    odd = piece.matrix[a, b] * piece.matrix[b, c] * piece.matrix[a, c] < 0
    sides = (piece.tie_of[a, b], piece.tie_of[b, c], piece.tie_of[a, c])
    return [tuple(sorted(int(tie) for tie in ties)) for ties in zip(*(side[odd] for side in sides), strict=True)]


def _covered(
    piece: _Piece, cycles: list[tuple[int, ...]], enough: float, deadline: float
) -> tuple[float, Floats, list[tuple[int, ...]]]:
    """The least fractional cover of all unbalanced cycles; its weight, itself, and the cycles that were needed.

    It stops early when its weight cannot be told from `enough`, the weight against the best camps known.
    """
    cover, bound, known = np.zeros(len(piece.weight)), 0.0, set(cycles)
    while time.perf_counter() < deadline:
        if cycles:
            cover = _programme(piece, cycles)
            bound = float(piece.weight @ cover)
        if piece.least(bound) >= enough - SLACK:
            break
        new = [cycle for cycle in _uncovered(piece, cover) if cycle not in known]
        if not new:
            break
        known.update(new)
        cycles = [*cycles, *new]
    return bound, cover, cycles


def _programme(piece: _Piece, cycles: list[tuple[int, ...]]) -> Floats:
    """Least Σ weight × cover, every cycle covered at least once."""
    ones = _incidence(cycles, len(piece.weight))
    found = _scipy("optimize").linprog(
        piece.weight, A_ub=-ones, b_ub=-np.ones(len(cycles)), bounds=(0, 1), method="highs"
    )
    return np.clip(np.asarray(found.x, dtype=float), 0, 1)


def _scipy(part: str) -> Any:
    """A part of SciPy, loaded on first use; it declares no types."""
    return import_module(f"scipy.{part}")


def _sparse(held: Any, shape: tuple[int, int] | None = None) -> Any:
    return _scipy("sparse").csr_array(held, shape=shape)


def _incidence(cycles: list[tuple[int, ...]], width: int) -> Any:
    ends = np.cumsum([0, *(len(cycle) for cycle in cycles)])
    ties = np.concatenate([np.array(cycle) for cycle in cycles])
    return _sparse((np.ones(len(ties)), ties, ends), shape=(len(cycles), width))


def _uncovered(piece: _Piece, cover: Floats) -> list[tuple[int, ...]]:
    """For each actor the least covered unbalanced cycle through it, if it is covered less than once.

    The doubled network has every actor on both sides; a positive tie stays on its side, a negative one changes it. A
    path of an actor to itself on the other side is an unbalanced closed walk.
    """
    n, turned = len(piece.nodes), piece.sign < 0
    near = np.where(turned, piece.j + n, piece.j)
    far = np.where(turned, piece.j, piece.j + n)
    rows = np.concatenate([piece.i, piece.i + n])
    columns = np.concatenate([near, far])
    lengths = np.tile(cover + SLACK / 100, 2)  # no length is 0, which the matrix would take for no tie
    graph = _sparse((lengths, (rows, columns)), shape=(2 * n, 2 * n))
    apart, before = _scipy("sparse.csgraph").dijkstra(
        graph, directed=False, indices=np.arange(n), return_predecessors=True
    )
    found: dict[tuple[int, ...], None] = {}
    for actor in range(n):
        if apart[actor, actor + n] < 1 - SLACK * 10:
            for cycle in _cycle(piece, before[actor], actor):
                found.setdefault(cycle)
    return list(found)


def _cycle(piece: _Piece, before: npt.NDArray[np.int32], actor: int) -> list[tuple[int, ...]]:
    """The unbalanced closed walk as ties, if no tie is in it twice: else part of it is one too, found elsewhere."""
    n, at, ties = len(piece.nodes), actor + len(piece.nodes), []
    while at != actor:
        ties.append(int(piece.tie_of[at % n, before[at] % n]))
        at = int(before[at])
    return [tuple(sorted(ties))] if len(set(ties)) == len(ties) else []


def _along(piece: _Piece, cover: Floats) -> Floats:
    """Camps that respect the least covered ties: along a spanning tree of those."""
    n = len(piece.nodes)
    tree = _scipy("sparse.csgraph").minimum_spanning_tree(_sparse((cover + 1.0, (piece.i, piece.j)), shape=(n, n)))
    order, before = _scipy("sparse.csgraph").breadth_first_order(tree, 0, directed=False)
    sides = np.ones(n)
    for actor in order[1:]:
        sides[actor] = side_of({0: piece.matrix[actor, before[actor]]}, {0: int(sides[before[actor]])})
    return sides


def _branched(piece: _Piece, cycles: list[tuple[int, ...]], bound: float, deadline: float) -> tuple[Floats, float]:
    """The integer programme: side x of every actor, f of every tie whether it is against the camps."""
    optimize, sparse = _scipy("optimize"), _scipy("sparse")
    n, m = len(piece.nodes), len(piece.weight)
    own = np.arange(m)
    first, second = (_sparse((np.ones(m), (own, side)), shape=(m, n)) for side in (piece.i, piece.j))
    ties = _sparse((np.ones(m), (own, own)), shape=(m, m))
    negative = piece.sign < 0
    turn = _sparse((np.where(negative, -1.0, 1.0), (own, own)), shape=(m, m))
    # positive: f ≥ x − y and f ≥ y − x; negative, with 1 − y for y: f ≥ x + y − 1 and f ≥ 1 − x − y
    across = first - turn @ second
    offset = negative.astype(float)
    limits = [
        optimize.LinearConstraint(sparse.hstack([-across, ties]), lb=-offset),
        optimize.LinearConstraint(sparse.hstack([across, ties]), lb=offset),
    ]
    if cycles:
        ones = _incidence(cycles, m)
        limits.append(optimize.LinearConstraint(sparse.hstack([_sparse((len(cycles), n)), ones]), lb=1))
    limits.append(
        optimize.LinearConstraint(
            sparse.vstack([sparse.hstack([_sparse((1, n)), _sparse(piece.weight[None])])]), lb=piece.least(bound)
        )
    )
    lower = np.zeros(n + m)
    lower[int((piece.matrix != 0).sum(0).argmax())] = (
        1  # turning all about changes nothing: the busiest actor stays put
    )
    found = optimize.milp(
        np.concatenate([np.zeros(n), piece.weight]),
        constraints=limits,
        bounds=optimize.Bounds(lower, np.ones(n + m)),
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        options={"time_limit": max(deadline - time.perf_counter(), 0.1), "mip_rel_gap": 0.0},
    )
    least = max(bound, found.mip_dual_bound) if found.mip_dual_bound is not None else bound
    sides = np.ones(n) if found.x is None else np.where(found.x[:n] > 0.5, 1.0, -1.0)
    return sides, least
