"""What speaks for a candidate: numbers from the history, by group of reasons.

All are relational-event statistics in the sense of Butts (2008, A relational event framework for social action):
functions of the past alone, one value per question and candidate.
"""

from collections.abc import Iterator

import numpy as np

from westphalia.forecast.history import NEVER, History, Table
from westphalia.forecast.quadruples import Floats, Ints

SAME, RETURN, OTHER, RULES, ACT, ACTIVE, PLACE, NEAR, QUESTION = GROUPS = (
    "the very act before",
    "the same act in return",
    "the pair's other acts",
    "acts that this act tends to follow",
    "usual target of the act",
    "how active it is",
    "place and role",
    "actors alike and in between",
    "the question itself",
)
"""Groups of reasons. The last holds what is the same for all candidates and only steers the others."""

FLOOR = 1e-3
"""Added to a share before its logarithm: an unseen pair is as one in a thousand."""

LONGEST = 1000
"""Days that the lag of what has never happened is set to."""


def lag(history: History, last: Ints) -> Floats:
    """log(days since), (questions, candidates)."""
    days = np.where(last == NEVER, LONGEST, np.minimum(history.day - last, LONGEST))
    return np.log(days).astype(np.float32)


def places(values: Floats) -> Floats:
    """Log of one more than the place of each candidate in its question, by falling value; a tie has its first place."""
    order = np.argsort(-values, axis=1, kind="stable")
    sorted_values = np.take_along_axis(values, order, axis=1)
    width = values.shape[1]
    # the place of a tie is that of its first member: most candidates tie at nothing, and nothing is last
    new = np.ones_like(values, dtype=bool)
    new[:, 1:] = sorted_values[:, 1:] != sorted_values[:, :-1]
    first = np.maximum.accumulate(np.where(new, np.arange(width), 0), axis=1)
    place = np.empty(values.shape, np.float32)
    np.put_along_axis(place, order, np.log1p(first).astype(np.float32), axis=1)
    return place


def log_share(part: Floats, whole: Floats) -> Floats:
    """Log of a share, with a floor."""
    return np.log(part / np.maximum(whole, 1e-6) + FLOOR)


class Counted:
    """The decayed counts of one table for each question and candidate."""

    def __init__(self, history: History, table: Table, context: Ints, target: Ints) -> None:
        context = context[:, None] if context.ndim == 1 else context
        rows = table.find(context, target)
        self.sums = table.sums[rows]
        self.lag = lag(history, table.last[rows])
        self._total = table.totals(context)

    def logs(self, *lives: int) -> Iterator[tuple[str, Floats]]:
        """log(1 + count) at each half-life."""
        for life in lives:
            yield f"count{life}", np.log1p(self.sums[..., life])

    def share(self, life: int) -> Floats:
        """Log share among what followed the context."""
        return log_share(self.sums[..., life], self._total[..., life])

    def shares(self, *lives: int) -> Iterator[tuple[str, Floats]]:
        """`share` at each half-life."""
        for life in lives:
            yield f"share{life}", self.share(life)


type Named = Iterator[tuple[str, str, Floats]]


def _tagged(group: str, name: str, pairs: Iterator[tuple[str, Floats]]) -> Named:
    for what, values in pairs:
        yield group, f"{name}_{what}", values


def features(history: History, subject: Ints, relation: Ints, target: Ints, prior: Floats) -> Named:
    """Group, name and values (questions, candidates) of each feature."""
    yield from _of_triple(history, subject, relation, target)
    yield from _of_pair(history, subject, relation, target)
    yield from _of_act(history, relation, target)
    yield from _of_place(history, subject, relation, target)
    yield from _of_target(history, subject, relation, target)
    yield ACTIVE, "prior", np.log(prior)
    yield from _of_question(history, subject, relation, target)


def _of_triple(history: History, subject: Ints, relation: Ints, target: Ints) -> Named:
    n = history.relations
    same = Counted(history, history.triple, subject * n + relation, target)
    yield from _tagged(SAME, "triple", same.logs(0, 1, 2, 3))
    yield from _tagged(SAME, "triple", same.shares(1, 3))
    yield SAME, "triple_lag", same.lag
    yield SAME, "triple_lag_place", places(-same.lag)
    yield SAME, "triple_count_place", places(same.sums[..., 2])
    act = history.act.sums[history.act.find(relation[:, None], target)]
    for life in (1, 3):
        yield SAME, f"triple_of_target{life}", log_share(same.sums[..., life], act[..., life])
    back = Counted(history, history.triple, subject * n + history.inverse(relation), target)
    yield from _tagged(RETURN, "return", back.logs(0, 1, 3))
    yield from _tagged(RETURN, "return", back.shares(3))
    yield RETURN, "return_lag", back.lag


