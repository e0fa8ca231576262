"""Alliances by pair and year, from the user's own file of the ATOP project.

The file of the Alliance Treaty Obligations and Provisions project has ccode1, ccode2 (codes of the Correlates of War
project), year, and 0 or 1 in atop_defense, atop_offense, atop_neutral, atop_nonagg, atop_consul (B. A. Leeds et al.
2002, International Interactions 28). It is not part of this software: its authors give it for academic use with
citation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from westphalia.errors import IntakeError, UsageError
from westphalia.reference.cow import state_of_cow
from westphalia.system.csv_files import csv_frame
from westphalia.system.signed import Floats

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
"""Kinds of obligation, as the file calls them."""

RANKS = {"defense": 3, "offense": 3, "neutral": 2, "nonagg": 2, "consul": 1}
"""Ordered commitment: defence, neutrality or non-aggression, entente, none. The ranks of the Correlates of War project,
which B. Bueno de Mesquita (1975) and Signorino and Ritter (1999) compare; to attack together ranks with defence."""

FULL = 3


@dataclass(frozen=True, slots=True, eq=False)
class Alliances:
    """Obligations in force by pair and year.

    Attributes:
        frame: `a`, `b` (states in order of id), `year`, a column of Boolean for each of OBLIGATIONS, `rank` (0 to 3).
        unknown: codes of the file that mean no state here; their rows are left out.
        origin: the file.
    """

    frame: pl.DataFrame
    unknown: tuple[str, ...] = ()
    origin: str = ""

    def in_year(self, year: int) -> pl.DataFrame:
        """Pairs with an obligation in a year. Raises UsageError for a year the file does not cover."""
        held = self.frame.filter(pl.col("year") == year)
        if not held.height:
            first, last = self.frame.select(pl.col("year").min(), last=pl.col("year").max()).row(0)
            raise UsageError(f"{self.origin or 'the file'} has no alliances of {year}", f"it covers {first} to {last}")
        return held


def read(path: str | Path) -> Alliances:
    """Reads a file of dyad-years, plain or gzip; directed dyads count once. Raises IntakeError."""
    named = ("ccode1", "ccode2", "year", *(f"atop_{kind}" for kind in OBLIGATIONS))
    raw = csv_frame(Path(path), named)
    codes = {
        str(code): state_of_cow(str(code)) for code in pl.concat([raw["ccode1"], raw["ccode2"]]).unique().drop_nulls()
    }
    known = {code: state for code, state in codes.items() if state}
    sides = [pl.col(name).replace_strict(known, default=None, return_dtype=pl.String) for name in ("ccode1", "ccode2")]
    frame = raw.select(
        pl.min_horizontal(*sides).alias("a"),
        pl.max_horizontal(*sides).alias("b"),
        pl.col("year").cast(pl.Int32, strict=False),
        *(pl.col(f"atop_{kind}").cast(pl.Float64, strict=False).fill_null(0).gt(0).alias(kind) for kind in OBLIGATIONS),
        pl.all_horizontal(side.is_not_null() for side in sides).alias("both"),
    )
    frame = frame.filter(pl.col("both") & pl.col("year").is_not_null() & pl.col("a").ne(pl.col("b"))).drop("both")
    if not frame.height:
        raise IntakeError(f"{path}: no row names two known states and a year", "check the file")
    frame = frame.group_by("a", "b", "year").agg(pl.col(OBLIGATIONS).any()).sort("year", "a", "b")
    rank = pl.max_horizontal(pl.col(kind).cast(pl.Int8) * RANKS[kind] for kind in OBLIGATIONS)
    unknown = tuple(sorted(code for code, state in codes.items() if not state))
    return Alliances(frame.with_columns(rank.alias("rank")), unknown, Path(path).name)


def portfolios(alliances: Alliances, year: int, states: Iterable[str]) -> Floats:
    """Ranks of commitment among these states in a year, symmetric; FULL of each to itself."""
    place = {state: row for row, state in enumerate(states)}
    held = np.diag(np.full(len(place), float(FULL)))
    for a, b, rank in alliances.in_year(year).select("a", "b", "rank").iter_rows():
        if a in place and b in place:
            held[place[a], place[b]] = held[place[b], place[a]] = rank
    return held
