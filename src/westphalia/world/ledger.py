"""Forecasts that were issued and how they came out. Appended, never changed, like the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from westphalia.world.store import Store

Row = dict[str, Any]

OUTCOMES = ("resolved", "void")


@dataclass(frozen=True, slots=True)
class Issued:
    """One row of `forecasts`, as it is issued: the entry and the time are given by the ledger.

    Attributes:
        forecast: id, the hash of rule, model and data: the same forecast is issued once.
        who: who issued it.
        question: what is asked, in words.
        rule: how it is resolved, for a machine.
        answer: `{"probability": .3}` or `{"draws": […]}`.
        baselines: the same by the name of the method it is compared with.
        begins, ends: first and last day of the window.
        model: name and version of what made it.
        data: digest of the events it was made from.
        retrospective: whether it was issued when its window had begun.
    """

    forecast: str
    who: str
    question: str
    rule: Mapping[str, Any]
    answer: Mapping[str, Any]
    baselines: Mapping[str, Any]
    begins: str
    ends: str
    model: str
    data: str
    retrospective: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """One row of `resolutions`.

    Attributes:
        forecast: which.
        state: resolved or void.
        outcome: 1 or 0 for what did or did not happen, a number for a level; None if void.
        why: in words: what resolved it, or why it is void.
        evidence: ids of the events that resolved it.
        scores: losses by method, `{"outlook": {"brier": …}}`.
        data: digest of the events it was resolved with.
    """

    forecast: str
    state: str
    outcome: float | None
    why: str
    evidence: tuple[str, ...]
    scores: Mapping[str, Mapping[str, float]]
    data: str


class Ledger:
    """The ledger of one world."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def issue(self, forecasts: list[Issued]) -> int:
        """Appends forecasts, in one transaction; returns how many are new."""
        known = {row["forecast"] for row in self._store.rows("forecasts")}
        new = [one for one in forecasts if one.forecast not in known]
        self._append("forecasts", [{"at": _now(), **_values(one)} for one in new])
        return len(new)

    def resolve(self, resolutions: list[Resolution]) -> None:
        """Appends resolutions, in one transaction. A forecast is resolved once."""
        self._append("resolutions", [{"at": _now(), **_values(one)} for one in resolutions])

    def _append(self, table: str, rows: list[Row]) -> None:
        self._store.append(table, rows)

    def issued(self) -> list[Row]:
        """All forecasts, oldest first."""
        return sorted(self._store.rows("forecasts"), key=lambda row: int(row["entry"]))

    def resolutions(self) -> dict[str, Row]:
        """How forecasts came out, by forecast."""
        return {row["forecast"]: row for row in self._store.rows("resolutions")}


def _values(one: Issued | Resolution) -> Row:
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
