"""Parquet: the frame as it is, lists as lists, days as days."""

from io import BytesIO
from typing import IO

from westphalia.export.rows import frame
from westphalia.world import Store


def write(store: Store, table: str, out: IO[bytes]) -> int:
    """Writes a table; returns the number of rows."""
    made = frame(store, table)
    whole = BytesIO()  # Polars turns errors of the disk into its own
    made.write_parquet(whole)
    out.write(whole.getbuffer())
    return made.height
