"""Where a relation changed and which events did it; and whether its two sides answer each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from westphalia.model import ontology
from westphalia.system import periods
from westphalia.system.changepoints import Change, changes
from westphalia.system.weights import correlation_interval

YEARS_BETWEEN = 2.0
"""Years between two changes of a relation before anything is known: sets the prior of a change at any one boundary."""

MOST_EVENTS = 10
"""Events named as what a change is made of."""

MOST_DRIVERS = 3
"""Kinds of acts named as what changed, those that speak most for it."""

LEAST_PERIODS = 6
"""Periods in which both act that are needed to say whether they answer each other."""

Way = tuple[str, str]

KINDS = tuple(ontology.QUADS.values())
"""Verbal and material cooperation and conflict."""


@dataclass(frozen=True, slots=True)
class Driver:
    """One kind of act in one direction whose rate changed.

    `before` and `after` are happenings a period, had each period the mean exposure of all.
    """

    source: str
    recipient: str
    kind: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of a relation.

    Attributes:
        period: first day of the first period after it.
        probability: that there is a change here or one period beside, given the counts.
        drivers: what changed.
        events: ids of the events that did it: the heaviest of what grew, in the periods just after; of what shrank the
            last before.
    """

    period: date
    probability: float
    drivers: tuple[Driver, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Whether what two do to each other goes together over periods; acts they do together are left out.

    `correlation` (Pearson's, of net flows) with Fisher's interval; None where too little is known, and `why`.
    """

    correlation: float | None
    low: float | None
    high: float | None
    periods: int
    why: str = ""


def shifts(values: pl.DataFrame, ends: Way, held: Mapping[date, float], by: str) -> list[Shift]:
    """Changes of the rates of the four kinds of acts in both directions, found together.

    Args:
        values: events of the two with `value`.
        ends: the two actors.
        held: exposure by first day of period, all periods in order.
        by: week, month, quarter or year.
    """
    return _Counted(values, ends, held, by).shifts()


class _Counted:
    """Counts by period of eight series: four kinds in two directions."""

    def __init__(self, values: pl.DataFrame, ends: Way, held: Mapping[date, float], by: str) -> None:
        period = periods.period_of("date", by).alias("period")
        self.by, self.starts, self.held = by, list(held), list(held.values())
        self.series = [(way, each) for way in (ends, ends[::-1]) for each in KINDS]
        self.frame = values.with_columns(kind_of(), period).filter(pl.col("kind").is_not_null())
        self.counts = self._count()

    def _count(self) -> list[list[float]]:
        rows = {first: n for n, first in enumerate(self.starts)}
        columns = {key: n for n, key in enumerate(self.series)}
        counts = [[0.0] * len(self.series) for _ in self.starts]
        keys = ("period", "source", "recipient", "kind", "weight")
        for period, source, recipient, kind, weight in self.frame.select(*keys).iter_rows():
            if period in rows:
                counts[rows[period]][columns[(source, recipient), kind]] += weight
        return counts

    def shifts(self) -> list[Shift]:
        prior = min(periods.DAYS[self.by] / (365.24 * YEARS_BETWEEN), 0.5)
        found = changes(self.counts, self.held, prior)
        bounds = [0, *(change.at for change in found), len(self.starts)]
        return [
            self._shift(change, before, behind)
            for change, before, behind in zip(found, bounds, bounds[2:], strict=False)
        ]

    def _shift(self, change: Change, before: int, behind: int) -> Shift:
        mean = sum(self.held) / max(sum(1 for held in self.held if held), 1)
        drivers = []
        for number in change.drivers[:MOST_DRIVERS]:
            (source, recipient), kind = self.series[number]
            rates = [self._rate(number, *part) * mean for part in ((before, change.at), (change.at, behind))]
            drivers.append(Driver(source, recipient, kind, *(round(rate, 3) for rate in rates)))
        events = [event for driver in drivers for event in self._events(driver, change.at, (before, behind))]
        kept = tuple(dict.fromkeys(events))[:MOST_EVENTS]
        return Shift(self.starts[change.at], round(change.probability, 3), tuple(drivers), kept)

    def _rate(self, number: int, first: int, end: int) -> float:
        exposure = sum(self.held[first:end])
        return sum(counts[number] for counts in self.counts[first:end]) / exposure if exposure else 0.0

    def _events(self, driver: Driver, at: int, around: tuple[int, int]) -> list[str]:
        """Events of the series that changed: the heaviest of the first periods after, or of the last before."""
        grew = driver.after > driver.before
        chosen = self.starts[at : min(at + 3, around[1])] if grew else self.starts[max(at - 3, around[0]) : at]
        rows = self.frame.filter(
            pl.col("period").is_in(chosen)
            & pl.col("source").eq(driver.source)
            & pl.col("recipient").eq(driver.recipient)
            & pl.col("kind").eq(driver.kind)
        )
        heavy = rows.with_columns(pl.col("value").abs().alias("size"))
        order = heavy.sort("size", "reports", "date", "event", descending=[True, True, False, False])
        return [str(event) for event in order["event"]]


def kind_of() -> pl.Expr:
    """Which of `KINDS` a row with a `value` is: by its sign, material if its PLOVER type is; null for a value of 0.

    The sign goes before the quad class: a request is verbal conflict in PLOVER, yet to ask for help is above 0.
    """
    material = pl.col("type").is_in([name for name, kind in ontology.types().items() if kind.quad in (2, 4)])
    signed = pl.when(pl.col("value") > 0).then(pl.lit("cooperation")).when(pl.col("value") < 0).then(pl.lit("conflict"))
    how = pl.when(material).then(pl.lit("material ")).otherwise(pl.lit("verbal "))
    return (how + signed.otherwise(None)).alias("kind")


def reciprocity(values: pl.DataFrame, ends: Way, by: str, coverage: float) -> Reciprocity:
    """Correlation of the two directions' net flows over periods in which either acts alone.

    Acts done together (a meeting) stand in both directions under one id, and would answer themselves.
    """
    both = values.group_by("event").agg(pl.col("source").n_unique().alias("ways")).filter(pl.col("ways") > 1)
    alone = values.filter(~pl.col("event").is_in(both["event"].to_list()))
    alone = alone.with_columns(periods.period_of("date", by).alias("period"))
    sides = [_nets(alone, source) for source in ends]
    shared = sorted({*sides[0], *sides[1]})
    if sum(1 for period in shared if period in sides[0] and period in sides[1]) < LEAST_PERIODS:
        why = f"both act alone in fewer than {LEAST_PERIODS} periods"
        return Reciprocity(None, None, None, len(shared), why)
    found = _pearson([sides[0].get(p, 0.0) for p in shared], [sides[1].get(p, 0.0) for p in shared])
    if found is None:
        return Reciprocity(None, None, None, len(shared), "one side never changes")
    low, high = correlation_interval(found, len(shared), coverage)
    return Reciprocity(found, low, high, len(shared))


def _nets(alone: pl.DataFrame, source: str) -> dict[Any, float]:
    net = (pl.col("value") * pl.col("weight")).sum().alias("net")
    return dict(alone.filter(pl.col("source").eq(source)).group_by("period").agg(net).iter_rows())


def _pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation; None where one does not vary."""
    middle = [sum(side) / len(side) for side in (one, other)]
    parts = [[value - mean for value in side] for side, mean in zip((one, other), middle, strict=True)]
    sizes = [sum(value**2 for value in part) ** 0.5 for part in parts]
    if min(sizes) < 1e-12:
        return None
    return float(sum(a * b for a, b in zip(*parts, strict=True)) / (sizes[0] * sizes[1]))
