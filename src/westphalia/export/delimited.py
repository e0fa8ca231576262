"""CSV (RFC 4180, UTF-8): lists joined by `;`, objects as JSON, cells that a spreadsheet would run neutralised."""

import csv
import io
import json
from typing import IO, Any

from westphalia.export.rows import columns, rows
from westphalia.world import Store

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which spreadsheets take a text cell for a formula (OWASP, CSV injection)."""


def write(store: Store, table: str, out: IO[bytes]) -> int:
    """Writes a table with a header row; returns the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        names = [column.name for column in columns(table)]
        writer.writerow(names)
        written = 0
        for row in rows(store, table):
            writer.writerow([cell(row[name]) for name in names])
            written += 1
    finally:
        text.detach()
    return written


def cell(value: Any) -> Any:
    """A value as a cell: unknown is empty, text that looks like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ";".join(value)
    elif isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
