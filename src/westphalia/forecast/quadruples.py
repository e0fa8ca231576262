"""Facts as integers: who did what to whom on which day, in both directions."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.integer[Any]]
type Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Quadruples:
    """Facts (subject, relation, object, day), sorted by day, each column an array of the same length.

    Attributes:
        entities: how many entities there are, also such as no fact names.
        relations: how many relations there are.
    """

    subject: Ints
    relation: Ints
    object: Ints
    day: Ints
    entities: int
    relations: int

    @classmethod
    def of(cls, rows: Ints, entities: int, relations: int) -> Self:
        """From an array of four columns; a fact named twice on one day counts once."""
        rows = np.unique(rows[:, [3, 0, 1, 2]], axis=0).astype(np.int64).reshape(-1, 4)
        day, subject, relation, object_ = (np.ascontiguousarray(column) for column in rows.T)
        return cls(subject, relation, object_, day, entities, relations)

    def __len__(self) -> int:
        return len(self.day)

    def doubled(self) -> Self:
        """Each fact also read from its object: (s, r, o) as (o, r + relations, s). Twice as many relations."""
        order = np.argsort(np.concatenate([self.day, self.day]), kind="stable")
        return type(self)(
            np.concatenate([self.subject, self.object])[order],
            np.concatenate([self.relation, self.relation + self.relations])[order],
            np.concatenate([self.object, self.subject])[order],
            np.concatenate([self.day, self.day])[order],
            self.entities,
            2 * self.relations,
        )

    def of_days(self, first: int, last: int) -> Self:
        """The facts of the days `first` up to, not with, `last`."""
        at = slice(*np.searchsorted(self.day, [first, last]))
        return type(self)(
            self.subject[at], self.relation[at], self.object[at], self.day[at], self.entities, self.relations
        )


@dataclass(frozen=True, slots=True)
class Questions:
    """The different questions (subject, relation, ?) of one day and their answers.

    Attributes:
        subject: one per question.
        relation: one per question.
        asked: for each answer the question it belongs to, rising.
        answer: the entity.
    """

    subject: Ints
    relation: Ints
    asked: Ints
    answer: Ints

    @classmethod
    def of(cls, facts: Quadruples) -> Self:
        """The questions of (doubled) facts of one day."""
        keys, asked = np.unique(facts.subject * facts.relations + facts.relation, return_inverse=True)
        order = np.lexsort((facts.object, asked))
        return cls(keys // facts.relations, keys % facts.relations, asked[order], facts.object[order])

    @classmethod
    def one(cls, subject: int, relation: int) -> Self:
        """A single question whose answer is not known."""
        none = np.zeros(0, np.int64)
        return cls(np.array([subject]), np.array([relation]), none, none)

    def spaced(self, every: int) -> Self:
        """Every so many-th question, from the first."""
        if every == 1:
            return self
        kept = self.asked % every == 0
        return type(self)(self.subject[::every], self.relation[::every], self.asked[kept] // every, self.answer[kept])

    def __len__(self) -> int:
        return len(self.subject)
