"""Reading sources into a world on this machine.

Intake runs in this process, reading in workers, and this process alone writes: one transaction a report. What is
written is done; a run that was killed goes on where it was when the same command is given again.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.engine.messages import Outcome
from westphalia.engine.pool import Pool, without_raw
from westphalia.errors import WorldError
from westphalia.model import Rejected, Report
from westphalia.reference.outlets import outlet_by_name
from westphalia.world import Store, UnfitError

if TYPE_CHECKING:
    from westphalia.intake import Options

READER = "westphalia.reading"
"""Module that reads: gives `read`, `read_many` and `VERSION`. Tests name another."""

MOST_PROCESSES = 4
"""Workers by default at most; each holds the parser and the reference tables."""

BATCH_CHARACTERS = 30_000
"""Text handed to a worker at once, about 5,000 words: a second of work, so that little is lost when it dies.
Twice as much reads no faster and takes 35 MB more of memory a worker (100 articles, 55,000 words)."""

BATCH_REPORTS = 64

MOST_REBUILDS = 5
"""Times that derived tables are rebuilt when another process writes meanwhile; it rebuilds them at its own end."""

KEPT_OUT = "the other reports are not touched; look at this one"

Progress = Callable[["Summary"], None]


@dataclass(slots=True)
class Summary:
    """What a run did. `rejected` counts by reason; `copies` are those among all reports of the world."""

    read: int = 0
    already: int = 0
    not_english: int = 0
    copies: int = 0
    words: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    last_rejected: Rejected | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing could be done: no report was read and none was there."""
        return not (self.read or self.already)

    def as_dict(self) -> dict[str, Any]:
        """The counts, as `--json` prints them."""
        return {
            "read": self.read,
            "already_there": self.already,
            "not_english": self.not_english,
            "copies": self.copies,
            "rejected": sum(self.rejected.values()),
            "rejected_by_reason": dict(sorted(self.rejected.items())),
            "words": self.words,
            "seconds": round(self.seconds, 2),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run.

    Attributes:
        processes: worker processes; 0 for one per core, four at most.
        again: read reports anew that are there already.
        reader: module that reads; READER if not named.
    """

    processes: int = 0
    again: bool = False
    reader: str = ""


def read(
    sources: Iterable[str | Path],
    world: str | Path,
    options: "Options | None" = None,
    plan: Plan = Plan(),
    progress: Progress | None = None,
) -> Summary:
    """Reads files, folders and archives into a world, then reconciles it.

    Args:
        sources: paths; `-` is standard input.
        world: the world file; made if it is not there.
        options: what the user says about the input: outlet, field names, folder rule, limits.
        plan: how many processes, and whether to read again what is there.
        progress: called after every report with the counts so far.

    Raises:
        WorldError: if the world cannot be written; what was read until then is kept.
        ReadingError: if no worker can start.
    """
    from westphalia.intake import Options, reports

    new = not Path(world).exists()
    with Store(world, create=True) as store:
        summary = read_reports(reports([str(s) for s in sources], options or Options()), store, plan, progress)
        begun = time.monotonic()
        reconcile(store)
        summary.copies = store.query("counts")[0]["copies"]
        summary.seconds += time.monotonic() - begun
    if new and summary.nothing and summary.rejected.keys() == {"missing"}:
        Path(world).unlink(missing_ok=True)  # a slip of the pen leaves no empty world behind
    return summary


def reconcile(store: Store) -> None:
    """Brings everything that needs several reports up to date: new reports join, where they cannot all is rebuilt."""
    from westphalia import reconciling

    version = reconciling.VERSION
    if store.rebuilt_by == version or reconciling.join(store, version):
        return
    if reconciling.large(store):
        reconciling.rejoin(store, version)
        return
    for attempt in range(1, MOST_REBUILDS + 1):
        token = store.begin_rebuild()
        try:
            reconciling.reconcile(store)
        except WorldError:  # another process took away what a row points to; if nobody did, it comes again
            if attempt == MOST_REBUILDS:
                raise
            continue
        if store.finish_rebuild(token, version):
            return


def read_reports(
    records: Iterable[Report | Rejected], store: Store, plan: Plan = Plan(), progress: Progress | None = None
) -> Summary:
    """Reads reports that intake gave into an open world. Does not reconcile."""
    run = _Run(store, plan, progress or (lambda _: None))
    begun = time.monotonic()
    records = iter(records)
    first = run.first_report(records)
    if first is not None:
        with Pool(plan.processes or default_processes(), plan.reader or READER) as pool:
            run.version = pool.version
            waiting: Iterable[Report | Rejected] = chain([first], records)
            while waiting:
                for outcomes in pool.read(run.batches(waiting)):
                    for outcome in outcomes:
                        run.write(outcome)
                waiting = run.held()
    run.summary.seconds = time.monotonic() - begun
    return run.summary


def default_processes() -> int:
    """One worker per core we may use, four at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, MOST_PROCESSES))


