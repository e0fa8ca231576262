"""Checks a world: is the file whole, does every span fit, do counts and versions agree. Changes nothing."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from westphalia.world.rows import Row
from westphalia.world.store import Store
from westphalia.world.tables import SEARCHED, TABLES

AGAIN = "read the same sources with --again: the reports are read anew in place"
REBUILD = "give the last read command once more: derived tables are rebuilt"
BACKUP = "restore a backup, or read the reports into a new world"

_SPANS: dict[str, tuple[tuple[str, str, str | None], ...]] = {
    "sentences": (("start", "end", "text"),),
    "offices": (("start", "end", "text"),),
    "mentions": (("start", "end", "text"), ("head_start", "head_end", None)),
    "statements": (
        ("start", "end", "content"),
        ("speaker_start", "speaker_end", "speaker_text"),
        ("cue_start", "cue_end", "cue"),
    ),
    "events": (
        ("start", "end", "text"),
        ("predicate_start", "predicate_end", None),
        ("sentence_start", "sentence_end", "sentence"),
    ),
    "event_parties": (("start", "end", None),),
    "figures": (("start", "end", "text"),),
    "namings": (("start", "end", "text"),),
    "positions": (("start", "end", "text"),),
}
"""Pairs of offsets of each table, and the column that holds the words there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a world: which check found it, where, what, and how to mend it."""

    check: str
    where: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What the doctor looked at (`checked`: how many of what) and what is wrong."""

    checked: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def examine(store: Store) -> Checkup:
    """Runs all checks."""
    checked = store.counts()
    checks: tuple[Callable[[Store], Iterator[Finding]], ...] = (_file, _references, _spans, _versions, _index, _derived)
    return Checkup(checked, tuple(finding for check in checks for finding in check(store)))


def _file(store: Store) -> Iterator[Finding]:
    for message in store.pragma("integrity_check"):
        if message != "ok":
            yield Finding("file", str(store.path), str(message), BACKUP)


def _references(store: Store) -> Iterator[Finding]:
    for table in store.pragma("foreign_key_check"):
        yield Finding("references", str(table), "a row points to something that is not there", AGAIN)


def _spans(store: Store) -> Iterator[Finding]:
    """Every pair of offsets lies in its report's text and gives the words of its row."""
    for report in store.rows("reports"):
        text, name = report["text"], report["name"]
        yield from _report(report)
        for table, pairs in _SPANS.items():
            for row in store.rows(table, report=report["report"]):
                for start, end, words in pairs:
                    if problem := _misfit(text, row, start, end, words):
                        where = f"{table} {row[TABLES[table].key[0]]} in {name}"
                        yield Finding("spans", where, problem, AGAIN)


def _misfit(text: str, row: Row, start: str, end: str, words: str | None) -> str:
    first, last = row[start], row[end]
    if first is None and last is None:
        return ""
    if first is None or last is None or not 0 <= first <= last <= len(text):
        return f"{start}..{end} = {first}..{last} does not lie in the text"
    if words and row[words] is not None and text[first:last] != row[words]:
        return f"{words} {row[words]!r} is not what stands at {first}..{last}: {text[first:last]!r}"
    return ""


def _report(report: Row) -> Iterator[Finding]:
    """The report itself: its bytes unpack, its word count is right, its map of offsets fits."""
    where = f"report {report['report']} ({report['name']})"
    try:
        zlib.decompress(report["raw"])
    except zlib.error as error:
        yield Finding("reports", where, f"its bytes cannot be unpacked: {error}", AGAIN)
    if (words := len(report["text"].split())) != report["words"]:
        yield Finding("reports", where, f"has {words} words, says {report['words']}", AGAIN)
    clean = report["clean"]
    for begin, raw, length in report["offsets"] or ():
        if clean is None or clean[begin : begin + length] != report["text"][raw : raw + length]:
            yield Finding("reports", where, f"piece {begin}→{raw} of its map does not fit", AGAIN)
            break


def _versions(store: Store) -> Iterator[Finding]:
    versions: dict[str, int] = {}
    for row in store.query("reading versions"):
        versions[row["reading_version"]] = row["reports"]
    if len(versions) > 1:
        counts = ", ".join(f"{version}: {number}" for version, number in sorted(versions.items()))
        yield Finding("versions", "reports", f"read by {len(versions)} versions of reading ({counts})", AGAIN)


def _index(store: Store) -> Iterator[Finding]:
    for table in SEARCHED:
        if problem := store.check_index(table):
            yield Finding("search", table, f"the full-text index does not fit the table: {problem}", BACKUP)


def _derived(store: Store) -> Iterator[Finding]:
    """Happenings count their reports and events rightly; originals are no copies."""
    if not store.rebuilt_by and store.counts()["reports"]:
        yield Finding("derived", "happenings, quotations, actors", "older than the reports they rest on", REBUILD)
    for row in store.query("happenings miscounted"):
        what = f"says {row['said']} reports, its events come from {row['found']}"
        yield Finding("happenings", row["happening"], what, REBUILD)
    for row in store.query("copies of copies"):
        yield Finding("copies", row["report"], "is a copy of a copy", REBUILD)
