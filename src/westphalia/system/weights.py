"""What an event is worth and how long it counts: values on a conflict–cooperation scale, and decay.

Scales: J. S. Goldstein, "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36 (1992);
PLOVER's intensities (PLOVER manual, draft of 2023). Decay: with every half-life an event counts half as much.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import atanh, log, sqrt, tanh
from typing import Any

import polars as pl

from westphalia.errors import UsageError
from westphalia.model import ontology

SCALES = ("own", "plover", "sign")


@dataclass(frozen=True, slots=True)
class Weights:
    """How events are valued.

    Attributes:
        scale: `own`, the intensity the table has (PLOVER's or Goldstein's); `plover`, that of the PLOVER type whatever
            the file says; `sign`, +1 or −1.
        types: values that go before the scale, by type (`{"CONSULT": 1.0}`).
        half_life: days after which an event counts half.
        prior: how many happenings the prior is worth, whose values have mean 0 and standard deviation `spread`.
        spread: standard deviation of values before anything is known.
        coverage: share of the posterior that intervals hold.
    """

    scale: str = "own"
    types: Mapping[str, float] = field(default_factory=dict)
    half_life: float = 90.0
    prior: float = 2.0
    spread: float = 5.0
    coverage: float = 0.9

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise UsageError(f"no scale {self.scale!r}", f"one of: {', '.join(SCALES)}")
        if self.half_life <= 0 or self.prior <= 0 or self.spread <= 0 or not 0 < self.coverage < 1:
            raise UsageError("half-life, prior and spread are above 0, coverage between 0 and 1")
        if any(abs(value) > 10 for value in self.types.values()):
            raise UsageError("values of types lie between −10 and 10")

    def value(self) -> pl.Expr:
        """What each row of an event table is worth, −10 to 10; null where nothing says."""
        own = pl.col("intensity")
        if self.scale == "plover":
            known = {name: kind.intensity for name, kind in ontology.types().items()}
            own = pl.col("type").replace_strict(known, default=pl.col("intensity"), return_dtype=pl.Float64)
        elif self.scale == "sign":
            own = own.sign()
        if self.types:
            own = pl.col("type").replace_strict(dict(self.types), default=own, return_dtype=pl.Float64)
        return own.alias("value")

    def decay(self, on: date) -> pl.Expr:
        """How much each row still counts on a day: 2 to the power of −age / half-life; nothing of what comes later."""
        age = (pl.lit(on) - pl.col("date")).dt.total_days().cast(pl.Float64)
        return pl.when(age >= 0).then((age * (-log(2) / self.half_life)).exp()).alias("decay")


@dataclass(frozen=True, slots=True)
class Tone:
    """Mean value of what two do to each other, −10 to 10, with its interval; `number` of happenings behind it."""

    mean: float
    low: float
    high: float
    number: float


def tone(number: float, total: float, squares: float, weights: Weights) -> Tone:
    """The posterior of a mean value, from sums over happenings. See `tones`."""
    mean, low, high = (float(side) for side in tones(number, total, squares, weights))
    return Tone(mean, low, high, number)


def tones(number: Any, total: Any, squares: Any, weights: Weights) -> tuple[Any, Any, Any]:
    """Posteriors of mean values under a Dirichlet process, from sums over happenings: mean, low and high.

    The prior is a Dirichlet process worth `prior` happenings with mean 0 and standard deviation `spread`. The mean of
    the process is then known exactly, and its variance is that of the posterior base measure divided by its mass plus
    one (T. S. Ferguson, "A Bayesian Analysis of Some Nonparametric Problems", Annals of Statistics 1, 1973). The
    interval is that of a beta distribution on −10 to 10 with these two moments. Few happenings make it wide.

    Args:
        number: of happenings, decayed or not; a number or an array.
        total: sums of their values.
        squares: sums of the squares of their values.
        weights: prior and coverage.
    """
    import numpy as np
    from scipy.special import betaincinv

    mass = weights.prior + np.asarray(number, dtype=float)
    mean = np.asarray(total, dtype=float) / mass
    spread = (weights.prior * weights.spread**2 + np.asarray(squares, dtype=float)) / mass - mean**2
    variance = np.maximum(spread / (mass + 1), 1e-9)
    share = (mean + 10) / 20
    size = np.maximum(share * (1 - share) * 400 / variance - 1, 1e-3)
    tail = (1 - weights.coverage) / 2
    low, high = (betaincinv(share * size, (1 - share) * size, p) * 20 - 10 for p in (tail, 1 - tail))
    return mean, low, high


def rates(number: Any, exposure: Any, coverage: float) -> tuple[Any, Any, Any]:
    """Rates for each unit of exposure with their intervals: Poisson counts, Jeffreys' prior Gamma(½, 0).

    The mean is the posterior's, `(number + ½) / exposure`. The interval widens as exposure thins (A. Gelman et al.,
    "Bayesian Data Analysis", 3rd edition, section 2.6).
    """
    import numpy as np
    from scipy.special import gammaincinv

    count, held = np.asarray(number, dtype=float), np.asarray(exposure, dtype=float)
    tail = (1 - coverage) / 2
    low, high = (gammaincinv(count + 0.5, p) / held for p in (tail, 1 - tail))
    return (count + 0.5) / held, np.where(count > 0, low, 0.0), high


def correlation_interval(r: float, pairs: int, coverage: float) -> tuple[float, float]:
    """Fisher's interval of a correlation over so many pairs."""
    from scipy.special import ndtri

    half = float(ndtri(1 - (1 - coverage) / 2)) / sqrt(max(pairs - 3, 1))
    middle = atanh(max(min(r, 0.999999), -0.999999))
    return tanh(middle - half), tanh(middle + half)
