"""Maximum likelihood by Newton and Raphson: conditional logit, logit and Poisson, errors from the Hessian.

All three have concave log-likelihoods, so a maximum found is the maximum; where there is none (separation: some
combination of statistics tells every event from every non-event), coefficients run away and that is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.sequence import Real, Truth, Whole

ITERATIONS = 60
RUNAWAY = 15.0
"""Log-odds per standard deviation past which an estimate is on its way to infinity: e^15 is three million to one."""

Likelihood = Callable[[Real], tuple[float, Real, Real]]
"""Coefficients → log-likelihood, gradient, information (the negative Hessian)."""


@dataclass(frozen=True)
class Design:
    """Rows of a regression: what happened and what could have.

    Attributes:
        x: row × statistic.
        y: events in the row, 0 for what did not happen.
        offset: known part of the log-rate.
        choice: which rows compete for one event; rows of one choice lie together. Empty for timed models.
        day: day of each row.
        source, recipient: places of the actors.
        at: place in the sequence of the event of the row, −1 for what did not happen.
    """

    x: Real
    y: Real
    offset: Real
    choice: Whole
    day: Whole
    source: Whole
    recipient: Whole
    at: Whole


@dataclass(frozen=True)
class Fit:
    """What maximising gave.

    Attributes:
        coefficients: of the columns of x.
        covariance: inverse of the information at the maximum.
        value: log-likelihood there, without the prior's part.
        converged: whether a maximum was reached.
        runaway: for each column whether its coefficient runs off (separation).
    """

    coefficients: Real
    covariance: Real
    value: float
    converged: bool
    runaway: Truth


def conditional_logit(design: Design) -> Likelihood:
    """The ordinal likelihood (Butts 2008, equation 5): each event is one choice among those at risk.

    Equal to the partial likelihood of Cox with the choices as strata (ties: Breslow). Offsets carry the weights of
    a sampled risk set (Borgan, Goldstein & Langholz 1995).
    """
    starts = np.flatnonzero(np.r_[True, np.diff(design.choice) != 0])
    sizes = np.diff(np.r_[starts, len(design.choice)])
    events = np.add.reduceat(design.y, starts)

    def likelihood(beta: Real) -> tuple[float, Real, Real]:
        linear = design.x @ beta + design.offset
        top = np.repeat(np.maximum.reduceat(linear, starts), sizes)
        raised = np.exp(linear - top)
        total = np.repeat(np.add.reduceat(raised, starts), sizes)
        share = raised / total
        value = float(design.y @ (linear - top - np.log(total)))
        weight = share * np.repeat(events, sizes)
        expected = np.add.reduceat(design.x * share[:, None], starts)
        gradient = design.x.T @ (design.y - weight)
        information = design.x.T @ (design.x * weight[:, None]) - expected.T @ (expected * events[:, None])
        return value, gradient, information

    return likelihood


def poisson(design: Design) -> Likelihood:
    """Counts with a log-linear rate; offsets are log exposures. The timed model of all pairs and days."""

    def likelihood(beta: Real) -> tuple[float, Real, Real]:
        linear = np.minimum(design.x @ beta + design.offset, 50.0)
        rate = np.exp(linear)
        value = float(design.y @ linear - rate.sum())
        return value, design.x.T @ (design.y - rate), design.x.T @ (design.x * rate[:, None])

    return likelihood


def logit(design: Design) -> Likelihood:
    """Event or sampled non-event. With offset −log(sampling rate) it estimates the rate of the timed model.

    Given that a point is an event or a sampled pair and day, it is an event with probability λ / (λ + ρ), where ρ is
    the known rate of sampling (Baddeley et al. 2014, "Logistic regression for spatial Gibbs point processes").
    """

    def likelihood(beta: Real) -> tuple[float, Real, Real]:
        linear = design.x @ beta + design.offset
        share = 1.0 / (1.0 + np.exp(-np.clip(linear, -50, 50)))
        value = float(design.y @ linear - np.logaddexp(0.0, linear).sum())
        weight = share * (1.0 - share)
        return value, design.x.T @ (design.y - share), design.x.T @ (design.x * weight[:, None])

    return likelihood


def log_rate(design: Design) -> float:
    """Log of events over exposure: where the baseline of a timed model starts."""
    missed = design.y == 0
    exposure = float(np.exp(design.offset[missed]).sum()) if np.any(design.offset != 0) else float(len(design.y))
    return float(np.log(max(design.y.sum(), 0.5) / max(exposure, 1e-300)))


def maximise(likelihood: Likelihood, x: Real, prior: Real | None = None, start: Real | None = None) -> Fit:
    """Newton–Raphson with halved steps, in coefficients per standard deviation of their column.

    Args:
        likelihood: the concave log-likelihood.
        x: the columns, for their spread.
        prior: standard deviations of normal priors on the coefficients per standard deviation, centred on 0;
            None or infinite for plain maximum likelihood.
        start: coefficients to start from, by default all 0.
    """
    spread = x.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    precision = np.zeros(len(scale)) if prior is None else 1.0 / prior**2

    def penalised(beta: Real) -> tuple[float, Real, Real, float]:
        value, gradient, information = likelihood(beta / scale)
        value_with = value - 0.5 * float(precision @ beta**2)
        return (
            value_with,
            gradient / scale - precision * beta,
            information / np.outer(scale, scale) + np.diag(precision),
            value,
        )

    beta, converged = np.zeros(len(scale)) if start is None else start * scale, False
    value, gradient, information, plain = penalised(beta)
    for _ in range(ITERATIONS):
        step = _solved(information, gradient)
        if abs(float(gradient @ step)) < 1e-9 * (1 + abs(value)):
            converged = True
            break
        share = 1.0
        while share > 1e-8:
            tried = penalised(beta + share * step)
            if np.isfinite(tried[0]) and tried[0] >= value:
                break
            share /= 2
        else:
            converged = True  # no step goes up: the top, to machine precision
            break
        beta = beta + share * step
        value, gradient, information, plain = tried
        if np.abs(beta[spread > 0]).max(initial=0) > 3 * RUNAWAY:
            break
    covariance = np.linalg.pinv(information, hermitian=True)
    runaway = (np.abs(beta) > RUNAWAY) & (spread > 0)
    return Fit(beta / scale, covariance / np.outer(scale, scale), plain, converged and not runaway.any(), runaway)


def _solved(information: Real, gradient: Real) -> Real:
    """The Newton step; by least squares where columns are collinear."""
    try:
        return np.linalg.solve(information, gradient)
    except np.linalg.LinAlgError:
        return np.linalg.lstsq(information, gradient, rcond=None)[0]
