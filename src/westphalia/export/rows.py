"""What an export writes of a table: its columns, rows and frame, whether it is stored or made when asked for."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from westphalia.reconciling import computed as reconciled
from westphalia.system import computed as systemic
from westphalia.world import EXPORTED, TABLES, Store
from westphalia.world.schema import Column, Kind, Table

if TYPE_CHECKING:
    import polars as pl

COMPUTED = {**reconciled.COMPUTED, **systemic.COMPUTED}
"""Tables that are made when asked for, by name."""

NAMES: tuple[str, ...] = (*EXPORTED, *(name for name in COMPUTED if name not in EXPORTED))
"""All that can be exported."""


def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return (COMPUTED[table].table if table in COMPUTED else TABLES[table]).frame


def rows(store: Store, table: str) -> Iterator[dict[str, Any]]:
    """Its rows, in order, decoded."""
    return COMPUTED[table].rows(store) if table in COMPUTED else store.frame_rows(table)


def frame(store: Store, table: str) -> "pl.DataFrame":
    """The table as a Polars frame; objects as JSON."""
    if table not in COMPUTED:
        return store.frame(table)
    return framed(COMPUTED[table].table, rows(store, table))


def framed(declared: Table, rows: Iterable[dict[str, Any]]) -> "pl.DataFrame":
    """Rows of a table that is made when asked for, as a Polars frame."""
    import polars as pl

    kinds = {c.name: c.kind for c in declared.frame}
    schema = declared.polars_schema()
    days = [name for name, kind in kinds.items() if kind is Kind.DATE]
    read = {name: pl.String if name in days else kind for name, kind in schema.items()}
    made: dict[str, list[Any]] = {name: [] for name in kinds}
    for row in rows:
        for name, kind in kinds.items():
            value = row[name]
            made[name].append(json.dumps(value, ensure_ascii=False) if kind is Kind.JSON else value)
    return pl.DataFrame(made, schema=read).with_columns(pl.col(name).str.to_date() for name in days)
