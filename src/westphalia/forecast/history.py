"""What happened before a day, as decayed counts.

A `Table` counts how often a target followed a context ("Iran" after "(Iraq, consult)"), at several half-lives at once.
A `History` holds the tables and lets facts in by `advance(day)` alone, which takes in nothing of that day or later:
no feature can see an answer of the day it is computed for.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from westphalia.forecast.names import read
from westphalia.forecast.quadruples import Floats, Ints, Quadruples

HALF_LIVES = np.array([2.0, 8.0, 40.0, 400.0])
"""Days. From a crisis of the week to what is usual; the last decays little over a year."""

NEVER = -10_000
"""The last day of what has never happened."""

LEAST = 3
"""Facts with one polity that place an actor there whose name tells none."""


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The numbers of all the half-open ranges, one after the other, and for each the range it is of."""
    lengths = ends - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, within + starts[owner]


class Table:
    """Decayed counts of (context, target) pairs, and of contexts.

    The pairs are known beforehand, from the facts a history is made for; their counts are zero until `add`.

    Attributes:
        keys: `context * width + target` of each pair, rising; row `len(keys)` of the counts stands for all others.
        sums: (pairs + 1, half-lives) decayed counts as of the day of the history.
        last: the last day of each pair.
        total: (contexts + 1, half-lives) decayed counts of each context, in the order of `contexts`.
    """

    def __init__(self, context: Ints, target: Ints, width: int) -> None:
        self.width = width
        self.contexts, self._context = np.unique(context, return_inverse=True)
        self.keys, self._slot = np.unique(context * width + target, return_inverse=True)
        self.sums = np.zeros((len(self.keys) + 1, len(HALF_LIVES)), np.float32)
        self.last = np.full(len(self.keys) + 1, NEVER, np.int32)
        self._different = np.zeros(len(self.contexts) + 1)
        self._times = np.zeros(len(self.contexts) + 1)
        self.total = np.zeros((len(self.contexts) + 1, len(HALF_LIVES)), np.float32)

    def decay(self, days: int) -> None:
        """Lets `days` pass."""
        factor = np.exp2(-days / HALF_LIVES).astype(np.float32)
        self.sums *= factor
        self.total *= factor

    def add(self, facts: slice, day: int) -> None:
        """Counts these of the facts the table was made for, all of one day."""
        slots, times = np.unique(self._slot[facts], return_counts=True)
        new = slots[self.last[slots] == NEVER]
        self._different += np.bincount(
            _find(self.contexts, self.keys[new] // self.width), minlength=len(self._different)
        )
        self.sums[slots] += times[:, None].astype(np.float32)
        self.last[slots] = day
        contexts, times = np.unique(self._context[facts], return_counts=True)
        self._times[contexts] += times
        self.total[contexts] += times[:, None].astype(np.float32)

    def find(self, context: Ints, target: Ints) -> Ints:
        """The row of each pair; that of the unknown pairs is the last, whose counts stay zero."""
        return _find(self.keys, context * self.width + target)

    def totals(self, context: Ints) -> Floats:
        """Decayed counts of each context, (contexts asked for, half-lives)."""
        return self.total[_find(self.contexts, context)]

    def different(self, context: Ints) -> Floats:
        """Log of the different targets of each context over all its facts, both one more: near 0 who never repeats."""
        at = _find(self.contexts, context)
        return np.log((1 + self._different[at]) / (1 + self._times[at])).astype(np.float32)

    def rows(self, context: Ints) -> tuple[Ints, Ints]:
        """All pairs of each context: the position of the context in `context`, and the row of the pair."""
        bounds = np.searchsorted(self.keys, np.stack([context, context + 1]) * self.width)
        return ranges(bounds[0], bounds[1])


def _find(keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted number is among the rising `keys`; `len(keys)` if it is not."""
    at = np.searchsorted(keys, wanted)
    at[keys[np.minimum(at, len(keys) - 1)] != wanted] = len(keys)
    return at


@dataclass(frozen=True, slots=True)
class Classes:
    """What is known of entities, as numbers: polity, role, both together; `unknown` is the polity of those without."""

    polity: Ints
    role: Ints
    both: Ints
    unknown: int

    @classmethod
    def of_names(cls, names: list[str]) -> Self:
        """The classes of entities by their names or ids."""
        standings = read(names)
        columns = (
            ["", *(one.polity for one in standings)],
            ["", *(one.role for one in standings)],
            ["|", *(f"{one.polity}|{one.role}" for one in standings)],
        )
        polity, role, both = (np.unique(column, return_inverse=True)[1].astype(np.int64)[1:] for column in columns)
        return cls(polity, role, both, unknown=0)

    def placed(self, facts: "Quadruples") -> Self:
        """With a polity for those whose name tells none: the one that over half of their (doubled) facts are with."""
        nameless = self.polity == self.unknown
        polity, known = self.polity.copy(), ~nameless[facts.object] & nameless[facts.subject]
        width = int(self.polity.max()) + 1
        keys, times = np.unique(facts.subject[known] * width + self.polity[facts.object[known]], return_counts=True)
        total = np.bincount(facts.subject[known], minlength=len(polity))
        clear = (times >= LEAST) & (2 * times > total[keys // width])
        polity[keys[clear] // width] = keys[clear] % width
        pairs = polity * (int(self.role.max()) + 1) + self.role
        return type(self)(polity, self.role, np.unique(pairs, return_inverse=True)[1].astype(np.int64), self.unknown)


class History:
    """All tables over some facts, as of the morning of `day`.

    Args:
        facts: doubled facts, past and future; those of the future stay outside until `advance` has passed their day.
        classes: one number per entity and class.
    """

    def __init__(self, facts: Quadruples, classes: Classes) -> None:
        self.facts, self.classes = facts, classes
        self.entities, self.relations = facts.entities, facts.relations
        self.half = facts.relations // 2
        self.day = int(facts.day[0]) if len(facts) else 0
        self._taken = 0
        s, r, o = facts.subject, facts.relation, facts.object
        e, n = self.entities, self.relations
        polities, roles, kinds = (int(c.max()) + 1 for c in (classes.polity, classes.role, classes.both))
        way = self.way(r)
        self.triple = Table(s * n + r, o, e)
        self.pair = Table(s * 2 + way, o, e)
        self.acts = Table(s * e + o, r, n)
        self.act = Table(r, o, e)
        self.actor = Table(way, o, e)
        self.polity_act = Table(classes.polity[s] * n + r, o, e)
        self.kind_act = Table(classes.both[s] * n + r, o, e)
        self.polities = Table(classes.polity[s] * n + r, classes.polity[o], polities)
        self.roles = Table(classes.role[s] * n + r, classes.role[o], roles)
        self.kinds = Table(classes.both[s] * n + r, classes.both[o], kinds)
        self.own_polities = Table(s * 2 + way, classes.polity[o], polities)
        self.own_kinds = Table(s * n + r, classes.both[o], kinds)
        self.tables = [table for table in vars(self).values() if isinstance(table, Table)]

    def way(self, relation: Ints) -> Ints:
        """0 for acts of the subject, 1 for acts it received."""
        return (relation >= self.half).astype(np.int64)

    def inverse(self, relation: Ints) -> Ints:
        """The same act the other way round."""
        return (relation + self.half) % self.relations

    def advance(self, day: int) -> None:
        """Takes in the facts of all days before `day`. Raises ValueError if the history is past that day."""
        if day < self.day:
            raise ValueError(f"history stands at day {self.day}, past {day}")
        end = int(np.searchsorted(self.facts.day, day))
        days, starts = np.unique(self.facts.day[self._taken : end], return_index=True)
        bounds = np.append(starts, end - self._taken) + self._taken
        for k, past in enumerate(days):
            self._pass_to(int(past))
            for table in self.tables:
                table.add(slice(int(bounds[k]), int(bounds[k + 1])), int(past))
        self._pass_to(day)
        self._taken = end

    def _pass_to(self, day: int) -> None:
        if day > self.day:
            for table in self.tables:
                table.decay(day - self.day)
            self.day = day
