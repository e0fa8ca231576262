"""Folders of quadruples: subject, relation, object and time as numbers, with the names beside them.

The layout of the benchmarks of temporal knowledge graphs: `train.txt`, `valid.txt`, `test.txt` (packed or not),
`entity2id.txt`, `relation2id.txt`. Time is in hours from the first day.
"""

import gzip
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from westphalia.errors import IntakeError
from westphalia.system.codes import coded
from westphalia.system.table import SCHEMA, Broken, EventTable, ordered

PARTS = ("train", "valid", "test")
HOURS = 24


def read(folder: Path, begins: date | None = None) -> EventTable:
    """Events of all parts that are there.

    Args:
        folder: the folder.
        begins: its day 0; if not given 1 January of the year that ends the folder's name (`icews14`: 2014).

    Raises:
        IntakeError: if the folder does not hold such files.
    """
    entities, relations = (_names(folder, f"{kind}2id") for kind in ("entity", "relation"))
    first, notes = (begins, ()) if begins else _begins(folder)
    files = [path for part in PARTS for path in (folder / f"{part}.txt", folder / f"{part}.txt.gz") if path.is_file()]
    if not files:
        raise IntakeError(f"{folder} holds no train.txt", "name the folder that holds train.txt and entity2id.txt")
    broken: list[Broken] = []
    rows = [row for path in files for row in _rows(path, (len(entities), len(relations)), broken)]
    numbers = pl.DataFrame(rows, schema=["event", "source", "relation", "recipient", "day"], orient="row")
    return EventTable(
        ordered(_frame(numbers, entities, relations, first)), f"{folder.name} (quadruples)", tuple(broken), notes=notes
    )


def _frame(numbers: pl.DataFrame, entities: list[str], relations: list[str], first: date) -> pl.DataFrame:
    meanings = [coded(name) for name in relations]

    def named(column: str, names: list[str]) -> pl.Expr:
        return pl.lit(pl.Series(names, dtype=pl.String)).gather(pl.col(column)).alias(column)

    relation = pl.col("relation")
    return numbers.select(
        pl.col("event"),
        (pl.lit(first) + pl.duration(days=pl.col("day"))).cast(pl.Date).alias("date"),
        named("source", entities),
        named("recipient", entities),
        pl.lit(pl.Series([m.type for m in meanings], dtype=pl.String)).gather(relation).alias("type"),
        pl.lit(pl.Series([m.intensity for m in meanings], dtype=pl.Float64)).gather(relation).alias("intensity"),
        pl.lit(1.0).alias("weight"),
        pl.lit("happened").alias("status"),
        pl.lit(1, dtype=pl.Int64).alias("reports"),
        pl.lit(value=True).alias("dated"),
        named("relation", relations),
        pl.lit([], dtype=pl.List(pl.String)).alias("evidence"),
    ).select(*SCHEMA)


def _begins(folder: Path) -> tuple[date, tuple[str, ...]]:
    """Day 0 by the folder's name, with what is assumed."""
    year = re.search(r"(?<!\d)(\d{4}|\d{2})(?:[-_]\d+)?$", re.sub(r"[a-z]+", " ", folder.resolve().name.lower()))
    number = int(year.group(1)) if year else 1970
    first = date(number + 2000 if number < 100 else number, 1, 1)
    return first, (f"day 0 is taken to be {first}, from the name of the folder",)


def _names(folder: Path, name: str) -> list[str]:
    """Names by number, from lines `name TAB number`."""
    path = next((p for p in (folder / f"{name}.txt", folder / f"{name}.txt.gz") if p.is_file()), None)
    if path is None:
        raise IntakeError(f"{folder} holds no {name}.txt", "name a file, or a folder with train.txt and entity2id.txt")
    found: dict[int, str] = {}
    for number, line in enumerate(_lines(path), 1):
        words, _, last = line.rpartition("\t")
        if not words or not last.strip().isdecimal():
            raise IntakeError(f"{path}, line {number}: no name and number with a tab between", "check the file")
        found[int(last)] = words
    return [found.get(n, f"#{n}") for n in range(max(found, default=-1) + 1)]


def _rows(path: Path, sizes: tuple[int, int], broken: list[Broken]) -> Iterator[tuple[str, int, int, int, int]]:
    part = path.name.split(".")[0]
    for number, line in enumerate(_lines(path), 1):
        cells = line.split()
        if len(cells) < 4 or not all(cell.isdecimal() for cell in cells[:4]):
            broken.append(Broken(number, f"{path.name}: no four numbers"))
            continue
        source, relation, recipient, hour = map(int, cells[:4])
        if max(source, recipient) >= sizes[0] or relation >= sizes[1]:
            broken.append(Broken(number, f"{path.name}: a number without a name"))
            continue
        yield f"{part}:{number}", source, relation, recipient, hour // HOURS


def _lines(path: Path) -> Iterator[str]:
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield line.rstrip("\r\n")
