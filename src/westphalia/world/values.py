"""Values of a world: as SQLite keeps them, as Python has them, and as the digest counts them."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from typing import Any

from westphalia.world.schema import Column, Kind


def canonical(columns: list[Column], row: sqlite3.Row) -> bytes:
    """One row as bytes. The packed bytes of a report are unpacked: packers of other versions pack otherwise."""
    values = [
        hashlib.sha256(zlib.decompress(value)).hexdigest()
        if column.name == "raw"
        else value.hex()
        if isinstance(value, bytes)
        else value
        for column, value in zip(columns, row, strict=True)
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def stored(column: Column, value: Any) -> Any:
    """A value as SQLite keeps it: lists and objects as JSON, days in ISO form, truth as 0 and 1."""
    if value is None:
        return None
    if column.kind in (Kind.LIST, Kind.JSON) and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if column.kind is Kind.DATE and not isinstance(value, str):
        return value.isoformat()
    if column.kind is Kind.BOOLEAN:
        return int(value)
    return value


def decoder(column: Column) -> Callable[[Any], Any]:
    """What turns a value as SQLite keeps it into one of Python."""
    if column.kind in (Kind.LIST, Kind.JSON):
        return lambda value: None if value is None else json.loads(value)
    if column.kind is Kind.BOOLEAN:
        return lambda value: None if value is None else bool(value)
    return lambda value: value
