"""Parquet: the frame as it is, lists as lists, days as days."""

from io import BytesIO
from typing import IO

from westphalia.world import Store


def write(store: Store, table: str, out: IO[bytes]) -> int:
    """Writes a table; returns the number of rows."""
    frame = store.frame(table)
    whole = BytesIO()  # Polars turns errors of the disk into its own
    frame.write_parquet(whole)
    out.write(whole.getbuffer())
    return frame.height
