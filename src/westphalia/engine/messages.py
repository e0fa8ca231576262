"""What parent and worker say to each other: pickles behind their length, on pipes."""

import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any

from westphalia.world.rows import Rows

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
