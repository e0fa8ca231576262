"""The accounts of one happening as a document, which a brief's renderers write as text, Markdown or HTML."""

from collections.abc import Sequence
from typing import Any

from westphalia.brief.document import Brief, Bullets, Inline, Line, Section, Soft, Strong, Table, Words
from westphalia.brief.notes import Notes
from westphalia.brief.words import count, day, short, when
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.views import happening as page
from westphalia.world import Store

Row = dict[str, Any]

VERDICTS = {"agree": "agree", "differ": "differ", "one": "one alone says", "none": "all silent"}
STRIP = 8
"""Days of the coverage strip that fit on a printed page."""


def comparison(store: Store, ident: str) -> Brief:
    """Where the accounts of a happening agree, part and are silent; each line cites its passages."""
    found = page.view(store, Asked({"happening": ident}))
    events = _events(store, found)
    reports = gathering.reports(store, [row["report"] for row in found["reports"]])
    notes = Notes(store, list(reports.values()))
    sections = [_accounts(found, notes), _said_of_each(found, reports, events, notes), _coverage(found)]
    happening = found["happening"]
    return Brief(
        title=f"{found['title']} ({happening['happening']})",
        period=" · ".join(
            filter(
                None,
                (
                    ", ".join(filter(None, (happening["type"], happening["mode"], happening["status"]))),
                    when(happening) if happening["date_from"] else "date unknown",
                    happening["place"] or "place unknown",
                    f"{count(happening['reports'], 'report')}, {happening['independent_reports']} independent",
                ),
            )
        ),
        sections=tuple(section for section in sections if section),
        sources=notes.sources(),
        made_from=store.path.name,
    )


def _passages(account: Row, value: Row) -> list[Row]:
    """Where the words of a value stand."""
    return [{"report": report, **account["reports"][report]} for report in value["reports"]]


def _events(store: Store, found: Row) -> dict[str, Row]:
    told = store.query("events of happening", happening=found["happening"]["happening"], limit=page.MOST_EVENTS)
    return {row["event"]: row for row in gathering.events(store, [row["event"] for row in told])}


def _accounts(found: Row, notes: Notes) -> Section:
    rows: list[tuple[Line, ...]] = []
    for account in found["accounts"]:
        line: list[Inline] = []
        for number, value in enumerate(account["values"]):
            line += ["; " if number else "", value["reads"], " ", notes.cite(_passages(account, value))]
            if value["verdict"] == "differs":
                line.append(Soft(" (differs)"))
        rows.append(((account["attribute"],), (VERDICTS[account["verdict"]],), tuple(line) or ("–",)))
    return Section(
        "Where the accounts agree and part", (Table(("attribute", "accounts", "what they say"), tuple(rows)),)
    )


def _said_of_each(found: Row, reports: dict[str, Row], events: dict[str, Row], notes: Notes) -> Section:
    lines: list[Line] = []
    silent = {
        row["report"]: [
            a["attribute"] for a in found["accounts"] if a["verdict"] != "none" and row["report"] not in a["reports"]
        ]
        for row in found["reports"]
    }
    for row in found["reports"]:
        report = reports[row["report"]]
        own = sorted((e for e in events.values() if e["report"] == row["report"]), key=lambda e: e["start"])
        line: list[Inline] = [Strong(report["outlet"] or "Outlet unknown"), " "]
        line.append(Soft(f"{day(report['published']) if report['published'] else 'date unknown'} "))
        for number, event in enumerate(own[: page.PASSAGES]):
            line += [" · " if number else "", Words(short(event["text"], 200)), " ", notes.cite([event])]
        if silent[row["report"]]:
            line.append(Soft(f" silent on {', '.join(silent[row['report']])}"))
        lines.append(tuple(line))
    return Section("Each account", (Bullets(tuple(lines)),))


def _coverage(found: Row) -> Section | None:
    coverage = found["coverage"]
    if not coverage["days"]:
        return None
    days: Sequence[str] = coverage["days"][:STRIP]
    rows = tuple(((row["outlet"],), *(((_cell(cell),)) for cell in row["cells"][:STRIP])) for row in coverage["rows"])
    about = (
        "Reports that tell of it, of all held from the outlet that day; a dash: nothing is held, so nothing is known.",
    )
    return Section("Who reported it", (about, Table(("outlet", *(d[5:] for d in days)), rows)))


def _cell(cell: Row | None) -> str:
    return "–" if cell is None else f"{cell['told']} of {cell['held']}"
