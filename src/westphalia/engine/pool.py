"""Worker processes and what happens when one dies.

One thread of the parent tends one worker: it sends a batch, waits for the rows, and if the worker is gone, starts
another. A batch that killed its worker is tried once more whole, since the cause may lie outside it (memory taken by
others), then report by report; a report that kills a fresh worker alone is given up with the reason.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from westphalia.engine.messages import Outcome, Ready, receive, send
from westphalia.errors import ReadingError
from westphalia.model import Report

AHEAD = 2
"""Batches per worker between intake and writing: one being read, one waiting. Keeps memory flat."""

PATIENCE_SECONDS = 180.0
WORDS_A_SECOND = 50
"""A batch may take the patience plus its words at this pace, a hundredth of the usual, before it is given up."""


class Pool:
    """Reads batches of reports in worker processes."""

    def __init__(self, processes: int, module: str, patience: float = PATIENCE_SECONDS) -> None:
        self._tasks: SimpleQueue[list[Report] | None] = SimpleQueue()
        self._done: SimpleQueue[list[Outcome] | BaseException] = SimpleQueue()
        self._ready: SimpleQueue[str | BaseException] = SimpleQueue()
        self._tenders: list[_Tender] = []
        self._processes, self._module, self._patience = processes, module, patience
        self._under_way = 0
        self._version = ""
        self.closing = False
        self._hire()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def version(self) -> str:
        """Version of reading; waits for the first worker. Raises ReadingError if no worker can read."""
        if not self._version:
            answer = self._ready.get()
            if isinstance(answer, BaseException):
                raise answer
            self._version = answer
        return self._version

    def read(self, batches: Iterable[list[Report]]) -> Iterator[list[Outcome]]:
        """What came of each batch, in the order in which they are done."""
        for batch in batches:
            while self._under_way >= AHEAD * self._processes:
                yield self._next()
            self._under_way += 1
            self._tasks.put(batch)
            # A worker takes seconds to start: as many as there are batches, and no more.
            if self._under_way > len(self._tenders) and len(self._tenders) < self._processes:
                self._hire()
        while self._under_way:
            yield self._next()

    def _hire(self) -> None:
        tender = _Tender(self, self._module, self._patience)
        self._tenders.append(tender)
        tender.start()

    def _next(self) -> list[Outcome]:
        done = self._done.get()
        self._under_way -= 1
        if isinstance(done, BaseException):
            raise done
        return done

    def close(self) -> None:
        """Ends all workers, also such as are in the middle of a batch."""
        self.closing = True
        for tender in self._tenders:
            self._tasks.put(None)
            tender.kill()
        for tender in self._tenders:
            tender.join()


class _Tender(threading.Thread):
    """Tends one worker process."""

    def __init__(self, pool: Pool, module: str, patience: float) -> None:
        super().__init__(daemon=True)
        self._pool, self._module, self._patience = pool, module, patience
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False

    def run(self) -> None:
        try:
            self._start()
        except Exception as error:
            self._pool._ready.put(error)
        while (batch := self._pool._tasks.get()) is not None and not self._pool.closing:
            try:
                self._pool._done.put(self._tend(batch))
            except Exception as error:
                self._pool._done.put(error)
        self.kill()

    def kill(self) -> None:
        """Ends the worker process, if there is one."""
        if process := self._process:
            process.kill()
            process.wait()

    def _start(self, again: bool = True) -> None:
        """Starts a worker and waits until it can read. One that is killed meanwhile is started once more."""
        if self._pool.closing:
            raise ReadingError("the run was ended")
        # One thread each: the workers are what runs side by side.
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        # -P: a file in the working folder must not pass for a module.
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
            [sys.executable, "-P", "-W", "ignore", "-m", "westphalia.engine.worker", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert self._process.stdout
        try:
            ready: Ready = receive(self._process.stdout)
        except EOFError:
            ended = self._end()
            if not again or not ended.startswith("signal"):
                raise ReadingError(f"a worker ended while it started ({ended})", "is there memory enough?") from None
            self._start(again=False)
            return
        if ready.error:
            self._end()
            raise ReadingError(f"the reader cannot start: {ready.error}", ready.hint)
        self._pool._ready.put(ready.version)

    def _tend(self, batch: list[Report]) -> list[Outcome]:
        """Reads a batch through all that may happen to the worker."""
        read = self._attempt(batch)
        if read is None and not self._late:
            read = self._attempt(batch)
        if read is not None:
            return read
        if len(batch) > 1:
            return [outcome for report in batch for outcome in self._last_try(report)]
        return self._given_up(batch[0])

    def _last_try(self, report: Report) -> list[Outcome]:
        return self._attempt([report]) or self._given_up(report)

    def _given_up(self, report: Report) -> list[Outcome]:
        why = "took too long to read" if self._late else f"ended the process that read it ({self._ended})"
        return [Outcome(report.id, None, "too-long" if self._late else "killed", f"the report {why}")]

    def _attempt(self, batch: list[Report]) -> list[Outcome] | None:
        """One attempt; None if the worker did not survive it."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        process = self._process
        assert process and process.stdin and process.stdout
        self._late = False
        limit = self._patience + sum(report.words for report in batch) / WORDS_A_SECOND
        watch = threading.Timer(limit, self._give_up_waiting)
        watch.daemon = True
        watch.start()
        try:
            send(process.stdin, batch)
            answer: list[Outcome] = receive(process.stdout)
            return answer
        except (EOFError, OSError):
            self._ended = self._end()
            return None
        finally:
            watch.cancel()

    def _give_up_waiting(self) -> None:
        self._late = True
        self.kill()

    _ended = ""

    def _end(self) -> str:
        """Waits for the end of the worker and says how it ended."""
        assert self._process
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        return f"signal {-code}" if code < 0 else f"exit status {code}"


def without_raw(report: Report) -> Report:
    """The report as a worker needs it: the bytes it came from stay with the writer."""
    return replace(report, raw=b"")
