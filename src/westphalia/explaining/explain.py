"""Finds what an id names, reads its report once more, and explains."""

import re

from westphalia.errors import UsageError, WorldError
from westphalia.explaining.event import explain_event
from westphalia.explaining.explanation import Explanation, Origin
from westphalia.explaining.live import Coded, Live
from westphalia.explaining.statement import explain_statement
from westphalia.model import Event, Span, Statement
from westphalia.reading import VERSION
from westphalia.world import Store
from westphalia.world.restoring import restored
from westphalia.world.rows import Row

TABLES = {"e": "events", "s": "statements"}
"""First letter of an id → the table it is looked for in."""

OTHERS = {
    "m": "a mention",
    "o": "an office",
    "f": "a figure",
    "n": "a naming",
    "p": "a position",
    "h": "a happening",
    "q": "a quotation",
}
SHORTEST = 5
"""Characters of an id that are enough, if no other begins like it."""
_ID = re.compile(rf"[a-z][0-9a-f]{{{SHORTEST - 1},16}}")


def explain(store: Store, key: str) -> Explanation:
    """Why an event or a statement is coded as it is.

    Args:
        store: the world.
        key: its id, or the beginning of it, SHORTEST characters at least.

    Raises:
        UsageError: if nothing, or several things, or a thing of another kind has this id.
        WorldError: if its report is read otherwise now, so that nothing is left to explain.
    """
    table, row = _row(store, key.strip())
    report = next(store.rows("reports", report=row["report"]))
    live = Live.of(restored(report))
    coded, reproduced = _found(table, row, live)
    if coded is None:
        raise WorldError(
            f"{row[table[:-1]]}: this version of reading no longer has it (the report was read by"
            f" {report['reading_version']}, this is {VERSION})",
            "westphalia read --again brings the world up to date",
        )
    now = "" if reproduced == "same" else _coding(coded)
    origin = Origin(
        report["report"],
        report["name"],
        report["outlet"],
        report["published"],
        report["published_from"],
        report["reading_version"],
        VERSION,
        reproduced,
        now,
    )
    if isinstance(coded, Event):
        return explain_event(store, row, origin, coded, live)
    return explain_statement(store, row, origin, coded, live)


def _row(store: Store, key: str) -> tuple[str, Row]:
    """The table and the row of an id, as frames show it."""
    table = TABLES.get(key[:1])
    if table is None or not _ID.fullmatch(key):
        if key[:1] in OTHERS and _ID.fullmatch(key):
            raise UsageError(f"{key!r} is {OTHERS[key[:1]]}", "explain takes an event (e…) or a statement (s…)")
        raise UsageError(f"{key!r} is no id of an event or a statement", "westphalia export events lists them")
    whole = [str(row["id"]) for row in store.query(f"{table} by id", start=key)]
    if not whole:
        raise UsageError(f"no {table[:-1]} {key!r} in this world", f"westphalia export {table} lists them")
    if len(whole) > 1:
        raise UsageError(f"{len(whole):,} {table} begin with {key!r}", f"one of: {', '.join(whole[:3])} …")
    return table, next(store.frame_rows(table, **{table[:-1]: whole[0]}))


def _found(table: str, row: Row, live: Live) -> tuple[Coded | None, str]:
    """What the id names in the report as it is read now, else what stands in its place."""
    coded = live.coded(row[table[:-1]])
    if coded is not None:
        return coded, "same"
    if table == "events":
        near: Coded | None = live.event_near(Span(row["predicate_start"], row["predicate_end"]))
    else:
        near = live.statement_near(Span(row["start"], row["end"]))
    return near, "otherwise"


def _coding(coded: Event | Statement) -> str:
    """A coding in a few words, where it is not what the world has."""
    if isinstance(coded, Event):
        parts = [coded.type, coded.mode, coded.status]
        sources = ", ".join(p.actor or p.text for p in coded.sources)
        recipients = ", ".join(p.actor or p.text for p in coded.recipients) or "nobody named"
        return f"{' '.join(filter(None, parts))}: {sources} → {recipients}"
    speaker = coded.speaker.actor or coded.speaker.text if coded.speaker else "nobody named"
    return f"{coded.kind} ({coded.quotation}): {speaker}"
