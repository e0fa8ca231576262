"""From stated changes to two courses of events that can be simulated: who is in it, and what differs."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from westphalia.errors import UsageError
from westphalia.forecast.changes import Added, Change, Lifted, Membership, Withdrawn
from westphalia.forecast.relational import class_of
from westphalia.forecast.sequence import EventSequence, Real
from westphalia.forecast.simulation import Course
from westphalia.forecast.statistics import HALF_LIFE, Bodies, Past, dense_state
from westphalia.model.ontology import quad

EASED = "CONCEDE"
"""What lifting a sanction is in PLOVER."""


def named(change: Change) -> tuple[str, ...]:
    """The actors a change names."""
    if isinstance(change, Membership):
        return (change.actor,)
    return (change.one, change.other) if isinstance(change, Withdrawn) else (change.source, change.recipient)


def renamed(change: Change, found: Callable[[str], str]) -> Change:
    """The change with ids for the names of its actors (and of a body)."""
    if isinstance(change, Membership):
        return replace(change, actor=found(change.actor), body=found(change.body))
    if isinstance(change, Withdrawn):
        return replace(change, one=found(change.one), other=found(change.other))
    return replace(change, source=found(change.source), recipient=found(change.recipient))


def theatre(events: EventSequence, changes: Sequence[Change], size: int) -> list[int]:
    """Places of the actors a scenario is played among.

    Those named; then by how much they deal with those named and, half as much, by how much they do at all, of late.
    """
    if not len(events):
        raise UsageError("there is no event before that day")
    first = [events.actor(name) for change in changes for name in named(change)]
    weight = np.exp2((events.day - events.day[-1]) / (3 * HALF_LIFE)) * events.weight
    number = len(events.actors)
    activity = np.bincount(events.source, weight, number) + np.bincount(events.recipient, weight, number)
    with_named = np.zeros(number)
    for ours, theirs in ((events.source, events.recipient), (events.recipient, events.source)):
        with_named += np.bincount(theirs, weight * np.isin(ours, first), number)
    rank = with_named / max(with_named.sum(), 1e-9) + 0.5 * activity / max(activity.sum(), 1e-9)
    order = [int(at) for at in np.argsort(-rank, kind="stable") if rank[at] > 0]
    return list(dict.fromkeys([*first, *order]))[: max(size, len(set(first)))]


def both(
    events: EventSequence,
    changes: Sequence[Change],
    bodies: Bodies | None,
    days: tuple[int, int],
    classes: Sequence[str],
) -> tuple[Course, Course]:
    """The course without the changes and the one with them.

    Args:
        events: among the actors of the theatre.
        changes: what is stated.
        bodies: dated memberships.
        days: the first day, and how many.
        classes: of events, as the models have them.

    Raises:
        UsageError: if a change names an unknown actor, or lies beyond the days simulated.
    """
    eve = dense_state(Past(events, HALF_LIFE, bodies).eve(days[0]))
    fastest = np.array([_fastest_month(events, of) for of in classes])
    open_pairs = np.zeros((len(events.actors),) * 2, dtype=bool)
    changing = (
        {}
        if bodies is None
        else {at: bodies.on(days[0] + at).toarray() for at in range(1, days[1]) if bodies.changes(days[0] + at)}
    )
    without = Course(eve, {}, changing, open_pairs, fastest)
    changed = without
    for change in changes:
        changed = _with(changed, change, events, bodies, days)
    return without, changed


def _fastest_month(events: EventSequence, of: str) -> float:
    """Events a day of the fastest pair in its fastest month, and one event more."""
    mine = events.take(class_of(events, of))
    codes = (mine.day // 30) * len(events.actors) ** 2 + mine.source * len(events.actors) + mine.recipient
    return float(np.unique(codes, return_counts=True)[1].max(initial=0) + 1) / 30


def _with(
    course: Course, change: Change, events: EventSequence, bodies: Bodies | None, days: tuple[int, int]
) -> Course:
    if isinstance(change, Withdrawn):
        return _withdrawn(course, events.actor(change.one), events.actor(change.other))
    at = _day(change, days)
    if isinstance(change, Membership):
        return _membership(course, change, events, bodies, at)
    pair = (events.actor(change.source), events.actor(change.recipient))
    if pair[0] == pair[1]:
        raise UsageError(f"{change}: an actor does nothing to itself here")
    if isinstance(change, Lifted):
        return _acted(_forgotten(course, change, events, days[0]), (*pair, 1, 1.0), at)
    return _acted(course, (*pair, 1 if quad(change.type) <= 2 else -1, float(change.times)), at)


def _day(change: Added | Lifted | Membership, days: tuple[int, int]) -> int:
    """Number of the day, below 0 for one in the past."""
    at = change.on.toordinal() - days[0] if change.on else 0
    if at >= days[1]:
        raise UsageError(f"{change} lies beyond the {days[1]} days that are simulated", "a longer --horizon reaches it")
    return at


def _acted(course: Course, act: tuple[int, int, int, float], at: int) -> Course:
    """The course with an event on a day; one of the past is in the network already, faded."""
    if at >= 0:
        return replace(course, acts={**course.acts, at: (*course.acts.get(at, ()), act)})
    source, recipient, sign, number = act
    faded = number * float(np.exp2(at / HALF_LIFE))
    state = course.state
    recency = state.recency.copy()
    recency[source, recipient] = max(recency[source, recipient], 1 / -at)
    added = {"ties": state.ties.copy(), "cooperation": state.cooperation.copy(), "conflict": state.conflict.copy()}
    for name in ("ties", "cooperation" if sign > 0 else "conflict"):
        added[name][source, recipient] += faded
    return replace(course, state=replace(state, recency=recency, **added))


def _withdrawn(course: Course, one: int, other: int) -> Course:
    state, closed = course.state, course.closed.copy()
    kept = {name: getattr(state, name).copy() for name in ("ties", "cooperation", "conflict", "recency")}
    for ends in ((one, other), (other, one)):
        closed[ends] = True
        for matrix in kept.values():
            matrix[ends] = 0.0
    return replace(course, state=replace(state, **kept), closed=closed)


def _forgotten(course: Course, change: Lifted, events: EventSequence, day: int) -> Course:
    """The network without what the source did to the recipient of the type."""
    ends = events.actor(change.source), events.actor(change.recipient)
    if change.type not in events.types:
        raise UsageError(f"{change}: no event of that type is known", "there is nothing to lift")
    mine = (events.source == ends[0]) & (events.recipient == ends[1]) & (events.type == events.types.index(change.type))
    if not mine.any():
        raise UsageError(f"{change}: no such event is known", "there is nothing to lift")
    faded = float((events.weight[mine] * np.exp2((events.day[mine] - day) / HALF_LIFE)).sum())
    state = course.state
    kept = {"ties": state.ties.copy(), "cooperation": state.cooperation.copy(), "conflict": state.conflict.copy()}
    for name in ("ties", "cooperation" if quad(change.type) <= 2 else "conflict"):
        kept[name][ends] = max(kept[name][ends] - faded, 0.0)
    return replace(course, state=replace(state, **kept))


def _membership(course: Course, change: Membership, events: EventSequence, bodies: Bodies | None, at: int) -> Course:
    if bodies is None or change.body not in bodies.bodies:
        known = f"known here: {', '.join(bodies.bodies)}" if bodies else "no actor here has memberships in the tables"
        raise UsageError(f"{change}: no actor of the theatre belongs to {change.body}", known)
    place, actor, start = bodies.bodies.index(change.body), events.actor(change.actor), max(at, 0)
    if bool(course.state.bodies[actor, place]) == change.joins:
        raise UsageError(f"{change}: it {'is a member already' if change.joins else 'is no member'} then")

    def altered(matrix: Real) -> Real:
        copy = matrix.copy()
        copy[actor, place] = float(change.joins)
        return copy

    later = {day: altered(matrix) if day >= start else matrix for day, matrix in course.bodies.items()}
    latest = max((day for day in later if day <= start), default=None)
    if latest is None or latest < start:
        later[start] = altered(course.state.bodies if latest is None else later[latest])
    return replace(course, bodies=later)
