"""One relation: two actors towards each other, period by period, with where it changed and which events did it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from westphalia.errors import UsageError
from westphalia.system import periods
from westphalia.system.relations import (
    NONE_TOLD,
    NOTHING_HELD,
    TOO_OLD,
    exposure,
    flows,
    level_of,
    valued,
)
from westphalia.system.shifts import Reciprocity, Shift, reciprocity, shifts
from westphalia.system.table import HAPPENED, EventTable
from westphalia.system.weights import Tone, Weights

if TYPE_CHECKING:
    from westphalia.system.drawing import Plot

MOST_PERIODS = 1500
"""Periods of one relation at most; the sums over segmentations are quadratic in them."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One direction of a relation in one period. Unknown is None, and `why` says why.

    Attributes:
        happenings: how many, none where nothing is held.
        cooperation: how many of them are above 0, `conflict` below; `cooperation_flow`, `conflict_flow` their sums.
        tone: mean value of the period's happenings with the interval `tone_low` to `tone_high`.
        rate: happenings for each unit of `exposure`, with its interval.
        level: mean value at the period's end of all until then, older ones decayed, with its interval.
        undated: happenings without an exact day.
    """

    source: str
    recipient: str
    period: date
    until: date
    exposure: float
    happenings: float | None = None
    cooperation: float | None = None
    conflict: float | None = None
    cooperation_flow: float | None = None
    conflict_flow: float | None = None
    net: float | None = None
    tone: float | None = None
    tone_low: float | None = None
    tone_high: float | None = None
    rate: float | None = None
    rate_low: float | None = None
    rate_high: float | None = None
    level: float | None = None
    level_low: float | None = None
    level_high: float | None = None
    reports: int = 0
    undated: int = 0
    events: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Two actors towards each other.

    Attributes:
        unit: what exposure counts: reports held, or events of the file.
        held: reports held of all its periods; of files, their events in them.
        points: both directions over all periods.
        shifts: where it changed.
        events: what happened in the period; `not_done` what was planned, possible, refused or denied.
        unplaced: what happened on no known day.
        undated: how many of the events have no exact day.
    """

    one: str
    other: str
    names: tuple[str, str]
    by: str
    weights: Weights
    unit: str
    held: int
    points: tuple[Point, ...]
    shifts: tuple[Shift, ...]
    reciprocity: Reciprocity
    events: tuple[Row, ...]
    not_done: tuple[Row, ...]
    unplaced: tuple[Row, ...]
    undated: int

    def direction(self, source: str) -> tuple[Point, ...]:
        """Points of what one of the two did to the other."""
        return tuple(point for point in self.points if point.source == source)

    def level(self, source: str) -> Point | None:
        """The last point of a direction whose level is known."""
        return next((point for point in reversed(self.direction(source)) if point.level is not None), None)

    def plot(self) -> "Plot":
        """The relation over time as SVG, with its table."""
        from westphalia.system.plots import timeline

        return timeline(self)

    def _repr_html_(self) -> str:
        """The plot and its table, for notebooks."""
        return self.plot()._repr_html_()

    def frame(self) -> pl.DataFrame:
        """The points as a frame."""
        rows = [{name: getattr(point, name) for name in POINT} for point in self.points]
        return pl.DataFrame(rows, schema=POINT)


_KINDS: dict[object, type[pl.DataType] | pl.DataType] = {
    date: pl.Date,
    str: pl.String,
    int: pl.Int64,
    tuple[str, ...]: pl.List(pl.String),
}
POINT = {each.name: _KINDS.get(each.type, pl.Float64) for each in fields(Point)}
"""Columns of a relation's frame, in order."""

_FLOWS = ("happenings", "cooperation", "conflict", "cooperation_flow", "conflict_flow", "net")
_ZERO: dict[str, Any] = dict.fromkeys(_FLOWS, 0.0)
_TOLD = (*_FLOWS, "tone", "tone_low", "tone_high", "rate", "rate_low", "rate_high", "reports", "undated")


def relation(  # noqa: PLR0913 - a period has two ends
    table: EventTable,
    one: str,
    other: str,
    *,
    since: date | None = None,
    until: date | None = None,
    by: str = "month",
    weights: Weights | None = None,
) -> Relation:
    """The relation of two actors from events.

    Args:
        table: events, already between the actors meant (`table.states()` for countries); who acts for one of the two
            counts as it.
        one: actor id.
        other: the other's.
        since: first day; if not given that of their first happening.
        until: last day; if not given that of the table.
        by: week, month, quarter or year.
        weights: values, half-life and intervals.

    Raises:
        UsageError: if the two are one, or the period ends before it begins or is too long.
    """
    used = weights or Weights()
    if one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/"):
        raise UsageError(f"{one} and {other} are one actor", "name two")
    if since and until and until < since:
        raise UsageError(f"the period ends ({until}) before it begins ({since})", "swap --from and --to")
    pair = _folded(table.dyad(one, other), one, other)
    values = valued(pair, used)
    starts = _starts(table, values, (since, until), periods.known(by))
    held = exposure(table, by)
    within = values.filter(pl.col("date").is_between(starts[0], periods.last(starts[-1], by))) if starts else values
    found = flows(values, held, by, used)
    points = tuple(
        point for ends in ((one, other), (other, one)) for point in _points(values, found, ends, starts, held, by, used)
    )
    return Relation(
        one=one,
        other=other,
        names=(table.name(one), table.name(other)),
        by=by,
        weights=used,
        unit="reports held" if table.held else "events of the file",
        held=_held(table, starts, by),
        points=points,
        shifts=tuple(shifts(within, (one, other), {first: held.get(first, 0.0) for first in starts}, by)),
        reciprocity=reciprocity(within, (one, other), by, used.coverage),
        events=tuple(_told(within)),
        not_done=tuple(_told(_not_done(pair, since, until))),
        unplaced=tuple(_told(_unplaced(pair, used))),
        undated=int((~within["dated"]).sum()),
    )


