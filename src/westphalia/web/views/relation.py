"""A relation: the level of each direction over time with its interval, where it changed, and the events behind it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from westphalia.errors import UsageError
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.refusing import RefusedError
from westphalia.web.relating import actor, table
from westphalia.world import Store

if TYPE_CHECKING:
    from westphalia.system.relation import Relation
    from westphalia.system.table import EventTable

Row = dict[str, Any]

NEAR = 40
"""Counterparts of each of the two looked through for who shares happenings with both."""

PERIODS = {"week": 7, "month": 31, "quarter": 92, "year": 366}
"""Periods, and days of each at most."""

SHOWN, ROWS = 156, 60
"""Periods in the figure, three years of weeks, and rows of its table on the page: with both it stays under 100 kB."""

EVIDENCE = 6
"""Happenings named for one period or change: the heaviest."""


def view(store: Store, asked: Asked) -> Row:
    """What lies between two actors, period by period."""
    from westphalia.system import actors, periods
    from westphalia.system.relation import relation

    if not (asked.text("one") and asked.text("other")):
        raise UsageError("a relation is of two actors", "name them as one= and other=")
    events, by = table(store), asked.one_of("by", PERIODS, "month")
    one, other = (actor(events, asked.text(name)) for name in ("one", "other"))
    asked.period()
    since, until = asked.date_of("from"), asked.date_of("to", last=True)
    seen = actors.view(events, one, other)
    since, until = _shown(seen.dyad(one, other), (since, until), seen.happened().last, by)
    found = relation(seen, one, other, since=since, until=until, by=by)
    named = dict(zip((one, other), found.names, strict=True))
    points = [
        {**row, "label": periods.label(row["period"], by), "from": named[row["source"]], "to": named[row["recipient"]]}
        for row in found.frame().iter_rows(named=True)
    ]
    return {
        "title": f"{found.names[0]} and {found.names[1]} over time",
        "one": {"actor": one, "name": found.names[0]},
        "other": {"actor": other, "name": found.names[1]},
        "by": by,
        "periods": list(PERIODS),
        "half_life": found.weights.half_life,
        "coverage": found.weights.coverage,
        "levels": [_level(found, source, named) for source in (one, other)],
        "rows_shown": ROWS,
        "points": sorted((row for row in points if row["happenings"]), key=lambda row: (row["period"], row["from"])),
        "blank": sum(1 for row in points if not row["happenings"]),
        "shifts": _shifts(store, found, named),
        "reciprocity": {
            name: getattr(found.reciprocity, name) for name in ("correlation", "low", "high", "periods", "why")
        },
        "thirds": _thirds(store, one, other),
        "not_done": len(found.not_done),
        "unplaced": len(found.unplaced),
        "undated": found.undated,
        "held": found.held,
        "figure": found.plot() if points else None,
    }


def _shown(
    pair: "EventTable", period: tuple[date | None, date | None], last: date | None, by: str
) -> tuple[date | None, date | None]:
    """The period asked for; where it is open and too long for a page, as much as fits before the pair's last day."""
    (since, until), room = period, timedelta(days=SHOWN * PERIODS[by])
    first, latest = pair.frame["date"].min(), pair.frame["date"].max()
    begun, end = since or first, until or last
    if not (isinstance(begun, date) and isinstance(latest, date) and end and end - begun > room):
        return since, until
    if since and end - since > room:
        raise RefusedError(f"that is more than {SHOWN} {by}s", "name a shorter period, or longer steps")
    end = until or min(latest, end)
    return max(begun, end - room), end


def _thirds(store: Store, one: str, other: str) -> list[Row]:
    """Who shares happenings with both, most first."""
    theirs = [store.query("counterparts", one=gathering.polity(actor), limit=NEAR) for actor in (one, other)]
    shared = {row["other"] for row in theirs[1]} - {gathering.polity(one), gathering.polity(other)}
    thirds = [row["other"] for row in theirs[0] if row["other"] in shared][:EVIDENCE]
    called = gathering.names(store, thirds)
    return [{"actor": actor, "name": called[actor]} for actor in thirds]


def _level(found: "Relation", source: str, named: Mapping[str, str]) -> Row:
    """The last known level of a direction."""
    recipient = next(actor for actor in named if actor != source)
    point = found.level(source)
    told = {name: getattr(point, name, None) for name in ("level", "level_low", "level_high", "until")}
    return {"from": named[source], "to": named[recipient], **told}


def _shifts(store: Store, found: "Relation", named: Mapping[str, str]) -> list[Row]:
    from westphalia.system import periods

    rows = gathering.happenings(store, sorted({event for shift in found.shifts for event in shift.events[:EVIDENCE]}))
    known = {row["happening"]: row["summary"] for row in rows}
    return [
        {
            "label": periods.label(shift.period, found.by),
            "probability": shift.probability,
            "drivers": [
                {
                    "from": named[d.source],
                    "to": named[d.recipient],
                    "kind": d.kind,
                    "before": d.before,
                    "after": d.after,
                }
                for d in shift.drivers
            ],
            "happenings": [{"happening": event, "summary": known[event]} for event in shift.events if event in known],
        }
        for shift in found.shifts
    ]
