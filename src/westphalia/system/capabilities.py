"""Material capabilities from the user's own file of the Correlates of War project (NMC, with the index CINC).

The file has ccode, year, milex, milper, irst, pec, tpop, upop and cinc, −9 where unknown (J. D. Singer, S. Bremer and
J. Stuckey 1972; Singer 1987, International Interactions 14). CINC is the mean of a state's shares of the world's six
resources. It is not part of this software: its authors give it for academic use with citation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from westphalia.errors import IntakeError, UsageError
from westphalia.reference.cow import state_of_cow
from westphalia.system.csv_files import csv_frame

RESOURCES = ("milex", "milper", "irst", "pec", "tpop", "upop")
"""Military expenditure and personnel, iron and steel, energy, population, urban population."""


@dataclass(frozen=True, slots=True, eq=False)
class Capabilities:
    """State-years.

    Attributes:
        frame: `state`, `year`, RESOURCES and `cinc`; null where the file has none.
        unknown: codes of the file that mean no state here.
        origin: the file.
    """

    frame: pl.DataFrame
    unknown: tuple[str, ...] = ()
    origin: str = ""

    def shares(self, year: int, among: Iterable[str] | None = None) -> dict[str, float]:
        """CINC of the states in a year, the largest first; renormalised to sum to 1 if `among` names the system.

        Raises UsageError for a year the file does not cover, or a state of `among` it does not have then.
        """
        rows = self.frame.filter((pl.col("year") == year) & pl.col("cinc").is_not_null())
        if not rows.height:
            first, last = self.frame.select(pl.col("year").min(), last=pl.col("year").max()).row(0)
            said = f"{self.origin or 'the file'} has no capabilities of {year}"
            raise UsageError(said, f"it covers {first} to {last}")
        held: dict[str, float] = dict(
            rows.sort("cinc", "state", descending=[True, False]).select("state", "cinc").iter_rows()
        )
        if among is None:
            return held
        wanted = set(among)
        if lacking := sorted(wanted - set(held)):
            raise UsageError(f"no capabilities of {', '.join(lacking)} in {year}", "leave them out")
        return renormalised({state: share for state, share in held.items() if state in wanted})


def renormalised(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares that sum to 1."""
    total = sum(shares.values())
    return {state: share / total for state, share in shares.items()}


def read(path: str | Path) -> Capabilities:
    """Reads a file of state-years, plain or gzip.

    In the year of a unification two codes are one state here (West Germany, Germany): the united one is kept.

    Raises:
        IntakeError: it is no such file, or no row can be used.
    """
    raw = csv_frame(Path(path), ("ccode", "year", "cinc"))
    codes = {str(code): state_of_cow(str(code)) for code in raw["ccode"].unique().drop_nulls()}
    numbers = [name for name in (*RESOURCES, "cinc") if name in raw.columns]
    frame = raw.select(
        pl.col("ccode")
        .replace_strict({code: state for code, state in codes.items() if state}, default=None, return_dtype=pl.String)
        .alias("state"),
        pl.col("year").cast(pl.Int32, strict=False),
        *(pl.col(name).cast(pl.Float64, strict=False) for name in numbers),
    ).filter(pl.col("state").is_not_null() & pl.col("year").is_not_null())
    if not frame.height:
        raise IntakeError(f"{path}: no row names a known state and a year", "check the file")
    frame = frame.with_columns(pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in numbers)
    unknown = tuple(sorted(code for code, state in codes.items() if not state))
    frame = frame.sort("tpop" if "tpop" in numbers else "cinc", descending=True, nulls_last=True)
    frame = frame.unique(("state", "year"), keep="first", maintain_order=True).sort("year", "state")
    return Capabilities(frame, unknown, Path(path).name)


def majors(path: str | Path, year: int) -> tuple[str, ...]:
    """The major powers of a year by the project's own list (ccode, styear, endyear); the last list runs on.

    A state counts in the years in which it was one at any time, as the index of concentration is computed.
    """
    raw = csv_frame(Path(path), ("ccode", "styear", "endyear"))
    spans = raw.select("ccode", pl.col("styear", "endyear").cast(pl.Int32, strict=False)).drop_nulls()
    last = spans["endyear"].max()
    held = spans.filter((pl.col("styear") <= year) & ((pl.col("endyear") >= year) | (pl.col("endyear") == last)))
    return tuple(sorted({state for code in held["ccode"].to_list() if (state := state_of_cow(code))}))
