"""How often a pair acts: counts over a horizon as a Gamma–Poisson regression on decayed past rates.

Every column is itself a Gamma–Poisson estimate: a rate seen with decay, drawn towards the base rate of its class by a
prior worth `PRIOR` days. The regression weighs several of them (short and long memory, both directions, both actors'
other business) and its dispersion makes the predictive distribution negative binomial. Its weights are drawn towards
the plain estimate of one medium memory, so that a table of thirty events gives that, and a large one learns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from westphalia.forecast.sequence import EventSequence, Real, Truth, Whole

MEMORIES = (7.0, 30.0, 120.0, 500.0)
"""Half-lives in days of a pair's own rate in the class; the last holds enmities and friendships of years."""

PRIOR = 60.0
"""Days of exposure that the base rate is worth in each estimate."""

WINDOW = 365
"""Days: pairs of whom nothing is known for longer are not followed."""

COLUMNS = (
    *(f"own rate, half-life {memory:.0f} days" for memory in MEMORIES),
    "all their acts",
    "the other's acts of the class",
    "all the other's acts",
    "the source's acts of the class",
    "acts of the class on the recipient",
    "time since the last act",
)

PLAIN = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
"""Weights before anything is learnt: the plain Gamma–Poisson estimate."""


SHAPE = np.array([-0.5, 0.0, 0.0])
"""Log-shape of the gamma distributions before anything is learnt: counts come in bursts."""


@dataclass(frozen=True)
class Snapshot:
    """What is known of pairs on a day.

    Attributes:
        pairs: codes (source × actors + recipient) in order, both directions of each.
        x: pair × class × column.
        base: mean rate a day of a pair, by class.
    """

    pairs: Whole
    x: Real
    base: Real


