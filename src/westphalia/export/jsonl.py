"""JSON Lines: one object a row, lists and objects as such."""

import json
from typing import IO

from westphalia.export.rows import rows
from westphalia.world import Store


def write(store: Store, table: str, out: IO[bytes]) -> int:
    """Writes a table row by row; returns the number of rows."""
    written = 0
    for row in rows(store, table):
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        written += 1
    return written
