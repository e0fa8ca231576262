"""Events grouped into happenings: which are compared, which are linked, and average link among the linked.

In: events as told. Out: components of linked events, each in groups, and near misses. Two events are compared only if
they are of one family of acts, share a pair of polities and are near in time (`comparable`); that depends on
these two alone, so that an event joins a world by looking up its neighbours. In a component all pairs are scored,
and what was scored before can be given (`Scores`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import numpy.typing as npt

from westphalia.reconciling.groups import Joined, average_link_of
from westphalia.reconciling.happenings import (
    CLUSTER_LIMIT,
    FAMILIES,
    MOST_POLITIES,
    NEARLY,
    NOT_YET,
    REACH,
    SLACK,
    THRESHOLD,
    Likeness,
    Near,
    Rarity,
    compared,
    days_of,
    likeness,
    near_day,
    order,
    strangers,
    sure,
)
from westphalia.reconciling.told import Told

Matrix = npt.NDArray[np.float64]
Misses = dict[tuple[str, str], Likeness]

SHORT, LONG, UNKNOWN = 0, 1, 2
"""How far an event reaches: some weeks, longer, or nobody knows when it was."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How alike events are, two by two. `ids` are sorted; `matrix` is symmetric.

    Where all are sure to be one, whatever the stories of their reports, all scores are infinite, and packed as nothing.
    """

    ids: tuple[str, ...]
    matrix: Matrix

    @classmethod
    def unpacked(cls, ids: Sequence[str], packed: bytes) -> "Scores":
        """What `packed` gave."""
        matrix = np.full((len(ids), len(ids)), np.nan)
        upper = np.triu_indices(len(ids), 1)
        matrix[upper] = np.frombuffer(packed, dtype="<f8") if packed else np.inf
        matrix.T[upper] = matrix[upper]
        return cls(tuple(ids), matrix)

    @property
    def packed(self) -> bytes:
        """The upper triangle as bytes."""
        upper = self.matrix[np.triu_indices(len(self.ids), 1)]
        return b"" if np.isposinf(upper).all() else upper.astype("<f8").tobytes()


@dataclass(frozen=True, slots=True)
class Component:
    """Linked events, in canonical order, in groups; their scores, where they are few enough to have been compared."""

    members: tuple[Told, ...]
    groups: tuple[tuple[Told, ...], ...]
    scores: Scores | None


def group(events: Iterable[Told], near: Near = strangers) -> list[list[Told]]:
    """Happenings as groups of events, in order of date. Groups and members are in canonical order."""
    found = [list(held) for component in cluster(events, near)[0] for held in component.groups]
    return sorted(found, key=lambda held: order(held[0]))


def cluster(events: Iterable[Told], near: Near = strangers) -> tuple[list[Component], Misses]:
    """Components of linked events, and near misses: pairs in two groups that nearly, or for themselves, are one.

    Args:
        events: in any order.
        near: the chance that two reports tell one story.
    """
    ordered = sorted(events, key=order)
    links = Joined(told.event for told in ordered)
    misses = connect(ordered, links, near)
    return refine(ordered, links, misses, near)


def connect(events: Iterable[Told], links: Joined[str], near: Near) -> Misses:
    """Links events, of whom some may be linked already; returns pairs that are nearly, but not, linked."""
    rarity = Rarity()
    misses: Misses = {}
    for a, b in candidates(sorted(events, key=order)):
        if not links.same(a.event, b.event) and (found := compared(a, b, rarity, near)):
            if found.total >= THRESHOLD:
                links.join(a.event, b.event)
            elif found.total >= NEARLY:
                misses[_pair(a, b)] = found
    return misses


def refine(
    events: Iterable[Told], links: Joined[str], misses: Misses, near: Near, known: Iterable[Scores] = ()
) -> tuple[list[Component], Misses]:
    """What `cluster` gives, of events that are linked.

    Args:
        events: in any order.
        links: which are linked, directly or over others.
        misses: pairs that are nearly alike enough; those linked over others are left out of what comes back.
        near: the chance that two reports tell one story.
        known: scores of some of the events.
    """
    rarity = Rarity()
    misses = {pair: found for pair, found in misses.items() if not links.same(*pair)}
    held: dict[str, list[Told]] = defaultdict(list)
    for told in sorted(events, key=order):
        held[links.root(told.event)].append(told)
    where = {ident: scores for scores in known for ident in scores.ids}
    components = [_refined(tuple(members), rarity, near, where) for members in held.values()]
    for component in components:
        misses.update(_apart(component, rarity, near))
    return components, misses


def _refined(members: tuple[Told, ...], rarity: Rarity, near: Near, known: dict[str, Scores]) -> Component:
    """Groups of linked events by average link."""
    if not 1 < len(members) <= CLUSTER_LIMIT:
        return Component(members, (members,), None)
    by_id = sorted(members, key=lambda told: told.event)
    place = {told.event: n for n, told in enumerate(by_id)}
    matrix = np.full((len(members), len(members)), np.nan)
    for scores in {id(s): s for told in by_id if (s := known.get(told.event))}.values():
        there = [n for n, ident in enumerate(scores.ids) if ident in place]
        here = [place[scores.ids[n]] for n in there]
        matrix[np.ix_(here, here)] = scores.matrix[np.ix_(there, there)]
    upper = np.triu(np.ones_like(matrix, dtype=bool), 1)
    ids = tuple(told.event for told in by_id)
    unsure = np.isfinite(matrix[upper]).any() or np.isneginf(matrix[upper]).any()
    if not unsure and all(sure(by_id[i], by_id[j], rarity) for i, j in np.argwhere(upper & np.isnan(matrix))):
        return Component(members, (members,), Scores(ids, np.full_like(matrix, np.inf)))
    for i, j in np.argwhere(upper & (np.isnan(matrix) | np.isposinf(matrix))):
        matrix[i, j] = matrix[j, i] = likeness(by_id[i], by_id[j], rarity, near).total
    rows = [place[told.event] for told in members]
    groups = average_link_of(members, matrix[np.ix_(rows, rows)], THRESHOLD)
    return Component(members, tuple(tuple(sorted(held, key=order)) for held in groups), Scores(ids, matrix))


def _apart(component: Component, rarity: Rarity, near: Near) -> Iterator[tuple[tuple[str, str], Likeness]]:
    """Pairs of a component that are alike and yet in two groups."""
    if len(component.groups) < 2 or component.scores is None:
        return
    place = {ident: n for n, ident in enumerate(component.scores.ids)}
    for one, other in combinations(component.groups, 2):
        for a in one:
            for b in other:
                if component.scores.matrix[place[a.event], place[b.event]] >= NEARLY:
                    first, second = sorted((a, b), key=lambda told: told.event)
                    yield (first.event, second.event), likeness(first, second, rarity, near)


def _pair(a: Told, b: Told) -> tuple[str, str]:
    return min(a.event, b.event), max(a.event, b.event)


# Which events are compared


def family(told: Told) -> str:
    """The family of acts within which an event is compared."""
    tense = "ahead" if told.status in NOT_YET else ""
    return FAMILIES.get(told.type, told.type) + tense


def pairs(told: Told) -> list[str]:
    """Pairs of polities by which an event is looked for; its only one, or none."""
    names = sorted(told.polities)[:MOST_POLITIES]
    return [" ".join(pair) for pair in combinations(names, 2)] if len(names) > 1 else [" ".join(names)]


def reach(told: Told) -> int:
    """How far an event reaches in time."""
    if near_day(told) is None:
        return UNKNOWN
    return LONG if told.first and told.last and days_of(told) > REACH else SHORT


def comparable(a: Told, b: Told) -> bool:
    """Whether two events are near in time: within REACH, or one of them long and the other in it; or nobody knows."""
    one, other = near_day(a), near_day(b)
    if one is None or other is None or abs((one - other).days) <= REACH:
        return True
    return LONG in {reach(a), reach(b)} and _overlap(a, b)


def _overlap(a: Told, b: Told) -> bool:
    if not (a.first and a.last and b.first and b.last):
        return False
    return max((b.first - a.last).days, (a.first - b.last).days) <= SLACK


def candidates(ordered: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs worth comparing, of events in canonical order; some of them more than once."""
    blocks: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in ordered:
        for pair in pairs(told):
            blocks[family(told), pair].append(told)
    for members in blocks.values():
        days = [near_day(told) or date.max for told in members]
        far = {n for n, told in enumerate(members) if reach(told) != SHORT}
        for n, one in enumerate(members):
            until = days[n] + timedelta(days=REACH) if days[n] != date.max else date.min
            for other in range(n + 1, len(members)):
                if days[other] > until:
                    break
                yield one, members[other]
        for n in far:
            one = members[n]
            yield from ((one, other) for m, other in enumerate(members) if (m > n or m not in far) and m != n
                        and comparable(one, other))  # fmt: skip
