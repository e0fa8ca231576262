"""The review queue: happenings that may be one, codings that may be wrong. Each answer is a row of the journal."""

import json
from typing import Any

from westphalia.brief.words import short
from westphalia.model.assertion import LIKELY
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.deciding import TABLES, table_of
from westphalia.world import Store

Row = dict[str, Any]

DOUBTFUL = 0.8
"""Confidence below which a coding is offered for review. What reading holds back as less sure yet is in no world."""

AT_ONCE = 8
LONG = 90
"""Characters shown of what a decision is about."""

COUNTED = 10_000
"""Questions counted at most for the progress that is shown."""

SHOWN = ("event", "report", "sentence", "sentence_start", "start", "end", "predicate_start", "predicate_end")
CODED = (
    "type", "mode", "status", "sources", "recipients", "date_from", "date_to", "date_precision", "place", "confidence",
    "happening", "mutual",
)  # fmt: skip


def view(store: Store, asked: Asked) -> Row:
    """The next questions of one kind, how many are answered, and the answer just given."""
    kind = asked.one_of("kind", ("codings", "merges"), "codings")
    found = _codings(store, asked) if kind == "codings" else _merges(store, asked)
    entry = asked.text("answered")
    just = store.query("decision", entry=int(entry)) if entry.isdecimal() and len(entry) < 16 else []
    return {"title": "Review", "kind": kind, "just": just[0] if just else None, "counted": COUNTED, **found}


def _codings(store: Store, asked: Asked) -> Row:
    confidence, after = asked.after()
    begun = _is_number(confidence)
    bounds = {"least": LIKELY, "most": DOUBTFUL}
    place = {"confidence": float(confidence) if begun else 0, "after": after if begun else ""}
    found = store.query("doubtful events", limit=AT_ONCE + 1, **bounds, **place)
    rows = gathering.events(store, [row["event"] for row in found[:AT_ONCE]])
    told = gathering.reports(store, [row["report"] for row in rows])
    called = gathering.names(store, {a for row in rows for a in (*row["sources"], *row["recipients"])})
    questions = [
        {**{key: row[key] for key in (*SHOWN, *CODED)}, "outlet": told[row["report"]]["outlet"],
         "published": told[row["report"]]["published"], "called": called} for row in rows
    ]  # fmt: skip
    last = found[AT_ONCE - 1] if len(found) > AT_ONCE else None
    return {
        "rows": questions,
        "progress": store.query("doubtful events in all", limit=COUNTED, **bounds)[0],
        "next": f"{last['confidence']!r}~{last['event']}" if last else "",
    }


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _merges(store: Store, asked: Asked) -> Row:
    """Happenings nearly alike enough to be one, the likest first."""
    score, pair = asked.after()
    one, _, other = pair.partition(" ")
    begun = _is_number(score) and other
    place = {"score": float(score), "one": one, "other": other} if begun else {"score": 9e9, "one": "~", "other": "~"}
    found = store.query("near misses", limit=AT_ONCE + 1, **place)
    last = found[AT_ONCE - 1] if len(found) > AT_ONCE else None
    return {
        "rows": [question for row in found[:AT_ONCE] if (question := _question(store, row))],
        "progress": store.query("near misses in all", limit=COUNTED)[0],
        "next": f"{last['score']!r}~{last['one']} {last['other']}" if last else "",
    }


def _question(store: Store, row: Row) -> Row | None:
    """Two happenings with the passages of their most alike events; None if a report was read anew meanwhile."""
    sides = gathering.happenings(store, [row["one"], row["other"]])
    events = gathering.events(store, [row["event"], row["other_event"]])
    if len(sides) < 2 or len(events) < 2:
        return None
    told = gathering.reports(store, [event["report"] for event in events])
    for side, event in zip(sides, events, strict=True):
        report = told[event["report"]]
        side["passage"] = {key: event[key] for key in SHOWN}
        side["passage"] |= {"outlet": report["outlet"], "published": report["published"]}
    return {
        "subject": row["event"],
        "object": row["other_event"],
        "score": row["score"],
        "why": _parts(row["why"]),
        "sides": sides,
    }


def _parts(why: Any) -> Row:
    """The parts of a score, those that speak most for one happening first."""
    found = json.loads(why) if isinstance(why, str) else why
    return dict(sorted(found.items(), key=lambda part: (-part[1], part[0])))


def journal(store: Store, asked: Asked) -> Row:
    """Decisions, the latest first."""
    entry, _ = asked.after()
    rows = store.query("newest decisions", before=int(entry) if entry.isdecimal() else 2**62, limit=101)
    more = f"{rows[99]['entry']}~" if len(rows) > 100 else ""
    rows = rows[:100]
    undone = store.query("decisions undone", entries=json.dumps([row["entry"] for row in rows]))
    over = {row["entry"] for row in undone} | {row["entry"] for row in rows if row["action"] == "undo"}
    rows = [{**row, "in_force": row["entry"] not in over} for row in rows]
    called = _called(store, {row[end] for row in rows for end in ("subject", "object") if row[end]})
    return {"title": "Journal", "rows": rows, "next": more, "fits": bool(store.rebuilt_by), "called": called}


def _called(store: Store, idents: set[str]) -> dict[str, str]:
    """What decisions are about, in words: the passage of an assertion, the title of a report, the name of an actor."""
    called: dict[str, str] = {}
    for table, key in TABLES.values():
        named = [ident for ident in idents if table_of(ident) == (table, key)]
        for row in store.frame_rows(table, **{key: named}) if named else ():
            called[row[key]] = short(row.get("text") or row.get("content") or row.get("title") or row["name"], LONG)
    actors = store.rows("actors", actor=sorted(idents)) if idents else ()
    return called | gathering.names(store, (row["actor"] for row in actors))
