"""Statistics of the relational past: what the network of earlier events says of a pair of actors on a day.

Sources: Butts 2008, "A relational event framework for social action"; Brandes, Lerner & Snijders 2009, "Networks
evolving step by step" (decay, signed ties); Lerner & Lomi 2020, "Reliability of relational event model estimates under
sampling". Past events are weighted by 2^(−age / half-life). A path over a third actor counts the geometric mean of
its two legs, and every weight w enters as log(1 + w): the tenth event says less than the first.

A formula is written once and evaluated in two ways: for chosen pairs of a large sparse network (estimation), and for
all pairs of many small dense networks at once (simulation).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, override

import numpy as np

from westphalia.forecast.sequence import EventSequence, Real, Whole

Matrix = Any
"""A scipy sparse matrix, or an array whose last two axes are source and recipient."""

HALF_LIFE = 30.0
"""Days. On ICEWS 2014 the ordinal model's log-likelihood is highest between 20 and 60 days and flat there."""


@dataclass(frozen=True)
class State:
    """The network on the eve of a day.

    Attributes:
        ties: decayed weight of all events from one actor to another.
        cooperation: of those of quad classes 1 and 2.
        conflict: of those of quad classes 3 and 4.
        recency: 1 / days since the last event, 0 where there was none.
        bodies: actor × body, 1 where it is a member on the day.
    """

    ties: Matrix
    cooperation: Matrix
    conflict: Matrix
    recency: Matrix
    bodies: Matrix


def dense_state(state: State) -> State:
    """The same network as plain arrays."""
    kinds = (state.ties, state.cooperation, state.conflict, state.recency, state.bodies)
    return State(*(np.asarray(matrix.toarray(), dtype=float) for matrix in kinds))


class View(Protocol):
    """The few operations statistics are made of."""

    def cell(self, matrix: Matrix) -> Real:
        """The entry from source to recipient."""

    def paths(self, first: Matrix, second: Matrix) -> Real:
        """Sum over third actors k of `first` (source, k) times `second` (k, recipient)."""

    def out_of(self, matrix: Matrix, end: str) -> Real:
        """Row sum of the `source` or of the `recipient`."""

    def root(self, matrix: Matrix) -> Matrix:
        """Square roots of the entries."""

    def turned(self, matrix: Matrix) -> Matrix:
        """The matrix with source and recipient exchanged."""


class Pairs(View):
    """Chosen pairs of one sparse network."""

    def __init__(self, sources: Whole, recipients: Whole) -> None:
        self._rows, self._columns = sources, recipients

    @override
    def cell(self, matrix: Matrix) -> Real:
        return np.asarray(matrix[self._rows, self._columns], dtype=float).ravel()

    @override
    def paths(self, first: Matrix, second: Matrix) -> Real:
        left, right = first.tocsr()[self._rows], second.T.tocsr()[self._columns]
        return np.asarray(left.multiply(right).sum(axis=1), dtype=float).ravel()

    @override
    def out_of(self, matrix: Matrix, end: str) -> Real:
        sums = np.asarray(matrix.sum(axis=1), dtype=float).ravel()
        return sums[self._rows if end == "source" else self._columns]

    @override
    def root(self, matrix: Matrix) -> Matrix:
        return matrix.sqrt()

    @override
    def turned(self, matrix: Matrix) -> Matrix:
        return matrix.T.tocsr()


class Grid(View):
    """All pairs of dense networks, one or many."""

    @override
    def cell(self, matrix: Matrix) -> Real:
        return np.asarray(matrix)

    @override
    def paths(self, first: Matrix, second: Matrix) -> Real:
        return np.asarray(first @ second)

    @override
    def out_of(self, matrix: Matrix, end: str) -> Real:
        sums = matrix.sum(axis=-1)
        wide = sums[..., :, None] if end == "source" else sums[..., None, :]
        return np.asarray(np.broadcast_to(wide, matrix.shape))

    @override
    def root(self, matrix: Matrix) -> Matrix:
        return np.sqrt(matrix)

    @override
    def turned(self, matrix: Matrix) -> Matrix:
        return np.swapaxes(matrix, -1, -2)


