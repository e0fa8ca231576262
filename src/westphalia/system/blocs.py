"""Blocs: a partition of a signed network with the positive ties within blocs and the negative ones between them.

Two measures of a partition, each Σ B over pairs in one bloc, over the strength of all ties:

- `modularity`: B = w − (k⁺ k⁺ / 2m⁺ − k⁻ k⁻ / 2m⁻), more than the strength of both actors lets one expect; S. Gómez,
  P. Jensen and A. Arenas (2009), Physical Review E 80. It finds blocs also where nearly all ties are positive.
- `correlation`: B = w: as few ties as possible against the partition; N. Bansal, A. Blum and S. Chawla (2004), Machine
  Learning 56; P. Doreian and A. Mrvar (1996), the generalised balance of Davis.

Found by moves of single actors and merges of blocs in turn, from several starts that are always the same; among few
actors by integer programming (`partition`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from westphalia.errors import UsageError
from westphalia.system.partition import Ints, best, searched
from westphalia.system.signed import Floats, SignedNetwork

MEASURES = ("modularity", "correlation")

STARTS_OF_DRAWS = 3
"""Starts of the search for each of many networks drawn again."""


@dataclass(frozen=True, slots=True)
class Blocs:
    """A partition of the actors that have ties.

    Attributes:
        groups: members of each bloc in order of id, the largest bloc first.
        centres: of each bloc the member with the most positive ties, by strength, within it.
        alone: actors without ties, of which nothing can be said.
        quality: value of the measure.
        against: number of ties that are positive between blocs or negative within one.
        ties: number of all ties.
        optimal: whether it is proven that no partition has a better value.
        measure: `modularity` or `correlation`.
        method: how the network was made.
    """

    groups: tuple[tuple[str, ...], ...]
    centres: tuple[str, ...]
    alone: tuple[str, ...]
    quality: float
    against: int
    ties: int
    optimal: bool
    measure: str
    method: str

    def bloc_of(self, actor: str) -> int | None:
        """Number of the actor's bloc, from 0; None if it has no ties."""
        return next((number for number, group in enumerate(self.groups) if actor in group), None)


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """How much of a partition holds when the evidence is drawn again.

    Attributes:
        blocs: the partition of the evidence as it is.
        actors: in order of `together`.
        together: share of draws in which two actors are in one bloc, of the draws in which both have ties.
        members: `actor`, `bloc`, `certainty` (mean share of draws with the other members of its bloc; null for a bloc
            of one), `rival` (the other bloc it is most often with) and `rival_share`.
        counts: number of blocs → number of draws.
        draws: how many.
    """

    blocs: Blocs
    actors: tuple[str, ...]
    together: Floats
    members: pl.DataFrame
    counts: dict[int, int]
    draws: int


def blocs(network: SignedNetwork, measure: str = "modularity", resolution: float = 1.0) -> Blocs:
    """The best partition found of a network.

    Args:
        network: any signed network.
        measure: `modularity` or `correlation`.
        resolution: of modularity: above 1 smaller blocs, below 1 larger ones.
    """
    tied = network.tied()
    gains = _gains(tied.weights, measure, resolution)
    label, optimal = best(gains)
    order = _ordered(label, tied.nodes)
    groups = tuple(tuple(tied.nodes[i] for i in members) for members in order)
    within = label[:, None] == label[None, :]
    strength = float(np.abs(tied.weights).sum())
    wrong = np.where(within, tied.weights < 0, tied.weights > 0)
    friendly = np.where(within, tied.weights, 0).clip(min=0).sum(1)
    centres = tuple(tied.nodes[max(members, key=lambda i: (friendly[i], -i))] for members in order)
    return Blocs(
        groups,
        centres,
        tuple(node for node in network.nodes if node not in set(tied.nodes)),
        float(gains[within].sum()) / strength if strength else 0.0,
        int(wrong.sum()) // 2,
        int((tied.weights != 0).sum()) // 2,
        optimal,
        measure,
        network.method,
    )


def stability(
    network: SignedNetwork, draws: Iterable[SignedNetwork], measure: str = "modularity", resolution: float = 1.0
) -> Stability:
    """The partition of a network and how often it comes out of networks whose evidence was drawn again.

    Args:
        network: of the evidence as it is.
        draws: of `networks.redrawn_events`, `redrawn_votes`, or mixes of them.
        measure: as in `blocs`.
        resolution: as in `blocs`.
    """
    found = blocs(network, measure, resolution)
    actors = tuple(actor for group in found.groups for actor in group)
    same, seen = np.zeros((len(actors), len(actors))), np.zeros((len(actors), len(actors)))
    counts: dict[int, int] = {}
    for drawn in draws:
        tied = drawn.tied()
        label = searched(_gains(tied.weights, measure, resolution), STARTS_OF_DRAWS)
        of = dict(zip(tied.nodes, label.tolist(), strict=True))
        own = np.array([of.get(actor, -1) for actor in actors], dtype=np.int64)
        seen += (own[:, None] >= 0) & (own[None, :] >= 0)
        same += (own[:, None] == own[None, :]) & (own[:, None] >= 0)
        number = len(set(label.tolist()))
        counts[number] = counts.get(number, 0) + 1
    together = np.divide(same, seen, out=np.full_like(same, np.nan), where=seen > 0)
    members = _members(found, actors, together)
    return Stability(found, actors, together, members, dict(sorted(counts.items())), sum(counts.values()))


def _gains(weights: Floats, measure: str, resolution: float) -> Floats:
    """B of the measure, for pairs."""
    if measure not in MEASURES:
        raise UsageError(f"no measure of blocs is called {measure!r}", f"one of: {', '.join(MEASURES)}")
    gains = weights.copy()
    if measure == "modularity":
        for side, sign in ((weights.clip(min=0), -1.0), ((-weights).clip(min=0), 1.0)):
            strength = side.sum(1)
            if strength.any():
                gains += sign * resolution * np.outer(strength, strength) / strength.sum()
    np.fill_diagonal(gains, 0.0)
    return gains


def _ordered(label: Ints, nodes: tuple[str, ...]) -> list[list[int]]:
    """Rows of each bloc, the largest bloc first."""
    groups = [np.flatnonzero(label == number).tolist() for number in sorted(set(label.tolist()))]
    return sorted(groups, key=lambda members: (-len(members), nodes[members[0]]))


def _members(found: Blocs, actors: tuple[str, ...], together: Floats) -> pl.DataFrame:
    bloc = np.array([number for number, group in enumerate(found.groups) for _ in group], dtype=np.int64)
    rows = []
    for i, actor in enumerate(actors):
        others = np.arange(len(actors)) != i
        share = {
            number: float(np.nanmean(values))
            for number in range(len(found.groups))
            if len(values := together[i, others & (bloc == number)]) and not np.isnan(values).all()
        }
        own = int(bloc[i])
        rival = max((n for n in share if n != own), key=lambda n: (share[n], -n), default=None)
        rows.append((actor, own, share.get(own), rival, None if rival is None else share[rival]))
    schema = {
        "actor": pl.String,
        "bloc": pl.Int64,
        "certainty": pl.Float64,
        "rival": pl.Int64,
        "rival_share": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
