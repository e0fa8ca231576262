"""Files of event data made elsewhere, read into the event table. The format is found from the content.

A row that cannot be used is counted with its line and why; the others are kept.
"""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from westphalia.errors import IntakeError
from westphalia.system import layouts
from westphalia.system.codes import coded
from westphalia.system.countries import actor_named
from westphalia.system.layouts import Layout
from westphalia.system.table import SCHEMA, Broken, EventTable, ordered

Row = Mapping[str, Any]

HINT = "a world; POLECAT, ICEWS or GDELT as CSV or TSV; a folder with train.txt and entity2id.txt; or an export of ours"


def read(path: Path, begins: date | None = None) -> EventTable:
    """Reads a file or folder of event data. See `EventTable.read`."""
    try:
        if path.is_dir():
            from westphalia.system.quadruples import read as read_folder

            return read_folder(path, begins)
        with path.open("rb") as file:
            magic = file.read(16)
    except OSError as error:
        raise IntakeError(f"{path} cannot be read: {error.strerror or error}", "name another file") from error
    if magic.startswith(b"SQLite format 3"):
        return _of_world(path)
    if magic.startswith(b"PAR1"):
        return _records(path, "Parquet", enumerate(pl.read_parquet(path).iter_rows(named=True), 1))
    try:
        return _text(path, _unpacked(path, magic))
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise IntakeError(f"{path} cannot be unpacked: {error}", "unpack it yourself, or fetch it anew") from error


def _of_world(path: Path) -> EventTable:
    from westphalia.world import Store

    with Store(path, readonly=True) as store:
        return EventTable.of_world(store)


def _unpacked(path: Path, magic: bytes) -> io.TextIOBase:
    """The text of a file that may be packed; the first member of a zip."""
    if magic.startswith(b"\x1f\x8b"):
        raw: Any = gzip.open(path, "rb")  # noqa: SIM115 - the wrapper closes it
    elif magic.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(path)
        raw = archive.open(next(name for name in archive.namelist() if not name.endswith("/")))
    else:
        raw = path.open("rb")
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")


def _text(path: Path, text: io.TextIOBase) -> EventTable:
    with text:
        first = text.readline()
        while first and (not first.strip() or first.startswith("#")):
            first = text.readline()
        if not first:
            raise IntakeError(f"{path} is empty", f"what can be read: {HINT}")
        if first.lstrip().startswith("{"):
            return _records(path, "JSON Lines", _json_lines(first, text))
        tab = "\t" if first.count("\t") >= first.count(",") and "\t" in first else ","
        cells = next(csv.reader([first], delimiter=tab, quoting=_quoting(tab)))
        layout, names, headed = layouts.found(cells)
        if layout is None:
            raise IntakeError(f"{path} is no event data that is known here", f"what can be read: {HINT}")
        lines = _delimited(text, tab, names, None if headed else cells)
        return _Reading(path.name, layout).table(lines)


def _quoting(tab: str) -> Any:
    """Tab-separated event data are not quoted: a stray quotation mark must not swallow the rows below it."""
    return csv.QUOTE_NONE if tab == "\t" else csv.QUOTE_MINIMAL


def _json_lines(first: str, text: io.TextIOBase) -> Iterator[tuple[int, Row | str]]:
    for number, line in enumerate((first, *text), 1):
        if line.strip():
            try:
                row = json.loads(line)
                yield number, row if isinstance(row, dict) else "it is no object"
            except json.JSONDecodeError as error:
                yield number, f"it is no JSON: {error.msg}"


def _delimited(
    text: io.TextIOBase, tab: str, names: list[str], first: list[str] | None
) -> Iterator[tuple[int, Row | str]]:
    """Rows with their line; `first` is the first line where the file has no header."""
    if first is not None:
        yield 1, dict(zip(names, first, strict=False))
    rows = csv.reader(text, delimiter=tab, quoting=_quoting(tab))
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num + 1, f"it cannot be taken apart: {error}"
            continue
        if cells and len(cells) < len(names) // 2:
            yield rows.line_num + 1, f"it has {len(cells)} cells where {len(names)} are expected"
        elif cells:
            yield rows.line_num + 1, dict(zip(names, cells, strict=False))


def _records(path: Path, kind: str, rows: Iterator[tuple[int, Any]]) -> EventTable:
    """Rows that come with names: the layout is that of the first."""
    held = iter(rows)
    first = next(((number, row) for number, row in held if isinstance(row, Mapping)), None)
    layout = layouts.found(list(first[1]))[0] if first else None
    if layout is None or first is None:
        raise IntakeError(f"{path}: {kind} that is no event data known here", f"what can be read: {HINT}")

    def lines() -> Iterator[tuple[int, Row | str]]:
        for number, row in chain([first], held):
            yield (
                number,
                row if isinstance(row, str) else dict(zip(layouts.header(list(row)), row.values(), strict=True)),
            )

    return _Reading(path.name, layout).table(lines())


@dataclass(slots=True)
class _Reading:
    """One file on its way into the table."""

    origin: str
    layout: Layout
    columns: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in SCHEMA})
    countries: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)

    def table(self, lines: Iterator[tuple[int, Row | str]]) -> EventTable:
        for line, row in lines:
            if isinstance(row, str):
                self.broken.append(Broken(line, row))
                continue
            try:
                for made in self.layout.events(row, line):
                    self._add(made, line)
            except ValueError as error:
                self.broken.append(Broken(line, str(error)))
        frame = pl.DataFrame(self.columns, schema=SCHEMA)
        if not frame.height and self.broken:
            raise IntakeError(
                f"{self.origin}: no row can be used; line {self.broken[0].line}: {self.broken[0].why}", "check the file"
            )
        return EventTable(
            ordered(frame), f"{self.origin} ({self.layout.name})", tuple(self.broken), self.countries, self.names
        )

    def _add(self, made: layouts.Made, line: int) -> None:
        meaning = coded(made.relation, made.mode)
        own = {
            "event": made.event or f"{self.origin}:{line}",
            "date": made.date,
            "source": made.source,
            "recipient": made.recipient,
            "type": meaning.type,
            "intensity": made.intensity if made.intensity is not None else meaning.intensity,
            "weight": made.weight,
            "status": made.status,
            "reports": made.reports,
            "dated": made.dated,
            "relation": made.shown or made.relation,
            "evidence": list(made.evidence),
        }
        for name, value in own.items():
            self.columns[name].append(value)
        for actor, country, called in (
            (made.source, made.source_country, made.source_name),
            (made.recipient, made.recipient_country, made.recipient_name),
        ):
            if country and (code := actor_named(country)):
                self.countries.setdefault(actor, code)
            if called and called != actor:
                self.names.setdefault(actor, called)
