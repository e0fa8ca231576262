"""The world file as a store: reports and their assertions in, rows out."""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from westphalia.errors import WorldError
from westphalia.model import Rejected, Report
from westphalia.world import accruing
from westphalia.world.connection import clear_errors, connect, transaction
from westphalia.world.queries import QUERIES
from westphalia.world.rows import ReadingLike, Row, Rows, assertion_rows, rejected_row, report_row
from westphalia.world.schema import Column, Kind, Origin, Table, quoted
from westphalia.world.tables import TABLES
from westphalia.world.totals import refresh
from westphalia.world.values import canonical, decoder, stored

if TYPE_CHECKING:
    import polars as pl

Outlet = tuple[str | None, str | None]
_CHUNK = 500


class UnfitError(WorldError):
    """One report cannot be stored for what is in it; others can."""

    code = "unfit"


class Store:
    """One open world. Use it as a context manager, in the thread that opened it."""

    def __init__(self, path: str | Path, *, create: bool = False, readonly: bool = False) -> None:
        """Opens the world at `path`.

        Args:
            path: the file.
            create: make it if it is not there.
            readonly: never write; also opens worlds in folders that cannot be written to.

        Raises:
            WorldError: if there is none, or it is not a world, or it cannot be used.
        """
        self.path = Path(path)
        self._connection = connect(self.path, create=create, readonly=readonly)

    def close(self) -> None:
        """Closes the file. A second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all that is written inside or, if anything goes wrong, nothing of it."""
        with clear_errors(self.path), transaction(self._connection):
            yield

    @contextmanager
    def deriving(self) -> Iterator[None]:
        """`writing` what can be made again: not waited for on its way to the disk, a power cut may undo it whole."""
        self._connection.execute("PRAGMA synchronous = NORMAL")
        try:
            with self.writing():
                yield
        finally:
            self._connection.execute("PRAGMA synchronous = FULL")

    def wants(self, report: Report, reading_version: str) -> bool:
        """Whether `report` has to be read: it is new, or another version read it, or it is the better copy.

        The same report can lie in several places. The one with the smallest name stands, whichever came first,
        so that the world does not depend on order.
        """
        known = self.query("known report", report=report.id)
        if not known or known[0]["reading_version"] != reading_version:
            return True
        return (report.name, report.container) < (known[0]["name"], known[0]["container"])

    def has(self, report: str, reading_version: str) -> bool:
        """Whether the report with this id is there, read by this version of reading."""
        known = self.query("known report", report=report)
        return bool(known) and known[0]["reading_version"] == reading_version

    def add(self, reading: ReadingLike, reading_version: str, outlet: Outlet = (None, None)) -> bool:
        """Writes a report and all it asserts, in one transaction, in place of what was there for it.

        Returns:
            False if the same report from a place that goes before was there already.

        Raises:
            WorldError: if it cannot be written, or an assertion's place does not lie in the text.
        """
        return self.add_rows(reading.report, reading_version, assertion_rows(reading), outlet)

    def add_rows(self, report: Report, reading_version: str, rows: Rows, outlet: Outlet = (None, None)) -> bool:
        """`add` for rows that `assertion_rows` made elsewhere, as in a worker."""
        row = report_row(report, reading_version, outlet)
        for table in rows:
            if TABLES[table].origin is not Origin.ASSERTED:
                raise WorldError(f"{table} is not written with a report")
        return bool(self.add_all({"reports": [row], **rows}, again=True))

    def add_all(self, tables: Mapping[str, Iterable[Row]], *, again: bool = False) -> int:
        """Writes many reports with all they assert, and rejected inputs, in one transaction.

        Args:
            tables: rows by table; a report is in them once.
            again: whether to write anew what is there, by the same version from the same place.

        Returns:
            number of reports written.
        """
        with self.writing():
            wanted = {row["report"]: row for row in tables.get("reports", ()) if self._goes_before(row, again)}
            if wanted:
                self._connection.execute(QUERIES["something waits"])
            for row in wanted.values():
                self._connection.execute(QUERIES["report waits"], {"report": row["report"]})
                self._connection.execute(QUERIES["forget report"], {"report": row["report"]})
                named = {"container": row["container"] or "", "name": row["name"]}
                self._connection.execute(QUERIES["forget rejected"], named)
            self._insert("reports", wanted.values())
            for name, rows in tables.items():
                if name == "rejected":
                    self._insert(name, rows, "INSERT OR REPLACE")
                elif name != "reports":
                    self._insert(name, (row for row in rows if row["report"] in wanted))
        return len(wanted)

    def _goes_before(self, row: Row, again: bool) -> bool:
        """Whether the row of a report takes the place of the one that is there: another version, an earlier name."""
        known = self.query("known report", report=row["report"])
        if not known or known[0]["reading_version"] != row["reading_version"]:
            return True
        ours, there = (row["name"], row["container"] or ""), (known[0]["name"], known[0]["container"])
        return ours < there or (again and ours == there)

    def reject(self, rejected: Rejected) -> None:
        """Writes down an input that could not become a report, and why."""
        with self.writing():
            self._insert("rejected", [rejected_row(rejected)], "INSERT OR REPLACE")

    def replace_derived(self, tables: Mapping[str, Iterable[Row]], apart: Collection[str] = ()) -> None:
        """Throws the rows of derived tables away and writes these instead, in one transaction.

        Lists and totals are made anew with the happenings, and near misses, but those of events that are `apart`.

        Raises:
            WorldError: if a table is not a derived one, or a row does not fit it.
        """
        for name in tables:
            if name not in TABLES or TABLES[name].origin is not Origin.DERIVED:
                raise WorldError(f"{name} is not a derived table")
        ordered = [name for name in TABLES if name in tables]
        with self.writing():
            for name in reversed(ordered):
                self._connection.execute(f"DELETE FROM {name}")
            for name in ordered:
                self._insert(name, tables[name])
            if "happening_events" in tables:
                refresh(self._connection)
                accruing.fill(self._connection, apart)

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Writes rows of a table that is not asserted, in place of those with the same key, within `writing`."""
        self._insert(self._unasserted(table), rows, "INSERT OR REPLACE")

    def take(self, table: str, columns: str | Sequence[str], values: Iterable[Any]) -> None:
        """Takes rows of a table that is not asserted away, by a column or some, within `writing`."""
        names = [columns] if isinstance(columns, str) else list(columns)
        given = ((value,) for value in values) if isinstance(columns, str) else values
        where = " AND ".join(f"{name} = ?" for name in quoted(names))
        with clear_errors(self.path):
            self._connection.executemany(f"DELETE FROM {self._unasserted(table)} WHERE {where}", given)

    @staticmethod
    def _unasserted(table: str) -> str:
        if TABLES[table].origin not in (Origin.DERIVED, Origin.HOUSE):
            raise WorldError(f"{table} is written with a report or by people")
        return table

    def exchange_happenings(
        self, gone: Collection[str], rows: Iterable[Row], members: Iterable[Row], around: Collection[str] = (),
        apart: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Writes happenings in place of others, with their events, lists and totals, within `writing`.

        Args:
            gone: those that go.
            rows: those that come.
            members: rows of `happening_events` for these.
            around: others of which near misses may be new.
            apart: events that near misses leave out.
        """
        rows = list(rows)
        written = {row["happening"] for row in rows}
        with clear_errors(self.path):
            before = accruing.shares(self._connection, gone)
            self.take("happenings", "happening", sorted(gone))
            self.put("happenings", rows)
            self.put("happening_events", members)
            accruing.exchange(self._connection, before, gone, written)
            accruing.miss_again(self._connection, {*written, *around}, apart)

    def count_reports(
        self, new: Collection[str], copied: Mapping[str, int], moved: Mapping[str, tuple[str, str]]
    ) -> None:
        """Counts new reports into lists and totals, within `writing`. See `accruing.add_reports`."""
        with clear_errors(self.path):
            accruing.add_reports(self._connection, new, copied, moved)

    def append(self, table: str, rows: Iterable[Row]) -> None:
        """Appends rows to a table that is never changed, in one transaction.

        Raises:
            WorldError: if the table is not such a one, or a row with its key is there.
        """
        if TABLES[table].origin is not Origin.HUMAN:
            raise WorldError(f"{table} is not a table that is appended to")
        with self.writing():
            self._insert(table, rows)

    def keep(self, table: str, rows: Iterable[Row]) -> None:
        """Writes rows of a table about the file itself, in place of those with the same key."""
        self._house(table)
        with self.writing():
            self._insert(table, rows, "INSERT OR REPLACE")

    def drop(self, table: str, keys: Iterable[str]) -> None:
        """Takes rows of a table about the file itself away."""
        key = quoted(self._house(table).key)[0]
        with self.writing():
            self._connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", ((value,) for value in keys))

    def _house(self, table: str) -> Table:
        if TABLES[table].origin is not Origin.HOUSE:
            raise WorldError(f"{table} is not a table about the file itself")
        return TABLES[table]

    @property
    def rebuilt_by(self) -> str:
        """Version of reconciling that rebuilt the derived tables, "" if they do not fit the reports any more."""
        found = self.query("rebuilt by")
        return str(found[0]["value"]) if found else ""

    @property
    def joined_by(self) -> str:
        """Version of reconciling by which all joined but what is new since, "" if nothing can join."""
        found = self.query("joined by")
        return str(found[0]["value"]) if found else ""

    def settle(self, version: str) -> None:
        """Says that all reports and decisions have joined, within `writing`."""
        for name in ("derived is current", "world is joined", "none waits", "all is decided"):
            self._connection.execute(QUERIES[name], {"version": version})

    def forget_derived(self, version: str) -> None:
        """Takes all derived rows away, so that all reports join anew, by this version of reconciling."""
        with self.writing():
            for table in reversed(TABLES.values()):
                if table.origin is Origin.DERIVED:
                    self._connection.execute(f"DELETE FROM {table.name}")
            for name in (
                "something waits",
                "world is joined",
                "all reports wait",
                "nothing is counted",
                "nothing is decided",
            ):
                self._connection.execute(QUERIES[name], {"version": version})

    def begin_rebuild(self) -> str:
        """Says that the derived tables are being rebuilt; the token goes when a report is written meanwhile."""
        token = f"rebuilding {secrets.token_hex(8)}"
        with self.writing():
            self._connection.execute(QUERIES["derived is void"])
            self._connection.execute(QUERIES["derived is current"], {"version": token})
        return token

    def finish_rebuild(self, token: str, version: str) -> bool:
        """Marks the derived tables as current; False if another process wrote or rebuilt since `token` was given."""
        with self.writing():
            ours = self.rebuilt_by == token
            if ours:
                self.settle(version)
        return ours

    def mark_rebuilt(self, version: str) -> None:
        """Says that the derived tables fit the reports and the journal."""
        with self.writing():
            self._connection.execute(QUERIES["derived is current"], {"version": version})

    def _insert(self, name: str, rows: Iterable[Row], verb: str = "INSERT") -> None:
        table = TABLES[name]
        columns = [c for c in table.stored if c.name != table.serial]
        names = ", ".join(quoted(c.name for c in columns))
        marks = ", ".join("?" * len(columns))
        expected = {c.name for c in columns}

        def values(row: Row) -> list[Any]:
            if unknown := row.keys() - expected:
                raise WorldError(f"{name} has no column {', '.join(sorted(unknown))}")
            return [stored(c, row.get(c.name)) for c in columns]

        sql = f"{verb} INTO {name} ({names}) VALUES ({marks})"
        try:
            self._connection.executemany(sql, map(values, rows))
        except UnicodeEncodeError as error:
            raise UnfitError(
                "a text in it holds half characters, which are no Unicode text", "save it as UTF-8"
            ) from error
        except sqlite3.IntegrityError as error:
            raise UnfitError(
                f"rows of {name} do not fit a world: {error}", "they were changed; make them anew"
            ) from error

    # Reading

    def query(self, name: str, **parameters: Any) -> list[Row]:
        """All rows of a query named in `queries.py`, as dictionaries."""
        with clear_errors(self.path):
            return [dict(row) for row in self._connection.execute(QUERIES[name], parameters)]

    def rows(self, table: str, **equal: Any) -> Iterator[Row]:
        """Stored rows of a table whose columns equal the given values, in the table's order.

        A list or tuple as value means any of its members. Lists, objects and booleans come decoded.
        """
        declared = TABLES[table]
        columns = ", ".join(f't."{c.name}"' for c in declared.stored)
        sql = f"SELECT {columns} FROM {table} t"
        return self._select(declared, sql, {c.name: c for c in declared.stored}, equal)

    def frame_rows(self, table: str, **equal: Any) -> Iterator[Row]:
        """What frames and exports show of a table, row by row, decoded; filters as in `rows`."""
        declared = TABLES[table]
        return self._select(declared, declared.select(), {c.name: c for c in declared.frame}, equal)

    def frame(self, table: str, **equal: Any) -> "pl.DataFrame":
        """What frames show of a table, as a Polars frame."""
        import polars as pl

        declared = TABLES[table]
        texts = {c.name for c in declared.frame if c.kind is Kind.JSON}
        days = {c.name for c in declared.frame if c.kind is Kind.DATE}
        schema = declared.polars_schema()
        read = {name: pl.String if name in days else kind for name, kind in schema.items()}
        columns: dict[str, list[Any]] = {c.name: [] for c in declared.frame}
        for row in self.frame_rows(table, **equal):
            for name, value in row.items():
                columns[name].append(json.dumps(value, ensure_ascii=False) if name in texts and value else value)
        return pl.DataFrame(columns, schema=read).with_columns(pl.col(name).str.to_date() for name in sorted(days))

    def _select(self, table: Table, sql: str, columns: dict[str, Column], equal: dict[str, Any]) -> Iterator[Row]:
        where, values = [], []
        for name, value in equal.items():
            column = next((c for c in table.stored if c.name == name), None)
            if column is None:
                raise WorldError(f"{table.name} has no column {name}")
            several = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
            where.append(f't."{name}" IN ({", ".join("?" * len(several))})')
            values += several
        condition = f" WHERE {' AND '.join(where)}" if where else ""
        decode = [(name, decoder(column)) for name, column in columns.items()]
        with clear_errors(self.path):
            cursor = self._connection.execute(f"{sql}{condition} ORDER BY {table.order}", values)
            while chunk := cursor.fetchmany(_CHUNK):
                for row in chunk:
                    yield {name: decoded(value) for (name, decoded), value in zip(decode, row, strict=True)}

    def text(self, report: str) -> str:
        """The text of a report, to which all offsets refer."""
        found = self.query("text of report", report=report)
        if not found:
            raise WorldError(f"no report {report}", "westphalia export reports lists them")
        return str(found[0]["text"])

    def search(self, words: str, limit: int = 20) -> list[Row]:
        """Sentences and statements that hold all the words, best first. See `world.search`."""
        from westphalia.world.search import search

        return search(self, words, limit)

    def digest(self) -> str:
        """SHA-256 over the content of all tables but the journal and facts about the file.

        It does not depend on the order in which reports were read, on batches, row numbers or folders.
        """
        total = hashlib.sha256()
        for name, table in TABLES.items():
            if table.origin in (Origin.HUMAN, Origin.HOUSE):
                continue
            columns = [c for c in table.stored if c.digested]
            listed = ", ".join(quoted(c.name for c in columns))
            order = ", ".join(quoted(table.key))
            total.update(f"\n{name}\n".encode())
            with clear_errors(self.path):
                for row in self._connection.execute(f"SELECT {listed} FROM {name} ORDER BY {order}"):
                    total.update(canonical(columns, row))
        return total.hexdigest()

    def pragma(self, name: str) -> list[Any]:
        """First column of what a pragma of SQLite answers, as `integrity_check`."""
        with clear_errors(self.path):
            return [row[0] for row in self._connection.execute(f"PRAGMA {name}")]

    def check_index(self, table: str) -> str:
        """What is wrong with the full-text index of a table, "" if nothing. Needs a writable world."""
        index = f"{table}_search"
        try:
            self._connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            return "" if error.sqlite_errorname.startswith("SQLITE_READONLY") else str(error)
        return ""

    def counts(self) -> dict[str, int]:
        """Number of rows of every table."""
        with clear_errors(self.path):
            return {
                name: int(self._connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in TABLES
            }
