"""Quotations: one utterance in all its wordings, what each kept, cut or changed, and how it reached us."""

from dataclasses import asdict
from typing import Any

from westphalia.brief.words import bare, short
from westphalia.reconciling.utterances import chain, compare, kept, nearest
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.refusing import MissingError
from westphalia.world import Store
from westphalia.world.pages import END

Row = dict[str, Any]

MOST = 40
"""Wordings on one page."""


def view(store: Store, asked: Asked) -> Row:
    """One quotation."""
    ident = asked.path["quotation"]
    found = next(store.rows("quotations", quotation=ident), None)
    if found is None:
        raise MissingError(f"no quotation {ident!r}", "all are at /quotations")
    inside = store.query("wordings of quotation", quotation=ident, limit=MOST + 1)
    rows = gathering.statements(store, [row["statement"] for row in inside[:MOST]])
    rows.sort(key=lambda row: (row["published"] or "9999", row["report"], row["start"]))
    reports = gathering.reports(store, [row["report"] for row in rows])
    reports |= gathering.reports(store, [r["copy_of"] for r in reports.values() if r["copy_of"]])
    base = nearest([row["content"] for row in rows], [row["quotation"] for row in rows])
    return {
        "title": short(bare(rows[base]["content"]), 140) if rows else "A quotation",
        "quotation": found,
        "base": base,
        "wordings": [_wording(row, None if n == base else rows[base], reports) for n, row in enumerate(rows)],
        "more": len(inside) > MOST,
    }


def _wording(row: Row, base: Row | None, reports: dict[str, Row]) -> Row:
    columns = (
        "statement", "report", "name", "outlet", "published", "content", "kind", "quotation", "speaker", "speaker_name",
        "speaker_text", "cue", "via",
    )  # fmt: skip
    return {
        **{key: row[key] for key in columns},
        "kept": 1.0 if base is None else kept(base["content"], row["content"]),
        "against_base": [] if base is None else [asdict(p) for p in compare(base["content"], row["content"])],
        "chain": [asdict(link) for link in chain(row, reports[row["report"]], reports)],
    }


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
