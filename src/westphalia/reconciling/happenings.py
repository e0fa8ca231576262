"""Events of several reports grouped into happenings: by who, what, when and where, each comparison explained.

In: events as told, and how near two reports are to telling one story. Out: groups of events. Two events are compared
only if they are of one family of acts and share the polities that matter; a plain contradiction (two precise days
apart, a call and a visit, Xi where another says Wang) forbids the merge, everything else adds to or takes from a score.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import inf, sqrt

from westphalia.reconciling.groups import average_link, components
from westphalia.reconciling.pile import rarity_of
from westphalia.reconciling.terms import stem
from westphalia.reconciling.told import Told

THRESHOLD = 1.0
"""Sum of evidence from which two events are one. Same day and same parties alone reach it (.5 + .5 or more)."""

FAMILIES: dict[str, str] = {
    "CONSULT": "meeting",
    "AGREE": "accord",
    "SUPPORT": "accord",
    "COOPERATE": "accord",
    "CONCEDE": "concession",
    "RETREAT": "concession",
    "ASSAULT": "force",
    "COERCE": "force",
}
"""Acts that different reports code differently though they mean the same; all other types stand alone."""

SETTLED = frozenset({"meeting", "accord"})
"""Families of which two parties have one at a time: a report that names the meeting thrice tells of one meeting.
Attacks and demands come in series, so the same parties alone say less."""

WEEKDAY_REACH = 10
"""Days between reports up to which "on Monday" in both can be one Monday."""

MOST_WORDS = 0.6
"""What the same words add at most."""

MOST_STORY = 0.3
"""What reports of one story add at most, in proportion to how far their chance is beyond STORY_FROM."""

STORY_FROM = 0.5
"""Chance from which two reports count as near: of such pairs .76 to .98 are of one story (`docs/models/stories.md`)."""

NOT_YET = frozenset({"planned", "possible"})
REMOTE = frozenset({"phone", "video", "third-party"})
NEIGHBOURS = 250
"""Events of a block, in order of time, that each event is compared with: keeps large worlds linear."""

CLUSTER_LIMIT = 300
"""Linked events refined by average link at once; larger chains are kept as linked."""

MOST_POLITIES = 6
"""Polities of one event that open blocks; a list of twenty states is background, not a dyad."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for two events being one happening, part by part."""

    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """Sum of the parts; minus infinity if anything forbids it."""
        return sum(value for _, value in self.parts)


Near = Callable[[str, str], float]
"""The chance that two reports, by their ids, tell one story."""


def strangers(_one: str, _other: str) -> float:
    """Nothing is known of any two reports."""
    return 0.0


def group(events: Iterable[Told], near: Near = strangers) -> list[list[Told]]:
    """Happenings as groups of events, in order of date. Groups and members are in canonical order."""
    ordered = sorted(events, key=_order)
    rarity = Rarity()
    linked = {(a.event, b.event) for a, b in _candidates(ordered) if _one(a, b, rarity, near)}
    by_id = {told.event: told for told in ordered}
    groups: list[list[Told]] = []
    for ids in components(by_id, sorted(linked)):
        members = sorted((by_id[i] for i in ids), key=_order)
        if 1 < len(members) <= CLUSTER_LIMIT:
            groups += average_link(members, lambda a, b: likeness(a, b, rarity, near).total, THRESHOLD)
        else:
            groups.append(members)
    return sorted((sorted(members, key=_order) for members in groups), key=lambda g: _order(g[0]))


def _candidates(ordered: Sequence[Told]) -> Iterable[tuple[Told, Told]]:
    """Pairs worth comparing: one family of acts, a shared pair of polities, neighbours in time."""
    blocks: dict[tuple[str, tuple[str, ...]], list[Told]] = defaultdict(list)
    for told in ordered:
        names = sorted(told.polities)[:MOST_POLITIES]
        for key in combinations(names, 2) if len(names) > 1 else [tuple(names)]:
            blocks[_family(told), key].append(told)
    for members in blocks.values():
        for i, one in enumerate(members):
            for other in members[i + 1 : i + 1 + NEIGHBOURS]:
                yield one, other


def likeness(a: Told, b: Told, rarity: "Rarity", near: Near = strangers) -> Likeness:
    """Compares two events of one block."""
    parts = [(name, compared(a, b)) for name, compared in _BESIDE_WORDS]
    forbidden = any(value == -inf for _, value in parts)
    story = 0.0 if forbidden else _story(a, b, near)
    return Likeness((*parts, ("words", _words(a, b, rarity)), ("story", story)))


def _one(a: Told, b: Told, rarity: "Rarity", near: Near) -> bool:
    """Whether the likeness of two events reaches the threshold; what costs most comes last, if it can matter."""
    beside = 0.0
    for _, compared in _BESIDE_WORDS:
        beside += compared(a, b)
        if beside == -inf:
            return False
    if beside + MOST_WORDS + MOST_STORY < THRESHOLD:
        return False
    beside += _words(a, b, rarity)
    return beside >= THRESHOLD or (beside + MOST_STORY >= THRESHOLD and beside + _story(a, b, near) >= THRESHOLD)


def _story(a: Told, b: Told, near: Near) -> float:
    """Reports of one story likely mean one act; one report tells of many."""
    if a.source.report == b.source.report:
        return 0.0
    return MOST_STORY * max(near(a.source.report, b.source.report) - STORY_FROM, 0.0) / (1 - STORY_FROM)


