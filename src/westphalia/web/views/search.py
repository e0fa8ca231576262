"""Search: words and facets, whose choice is the address of the page."""

import json
from typing import Any

from westphalia.model import ontology
from westphalia.model.assertion import STATUSES
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.quoting import found
from westphalia.web.views.actor import find
from westphalia.world import Store
from westphalia.world.search import match_expression

Row = dict[str, Any]

MATCHES = 1_000
"""The latest sentences with the words that are looked through: common words are in millions."""

TOLD = 400
"""The latest sentences with the words whose happenings are looked up."""

PASSAGES = 30
COUNTRIES, OUTLETS = 60, 60
"""Choices offered in the form; others are reached by their links."""


def view(store: Store, asked: Asked) -> Row:
    """Happenings that fit the facets and, if there are words, the passages that hold them."""
    words = asked.text("q")
    kind = asked.one_of("type", ontology.types())
    status = asked.one_of("status", STATUSES)
    actor = find(store, asked.text("actor")) if asked.text("actor") else ("", "")
    facets = [("actor", actor[0]), ("outlet", asked.text("outlet")), ("country", asked.text("country"))]
    facets = [(facet, value) for facet, value in facets if value]
    if kind and not facets:
        facets = [("type", kind)]
    expression = match_expression(words)
    hits = _matching(store, expression, facets, asked) if expression else gathering.listed(store, facets, asked)
    return {
        "title": f"Search: {words}" if words else "Happenings",
        "q": words,
        "nothing_to_find": bool(words and not expression),
        "actor": {"actor": actor[0], "name": actor[1]} if actor[0] else None,
        "chosen": {name: asked.text(name) for name in ("outlet", "country", "type", "status", "from", "to")},
        "rows": hits["rows"],
        "next": hits["next"],
        "passages": _passages(store, expression, asked) if expression and not (kind or status or actor[0]) else None,
        "latest_matches": MATCHES if expression else None,
        "types": sorted(ontology.types()),
        "statuses": list(STATUSES),
        "countries": [row["country"] for row in store.query("countries of outlets")][:COUNTRIES],
        "outlets": sorted(row["outlet"] for row in store.query("biggest outlets", limit=OUTLETS)),
    }


def _matching(store: Store, expression: str, facets: list[tuple[str, str]], asked: Asked) -> Row:
    """Happenings told in a sentence with the words, newest first."""
    idents = {row["happening"] for row in store.query("happenings that match", words=expression, most=TOLD)}
    held: dict[str, set[tuple[str, str]]] = {}
    place: dict[str, Row] = {}
    wanted = json.dumps(["all", *(facet for facet, _ in facets)])
    for row in store.query("facets of happenings", happenings=gathering.as_json(idents), facets=wanted):
        held.setdefault(row["happening"], set()).add((row["facet"], row["value"]))
        place[row["happening"]] = row
    since, until = asked.period()
    kind, status = asked.text("type"), asked.text("status")
    before = asked.after()
    fit = [
        row
        for ident, row in place.items()
        if all(facet in held[ident] or facet == ("type", row["type"]) for facet in facets)
        and (not kind or row["type"] == kind)
        and (not status or row["status"] == status)
        and (not since or row["day"] >= since)
        and (not until or "" < row["day"] <= until)
        and (row["day"], ident) < before
    ]
    fit.sort(key=lambda row: (row["day"], row["happening"]), reverse=True)
    shown = fit[: gathering.PAGE]
    rows = gathering.happenings(store, [row["happening"] for row in shown])
    for row in rows:
        row["day"], row["dated"] = place[row["happening"]]["day"], bool(place[row["happening"]]["dated"])
    more = f"{shown[-1]['day']}~{shown[-1]['happening']}" if len(fit) > len(shown) else ""
    return {"rows": rows, "next": more}


def _passages(store: Store, expression: str, asked: Asked) -> Row:
    """Sentences with the words, the best first among the latest."""
    newest = store.query("oldest match in sentences", words=expression, most=MATCHES)[0]
    page = asked.number("page", 1, MATCHES // PASSAGES)
    since, until = asked.period()
    rows = store.query(
        "sentences that match",
        words=expression,
        row=newest["row"] or 0,
        outlet=asked.text("outlet"),
        country=asked.text("country"),
        since=since,
        until=until,
        limit=PASSAGES + 1,
        skip=(page - 1) * PASSAGES,
    )
    kept = ("report", "start", "end", "text", "name", "title", "outlet", "published")
    return {
        "rows": [{**{key: row[key] for key in kept}, "marked": found(row["marked"])} for row in rows[:PASSAGES]],
        "page": page,
        "next": page + 1 if len(rows) > PASSAGES else None,
        "matches": newest["rows"],
        "all_matches": newest["rows"] < MATCHES,
    }
