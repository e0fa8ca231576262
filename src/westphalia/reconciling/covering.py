"""Who reported something and who did not, how fast and for how long, with how much the world holds of each outlet.

`coverage(store, happening)`. An outlet that told nothing on days of which nothing of it is held is not silent: it is
not covered. Near-copies of one report count once.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from westphalia.world.store import Store

Row = Mapping[str, Any]

LOOK = 7
"""Days after the first report in which an outlet may be called silent."""

MOST = 40
"""Silent outlets named at most, those of which most is held first."""


@dataclass(frozen=True, slots=True)
class Told:
    """An outlet that told of it.

    Attributes:
        outlet: name; "" for reports of unknown outlets.
        first: day of its first report, None if unknown.
        last: day of its last report.
        delay: days after the first report of all.
        reports: reports that tell of it.
        independent: the same, copies of others and of each other once.
        held: all reports held of the outlet from the first day to `LOOK` days on, the denominator; None if unknown.
    """

    outlet: str
    first: str | None
    last: str | None
    delay: int | None
    reports: int
    independent: int
    held: int | None


@dataclass(frozen=True, slots=True)
class Silent:
    """An outlet of which reports of these days are held, none of which tells of it."""

    outlet: str
    held: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How something was covered.

    Attributes:
        first: day of the first report.
        last: day of the last.
        days: from first to last, both counted; 0 if no day is known.
        reports: reports that tell of it.
        independent: the same, copies once.
        undated: of the reports, those without a known day.
        told: outlets in the order in which they told.
        silent: outlets that did not, though reports of those days are held.
        silent_outlets: how many there are of them.
    """

    first: str | None
    last: str | None
    days: int
    reports: int
    independent: int
    undated: int
    told: tuple[Told, ...]
    silent: tuple[Silent, ...]
    silent_outlets: int


def coverage(store: Store, happening: str) -> Coverage:
    """The coverage of a happening."""
    events = [row["event"] for row in store.rows("happening_events", happening=happening)]
    reports = sorted({row["report"] for row in store.rows("events", event=events)}) if events else []
    return of_reports(store, list(store.frame_rows("reports", report=reports)) if reports else [])


def of_reports(store: Store, reports: Sequence[Row]) -> Coverage:
    """The same for any reports that tell of one thing, as frames show them."""
    days = sorted(r["published"] for r in reports if r["published"])
    first, last = (days[0], days[-1]) if days else (None, None)
    held = _held(store, first)
    by_outlet: dict[str, list[Row]] = defaultdict(list)
    for report in reports:
        by_outlet[report["outlet"] or ""].append(report)
    told = [_told(outlet, rows, first, held) for outlet, rows in by_outlet.items()]
    told.sort(key=lambda t: (t.first or "9999", -t.reports, t.outlet))
    silent = [Silent(outlet, number) for outlet, number in held.items() if outlet not in by_outlet]
    silent.sort(key=lambda s: (-s.held, s.outlet))
    return Coverage(
        first,
        last,
        _between(first, last) + 1 if first and last else 0,
        len(reports),
        _independent(reports),
        sum(1 for r in reports if not r["published"]),
        tuple(told),
        tuple(silent[:MOST]),
        len(silent),
    )


def _told(outlet: str, rows: Sequence[Row], first: str | None, held: Mapping[str, int]) -> Told:
    days = sorted(r["published"] for r in rows if r["published"])
    return Told(
        outlet,
        days[0] if days else None,
        days[-1] if days else None,
        _between(first, days[0]) if first and days else None,
        len(rows),
        _independent(rows),
        held.get(outlet) if outlet else None,
    )


def _independent(rows: Sequence[Row]) -> int:
    return len({r["copy_of"] or r["report"] for r in rows})


def _held(store: Store, first: str | None) -> dict[str, int]:
    """Outlet → reports held of it from the first day on."""
    if first is None:
        return {}
    until = (date.fromisoformat(first) + timedelta(days=LOOK)).isoformat()
    return {row["outlet"]: row["reports"] for row in store.query("outlets of days", since=first, until=until, limit=-1)}


def _between(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days
