"""Rows that several pages show: happenings with whom they concern, events, names, lists a page at a time."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from westphalia.model import ActorId
from westphalia.reconciling.naming import name_of
from westphalia.web.asked import Asked
from westphalia.web.refusing import MissingError
from westphalia.world import Store
from westphalia.world.pages import END, FILTERS

Row = dict[str, Any]

PAGE = 40
"""Rows of a list on one page."""


def names(store: Store, actors: Iterable[str]) -> dict[str, str]:
    """What actors are called."""
    from collections import Counter

    wanted = sorted({actor for actor in actors if actor})
    found = {row["actor"]: row["name"] for row in store.rows("actors", actor=wanted)} if wanted else {}
    return {actor: found.get(actor) or name_of(actor, Counter()) for actor in wanted}


def happenings(store: Store, idents: Sequence[str]) -> list[Row]:
    """Happenings by id, in the order given, with the names of their participants."""
    known = {row["happening"]: row for row in store.rows("happenings", happening=list(idents))} if idents else {}
    rows = [known[ident] for ident in idents if ident in known]
    called = names(store, (actor for row in rows for actor in row["participants"]))
    for row in rows:
        row.pop("why", None)
        row["participant_names"] = [called[actor] for actor in row["participants"]]
        row["day"], row["dated"] = row["date_from"] or "", bool(row["date_from"])
    return rows


def listed(store: Store, facets: Sequence[tuple[str, str]], asked: Asked, limit: int = PAGE) -> Row:
    """Happenings that all these facets hold, newest first, a page at a time.

    Args:
        store: the world.
        facets: (facet, value) pairs; none for all happenings.
        asked: may give `type`, `status`, `from`, `to` and `after`, the place from which the list goes on.
        limit: rows of a page.

    Returns:
        `rows`, and `next`, the place of the next page or "".
    """
    day, before = asked.after()
    since, until = asked.period()
    if day == END and until:
        day = until + END
    place = {"since": since, "day": day, "before": before}
    narrowed = {"type": asked.text("type"), "status": asked.text("status")}
    ordered = _rarest_first(store, list(facets[: FILTERS + 1]) or [("all", "")], place)
    found = _entries(store, ordered, {**place, **narrowed}, limit + 1)
    if len(found) > limit:
        last = found[limit - 1]
    else:
        ends = store.query("listing end", facet=ordered[0][0], value=ordered[0][1], **place)
        last = ends[0] if ends else {}
    shown = {row["happening"]: row for row in found[:limit]}
    rows = happenings(store, list(shown))
    for row in rows:
        row["day"], row["dated"] = shown[row["happening"]]["day"], bool(shown[row["happening"]]["dated"])
    return {"rows": rows, "next": f"{last['day']}~{last['happening']}" if last else ""}


def entries(store: Store, facets: Sequence[tuple[str, str]], limit: int) -> list[Row]:
    """The newest entries of a list: day, happening, type, status, dated."""
    place = {"since": "", "day": END, "before": END}
    ordered = _rarest_first(store, list(facets), place)
    return _entries(store, ordered, {**place, "type": "", "status": ""}, limit)


def _entries(store: Store, facets: Sequence[tuple[str, str]], bound: dict[str, str], limit: int) -> list[Row]:
    first, *others = facets
    bound = {**bound, "facet": first[0], "value": first[1]}
    for number, (facet, value) in enumerate(others):
        bound |= {f"facet{number}": facet, f"value{number}": value}
    return store.query(f"listing {len(others)}", limit=limit, **bound)


def _rarest_first(store: Store, facets: list[tuple[str, str]], place: dict[str, str]) -> list[tuple[str, str]]:
    """Facets, that with the shortest list first: it is read, and looked up in the others."""
    if len(facets) < 2:
        return facets
    sizes = {
        facet: store.query("listing size", facet=facet[0], value=facet[1], most=2000, **place)[0]["rows"]
        for facet in facets
    }
    return sorted(facets, key=lambda facet: sizes[facet])


def events(store: Store, idents: Sequence[str]) -> list[Row]:
    """Events by id, in the order given, as frames show them."""
    known = {row["event"]: row for row in store.frame_rows("events", event=list(idents))} if idents else {}
    return [known[ident] for ident in idents if ident in known]


def reports(store: Store, idents: Sequence[str]) -> dict[str, Row]:
    """Reports by id, as frames show them."""
    wanted = sorted(set(idents))
    return {row["report"]: row for row in store.frame_rows("reports", report=wanted)} if wanted else {}


def statements(store: Store, idents: Sequence[str]) -> list[Row]:
    """Statements by id, in the order given, each with its report's outlet and day of publication."""
    known = {row["statement"]: row for row in store.frame_rows("statements", statement=list(idents))} if idents else {}
    rows = [known[ident] for ident in idents if ident in known]
    told = reports(store, [row["report"] for row in rows])
    for row in rows:
        row["outlet"], row["published"] = told[row["report"]]["outlet"], told[row["report"]]["published"]
    return rows


def named_otherwise(store: Store, referents: Iterable[str]) -> set[str]:
    """Of some things those that have a page of names: reports call them by more than one."""
    wanted = sorted({referent for referent in referents if referent})
    return {row["referent"] for row in store.rows("referents", referent=wanted)} if wanted else set()


def the_happening(store: Store, ident: str) -> Row:
    """A happening by its id, or the beginning of it, or by one of its events. Raises MissingError."""
    found = store.query("happenings by id", start=ident) if len(ident) > 3 else []
    if not found and ident.startswith("e"):
        found = [{"id": row["happening"]} for row in store.query("happening of event", event=ident)]
    if len(found) != 1:
        several = ", ".join(row["id"] for row in found)
        raise MissingError(
            f"{'several happenings begin' if several else 'no happening begins'} with {ident!r}",
            several or "it may have been joined with another since; the search finds it",
        )
    return next(store.rows("happenings", happening=found[0]["id"]))


def as_json(values: Iterable[str]) -> str:
    """A list of ids as a query takes it."""
    return json.dumps(sorted(set(values)))


def polity(actor: str) -> str:
    """The polity an actor acts for."""
    return ActorId.parse(actor).polity
