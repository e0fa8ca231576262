"""Parts: what a reading on many machines leaves, folders of Parquet files with the tables of a world.

A part is a folder `NAME/` with one file per table (`reports.parquet`, `events.parquet` …) and `part.json`, which says
who wrote it and the hash of each file. It appears whole or not at all, by one rename; its name is the hash of what was
read, so that the same work done twice is one part. Polars, DuckDB or Spark query many parts where they lie.
"""

import hashlib
import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.errors import WorldError
from westphalia.world.rows import Row
from westphalia.world.schema import Column, Kind, Origin, Table
from westphalia.world.tables import TABLES, VERSION

if TYPE_CHECKING:
    import polars as pl

FACTS = "part.json"
FORMAT = 1
"""Version of the layout of a part."""

ASSERTED = tuple(name for name, table in TABLES.items() if table.origin is Origin.ASSERTED)
"""The tables of a part, parents before children."""

_ANEW = "remove that folder and read its sources again into the same parts"


class PartError(WorldError):
    """A part cannot be used: not ours, of another version, incomplete, damaged."""

    code = "part"


@dataclass(frozen=True, slots=True)
class Part:
    """One part, as its `part.json` describes it.

    Attributes:
        path: its folder.
        reading: version of the reading steps that wrote it.
        reports: number of reports in it.
        written: when, UTC, ISO 8601.
        hashes: SHA-256 of each file, by table.
    """

    path: Path
    reading: str
    reports: int
    written: str
    hashes: Mapping[str, str]

    def frame(self, table: str) -> "pl.DataFrame":
        """One table of the part, checked against its hash and the schema.

        Raises:
            PartError: if the file is missing, damaged, or not of this schema.
        """
        import polars as pl

        place = self.path / f"{table}.parquet"
        try:
            data = place.read_bytes()
        except OSError as error:
            raise PartError(f"{place} cannot be read: {error.strerror}", _ANEW) from error
        if hashlib.sha256(data).hexdigest() != self.hashes[table]:
            raise PartError(f"{place} is damaged: it is not the file that was written", _ANEW)
        try:
            frame = pl.read_parquet(BytesIO(data))
        except Exception as error:  # Polars raises many kinds, some of them panics of its own
            raise PartError(f"{place} is no Parquet file: {error}", _ANEW) from error
        if dict(frame.schema) != _types(TABLES[table]):
            raise PartError(f"{place} has other columns than schema {VERSION}", _ANEW)
        return frame

    def columns(self, table: str, names: list[str]) -> "pl.DataFrame":
        """Some columns of a table, read alone and not checked.

        Raises:
            PartError: if they cannot be read.
        """
        import polars as pl

        try:
            return pl.read_parquet(self.path / f"{table}.parquet", columns=names)
        except Exception as error:
            raise PartError(f"{self.path / table}.parquet cannot be read: {error}", _ANEW) from error


def parts(folder: str | Path) -> Iterator[Path]:
    """Folders in `folder` that may be parts, in the order of their names; `folder` itself if it is one.

    Raises:
        PartError: if there is no such folder.
    """
    place = Path(folder)
    try:
        if (place / FACTS).exists():
            yield place
            return
        yield from sorted(child for child in place.iterdir() if child.is_dir() and not child.name.startswith("."))
    except OSError as error:
        raise PartError(f"{place} cannot be read: {error.strerror}", "name the folder of read --parts") from error


def open_part(path: Path) -> Part:
    """The part in a folder, by its description alone.

    Raises:
        PartError: if it is none, or of another version.
    """
    place = path / FACTS
    try:
        facts = json.loads(place.read_text(encoding="utf-8"))
        part = Part(path, facts["reading"], int(facts["reports"]), facts["written"], dict(facts["files"]))
        schema, layout = facts["schema"], facts["format"]
    except FileNotFoundError as error:
        raise PartError(f"{path} is no part of a world: no {FACTS} in it", "name the folder of read --parts") from error
    except OSError as error:
        raise PartError(f"{place} cannot be read: {error.strerror}", "check its permissions") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PartError(f"{place} is damaged: {type(error).__name__} {error}"[:300], _ANEW) from error
    if (layout, schema) != (FORMAT, VERSION):
        versions = f"schema {schema}, format {layout}; this program has {VERSION} and {FORMAT}"
        raise PartError(f"{path} is of another version: {versions}", "load it with the version that wrote it")
    if missing := [name for name in ASSERTED if name not in part.hashes]:
        raise PartError(f"{place} lists no {missing[0]}", _ANEW)
    return part


