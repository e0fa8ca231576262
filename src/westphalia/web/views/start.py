"""The start page: what the world holds, and ways in."""

from typing import Any

from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.world import Store

Row = dict[str, Any]


def view(store: Store, asked: Asked) -> Row:
    """Counts, the latest happenings, the busiest pairs."""
    counts = {row["table"]: row["rows"] for row in store.query("counted")} | store.query("counted now")[0]
    pairs = store.query("busiest pairs", limit=8)
    called = gathering.names(store, {actor for row in pairs for actor in (row["one"], row["other"])})
    ends = store.query("ends of list", facet="all", value="")[0]
    return {
        "title": store.path.name,
        "counts": {**dict.fromkeys(("reports", "events", "statements", "happenings"), 0), **counts},
        "first": ends["first"],
        "last": ends["last"],
        "happenings": gathering.listed(store, [], asked, 12)["rows"],
        "pairs": [{**row, "one_name": called[row["one"]], "other_name": called[row["other"]]} for row in pairs],
        "quotations": _quotations(store),
        "fits": bool(store.rebuilt_by),
    }


def _quotations(store: Store) -> list[Row]:
    found = store.query("quotations in order", reports=2**62, quotation="~", limit=5)
    idents = [row["quotation"] for row in found]
    known = {row["quotation"]: row for row in store.rows("quotations", quotation=idents)} if idents else {}
    return [known[ident] for ident in idents]
