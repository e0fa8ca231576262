"""Days to come, drawn from timed relational event models: two courses at once, with and without a change.

Both courses use the same random numbers, so that where the change alters no rate nothing differs, and what differs is
the change (common random numbers; Glasserman & Yao 1992). Each run draws its own coefficients from the normal
approximation of their posterior: what is not known of the model is in the spread.

Log-linear models of events that beget events can run away. So no statistic counts for more than the highest value the
model was fitted on, and no pair acts faster than the fastest month of any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.relational import RelationalEventModel
from westphalia.forecast.sequence import Real, Truth, Whole
from westphalia.forecast.statistics import STATISTICS, Grid, State


@dataclass(frozen=True)
class Course:
    """One course of events before it runs.

    Attributes:
        state: dense matrices on the eve of the first day.
        acts: events stated, by number of the day: (source, recipient, sign, how many).
        bodies: actor × body from a day on, by number of the day.
        closed: pairs in which nothing happens.
        fastest: events a day of one pair at most, by class.
    """

    state: State
    acts: Mapping[int, Sequence[tuple[int, int, int, float]]]
    bodies: Mapping[int, Real]
    closed: Truth
    fastest: Real


@dataclass(frozen=True)
class Drawn:
    """What two courses came to.

    Attributes:
        counts: course × run × class × source × recipient, events drawn (what was stated is not among them).
        moved: class × statistic × source × recipient: mean over runs and days of coefficient × (with − without).
        highest: course × statistic, the highest value met.
        capped: share of pairs, classes and days whose rate was cut.
        ties: course × kind (cooperation, conflict, all) × source × recipient, mean over runs and days.
    """

    counts: Real
    moved: Real
    highest: Real
    capped: float
    ties: Real


def run(
    models: Sequence[RelationalEventModel], courses: tuple[Course, Course], days: int, runs: int, seed: int
) -> Drawn:
    """Draws both courses day by day.

    Args:
        models: timed, one for each class, of the same statistics.
        courses: without and with the change.
        days: how many.
        runs: how many times.
        seed: of all random numbers.
    """
    names = tuple(dict.fromkeys(name for model in models for name in model.names))
    size = len(courses[0].closed)
    theta = _coefficients(models, names, runs, seed)
    worlds = [_World(course, models, runs) for course in courses]
    counts = np.zeros((2, runs, len(models), size, size), dtype=float)
    moved = np.zeros((len(models), len(names), size, size))
    limits = np.array([max(model.limit(name) for model in models) for name in names])[:, None, None, None]
    fastest = courses[0].fastest[:, None, None]
    highest, capped, ties = np.zeros((2, len(names))), 0.0, np.zeros((2, 3, size, size))
    for day in range(days):
        lot = np.random.Generator(np.random.Philox(key=seed, counter=day)).random((runs, len(models), size, size))
        seen = []
        for at, world in enumerate(worlds):
            met = world.statistics(names, day)
            highest[at] = np.maximum(highest[at], met.max(axis=(1, 2, 3)))
            x = np.minimum(met, limits)
            rate = np.exp(np.minimum(np.einsum("rck,krij->rcij", theta[:, :, 1:], x) + theta[:, :, :1, None], 9.0))
            rate *= ~np.eye(size, dtype=bool) & ~world.course.closed
            capped += float(np.mean(rate > fastest)) / (2 * days)
            new = _poisson(np.minimum(rate, fastest), lot)
            counts[at] += new
            ties[at] += world.mean_ties() / days
            world.pass_day(new, day)
            seen.append(x)
        moved += np.einsum("rck,krij->ckij", theta[:, :, 1:], seen[1] - seen[0]) / (runs * days)
    return Drawn(counts, moved, highest, capped, ties)


class _World:
    """The state of many runs of one course."""

    def __init__(self, course: Course, models: Sequence[RelationalEventModel], runs: int) -> None:
        self.course, start = course, course.state
        self._half_life = models[0].half_life
        self._signs = [_sign(model.of) for model in models]
        several = (runs, *start.ties.shape)
        self._ties, self._cooperation, self._conflict = (
            np.broadcast_to(matrix, several).copy() for matrix in (start.ties, start.cooperation, start.conflict)
        )
        with np.errstate(divide="ignore"):
            self._age = np.broadcast_to(np.where(start.recency > 0, 1 / start.recency, np.inf), several).copy()
        self._bodies = start.bodies

    def statistics(self, names: Sequence[str], day: int) -> Real:
        """Statistic × run × source × recipient."""
        if day in self.course.bodies:
            self._bodies = self.course.bodies[day]
        shared = np.broadcast_to(self._bodies, (1, *self._bodies.shape))
        state = State(self._ties, self._cooperation, self._conflict, 1 / self._age, shared)
        return np.stack([np.broadcast_to(STATISTICS[name](Grid(), state), self._ties.shape) for name in names])

    def mean_ties(self) -> Real:
        """Cooperation, conflict and all ties, mean over runs."""
        return np.stack([each.mean(axis=0) for each in (self._cooperation, self._conflict, self._ties)])

    def pass_day(self, new: Real, day: int) -> None:
        """Adds what happened on the day, drawn and stated, and lets a day pass."""
        total, cooperation, conflict = (
            new[:, [at for at, of in enumerate(self._signs) if sign in (None, of)]].sum(axis=1, dtype=float)
            for sign in (None, 1, -1)
        )
        for source, recipient, sign, number in self.course.acts.get(day, ()):
            total[:, source, recipient] += number
            (cooperation if sign > 0 else conflict)[:, source, recipient] += number
        fading = np.exp2(-1 / self._half_life)
        self._ties = (self._ties + total) * fading
        self._cooperation = (self._cooperation + cooperation) * fading
        self._conflict = (self._conflict + conflict) * fading
        self._age = np.where(total > 0, 1.0, self._age + 1)


def _sign(of: str) -> int:
    return 1 if "cooperation" in of else -1 if "conflict" in of else 0


def _coefficients(models: Sequence[RelationalEventModel], names: Sequence[str], runs: int, seed: int) -> Real:
    """Run × class × (baseline, statistics), drawn around the estimates; 0 for statistics a model has not."""
    drawn = np.random.Generator(np.random.Philox(key=seed, counter=2**32))
    made = np.zeros((runs, len(models), 1 + len(names)))
    for at, model in enumerate(models):
        mean = np.array([one.estimate for one in model.coefficients])
        values = drawn.multivariate_normal(mean, model.covariance, runs, method="eigh")
        places: Whole = np.array([0, *(1 + names.index(name) for name in model.names)])
        made[:, at, places] = values
    return made


def _poisson(rate: Real, lot: Real) -> Real:
    """Poisson counts by inversion: the same lot gives more where the rate is higher."""
    counts = np.zeros(rate.shape, dtype=float)
    here = np.flatnonzero(lot.ravel() > np.exp(-rate.ravel()))
    mean, share = rate.ravel()[here], lot.ravel()[here]
    term = np.exp(-mean)
    reached, number = term.copy(), np.zeros(len(here), dtype=float)
    for k in range(1, 100):
        above = share > reached
        if not above.any():
            break
        number += above
        term = term * mean / k
        reached += term
    counts.ravel()[here] = number
    return counts
