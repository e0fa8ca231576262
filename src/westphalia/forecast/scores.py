"""How good probabilities were: Brier, logarithmic and continuous ranked probability score, and reliability.

All are losses: smaller is better. Brier 1950; Good 1952; Gneiting & Raftery 2007, "Strictly proper scoring rules,
prediction, and estimation", for all three.
"""

from dataclasses import dataclass

import numpy as np

from westphalia.forecast.sequence import Real

SMALLEST = 1e-6
"""Probabilities are kept this far from 0 and 1 in the logarithmic score: no finite sample rules anything out."""


def brier(probability: Real, happened: Real) -> Real:
    """(p − outcome)², for each forecast."""
    return np.asarray((probability - happened) ** 2)


def logarithmic(probability: Real, happened: Real) -> Real:
    """−log of the probability given to what came, for each forecast."""
    kept = np.clip(probability, SMALLEST, 1 - SMALLEST)
    return np.asarray(-np.where(happened > 0, np.log(kept), np.log1p(-kept)))


def crps(draws: Real, outcome: Real) -> Real:
    """CRPS of forecasts given as draws: mean |draw − outcome| − half the mean |draw − draw'|, for each row.

    Args:
        draws: forecast × draw.
        outcome: what came, for each forecast.
    """
    ordered = np.sort(draws, axis=1)
    number = draws.shape[1]
    weight = (2 * np.arange(1, number + 1) - number - 1) / number**2
    return np.asarray(np.abs(ordered - outcome[:, None]).mean(axis=1) - ordered @ weight)


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like probability: their mean probability, and how often it came about."""

    low: float
    high: float
    forecasts: int
    probability: float
    happened: float


def reliability(probability: Real, happened: Real, edges: tuple[float, ...] = ()) -> tuple[Bin, ...]:
    """The reliability table (Murphy & Winkler 1977): forecasts by probability. Empty bins are left out."""
    cuts = np.array(edges or (0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1))
    part = np.clip(np.searchsorted(cuts, probability, side="right") - 1, 0, len(cuts) - 2)
    found = []
    for at in range(len(cuts) - 1):
        here = part == at
        if here.any():
            mean, share = float(probability[here].mean()), float(happened[here].mean())
            found.append(Bin(float(cuts[at]), float(cuts[at + 1]), int(here.sum()), mean, share))
    return tuple(found)
