"""Which entities to look at for a question: the likeliest under a mixture of simple forecasts.

Every entity of the data gets a probability, so that those left out of the candidates are ranked by it too. The parts
are shares of decayed counts given one context each (Jelinek and Mercer 1980, interpolated estimation): the very
question, the actor, the act, the actor's polity and kind with the act, what is common, and one share for every entity
alike. How much each part weighs depends on how much history the actor has; the weights are found by
expectation-maximisation.
"""

from dataclasses import dataclass

import numpy as np

from westphalia.forecast.history import History, Table
from westphalia.forecast.quadruples import Floats, Ints

PARTS = (
    ("triple", 3), ("triple", 1), ("pair", 3), ("pair", 1), ("back", 3), ("act", 2),
    ("polity_act", 3), ("kind_act", 3), ("actor", 2),
)  # fmt: skip
"""Table and half-life of each part; the last part, all entities alike, has no table."""

BUCKETS = np.array([0.5, 2, 8, 32, 128])
"""Bounds of an actor's decayed count of acts, for the weights of the mixture."""

ROUNDS = 30
"""Of expectation-maximisation: the likelihood moves by less than 1e-4 after 20 on ICEWS14."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """For each question the candidates, the likeliest first, and what is needed to rank the others.

    Attributes:
        entity: (questions, candidates).
        prior: (questions, candidates) their probability.
        dense: (questions, entities) the probability of every entity.
    """

    entity: Ints
    prior: Floats
    dense: Floats


def contexts(history: History, subject: Ints, relation: Ints) -> dict[str, tuple[Table, Ints]]:
    """The table and the context of each kind of part for some questions."""
    n, way, classes = history.relations, history.way(relation), history.classes
    return {
        "triple": (history.triple, subject * n + relation),
        "pair": (history.pair, subject * 2 + way),
        "back": (history.pair, subject * 2 + 1 - way),
        "act": (history.act, relation),
        "actor": (history.actor, way),
        "polity_act": (history.polity_act, classes.polity[subject] * n + relation),
        "kind_act": (history.kind_act, classes.both[subject] * n + relation),
    }


class Prior:
    """The mixture. `weights` is (buckets + 1, parts + 1), each row summing to one."""

    def __init__(self) -> None:
        parts = len(PARTS) + 1
        self.weights = np.full((len(BUCKETS) + 1, parts), 1 / parts, np.float32)

    def fit(self, shares: Floats, bucket: Ints) -> None:
        """Finds the weights from the shares (answers, parts + 1) that each part gave to true answers."""
        start = np.full(shares.shape[1], 1 / shares.shape[1])
        overall = _mixed(shares, start, start, 0.0)
        for k in range(len(self.weights)):
            # buckets with few answers stay near the weights of all
            self.weights[k] = _mixed(shares[bucket == k], overall, overall, 20.0)

    def shares(self, history: History, subject: Ints, relation: Ints, answer: Ints) -> Floats:
        """What each part gives to one entity per question, (questions, parts + 1)."""
        found = np.empty((len(subject), len(PARTS) + 1), np.float32)
        found[:, -1] = 1 / history.entities
        where = contexts(history, subject, relation)
        for k, (name, life) in enumerate(PARTS):
            table, context = where[name]
            total = table.totals(context)[:, life]
            found[:, k] = table.sums[table.find(context, answer), life] / np.maximum(total, 1e-6)
        return found

    def bucket(self, history: History, subject: Ints, relation: Ints) -> Ints:
        """Which weights hold for each question."""
        acts = history.pair.totals(subject * 2 + history.way(relation))[:, 3]
        return np.searchsorted(BUCKETS, acts).astype(np.int64)

    def everyone(self, history: History, subject: Ints, relation: Ints) -> Floats:
        """The probability of every entity, (questions, entities)."""
        weights = self.weights[self.bucket(history, subject, relation)]
        dense = np.repeat(weights[:, -1:] / np.float32(history.entities), history.entities, axis=1)
        flat = dense.ravel()
        where = contexts(history, subject, relation)
        for name in dict.fromkeys(name for name, _ in PARTS):
            table, context = where[name]
            lives = [(k, life) for k, (part, life) in enumerate(PARTS) if part == name]
            scale = [weights[:, k] / np.maximum(table.totals(context)[:, life], 1e-6) for k, life in lives]
            unique, which = np.unique(context, return_inverse=True)
            owner, rows = table.rows(unique)
            bounds = np.searchsorted(owner, np.arange(len(unique) + 1))
            from westphalia.forecast.history import ranges

            question, at = ranges(bounds[which], bounds[which + 1])
            rows = rows[at]
            value = sum(scale[j][question] * table.sums[rows, life] for j, (_, life) in enumerate(lives))
            flat[question * history.entities + table.keys[rows] % table.width] += value
        return dense

    def candidates(self, history: History, subject: Ints, relation: Ints, width: int) -> Candidates:
        """The `width` likeliest entities of each question (fewer where there are fewer entities)."""
        dense = self.everyone(history, subject, relation)
        width = min(width, history.entities)
        chosen = np.argpartition(-dense, width - 1, axis=1)[:, :width]
        prior = np.take_along_axis(dense, chosen, axis=1)
        order = np.lexsort((chosen, -prior), axis=1)
        return Candidates(
            np.take_along_axis(chosen, order, axis=1).astype(np.int64), np.take_along_axis(prior, order, axis=1), dense
        )


def _mixed(shares: Floats, start: Floats, pull: Floats, strength: float) -> Floats:
    """Weights of a mixture by expectation-maximisation, drawn to `pull` as by `strength` answers."""
    weights = start
    for _ in range(ROUNDS if len(shares) else 0):
        part = shares * weights
        part /= part.sum(axis=1, keepdims=True)
        weights = (part.sum(axis=0) + strength * pull) / (len(shares) + strength)
    return weights
