"""The twins of a page: its data as JSON, its table as CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.export.delimited import cell
from westphalia.system.drawing import Plot


def as_json(data: Mapping[str, Any]) -> bytes:
    """The data of a page."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    """A drawing as the table behind it; anything else, as days, in words."""
    if isinstance(value, Plot):
        return {"title": value.title, "description": value.description, "columns": value.columns, "rows": value.rows}
    return str(value)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows with a header; what a spreadsheet would take for a formula gets an apostrophe before it."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(_flat(row.get(column))) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _flat(value: Any) -> Any:
    """Tuples as lists; everything else is for `cell`."""
    return list(value) if isinstance(value, tuple | set) else value