def _of_pair(history: History, subject: Ints, relation: Ints, target: Ints) -> Named:
    way = history.way(relation)
    for name, context in (("pair", subject * 2 + way), ("back", subject * 2 + 1 - way)):
        pair = Counted(history, history.pair, context, target)
        yield from _tagged(OTHER, name, pair.logs(0, 1, 2, 3))
        yield from _tagged(OTHER, name, pair.shares(1, 3))
        yield OTHER, f"{name}_lag", pair.lag
        yield OTHER, f"{name}_place", places(pair.sums[..., 2])
        actor = history.actor.sums[history.actor.find((context % 2)[:, None], target)]
        for life in (1, 3):
            yield OTHER, f"{name}_of_target{life}", log_share(pair.sums[..., life], actor[..., life])


def _of_act(history: History, relation: Ints, target: Ints) -> Named:
    act = Counted(history, history.act, relation, target)
    yield from _tagged(ACT, "act", act.logs(0, 1, 2, 3))
    yield from _tagged(ACT, "act", act.shares(1, 3))
    yield ACT, "act_lag", act.lag
    way = history.way(relation)
    for name, context in (("actor", way), ("actor_back", 1 - way)):
        actor = Counted(history, history.actor, context, target)
        yield from _tagged(ACTIVE, name, actor.logs(0, 1, 3))
        yield ACTIVE, f"{name}_lag", actor.lag


def _of_place(history: History, subject: Ints, relation: Ints, target: Ints) -> Named:
    n, way, c = history.relations, history.way(relation), history.classes
    yield PLACE, "same_polity", (c.polity[subject][:, None] == c.polity[target]).astype(np.float32)
    yield PLACE, "same_role", (c.role[subject][:, None] == c.role[target]).astype(np.float32)
    for name, table, context, wanted, lives in (
        ("polity_act", history.polity_act, c.polity[subject] * n + relation, target, (1, 3)),
        ("kind_act", history.kind_act, c.both[subject] * n + relation, target, (1, 3)),
        ("polities", history.polities, c.polity[subject] * n + relation, c.polity[target], (3,)),
        ("roles", history.roles, c.role[subject] * n + relation, c.role[target], (3,)),
        ("kinds", history.kinds, c.both[subject] * n + relation, c.both[target], (3,)),
        ("own_polities", history.own_polities, subject * 2 + way, c.polity[target], (1, 3)),
        ("own_kinds", history.own_kinds, subject * n + relation, c.both[target], (3,)),
    ):
        yield from _tagged(PLACE, name, Counted(history, table, context, wanted).shares(*lives))


def _of_target(history: History, subject: Ints, relation: Ints, target: Ints) -> Named:
    """Place and role as the target sees it: how usual one like the subject is for it and those like it."""
    n, c = history.relations, history.classes
    way, back = 1 - history.way(relation)[:, None], history.inverse(relation)[:, None]
    who = np.broadcast_to(subject[:, None], target.shape)
    for name, table, context, wanted, lives in (
        ("polity_act", history.polity_act, c.polity[target] * n + back, who, (3,)),
        ("kind_act", history.kind_act, c.both[target] * n + back, who, (3,)),
        ("own_polities", history.own_polities, target * 2 + way, c.polity[who], (1, 3)),
        ("own_kinds", history.own_kinds, target * n + back, c.both[who], (3,)),
    ):
        yield from _tagged(PLACE, f"target_{name}", Counted(history, table, context, wanted).shares(*lives))


def _of_question(history: History, subject: Ints, relation: Ints, target: Ints) -> Named:
    n, way = history.relations, history.way(relation)
    for name, total in (
        ("asked", history.triple.totals(subject * n + relation)),
        ("acts", history.pair.totals(subject * 2 + way)),
        ("acts_back", history.pair.totals(subject * 2 + 1 - way)),
        ("frequency", history.act.totals(relation)),
    ):
        for life in (1, 3):
            yield QUESTION, f"{name}{life}", np.broadcast_to(np.log1p(total[:, None, life]), target.shape)
    for name, table, context in (
        ("asked", history.triple, subject * n + relation),
        ("acts", history.pair, subject * 2 + way),
        ("acts_back", history.pair, subject * 2 + 1 - way),
    ):
        yield QUESTION, f"{name}_different", np.broadcast_to(table.different(context)[:, None], target.shape)
    for name, context in (
        ("target_acts", target * 2 + way[:, None]),
        ("target_acts_back", target * 2 + 1 - way[:, None]),
    ):
        yield ACTIVE, f"{name}_different", history.pair.different(context)
