"""Benchmark `votes`: agreement of pairs of states in the General Assembly, and ideal points against the published ones.

`--data` holds the files of unvotes, `reference.json` (`values`: session, a, b, n, agreement) and, for the ideal points,
`IdealpointestimatesAll_Apr2020.csv.gz` (session, IdealPoint, iso3c, Countryname). A value is exact if n is the same
and the agreement is, to the digits it is written with (six). The rank correlation is Spearman's, within each session
in which at least ten states have both estimates.
"""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from westphalia.errors import UsageError
from westphalia.system import agreement, ideal_points, votes
from westphalia.system.csv_files import csv_frame

PUBLISHED = "IdealpointestimatesAll_Apr2020.csv.gz"
FEWEST = 10


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Figures, and the value found for each asked and for each published ideal point."""
    asked = json.loads((data / "reference.json").read_text(encoding="utf-8"))["values"]
    held = votes.read(data)
    agreed = [_asked(held, row) for row in asked]
    figures: dict[str, Any] = {
        "n": len(agreed),
        "agreement_exact": round(sum(row["exact"] for row in agreed) / len(agreed), 4),
    }
    if not (data / PUBLISHED).exists():
        return figures, agreed
    begun, worked = time.perf_counter(), time.process_time()
    found = ideal_points.estimate(held)
    figures["ideal_seconds"] = round(time.perf_counter() - begun, 2)
    figures["ideal_cpu_seconds"] = round(time.process_time() - worked, 2)
    compared = _compared(held, found, data / PUBLISHED)
    ranks = _ranks(compared)
    figures |= {
        "ideal_sessions": len(ranks),
        "ideal_rank_median": round(float(np.median(list(ranks.values()))), 4),
        "ideal_rank_lowest": round(min(ranks.values()), 4),
        "ideal_iterations": found.iterations,
    }
    return figures, [*agreed, *compared.iter_rows(named=True)]


def _asked(held: votes.Votes, row: dict[str, Any]) -> dict[str, Any]:
    got = agreement.agreement(held, row["session"], row["a"], row["b"])
    exact = got.n == row["n"] and got.value is not None and abs(got.value - row["agreement"]) <= 5.01e-7
    return {**row, "found": got.value, "found_n": got.n, "exact": exact}


def _compared(held: votes.Votes, found: ideal_points.IdealPoints, path: Path) -> pl.DataFrame:
    """Published points beside ours; where two rows are one state (a year of unification) that of most votes."""
    table = csv_frame(path, ("session", "idealpoint", "iso3c", "countryname", "nvotes"))
    pairs = table.select("countryname", "iso3c").unique()
    states = pl.Series("state", [_state(held, name, code) for name, code in pairs.iter_rows()], dtype=pl.String)
    published = (
        table.join(pairs.with_columns(states), on=("countryname", "iso3c"))
        .select(
            pl.col("session").cast(pl.Int32),
            "state",
            pl.col("idealpoint").cast(pl.Float64, strict=False).alias("published"),
            pl.col("nvotes").cast(pl.Int64, strict=False),
        )
        .drop_nulls("published")
        .sort("nvotes", descending=True)
        .unique(("session", "state"), keep="first", maintain_order=True)
        .drop("nvotes")
    )
    return published.join(found.frame, on=("session", "state")).sort("session", "state")


def _state(held: votes.Votes, name: str, code: str) -> str:
    try:
        return held.state_of(name)
    except UsageError:
        return code


def _ranks(compared: pl.DataFrame) -> dict[int, float]:
    by_session = compared.group_by("session", maintain_order=True).agg(
        pl.corr("value", "published", method="spearman").alias("rank"), pl.len().alias("n")
    )
    return dict(by_session.filter(pl.col("n") >= FEWEST).select("session", "rank").iter_rows())
