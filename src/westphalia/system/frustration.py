"""Frustration of a signed network: the least number of ties that must go, or change sign, for it to be balanced.

A network is balanced if its actors fall into two camps with positive ties within and negative ties between them. The
frustration index (R. P. Abelson and M. J. Rosenberg 1958; F. Harary 1959) counts the ties against the best two camps;
it is as hard as the greatest cut. Found here exactly, after S. Aref, A. J. Mason and M. C. Wilson (2020), "A modeling
and computational study of the frustration index in signed networks", Networks 75, with two more steps that decide most
networks of states before any branching: actors of one or two ties are taken out without loss (`kernel`), and the
least fractional cover of the unbalanced cycles is a lower bound that camps found by local search often meet
(`covering`).
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from westphalia.system import covering
from westphalia.system.kernel import Ties, blocks, parts, reduced, side_of
from westphalia.system.signed import SignedNetwork

METHOD = "kernel and biconnected parts; cover of unbalanced cycles by linear, then integer programming (HiGHS)"


@dataclass(frozen=True, slots=True)
class Frustration:
    """The frustration index and what proves it.

    Attributes:
        index: number (or weight) of the ties in `edges`.
        bound: no two camps have less against them; equal to `index` if `optimal`.
        optimal: whether that is proven.
        camps: the two camps, the larger first; where parts of the network are not connected with each other, which
            camp of one goes with which of another means nothing. Actors without ties are in neither.
        edges: the ties against the camps: negative within one, positive between both.
        ties: number of all ties (their weight).
        weighted: whether ties count by the strength of their weight.
    """

    index: float
    bound: float
    optimal: bool
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    edges: tuple[tuple[str, str], ...]
    ties: float
    weighted: bool
    seconds: float
    method: str = METHOD

    @property
    def gap(self) -> float:
        """What is left open between `index` and `bound`."""
        return self.index - self.bound

    @property
    def normalised(self) -> float | None:
        """1 − 2 L / m: 1 for a balanced network, 0 at the most frustrated a network can be (Aref and Wilson 2018)."""
        return 1 - 2 * self.index / self.ties if self.ties else None


def frustration(network: SignedNetwork, *, weighted: bool = False, seconds: float = 60.0) -> Frustration:
    """The frustration index of a network, its two camps and the ties against them.

    Args:
        network: any signed network.
        weighted: count a tie by the strength of its weight instead of as 1.
        seconds: stop after about so long with the best camps and bound so far.
    """
    begun = time.perf_counter()
    matrix = network.weights if weighted else network.signs
    ties: Ties = {
        int(i): {int(j): float(matrix[i, j]) for j in np.flatnonzero(matrix[i])} for i in np.flatnonzero(matrix.any(1))
    }
    sides, bound = _solved(ties, begun + seconds)
    against = [
        (i, j)
        for i, near in sorted(ties.items())
        for j, weight in near.items()
        if i < j and sides[i] * sides[j] * weight < 0
    ]
    index = float(sum(abs(matrix[i, j]) for i, j in against))
    optimal = index - bound < (1e-6 * max(index, 1) if weighted else 0.5)
    return Frustration(
        index,
        index if optimal else bound,
        optimal,
        _camps(network.nodes, ties, sides),
        tuple((network.nodes[i], network.nodes[j]) for i, j in against),
        float(np.abs(matrix).sum() / 2),
        weighted,
        time.perf_counter() - begun,
    )


def _solved(ties: Ties, deadline: float) -> tuple[dict[int, int], float]:
    """Sides (1 or −1) of all actors and a lower bound: taken apart until nothing can be taken apart."""
    core, constant, undone = reduced(ties)
    pieces = blocks(core)
    if len(pieces) == 1 and len(pieces[0]) == len(core):
        sides, bound = covering.solved(core, deadline)
    else:
        sides, bound = {}, 0.0
        found = [_solved(piece, deadline) for piece in pieces]
        bound = sum(least for _, least in found)
        sides = _joined(core, pieces, [own for own, _ in found])
    for actor, near in reversed(undone):
        sides[actor] = side_of(near, sides)
    return sides, bound + constant


def _joined(core: Ties, pieces: Iterable[Ties], found: Iterable[dict[int, int]]) -> dict[int, int]:
    """Sides of the whole from sides of the pieces, which share single actors and may each be turned about."""
    relation: dict[int, dict[int, int]] = {actor: {} for actor in core}
    for piece, own in zip(pieces, found, strict=True):
        for i, near in piece.items():
            for j in near:
                relation[i][j] = own[i] * own[j]
    sides: dict[int, int] = {}
    for start in sorted(core):
        if start in sides:
            continue
        sides[start], waiting = 1, [start]
        while waiting:
            i = waiting.pop()
            for j, alike in relation[i].items():
                if j not in sides:
                    sides[j] = sides[i] * alike
                    waiting.append(j)
    return sides


def _camps(nodes: tuple[str, ...], ties: Ties, sides: dict[int, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the camps; the larger side of each connected part, or that of its first actor, goes to the first."""
    camps: tuple[list[str], list[str]] = ([], [])
    for part in parts(ties):
        own = [i for i in sorted(part) if sides[i] == sides[min(part)]]
        other = [i for i in sorted(part) if sides[i] != sides[min(part)]]
        for camp, members in zip(camps, sorted((own, other), key=len, reverse=True), strict=True):
            camp.extend(nodes[i] for i in members)
    return tuple(sorted(camps[0])), tuple(sorted(camps[1]))
