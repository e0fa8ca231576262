"""The sources: what the world holds of each outlet; and the reports of one."""

from typing import Any

from westphalia.reference.outlets import outlet as known_outlet
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.world import Store
from westphalia.world.pages import END

Row = dict[str, Any]

ROWS = 100


def view(store: Store, asked: Asked) -> Row:
    """All outlets, those with most reports first."""
    reports, after = asked.after()
    begun = reports != END and reports.isdecimal()
    rows = store.query(
        "outlets in order", reports=int(reports) if begun else 2**62, outlet=after if begun else "~", limit=ROWS + 1
    )
    more = f"{rows[ROWS - 1]['reports']}~{rows[ROWS - 1]['outlet']}" if len(rows) > ROWS else ""
    rows = rows[:ROWS]
    for row in rows:
        reference = known_outlet(row["outlet_id"]) if row["outlet_id"] else None
        row["ownership"] = reference.ownership if reference else None
        row["kind"] = reference.kind if reference else None
    return {"title": "Sources", "rows": rows, "next": more}


def reports(store: Store, asked: Asked) -> Row:
    """Reports, the latest first: of one outlet, or all that have a date."""
    day, before = asked.after()
    outlet, unknown = asked.text("outlet"), asked.text("outlet") == "unknown" and asked.text("of") == "unknown"
    limit = gathering.PAGE
    if outlet:
        who = None if unknown else outlet
        found = []
        if day:
            found = store.query("dated reports of outlet", outlet=who, day=day, before=before, limit=limit + 1)
        if len(found) <= limit:
            left = limit + 1 - len(found)
            place = END if day else before
            found += store.query("undated reports of outlet", outlet=who, before=place, limit=left)
    else:
        found = store.query("newest reports", day=day, before=before, limit=limit + 1)
    known = gathering.reports(store, [row["report"] for row in found[:limit]])
    rows = [known[row["report"]] for row in found[:limit]]
    more = f"{found[limit - 1]['day']}~{found[limit - 1]['report']}" if len(found) > limit else ""
    called = (
        "Reports whose outlet is unknown" if unknown else f"Reports of {outlet}" if outlet else "Reports with a date"
    )
    return {"title": called, "outlet": outlet, "unknown": unknown, "rows": rows, "next": more}
