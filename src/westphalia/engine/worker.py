"""The child process that reads: batches of reports come in, their rows go out.

Started as `python -m westphalia.engine.worker MODULE`, where MODULE gives `read`, `read_many` and `VERSION`
as `westphalia.reading` does. Messages are pickles behind their length, on the standard streams: a program of its
own rather than a fork, because the parent has threads, and rather than `multiprocessing`, because that runs the
caller's script a second time.
"""

import os
import pickle
import signal
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any

from westphalia.errors import WestphaliaError
from westphalia.model import Report
from westphalia.world.rows import Rows, assertion_rows

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Ready:
    """First message of a worker: it can read, and by which version of reading. `error` if it cannot."""

    version: str = ""
    error: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one report: its rows, or why it could not be read."""

    report: str
    rows: Rows | None
    code: str = ""
    reason: str = ""


def send(stream: IO[bytes], message: object) -> None:
    """Writes one message."""
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Reads one message. Raises EOFError if the other side is gone. Only for streams of our own processes."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    packed = stream.read(size)
    if len(packed) < size:
        raise EOFError
    return pickle.loads(packed)  # noqa: S301 - written by our own child


def outcomes(reading: Any, reports: list[Report]) -> Iterator[Outcome]:
    """Reads a batch; if anything in it raises, reads its reports one by one so that only the bad one fails."""
    try:
        done = [Outcome(report.id, assertion_rows(r)) for report, r in _together(reading, reports)]
    except Exception:
        done = [_alone(reading, report) for report in reports]
    yield from done


def _together(reading: Any, reports: list[Report]) -> Iterator[tuple[Report, Any]]:
    return zip(reports, reading.read_many(reports), strict=True)


def _alone(reading: Any, report: Report) -> Outcome:
    try:
        return Outcome(report.id, assertion_rows(reading.read(report)))
    except WestphaliaError as error:
        return Outcome(report.id, None, error.code, str(error))
    except Exception as error:
        return Outcome(report.id, None, "reading", f"{type(error).__name__}: {error}")


def main(module: str) -> None:
    """Serves batches until the parent closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between messages
    try:
        reading = import_module(module)
        send(sink, Ready(reading.VERSION))
    except Exception as error:
        hint = error.hint if isinstance(error, WestphaliaError) else ""
        send(sink, Ready(error=f"{type(error).__name__}: {error}", hint=hint))
        return
    while True:
        try:
            batch = receive(source)
            send(sink, list(outcomes(reading, batch)))
        except (EOFError, BrokenPipeError):
            # Leave at once: no tidying of gigabytes, no complaint about a closed pipe.
            os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
