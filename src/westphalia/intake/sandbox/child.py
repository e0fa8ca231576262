"""The parent's side of the child process: asks, waits until the deadline, and starts a new one if it dies."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from westphalia.intake.options import Limits
from westphalia.intake.sandbox import frames

type Frame = tuple[dict[str, Any], bytes]

STARTING = 60.0
"""Seconds a child may take until it is ready: imports on a busy machine, not part of a record's time."""

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "HOME", "VIRTUAL_ENV")


class Child:
    """One child process, started when first asked. It gets no environment of ours but the import path."""

    def __init__(self, kind: str, limits: Limits) -> None:
        self._kind = kind
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: dict[str, Any], blob: bytes = b"") -> Iterator[Frame]:
        """The answers to one request. A child that dies or is late ends them with a frame that says so.

        Abandoning the answers half-way ends the child.
        """
        finished = False
        try:
            try:
                process = self._running()
                frames.send(cast(BinaryIO, process.stdin), request, blob)
            except OSError:
                self.close()
                process = self._running()
                frames.send(cast(BinaryIO, process.stdin), request, blob)
            while True:
                header, data = self._wait(process, self._limits.seconds)
                finished = bool(header.get("done") or header.get("died"))
                if header.get("died"):
                    self.close()
                    yield {"code": header["died"], "reason": header["reason"]}, b""
                if finished:
                    return
                yield header, data
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """Ends the child process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONHASHSEED": "0"}
        # one thread each: thread stacks and arenas count against the address space
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "westphalia.intake.sandbox.worker", self._kind, str(self._limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=Path.cwd().anchor,
        )
        header, _ = self._wait(process, STARTING)
        if not header.get("ready"):
            process.kill()
            process.wait()
            raise RuntimeError("the child process that opens pages and archives does not start")
        return process

    def _wait(self, process: subprocess.Popen[bytes], seconds: float) -> Frame:
        """The next frame, or one that says how the child died. A timer kills it at the deadline."""
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            return frames.receive(cast(BinaryIO, process.stdout), self._limits.whole)
        except (EOFError, OSError, ValueError) as error:
            if late.is_set():
                return {"died": "too-long", "reason": f"not opened within {seconds:g} seconds"}, b""
            if isinstance(error, ValueError):
                return {"died": "too-large", "reason": f"what it holds is too large: {error}"}, b""
            return {"died": "damaged", "reason": "opening it ended the child process"}, b""
        finally:
            timer.cancel()


class Children:
    """The children of one run: one for each kind of input and, for archives, each depth."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._children: dict[tuple[str, int], Child] = {}

    def document(self, kind: str, data: bytes, url: str) -> Iterator[Frame]:
        """The texts of a page, feed or PDF."""
        return self._child(kind, 0).ask({"url": url}, data)

    def container(self, kind: str, disk: Path | None, data: bytes, depth: int) -> Iterator[Frame]:
        """The members of an archive or web archive, one at a time."""
        limits = {
            "record": self._limits.record,
            "total": self._limits.total,
            "ratio": self._limits.ratio,
            "members": self._limits.members,
        }
        request = {"disk": str(disk.absolute()) if disk else "", "limits": limits}
        return self._child(kind, depth).ask(request, data)

    def _child(self, kind: str, depth: int) -> Child:
        return self._children.setdefault((kind, depth), Child(kind, self._limits))

    def close(self) -> None:
        """Ends all child processes."""
        for child in self._children.values():
            child.close()
