"""The ledger of forecasts: every one issued, by what rule it is resolved, how it came out, and its scores."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.world import Store

Row = dict[str, Any]

METHODS = ("outlook", "recurrency", "base rate")
LOSSES = ("brier", "log", "crps")

EVIDENCE = 3
"""Happenings named for one forecast."""

MOST = 100_000
"""Pages at most."""

_HELD: "WeakKeyDictionary[Store, tuple[tuple[date, int], Row]]" = WeakKeyDictionary()


def view(store: Store, asked: Asked) -> Row:
    """Counts of all forecasts, their mean scores, and a page of them, newest first."""
    found, number = _summary(store), asked.number("page", 1, MOST)
    rows = found["rows"]
    first = (number - 1) * gathering.PAGE
    shown = rows[first : first + gathering.PAGE]
    return {
        "title": "Forecasts",
        "counts": _counts(rows),
        "means": _means(found["scores"]),
        "means_retrospective": _means(found["scores_retrospective"]),
        "reliability": [asdict(each) for each in found["reliability"]],
        "rows": shown,
        "happenings": _happenings(store, shown),
        "next": str(number + 1) if len(rows) > first + gathering.PAGE else "",
    }


def _summary(store: Store) -> Row:
    """The whole ledger, counted once for each edition of the world and day: its pages are many, and all hold counts."""
    from westphalia.forecast.ledger import summary

    today, edition = date.today(), store.pragma("data_version")[0]
    if store not in _HELD or _HELD[store][0] != (today, edition):
        found = summary(store)
        _HELD[store] = (today, edition), {**found, "rows": [_row(row, today) for row in found["rows"]]}
    return _HELD[store][1]


def _counts(rows: list[Row]) -> Row:
    """How many, each kind with what it is a part of: issued = not yet due + due; due = scored + void + awaited."""
    tally = {
        name: sum(row["result"] == name for row in rows)
        for name in ("not yet due", "awaited", "void", "came", "did not come", "measured")
    }
    hits = sum(row["hit"] is True for row in rows)
    misses = sum(row["hit"] is False for row in rows)
    return {
        "issued": len(rows),
        "not_yet_due": tally["not yet due"],
        "due": len(rows) - tally["not yet due"],
        "hits": hits,
        "misses": misses,
        "asked": hits + misses,
        "measured": tally["measured"],
        "void": tally["void"],
        "awaited": tally["awaited"],
        "retrospective": sum(row["retrospective"] for row in rows),
    }


def _row(row: Row, today: date) -> Row:
    """A forecast as a row of the table: one value a column, what is not known None."""
    due = date.fromisoformat(row["ends"]) + timedelta(days=1)
    chance, came = row["probability"], row["outcome"]
    asked = chance is not None and came is not None
    return {
        "forecast": row["forecast"],
        "question": row["question"],
        "who": row["who"],
        "issued": row["at"],
        "begins": row["begins"],
        "ends": row["ends"],
        "due": due.isoformat(),
        "rule": _rule(row["rule"]),
        "model": row["model"],
        "data": row["data"],
        "retrospective": bool(row["retrospective"]),
        "probability": chance,
        "probability_recurrency": row["baselines"].get("recurrency") if chance is not None else None,
        "probability_base_rate": row["baselines"].get("base rate") if chance is not None else None,
        "median": _median(row["answer"].get("draws")),
        "result": _result(row, due <= today),
        "outcome": came,
        "hit": not row["miss"] if asked else None,
        "why": row["why"],
        "evidence": list(row["evidence"]),
        **{
            f"{loss}_{method.replace(' ', '_')}": row["scores"].get(method, {}).get(loss)
            for loss in LOSSES
            for method in METHODS
        },
    }


def _result(row: Row, due: bool) -> str:
    if row["state"] == "void":
        return "void"
    if row["state"] == "open":
        return "awaited" if due else "not yet due"
    if row["probability"] is None:
        return "measured"
    return "came" if row["outcome"] else "did not come"


def _rule(rule: Mapping[str, Any]) -> str:
    """How it is resolved, in words."""
    who = f"{rule['source']} → {rule['recipient']}, {rule['from']} to {rule['until']}, in {rule['table']}"
    held = f"void if the window holds fewer than {rule['covered_by']} events of any kind"
    if rule["counts"] == "level":
        return f"level at the end of {who}; half-life {rule['half_life']:g} days; {held}"
    return f"comes if {rule['least']} or more events are {rule['of']}: {who}; {held} and none of these"


def _median(draws: list[float] | None) -> float | None:
    return sorted(draws)[len(draws) // 2] if draws else None


def _means(found: Mapping[str, Mapping[str, float]]) -> list[Row]:
    return [{"method": name, **{loss: found[name].get(loss) for loss in LOSSES}} for name in METHODS if name in found]


def _happenings(store: Store, rows: list[Row]) -> dict[str, str]:
    """Happening → summary, of what resolved these: events of imported files are not of the world and have no page."""
    wanted = sorted({event for row in rows for event in row["evidence"][:EVIDENCE]})
    return {row["happening"]: row["summary"] for row in gathering.happenings(store, wanted)}
