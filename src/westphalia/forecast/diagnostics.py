"""Whether a relational event model fits: how high it ranks what happened, whether effects drift, what it gets wrong."""

from dataclasses import dataclass

import numpy as np

from westphalia.forecast.estimation import Design, Fit, Likelihood, log_rate, maximise
from westphalia.forecast.sequence import Real


@dataclass(frozen=True, slots=True)
class Drift:
    """Schoenfeld residuals of one statistic against the order of events (Grambsch & Therneau 1994)."""

    name: str
    correlation: float
    p: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """One tenth of the rows of a timed model, by rate: martingale residuals summed."""

    expected: float
    observed: float


@dataclass(frozen=True)
class Diagnostics:
    """How well a model fits.

    Attributes:
        log_likelihood, null_log_likelihood: with and without the statistics.
        aic, bic: Akaike's and Schwarz's criterion; smaller is better, among models of the same events.
        mcfadden: 1 − log-likelihood / null.
        median_rank: of the event among what could have happened, as a share of the risk set; .5 is chance.
        in_top: share of events ranked in the first percent of the risk set.
        drift: per statistic, whether its effect changes over time; of ordinal models.
        tenths: expected and observed events by tenth of the rate; of timed models.
        inflation: variance inflation factor by statistic.
        separating: statistics that alone tell every event from every non-event.
    """

    log_likelihood: float
    null_log_likelihood: float
    aic: float
    bic: float
    mcfadden: float
    median_rank: float | None
    in_top: float | None
    drift: tuple[Drift, ...]
    tenths: tuple[Tenth, ...]
    inflation: dict[str, float]
    separating: tuple[str, ...]


def diagnose(design: Design, likelihood: Likelihood, fit: Fit, kind: str, columns: tuple[str, ...]) -> Diagnostics:
    """All of it for one fit."""
    ordinal = kind == "ordinal"
    null = likelihood(np.zeros(design.x.shape[1]))[0] if ordinal else _baseline_alone(design, likelihood)
    number, events = design.x.shape[1], float(design.y.sum())
    ranks = _ranks(design, fit) if ordinal else None
    return Diagnostics(
        log_likelihood=fit.value,
        null_log_likelihood=null,
        aic=2 * number - 2 * fit.value,
        bic=float(np.log(max(events, 1.0))) * number - 2 * fit.value,
        mcfadden=1 - fit.value / null if null else 0.0,
        median_rank=None if ranks is None else float(np.median(ranks)),
        in_top=None if ranks is None else float(np.mean(ranks <= 0.01)),
        drift=_drift(design, fit, columns) if ordinal else (),
        tenths=() if ordinal else _tenths(design, fit),
        inflation=_inflation(likelihood(np.zeros(number))[2], columns, ordinal),
        separating=_separating(design, columns) if ordinal else (),
    )


def _baseline_alone(design: Design, likelihood: Likelihood) -> float:
    """Log-likelihood of a timed model with its baseline only."""

    def alone(beta: Real) -> tuple[float, Real, Real]:
        value, gradient, information = likelihood(np.r_[beta, np.zeros(design.x.shape[1] - 1)])
        return value, gradient[:1], information[:1, :1]

    return maximise(alone, design.x[:, :1], start=np.array([log_rate(design)])).value


def _starts(design: Design) -> np.ndarray:
    return np.flatnonzero(np.r_[True, np.diff(design.choice) != 0])


def _ranks(design: Design, fit: Fit) -> Real:
    """Rank of each event in its risk set, as a share of it, by likelihood without the offsets; ties in the middle."""
    starts = _starts(design)
    sizes = np.diff(np.r_[starts, len(design.choice)])
    linear, weight = design.x @ fit.coefficients, np.exp(design.offset)
    own = np.repeat(np.add.reduceat(linear * (design.y > 0), starts), sizes)
    better = (linear > own + 1e-9) * weight + 0.5 * (np.abs(linear - own) <= 1e-9) * weight
    return np.add.reduceat(better, starts) / np.add.reduceat(weight, starts)


def _drift(design: Design, fit: Fit, columns: tuple[str, ...]) -> tuple[Drift, ...]:
    from scipy.stats import spearmanr

    starts = _starts(design)
    if len(starts) < 10:
        return ()
    linear = design.x @ fit.coefficients + design.offset
    sizes = np.diff(np.r_[starts, len(design.choice)])
    raised = np.exp(linear - np.repeat(np.maximum.reduceat(linear, starts), sizes))
    share = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
    residual = np.add.reduceat(design.x * (design.y - share)[:, None], starts)
    found = []
    for at, name in enumerate(columns):
        spread = residual[:, at].std()
        test = spearmanr(design.day[starts], residual[:, at]) if spread > 0 else None
        found.append(Drift(name, *((float(test.statistic), float(test.pvalue)) if test else (0.0, 1.0))))
    return tuple(found)


def _tenths(design: Design, fit: Fit) -> tuple[Tenth, ...]:
    """Rows by rate, cut so that each part expects a tenth of the events (Poisson or sampled rows alike)."""
    linear = design.x @ fit.coefficients + design.offset
    expected = 1 / (1 + np.exp(-linear)) if np.any(design.offset != 0) else np.exp(np.minimum(linear, 50))
    order = np.argsort(design.x @ fit.coefficients, kind="stable")
    reached = np.cumsum(expected[order])
    part = np.minimum((10 * reached / max(reached[-1], 1e-300)).astype(int), 9)
    sums = np.bincount(part, expected[order], 10), np.bincount(part, design.y[order], 10)
    return tuple(Tenth(float(e), float(o)) for e, o in zip(*sums, strict=True))


def _inflation(information: Real, columns: tuple[str, ...], ordinal: bool) -> dict[str, float]:
    """Variance inflation factors, from the information where all coefficients are 0; the baseline partialled out."""
    if not ordinal:
        crossed = information[1:, :1]
        information = information[1:, 1:] - crossed @ crossed.T / max(float(information[0, 0]), 1e-300)
        columns = columns[1:]
    spread = np.sqrt(np.maximum(np.diag(information), 1e-300))
    correlation = information / np.outer(spread, spread)
    inverse = np.linalg.pinv(correlation, hermitian=True)
    factors = np.diag(inverse).copy()
    if np.linalg.matrix_rank(correlation, tol=1e-10) < len(columns):
        factors[factors < 10] = np.inf  # one of them is a sum of others: no inverse, no end of variance
    return {name: float(max(factors[at], 1.0)) for at, name in enumerate(columns)}


def _separating(design: Design, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Statistics whose value at every event is the highest (or lowest) of its choice, and not the same throughout."""
    starts = _starts(design)
    sizes = np.diff(np.r_[starts, len(design.choice)])
    found = []
    for at, name in enumerate(columns):
        column = design.x[:, at]
        own = np.repeat(np.add.reduceat(column * (design.y > 0), starts), sizes)
        gap = column - own
        if (gap.min() < 0) != (gap.max() > 0):
            found.append(name)
    return tuple(found)
