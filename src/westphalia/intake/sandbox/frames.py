"""Frames between parent and child: a JSON header and bytes. No pickles: the child may have been taken over."""

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct("!II")
LARGEST_HEADER = 128 << 20


def send(stream: BinaryIO, header: dict[str, Any], blob: bytes = b"") -> None:
    """Writes one frame."""
    head = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(head), len(blob)))
    stream.write(head)
    stream.write(blob)
    stream.flush()


def receive(stream: BinaryIO, largest: int) -> tuple[dict[str, Any], bytes]:
    """Reads one frame.

    Raises:
        EOFError: the other side has gone.
        ValueError: the frame is larger than `largest` or not one of ours.
    """
    lengths = _exactly(stream, _LENGTHS.size)
    head, blob = _LENGTHS.unpack(lengths)
    if head > min(LARGEST_HEADER, largest) or blob > largest:
        raise ValueError(f"a frame of {head + blob:,} bytes")
    header = json.loads(_exactly(stream, head))
    if not isinstance(header, dict):
        raise ValueError("a frame without header")
    return header, _exactly(stream, blob)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
