"""A happening side by side: what the reports agree on, where they part, who is silent."""

from typing import Any

from westphalia.model import ontology
from westphalia.web import gathering
from westphalia.web.accounting import accounts, in_short
from westphalia.web.asked import Asked
from westphalia.web.coverage import coverage
from westphalia.world import Store

Row = dict[str, Any]

NAMING = "naming of "
"""How the attributes begin that compare what a thing is called."""

MOST_EVENTS = 60
"""Events of one happening compared; a larger one says how many are left out."""

COLUMNS = (2, 4)
"""Reports side by side: at least, at most."""

PASSAGES = 3
"""Passages of one report shown in its column."""


def view(store: Store, asked: Asked) -> Row:
    """The happening with its accounts."""
    found = gathering.the_happening(store, asked.path["happening"])
    ident = found["happening"]
    told = store.query("events of happening", happening=ident, limit=MOST_EVENTS)
    events = gathering.events(store, [row["event"] for row in told])
    called = gathering.names(
        store, {*found["participants"], *(a for e in events for a in (*e["sources"], *e["recipients"]))}
    )
    number = store.query("size of happening", happening=ident)[0]["events"]
    reports = gathering.reports(store, [event["report"] for event in events])
    compared = accounts(store, events, reports, called)
    order = _order(reports, compared)
    for value in (value for account in compared for value in account["values"]):
        value["reports"].sort(key=order.index)
    otherwise = gathering.named_otherwise(store, (_referent(account) for account in compared))
    for account in compared:
        account["referent"] = _referent(account) if _referent(account) in otherwise else ""
    wanted = asked.several("report", COLUMNS[1])
    chosen = _chosen([r for r in wanted if r in reports], order)
    confidences = [event["confidence"] for event in events if event["confidence"] is not None]
    return {
        "title": found["summary"],
        "happening": {**found, "why": None, "participant_names": [called[a] for a in found["participants"]]},
        "type": ontology.types()[found["type"]].description if found["type"] in ontology.types() else "",
        "status_means": ontology.statuses().get(found["status"], ""),
        "confidence": [min(confidences), max(confidences)] if confidences else None,
        "events_shown": len(events),
        "events_in_all": number,
        "reports": [_report(reports[r], order.index(r) + 1) for r in order],
        "accounts": compared,
        "in_short": in_short(compared),
        "chosen": chosen,
        "not_here": [r for r in wanted if r not in reports],
        "columns": [_column(reports[r], events) for r in chosen],
        "coverage": coverage(store, list(reports.values())),
        "quotations": _quotations(store, list(reports)),
        "joined": found["why"] or [],
        "joined_words": {event["event"]: event["text"] for event in events},
        "decisions": store.query("decisions about", subject=events[0]["event"]) if events else [],
    }


def _chosen(wanted: list[str], order: list[str]) -> list[str]:
    """The reports wanted; others beside a single one, and the first three if none is wanted."""
    most = COLUMNS[0] if wanted else COLUMNS[0] + 1
    return [*wanted, *(r for r in order if r not in wanted)][: max(most, len(wanted))]


def _referent(account: Row) -> str:
    """The thing whose naming is compared, "" for other attributes."""
    return str(account["attribute"]).partition(NAMING)[2]


def _order(reports: dict[str, Row], compared: list[Row]) -> list[str]:
    """Reports to be compared: one of each outlet first, copies last, those that say most before the others."""
    said = {report: sum(report in account["reports"] for account in compared) for report in reports}
    parting = {
        report: sum(
            account["values"][account["reports"][report]["value"]]["verdict"] == "differs"
            for account in compared
            if report in account["reports"]
        )
        for report in reports
    }
    best = sorted(reports, key=lambda r: (bool(reports[r]["copy_of"]), -parting[r], -said[r], r))
    first: dict[str, str] = {}
    for report in best:
        first.setdefault(reports[report]["outlet"] or report, report)
    return [*first.values(), *(report for report in best if report not in first.values())]


def _report(report: Row, number: int) -> Row:
    kept = ("report", "name", "title", "outlet", "outlet_country", "published", "published_precision", "copy_of")
    return {"number": number, **{key: report[key] for key in kept}}


def _column(report: Row, events: list[Row]) -> Row:
    own = sorted((e for e in events if e["report"] == report["report"]), key=lambda e: e["start"])
    kept = (
        "event", "start", "end", "sentence", "sentence_start", "sentence_end", "predicate_start", "predicate_end",
        "type", "mode", "status", "confidence",
    )  # fmt: skip
    return {"report": report["report"], "passages": [{key: e[key] for key in kept} for e in own[:PASSAGES]],
            "more": max(len(own) - PASSAGES, 0)}  # fmt: skip


def _quotations(store: Store, reports: list[str]) -> list[Row]:
    """Utterances that more than one of the reports carry."""
    found = store.query("quotations of reports", reports=gathering.as_json(reports), limit=6)
    inside = {row["quotation"]: row["reports"] for row in found}
    rows = list(store.frame_rows("quotations", quotation=list(inside))) if inside else []
    rows.sort(key=lambda row: (-inside[row["quotation"]], row["quotation"]))
    return [{**{k: row[k] for k in ("quotation", "speaker", "speaker_name", "content", "wordings", "reports")},
             "reports_here": inside[row["quotation"]]} for row in rows]  # fmt: skip
