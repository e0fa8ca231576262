"""Comma-separated files of others as frames of text, plain or gzip, with errors that say what is wrong."""

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from westphalia.errors import IntakeError, LimitError

LARGEST = 2 << 30
"""Bytes after unpacking. The largest file of this kind, all votes of the UN Digital Library, has under 1 GiB."""


def csv_frame(path: Path, columns: Iterable[str] = ()) -> pl.DataFrame:
    """A file as it stands: every cell text, empty cells null, and `line`, the row's number in the file (header is 1).

    A cell `NA` stays `NA`: it is a code of Namibia. Names of columns lose case and the spaces around them.

    Args:
        path: the file.
        columns: what the header must have.

    Raises:
        IntakeError: it cannot be read, is no table, or lacks a column.
    """
    held = _unpacked(path)
    if not held.strip():
        raise IntakeError(f"{path} is empty", "fetch it anew")
    try:
        frame = pl.read_csv(held, infer_schema=False, null_values=[""], encoding="utf8-lossy")
    except pl.exceptions.PolarsError as error:
        said = str(error).strip().splitlines()[0]
        raise IntakeError(f"{path} is no comma-separated table: {said}", "fetch it anew") from error
    renamed = [name.lstrip("\ufeff").strip().strip('"').lower() for name in frame.columns]
    if len(set(renamed)) == len(renamed):
        frame.columns = renamed
    if lacking := [name for name in columns if name not in frame.columns]:
        raise IntakeError(f"{path} has no column {', '.join(lacking)}", f"its columns are {', '.join(frame.columns)}")
    return frame.with_row_index("line", offset=2)


def one_file(folder: Path, stem: str) -> Path | None:
    """The file `stem`.csv or `stem`.csv.gz of a folder; without a stem its only CSV file."""
    if stem:
        return next((p for end in ("csv", "csv.gz") if (p := folder / f"{stem}.{end}").is_file()), None)
    found = sorted(p for p in folder.iterdir() if p.name.endswith((".csv", ".csv.gz")))
    return found[0] if len(found) == 1 else None


def _unpacked(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            held = file.read(LARGEST + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise IntakeError(f"{path} cannot be unpacked: {error}", "fetch it anew") from error
    except OSError as error:
        raise IntakeError(f"{path} cannot be read: {error.strerror or error}", "name another file") from error
    if len(held) > LARGEST:
        raise LimitError(f"{path} has more than {LARGEST >> 30} GiB", "split it")
    return held
