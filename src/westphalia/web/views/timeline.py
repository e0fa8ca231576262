"""The timeline: how many happenings each month holds, by what they are, and the latest of them."""

from collections import Counter, defaultdict
from typing import Any

from westphalia.model import ontology
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.months import back
from westphalia.web.views.actor import find
from westphalia.web.views.pair import MONTHS, SIDES, window, with_reports
from westphalia.world import Store

Row = dict[str, Any]


def view(store: Store, asked: Asked) -> Row:
    """Months of all happenings, or of one actor's, with the happenings of the month asked for."""
    actor = find(store, asked.text("actor")) if asked.text("actor") else ("", "")
    facet, value = ("actor", actor[0]) if actor[0] else ("all", "")
    ends = store.query("ends of list", facet=facet, value=value)[0]
    last = asked.month("months_to") or (ends["last"] or "")[:7]
    until = last if ends["first"] and ends["first"][:7] <= last <= ends["last"][:7] else (ends["last"] or "")[:7]
    since = back(until, MONTHS) if until else ""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    if "/" in actor[0] or actor[0].startswith("?"):
        rows = store.query("months of list", facet=facet, value=value, since=since, until=f"{until}~")
    else:  # counted beforehand for polities and for all
        rows = [row for row in store.query("months of pair", one=actor[0], other="") if since <= row["month"] <= until]
    for row in rows:
        if row["month"]:
            counted[row["month"]][ontology.QUADS[ontology.quad(row["type"])]] += row["happenings"]
            counted[row["month"]]["undated"] += row["undated"]
    listed = gathering.listed(store, [(facet, value)], asked)
    return {
        "title": f"Timeline: {actor[1]}" if actor[0] else "Timeline",
        "actor": {"actor": actor[0], "name": actor[1]} if actor[0] else None,
        "months": with_reports(store, window(counted, until)),
        "sides": SIDES[:4],
        "first": (ends["first"] or "")[:7],
        "last": (ends["last"] or "")[:7],
        "rows": listed["rows"],
        "next": listed["next"],
    }