def _folded(pair: EventTable, one: str, other: str) -> EventTable:
    """Whoever acts for one of the two becomes it; one happening counts a direction once."""
    sides = [
        pl.when(pl.col(end).eq(one) | pl.col(end).str.starts_with(f"{one}/")).then(pl.lit(one)).otherwise(pl.lit(other))
        for end in ("source", "recipient")
    ]
    frame = pair.frame.with_columns(sides[0].alias("source"), sides[1].alias("recipient"))
    return EventTable(
        frame.group_by("event", "source", "recipient", maintain_order=True)
        .agg(
            pl.exclude("reports", "evidence").first(),
            pl.col("reports").max(),
            pl.col("evidence").explode().drop_nulls().unique().sort(),
        )
        .select(frame.columns),
        pair.origin,
        held=pair.held,
    )


def _starts(table: EventTable, values: pl.DataFrame, asked: tuple[date | None, date | None], by: str) -> list[date]:
    """First days of the periods shown."""
    first, last = values["date"].min(), table.happened().last
    since = asked[0] or (first if isinstance(first, date) else last)
    until = asked[1] or last
    if since is None or until is None or since > until:
        return [] if since is None else [periods.start(since, by)]
    found = periods.span(since, until, by)
    if len(found) > MOST_PERIODS:
        raise UsageError(f"{len(found)} periods are too many", "take longer ones with --by, or a part with --from")
    return found


def _points(  # noqa: PLR0913, PLR0917 - what a point is made of
    values: pl.DataFrame,
    found: pl.DataFrame,
    ends: tuple[str, str],
    starts: list[date],
    held: Mapping[date, float],
    by: str,
    weights: Weights,
) -> list[Point]:
    """Points of one direction over all periods, also those of which nothing is known."""
    way = pl.col("source").eq(ends[0]) & pl.col("recipient").eq(ends[1])
    directed = values.filter(way)
    told = {row["period"]: row for row in found.filter(way).iter_rows(named=True)}
    made = []
    for first in starts:
        until, known = periods.last(first, by), held.get(first, 0.0)
        level = level_of(directed, until, weights) if known else None
        made.append(_point(ends, (first, until), known, told.get(first), level))
    return made


def _point(ends: tuple[str, str], days: tuple[date, date], held: float, flow: Row | None, level: Tone | None) -> Point:
    bare = Point(*ends, *days, held)
    if not held:
        return replace(bare, why=NOTHING_HELD)
    known = replace(bare, level=level.mean, level_low=level.low, level_high=level.high) if level else bare
    if flow is None:
        why = NONE_TOLD if level else f"{NONE_TOLD}; {TOO_OLD}"
        return replace(known, why=why, **_ZERO)
    return replace(known, **{name: flow[name] for name in _TOLD}, events=tuple(flow["events"]))


def _not_done(pair: EventTable, since: date | None, until: date | None) -> pl.DataFrame:
    """What was planned, possible, refused or denied: told, but never counted."""
    chosen = pair.between(since, until).frame
    return chosen.filter(~pl.col("status").is_in(HAPPENED)).with_columns(pl.lit(None, dtype=pl.Float64).alias("value"))


def _held(table: EventTable, starts: list[date], by: str) -> int:
    """Reports published in the periods; of a file its events in them."""
    if not starts:
        return 0
    first, last = starts[0], periods.last(starts[-1], by)
    if table.held:
        return sum(reports for day, reports in table.held.items() if first <= day <= last)
    return table.happened().between(first, last).frame["event"].n_unique()


def _unplaced(pair: EventTable, weights: Weights) -> pl.DataFrame:
    """What happened, but no report of it gives a day or has one."""
    return pair.happened().frame.with_columns(weights.value()).filter(pl.col("date").is_null())


def _told(rows: pl.DataFrame) -> list[Row]:
    """Rows as plain data, with what opens them."""
    names = (
        "event",
        "date",
        "dated",
        "source",
        "recipient",
        "type",
        "relation",
        "status",
        "value",
        "reports",
        "evidence",
    )
    return rows.select(*names).to_dicts()
