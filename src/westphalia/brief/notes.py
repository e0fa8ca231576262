"""Footnotes: numbers reports in order of publication and keeps the passages that are cited from each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from westphalia.brief.document import Cite, Note, Source
from westphalia.world.store import Store

Row = Mapping[str, Any]
MOST = 4
"""Passages cited for one line; more would hide the line."""


class Notes:
    """Collects what a brief cites. A passage cited twice has one label."""

    def __init__(self, store: Store, reports: Sequence[Row]) -> None:
        self._store = store
        ordered = sorted(reports, key=lambda r: (r["published"] or "9999", r["name"], r["report"]))
        self.number = {row["report"]: number for number, row in enumerate(ordered, 1)}
        self._reports = {row["report"]: row for row in ordered}
        self._labels: dict[tuple[str, int, int], str] = {}
        self._notes: dict[str, list[Note]] = {row["report"]: [] for row in ordered}

    def cite(self, rows: Iterable[Row], most: int = MOST) -> Cite:
        """Evidence of rows that have report, start and end: one passage of each report first, then further ones."""
        known = [row for row in rows if row["report"] in self.number]
        first: dict[str, Row] = {}
        for row in known:
            first.setdefault(row["report"], row)
        chosen = sorted(first.values(), key=lambda r: self.number[r["report"]])[: max(most, len(first))]
        labels = [self._label(row) for row in chosen]
        return Cite(tuple(dict.fromkeys(labels)))

    def numbers(self, reports: Iterable[str]) -> str:
        """Reports by their numbers alone: "[1, 4]"."""
        return f"[{', '.join(str(n) for n in sorted(self.number[r] for r in set(reports) if r in self.number))}]"

    def sources(self) -> tuple[Source, ...]:
        """All reports of the brief, with what is cited from each."""
        return tuple(
            Source(
                number,
                row["name"],
                row["title"],
                row["outlet"],
                row["outlet_country"],
                date.fromisoformat(row["published"]) if row["published"] else None,
                self._reports[row["copy_of"]]["name"] if row["copy_of"] in self._reports else None,
                tuple(self._notes[report]),
                report,
            )
            for report, number in self.number.items()
            for row in [self._reports[report]]
        )

    def _label(self, row: Row) -> str:
        key = (row["report"], row["start"], row["end"])
        if key not in self._labels:
            notes = self._notes[row["report"]]
            label = f"{self.number[row['report']]}.{len(notes) + 1}"
            notes.append(self._note(label, *key))
            self._labels[key] = label
        return self._labels[key]

    def _note(self, label: str, report: str, start: int, end: int) -> Note:
        around = self._store.query("sentence around", report=report, at=start)
        text = self._store.text(report)
        first = around[0]["start"] if around else start
        last = max(end, around[0]["end"] if around else end)
        return Note(label, text[first:last], start - first, end - first, start)
