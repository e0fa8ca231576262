"""The model of who is next, in integers: prior, rules and ranker fitted one after the other on later and later days."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.candidates import Prior
from westphalia.forecast.features import QUESTION
from westphalia.forecast.history import Classes, History
from westphalia.forecast.quadruples import Floats, Quadruples
from westphalia.forecast.ranker import Ranker, Sample, gathered
from westphalia.forecast.rules import Rules
from westphalia.forecast.walking import Batch, Describer, batches, lessons

WIDTH = 100
"""Candidates a question when fitting."""

WIDTH_RANKED = 150
"""Candidates a question when ranking."""

MOST = 24_000
"""Questions the ranker is fitted on at most, evenly spaced: memory is this x WIDTH x features x 4 bytes, .7 GB."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days with events that the parts are fitted on: the mixture first, the rules after it, the ranker last."""

    prior: int = 10
    rules: int = 80
    ranker: int = 40


class Forecaster:
    """A history with the weights fitted to it.

    Args:
        facts: doubled facts, past and future; what is of the future is not seen before its day has passed.
        classes: of each entity.
    """

    def __init__(self, facts: Quadruples, classes: Classes) -> None:
        self.facts = facts
        self.history = History(facts, classes)
        self.prior = Prior()
        self.rules = Rules(facts.relations)
        self.describe = Describer(self.history, self.rules)
        self.ranker: Ranker | None = None

    def fit(self, until: int, span: Span) -> None:
        """Fits all weights on the days before `until`; the history then stands there."""
        first, second, third = self._bounds(until, span)
        self._fit_prior(first, second)
        self.rules.fit(lessons(self.history, self.prior, self.facts.of_days(second, third), WIDTH))
        sample = self._sample(third, until)
        steering = [k for k, group in enumerate(self.describe.groups) if group == QUESTION]
        self.ranker = Ranker(steering, self.facts.relations, sample.values.shape[-1])
        self.ranker.fit(sample)
        self.history.advance(until)

    def _bounds(self, until: int, span: Span) -> tuple[int, int, int]:
        """The first days of the three parts. Where there are fewer days, each part gets its share of two thirds of them."""
        days = np.unique(self.facts.of_days(-(2**62), until).day)
        wanted = np.array([span.prior, span.rules, span.ranker])
        lengths = np.floor(wanted * min(1.0, len(days) * 2 / 3 / wanted.sum())).astype(int)
        back = np.cumsum(lengths[::-1])[::-1]
        return tuple(int(days[len(days) - k]) if k else until for k in back)  # type: ignore[return-value]

    def _fit_prior(self, first: int, last: int) -> None:
        shares, buckets = [], []
        facts = self.facts.of_days(first, last)
        for day in np.unique(facts.day).tolist():
            self.history.advance(day)
            of_day = facts.of_days(day, day + 1)
            shares.append(self.prior.shares(self.history, of_day.subject, of_day.relation, of_day.object))
            buckets.append(self.prior.bucket(self.history, of_day.subject, of_day.relation))
        if shares:
            self.prior.fit(np.concatenate(shares), np.concatenate(buckets))

    def _sample(self, first: int, last: int) -> Sample:
        facts = self.facts.of_days(first, last)
        every = max(1, -(-len(facts) // MOST))
        parts = (
            (self.describe(of)[::every], of.truth[::every], of.questions.relation[::every])
            for of in batches(self.history, self.prior, facts, WIDTH)
        )
        return gathered(parts)

    def walk(self, first: int, last: int) -> Iterator[tuple[Batch, Floats]]:
        """Batches of the days `first` up to, not with, `last`, each with the scores of its candidates."""
        for of in batches(self.history, self.prior, self.facts.of_days(first, last), WIDTH_RANKED):
            yield of, self.score(of)

    def score(self, of: Batch) -> Floats:
        """Scores of the candidates of a batch of the day of the history."""
        assert self.ranker is not None
        return self.ranker.score(self.describe(of), of.questions.relation)
