"""Footnotes: every event that a text stands on gets a number, and the note says where it is told."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from westphalia.system.drawing import signed
from westphalia.system.evidence import Evidence, of_row
from westphalia.system.table import EventTable
from westphalia.world.store import Store

MOST_PASSAGES = 3
"""Passages quoted of one happening; its id opens all."""

LONGEST = 240
"""Characters quoted of a passage."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: an event, what it is in a line, and the passages that tell it."""

    number: int
    event: str
    line: str
    reports: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Footnotes:
    """Numbers for events, in the order in which they are cited.

    Attributes:
        table: for names of actors.
        store: the world they are from; None for files.
    """

    table: EventTable
    store: Store | None = None
    _cited: dict[str, int] = field(default_factory=dict)
    _rows: dict[str, Row] = field(default_factory=dict)
    _whole: dict[str, Evidence] = field(default_factory=dict)

    def know(self, rows: Iterable[Row]) -> None:
        """Makes rows of event tables known, so that their events can be cited by id."""
        for row in rows:
            self._rows.setdefault(str(row["event"]), row)

    def age(self, event: str, on: date) -> float:
        """Days from a known event to a day; 0 where its day is not known."""
        day = self._rows.get(event, {}).get("date")
        return float((on - day).days) if day else 0.0

    def mark(self, events: Sequence[str], most: int = 6) -> str:
        """`[1][2]` for events; of many the first are cited, and how many more there are is said."""
        marks = "".join(f"[{self._number(event)}]" for event in events[:most])
        return marks + (f" and {len(events) - most} more" if len(events) > most else "")

    def cite(self, evidence: Sequence[Evidence], most: int = 6) -> str:
        """The same for passages that are known already."""
        pieces = list({(piece.report, piece.words) if piece.report else piece.id: piece for piece in evidence}.values())
        self._whole.update((piece.id, piece) for piece in pieces)
        return self.mark([piece.id for piece in pieces], most)

    def _number(self, event: str) -> int:
        return self._cited.setdefault(event, len(self._cited) + 1)

    def notes(self) -> list[Note]:
        """The notes in order of number."""
        wanted = [ident for event in self._cited for ident in self._rows.get(event, {}).get("evidence") or ()]
        told: dict[str, Evidence] = {}
        if self.store and wanted:
            rows = self.store.query("words of events", events=json.dumps(wanted))
            told = {str(row["event"]): of_row({**row, "text": row["sentence"]}, "event") for row in rows}
            summaries = {str(row["happening"]): str(row["summary"]) for row in rows if row["happening"]}
        else:
            summaries = {}
        return [self._note(event, number, told, summaries) for event, number in self._cited.items()]

    def _note(self, event: str, number: int, told: Mapping[str, Evidence], summaries: Mapping[str, str]) -> Note:
        if whole := self._whole.get(event):
            return Note(number, event, "", 1, (whole,))
        row = self._rows.get(event)
        if row is None:
            return Note(number, event, "", 0)
        evidence = tuple(told[ident] for ident in row.get("evidence") or () if ident in told)
        return Note(number, event, summaries.get(event) or self._line(row), int(row["reports"]), evidence)

    def _line(self, row: Row) -> str:
        what = str(row["relation"]).replace("_", " ")
        value = f" ({signed(row['value'])})" if row.get("value") is not None else ""
        return f"{self.table.name(row['source'])} → {self.table.name(row['recipient'])}: {what}{value}, {row['date']}"

    def lines(self) -> list[str]:
        """The notes as text."""
        return [line for note in self.notes() for line in _text(note)]


def _text(note: Note) -> list[str]:
    counted = f", {note.reports} independent reports" if note.reports > 1 else ""
    head = f"[{note.number}] {note.line}{counted} ({note.event})" if note.line else f"[{note.number}] {note.event}"
    pieces = {(piece.report, piece.words): piece for piece in note.evidence}
    shown = list(pieces.values())[:MOST_PASSAGES]
    return [head, *(f"    {_passage(piece)}" for piece in shown)]


def _passage(piece: Evidence) -> str:
    where = ", ".join(part for part in (piece.outlet or piece.name, piece.published) if part)
    words = piece.words if len(piece.words) <= LONGEST else f"{piece.words[: LONGEST - 1].rstrip()}…"
    return f"{where}: “{words}”" if piece.report else f"{where}: {words}"
