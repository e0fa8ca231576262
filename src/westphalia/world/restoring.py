"""A report as intake made it, from its row: what reading it once more needs."""

import json
import zlib
from datetime import date
from typing import Any

from westphalia.model import OffsetMap, Published, Repair, Report, Sourced, Span
from westphalia.world.rows import Row, unpack_sketch


def restored(row: Row) -> Report:
    """The report of a row of `reports` as `Store.rows` gives it."""
    text = row["text"]
    pieces = _decoded(row["offsets"]) if row["offsets"] else [[0, 0, len(text)]]
    return Report(
        id=row["report"],
        name=row["name"],
        text=text,
        clean=text if row["clean"] is None else row["clean"],
        offsets=OffsetMap(tuple((clean, raw, length) for clean, raw, length in pieces)),
        raw=zlib.decompress(row["raw"]),
        container=row["container"] or "",
        title=_sourced(row, "title"),
        outlet=_sourced(row, "outlet"),
        published=_published(row),
        url=row["url"] or "",
        language=row["language"] or "",
        extracted_by=row["extracted_by"],
        repairs=tuple(
            Repair(kind, Span(start, end), bool(mended)) for kind, start, end, mended in _decoded(row["repairs"])
        ),
        copy_sketch=unpack_sketch(row["sketch"]) if row["sketch"] else (),
    )


def _decoded(value: Any) -> list[Any]:
    return list(json.loads(value) if isinstance(value, str) else value)


def _sourced(row: Row, name: str) -> Sourced | None:
    return Sourced(row[name], row[f"{name}_from"] or "") if row[name] is not None else None


def _published(row: Row) -> Published | None:
    if row["published"] is None:
        return None
    return Published(date.fromisoformat(row["published"]), row["published_from"] or "", row["published_precision"])
