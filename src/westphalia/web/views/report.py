"""A report with every assertion marked, and beside it what was coded from each mark."""

import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.refusing import MissingError
from westphalia.world import Store

Row = dict[str, Any]

PART, NOTES = 9_000, 90
"""Characters of text on one page, and notes beside it: together under 100 kB."""

KINDS = {
    "events": ("event", "act"),
    "statements": ("statement", "said"),
    "figures": ("figure", "figure"),
    "namings": ("naming", "named"),
    "positions": ("position", "stance"),
    "offices": ("office", "office"),
}
"""Tables of assertions: key, and the word for the mark."""


def view(store: Store, asked: Asked) -> Row:
    """One report, or one part of a long one."""
    report = the_report(store, asked.path["report"])
    ident = report["report"]
    text = store.text(ident)
    parts = _parts(store, ident, text)
    at = asked.number("at", 0, len(text), least=0) if asked.text("at") else None
    part = asked.number("part", 1, len(parts)) if at is None else _part(parts, at)
    begin, end = parts[part - 1]
    source = store.query("source of report", report=ident)[0]
    raw = zlib.decompress(source["raw"])
    notes = _notes(store, ident, begin, end)
    return {
        "title": report["title"] or report["name"],
        "report": report,
        "text": text[begin:end],
        "begin": begin,
        "end": end,
        "characters": len(text),
        "part": part,
        "parts": len(parts),
        "notes": notes,
        "here_sentence": _sentence(store, ident, at),
        **_repairs(source["repairs"], begin, end),
        "reading_version": source["reading_version"],
        "raw_bytes": len(raw),
        "raw_sha256": hashlib.sha256(raw).hexdigest(),
        "copies": [row["report"] for row in store.query("copies of report", report=ident)],
    }


def the_report(store: Store, ident: str) -> Row:
    """The row of a report. Raises MissingError."""
    found = next(store.frame_rows("reports", report=ident), None)
    if found is None:
        raise MissingError(f"no report {ident!r}", "the list of reports is at /reports")
    return found


def raw(store: Store, ident: str) -> bytes:
    """The bytes of a report as they came."""
    the_report(store, ident)
    return zlib.decompress(store.query("source of report", report=ident)[0]["raw"])


def cut(text: str, starts: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Parts of a text, cut at the end of a paragraph or sentence where there is one.

    `starts` are the offsets, in order, at which its notes begin: no part has more than `NOTES` but where so many begin
    at one letter.
    """
    parts, begin = [], 0
    while len(text) - begin > (room := _room(starts, begin)):
        window = text[begin : begin + room]
        at = max(window.rfind("\n", room // 2), window.rfind(". ", room // 2) + 1, 0) or room
        parts.append((begin, begin + at))
        begin += at
    return [*parts, (begin, len(text))]


def _room(starts: Sequence[int], begin: int) -> int:
    """Characters from an offset on that may stand on one page."""
    after = bisect_left(starts, begin) + NOTES
    return PART if after >= len(starts) else min(PART, max(starts[after] - begin, 1))


def _parts(store: Store, report: str, text: str) -> list[tuple[int, int]]:
    return cut(text, [row["start"] for row in store.query("where assertions begin", report=report)])


def part_of(store: Store, report: str, start: int) -> int:
    """Number of the part that holds an offset."""
    return _part(_parts(store, report, store.text(report)), start)


def _part(parts: list[tuple[int, int]], at: int) -> int:
    return next((n for n, (_, end) in enumerate(parts, 1) if at < end), len(parts))


def _sentence(store: Store, report: str, at: int | None) -> Row | None:
    """The sentence that holds an offset, which the page points at."""
    found = store.query("sentence around", report=report, at=at) if at is not None else []
    return {"start": found[0]["start"], "end": found[0]["end"]} if found else None


def _notes(store: Store, report: str, begin: int, end: int) -> list[Row]:
    """All assertions that begin in the part, in order of the text, numbered."""
    found: list[Row] = []
    for table, (key, mark) in KINDS.items():
        found += [
            {"mark": mark, "table": table, "id": row[key], **row}
            for row in store.frame_rows(table, report=report)
            if row["start"] is not None and begin <= row["start"] < end
        ]
    found.sort(key=lambda row: (row["start"], row["end"], row["mark"], row["id"]))
    actors = {a for row in found for a in (*row.get("sources", ()), *row.get("recipients", ()))}
    actors |= {a for row in found if row["table"] == "offices" for a in (row["person"], row["actor"] or "")}
    called = gathering.names(store, actors)
    otherwise = gathering.named_otherwise(store, (row["referent"] for row in found if row["table"] == "namings"))
    wrong = _decided(store, [row["id"] for row in found])
    for number, row in enumerate(found, 1):
        row["number"] = number
        row["decisions"] = wrong.get(row["id"], [])
        if row["table"] == "events":
            row["called"] = {actor: called[actor] for actor in (*row["sources"], *row["recipients"])}
        elif row["table"] == "namings":
            row["named_otherwise"] = row["referent"] in otherwise
        elif row["table"] == "offices":
            row["called"] = {actor: called[actor] for actor in (row["person"], row["actor"]) if actor}
    return found


def _decided(store: Store, idents: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in store.query("decisions about some", subjects=json.dumps(idents)):
        found.setdefault(row["subject"], []).append(row)
    return found


def _repairs(repairs: Any, begin: int, end: int) -> Row:
    """The repairs of a part of the text, and what was repaired in all of it."""
    found = [
        {"kind": kind, "start": first, "end": last, "mended": bool(mended)}
        for kind, first, last, mended in (json.loads(repairs) if isinstance(repairs, str) else repairs)
    ]
    return {
        "repairs": [row for row in found if row["start"] < end and row["end"] >= begin][:NOTES],
        "repairs_in_all": len(found),
        "repairs_not_mended": sum(not row["mended"] for row in found),
        "repair_kinds": sorted({row["kind"] for row in found}),
    }
