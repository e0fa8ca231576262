"""Names and loaded words: what outlets call one thing, in whose voice, month by month, with the passages."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.months import back, since
from westphalia.web.refusing import MissingError
from westphalia.world import Store
from westphalia.world.pages import END

Row = dict[str, Any]

VOICES = {"own": "in its own voice", "quoted": "in quotation marks", "attributed": "as somebody else's word"}
NAMES, OUTLETS, MONTHS, PASSAGES = 40, 15, 36, 15
"""Names, outlets, months and passages shown at most."""

COLUMNS = 6
"""Names that have a column, or a row of bars, of their own: the commonest."""


def view(store: Store, asked: Asked) -> Row:
    """One thing and its names."""
    referent = asked.path["referent"]
    found = next(store.rows("referents", referent=referent), None)
    if found is None:
        raise MissingError(f"nothing called {referent!r} has more than one name here", "all that do are at /namings")
    names = store.query("names of referent", referent=referent, limit=NAMES)
    foremost = {row["words"]: row["spelt"] for row in names[:COLUMNS]}
    outlets = store.query("outlets naming referent", referent=referent, limit=OUTLETS)
    uses = store.query("names by outlet", referent=referent)
    return {
        "title": f"Names for {referent}",
        "referent": found,
        "voices": VOICES,
        "names": names,
        "foremost": list(foremost.values()),
        "outlets": [_row_of(outlet, uses, foremost) for outlet in outlets],
        "uses": uses,
        "months": _months(store, referent, foremost),
        **_passages(store, referent, asked),
    }


def _row_of(outlet: Row, uses: list[Row], foremost: Collection[str]) -> Row:
    """An outlet with a cell for each of the foremost names, and how many other names it uses."""
    own = {use["words"]: use for use in uses if use["outlet"] == outlet["outlet"]}
    others = [words for words in own if words not in foremost]
    return {**outlet, "cells": [own.get(words) for words in foremost], "other_names": len(others)}


def _months(store: Store, referent: str, foremost: Collection[str]) -> list[Row]:
    """The latest months in a row: reports that name the thing, and of these how many use each of the foremost names."""
    naming = {row["month"]: row["naming"] for row in store.query("months naming referent", referent=referent)}
    if not naming:
        return []
    months = since(max(naming), max(min(naming), back(max(naming), MONTHS)))
    cells: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in store.query("names by month", referent=referent, since=months[0]):
        cells[row["month"]][row["words"]] = {"calling": row["calling"], "own": row["own"]}
    nothing = {"calling": 0, "own": 0}
    return [
        {
            "month": month,
            "naming": naming.get(month, 0),
            "cells": [cells[month].get(words, nothing) for words in foremost],
        }
        for month in months
    ]


def _passages(store: Store, referent: str, asked: Asked) -> Row:
    """Sentences in which the thing is named so, by the outlet, in the voice that are asked for."""
    chosen = {"words": asked.text("words"), "outlet": asked.text("outlet")}
    chosen["voice"] = asked.one_of("voice", VOICES)
    _, after = asked.after()
    begun = "" if after == END else after
    rows = store.query("passages of referent", referent=referent, after=begun, limit=PASSAGES * 4, **chosen)
    shown: dict[str, Row] = {}
    for row in rows:  # one passage a report
        shown.setdefault(row["report"], row)
    passages = list(shown.values())[:PASSAGES]
    for row in passages:
        around = store.query("sentence around", report=row["report"], at=row["start"])
        row["sentence"], row["sentence_start"] = (around[0]["text"], around[0]["start"]) if around else ("", 0)
    more = len(shown) > PASSAGES or len(rows) == PASSAGES * 4
    return {"chosen": chosen, "passages": passages, "next": f"~{passages[-1]['report']}" if more else ""}


def listing(store: Store, asked: Asked) -> Row:
    """All things with more than one name, those in most reports first."""
    reports, after = asked.after()
    begun = reports.isdecimal()
    place = {"reports": int(reports) if begun else 2**62, "referent": after if begun else END}
    found = store.query("referents in order", limit=gathering.PAGE + 1, **place)
    rows = found[: gathering.PAGE]
    names: dict[str, list[str]] = defaultdict(list)
    for row in store.query("names of referents", referents=gathering.as_json(row["referent"] for row in rows)):
        names[row["referent"]].append(row["spelt"])
    return {
        "title": "Names and loaded words",
        "rows": [{**row, "foremost": names[row["referent"]][:4]} for row in rows],
        "next": f"{rows[-1]['reports']}~{rows[-1]['referent']}" if len(found) > len(rows) else "",
    }
