"""Actors alike and actors in between: what the history of others says about a pair that has none of its own."""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from westphalia.forecast.history import History
from westphalia.forecast.quadruples import Floats, Ints

ALIKE = 50
"""How many of the subjects most alike are asked."""

LIFE = 3
"""Half-life of the counts that likeness rests on, the longest: it changes slowly."""

LIVES = {"": 3, "_lately": 1}
"""Half-lives of the ties: what is usual, and the story of the week."""

FAINT = 0.05
"""Counts below it are left out of the matrices."""


@dataclass(slots=True)
class Neighbours:
    """Sparse matrices of a history, made anew for each day.

    Attributes:
        ties: for each of `LIVES` (entities, entities) log counts of the acts between two.
        even: the same divided by the root of both degrees, as in spectral clustering.
        profiles: (entities, act and object) tf-idf of what each does to whom, rows of length one.
        deeds: (entities, act and object) log counts.
        columns: the numbers `relation * entities + object` of the columns of the last two.
    """

    history: History
    day: int = -1
    ties: dict[str, Any] = field(default_factory=dict)
    even: dict[str, Any] = field(default_factory=dict)
    profiles: Any = field(init=False)
    deeds: Any = field(init=False)
    columns: Ints = field(init=False)

    def refresh(self) -> None:
        """Brings the matrices to the day of the history."""
        if self.day == self.history.day:
            return
        self.day = self.history.day
        self._of_pairs()
        self._of_triples()

    def _of_pairs(self) -> None:
        sparse, e, table = _sparse(), self.history.entities, self.history.pair
        for name, life in LIVES.items():
            count = np.log1p(table.sums[:-1, life])
            live = count > FAINT
            context, target = np.divmod(table.keys[live], e)
            ties = sparse.csr_array((count[live], (context // 2, target)), shape=(e, e))
            scale = sparse.diags_array(1 / np.sqrt(np.maximum(ties.sum(axis=1), 1)))
            self.ties[name] = ties
            self.even[name] = sparse.csr_array(scale @ ties @ scale).astype(np.float32)

    def _of_triples(self) -> None:
        sparse = _sparse()
        e, n, table = self.history.entities, self.history.relations, self.history.triple
        live = np.flatnonzero(table.sums[:-1, LIFE] > FAINT)
        count = np.log1p(table.sums[live, LIFE])
        subject, deed = np.divmod(table.keys[live], n * e)
        self.columns, column, times = np.unique(deed, return_inverse=True, return_counts=True)
        shape = (e, len(self.columns))
        self.deeds = sparse.csr_array((count, (subject, column)), shape=shape)
        rare = sparse.csr_array((count * np.log(e / times)[column].astype(np.float32), (subject, column)), shape=shape)
        length = np.sqrt(np.maximum(rare.multiply(rare).sum(axis=1), 1e-6))
        self.profiles = sparse.csr_array(sparse.diags_array(1 / length) @ rare).astype(np.float32)

    def alike(self, subject: Ints) -> Any:
        """For each subject the `ALIKE` others of the most similar profile, (subjects, entities) cosines."""
        sparse = _sparse()
        cosine = (self.profiles[subject] @ self.profiles.T).toarray()
        cosine[np.arange(len(subject)), subject] = 0
        width = min(ALIKE, cosine.shape[1])
        chosen = np.sort(np.argpartition(-cosine, width - 1, axis=1)[:, :width], axis=1)
        starts = np.arange(0, chosen.size + 1, width)
        values = np.take_along_axis(cosine, chosen, axis=1).ravel()
        return sparse.csr_array((values, chosen.ravel(), starts), shape=cosine.shape)

    def features(self, subject: Ints, relation: Ints, target: Ints) -> list[tuple[str, Floats]]:
        """Ties through a third, acts of those alike with the target, this act of theirs to the target."""
        self.refresh()
        unique, which = np.unique(subject, return_inverse=True)
        who, alike = which[:, None], self.alike(unique)
        found = []
        for name in LIVES:
            between = (self.even[name][unique] @ self.even[name]).toarray()
            others = (alike @ self.ties[name]).toarray()
            found.append((f"between{name}", np.log(between[who, target] + 1e-4)))
            found.append((f"alike_pair{name}", np.log(others[who, target] + 1e-3)))
        deeds = (alike @ self.deeds).toarray()
        wanted = relation[:, None] * self.history.entities + target
        column = np.minimum(np.searchsorted(self.columns, wanted), len(self.columns) - 1)
        known = self.columns[column] == wanted
        found.append(("alike_act", np.log(np.where(known, deeds[who, column], 0) + 1e-3)))
        return found


def _sparse() -> Any:
    """scipy.sparse, untyped, loaded when first needed."""
    return import_module("scipy.sparse")
