"""Relations: cooperation and conflict of directed dyads by period, their level at a date, and how sure both are.

Flows follow Azar's and Goldstein's use of scaled events (E. E. Azar, "The Conflict and Peace Data Bank", Journal of
Conflict Resolution 24, 1980; J. S. Goldstein 1992). They are made from happenings, not from reports. What a period does
not cover is unknown, never zero.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from westphalia.system import periods
from westphalia.system.table import EventTable
from westphalia.system.weights import Tone, Weights, rates, tone, tones

FADED = 0.1
"""Happenings, decayed, below which a level is not told: the last thing known of is more than three half-lives old."""

NOTHING_HELD = "nothing is held of this period"
NONE_TOLD = "none told of in what is held of this period"
TOO_OLD = "too little is known for a level"


def relations(table: EventTable, by: str = "month", weights: Weights | None = None) -> pl.DataFrame:
    """Flows of all directed dyads, one row a dyad and period in which anything is told of it.

    Args:
        table: events; only what happened counts.
        by: week, month, quarter or year.
        weights: values and intervals.

    Returns:
        frame with `source`, `recipient`, `period` (its first day), `happenings`, `cooperation` and `conflict` (numbers
        of them above and below 0), `cooperation_flow` and `conflict_flow` (sums of their values, both positive), `net`,
        `tone` with `tone_low` and `tone_high`, `rate` with `rate_low` and `rate_high` (happenings for each unit of
        `exposure`), `exposure` (reports held of the period; without reports all events of it), `reports`, `undated`
        (happenings without an exact day), `events` (their ids, the heaviest first).
    """
    used = weights or Weights()
    return flows(valued(table, used), exposure(table, periods.known(by)), by, used)


def flows(values: pl.DataFrame, held: Mapping[date, float], by: str, weights: Weights) -> pl.DataFrame:
    """`relations` of rows that `valued` gave, out of a given exposure by first day of period."""
    frame = values.with_columns(periods.period_of("date", by).alias("period"))
    sums = frame.group_by("source", "recipient", "period").agg(*_sums()).sort("source", "recipient", "period")
    number, net, squares = (sums[name].to_numpy() for name in ("happenings", "net", "squares"))
    exposed = [held.get(first, 0.0) for first in sums["period"]]
    sides = (*tones(number, net, squares, weights), *rates(number, exposed, weights.coverage), exposed)
    made = [pl.Series(name, side, pl.Float64) for name, side in zip(_INTERVALS, sides, strict=True)]
    return sums.with_columns(made).select(COLUMNS)


COLUMNS = (
    *("source", "recipient", "period", "happenings", "cooperation", "conflict", "cooperation_flow", "conflict_flow"),
    *("net", "tone", "tone_low", "tone_high", "rate", "rate_low", "rate_high", "exposure", "reports", "undated"),
    "events",
)
"""Columns of `relations`, in order."""

_INTERVALS = ("tone", "tone_low", "tone_high", "rate", "rate_low", "rate_high", "exposure")


def levels(table: EventTable, on: date | None = None, weights: Weights | None = None) -> pl.DataFrame:
    """The level of every directed dyad on a day: the mean value of what happened, older things counting less.

    Args:
        table: events; only what happened counts, nothing after the day.
        on: the day, the last of the table if not given.
        weights: values, half-life and intervals.

    Returns:
        frame with `source`, `recipient`, `level`, `low`, `high`, `number` (happenings, decayed), `happenings`, `last`
        (day of the last of them), `events` (ids of the ten that count most). Dyads whose happenings have faded are
        left out: nothing is known of them now.
    """
    used, day = weights or Weights(), on or table.happened().last
    if day is None:
        return pl.DataFrame(schema=LEVELS)
    frame = valued(table, used).with_columns(used.decay(day)).filter(pl.col("decay").is_not_null())
    counts = pl.col("decay") * pl.col("weight")
    frame = frame.with_columns(counts.alias("counts")).sort("counts", "event", descending=[True, False])
    sums = (
        frame.group_by("source", "recipient", maintain_order=True)
        .agg(
            pl.col("counts").sum().alias("number"),
            (pl.col("counts") * pl.col("value")).sum().alias("total"),
            (pl.col("counts") * pl.col("value") ** 2).sum().alias("squares"),
            pl.len().cast(pl.Int64).alias("happenings"),
            pl.col("date").max().alias("last"),
            pl.col("event").unique(maintain_order=True).head(10).alias("events"),
        )
        .filter(pl.col("number") >= FADED)
        .sort("source", "recipient")
    )
    sides = tones(sums["number"].to_numpy(), sums["total"].to_numpy(), sums["squares"].to_numpy(), used)
    named = zip(("level", "low", "high"), sides, strict=True)
    return sums.with_columns(pl.Series(name, side, pl.Float64) for name, side in named).select(LEVELS.keys())


LEVELS: Mapping[str, type[pl.DataType] | pl.DataType] = {
    "source": pl.String,
    "recipient": pl.String,
    "level": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "number": pl.Float64,
    "happenings": pl.Int64,
    "last": pl.Date,
    "events": pl.List(pl.String),
}
"""Columns of `levels`, in order."""


def exposure(table: EventTable, by: str) -> dict[date, float]:
    """What is held of each period: reports published in it, or events in it where these are more or no report is known.

    A happening told of long after its month is covered by the report that tells it, however few were held then.
    """
    days = table.happened().frame.filter(pl.col("date").is_not_null())
    counted = days.with_columns(periods.period_of("date", by).alias("period"))
    told = counted.group_by("period").agg(pl.col("event").n_unique().cast(pl.Float64).alias("events"))
    held: dict[date, float] = dict(told.iter_rows())
    published: dict[date, float] = {}
    for day, reports in table.held.items():
        first = periods.start(day, by)
        published[first] = published.get(first, 0.0) + reports
    return {first: max(held.get(first, 0.0), published.get(first, 0.0)) for first in sorted({*held, *published})}


def valued(table: EventTable, weights: Weights) -> pl.DataFrame:
    """What happened on a known day and has a value, with the column `value`."""
    frame = table.happened().frame.with_columns(weights.value())
    return frame.filter(pl.col("date").is_not_null() & pl.col("value").is_not_null())


def level_of(values: pl.DataFrame, on: date, weights: Weights) -> Tone | None:
    """The level on a day of rows that `valued` gave; None where all of them have faded."""
    frame = values.with_columns(weights.decay(on)).filter(pl.col("decay").is_not_null())
    counts, value = frame["decay"] * frame["weight"], frame["value"]
    number = float(counts.sum())
    if number < FADED:
        return None
    return tone(number, float((counts * value).sum()), float((counts * value**2).sum()), weights)


def _sums() -> list[pl.Expr]:
    """Numbers and sums of values of a group of rows."""
    value, weight = pl.col("value"), pl.col("weight")
    flow = value * weight
    return [
        weight.sum().alias("happenings"),
        weight.filter(value > 0).sum().alias("cooperation"),
        weight.filter(value < 0).sum().alias("conflict"),
        flow.filter(value > 0).sum().alias("cooperation_flow"),
        flow.filter(value < 0).abs().sum().alias("conflict_flow"),
        flow.sum().alias("net"),
        (flow * value).sum().alias("squares"),
        pl.col("reports").sum(),
        (~pl.col("dated")).sum().cast(pl.Int64).alias("undated"),
        pl.col("event").sort_by(value.abs(), descending=True).unique(maintain_order=True).alias("events"),
    ]
