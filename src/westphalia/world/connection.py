"""Opening a world file: is it ours, which version, may we write; and database errors as one clear word."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

from westphalia.errors import WorldError
from westphalia.world.functions import register
from westphalia.world.migrations import MIGRATIONS
from westphalia.world.tables import APPLICATION, VERSION, ddl

MAGIC = b"SQLite format 3\0"

BUSY_SECONDS = 30
"""How long a writer waits for another; one report's transaction takes some milliseconds."""

PREPARED = 512
"""Statements kept prepared; to join a report takes some 150 different ones, and Python keeps 128 by itself."""

CACHE_KIB = 65_536
"""Pages kept in memory while writing; SQLite's own two megabytes hold less than what one report touches twice."""

LOGGED = 10_000
"""Pages written ahead before they go to where they belong, 40 MB: pages that many reports touch are then moved once."""

_MEANINGS = (
    ("SQLITE_FULL", "the disk is full", "free some space and run the same command again; what was read is kept"),
    ("SQLITE_BUSY", "another process is writing to it", "wait until it has finished and try again"),
    ("SQLITE_LOCKED", "another process is writing to it", "wait until it has finished and try again"),
    ("SQLITE_READONLY", "it cannot be written to", "check the permissions of the file and its folder"),
    ("SQLITE_CANTOPEN", "it cannot be opened", "check that the folder exists and may be written to"),
    ("SQLITE_PERM", "access is refused", "check the permissions of the file and its folder"),
    ("SQLITE_NOTADB", "it is not a world", "name another file with --world"),
    ("SQLITE_CORRUPT", "the file is damaged", "restore a backup, or read the reports into a new world"),
    ("SQLITE_IOERR", "the disk cannot be read or written", "check free space and the disk, then run the command again"),
    ("SQLITE_TOOBIG", "a text is too large for it", "split the input"),
)


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turns database errors about `path` into a WorldError that says what is wrong and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for prefix, meaning, hint in _MEANINGS:
            if name.startswith(prefix):
                raise WorldError(f"{path}: {meaning}", hint) from error
        raise WorldError(f"{path}: {error}", "westphalia doctor tells more") from error


def connect(path: Path, *, create: bool = False, readonly: bool = False) -> sqlite3.Connection:
    """Opens a world, makes it if asked to, migrates it if it is older.

    Raises:
        WorldError: if there is none, or it is not a world, or a newer version made it, or it cannot be used.
    """
    _check_file(path, create)
    with clear_errors(path):
        connection = _open(path, readonly)
        try:
            _prepare(connection, path, create=create, readonly=readonly)
            register(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _check_file(path: Path, create: bool) -> None:
    try:
        exists, regular = path.exists(), path.is_file()
    except OSError as error:
        raise WorldError(f"{path}: {error.strerror or error}", "name another file with --world") from error
    if not exists:
        if not create:
            raise WorldError(f"there is no world at {path}", f"westphalia read FILES --world {path} makes one")
        if not path.parent.is_dir():
            raise WorldError(f"there is no folder {path.parent}", "make it first, or name another file with --world")
        return
    if not regular:
        kind = "a folder" if path.is_dir() else "not a file"
        raise WorldError(f"{path} is {kind}, not a world", "name a file with --world")
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as error:
        raise WorldError(f"{path} cannot be read: {error.strerror}", "check its permissions") from error
    if head and head != MAGIC:
        raise WorldError(f"{path} is not a world: it is no SQLite file", "name another file with --world")


def _open(path: Path, readonly: bool) -> sqlite3.Connection:
    def opened(mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            cached_statements=PREPARED,
        )
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    if not readonly:
        return opened("mode=rwc")
    try:
        return opened("mode=ro")
    except sqlite3.OperationalError as error:
        wal = path.with_name(path.name + "-wal")
        unreadable = error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
        if not unreadable or (wal.exists() and wal.stat().st_size):
            raise
        # A folder we may not write to, as on a read-only medium: no writer can be there either.
        return opened("mode=ro&immutable=1")


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool, readonly: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    if readonly:
        connection.execute("PRAGMA trusted_schema = OFF")  # a world from elsewhere runs nothing of its own
    else:
        _write_ahead(connection)
        # FULL: what is acknowledged survives a power cut. One sync a report, small beside the parse.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOGGED}")
    if _is_empty(connection):
        if not create or readonly:
            raise WorldError(f"{path} is empty: no report has been read into it", "westphalia read FILES --world FILE")
        _make(connection)
    if _pragma(connection, "application_id") != APPLICATION:
        raise WorldError(f"{path} is an SQLite file, but not a world", "name another file with --world")
    found = _pragma(connection, "user_version")
    if found > VERSION:
        raise WorldError(
            f"{path} was made by a newer version (schema {found}, this one knows {VERSION})", "update westphalia"
        )
    if found < VERSION:
        if readonly:
            raise WorldError(
                f"{path} is of an older version (schema {found})", "westphalia read --world FILE migrates it"
            )
        _migrate(connection, path, found)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Sets the journal to write-ahead; where another process makes the same world, SQLite does not wait by itself."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > patience:
                raise
        time.sleep(0.02)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _is_empty(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return not tables and _pragma(connection, "application_id") in (0, APPLICATION)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. Takes the write lock at once, so that waiting happens before any work."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
        raise


def _make(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        if not _is_empty(connection):  # another process was faster
            return
        for statement in ddl():
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('made_by', ?)", (f"westphalia {version('westphalia')}",))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _migrate(connection: sqlite3.Connection, path: Path, found: int) -> None:
    for step in range(found, VERSION):
        if step not in MIGRATIONS:
            raise WorldError(
                f"{path} is of schema {found}, which this version cannot migrate", "read the reports into a new world"
            )
        with transaction(connection), closing(connection.cursor()) as cursor:
            MIGRATIONS[step](cursor)
            cursor.execute(f"PRAGMA user_version = {step + 1}")