class _Run:
    """One run: what is under way, and the counts."""

    def __init__(self, store: Store, plan: Plan, progress: Progress) -> None:
        self.summary = Summary()
        self.version = ""
        self._store, self._plan, self._progress = store, plan, progress
        self._under_way: dict[str, Report] = {}
        self._held: list[Report] = []

    def first_report(self, records: Iterator[Report | Rejected]) -> Report | None:
        """Writes down what is rejected before the first report, so that no worker starts for nothing."""
        for record in records:
            if isinstance(record, Report):
                return record
            self.reject(record)
        return None

    def batches(self, records: Iterable[Report | Rejected]) -> Iterator[list[Report]]:
        """Reports to be read, in batches of even size."""
        batch: list[Report] = []
        size = 0
        for record in records:
            if isinstance(record, Rejected):
                self.reject(record)
            elif self._begins(record):
                batch.append(without_raw(record))
                size += len(record.clean)
                if size >= BATCH_CHARACTERS or len(batch) >= BATCH_REPORTS:
                    yield batch
                    batch, size = [], 0
        if batch:
            yield batch

    def held(self) -> list[Report]:
        """Copies that came while a report of the same id was under way, and go before it; to be read now."""
        held, self._held = self._held, []
        return held

    def _begins(self, report: Report) -> bool:
        """Whether `report` has to be read now; if so, it is under way."""
        twin = self._under_way.get(report.id)
        if twin is not None and (report.name, report.container) < (twin.name, twin.container):
            self._held.append(report)
            return False
        if twin is not None or not (self._plan.again or self._store.wants(report, self.version)):
            self.summary.already += 1
            self._progress(self.summary)
            return False
        self._under_way[report.id] = report
        return True

    def write(self, outcome: Outcome) -> None:
        """Writes what came of a report: its rows, or why there are none."""
        report = self._under_way.pop(outcome.report)
        if outcome.rows is None:
            self.reject(Rejected(report.name, report.container, outcome.code, outcome.reason, KEPT_OUT))
            return
        try:
            self._store.add_rows(report, self.version, outcome.rows, outlet_of(report))
        except UnfitError as error:
            self.reject(Rejected(report.name, report.container, error.code, error.message, error.hint))
            return
        self.summary.read += 1
        self.summary.not_english += report.language not in ("en", "")
        self.summary.words += report.words
        self._progress(self.summary)

    def reject(self, rejected: Rejected) -> None:
        """Writes down what could not become a report."""
        self._store.reject(rejected)
        self.summary.rejected[rejected.code] += 1
        self.summary.last_rejected = rejected
        self._progress(self.summary)
        self.summary.last_rejected = None


def outlet_of(report: Report) -> tuple[str | None, str | None]:
    """Id and country of a report's outlet in the reference table, as far as it is known there."""
    if report.outlet is None:
        return None, None
    known = outlet_by_name(report.outlet.value)
    return (known.id, known.country or None) if known else (None, None)
