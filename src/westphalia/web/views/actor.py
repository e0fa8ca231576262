"""An actor: names, offices over time, happenings, statements, positions, relations, who reports on it."""

import json
from collections import Counter
from typing import Any

from westphalia.errors import UsageError
from westphalia.model import SECTORS, ActorId
from westphalia.reference.states import states
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.refusing import MissingError
from westphalia.world import Store

Row = dict[str, Any]

HAPPENINGS, STATEMENTS, OTHERS, OFFICES, NEAR = 20, 15, 12, 30, 400
"""Rows of each list on the page of an actor; `NEAR` are the latest happenings whose outlets are counted."""

NAMED, EVIDENCE = 500, 6
"""Latest namings of an office looked through: a head of government is named in every third report. Passages shown."""

SEARCHED, KINDS_AMONG = 50_000, 10_000
"""The most named actors, among which names are looked for, and whose kinds are offered."""

NOT_DONE = ("planned", "possible", "refused", "denied")


def view(store: Store, asked: Asked) -> Row:
    """One actor and all that act for it."""
    ident, name = find(store, asked.path["actor"])
    row = next(iter(store.rows("actors", actor=ident)), None)
    latest = gathering.listed(store, [("actor", ident)], asked, HAPPENINGS)
    return {
        "title": name,
        "actor": ident,
        "kind": row["kind"] if row else None,
        "sector": SECTORS.get(ActorId.parse(ident).sector, ""),
        "acts_for": _acts_for(store, ident),
        "mentions": row["mentions"] if row else None,
        "reports": row["reports"] if row else None,
        "aliases": store.query("aliases of actor", actor=ident),
        "acting_for_it": store.query("actors of polity", start=f"{ident}/", end=f"{ident}0", limit=20),
        "offices": _offices(store, ident),
        "offices_among": NAMED,
        "happenings": latest["rows"],
        "next": latest["next"],
        "statements": _statements(store, ident),
        "positions": _positions(store, ident),
        "relations": relations(store, gathering.polity(ident)) if "/" not in ident else [],
        "reported_by": _reported_by(store, ident),
    }


def find(store: Store, asked: str) -> tuple[str, str]:
    """The actor an id or a name means, and what it is called. Raises MissingError, with the names that come close."""
    asked = asked.strip()
    try:
        ident = str(ActorId.parse(asked))
    except ValueError:
        raise MissingError("an actor without a name", "all actors are at /actors") from None
    if any(True for _ in store.rows("actors", actor=ident)) or ident in {state.code for state in states()}:
        return ident, gathering.names(store, [ident])[ident]
    if store.query("ends of list", facet="actor", value=ident)[0]["first"] is not None:
        return ident, gathering.names(store, [ident])[ident]
    wanted = asked.casefold()
    for state in states():
        if wanted in {name.casefold() for name in (state.code, state.name, *state.names)}:
            return state.code, state.name
    near = store.query("actors named", like=f"%{escaped(asked)}%", most=SEARCHED, limit=5)
    for found in near:
        if found["name"].casefold() == wanted:
            return found["actor"], found["name"]
    close = ", ".join(f"{found['name']} ({found['actor']})" for found in near)
    raise MissingError(f"no actor {asked!r}", f"did you mean {close}?" if close else "all actors are at /actors")


def escaped(text: str) -> str:
    """Text for LIKE, in which nothing stands for something else."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def relations(store: Store, polity: str, limit: int = OTHERS) -> list[Row]:
    """With whom a polity shares most happenings, and how many of these are cooperation or conflict."""
    others = store.query("counterparts", one=polity, limit=limit)
    called = gathering.names(store, (row["other"] for row in others))
    return [{**row, "name": called[row["other"]]} for row in others]


def _acts_for(store: Store, ident: str) -> list[Row]:
    parts = ident.split("/")
    held = ["/".join(parts[:n]) for n in range(1, len(parts)) if parts[0] != "?" or n > 1]
    called = gathering.names(store, held)
    return [{"actor": actor, "name": called[actor]} for actor in held]


def _offices(store: Store, ident: str) -> list[Row]:
    """Who held which post, the earliest first: what a person holds, and who acts for the actor."""
    found = store.query("offices of person", person=ident, most=NAMED, limit=OFFICES)
    found += store.query("offices for actor", actor=ident, most=NAMED, limit=OFFICES)
    rows = list({(row["person"], row["post"], row["actor"]): row for row in found}.values())[:OFFICES]
    called = gathering.names(store, {actor for row in rows for actor in (row["person"], row["actor"])})
    for row in rows:
        told = [{"report": report, "start": start} for report, start in json.loads(row["evidence"]) if report]
        row["evidence"] = told[:EVIDENCE]
        row["person_name"], row["actor_name"] = called.get(row["person"], row["person"]), called.get(row["actor"], "")
    return sorted(rows, key=lambda row: (row["since"] or "9999", row["post"], row["person"]))


def _statements(store: Store, ident: str) -> list[Row]:
    found = store.query("statements of speaker", speaker=ident, day="~", before="~", limit=STATEMENTS)
    rows = gathering.statements(store, [row["statement"] for row in found])
    kept = (
        "statement",
        "report",
        "content",
        "kind",
        "quotation",
        "speaker",
        "speaker_name",
        "via",
        "outlet",
        "published",
    )
    return [{key: row[key] for key in kept} for row in rows]


def _positions(store: Store, ident: str) -> list[Row]:
    found = store.query("positions of actor", actor=ident, limit=STATEMENTS)
    rows = store.frame_rows("positions", position=[row["position"] for row in found]) if found else []
    return [
        {key: row[key] for key in ("position", "report", "start", "issue", "stance", "text", "name")} for row in rows
    ]


def _reported_by(store: Store, ident: str) -> Row:
    """Outlets that tell of the latest happenings of an actor, with how many of them were looked at."""
    newest = gathering.entries(store, [("actor", ident)], NEAR)
    facets = store.query(
        "facets of happenings", happenings=gathering.as_json(row["happening"] for row in newest), facets='["outlet"]'
    )
    tally = Counter(row["value"] for row in facets if row["facet"] == "outlet")
    outlets = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:OTHERS]
    return {"of": len(newest), "outlets": [{"outlet": outlet, "happenings": number} for outlet, number in outlets]}


def listing(store: Store, asked: Asked) -> Row:
    """All actors, the most named first, or those whose name holds some words."""
    words, kind = asked.text("name"), asked.text("kind")
    kinds = store.query("kinds of actors", most=KINDS_AMONG)
    if kind and kind not in {row["kind"] for row in kinds}:
        raise UsageError(f"no kind {kind!r}", f"one of: {', '.join(row['kind'] for row in kinds)}")
    mentions, after = asked.after()
    if words:
        rows = store.query("actors named", like=f"%{escaped(words)}%", most=SEARCHED, limit=100)
        rows = [row for row in rows if not kind or row["kind"] == kind]
        following = ""
    else:
        number = int(mentions) if mentions.isdecimal() else 2**62
        rows = store.query("actors by mentions", mentions=number, actor=after, kind=kind, limit=101)
        following = f"{rows[99]['mentions']}~{rows[99]['actor']}" if len(rows) > 100 else ""
    held = {row["table"]: row["rows"] for row in store.query("counted")}.get("reports", 0)
    return {"title": "Actors", "rows": rows[:100], "next": following, "kinds": kinds, "name": words, "kind": kind,
            "held": held, "among": SEARCHED if words else None}  # fmt: skip
