"""The review queue: happenings that may be one, codings that may be wrong. Each answer is a row of the journal."""

from typing import Any

from westphalia.model.assertion import LIKELY
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.world import Store

Row = dict[str, Any]

DOUBTFUL = 0.65
"""Confidence below which a coding is offered for review; what lies below LIKELY is not told as an event at all."""

AT_ONCE = 8
LOOKED = 300
"""Latest happenings whose neighbours are compared for one page of likely merges."""


def view(store: Store, asked: Asked) -> Row:
    """The next questions of one kind."""
    kind = asked.one_of("kind", ("codings", "merges"), "codings")
    found = _codings(store, asked) if kind == "codings" else _merges(store, asked)
    return {"title": "Review", "kind": kind, **found}


def _codings(store: Store, asked: Asked) -> Row:
    confidence, after = asked.after()
    place = (
        {"confidence": float(confidence), "after": after} if _is_number(confidence) else {"confidence": 0, "after": ""}
    )
    found = store.query("doubtful events", least=LIKELY, most=DOUBTFUL, limit=AT_ONCE + 1, **place)
    rows = gathering.events(store, [row["event"] for row in found[:AT_ONCE]])
    told = gathering.reports(store, [row["report"] for row in rows])
    called = gathering.names(store, {a for row in rows for a in (*row["sources"], *row["recipients"])})
    kept = (
        "event", "report", "sentence", "sentence_start", "start", "end", "predicate_start", "predicate_end", "type",
        "mode", "status", "sources", "recipients", "date_from", "date_to", "date_precision", "place", "confidence",
        "happening", "mutual",
    )  # fmt: skip
    questions = [
        {**{key: row[key] for key in kept}, "outlet": told[row["report"]]["outlet"], "called": called} for row in rows
    ]
    last = found[AT_ONCE - 1] if len(found) > AT_ONCE else None
    return {"rows": questions, "next": f"{last['confidence']!r}~{last['event']}" if last else ""}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _merges(store: Store, asked: Asked) -> Row:
    """Happenings of one type between the same polities within three days of each other that were not joined."""
    day, before = asked.after()
    decided = {
        frozenset((row["subject"], row["object"]))
        for row in store.query("journal in force")
        if row["action"] in ("same", "different")
    }
    found = store.query("happenings alike", day=day, before=before, most=LOOKED, limit=200)
    rows: list[Row] = []
    seen: set[frozenset[str]] = set()
    for row in found:
        both = frozenset((row["one"], row["other"]))
        if both in seen or len(rows) > AT_ONCE:
            continue
        seen.add(both)
        question = _question(store, row)
        if question and frozenset((question["subject"], question["object"])) not in decided:
            rows.append(question)
    more = f"{rows[AT_ONCE - 1]['at']}" if len(rows) > AT_ONCE else ""
    return {"rows": rows[:AT_ONCE], "next": more}


def _question(store: Store, row: Row) -> Row | None:
    sides = gathering.happenings(store, [row["one"], row["other"]])
    if len(sides) < 2:
        return None
    told = [store.query("events of happening", happening=side["happening"], limit=1) for side in sides]
    if not all(told):
        return None
    events = gathering.events(store, [found[0]["event"] for found in told])
    for side, event in zip(sides, events, strict=True):
        side["passage"] = {key: event[key] for key in ("event", "report", "sentence", "sentence_start", "start", "end")}
    return {
        "subject": events[0]["event"],
        "object": events[1]["event"],
        "sides": sides,
        "pair": " – ".join(gathering.names(store, row["pair"].split(" ")).values()),
        "at": f"{row['day']}~{row['one']}",
    }


def journal(store: Store, asked: Asked) -> Row:
    """Decisions, the latest first."""
    entry, _ = asked.after()
    rows = store.query("newest decisions", before=int(entry) if entry.isdecimal() else 2**62, limit=101)
    more = f"{rows[99]['entry']}~" if len(rows) > 100 else ""
    in_force = {row["entry"] for row in store.query("journal in force")}
    rows = [{**row, "in_force": row["entry"] in in_force} for row in rows[:100]]
    return {"title": "Journal", "rows": rows, "next": more, "fits": bool(store.rebuilt_by)}
