"""The outlook of two actors: what each will have done to the other by a horizon, and where their relation will stand.

Per class of events the probability of at least one, from `rates`; the level of the relation, as `system.relations`
defines it, by drawing counts and values of events to come. `rolling` says how good this was in the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

import numpy as np

from westphalia.errors import UsageError
from westphalia.forecast.rates import Counts, Rates, Snapshot, learn
from westphalia.forecast.sequence import EventSequence, Real, Truth, Whole
from westphalia.model.ontology import QUADS, types
from westphalia.system.actors import find
from westphalia.system.weights import Weights

if TYPE_CHECKING:
    from westphalia.system.table import EventTable

HORIZONS = (7, 30, 90)
"""Days usually asked for."""

ORIGINS = 8
"""Days in the past, half a horizon apart, from which the regression learns; more moved no score on ICEWS 2014."""

FAINT = 0.1
"""Happenings, decayed, below which no level is told (as in `system.relations`)."""

WORTH = 20
"""Pairs that the mean rate is worth in a base rate."""

DRAWS = 2000
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Chance:
    """One class of events in one direction.

    Attributes:
        of: name of the type or quad class.
        probability: of at least one event in the horizon.
        expected: number of events.
        base: share of all followed pairs to whom it happened in a like horizon.
        recurrency: share of this pair's own past horizons in which it did, drawn to the base by one horizon.
        seen: how many there were in the past.
        last: day of the last one.
        events: ids of the latest, newest first.
    """

    of: str
    probability: float
    expected: float
    base: float
    recurrency: float
    seen: int
    last: date | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """The level of one direction: now, and quantiles (`QUANTILES`) at the horizon; None where nothing is known now."""

    now: float | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """What one will do to the other."""

    source: str
    recipient: str
    quads: tuple[Chance, ...]
    types: tuple[Chance, ...]
    level: Level


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook of a pair. `note` says in words where history holds too little."""

    one: str
    other: str
    on: date
    horizon: int
    directions: tuple[Direction, Direction]
    note: str