@dataclass(frozen=True)
class Statistic:
    """One statistic: what a positive coefficient means, and its formula before log(1 + x)."""

    name: str
    meaning: str
    formula: Callable[[View, State], Real]
    signed: bool = False

    def __call__(self, view: View, state: State) -> Real:
        """Its value for all pairs of the view."""
        return np.log1p(np.maximum(self.formula(view, state), 0.0))


def _friends(v: View, s: State) -> Matrix:
    return v.root(s.cooperation + v.turned(s.cooperation))


def _enemies(v: View, s: State) -> Matrix:
    return v.root(s.conflict + v.turned(s.conflict))


def _partners(v: View, s: State) -> Matrix:
    return v.root(s.ties + v.turned(s.ties))


def _two_paths(v: View, s: State) -> Real:
    root = v.root(s.ties)
    return v.paths(root, root)


def _cycles(v: View, s: State) -> Real:
    root = v.turned(v.root(s.ties))
    return v.paths(root, root)


def _shared(v: View, s: State) -> Real:
    root = _partners(v, s)
    return v.paths(root, root)


def _over(first: Callable[[View, State], Matrix], second: Callable[[View, State], Matrix]) -> Callable[..., Real]:
    return lambda v, s: v.paths(first(v, s), second(v, s))


STATISTICS: Mapping[str, Statistic] = {
    one.name: one
    for one in (
        Statistic("inertia", "who acted goes on acting on the same", lambda v, s: v.cell(s.ties)),
        Statistic("reciprocity", "acts are answered", lambda v, s: v.cell(v.turned(s.ties))),
        Statistic("recency", "the last act was just now", lambda v, s: v.cell(s.recency)),
        Statistic("answer_recency", "the other's last act was just now", lambda v, s: v.cell(v.turned(s.recency))),
        Statistic("activity", "sources who act much act on", lambda v, s: v.out_of(s.ties, "source")),
        Statistic(
            "popularity",
            "recipients of much receive more",
            lambda v, s: v.out_of(v.turned(s.ties), "recipient"),
        ),
        Statistic("source_popularity", "recipients of much act", lambda v, s: v.out_of(v.turned(s.ties), "source")),
        Statistic("recipient_activity", "the active receive", lambda v, s: v.out_of(s.ties, "recipient")),
        Statistic("transitivity", "source → third → recipient closes", _two_paths),
        Statistic("cycles", "recipient → third → source closes", _cycles),
        Statistic("shared_partners", "both deal with the same third actors", _shared),
        Statistic("cooperation", "cooperation goes on", lambda v, s: v.cell(s.cooperation), signed=True),
        Statistic("conflict", "conflict goes on", lambda v, s: v.cell(s.conflict), signed=True),
        Statistic(
            "cooperation_answered",
            "the recipient cooperated with the source",
            lambda v, s: v.cell(v.turned(s.cooperation)),
            signed=True,
        ),
        Statistic(
            "conflict_answered",
            "the recipient was in conflict with the source",
            lambda v, s: v.cell(v.turned(s.conflict)),
            signed=True,
        ),
        Statistic("friend_of_friend", "third actors both cooperate with", _over(_friends, _friends), signed=True),
        Statistic("enemy_of_enemy", "third actors both are in conflict with", _over(_enemies, _enemies), signed=True),
        Statistic(
            "friend_of_enemy",
            "the recipient cooperates with enemies of the source",
            _over(_enemies, _friends),
            signed=True,
        ),
        Statistic(
            "enemy_of_friend",
            "the recipient is in conflict with the source's friends",
            _over(_friends, _enemies),
            signed=True,
        ),
        Statistic("shared_bodies", "bodies both are members of", lambda v, s: v.paths(s.bodies, v.turned(s.bodies))),
    )
}
"""All statistics by name."""

