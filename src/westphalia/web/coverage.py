"""Who told of a happening and who did not, day by day, with how many reports the world holds of each outlet that day.

"Not covered" is never shown as zero: an outlet of which nothing is held on a day has no number there at all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from westphalia.world import Store

Row = dict[str, Any]

DAYS = 10
"""Days shown at most, from the day before the first report on."""

TOLD = 14
"""Outlets shown that told of it."""

OTHERS = 8
"""Outlets shown that did not, those with most reports in these days."""


def coverage(store: Store, reports: Sequence[Mapping[str, Any]]) -> Row:
    """The strip of outlets and days around the reports that tell of something.

    Returns:
        `days`, `rows` (each outlet with a cell a day: `told` and `held`, or None where nothing is held), `undated`, the
        reports without outlet or day, and `outlets_left_out`.
    """
    placed = [r for r in reports if r["published"] and r["outlet"] and (r["published_precision"] or "day") == "day"]
    elsewhere = [r["report"] for r in reports if r not in placed]
    if not placed:
        return {"days": [], "rows": [], "undated": elsewhere, "outlets_left_out": 0, "later": 0}
    first = date.fromisoformat(min(r["published"] for r in placed))
    last = min(date.fromisoformat(max(r["published"] for r in placed)), first + timedelta(days=DAYS - 2))
    days = [(first + timedelta(days=n)).isoformat() for n in range(-1, (last - first).days + 2)][:DAYS]
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for report in placed:
        told[report["outlet"]][report["published"]] += 1
    teller = sorted(told, key=lambda outlet: (min(told[outlet]), -told[outlet].total(), outlet))
    near = store.query("outlets of days", since=days[0], until=days[-1], limit=OTHERS + len(told))
    others = [row["outlet"] for row in near if row["outlet"] not in told][:OTHERS]
    rows = [_strip(store, outlet, days, told.get(outlet, Counter())) for outlet in [*teller[:TOLD], *others]]
    later = sum(number for counts in told.values() for day, number in counts.items() if day not in days)
    return {
        "days": days,
        "rows": rows,
        "undated": elsewhere,
        "outlets_left_out": max(len(teller) - TOLD, 0),
        "later": later,
    }


def _strip(store: Store, outlet: str, days: Sequence[str], told: Counter[str]) -> Row:
    held = {
        row["day"]: row["reports"]
        for row in store.query("reports of outlet by day", outlet=outlet, since=days[0], until=days[-1])
    }
    cells = [{"told": told[day], "held": held[day]} if day in held else None for day in days]
    return {"outlet": outlet, "told": told.total(), "cells": cells}