def _family(told: Told) -> str:
    tense = "ahead" if told.status in NOT_YET else ""
    return FAMILIES.get(told.type, told.type) + tense


def _who(a: Told, b: Told) -> float:
    shared = len(a.polities & b.polities)
    # a report that leaves a party out says less, not otherwise: half the weight asks only that one set holds the other
    of_all, of_fewer = max(len(a.polities | b.polities), 1), max(min(len(a.polities), len(b.polities)), 1)
    score = 0.25 * shared / of_all + 0.25 * shared / of_fewer
    for polity in a.polities & b.polities:
        one, other = a.named.get(polity), b.named.get(polity)
        if one and other:
            if not one & other:
                return -inf
            score += 0.25
    if len(a.polities) < 2:
        score -= 0.4  # one party alone does not tell two acts apart
    return score


def _what(a: Told, b: Told) -> float:
    if a.type == "CONSULT" and b.type == "CONSULT" and a.mode and b.mode:
        if (a.mode in REMOTE) != (b.mode in REMOTE):
            return -inf
        return 0.1
    if (a.status in ("denied", "refused")) != (b.status in ("denied", "refused")):
        return -0.4
    # "agreed", "signed" and "restored relations" tell of one accord
    return 0.0 if a.type == b.type or FAMILIES.get(a.type) == "accord" else -0.2


def _when(a: Told, b: Told) -> float:
    if a.first and a.last and b.first and b.last:
        gap = max((b.first - a.last).days, (a.first - b.last).days, 0)
        if gap == 0:
            exact = a.precision in ("day", "time") and b.precision in ("day", "time")
            return 0.5 if exact else 0.25 if _days(a) <= 31 and _days(b) <= 31 else 0.0
        return -0.1 if gap == 1 and a.type == "CONSULT" else -inf if gap > 3 else -0.6
    days = _weekday(a), _weekday(b)
    window = _reach(a, b)
    if None not in days and (window is None or window <= WEEKDAY_REACH):  # one, or both, tell the weekday alone
        return 0.35 if days[0] == days[1] else -0.5
    settled = FAMILIES.get(a.type) in SETTLED
    if a.source.report == b.source.report:
        return 0.5 if settled else 0.3
    if window is None:
        return 0.0
    close = 0.4 if settled else 0.25
    return close if window <= 3 else 0.0 if window <= 10 else -inf if window > 60 else -0.5


def _weekday(told: Told) -> int | None:
    """Monday is 0; of an event dated to the day, that of its date."""
    return told.first.weekday() if told.first and told.first == told.last else told.weekday


def _days(told: Told) -> int:
    return (told.last - told.first).days + 1 if told.first and told.last else 9999


def _reach(a: Told, b: Told) -> int | None:
    """Days between what is known of the two times; publication bounds an undated event from above."""
    one, other = _near(a), _near(b)
    return None if one is None or other is None else abs((one - other).days)


def _near(told: Told) -> date | None:
    return told.last or told.source.published


def _where(a: Told, b: Told) -> float:
    if not a.place or not b.place:
        return 0.0
    names_a, names_b = {a.place, *a.within}, {b.place, *b.within}
    if a.place in names_b or b.place in names_a:
        return 0.35
    if a.country and b.country and a.country != b.country:
        return -0.6
    return -0.3 if not names_a & names_b else 0.05


def _words(a: Told, b: Told, rarity: "Rarity") -> float:
    common = a.terms & b.terms
    if not common:
        return 0.0
    shared = sum(rarity.weight(t) ** 2 for t in sorted(common))
    return MOST_WORDS * shared / sqrt(rarity.norm(a) * rarity.norm(b)) if shared else 0.0


_BESIDE_WORDS = (("who", _who), ("what", _what), ("when", _when), ("where", _where))


class Rarity:
    """How telling the terms of events are: how rare they are in news at large.

    Not how rare among the events of a world: else a report would change how alike two events are that it has nothing
    to do with, and none could join a world without comparing all anew.
    """

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._norms: dict[str, float] = {}

    def weight(self, term: str) -> float:
        """Logarithm of one over the share of reports that have a term."""
        if (known := self._weights.get(term)) is None:
            known = self._weights[term] = rarity_of(stem(term))
        return known

    def norm(self, told: Told) -> float:
        """Squared length of an event's terms."""
        if (known := self._norms.get(told.event)) is None:
            known = self._norms[told.event] = sum(self.weight(t) ** 2 for t in sorted(told.terms))
        return known


def _order(told: Told) -> tuple[date, str, int, str]:
    return (_near(told) or date.max, told.source.report, told.start, told.event)


def span_of(members: Sequence[Told]) -> tuple[date | None, date | None, str]:
    """Dates of a happening: the most precise that any report gives, the commonest among those."""
    known = [m for m in members if m.first and m.last]
    if not known:
        return None, None, "unknown"
    finest = min(_days(m) for m in known)
    tally: dict[tuple[date, date, str], set[str]] = defaultdict(set)
    for m in known:
        if _days(m) == finest and m.first and m.last:
            tally[m.first, m.last, m.precision].add(m.source.independent)
    return min(tally, key=lambda k: (-len(tally[k]), k))
