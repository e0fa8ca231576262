"""Reference tables: tab-separated files of the package, which the user's own files extend or replace.

A table is UTF-8 text: `#` comment lines, a header row, one row a line, several values in one cell parted
by `|`. Every table ends with the columns `source` and `as_of`. A file of the same name in the folder that
the environment variable WESTPHALIA_REFERENCE names adds rows, and its rows take the place of ours with the
same key; if its first line is `# replace` it takes the place of the whole table.
"""

import os
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from westphalia.errors import ReferenceDataError

FOLDER = Path(__file__).parent / "data"
USER_FOLDER = "WESTPHALIA_REFERENCE"
REPLACE = "# replace"
PROVENANCE = ("source", "as_of")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
DAYS = ("since", "until", "as_of")


class Row(dict[str, str]):
    """One row: column → text. `where` says file and line, for errors about it."""

    where: str = ""


def read_table(name: str, columns: tuple[str, ...], key: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """Rows of the table `name` (file `name`.tsv): ours, then the user's, each a mapping from column to text.

    Args:
        name: file name without its ending.
        columns: the columns the table must have; `source` and `as_of` are added if not named.
        key: columns that identify a row, by default the first; a later row with the same key wins.

    Raises:
        ReferenceDataError: a file is missing or does not have the declared shape; names file and line.
    """
    columns += tuple(column for column in PROVENANCE if column not in columns)
    return _read(name, columns, key or columns[:1], user_folder())


def user_folder() -> str:
    """The folder of the user's own tables, empty if there is none. What is cached per table is cached per folder."""
    return os.environ.get(USER_FOLDER, "")


def one_of(row: Row, column: str, allowed: tuple[str, ...]) -> str:
    """The value of a cell that must be one of `allowed`. Raises ReferenceDataError."""
    if row[column] not in allowed:
        raise ReferenceDataError(
            f"{row.where}: unknown {column} {row[column]!r}", f"one of: {', '.join(a or '(empty)' for a in allowed)}"
        )
    return row[column]


def split(value: str) -> tuple[str, ...]:
    """The values of a cell that holds several: `"a|b"` → `("a", "b")`, an empty cell → `()`."""
    return tuple([part.strip() for part in value.split("|") if part.strip()]) if value else ()


def spellings(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words, those with a straight apostrophe in the typographic spelling too, none twice."""
    if any("'" in word for word in words):
        words = tuple(form for word in words for form in (word, word.replace("'", "’")))
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=4096)
def day(value: str, *, last: bool = False) -> date | None:
    """The day a cell names: `2010-05-01`, or the first (`last`: the last) day of `2010-05` or `2010`.

    An empty cell is None. Raises ValueError for anything else.
    """
    if not value:
        return None
    written = _DAY.fullmatch(value)
    if written is None:
        raise ValueError(value)
    year, month, number = (int(part) if part else None for part in written.groups())
    assert year is not None
    month = (12 if last else 1) if month is None else month
    number = (monthrange(year, month)[1] if last else 1) if number is None else number
    return date(year, month, number)


def held_on(since: date | None, until: date | None, on: date | None) -> bool:
    """Whether something that held `since`..`until` (both days counted) held on the day `on`.

    An end that is not known is open. Without a day: whether it still holds, that is, has no end.
    """
    if on is None:
        return until is None
    return (since is None or since <= on) and (until is None or on <= until)


@lru_cache(maxsize=64)
def _read(name: str, columns: tuple[str, ...], key: tuple[str, ...], folder: str) -> tuple[Row, ...]:
    ours, theirs = FOLDER / f"{name}.tsv", _of_user(folder, name)
    files = theirs if theirs and _replaces(theirs[0]) else [ours, *theirs]
    rows: dict[tuple[str, ...], Row] = {}
    for file in files:
        for row in _rows(file, columns):
            if not row[key[0]]:
                raise ReferenceDataError(f"{row.where}: no {key[0]}", f"every row of {name} needs one")
            rows[tuple(row[column] for column in key)] = row
    return tuple(rows.values())


def _of_user(folder: str, name: str) -> list[Path]:
    if not folder:
        return []
    if not Path(folder).is_dir():
        raise ReferenceDataError(
            f"{USER_FOLDER} names {folder}, which is not a folder", "make the folder or unset the variable"
        )
    file = Path(folder) / f"{name}.tsv"
    return [file] if file.is_file() else []


def _replaces(file: Path) -> bool:
    return _text(file).split("\n", 1)[0].strip().lower() == REPLACE


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one file, checked."""
    header: list[str] = []
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [*map(str.strip, line.split("\t"))]
        if not header:
            header = cells
            _check_header(header, columns, file, number)
        else:
            yield _row(header, cells, file, number)
    if not header:
        raise ReferenceDataError(f"{file}: no header row", f"begin it with: {' '.join(columns)} (parted by tabs)")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ReferenceDataError(f"{file}, line {line}: not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise ReferenceDataError(f"{file}: cannot be read: {error.strerror}", "check that it exists") from error


def _check_header(header: list[str], columns: tuple[str, ...], file: Path, number: int) -> None:
    if missing := [column for column in columns if column not in header]:
        raise ReferenceDataError(
            f"{file}, line {number}: the header lacks {', '.join(missing)}",
            f"the columns are: {', '.join(columns)}, parted by tabs",
        )
    if len(set(header)) < len(header) or set(header) - set(columns):
        raise ReferenceDataError(
            f"{file}, line {number}: the header has columns the table does not know, or one twice",
            f"the columns are: {', '.join(columns)}, parted by tabs",
        )


def _row(header: list[str], cells: list[str], file: Path, number: int) -> Row:
    if len(cells) != len(header):
        raise ReferenceDataError(
            f"{file}, line {number}: {len(cells)} cells where the header has {len(header)} columns",
            "put one tab between cells, also around empty ones",
        )
    row = Row(zip(header, cells, strict=True))
    row.where = f"{file}, line {number}"
    if not row["source"]:
        raise ReferenceDataError(
            f"{row.where}: no source", 'say where the row is from, or "compiled from general knowledge"'
        )
    for column in DAYS:
        _check_day(row, column)
    since, until = day(row.get("since", "")), day(row.get("until", ""), last=True)
    if since and until and since > until:
        raise ReferenceDataError(f"{row.where}: until lies before since", "correct one of the two dates")
    return row


def _check_day(row: Row, column: str) -> None:
    try:
        day(row.get(column, ""))
    except ValueError as error:
        raise ReferenceDataError(
            f"{row.where}: {column} is not a date: {row[column]!r}", "write 2010, 2010-05 or 2010-05-01"
        ) from error
