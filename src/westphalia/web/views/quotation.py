"""Quotations: one utterance in all its wordings, what each kept, cut or changed, and how it reached us."""

from typing import Any

from westphalia.brief.words import bare, short
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.differing import base_of, compared
from westphalia.web.refusing import MissingError
from westphalia.world import Store
from westphalia.world.pages import END

Row = dict[str, Any]

MOST = 40
"""Wordings on one page."""


def view(store: Store, asked: Asked) -> Row:
    """One quotation."""
    ident = asked.path["quotation"]
    found = next(store.frame_rows("quotations", quotation=ident), None)
    if found is None:
        raise MissingError(f"no quotation {ident!r}", "all are at /quotations")
    inside = store.query("wordings of quotation", quotation=ident, limit=MOST)
    rows = gathering.statements(store, [row["statement"] for row in inside])
    rows.sort(key=lambda row: (row["published"] or "9999", row["report"], row["start"]))
    words = [bare_whole(row["content"]) for row in rows]
    base = base_of(words)
    return {
        "title": short(bare(rows[base]["content"]), 140) if rows else "A quotation",
        "quotation": {key: value for key, value in found.items() if key != "statements"},
        "base": base,
        "wordings": [
            {**_wording(row), "against_base": [] if number == base else compared(words[base], words[number])}
            for number, row in enumerate(rows)
        ],
        "left_out": max(len(found["statements"]) - MOST, 0),
    }


def bare_whole(content: str) -> str:
    """A wording on one line."""
    return " ".join(content.split())


def _wording(row: Row) -> Row:
    kept = (
        "statement", "report", "name", "outlet", "published", "content", "kind", "quotation", "speaker", "speaker_name",
        "speaker_text", "cue", "via",
    )  # fmt: skip
    return {**{key: row[key] for key in kept}, "chain": chain(row)}


def chain(row: Row) -> list[str]:
    """From the outlet back to the speaker: "Meridian ← Interfax ← the ministry ← Lavrov"."""
    links = [
        row["outlet"] or "outlet unknown",
        *(row["via"] or ()),
        row["speaker_name"] or row["speaker_text"] or "unnamed",
    ]
    return [link for n, link in enumerate(links) if n == 0 or link != links[n - 1]]


def listing(store: Store, asked: Asked) -> Row:
    """All quotations, those in most reports first; or those of one speaker."""
    speaker = asked.text("speaker")
    reports, after = asked.after()
    if speaker:
        found = store.query("quotations of speaker", speaker=speaker, end=f"{speaker}~", limit=200)
    else:
        number = 2**62 if reports == END or not reports.isdecimal() else int(reports)
        found = store.query("quotations in order", reports=number, quotation=after, limit=gathering.PAGE + 1)
    idents = [row["quotation"] for row in found[: gathering.PAGE]]
    known = {row["quotation"]: row for row in store.rows("quotations", quotation=idents)} if idents else {}
    rows = [{**known[ident], "content": bare(known[ident]["content"])} for ident in idents]
    more = f"{rows[-1]['reports']}~{rows[-1]['quotation']}" if len(found) > gathering.PAGE and not speaker else ""
    called = gathering.names(store, [speaker])
    return {
        "title": "Quotations",
        "rows": rows,
        "next": more,
        "speaker": speaker,
        "speaker_called": called.get(speaker, ""),
    }
