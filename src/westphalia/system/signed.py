"""Signed networks: actors, and between some pairs a tie that is positive (cooperation) or negative (conflict).

A tie has a weight; its sign is the sign of the tie. Each tie keeps the components it was made of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from westphalia.errors import UsageError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Component:
    """One of the things a tie was made of.

    Attributes:
        kind: `events`, `votes`, `alliances`.
        value: the tie by this alone, −1 to 1.
        share: its part in the tie; the shares of a tie's components sum to 1.
        n: what it rests on: events, roll calls, kinds of obligation.
        evidence: ids of those: events, roll calls; kinds of obligation.
    """

    kind: str
    value: float
    share: float = 1.0
    n: int = 0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SignedNetwork:
    """Actors and their ties.

    Attributes:
        nodes: actors, in order of id.
        weights: symmetric, nodes × nodes, in order of `nodes`; 0 where there is no tie.
        method: how the ties were made.
        on: the day it holds for.
        components: pair (in order of id) → what its tie was made of.
    """

    nodes: tuple[str, ...]
    weights: Floats
    method: str = ""
    on: date | None = None
    components: Mapping[tuple[str, str], tuple[Component, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.nodes)
        if self.weights.shape != (size, size) or not np.array_equal(self.weights, self.weights.T):
            raise UsageError("the weights of a signed network are a symmetric matrix", f"{size} × {size} here")
        if not np.isfinite(self.weights).all() or np.diagonal(self.weights).any():
            raise UsageError("a signed network has finite weights and no tie of an actor with itself")

    @classmethod
    def of_edges(
        cls,
        edges: Iterable[tuple[str, str, float]],
        nodes: Iterable[str] = (),
        *,
        method: str = "",
        on: date | None = None,
        components: Mapping[tuple[str, str], tuple[Component, ...]] | None = None,
    ) -> "SignedNetwork":
        """The network of these ties: (actor, actor, weight), each pair once.

        Args:
            edges: the ties; one of weight 0 is none.
            nodes: actors that are in it even without a tie.
            method: how the ties were made.
            on: the day it holds for.
            components: what the ties were made of.

        Raises:
            UsageError: a pair comes twice, or an actor has a tie with itself.
        """
        ties: dict[tuple[str, str], float] = {}
        for a, b, weight in edges:
            if a == b:
                raise UsageError(f"{a} has a tie with itself")
            if pair(a, b) in ties:
                raise UsageError(f"the tie of {a} and {b} comes twice", "sum or choose before making the network")
            ties[pair(a, b)] = float(weight)
        known = tuple(sorted({actor for both in ties for actor in both} | set(nodes)))
        place = {actor: i for i, actor in enumerate(known)}
        weights = np.zeros((len(known), len(known)))
        for (a, b), weight in ties.items():
            weights[place[a], place[b]] = weights[place[b], place[a]] = weight
        return cls(known, weights, method, on, dict(components or {}))

    @property
    def signs(self) -> Floats:
        """1, −1 or 0, in the shape of `weights`."""
        return np.sign(self.weights)

    def weight(self, a: str, b: str) -> float:
        """The tie of a pair; 0 if it has none. Raises UsageError for an actor that is not in the network."""
        return float(self.weights[self.place(a), self.place(b)])

    def place(self, actor: str) -> int:
        """Row of an actor. Raises UsageError if it is not in the network."""
        try:
            return self.nodes.index(actor)
        except ValueError:
            raise UsageError(f"{actor} is not in this network", f"it has {len(self.nodes)} actors") from None

    def edges(self) -> Iterator[tuple[str, str, float]]:
        """Ties in order of id."""
        for i, j in zip(*np.nonzero(np.triu(self.weights)), strict=True):
            yield self.nodes[i], self.nodes[j], float(self.weights[i, j])

    def of(self, nodes: Iterable[str]) -> "SignedNetwork":
        """The same with these actors only."""
        kept = sorted(set(nodes))
        rows = [self.place(actor) for actor in kept]
        inside = {both: made for both, made in self.components.items() if set(both) <= set(kept)}
        return SignedNetwork(tuple(kept), self.weights[np.ix_(rows, rows)], self.method, self.on, inside)

    def tied(self) -> "SignedNetwork":
        """Without the actors that have no tie."""
        return self.of(actor for actor, row in zip(self.nodes, self.weights, strict=True) if row.any())


def pair(a: str, b: str) -> tuple[str, str]:
    """Two actors in order of id."""
    return (a, b) if a <= b else (b, a)
