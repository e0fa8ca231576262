"""Writes one table of a world in one format, whole or not at all."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from westphalia.errors import UsageError, WestphaliaError
from westphalia.export import delimited, jsonl, parquet
from westphalia.world import EXPORTED, Store

Writer = Callable[[Store, str, IO[bytes]], int]

FORMATS: dict[str, Writer] = {"jsonl": jsonl.write, "csv": delimited.write, "parquet": parquet.write}
"""Format → what writes it."""

BINARY = frozenset({"parquet"})


def export(store: Store, table: str, format: str = "jsonl", out: Path | None = None) -> int:  # noqa: A002
    """Writes the contract columns of a table.

    Args:
        store: the world.
        table: one of `world.EXPORTED`.
        format: one of FORMATS.
        out: file to write, standard output if None (not for binary formats on a terminal).

    Returns:
        number of rows.

    Raises:
        UsageError: unknown table or format.
        WestphaliaError: the file cannot be written; an older one of the name is left as it was.
    """
    _one_of("table", table, EXPORTED)
    write = FORMATS[_one_of("format", format, tuple(FORMATS))]
    if out is None:
        if format in BINARY and sys.stdout.isatty():
            raise UsageError(f"{format} is not for a terminal", "name a file with --out")
        rows = write(store, table, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return rows
    return _to_file(write, store, table, out)


def _to_file(write: Writer, store: Store, table: str, out: Path) -> int:
    temporary = None
    try:
        with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
            temporary = Path(file.name)
            rows = write(store, table, file)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(out)
    except OSError as error:
        raise WestphaliaError(
            f"{out} cannot be written: {error.strerror or error}", "name another with --out"
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return rows


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _one_of(what: str, given: str, known: tuple[str, ...]) -> str:
    if given in known:
        return given
    near = get_close_matches(given, known, 1)
    raise UsageError(f"no {what} {given!r}", f"did you mean {near[0]}?" if near else f"one of: {', '.join(known)}")
