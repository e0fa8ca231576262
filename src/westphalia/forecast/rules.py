"""Learnt rules: what act tends to follow what act within a pair, after how many days and how often.

A rule is read "where s did r1 to o, last b days ago and f times, s now does r to o" and has a weight in log-odds. The
weights are those of a conditional logit over the candidates with a ridge penalty, so that a rule has the weight it
adds beside the others that fire (unlike the confidences of TLogic, Liu et al. 2022, or CountTRuCoLa, Gastinger et al.
2025). Each is a sum of three: one for the lag and frequency whatever the acts, one for the two acts, one for all
together; rare rules shrink to what the first two say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from westphalia.forecast.history import NEVER, History
from westphalia.forecast.quadruples import Floats, Ints
from westphalia.forecast.softmax import Truth, loss, minimum

LAGS = np.array([1, 2, 4, 8, 16, 32, 64, 128])
"""Upper bounds of the classes of lag, in days."""

TIMES = np.array([1.5, 4.0])
"""Upper bounds of the classes of frequency: decayed counts at the longest half-life."""

CELLS = (len(LAGS) + 1) * (len(TIMES) + 1)

PENALTY = 3.0
"""Of the ridge. 1, 3 and 10 lie within .0002 MRR of each other on ICEWS14."""

STEPS = 40
"""Of L-BFGS."""


@dataclass(frozen=True, slots=True)
class Firing:
    """Rules that fire: the candidate (its place in the flattened array) and the rule's key and table row."""

    candidate: Ints
    key: Ints
    row: Ints


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the weights are learnt from: log prior and truth of the candidates of some questions, and what fires."""

    firing: Firing
    prior: Floats
    truth: Truth


def firing(history: History, subject: Ints, relation: Ints, target: Ints) -> Firing:
    """All rules that fire for each question and candidate."""
    n, table = history.relations, history.acts
    candidate, row = table.rows((subject[:, None] * history.entities + target).ravel())
    live = table.last[row] != NEVER
    candidate, row = candidate[live], row[live]
    before = table.keys[row] % n
    cell = np.searchsorted(LAGS, history.day - table.last[row]) * (len(TIMES) + 1)
    cell += np.searchsorted(TIMES, table.sums[row, 3])
    return Firing(candidate, (before * CELLS + cell) * n + relation[candidate // target.shape[1]], row)


class Rules:
    """The weights of all rules."""

    def __init__(self, relations: int) -> None:
        self.relations = relations
        self.general: Floats = np.zeros(CELLS * 3)
        self.acts: Ints = np.zeros(1, np.int64)
        self.of_acts: Floats = np.zeros(1)
        self.keys: Ints = np.zeros(1, np.int64)
        self.of_keys: Floats = np.zeros(1)

    def _parts(self, key: Ints) -> tuple[Ints, Ints, Ints]:
        """For each key: the lag-and-frequency cell by kind, the pair of acts, and the kind.

        The kind is 1 where the act is the same, 2 where it is the same the other way round, else 0.
        """
        n = self.relations
        now, rest = key % n, key // n
        before, cell = rest // CELLS, rest % CELLS
        kind = np.where(before == now, 1, np.where((before + n // 2) % n == now, 2, 0))
        return cell * 3 + kind, before * n + now, kind

    def fit(self, lessons: Iterable[Lesson]) -> None:
        """Learns the weights."""
        lessons = list(lessons)
        if not lessons:
            return
        truth, prior, candidate, key = _gathered(lessons)
        self.keys, key = np.unique(key, return_inverse=True)
        cell, acts, _ = self._parts(self.keys)
        self.acts, acts = np.unique(acts, return_inverse=True)
        sizes = np.cumsum([1, len(self.general), len(self.acts)])
        penalty = np.repeat([0.0, 0.1, PENALTY, PENALTY], np.diff([0, *sizes, sizes[-1] + len(self.keys)]))
        answers = int(truth.sum())
        key32, candidate32 = key.astype(np.int32), candidate.astype(np.int32)

        def objective(weights: Floats) -> tuple[float, Floats]:
            _, general, of_acts, of_keys = np.split(weights, sizes)
            each = of_keys + general[cell] + of_acts[acts]
            scores = weights[0] * prior + np.bincount(candidate32, each[key32], prior.size).reshape(prior.shape)
            value, slope = loss(scores, truth)
            by_key = np.bincount(key32, slope.ravel()[candidate32], len(self.keys))
            parts = [(slope * prior).sum()[None], np.bincount(cell, by_key, len(general))]
            gradient = np.concatenate([*parts, np.bincount(acts, by_key, len(of_acts)), by_key])
            return float(value + (penalty * weights**2).sum() / 2) / answers, (gradient + penalty * weights) / answers

        start: Floats = np.zeros(sizes[-1] + len(self.keys))
        start[0] = 1
        found = minimum(objective, start, STEPS)
        _, self.general, self.of_acts, self.of_keys = np.split(found, sizes)

    def weights(self, key: Ints) -> tuple[Floats, Ints]:
        """The weight of each rule by its key, and its kind (see `_parts`)."""
        cell, acts, kind = self._parts(key)
        return self.general[cell] + _known(self.acts, self.of_acts, acts) + _known(self.keys, self.of_keys, key), kind

    def features(self, fired: Firing, shape: tuple[int, int]) -> Iterable[tuple[str, Floats]]:
        """Sum, largest, smallest and number of the weights for each candidate, and the sum over other acts."""
        weight, kind = self.weights(fired.key)
        size, at = shape[0] * shape[1], fired.candidate
        largest, smallest = np.zeros(size), np.zeros(size)
        np.maximum.at(largest, at, weight)
        np.minimum.at(smallest, at, weight)
        others = kind == 0
        for name, values in (
            ("sum", np.bincount(at, weight, size)),
            ("largest", largest),
            ("smallest", smallest),
            ("number", np.log1p(np.bincount(at, minlength=size))),
            ("others", np.bincount(at[others], weight[others], size)),
        ):
            yield f"rules_{name}", values.reshape(shape).astype(np.float32)


def _gathered(lessons: Iterable[Lesson]) -> tuple[Truth, Floats, Ints, Ints]:
    """All lessons in one: truth, log prior, and for each rule that fires its candidate and key."""
    truth, prior, candidate, key, size = [], [], [], [], 0
    for lesson in lessons:
        truth.append(lesson.truth)
        prior.append(lesson.prior)
        candidate.append(lesson.firing.candidate + size)
        key.append(lesson.firing.key)
        size += lesson.truth.size
    return np.concatenate(truth), np.concatenate(prior), np.concatenate(candidate), np.concatenate(key)


def _known(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """The value of each wanted key, zero for those that are not among the rising `keys`."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0.0)