UNSIGNED = (
    "inertia", "reciprocity", "recency", "activity", "popularity", "transitivity", "shared_partners", "shared_bodies",
)  # fmt: skip
"""The usual ones where nothing is known of cooperation and conflict."""

SIGNED = (
    "cooperation", "conflict", "cooperation_answered", "conflict_answered", "recency", "activity", "popularity",
    "friend_of_friend", "enemy_of_enemy", "friend_of_enemy", "enemy_of_friend", "shared_bodies",
)  # fmt: skip
"""The usual ones for events of PLOVER types: balance theory (Heider 1946) needs signs."""


class Past:
    """The past of a sequence: the state on the eve of any day."""

    def __init__(self, events: EventSequence, half_life: float = HALF_LIFE, bodies: "Bodies | None" = None) -> None:
        self._events, self.half_life = events, half_life
        self._bodies = bodies

    def eve(self, day: int) -> State:
        """The network of the events of the days before `day`, as sparse matrices."""
        events, size = self._events, len(self._events.actors)
        end = int(np.searchsorted(events.day, day))
        # Twelve half-lives leave 1/4096 of an event: nothing a logarithm would feel.
        begin = int(np.searchsorted(events.day, day - 12 * self.half_life))
        past = slice(begin, end)
        age = day - events.day[past]
        weight = events.weight[past] * np.exp2(-age / self.half_life)
        quad, rows, columns = events.quad[past], events.source[past], events.recipient[past]

        def summed(chosen: Any) -> Matrix:
            return _sparse(weight[chosen], rows[chosen], columns[chosen], (size, size))

        # The last of equal cells is the latest event: dates ascend.
        codes, last = np.unique((rows * size + columns)[::-1], return_index=True)
        seen: Real = 1.0 / age[::-1][last].astype(float)
        recency = _sparse(seen, codes // size, codes % size, (size, size))
        return State(
            summed(slice(None)),
            summed((quad == 1) | (quad == 2)),
            summed(quad >= 3),
            recency,
            self.members(day),
        )

    def members(self, day: int) -> Matrix:
        """Actor × body on a day."""
        if self._bodies is None:
            return _sparse(*NOBODY, (len(self._events.actors), 1))
        return self._bodies.on(day)


class Bodies:
    """Which actors are members of which bodies, by day."""

    def __init__(self, actors: tuple[str, ...], spans: Mapping[tuple[str, str], list[tuple[int, int]]]) -> None:
        """Takes the days (first, last) of membership by actor and body."""
        self._actors = {actor: place for place, actor in enumerate(actors)}
        self.bodies = tuple(sorted({body for _, body in spans}))
        place = {body: at for at, body in enumerate(self.bodies)}
        self._spans = [
            (self._actors[actor], place[body], first, last)
            for (actor, body), held in sorted(spans.items())
            if actor in self._actors
            for first, last in held
        ]

    def changes(self, day: int) -> bool:
        """Whether a membership begins on that day, or ended on the day before."""
        return any(day in (first, last + 1) for _, _, first, last in self._spans)

    def on(self, day: int) -> Matrix:
        """Actor × body, 1 for members on that day."""
        held = sorted({(actor, body) for actor, body, first, last in self._spans if first <= day <= last})
        rows, columns = (np.array([pair[at] for pair in held], dtype=np.int64) for at in (0, 1))
        shape = (len(self._actors), max(len(self.bodies), 1))
        return _sparse(np.ones(len(held)), rows, columns, shape)


NOBODY: tuple[Real, Whole, Whole] = (np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
"""Entries of a matrix without any."""


def _sparse(values: Real, rows: Whole, columns: Whole, shape: tuple[int, int]) -> Matrix:
    """A sparse matrix; entries of one cell are summed."""
    from scipy import sparse

    return sparse.csr_matrix((values, (rows, columns)), shape=shape)  # type: ignore[no-untyped-call]
