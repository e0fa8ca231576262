"""What changed in the system between two days, and which events did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from westphalia.system.balance import Balance, balance
from westphalia.system.blocs import Blocs, blocs
from westphalia.system.networks import counted, of_events
from westphalia.system.signed import SignedNetwork
from westphalia.system.table import EventTable
from westphalia.system.weights import Weights

METHOD = "ties of events on two days; the effect of an event is the change minus the change without it"

MOST = 5
"""Events named for each pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The difference between two days.

    Attributes:
        before, after: the days.
        pairs: `a`, `b`, `before`, `after` (the tie; null where nothing is known of the pair), `change`, `turned`
            (its sign is another), `events` (ids of those that did most of it); the greatest change first.
        events: `a`, `b`, `event`, `date`, `value`, `effect` on the tie; only effects in the direction of the change, at
            most MOST a pair. An event before the first day has one by fading.
        mates: `actor`, `kept`, `lost`, `gained`: with whom it was and is in one bloc.
        balances: of both days.
        blocs: of both days.
    """

    before: date
    after: date
    pairs: pl.DataFrame
    events: pl.DataFrame
    mates: pl.DataFrame
    balances: tuple[Balance, Balance]
    blocs: tuple[Blocs, Blocs]
    origin: str
    method: str = METHOD


def changes(table: EventTable, before: date, after: date, weights: Weights | None = None) -> Changes:
    """What changed between two days in the network of events.

    Args:
        table: events; actors as it has them (`table.states()` for countries).
        before: the first day.
        after: the second.
        weights: values, half-life and prior.
    """
    used = weights or Weights()
    networks = of_events(table, before, used), of_events(table, after, used)
    pairs = _pairs(*networks)
    events = _effects(counted(table, before, used), counted(table, after, used), pairs, used.prior)
    named = events.group_by("a", "b", maintain_order=True).agg("event").rename({"event": "events"})
    pairs = pairs.join(named, on=("a", "b"), how="left", maintain_order="left").with_columns(
        pl.col("events").fill_null([])
    )
    first, second = (blocs(network) for network in networks)
    found = balance(networks[0]), balance(networks[1])
    return Changes(before, after, pairs, events, _mates(first, second), found, (first, second), table.origin)


def _pairs(before: SignedNetwork, after: SignedNetwork) -> pl.DataFrame:
    ties = {(a, b): weight for a, b, weight in before.edges()}
    now = {(a, b): weight for a, b, weight in after.edges()}
    rows = [(*both, ties.get(both), now.get(both)) for both in sorted({*ties, *now})]
    schema = {"a": pl.String, "b": pl.String, "before": pl.Float64, "after": pl.Float64}
    was, held = pl.col("before").fill_null(0), pl.col("after").fill_null(0)
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        (held - was).alias("change"), (was.sign() * held.sign() < 0).alias("turned")
    )
    return frame.sort(pl.col("change").abs(), "a", "b", descending=[True, False, False])


def _effects(before: pl.DataFrame, after: pl.DataFrame, pairs: pl.DataFrame, prior: float) -> pl.DataFrame:
    """The effect of every event on the change of its pair: what the change is less without it."""
    alone = [
        _without(frame, prior).select("a", "b", "event", "date", "value", pl.col("effect").alias(name))
        for frame, name in ((before, "earlier"), (after, "later"))
    ]
    joined = (
        alone[1]
        .join(alone[0], on=("a", "b", "event"), how="left")
        .with_columns((pl.col("later") - pl.col("earlier").fill_null(0)).alias("effect"))
    )
    joined = joined.join(pairs.select("a", "b", "change"), on=("a", "b"))
    driving = joined.filter(pl.col("effect") * pl.col("change") > 0)
    ranked = driving.sort("a", "b", pl.col("effect").abs(), "event", descending=[False, False, True, False])
    return (
        ranked.group_by("a", "b", maintain_order=True).head(MOST).select("a", "b", "event", "date", "value", "effect")
    )


def _without(rows: pl.DataFrame, prior: float) -> pl.DataFrame:
    """What each event adds to the tie of its pair on one day."""
    flow = pl.col("counts") * pl.col("value")
    number, total = pl.col("counts").sum().over("a", "b"), flow.sum().over("a", "b")
    with_it = total / (prior + number)
    without = (total - flow) / (prior + number - pl.col("counts"))
    return rows.with_columns(((with_it - without) / 10).alias("effect"))


def _mates(before: Blocs, after: Blocs) -> pl.DataFrame:
    """Whose company changed: actors with ties on both days."""
    was, held = _company(before), _company(after)
    rows: list[dict[str, Any]] = []
    for actor in sorted(was.keys() & held.keys()):
        old, new = was[actor] & held.keys(), held[actor] & was.keys()
        rows.append({"actor": actor, "kept": len(old & new), "lost": sorted(old - new), "gained": sorted(new - old)})
    names = pl.List(pl.String)
    return pl.DataFrame(rows, schema={"actor": pl.String, "kept": pl.Int64, "lost": names, "gained": names})


def _company(found: Blocs) -> Mapping[str, set[str]]:
    return {actor: set(group) - {actor} for group in found.groups for actor in group}
