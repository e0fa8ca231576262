"""Polarity and concentration of a system, by definitions with a name.

- CON, concentration: sqrt((Σ s² − 1/N) / (1 − 1/N)), 0 for equal shares to 1 for a monopoly; J. L. Ray and J. D. Singer
  (1973), "Measuring the Concentration of Power in the International System", Sociological Methods and Research 1. E. D.
  Mansfield (1993), International Studies Quarterly 37, takes it, and not the number of poles, as the structure of a
  system.
- HHI: Σ s², and its inverse, the effective number of powers (M. Laakso and R. Taagepera 1979).
- Categories by shares among the major powers: W. R. Thompson (1986), "Polarity, the Long Cycle, and Global Power
  Warfare", Journal of Conflict Resolution 30.
- Poles: states with at least half the capabilities of the strongest; R. L. Schweller (1998), "Deadly Imbalances".
- Tightness and discreteness of blocs: mean τ-b between the alliance portfolios of members of one bloc, and of different
  blocs; B. Bueno de Mesquita (1975), "Measuring Systemic Polarity", Journal of Conflict Resolution 19.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from westphalia.errors import UsageError
from westphalia.system.alliances import FULL, Alliances, portfolios
from westphalia.system.signed import Floats

THOMPSON = {"alone": 0.50, "near": 0.45, "large": 0.25, "power": 0.05}
"""Shares that make a category: unipolar from `alone`; near unipolar from `near` with no other at `large`; bipolar if
two have `large` each and `alone` together; multipolar if three or more have `power` each."""

POLE = 0.5
"""Share of the strongest state's capabilities from which a state is a pole."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """How power is spread over the states of a system.

    Attributes:
        shares: state → share, summing to 1, the largest first.
        concentration: CON.
        herfindahl: HHI.
        effective: effective number of powers, 1 / HHI.
        category: `unipolar`, `near unipolar`, `bipolar`, `multipolar` or `none of these` (Thompson).
        poles: states with half of the strongest's capabilities or more (Schweller).
        source: what the shares are of, and when.
    """

    shares: Mapping[str, float]
    concentration: float
    herfindahl: float
    effective: float
    category: str
    poles: tuple[str, ...]
    source: str = ""
    method: str = "CON of Ray and Singer; categories of Thompson; poles of Schweller"


def polarity(shares: Mapping[str, float], source: str = "") -> Polarity:
    """Polarity of the system that these states make up; their shares are made to sum to 1.

    Args:
        shares: state → capabilities in any unit (`Capabilities.shares(year, among=majors)`).
        source: what they are of, and when.
    """
    if not shares or min(shares.values()) < 0 or sum(shares.values()) <= 0:
        raise UsageError("a system needs states with capabilities above 0", "name at least one")
    total = sum(shares.values())
    held = dict(sorted(((state, share / total) for state, share in shares.items()), key=lambda one: (-one[1], one[0])))
    values, strongest = tuple(held.values()), max(held.values())
    index = herfindahl(values)
    poles = tuple(state for state, share in held.items() if share >= POLE * strongest)
    return Polarity(held, concentration(values), index, 1 / index, category(values), poles, source)


def concentration(shares: Sequence[float]) -> float:
    """CON of shares that sum to 1; 1 for a single state."""
    n = len(shares)
    return sqrt(max(herfindahl(shares) - 1 / n, 0) / (1 - 1 / n)) if n > 1 else 1.0


def herfindahl(shares: Sequence[float]) -> float:
    """HHI of shares that sum to 1: from 1/N to 1."""
    return float(sum(share**2 for share in shares))


def category(shares: Sequence[float]) -> str:
    """Thompson's category of a system."""
    first, second = (*sorted(shares, reverse=True), 0.0, 0.0)[:2]
    if first >= THOMPSON["alone"]:
        return "unipolar"
    if first >= THOMPSON["near"] and second < THOMPSON["large"]:
        return "near unipolar"
    if second >= THOMPSON["large"] and first + second >= THOMPSON["alone"]:
        return "bipolar"
    return "multipolar" if sum(share >= THOMPSON["power"] for share in shares) >= 3 else "none of these"


@dataclass(frozen=True, slots=True)
class Tightness:
    """How much alike the alliances of a bloc's members are, and how unlike those of other blocs.

    Attributes:
        tightness: mean τ-b over pairs within a bloc; None without such a pair.
        discreteness: 1 − mean τ-b over pairs of different blocs, halved so that it lies between 0 and 1.
        by_bloc: tightness of each bloc, in order.
        year: of the alliances.
    """

    tightness: float | None
    discreteness: float | None
    by_bloc: tuple[float | None, ...]
    year: int
    method: str = "τ-b of alliance portfolios (Bueno de Mesquita 1975)"


def tightness(alliances: Alliances, year: int, blocs: Sequence[Sequence[str]]) -> Tightness:
    """Tightness of blocs by the alliances of a year.

    Args:
        alliances: obligations by pair and year.
        year: one the file covers.
        blocs: members of each; a portfolio is a state's commitments to all of them.
    """
    states = sorted({state for bloc in blocs for state in bloc})
    alike = tau_b(portfolios(alliances, year, states))
    bloc_of = {state: number for number, bloc in enumerate(blocs) for state in bloc}
    number = np.array([bloc_of[state] for state in states])
    upper = np.triu(np.ones_like(alike, dtype=bool), 1) & ~np.isnan(alike)
    same = number[:, None] == number[None, :]
    apart = _mean(alike[upper & ~same])
    return Tightness(
        _mean(alike[upper & same]),
        None if apart is None else (1 - apart) / 2,
        tuple(_mean(alike[upper & same & (number == one)[:, None]]) for one in range(len(blocs))),
        year,
    )


def tau_b(ranks: Floats) -> Floats:
    """Kendall's τ-b between all pairs of rows of whole ranks 0 to FULL; NaN for a row without two different ranks."""
    levels = [(ranks == level).astype(float) for level in range(FULL + 1)]
    counts = {(k, h): x @ y.T for k, x in enumerate(levels) for h, y in enumerate(levels)}
    pairs = [(k, h) for k in range(FULL + 1) for h in range(k + 1, FULL + 1)]
    difference = sum(counts[a, c] * counts[b, d] - counts[a, d] * counts[b, c] for a, b in pairs for c, d in pairs)
    sizes = np.stack([level.sum(1) for level in levels])
    total = ranks.shape[1] * (ranks.shape[1] - 1) / 2
    untied = total - (sizes * (sizes - 1) / 2).sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(difference / np.sqrt(np.outer(untied, untied)))


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None
