"""What a worker of a cluster does: opens sources into batches of a part's size, and reads a batch into a part.

Nothing here knows of Ray: `batches` and `PartReader` are plain Python, run by whatever hands them work.
"""

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from westphalia.engine.local import BATCH_CHARACTERS, KEPT_OUT, outlet_of
from westphalia.engine.messages import Outcome
from westphalia.engine.pool import Pool, without_raw
from westphalia.errors import ReadingError
from westphalia.model import Rejected, Report
from westphalia.world.parts import PartError, Writer, open_part, parts
from westphalia.world.rows import Rows, rejected_row, report_row

PART_CHARACTERS = 500_000
"""Text of a part, about 80,000 words: some twenty seconds of reading are lost with a worker, and a million reports
of 550 words come to 7,000 parts."""

PART_BYTES = 32 << 20
"""Bytes of the sources of a part at most: web pages are many times their text."""


@dataclass(slots=True)
class Batch:
    """Work for one part: reports to read, inputs rejected, and what is in other parts already."""

    reports: dict[str, Report] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    told: list[Rejected] = field(default_factory=list)
    already: int = 0


@dataclass(slots=True)
class Counts:
    """What came of a batch. `part` is the name of its part, "" if there was nothing to write."""

    part: str = ""
    read: int = 0
    already: int = 0
    not_english: int = 0
    words: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def batches(
    records: Iterable[Report | Rejected], done: Container[int] = (), characters: int = PART_CHARACTERS
) -> Iterator[Batch]:
    """Records cut into batches, all of them, in order; the last may be small.

    What is done is left out only after the cut, so that a second run cuts as the first did.
    """
    batch, size, weight = Batch(), 0, 0
    for record in records:
        if isinstance(record, Rejected):
            (batch.told if rejected_key(record) in done else batch.rejected).append(record)
        else:
            size += len(record.clean)
            weight += len(record.raw)
            _sort_in(record, batch, done)
        if size >= characters or weight >= PART_BYTES:
            yield batch
            batch, size, weight = Batch(), 0, 0
    if size or batch.rejected or batch.told:
        yield batch


def _sort_in(report: Report, batch: Batch, done: Container[int]) -> None:
    twin = batch.reports.get(report.id)
    if report_key(report.id, report.name, report.container) in done:
        batch.already += 1
    elif twin is None:
        batch.reports[report.id] = report
    else:  # of one report in two places that with the smaller name stands
        batch.reports[report.id] = min(report, twin, key=lambda r: (r.name, r.container))
        batch.already += 1


def report_key(report: str, name: str, container: str | None) -> int:
    """What tells a report at its place from all others: 64 bits."""
    return _key("report", report, name, container or "")


def rejected_key(rejected: Rejected) -> int:
    """The same for an input rejected for its reason."""
    return _key("rejected", rejected.container, rejected.name, rejected.code, rejected.reason)


def _key(*words: str) -> int:
    digest = hashlib.sha256("\0".join(words).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big")


def done_in(folder: Path, version: str) -> Iterator[int]:
    """Keys of what this version of reading has read into the parts of a folder. Damaged parts do not count."""
    if not folder.is_dir():
        return
    for path in parts(folder):
        try:
            part = open_part(path)
            if part.reading != version:
                continue
            reports = part.columns("reports", ["report", "name", "container"])
            rejected = part.columns("rejected", ["name", "container", "code", "reason", "hint"])
        except PartError:
            continue  # `load` tells of it
        yield from (report_key(*row) for row in reports.iter_rows())
        yield from (rejected_key(Rejected(**{**row, "hint": ""})) for row in rejected.iter_rows(named=True))


class PartReader:
    """Reads batches, each into a part. Holds one worker process, started for the first report."""

    def __init__(self, folder: Path, module: str, version: str) -> None:
        self._folder, self._module, self._version = folder, module, version
        self._pool: Pool | None = None

    def read(self, batch: Batch) -> Counts:
        """Reads a batch and writes its part.

        Raises:
            ReadingError: if no worker process can start, or it reads by another version.
            PartError: if the part cannot be written.
        """
        counts = Counts(already=batch.already, rejected=[*batch.told, *batch.rejected])
        writer = Writer(self._folder, self._version)
        given_up = [self._add(some, writer, counts) for some in _small(batch.reports.values())]
        new = [*batch.rejected, *(rejected for some in given_up for rejected in some)]
        counts.rejected = [*batch.told, *new]
        writer.add({"rejected": [rejected_row(rejected) for rejected in new]})
        if not writer.empty:
            counts.part = writer.finish().name
        return counts

    def close(self) -> None:
        """Ends the worker process."""
        if self._pool:
            self._pool.close()
            self._pool = None

    def _add(self, reports: list[Report], writer: Writer, counts: Counts) -> list[Rejected]:
        """Reads some reports of a batch; returns those that could not be read."""
        rows: Rows = {}
        given_up = []
        for outcome in self._outcomes(reports):
            report = next(report for report in reports if report.id == outcome.report)
            if outcome.rows is None:
                given_up.append(Rejected(report.name, report.container, outcome.code, outcome.reason, KEPT_OUT))
                continue
            counts.read += 1
            counts.words += report.words
            counts.not_english += report.language not in ("en", "")
            rows.setdefault("reports", []).append(report_row(report, self._version, outlet_of(report)))
            for table, those in outcome.rows.items():
                rows.setdefault(table, []).extend(those)
        writer.add(rows)
        return given_up

    def _outcomes(self, reports: list[Report]) -> Iterator[Outcome]:
        if self._pool is None:
            self._pool = Pool(1, self._module)
            if self._pool.version != self._version:
                raise ReadingError(
                    f"a worker reads by version {self._pool.version}, the command by {self._version}",
                    "install the same westphalia on every machine",
                )
        for outcomes in self._pool.read([[without_raw(report) for report in reports]]):
            yield from outcomes


def _small(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Reports in the batches that a worker process takes."""
    some: list[Report] = []
    for report in reports:
        some.append(report)
        if sum(len(report.clean) for report in some) >= BATCH_CHARACTERS:
            yield some
            some = []
    if some:
        yield some
