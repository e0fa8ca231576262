"""The child process for one kind of input: requests on standard input, answers on standard output.

Before it opens anything it gives up what it does not need: memory beyond the limit, files to write, network,
other processes.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, cast

from westphalia.errors import IntakeError
from westphalia.intake.sandbox import frames

type Answer = tuple[dict[str, Any], bytes]

OPENERS = {
    "html": ("pages", "texts"),
    "feed": ("feeds", "texts"),
    "pdf": ("pdf", "texts"),
    "zip": ("archives", "zip_members"),
    "tar": ("archives", "tar_members"),
    "warc": ("web_archives", "members"),
}

LARGEST_REQUEST = 1 << 30
SPARE_SECONDS = 20
"""Seconds of processor time beyond what was used when a record begins: a backstop if the parent is gone."""

_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
_SYSTEM = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "ctypes.dlopen")
_FILES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink", "os.truncate")


def main() -> None:
    """Serves requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    sys.dont_write_bytecode = True
    open_it = _opener(sys.argv[1])
    _give_up(int(sys.argv[2]))
    frames.send(answers, {"ready": True})
    while True:
        try:
            request, blob = frames.receive(requests, LARGEST_REQUEST)
        except EOFError:
            return
        _serve(open_it, request, blob, answers)


def _serve(open_it: Callable[..., Iterator[Answer]], request: dict[str, Any], blob: bytes, answers: BinaryIO) -> None:
    """Sends the answers to one request. What goes wrong inside is an answer too."""
    try:
        _wind_up()
        for header, data in open_it(request, blob):
            frames.send(answers, header, data)
            _wind_up()
    except BrokenPipeError:
        sys.exit(0)
    except MemoryError:
        frames.send(answers, {"code": "too-much-memory", "reason": "needs more memory than a record may"})
    except RecursionError:
        frames.send(answers, {"code": "too-deep", "reason": "nested too deeply"})
    except IntakeError as error:
        frames.send(answers, {"code": error.hint or "damaged", "reason": error.message[:300]})
    except Exception as error:  # whatever a foreign parser raises on hostile input is the input's fault
        frames.send(answers, {"code": "damaged", "reason": f"{type(error).__name__}: {error}"[:300]})
    frames.send(answers, {"done": True})


def _opener(kind: str) -> Callable[..., Iterator[Answer]]:
    """Who opens this kind. What it needs is loaded here, before the time of the first record runs."""
    module, name = OPENERS[kind]
    return cast(Callable[..., Iterator[Answer]], getattr(import_module(f"westphalia.intake.sandbox.{module}"), name))


def _give_up(memory: int) -> None:
    """Limits this process for good; where the system knows no such limits, the deadline remains."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue
    sys.addaudithook(_guard)


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_NETWORK + _SYSTEM + _FILES):
        raise PermissionError(f"{event} is not allowed here")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("writing is not allowed here")


def _wind_up() -> None:
    """Gives the next record its processor time."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SPARE_SECONDS, hard))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
