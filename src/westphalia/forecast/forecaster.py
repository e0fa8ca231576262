"""The model of who is next, in integers: prior, rules and ranker fitted one after the other on later and later days."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.candidates import Prior
from westphalia.forecast.features import QUESTION
from westphalia.forecast.history import Classes, History
from westphalia.forecast.quadruples import Floats, Quadruples, Questions
from westphalia.forecast.ranker import Ranker, Sample, gathered
from westphalia.forecast.rules import Rules
from westphalia.forecast.walking import Batch, Describer, batch, batches, lessons

EARLIEST = -(2**62)

WIDTH = 80
"""Candidates a question when fitting."""

WIDTH_RANKED = 150
"""Candidates a question when ranking."""

MOST = 60_000
"""Answers the ranker is fitted on at most, evenly spaced: with 95 features 1.2 GB."""

MOST_LESSONS = 60_000
"""Questions that rules are learnt from at most: with WIDTH and three rules a candidate 18 million rules fire, .5 GB."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days with events that the parts are fitted on: the mixture first, the rules after it, the ranker last."""

    prior: int = 10
    rules: int = 80
    ranker: int = 100


class Forecaster:
    """A history with the weights fitted to it.

    Args:
        facts: doubled facts, past and future; what is of the future is not seen before its day has passed.
        names: of the entities; polity and role are read from them.
    """

    def __init__(self, facts: Quadruples, names: list[str]) -> None:
        self.facts = facts
        self.classes = Classes.of_names(names)
        self.prior = Prior()
        self.rules = Rules(facts.relations)
        self.ranker: Ranker | None = None
        self._begin()

    def _begin(self) -> None:
        self.history = History(self.facts, self.classes)
        self.describe = Describer(self.history, self.rules)

    def fit(self, until: int, span: Span) -> None:
        """Fits all weights on the days before `until`; the history then stands there."""
        first, second, third = self._bounds(until, span)
        self.classes = self.classes.placed(self.facts.of_days(EARLIEST, first))
        self._begin()
        self._fit_prior(first, second)
        self.rules.fit(lessons(self.history, self.prior, self.facts.of_days(second, third), WIDTH, MOST_LESSONS))
        sample = self._sample(third, until)
        self.history.advance(until)
        if sample is None:  # to learn the names of the features
            self.asked(until, Questions.one(0, 0))
        prior, steering = self.describe.names.index("prior"), self.describe.of(QUESTION)
        self.ranker = Ranker(prior, steering, self.facts.relations, len(self.describe.names))
        if sample is not None:
            self.ranker.fit(sample)

    def _bounds(self, until: int, span: Span) -> tuple[int, int, int]:
        """The first days of the three parts. Where days are few, each part gets its share of two thirds of them."""
        days = np.unique(self.facts.of_days(EARLIEST, until).day)
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

    def _sample(self, first: int, last: int) -> Sample | None:
        facts = self.facts.of_days(first, last)
        every = max(1, -(-len(facts) // MOST))
        parts = (
            (self.describe(of), of.truth, of.questions.relation)
            for of in batches(self.history, self.prior, facts, WIDTH, every)
        )
        return gathered(parts)

    def walk(self, first: int, last: int) -> Iterator[tuple[Batch, Floats]]:
        """Batches of the days `first` up to, not with, `last`, each with the scores of its candidates."""
        for of in batches(self.history, self.prior, self.facts.of_days(first, last), WIDTH_RANKED):
            yield of, self.score(of)

    def asked(self, day: int, questions: Questions) -> tuple[Batch, Floats]:
        """Candidates and features for questions on any day; a history past that day begins anew."""
        if day < self.history.day:
            self._begin()
        self.history.advance(day)
        of = batch(self.history, self.prior, questions, WIDTH_RANKED)
        return of, self.describe(of)

    def score(self, of: Batch) -> Floats:
        """Scores of the candidates of a batch of the day of the history."""
        assert self.ranker is not None
        return self.ranker.score(self.describe(of), of.questions.relation)
