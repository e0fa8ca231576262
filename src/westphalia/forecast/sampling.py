"""What could have happened: the pairs at risk beside every event, all of them or a sample.

The risk set of n actors has n (n − 1) pairs. Lerner & Lomi 2020 show that a few sampled pairs an event give nearly the
same estimates. The sample here is stratified by whether the pair has a past (counter-matching, Borgan, Goldstein &
Langholz 1995): pairs without one are nearly all pairs and tell little. Offsets undo the stratification.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.estimation import Design
from westphalia.forecast.sequence import EventSequence, Real, Truth, Whole
from westphalia.forecast.statistics import STATISTICS, Grid, Pairs, Past, State, dense_state

ROWS = 1_500_000
"""Rows of a design held at once: above this the risk set is sampled (twelve columns: 150 MB)."""

DAYS = 200
"""Days on which a timed model samples pairs that did not act."""

_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Sampling:
    """How much to sample.

    Attributes:
        controls: pairs beside each event, half of them with a past.
        events: most events used, drawn at random; the rest still makes the past.
        full: whether to take whole risk sets; None for whenever they fit in memory.
        seed: of the draw.
    """

    controls: int = 20
    events: int = 10_000
    full: bool | None = None
    seed: int = 1


@dataclass(frozen=True)
class Rows:
    """Rows of a design before their statistics; as in `Design`."""

    source: Whole
    recipient: Whole
    y: Real
    offset: Real
    choice: Whole
    at: Whole


Block = tuple[int, State, Rows]
"""A day, its state and its rows."""


class RiskSet:
    """What could have happened on the days of a sequence."""

    def __init__(self, events: EventSequence, used: Whole, past: Past, sampling: Sampling) -> None:
        """Takes the places of the events to explain, and how much to sample."""
        self.events, self.past, self.sampling = events, past, sampling
        self.used, self.size = used, len(events.actors)
        self.pairs = self.size * (self.size - 1)
        self._drawn = np.random.default_rng(sampling.seed)

    def ordinal(self, names: Sequence[str]) -> Design:
        """One choice for each event: the event and what else could have happened then."""
        chosen = self._events()
        return _design(self._choices(chosen, self._whole(len(chosen))), names)

    def timed(self, names: Sequence[str], days: tuple[int, int]) -> Design:
        """Pairs of all days from the first to the last of `days`: whole, for Poisson, or sampled, for the logit."""
        if self._whole(days[1] - days[0] + 1):
            return _design(self._all_days(days), names)
        return _design(self._points(self._events(), days), names)

    def _whole(self, times: int) -> bool:
        full = self.sampling.full
        return full if full is not None else times * self.pairs <= ROWS

    def _events(self) -> Whole:
        if len(self.used) <= self.sampling.events:
            return self.used
        return np.sort(self._drawn.choice(self.used, self.sampling.events, replace=False))

    def _by_day(self, chosen: Whole) -> list[tuple[int, Whole]]:
        days, starts = np.unique(self.events.day[chosen], return_index=True)
        return list(zip(days.tolist(), np.split(chosen, starts[1:]), strict=True))

    def _codes(self, at: Whole) -> Whole:
        return np.asarray(self.events.source[at] * self.size + self.events.recipient[at])

    # Ordinal

    def _choices(self, chosen: Whole, whole: bool) -> Iterator[Block]:
        everyone = _all_pairs(self.size)
        nothing = np.zeros(len(everyone))
        for day, here in self._by_day(chosen):
            state = self.past.eve(day)
            tied = tied_pairs(state, self.size)
            made = [self._choice(int(at), everyone, nothing) if whole else self._matched(int(at), tied) for at in here]
            yield day, state, _joined(made)

    def _choice(self, at: int, codes: Whole, offset: Real) -> Rows:
        """The pairs `codes` with the event `at` among them."""
        y = (codes == self._codes(np.array([at]))[0]).astype(float)
        return Rows(*_ends(codes, self.size), y, offset, np.full(len(y), at), np.where(y > 0, at, -1))

    def _matched(self, at: int, tied: Whole) -> Rows:
        """The event and controls of both strata, each row offset by log(pairs of its stratum / drawn of it)."""
        case = int(self._codes(np.array([at]))[0])
        has_past = bool(np.isin(case, tied))
        half = max(1, self.sampling.controls // 2)
        with_past = self._tied_but(tied, case, half - has_past)
        fresh = self._fresh(tied, case, half - (not has_past))
        odds_with = np.log(max(len(tied), 1) / max(len(with_past) + has_past, 1))
        odds_fresh = np.log(max(self.pairs - len(tied), 1) / max(len(fresh) + (not has_past), 1))
        past = np.r_[has_past, np.ones(len(with_past), bool), np.zeros(len(fresh), bool)]
        offset: Real = np.asarray(np.where(past, odds_with, odds_fresh), dtype=float)
        return self._choice(at, np.r_[case, with_past, fresh].astype(np.int64), offset)

    # Timed

    def _all_days(self, days: tuple[int, int]) -> Iterator[Block]:
        codes = _all_pairs(self.size)
        here_on = dict(self._by_day(self.used))
        for day in range(days[0], days[1] + 1):
            y, at = np.zeros(len(codes)), np.full(len(codes), -1)
            here = here_on.get(day, _NONE)
            row = np.searchsorted(codes, self._codes(here))
            np.add.at(y, row, 1.0)
            at[row] = here
            yield day, self.past.eve(day), Rows(*_ends(codes, self.size), y, np.zeros(len(y)), _NONE, at)

    def _points(self, chosen: Whole, days: tuple[int, int]) -> Iterator[Block]:
        """Events, and pairs sampled on some days; offset: log(share of events kept / rate of sampling)."""
        length = days[1] - days[0] + 1
        on = np.sort(self._drawn.choice(np.arange(days[0], days[1] + 1), min(length, DAYS), replace=False))
        half = max(1, self.sampling.controls * len(chosen) // len(on) // 2)
        kept, here_on = np.log(len(chosen) / max(len(self.used), 1)), dict(self._by_day(chosen))
        for day in sorted({*on.tolist(), *here_on}):
            state = self.past.eve(day)
            tied = tied_pairs(state, self.size)
            fresh = self.pairs - len(tied)
            # log of the rate at which a pair and day with a past, and one without, are sampled
            rates = [np.log(len(on) / length * min(half, n) / n) if n else 0.0 for n in (len(tied), fresh)]
            here = here_on.get(day, _NONE)
            dummies = np.r_[self._tied_but(tied, -1, half), self._fresh(tied, -1, half)] if day in on else _NONE
            codes, at = np.r_[self._codes(here), dummies], np.r_[here, np.full(len(dummies), -1)]
            offset = kept - np.where(np.isin(codes, tied), *rates)
            yield day, state, Rows(*_ends(codes, self.size), (at >= 0).astype(float), offset, _NONE, at)

    # Drawing

    def _tied_but(self, tied: Whole, case: int, number: int) -> Whole:
        """`number` of the pairs with a past, at random, never the case; all others where there are fewer."""
        picked = self._drawn.choice(len(tied), min(number + 1, len(tied)), replace=False, shuffle=True)
        codes = tied[picked]
        return np.asarray(codes[codes != case][:number])

    def _fresh(self, tied: Whole, case: int, number: int) -> Whole:
        """`number` pairs without a past at random, never the case; all of them where there are fewer."""
        if number <= 0:
            return _NONE
        if self.pairs - len(tied) <= 4 * number:
            codes = np.setdiff1d(_all_pairs(self.size), np.r_[tied, case])
            return np.asarray(self._drawn.permutation(codes)[:number])
        found = _NONE
        while len(found) < number:
            codes = self._drawn.integers(0, self.size**2, 3 * number)
            apart: Truth = (codes // self.size != codes % self.size) & (codes != case) & ~_within(codes, tied)
            found = np.unique(np.r_[found, codes[apart]])
        return np.asarray(self._drawn.permutation(found)[:number])


def tied_pairs(state: State, size: int) -> Whole:
    """Codes (source × size + recipient) of pairs with a past in either direction, in order."""
    both = (state.ties + state.ties.T).tocoo()
    return np.asarray(np.unique(both.row.astype(np.int64) * size + both.col))


def _all_pairs(size: int) -> Whole:
    codes = np.arange(size * size, dtype=np.int64)
    return np.asarray(codes[codes // size != codes % size])


def _ends(codes: Whole, size: int) -> tuple[Whole, Whole]:
    """Sources and recipients of pairs."""
    return codes // size, codes % size


def _within(codes: Whole, ordered: Whole) -> Truth:
    """Which codes are among others, which are in order."""
    if not len(ordered):
        return np.zeros(len(codes), dtype=bool)
    place = np.minimum(np.searchsorted(ordered, codes), len(ordered) - 1)
    return np.asarray(ordered[place] == codes)


def _joined(made: Sequence[Rows]) -> Rows:
    names = ("source", "recipient", "y", "offset", "choice", "at")
    return Rows(*(np.concatenate([getattr(one, name) for one in made]) for name in names))


def _design(blocks: Iterator[Block], names: Sequence[str]) -> Design:
    rows: list[Rows] = []
    columns: list[Real] = []
    days: list[Whole] = []
    for day, state, block in blocks:
        columns.append(_columns(state, block, names))
        days.append(np.full(len(block.y), day))
        rows.append(block)
    joined = _joined(rows)
    return Design(
        x=np.concatenate(columns), y=joined.y, offset=joined.offset, choice=joined.choice, day=np.concatenate(days),
        source=joined.source, recipient=joined.recipient, at=joined.at,
    )  # fmt: skip


DENSE = 80
"""Actors up to which all pairs are taken from dense matrices: ten times as fast as sparse ones there."""


def _columns(state: State, block: Rows, names: Sequence[str]) -> Real:
    """The statistics of the rows of one day."""
    size = state.ties.shape[0]
    if size <= DENSE and len(block.y) >= size * (size - 1):
        dense = dense_state(state)
        values = [STATISTICS[name](Grid(), dense)[block.source, block.recipient] for name in names]
    else:
        view = Pairs(block.source, block.recipient)
        values = [STATISTICS[name](view, state) for name in names]
    return np.column_stack(values)