def frame(table: str, rows: Iterable[Row]) -> "pl.DataFrame":
    """Rows as `assertion_rows` makes them, as a frame of a part: lists as lists, days as days, objects as JSON."""
    import polars as pl

    declared, held = TABLES[table], list(rows)
    columns = {c.name: [_value(c, row.get(c.name)) for row in held] for c in _columns(declared)}
    made = pl.DataFrame(columns, schema=_types(declared, as_rows=True))
    kinds = _types(declared)
    days = [pl.col(name).str.to_date() for name, kind in kinds.items() if kind == pl.Date]
    truths = [pl.col(name).cast(pl.Boolean) for name, kind in kinds.items() if kind == pl.Boolean]
    return made.with_columns(days + truths)


class Writer:
    """Gathers the rows of reports and writes them as one part.

    Frames are made at once, because rows as dictionaries take ten times the memory.
    """

    def __init__(self, folder: str | Path, reading: str) -> None:
        self._folder, self._reading = Path(folder), reading
        self._frames: dict[str, list[pl.DataFrame]] = {name: [] for name in ASSERTED}
        self._identity = hashlib.sha256(f"{FORMAT} {VERSION} {reading}".encode())
        self._reports = 0

    def add(self, rows: Mapping[str, list[Row]]) -> None:
        """Rows by table: of reports with their assertions, or of inputs rejected.

        Raises:
            UnicodeEncodeError: if a text is no Unicode text; nothing is added.
        """
        frames = {name: frame(name, those) for name, those in rows.items() if those}
        for name, made in frames.items():
            self._frames[name].append(made)
        for row in rows.get("reports", ()):
            self._reports += 1
            self._identity.update(repr((row["report"], row["name"], row["container"])).encode())
        for row in rows.get("rejected", ()):
            self._identity.update(repr(sorted(row.items())).encode("utf-8", "replace"))

    @property
    def empty(self) -> bool:
        """Whether nothing was added."""
        return not any(self._frames.values())

    def finish(self) -> Path:
        """Writes the part and returns its folder; in place of one of the same name.

        Raises:
            PartError: if it cannot be written.
        """
        import polars as pl

        name = self._identity.hexdigest()[:24]
        draft = self._folder / f".{name}.{socket.gethostname()}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            hashes = {}
            for table, frames in self._frames.items():
                whole = BytesIO()
                (pl.concat(frames) if frames else frame(table, ())).write_parquet(whole)
                hashes[table] = hashlib.sha256(whole.getbuffer()).hexdigest()
                _write(draft / f"{table}.parquet", whole.getvalue())
            written = datetime.now(UTC).isoformat(timespec="microseconds")
            facts: dict[str, Any] = {"format": FORMAT, "schema": VERSION, "reading": self._reading}
            facts |= {"reports": self._reports, "written": written, "files": hashes}
            _write(draft / FACTS, json.dumps(facts, indent=1).encode() + b"\n")
            return _install(draft, self._folder / name)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise PartError(
                f"no part can be written to {self._folder}: {error.strerror or error}",
                "check space and permissions and run the same command again; parts that are there are kept",
            ) from error


def tidy(folder: str | Path) -> None:
    """Removes what killed workers left of parts that others finished."""
    place = Path(folder)
    for draft in place.glob(".*.*.*") if place.is_dir() else ():
        if (place / draft.name.split(".")[1] / FACTS).exists():
            shutil.rmtree(draft, ignore_errors=True)


def _install(draft: Path, final: Path) -> Path:
    """Renames a finished draft to its name. What is there already came of the same work, or is damaged: it goes."""
    for attempt in range(3):
        try:
            return draft.rename(final)
        except OSError:
            if attempt == 2 or not final.exists():
                raise
            old = draft.with_name(draft.name + ".old")
            with suppress(FileNotFoundError):  # another worker was faster
                final.rename(old)
            shutil.rmtree(old, ignore_errors=True)
    raise AssertionError


def _write(place: Path, data: bytes) -> None:
    with place.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _columns(table: Table) -> list[Column]:
    """Columns of a table in a part: all stored ones but the row number, which the world counts itself."""
    return [c for c in table.stored if c.name != table.serial]


def _types(table: Table, *, as_rows: bool = False) -> dict[str, Any]:
    """Types of a table's columns in a part; `as_rows`, where rows hold them as SQLite does."""
    import polars as pl

    kinds: dict[Kind, Any] = {
        Kind.TEXT: pl.String(),
        Kind.INTEGER: pl.Int64(),
        Kind.REAL: pl.Float64(),
        Kind.BOOLEAN: pl.Int64() if as_rows else pl.Boolean(),
        Kind.DATE: pl.String() if as_rows else pl.Date(),
        Kind.LIST: pl.List(pl.String()),
        Kind.JSON: pl.String(),
        Kind.BLOB: pl.Binary(),
    }
    return {c.name: kinds[c.kind] for c in _columns(table)}


def _value(column: Column, value: Any) -> Any:
    if column.kind is Kind.LIST and isinstance(value, str):
        return json.loads(value)
    return value