class Counts:
    """Events of a sequence by pair and class."""

    def __init__(self, events: EventSequence, classes: Sequence[Truth]) -> None:
        """Takes, for each class, the places of its event types (or quads) in the sequence's events, as masks."""
        self.events, self.size = events, len(events.actors)
        self._masks = np.array(classes, dtype=bool)
        self.codes = events.source * self.size + events.recipient

    @property
    def classes(self) -> int:
        """How many classes."""
        return len(self._masks)

    def followed(self, day: int) -> Whole:
        """Pairs of whom anything is known in the year before a day, both directions."""
        past = (self.events.day < day) & (self.events.day >= day - WINDOW)
        codes = np.unique(self.codes[past])
        return np.unique(np.r_[codes, self.turned(codes)])

    def turned(self, pairs: Whole) -> Whole:
        """The other directions."""
        return np.asarray(pairs % self.size * self.size + pairs // self.size)

    def within(self, pairs: Whole, first: int, last: int) -> Real:
        """Events from day `first` to day `last`: pair × class."""
        chosen = (self.events.day >= first) & (self.events.day <= last)
        return self._summed(pairs, chosen, np.ones(len(self.events)))

    def _summed(self, pairs: Whole, chosen: Truth, weight: Real) -> Real:
        place = np.searchsorted(pairs, self.codes)
        here = chosen & (place < len(pairs))
        here[here] = pairs[place[here]] == self.codes[here]
        made = [np.bincount(place[here & mask], weight[here & mask], len(pairs)) for mask in self._masks]
        return np.stack(made, axis=1)

    def snapshot(self, day: int, pairs: Whole | None = None) -> Snapshot:
        """Columns for pairs, from the events of the days before `day`."""
        followed = self.followed(day)
        asked = followed if pairs is None else np.unique(np.r_[pairs, self.turned(pairs)])
        past = self.events.day < day
        age = np.maximum(day - self.events.day, 0)
        known = max(day - int(self.events.day[0]), 1) if len(self.events) else 1
        exposure = min(known, WINDOW)
        recent = past & (age <= exposure)
        base = self.within(followed, day - exposure, day - 1).sum(axis=0) + 0.5
        base = base / (exposure * max(len(followed), 1))
        faded = [np.where(past, np.exp2(-age / memory), 0.0) for memory in MEMORIES]
        seen = [
            (self._summed(asked, past, weight), _exposure(m, known)) for weight, m in zip(faded, MEMORIES, strict=True)
        ]
        columns = [np.log(_posterior(number, exposure, base) / base) for number, exposure in seen]
        columns += self._surroundings(asked, faded[1], seen[1], base)
        columns.append(self._silence(asked, recent, age, exposure))
        return Snapshot(asked, np.stack(columns, axis=2), base)

    def _surroundings(self, pairs: Whole, weight: Real, seen: tuple[Real, float], base: Real) -> list[Real]:
        """What both do otherwise: all acts of the pair, the other direction, the source's and on the recipient."""
        number, exposure = seen
        turned, total = np.searchsorted(pairs, self.turned(pairs)), base.sum(keepdims=True)
        every = np.log(_posterior(number.sum(axis=1, keepdims=True), exposure, total) / total)
        of_all = np.broadcast_to(every, number.shape)
        own = np.log(_posterior(number, exposure, base) / base)
        ends = [
            np.stack([np.log1p(np.bincount(side, weight * mask, self.size)) for mask in self._masks], axis=1)
            for side in (self.events.source, self.events.recipient)
        ]
        return [of_all, own[turned], of_all[turned], ends[0][pairs // self.size], ends[1][pairs % self.size]]

    def _silence(self, pairs: Whole, recent: Truth, age: Whole, exposure: int) -> Real:
        """−log(days since the last act of any class), of the whole time known where there was none."""
        last = np.full(len(pairs), float(exposure))
        place = np.searchsorted(pairs, self.codes)
        here = recent & (place < len(pairs))
        here[here] = pairs[place[here]] == self.codes[here]
        np.minimum.at(last, place[here], age[here].astype(float))
        return np.broadcast_to(-np.log(last)[:, None], (len(pairs), self.classes))


def _exposure(memory: float, known: int) -> float:
    """Days that a decayed count stands for."""
    return float((1 - np.exp2(-known / memory)) * memory / np.log(2))


def _posterior(seen: Real, exposure: float, base: Real) -> Real:
    return np.asarray((seen + PRIOR * base) / (exposure + PRIOR))


@dataclass(frozen=True)
class Rates:
    """A fitted regression.

    Attributes:
        weights: of `COLUMNS`.
        levels: class effects, on top of the base rates.
        shape: log-shape of the gamma: a polynomial in the log-mean.
        calibration: constant and slope of the log-odds of any event in those of the counts (Platt 1999).
        rows: that it was fitted on.
    """

    weights: Real
    levels: Real
    shape: Real
    calibration: tuple[float, float]
    rows: int

    def mean(self, x: Real, base: Real, horizon: int) -> Real:
        """Expected events over the horizon: pair × class."""
        linear = np.log(base * horizon) + self.levels + x @ self.weights
        return np.asarray(np.exp(np.clip(linear, -25, 9)))

    def shapes(self, mean: Real) -> Real:
        """Shapes of the gamma distributions of these means."""
        return np.asarray(np.exp(np.clip(_powers(np.log(mean)) @ self.shape, -7, 7)))

    def any(self, mean: Real) -> Real:
        """Probability of at least one event: 1 − (r / (r + μ))^r, calibrated."""
        odds = _log_odds(mean, self.shapes(mean))
        return np.asarray(1 / (1 + np.exp(-(self.calibration[0] + self.calibration[1] * odds))))

    def draws(self, mean: Real, number: int, drawn: np.random.Generator) -> Real:
        """Counts drawn from the predictive distribution, along a last axis."""
        shape = self.shapes(mean)[..., None]
        lot = drawn.gamma(np.broadcast_to(shape, (*mean.shape, number)))
        return np.asarray(drawn.poisson(lot * mean[..., None] / shape), dtype=float)


def learn(parts: Sequence[tuple[Real, Real, Real]], horizon: int, strength: float = 20.0) -> Rates:
    """Fits the regression by maximum a posteriori.

    Args:
        parts: for each origin x (pair × class × column), base rates, and counts that came (pair × class).
        horizon: days the counts cover.
        strength: precision of the prior on the weights around `PLAIN`, and of class effects around 0.
    """
    classes = parts[0][2].shape[1] if parts else 1
    x, offset, y, kind, weight = _rows(parts, horizon)
    if not len(y):
        return Rates(PLAIN, np.zeros(classes), SHAPE, (0.0, 1.0), 0)
    start, middle, prior = (
        np.r_[PLAIN, np.zeros(classes), SHAPE],
        len(PLAIN),
        np.full(len(PLAIN) + classes + 3, strength),
    )
    prior[-3:] /= 25  # the shape is known less well beforehand

    def loss(given: Real) -> tuple[float, Real]:
        beta, levels, shape = given[:middle], given[middle:-3], given[-3:]
        linear = np.clip(offset + levels[kind] + x @ beta, -25, 9)
        powers = _powers(linear)
        log_shape = np.clip(powers @ shape, -7, 7)
        value, by_mean, by_shape = _negative_binomial(y, np.exp(linear), np.exp(log_shape))
        by_shape = np.where(np.abs(log_shape) < 7, by_shape, 0.0)
        pull = weight * (by_mean + by_shape * (shape[1] + 2 * shape[2] * linear))
        gradient = np.r_[x.T @ pull, np.bincount(kind, pull, classes), powers.T @ (weight * by_shape)]
        away = given - start
        return -float(weight @ value) + float(prior @ away**2) / 2, prior * away - gradient

    found = _least(loss, start)
    rates = Rates(found[:middle], found[middle:-3], found[-3:], (0.0, 1.0), len(y))
    mean = np.exp(np.clip(offset + rates.levels[kind] + x @ rates.weights, -25, 9))
    return replace(rates, calibration=_calibrated(_log_odds(mean, rates.shapes(mean)), (y > 0).astype(float), weight))


def _log_odds(mean: Real, shape: Real) -> Real:
    """Log-odds of any event where counts are negative binomial."""
    none = shape * np.log1p(mean / shape)  # −log of the probability of none
    return np.asarray(np.log(np.expm1(np.clip(none, 1e-12, 500))))


def _calibrated(odds: Real, happened: Real, weight: Real) -> tuple[float, float]:
    """Logistic regression of what came on the log-odds, drawn to (0, 1) by ten events' worth."""
    columns = np.column_stack([np.ones_like(odds), odds])

    def loss(given: Real) -> tuple[float, Real]:
        linear = columns @ given
        away = given - [0.0, 1.0]
        missed = weight * (1 / (1 + np.exp(-linear)) - happened)
        value = weight @ (np.logaddexp(0, linear) - happened * linear)
        return float(value + 5 * away @ away), columns.T @ missed + 10 * away

    constant, slope = _least(loss, np.array([0.0, 1.0]))
    return float(constant), float(slope)


def _powers(linear: Real) -> Real:
    return np.stack([np.ones_like(linear), linear, linear**2], axis=-1)


def _negative_binomial(y: Real, mean: Real, shape: Real) -> tuple[Real, Real, Real]:
    """Log-likelihood, and its derivatives by the log-mean and the log-shape."""
    from scipy.special import digamma, gammaln

    total = shape + mean
    value = gammaln(y + shape) - gammaln(shape) - gammaln(y + 1) + shape * np.log(shape / total)
    value = value + y * np.log(mean / total)
    by_mean = shape * (y - mean) / total
    by_shape = shape * (digamma(y + shape) - digamma(shape) + np.log(shape / total) + 1 - (y + shape) / total)
    return value, by_mean, by_shape


MOST_EMPTY = 150_000
"""Rows without an event that are kept in fitting; each then stands for several."""


def _rows(parts: Sequence[tuple[Real, Real, Real]], horizon: int) -> tuple[Real, Real, Real, Whole, Real]:
    """All rows with an event, and of the others a share at random, each with the weight of those left out."""
    empty = sum(int((counts == 0).sum()) for _, _, counts in parts)
    share, drawn, made = min(1.0, MOST_EMPTY / max(empty, 1)), np.random.default_rng(1), []
    for x, base, counts in parts:
        flat = counts.ravel()
        kept = np.flatnonzero((flat > 0) | (drawn.random(len(flat)) < share))
        kind = kept % counts.shape[1]
        weight = np.where(flat[kept] > 0, 1.0, 1 / share)
        made.append((x.reshape(-1, x.shape[2])[kept], np.log(base * horizon)[kind], flat[kept], kind, weight))
    if not made:
        nothing = np.zeros(0)
        return np.zeros((0, len(PLAIN))), nothing, nothing, np.zeros(0, dtype=np.int64), nothing
    x, offset, y, kind, weight = (np.concatenate(column) for column in zip(*made, strict=True))
    return x, offset, y, kind, weight


def _least(loss: Callable[[Real], tuple[float, Real]], start: Real) -> Real:
    """Where a smooth function, given with its gradient, is least."""
    from scipy.optimize import minimize

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})  # type: ignore[no-untyped-call]
    return np.asarray(found.x)
