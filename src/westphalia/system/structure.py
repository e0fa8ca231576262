"""The system at a date: its signed network with blocs, balance, frustration, polarity, and what changed since another.

The parts are in modules of their own (`networks`, `blocs`, `balance`, `frustration`, `polarity`, `changes`); here they
are asked once, of the same network, and put side by side.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from westphalia.errors import UsageError
from westphalia.system.alliances import Alliances
from westphalia.system.balance import Balance, balance, triads
from westphalia.system.blocs import Stability, stability
from westphalia.system.capabilities import Capabilities
from westphalia.system.changes import Changes, changes
from westphalia.system.frustration import Frustration, frustration
from westphalia.system.networks import mixed, of_alliances, of_events, of_votes, redrawn_events, redrawn_votes
from westphalia.system.polarity import Polarity, polarity
from westphalia.system.signed import SignedNetwork
from westphalia.system.table import EventTable
from westphalia.system.votes import Votes
from westphalia.system.weights import Weights

if TYPE_CHECKING:
    from westphalia.system.drawing import Plot

DRAWS = 50
"""Times the evidence is drawn again to say how sure blocs are: shares known to some .07."""

SECONDS = 20.0
"""Most time for the proof of the frustration index; without it the best found is told as such."""

MOST_STATES = 60
"""Actors in the plot of the matrix, those with the strongest ties."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a network is made from; the weights of a mix are equal."""

    table: EventTable | None = None
    votes: Votes | None = None
    alliances: Alliances | None = None
    capabilities: Capabilities | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The system on one day.

    Attributes:
        on: the day.
        network: its signed network.
        sure: blocs, and how often their members are together when the evidence is drawn again.
        balance: by triangles and closed walks.
        frustration: the fewest ties against any two camps.
        strained: triads that are not balanced, the strongest first.
        polarity: None without capabilities of the year.
        changes: against another day, None if none was asked for or there are no events.
        names: actor → name.
        origin: what it was made from.
        weights: values, half-life and prior of events.
        missing: what could not be said, and why.
    """

    on: date
    network: SignedNetwork
    sure: Stability
    balance: Balance
    frustration: Frustration
    strained: pl.DataFrame
    polarity: Polarity | None
    changes: Changes | None
    names: Mapping[str, str]
    origin: str
    weights: Weights
    missing: tuple[str, ...] = ()

    def groups(self) -> dict[str, str]:
        """Actor → bloc, numbered from 1, the largest first; blocs of one are left out."""
        found = self.sure.blocs.groups
        return {actor: str(n) for n, group in enumerate(found, 1) if len(group) > 1 for actor in group}

    def plot(self, most: int = MOST_STATES) -> "Plot":
        """The signed matrix ordered by bloc, of the actors with the strongest ties."""
        from westphalia.system.plots import signed_matrix

        strength = dict(zip(self.network.nodes, abs(self.network.weights).sum(axis=1).tolist(), strict=True))
        kept = set(sorted(strength, key=lambda a: (-strength[a], a))[:most])
        values = {}
        for a, b, weight in self.network.edges():
            if a in kept and b in kept:
                values[a, b] = values[b, a] = weight
        groups = {actor: bloc for actor, bloc in self.groups().items() if actor in kept}
        title = f"Ties on {self.on}, by bloc" + (f" ({most} strongest)" if len(strength) > most else "")
        return signed_matrix(values, groups, self.names, title)

    def _repr_html_(self) -> str:
        """The plot and its table, for notebooks."""
        return self.plot()._repr_html_()


def structure(  # noqa: PLR0913 - what one may ask
    inputs: Inputs,
    on: date | None = None,
    against: date | None = None,
    *,
    weights: Weights | None = None,
    measure: str = "modularity",
    draws: int = DRAWS,
) -> Structure:
    """The system on a day.

    Args:
        inputs: events, votes, alliances, or any mix; capabilities for polarity.
        on: the day; the last of the events if not given.
        against: an earlier day, for what changed.
        weights: values, half-life and prior of events.
        measure: of blocs: modularity or correlation.
        draws: how often the evidence is drawn again; 0 leaves open how sure blocs are.

    Raises:
        UsageError: if there is nothing to make a network from.
    """
    day = on or (inputs.table.happened().last if inputs.table else None)
    if day is None:
        raise UsageError("no day to look at", "name one with --on")
    network = network_on(inputs, day, weights)
    if not network.weights.any():
        raise UsageError(f"nothing is known of any two actors on {day}", "choose a later day, or longer --half-life")
    missing: list[str] = []
    found = triads(network)
    return Structure(
        day,
        network,
        stability(network, _redrawn(inputs, day, weights, draws), measure),
        balance(network),
        frustration(network, seconds=SECONDS),
        found.filter(~pl.col("balanced")),
        _polarity(inputs.capabilities, day, missing),
        changes(inputs.table, against, day, weights) if against and inputs.table else None,
        {actor: name_of(inputs, actor) for actor in network.nodes},
        inputs.table.origin if inputs.table else "votes" if inputs.votes else "alliances",
        weights or Weights(),
        tuple(missing),
    )


def network_on(inputs: Inputs, on: date, weights: Weights | None = None) -> SignedNetwork:
    """The signed network of a day. Raises UsageError if there is nothing to make one from."""
    parts = list(_networks(inputs, on, weights))
    return parts[0][0] if len(parts) == 1 else mixed(parts)


def _networks(inputs: Inputs, on: date, weights: Weights | None) -> Iterator[tuple[SignedNetwork, float]]:
    if inputs.table is not None:
        yield of_events(inputs.table, on, weights), 1.0
    if inputs.votes is not None:
        yield of_votes(inputs.votes, on), 1.0
    if inputs.alliances is not None:
        yield of_alliances(inputs.alliances, on), 1.0
    if inputs.table is None and inputs.votes is None and inputs.alliances is None:
        raise UsageError("nothing to make a network from", "name a world, or --events, --votes, --alliances")


def _redrawn(inputs: Inputs, on: date, weights: Weights | None, draws: int) -> Iterator[SignedNetwork]:
    """Networks of the evidence drawn again; alliances are not a sample and stay as they are."""
    sources: list[Iterator[SignedNetwork]] = []
    if inputs.table is not None:
        sources.append(redrawn_events(inputs.table, on, draws, weights))
    if inputs.votes is not None:
        sources.append(redrawn_votes(inputs.votes, on, draws))
    fixed = [of_alliances(inputs.alliances, on)] if inputs.alliances is not None else []
    for drawn in zip(*sources, strict=True) if sources else ():
        parts: Sequence[SignedNetwork] = (*drawn, *fixed)
        yield parts[0] if len(parts) == 1 else mixed([(one, 1.0) for one in parts])


def _polarity(capabilities: Capabilities | None, on: date, missing: list[str]) -> Polarity | None:
    """Polarity of the year, of the last the file covers if it ends before; why not, if not."""
    if capabilities is None:
        return None
    years: list[int] = capabilities.frame.filter(pl.col("cinc").is_not_null())["year"].to_list()
    first, last = min(years, default=on.year + 1), max(years, default=0)
    if on.year < first:
        missing.append(f"polarity: the capabilities begin in {first}")
        return None
    year = min(on.year, last)
    if year < on.year:
        missing.append(f"polarity: the capabilities end in {last}, which is shown for {on.year}")
    return polarity(capabilities.shares(year), f"capabilities of {year}")


def name_of(inputs: Inputs, actor: str) -> str:
    """Name of an actor, by the events or by the table of states."""
    from westphalia.system import countries

    return inputs.table.name(actor) if inputs.table else countries.name_of(actor)
