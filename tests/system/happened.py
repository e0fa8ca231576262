"""Event tables made up for tests."""

from datetime import date

import polars as pl

from westphalia.system.table import SCHEMA, EventTable, ordered


def table(*rows: tuple[str, str, str, str, float], status: str = "happened") -> EventTable:
    """Events of (id, day, source, recipient, intensity)."""
    made = [
        (ident, date.fromisoformat(day), a, b, "CONSULT", value, 1.0, status, 1, True, "CONSULT", [])
        for ident, day, a, b, value in rows
    ]
    return EventTable(ordered(pl.DataFrame(made, schema=SCHEMA, orient="row")), "made up")
