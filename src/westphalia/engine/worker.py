"""The child process that reads: batches of reports come in, their rows go out.

Started as `python -m westphalia.engine.worker MODULE`, where MODULE gives `read`, `read_many` and `VERSION`
as `westphalia.reading` does. Messages are pickles behind their length, on the standard streams: a program of its
own rather than a fork, because the parent has threads, and rather than `multiprocessing`, because that runs the
caller's script a second time.
"""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from westphalia.engine.messages import Outcome, Ready, receive, send
from westphalia.errors import WestphaliaError
from westphalia.model import Report
from westphalia.world.rows import assertion_rows


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


def settle() -> None:
    """Once the parser and the tables are loaded, spares them the rounds of the garbage collector.

    They are hundreds of thousands of objects that live as long as the process: going through them again and again cost
    a fifth of the time of reading (5,300 words a second against 4,400, one process).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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
    settled = False
    while True:
        try:
            batch = receive(source)
            send(sink, list(outcomes(reading, batch)))
            if not settled:
                settle()
                settled = True
        except (EOFError, BrokenPipeError):
            # Leave at once: no tidying of gigabytes, no complaint about a closed pipe.
            os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
