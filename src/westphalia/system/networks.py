"""The signed network of a day, made from events, votes, alliances, or any mix of them.

Every tie lies between −1 and 1 and keeps what it was made of. To ask how sure a structure is, the evidence is drawn
again with replacement (B. Efron 1979): `redrawn_events` and `redrawn_votes` give networks for `blocs.stability`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from westphalia.errors import UsageError
from westphalia.system.agreement import SimilarityMatrix, matrix
from westphalia.system.alliances import FULL, OBLIGATIONS, Alliances
from westphalia.system.relations import FADED, valued
from westphalia.system.signed import Component, Floats, SignedNetwork
from westphalia.system.table import EventTable
from westphalia.system.votes import Votes
from westphalia.system.weights import Weights


@dataclass(frozen=True, slots=True)
class Likeness:
    """How votes become ties.

    Attributes:
        measure: `agreement`, `kappa` or `s`.
        days: length of the period of votes; a year holds one session.
        near: a pair nearer to the mean of all than this has no tie.
        common: roll calls in which both must have voted.
    """

    measure: str = "agreement"
    days: int = 365
    near: float = 0.0
    common: int = 10


def of_events(table: EventTable, on: date, weights: Weights | None = None) -> SignedNetwork:
    """What actors do to each other, both directions together, on a day.

    A tie is the level of the pair (`relations.levels`) divided by 10: Σ decay × value / (prior + Σ decay), one
    happening of a pair counting once. Pairs whose happenings have faded have none.

    Args:
        table: events; actors as it has them (`table.states()` for countries).
        on: the day; nothing later counts.
        weights: values, half-life and prior.
    """
    used = weights or Weights()
    rows = counted(table, on, used)
    ties = (
        rows.group_by("a", "b", maintain_order=True)
        .agg(
            pl.col("counts").sum().alias("number"),
            (pl.col("counts") * pl.col("value")).sum().alias("total"),
            pl.col("event").sort_by((pl.col("counts") * pl.col("value")).abs(), "event", descending=[True, False]),
        )
        .filter(pl.col("number") >= FADED)
        .sort("a", "b")
    )
    edges, components = [], {}
    for a, b, number, total, events in ties.iter_rows():
        value = total / (used.prior + number) / 10
        edges.append((a, b, value))
        components[a, b] = (Component("events", value, n=len(events), evidence=tuple(events)),)
    method = f"events, half-life {used.half_life:g} days, scale {used.scale}, prior {used.prior:g}"
    return SignedNetwork.of_edges(edges, method=method, on=on, components=components)


def counted(table: EventTable, on: date, weights: Weights) -> pl.DataFrame:
    """One row a pair (`a`, `b` in order of id) and happening up to a day: `event`, `date`, `value`, `counts`."""
    rows = valued(table, weights).with_columns(weights.decay(on)).filter(pl.col("decay").is_not_null())
    ends = ("source", "recipient")
    return (
        rows.filter(pl.col("source") != pl.col("recipient"))
        .with_columns(pl.min_horizontal(*ends).alias("a"), pl.max_horizontal(*ends).alias("b"))
        .group_by("a", "b", "event")
        .agg(pl.col("date").first(), pl.col("value").mean(), (pl.col("decay") * pl.col("weight")).max().alias("counts"))
        .sort("a", "b", "date", "event")
    )


def of_votes(votes: Votes, on: date, likeness: Likeness | None = None) -> SignedNetwork:
    """How alike states vote in the days up to `on`: the measure minus its mean over all pairs.

    Raises UsageError if there is no vote in the period.
    """
    used = likeness or Likeness()
    held = _period(votes, on, used.days)
    alike = matrix(held, used.measure)
    rolls = tuple(held.rolls["roll"].to_list())
    ties = _centred(alike, used)
    edges, components = [], {}
    for i, j in zip(*np.nonzero(np.triu(ties)), strict=True):
        both, value = (alike.states[i], alike.states[j]), float(ties[i, j])
        edges.append((*both, value))
        components[both] = (Component("votes", value, n=int(alike.n[i, j]), evidence=rolls),)
    method = f"votes, {used.measure} minus its mean over pairs, {used.days} days"
    return SignedNetwork.of_edges(edges, alike.states, method=method, on=on, components=components)


def of_alliances(alliances: Alliances, on: date, states: Iterable[str] = ()) -> SignedNetwork:
    """Commitments in the year of a day: their rank (defence 3, neutrality or non-aggression 2, entente 1) divided by 3.

    Args:
        alliances: obligations by pair and year.
        on: the day.
        states: all states of the system, so that one without an alliance is known to have none.
    """
    rows = alliances.in_year(on.year)
    edges, components = [], {}
    for row in rows.iter_rows(named=True):
        both, value = (row["a"], row["b"]), row["rank"] / FULL
        kinds = tuple(kind for kind in OBLIGATIONS if row[kind])
        edges.append((*both, value))
        components[both] = (Component("alliances", value, n=len(kinds), evidence=kinds),)
    method = f"alliances of {on.year}, rank of obligation"
    return SignedNetwork.of_edges(edges, states, method=method, on=on, components=components)


def mixed(parts: Sequence[tuple[SignedNetwork, float]]) -> SignedNetwork:
    """Several networks in one: a tie is the mean of theirs, by the given weights, over those in which both actors are.

    A network that has both actors and no tie between them counts with 0; one that lacks either says nothing of the
    pair.
    """
    if not parts or min(weight for _, weight in parts) <= 0:
        raise UsageError("a mix needs networks, each with a weight above 0")
    nodes = tuple(sorted({node for network, _ in parts for node in network.nodes}))
    place = {node: row for row, node in enumerate(nodes)}
    total, covered = np.zeros((len(nodes), len(nodes))), np.zeros((len(nodes), len(nodes)))
    for network, weight in parts:
        rows = np.ix_(*2 * ([place[node] for node in network.nodes],))
        total[rows] += weight * network.weights
        covered[rows] += weight
    ties = np.divide(total, covered, out=np.zeros_like(total), where=covered > 0)
    components: dict[tuple[str, str], tuple[Component, ...]] = {}
    for network, weight in parts:
        for both, made in network.components.items():
            share = weight / float(covered[place[both[0]], place[both[1]]])
            own = tuple(replace(one, share=one.share * share) for one in made)
            components[both] = components.get(both, ()) + own
    method = " + ".join(f"{weight:g} × ({network.method})" for network, weight in parts)
    return SignedNetwork(nodes, ties, method, max((n.on for n, _ in parts if n.on), default=None), components)


def redrawn_events(
    table: EventTable, on: date, draws: int = 200, weights: Weights | None = None, seed: int = 0
) -> Iterator[SignedNetwork]:
    """Networks of events drawn again: each happening counts as often as a Poisson draw of mean 1, for all its pairs."""
    used = weights or Weights()
    rows = counted(table, on, used)
    names = sorted({*rows["a"].to_list(), *rows["b"].to_list()})
    place = {name: row for row, name in enumerate(names)}
    a, b = (np.array([place[name] for name in rows[side].to_list()], dtype=int) for side in "ab")
    event = rows["event"].rank("dense").to_numpy().astype(int) - 1
    counts, value = rows["counts"].to_numpy(), rows["value"].to_numpy()
    size, chance = len(names), np.random.default_rng(seed)
    for _ in range(draws):
        drawn = counts * chance.poisson(1.0, int(event.max(initial=-1)) + 1)[event]
        number = np.bincount(a * size + b, drawn, size * size).reshape(size, size)
        total = np.bincount(a * size + b, drawn * value, size * size).reshape(size, size)
        ties = np.where(number >= FADED, total / (used.prior + number) / 10, 0)
        yield SignedNetwork(tuple(names), ties + ties.T, "events, drawn again", on)


def redrawn_votes(
    votes: Votes, on: date, draws: int = 200, likeness: Likeness | None = None, seed: int = 0
) -> Iterator[SignedNetwork]:
    """Networks of votes with the roll calls drawn again with replacement."""
    used = likeness or Likeness()
    held = _period(votes, on, used.days)
    rolls, chance = held.rolls["roll"].to_list(), np.random.default_rng(seed)
    for _ in range(draws):
        drawn = chance.multinomial(len(rolls), np.full(len(rolls), 1 / len(rolls)))
        alike = matrix(held, used.measure, dict(zip(rolls, drawn.astype(float).tolist(), strict=True)))
        yield SignedNetwork(alike.states, _centred(alike, used), "votes, drawn again", on)


def _period(votes: Votes, on: date, days: int) -> Votes:
    held = votes.select(since=on - timedelta(days=days - 1), until=on)
    if not held.frame.height:
        raise UsageError(f"no vote in the {days} days up to {on}", "choose another day, or more days")
    return held


def _centred(alike: SimilarityMatrix, likeness: Likeness) -> Floats:
    """The measure minus its mean over pairs with enough common roll calls; 0 elsewhere and near the mean."""
    known = (alike.n >= likeness.common) & ~np.isnan(alike.values)
    np.fill_diagonal(known, val=False)
    if not known.any():
        return np.zeros_like(alike.values)
    apart = np.where(known, np.nan_to_num(alike.values) - alike.values[known].mean(), 0)
    ties = np.where(np.abs(apart) > likeness.near, apart, 0)
    return np.asarray((ties + ties.T) / 2)
