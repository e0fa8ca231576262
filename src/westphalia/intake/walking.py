"""From paths to files: folders walked in the order of names, what is no file told with its reason."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from westphalia.intake.rejecting import rejected
from westphalia.model import Rejected

_WORLD_FILES = (".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal")
"""Endings passed over within folders: the world itself may lie beside the reports."""

_ABOUT = re.compile(r"(?:readme|licen[cs]e|copying|changelog|notice)(?:\.\w+)?", re.IGNORECASE)
"""Names of files about the folder, passed over within folders."""

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, its name within the folder that was given, and the path for folder rules."""

    disk: Path
    name: str
    path: str


def files(sources: Sequence[Path | str]) -> Iterator[Found | Rejected]:
    """Every file of the sources, a folder's files in the order of their names.

    Within folders, hidden files, worlds and what is about the folder (README, LICENSE) are passed over.
    """
    for source in sources:
        place = Path(source)
        if str(source) == STDIN:
            yield Found(place, STDIN, STDIN)
            continue
        problem = _problem(place, shown(str(source)))
        if problem:
            yield problem
        elif place.is_dir():
            yield from _folder(place)
        else:
            yield Found(place, shown(place.name), shown(place.as_posix()))


def _folder(folder: Path) -> Iterator[Found | Rejected]:
    empty = True
    for found in _walk(folder, "", (_identity(folder),)):
        empty = False
        yield found
    if empty:
        yield rejected(
            "empty-folder", f"no report in the folder {shown(str(folder))}", shown(folder.name or str(folder))
        )


def _walk(folder: Path, prefix: str, above: tuple[tuple[int, int], ...]) -> Iterator[Found | Rejected]:
    try:
        names = sorted(place.name for place in folder.iterdir())
    except OSError as error:
        where = shown(prefix.rstrip("/") or folder.name)
        yield rejected("unreadable", f"folder cannot be read: {error.strerror}", where)
        return
    for name in names:
        if _passed_over(name):
            continue
        place = folder / name
        problem = _problem(place, shown(prefix + name))
        if problem:
            yield problem
        elif not place.is_dir():
            yield Found(place, shown(prefix + name), shown(place.as_posix()))
        elif _identity(place) in above:
            yield rejected("loop", "a link back to a folder above it", shown(prefix + name))
        else:
            yield from _walk(place, f"{prefix}{name}/", (*above, _identity(place)))


def shown(name: str) -> str:
    """A name that can be stored and printed: line breaks, control characters and bytes that are no UTF-8 escaped."""
    if name.isprintable():
        return name
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)


def _passed_over(name: str) -> bool:
    hidden = name.startswith((".", "~$", "__MACOSX"))
    return hidden or name.lower().endswith(_WORLD_FILES) or _ABOUT.fullmatch(name) is not None


def _problem(place: Path, name: str) -> Rejected | None:
    """Why there is nothing to read at a place, None if there is."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return rejected("missing", "no such file", name)
    except OSError as error:
        return rejected("loop" if "symbolic" in str(error) else "unreadable", str(error.strerror), name)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return rejected("not-a-file", "a pipe, socket or device", name)
    if not os.access(place, os.R_OK):
        return rejected("unreadable", "permission denied", name)
    return None


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino
