"""Walking forward: for each day its questions with their candidates and features, made before the day is let in."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.candidates import Candidates, Prior
from westphalia.forecast.features import NEAR, RULES, features
from westphalia.forecast.history import History
from westphalia.forecast.neighbours import Neighbours
from westphalia.forecast.quadruples import Floats, Quadruples, Questions
from westphalia.forecast.rules import Lesson, Rules, firing
from westphalia.forecast.softmax import Truth

BATCH = 256
"""Questions looked at together: with 23,000 entities their dense prior takes 24 MB."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some questions of one day.

    Attributes:
        day: the day; the history stood at its morning.
        questions: what is asked, `asked` counted from the first question of the batch.
        candidates: the entities looked at.
        truth: (questions, candidates) which candidates are true answers.
    """

    day: int
    questions: Questions
    candidates: Candidates
    truth: Truth


def batches(history: History, prior: Prior, facts: Quadruples, width: int, every: int = 1) -> Iterator[Batch]:
    """Every so many-th question of (doubled) facts, day by day, with its candidates; advances the history."""
    for day in np.unique(facts.day).tolist():
        history.advance(day)
        questions = Questions.of(facts.of_days(day, day + 1)).spaced(every)
        for start in range(0, len(questions), BATCH):
            yield batch(history, prior, _part(questions, start), width)


def _part(questions: Questions, start: int) -> Questions:
    at, answers = slice(start, start + BATCH), slice(*np.searchsorted(questions.asked, [start, start + BATCH]))
    return Questions(
        questions.subject[at], questions.relation[at], questions.asked[answers] - start, questions.answer[answers]
    )


def batch(history: History, prior: Prior, questions: Questions, width: int) -> Batch:
    """Candidates for some questions on the day of the history."""
    candidates = prior.candidates(history, questions.subject, questions.relation, width)
    truth = np.zeros(candidates.entity.shape, bool)
    np.logical_or.at(truth, questions.asked, candidates.entity[questions.asked] == questions.answer[:, None])
    return Batch(history.day, questions, candidates, truth)


def lessons(history: History, prior: Prior, facts: Quadruples, width: int, most: int) -> Iterator[Lesson]:
    """What rules are learnt from: at most some `most` questions, evenly spaced, an answer among their candidates."""
    every = max(1, -(-len(facts) // most))
    for one in batches(history, prior, facts, width, every):
        kept = np.flatnonzero(one.truth.any(axis=1))
        if not len(kept):
            continue
        asked, entity = one.questions, one.candidates.entity[kept]
        fired = firing(history, asked.subject[kept], asked.relation[kept], entity)
        yield Lesson(fired, np.log(one.candidates.prior[kept]), one.truth[kept])


class Describer:
    """Makes the features of batches. `groups` and `names` are known after the first."""

    def __init__(self, history: History, rules: Rules) -> None:
        self.history, self.rules = history, rules
        self.neighbours = Neighbours(history)
        self.groups: list[str] = []
        self.names: list[str] = []

    def of(self, group: str) -> list[int]:
        """The numbers of the features of a group."""
        return [k for k, name in enumerate(self.groups) if name == group]

    def __call__(self, of: Batch) -> Floats:
        """Features of a batch of the day of the history, (questions, candidates, features)."""
        found = list(self._all(of))
        self.groups, self.names = [group for group, _, _ in found], [name for _, name, _ in found]
        values = np.empty((*of.truth.shape, len(found)), np.float32)
        for k, (_, _, value) in enumerate(found):
            values[..., k] = value
        return values

    def _all(self, of: Batch) -> Iterator[tuple[str, str, Floats]]:
        asked, target = of.questions, of.candidates.entity
        yield from features(self.history, asked.subject, asked.relation, target, of.candidates.prior)
        fired = firing(self.history, asked.subject, asked.relation, target)
        yield from ((RULES, *one) for one in self.rules.features(fired, target.shape))
        yield from ((NEAR, *one) for one in self.neighbours.features(asked.subject, asked.relation, target))