@dataclass(frozen=True)
class Learnt:
    """What was learnt from the days before one day, for one set of classes and one horizon.

    Attributes:
        of: names of the classes.
        counts: the events by pair and class.
        rates: the regression.
        had: pairs with at least one event in a past horizon, by class, over all origins; `asked`: pairs in all.
        on: day before which all of it lies.
        horizon: days.
    """

    of: tuple[str, ...]
    counts: Counts
    rates: Rates
    had: Real
    asked: int
    on: int
    horizon: int

    @classmethod
    def from_past(cls, events: EventSequence, of: Sequence[str], horizon: int, on: int) -> Self:
        """Learns from rolling origins before `on`; no horizon of theirs reaches it."""
        counts = Counts(events, [of_class(events, name) for name in of])
        parts = []
        burnt = int(events.day[0]) + min(45, max((on - int(events.day[0])) // 3, 1)) if len(events) else on
        for step in range(ORIGINS):
            origin = on - horizon - step * max(horizon // 2, 1)
            if origin < burnt:
                break
            known = counts.snapshot(origin)
            parts.append((known.x, known.base, counts.within(known.pairs, origin, origin + horizon - 1)))
        had: Real = np.zeros(len(of))
        for _, _, came in parts:
            had = had + (came > 0).sum(axis=0)
        asked = sum(len(came) for _, _, came in parts)
        return cls(tuple(of), counts, learn(parts, horizon), had, asked, on, horizon)

    def known(self, pairs: Whole | None = None) -> Snapshot:
        """What is known on the day, of some pairs or of all that are followed."""
        return self.counts.snapshot(self.on, pairs)

    def mean(self, known: Snapshot) -> Real:
        """Expected events: pair × class."""
        return self.rates.mean(known.x, known.base, self.horizon)

    def base_of(self, known: Snapshot) -> Real:
        """The base rate by class, drawn to that of the mean rate by as much as `WORTH` pairs."""
        steady = -np.expm1(-known.base * self.horizon)
        return np.asarray((self.had + WORTH * steady) / (self.asked + WORTH))

    def recurrency(self, known: Snapshot) -> Real:
        """Share of each pair's past horizons with an event: pair × class."""
        first = int(self.counts.events.day[0])
        number = max((self.on - first) // self.horizon, 0)
        had = np.zeros((len(known.pairs), len(self.of)))
        for step in range(number):
            end = self.on - step * self.horizon - 1
            had += self.counts.within(known.pairs, end - self.horizon + 1, end) > 0
        return np.asarray((had + self.base_of(known)) / (number + 1))


def of_class(events: EventSequence, name: str) -> Truth:
    """Which events are of a type, or of a quad class by name."""
    quads = {words: quad for quad, words in QUADS.items()}
    if name in quads:
        return np.asarray(events.quad == quads[name])
    return np.asarray(events.type == events.types.index(name)) if name in events.types else np.zeros(len(events), bool)


def outlook(  # noqa: PLR0913 - the settings of one outlook
    table: "EventTable | EventSequence",
    one: str,
    other: str,
    *,
    horizon: int = 30,
    on: date | None = None,
    weights: Weights | None = None,
) -> Outlook:
    """What two actors will have done to each other `horizon` days from `on`.

    Args:
        table: the events.
        one: actor id.
        other: the other's.
        horizon: days, the first of them `on`.
        on: nothing of this day or later is used; the day after the last event if not given.
        weights: values and half-life of the relation's level.

    Raises:
        UsageError: if the table knows one of them not, or the horizon is no number of days.
    """
    if isinstance(table, EventSequence):
        events = table
    else:
        one, other = find(table, one), find(table, other)
        events = EventSequence.about(table, one, other)
    if not 1 <= horizon <= 366:
        raise UsageError(f"a horizon of {horizon} days", "1 to 366")
    if not len(events):
        raise UsageError("the table holds no event that happened on a known day between two actors")
    ends = events.actor(one), events.actor(other)
    if ends[0] == ends[1]:
        raise UsageError(f"{one} and {other} are one actor", "name two")
    day = on.toordinal() if on else int(events.day[-1]) + 1
    past, size = events.before(day), len(events.actors)
    if not len(past):
        raise UsageError(f"there is no event before {date.fromordinal(day)}")
    pairs = np.unique([ends[0] * size + ends[1], ends[1] * size + ends[0]])
    of_quads = Learnt.from_past(past, tuple(QUADS.values()), horizon, day)
    of_types = Learnt.from_past(past, tuple(name for name in types() if name in past.types), horizon, day)
    directions = tuple(
        _direction(past, pair, pairs, of_quads, of_types, weights or Weights())
        for pair in (ends[0] * size + ends[1], ends[1] * size + ends[0])
    )
    names = past.actors[ends[0]], past.actors[ends[1]]
    made = (directions[0], directions[1])
    return Outlook(*names, date.fromordinal(day), horizon, made, _note(past, pairs, of_quads))


def _direction(  # noqa: PLR0913, PLR0917 - what a direction is made of
    events: EventSequence, pair: int, pairs: Whole, of_quads: Learnt, of_types: Learnt, weights: Weights
) -> Direction:
    size = len(events.actors)
    at = int(np.searchsorted(pairs, pair))
    known = of_quads.known(pairs)
    now, quantiles = level_draws(of_quads, known, weights, seed=pair)
    return Direction(
        events.actors[pair // size],
        events.actors[pair % size],
        _chances(of_quads, pairs, at),
        _chances(of_types, pairs, at),
        Level(
            None if np.isnan(now[at]) else float(now[at]),
            () if np.isnan(now[at]) else tuple(float(q) for q in np.quantile(quantiles[at], QUANTILES)),
        ),
    )


def _chances(learnt: Learnt, pairs: Whole, at: int) -> tuple[Chance, ...]:
    known, events = learnt.known(pairs), learnt.counts.events
    if not learnt.of:
        return ()
    mean = learnt.mean(known)
    probability, recurrency, base = learnt.rates.any(mean), learnt.recurrency(known), learnt.base_of(known)
    made = []
    for place, name in enumerate(learnt.of):
        here = np.flatnonzero((learnt.counts.codes == pairs[at]) & of_class(events, name))
        made.append(
            Chance(
                name,
                float(probability[at, place]),
                float(mean[at, place]),
                float(base[place]),
                float(recurrency[at, place]),
                len(here),
                date.fromordinal(int(events.day[here[-1]])) if len(here) else None,
                tuple(events.ids[place] for place in here[::-1][:5]),
            )
        )
    return tuple(made)


def level_draws(
    learnt: Learnt, known: Snapshot, weights: Weights, seed: int = 1, number: int = DRAWS
) -> tuple[Real, Real]:
    """The level of each pair now (NaN where it has faded), and draws of it at the horizon: pair × draw.

    Events to come are drawn by quad class from the predictive distribution; the sum of their values is normal with
    the mean and spread that values of the class had, and they count as decayed by half the horizon.
    """
    count, total = level_sums(learnt.counts, known.pairs, learnt.on, weights)
    drawn = np.random.default_rng(seed)
    value, spread = _values(learnt.counts.events)
    counts = learnt.rates.draws(learnt.mean(known), number, drawn)
    fading = np.exp2(-learnt.horizon / weights.half_life)
    recent = np.exp2(-learnt.horizon / 2 / weights.half_life)
    normal = drawn.standard_normal(counts.shape)
    sums = (counts * value[:, None] + np.sqrt(counts) * spread[:, None] * normal).sum(axis=1)
    above = total[:, None] * fading + sums * recent
    below = weights.prior + count[:, None] * fading + counts.sum(axis=1) * recent
    now = np.where(count >= FAINT, total / (weights.prior + count), np.nan)
    return now, np.clip(above / below, -10, 10)


def level_baselines(learnt: Learnt, weights: Weights, now: Real, number: int) -> tuple[Real, Real]:
    """What levels of pairs are compared with: as each is now, moved as all moved in the last horizon; and as all are.

    Args:
        learnt: what was learnt.
        weights: values and half-life of levels.
        now: levels now of the pairs asked about.
        number: draws of each.

    Returns:
        two arrays, pair × draw.
    """
    pairs = learnt.counts.followed(learnt.on)
    count, total = level_sums(learnt.counts, pairs, learnt.on, weights)
    earlier_count, earlier_total = level_sums(learnt.counts, pairs, learnt.on - learnt.horizon, weights)
    held, steps = count >= FAINT, (np.arange(number) + 0.5) / number
    if not held.any():
        return np.repeat(now[:, None], number, axis=1), np.zeros((len(now), number))
    levels = total[held] / (weights.prior + count[held])
    moves = np.quantile(levels - earlier_total[held] / (weights.prior + earlier_count[held]), steps)
    everyone = np.broadcast_to(np.quantile(levels, steps), (len(now), number))
    return np.clip(now[:, None] + moves, -10, 10), everyone


def level_sums(counts: Counts, pairs: Whole, day: int, weights: Weights) -> tuple[Real, Real]:
    """Decayed number and sum of values of the events of each pair before a day: a level is sum / (prior + number)."""
    events = counts.events
    place = np.minimum(np.searchsorted(pairs, counts.codes), max(len(pairs) - 1, 0))
    here = (pairs[place] == counts.codes) & (events.day < day) & ~np.isnan(events.intensity)
    decay = np.exp2(-(day - 1 - events.day[here]) / weights.half_life) * events.weight[here]
    number = np.bincount(place[here], decay, len(pairs))
    return number, np.bincount(place[here], decay * events.intensity[here], len(pairs))


def _values(events: EventSequence) -> tuple[Real, Real]:
    """Mean and standard deviation of the values of events by quad class, drawn to those of PLOVER's types."""
    means, spreads = [], []
    for quad in QUADS:
        usual = np.array([kind.intensity for kind in types().values() if kind.quad == quad])
        known = events.intensity[(events.quad == quad) & ~np.isnan(events.intensity)]
        values = np.r_[usual, known]
        means.append(values.mean())
        spreads.append(values.std())
    return np.array(means), np.array(spreads)


def _note(events: EventSequence, pairs: Whole, learnt: Learnt) -> str:
    mine = int(np.isin(learnt.counts.codes, pairs).sum())
    if not mine:
        return "No event between the two is known: these are the rates of pairs like any other."
    if learnt.rates.rows == 0:
        return "The table is too short to learn from: these are its plain rates, drawn to the base rate."
    return f"Only {mine} events between the two are known: the base rate says most of it." if mine < 10 else ""
