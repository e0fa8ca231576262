"""Writes one table of a world in one format, whole or not at all."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from westphalia.errors import UsageError, WestphaliaError
from westphalia.export import bibliography, delimited, jsonl, parquet
from westphalia.export.rows import NAMES
from westphalia.world import Store

Writer = Callable[[Store, str, IO[bytes]], int]

FORMATS: dict[str, Writer] = {"jsonl": jsonl.write, "csv": delimited.write, "parquet": parquet.write}
"""Format → what writes it."""

BINARY = frozenset({"parquet"})


def export(store: Store, table: str, format: str = "jsonl", out: Path | None = None) -> int:  # noqa: A002
    """Writes the contract columns of a table.

    Args:
        store: the world.
        table: one of `rows.NAMES`.
        format: one of FORMATS; of reports also one of `bibliography.FORMATS`.
        out: file to write, standard output if None (not for binary formats on a terminal).

    Returns:
        number of rows.

    Raises:
        UsageError: unknown table or format.
        WestphaliaError: the file cannot be written; an older one of the name is left as it was.
    """
    _one_of("table", table, NAMES)
    write = _writer(table, _one_of("format", format, (*FORMATS, *bibliography.FORMATS)))
    if out is None:
        if format in BINARY and sys.stdout.isatty():
            raise UsageError(f"{format} is not for a terminal", "name a file with --out")
        rows = write(store, table, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return rows
    return _to_file(write, store, table, out)


def _writer(table: str, form: str) -> Writer:
    if form in FORMATS:
        return FORMATS[form]
    if table != "reports":
        raise UsageError(f"{form} is for reports, not for {table}", f"one of: {', '.join(FORMATS)}")
    return bibliography.FORMATS[form]


def _to_file(write: Writer, store: Store, table: str, out: Path) -> int:
    try:
        if out.exists() and not out.is_file():  # a pipe or device takes what comes
            with out.open("wb") as device:
                return write(store, table, device)
        with _replacing(out) as file:
            return write(store, table, file)
    except OSError as error:
        why = getattr(error, "strerror", None) or error
        raise WestphaliaError(f"{out} cannot be written: {why}", "name another with --out") from error


@contextmanager
def _replacing(out: Path) -> Iterator[IO[bytes]]:
    """A file beside `out` that takes its place when all is written."""
    with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            yield file
            file.flush()
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(out)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _one_of(what: str, given: str, known: tuple[str, ...]) -> str:
    if given in known:
        return given
    near = get_close_matches(given, known, 1)
    raise UsageError(f"no {what} {given!r}", f"did you mean {near[0]}?" if near else f"one of: {', '.join(known)}")
