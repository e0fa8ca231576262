"""How alike two events of several reports are: who, what, when and where, each part explained.

In: events as told, and how near two reports are to telling one story. Out: a sum of parts, from `THRESHOLD` on
two events are one. A plain contradiction (two precise days apart, a call and a visit, Xi where another says Wang)
forbids it, everything else adds to or takes from the score. Which events are compared, and how they are
grouped, is in `grouping`.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import inf, sqrt

from westphalia.reconciling.pile import rarity_of
from westphalia.reconciling.told import Told

THRESHOLD = 1.0
"""Sum of evidence from which two events are one. Two that meet on one day reach it by that alone (.5 + .5)."""

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
"""Families of which two parties have one with each other at a time: a report that names the meeting thrice tells of
one meeting. Attacks, demands and promises come in series, so that the same parties on the same day say less."""

KNOWN = 0.2
"""What speaks for it that both tell of the same named actor of a polity."""

SERIES = 0.15
"""What speaks against two acts of a series being one while no named actor is in both."""

AGAINST = {"sides": -0.4, "mode": -0.4, "course": -0.6, "family": -0.2, "names": -0.2, "total": -0.4}
"""One party alone, other means, a whole course of acts and one act of it, another type of one family, nothing
that both name beside the parties, a total of many acts and one of them."""

FIRE = frozenset({"aerial", "heavy-weapons", "explosives", "drone", "firearms"})
"""Modes of force that different reports tell of one attack."""

DAYS = {
    "settled": ((1, 0.35), (2, 0.25), (3, 0.15), (7, -0.1), (14, -0.6)),
    "series": ((0, 0.3), (1, 0.0), (2, -0.1), (3, -0.3), (7, -0.5), (14, -0.7)),
    "ahead": ((3, 0.35), (10, 0.25), (30, 0.0)),
}
"""Days between two events, or the reports of undated ones, up to which they speak so much for or against one: news
tells of what is new. A plan is told of for longer."""

LATE = -1.0
"""The same, after more days than those."""

WEEKDAY_REACH = 10
"""Days between reports up to which "on Monday" in both can be one Monday."""

MOST_WORDS = 0.6
"""What the same words add at most."""

FEW_WORDS = 9.0
"""Weight of one word of the news that is in neither: without it two that share their only word would be the same."""

MOST_STORY = 0.3
"""What reports of one story add at most, in proportion to how far their chance is beyond STORY_FROM."""

STORY_FROM = 0.5
"""Chance from which two reports count as near: of such pairs .76 to .98 are of one story (`docs/models/stories.md`)."""

NOT_YET = frozenset({"planned", "possible"})
REMOTE = frozenset({"phone", "video", "third-party"})

REACH = 60
"""Days between two events, or the reports of undated ones, beyond which they are not compared."""

SLACK = 3
"""Days between two dated events beyond which they are not one."""

NEARLY = 0.85
"""Likeness from which two events that are not linked are a near miss, for a person to look at."""

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

    @property
    def rounded(self) -> dict[str, float]:
        """The parts as they are shown."""
        return {name: round(value, 3) for name, value in self.parts}


Near = Callable[[str, str], float]
"""The chance that two reports, by their ids, tell one story."""


def strangers(_one: str, _other: str) -> float:
    """Nothing is known of any two reports."""
    return 0.0


def likeness(a: Told, b: Told, rarity: "Rarity", near: Near = strangers) -> Likeness:
    """Compares two events of one block."""
    parts = [(name, compared(a, b)) for name, compared in _BESIDE_WORDS]
    forbidden = any(value == -inf for _, value in parts)
    story = 0.0 if forbidden else _story(a, b, near)
    return Likeness((*parts, ("words", _words(a, b, rarity)), ("story", story)))


def compared(a: Told, b: Told, rarity: "Rarity", near: Near) -> Likeness | None:
    """Likeness of two events, None if it plainly does not reach the threshold; what costs most comes last.

    Where words alone suffice the story is left out: it can only add.
    """
    parts: list[tuple[str, float]] = []
    beside = 0.0
    for name, value in ((name, compare(a, b)) for name, compare in _BESIDE_WORDS):
        beside += value
        if value == -inf:
            return None
        parts.append((name, value))
    if beside + MOST_WORDS + MOST_STORY < THRESHOLD:
        return None
    parts.append(("words", _words(a, b, rarity)))
    beside += parts[-1][1]
    if beside < THRESHOLD:
        if beside + MOST_STORY < THRESHOLD:
            return None
        parts.append(("story", _story(a, b, near)))
    return Likeness(tuple(parts))


def hopeless(a: Told, b: Told) -> bool:
    """Whether two events are not one, whatever their words and reports are."""
    return sum(compare(a, b) for _, compare in _BESIDE_WORDS) + MOST_WORDS + MOST_STORY < THRESHOLD


def sure(a: Told, b: Told, rarity: "Rarity") -> bool:
    """Whether two events are one whatever their reports are: the story can only add."""
    beside = sum(compare(a, b) for _, compare in _BESIDE_WORDS)
    return beside > -inf and beside + _words(a, b, rarity) >= THRESHOLD


def _story(a: Told, b: Told, near: Near) -> float:
    """Reports of one story likely mean one act; one report tells of many."""
    if a.source.report == b.source.report:
        return 0.0
    return MOST_STORY * max(near(a.source.report, b.source.report) - STORY_FROM, 0.0) / (1 - STORY_FROM)


def _who(a: Told, b: Told) -> float:
    shared = len(a.polities & b.polities)
    # a report that leaves a party out says less, not otherwise: half the weight asks only that one set holds the other
    of_all, of_fewer = max(len(a.polities | b.polities), 1), max(min(len(a.polities), len(b.polities)), 1)
    score = 0.25 * shared / of_all + 0.25 * shared / of_fewer
    acquainted = False
    for polity in a.polities & b.polities:
        one, other = a.named.get(polity), b.named.get(polity)
        if one and other:
            if not one & other:
                return -inf
            score, acquainted = score + KNOWN, True
    if _turned(a, b):
        return -inf
    if min(len(a.polities), len(b.polities)) < 2:
        score += AGAINST["sides"]  # one party alone does not tell two acts apart
    return score if acquainted or _settled(a, b) else score - SERIES


def _turned(a: Told, b: Told) -> bool:
    """Whether who does it in the one suffers it in the other."""
    if a.mutual or b.mutual:
        return False
    same = len(a.doing & b.doing) + len(a.done_to & b.done_to)
    return len(a.doing & b.done_to) + len(a.done_to & b.doing) > same


def _settled(a: Told, b: Told) -> bool:
    """Whether there is likely one such act at a time."""
    family = FAMILIES.get(a.type)
    one_at_a_time = family in SETTLED and (family == "meeting" or a.mutual or b.mutual)
    return one_at_a_time or (a.accession and b.accession)


def _what(a: Told, b: Told) -> float:
    if a.type == "CONSULT" and b.type == "CONSULT" and a.mode and b.mode:
        if (a.mode in REMOTE) != (b.mode in REMOTE):
            return -inf
        return 0.1
    if (a.status in ("denied", "refused")) != (b.status in ("denied", "refused")):
        return -0.4
    if a.course or b.course:  # of one state's wars on another there is one, however often it is told of
        return 0.5 + SERIES if a.course and b.course else AGAINST["course"]
    return _means(a, b)


def _means(a: Told, b: Told) -> float:
    if a.type != b.type:  # "agreed", "signed" and "restored relations" tell of one accord
        return 0.0 if a.mutual and b.mutual else AGAINST["family"]
    if a.mode and b.mode and a.mode != b.mode:
        return (0.0 if {a.mode, b.mode} <= FIRE else AGAINST["mode"]) + _totals(a, b)
    return (0.1 if a.mode and a.mode == b.mode else 0.0) + _totals(a, b)


def _totals(a: Told, b: Told) -> float:
    """Two acts of force told as totals of other spans, or of all until two days, or the one as a total alone."""
    if FAMILIES.get(a.type) != "force":
        return 0.0
    return AGAINST["total"] if a.total != b.total or (a.total == "all" and _reach(a, b)) else 0.0


def _when(a: Told, b: Told) -> float:
    if a.course and b.course:  # it has no day: the one that a report gives may be any of it
        return 0.0
    if a.first and a.last and b.first and b.last:
        return _dated(a, b, max((b.first - a.last).days, (a.first - b.last).days, 0))
    days = _weekday(a), _weekday(b)
    window = _reach(a, b)
    if None not in days and (window is None or window <= WEEKDAY_REACH):  # one, or both, tell the weekday alone
        return 0.35 if days[0] == days[1] else -0.5
    if a.source.report == b.source.report:
        return 0.5 if _settled(a, b) else 0.35
    return 0.0 if window is None else _told_apart(a, b, window)


def _told_apart(a: Told, b: Told, days: int) -> float:
    if days > REACH:
        return -inf
    kind = "ahead" if a.status in NOT_YET else "settled" if _settled(a, b) else "series"
    return next((worth for most, worth in DAYS[kind] if days <= most), LATE)


def _dated(a: Told, b: Told, gap: int) -> float:
    if gap:
        return -0.1 if gap == 1 and a.type == "CONSULT" else -inf if gap > SLACK else -0.6
    full = 0.5 if _settled(a, b) else 0.35
    if a.precision in ("day", "time") and b.precision in ("day", "time"):
        return full
    return full / 2 if days_of(a) <= 31 and days_of(b) <= 31 else 0.0


def _weekday(told: Told) -> int | None:
    """Monday is 0; of an event dated to the day, that of its date."""
    return told.first.weekday() if told.first and told.first == told.last else told.weekday


def days_of(told: Told) -> int:
    """How many days it can have been on."""
    return (told.last - told.first).days + 1 if told.first and told.last else 9999


def _reach(a: Told, b: Told) -> int | None:
    """Days between what is known of the two times; publication bounds an undated event from above."""
    one, other = near_day(a), near_day(b)
    return None if one is None or other is None else abs((one - other).days)


def near_day(told: Told) -> date | None:
    """The last day it can be; publication bounds an undated event from above."""
    return told.last or told.source.published


def _where(a: Told, b: Told) -> float:
    if not a.place or not b.place:
        return 0.0
    if a.country and b.country and a.country != b.country:
        return -0.6
    if not a.within or not b.within:  # a whole country, which the parties tell already
        return 0.0
    settled = _settled(a, b)
    if a.place == b.place and len(a.within) > 1:
        return 0.35 if settled else 0.2
    if a.place == b.place or a.place in b.within or b.place in a.within:
        return 0.2 if settled else 0.05  # one region
    return -0.25 if {a.place, *a.within[:-1]} & {b.place, *b.within[:-1]} else -0.6  # the last is the country


def _words(a: Told, b: Told, rarity: "Rarity") -> float:
    common = a.terms & b.terms
    if not common:
        return _strange(a, b)
    shared = sum(rarity.weight(t) ** 2 for t in sorted(common))
    return MOST_WORDS * shared / (sqrt(rarity.norm(a) * rarity.norm(b)) + FEW_WORDS) + _strange(a, b)


def _strange(a: Told, b: Told) -> float:
    """Two acts of force, each told with other towns, persons or ships."""
    force = FAMILIES.get(a.type) == "force" and not (a.course or b.course)
    if not force or not a.names or not b.names or a.names & b.names:
        return 0.0
    return AGAINST["names"]


_BESIDE_WORDS = (("who", _who), ("what", _what), ("when", _when), ("where", _where))


class Rarity:
    """How telling the terms of events are: how rare they are in news at large.

    Not how rare among the events of a world: else a report would change how alike two events are that it has nothing
    to do with, and none could join a world without comparing all anew.
    """

    def __init__(self) -> None:
        self._norms: dict[str, float] = {}

    def weight(self, term: str) -> float:
        """Logarithm of one over the share of reports that have a term."""
        return _weight(term)

    def norm(self, told: Told) -> float:
        """Squared length of an event's terms."""
        if (known := self._norms.get(told.event)) is None:
            known = self._norms[told.event] = sum(self.weight(t) ** 2 for t in sorted(told.terms))
        return known


@lru_cache(maxsize=1 << 16)
def _weight(term: str) -> float:
    return rarity_of(term)


def order(told: Told) -> tuple[date, str, int, str]:
    """The canonical order of events: by day, report and place."""
    return (near_day(told) or date.max, told.source.report, told.start, told.event)


def span_of(members: Sequence[Told]) -> tuple[date | None, date | None, str]:
    """Dates of a happening: the most precise that any report gives, the commonest among those."""
    known = [m for m in members if m.first and m.last]
    if not known:
        return None, None, "unknown"
    finest = min(days_of(m) for m in known)
    tally: dict[tuple[date, date, str], set[str]] = defaultdict(set)
    for m in known:
        if days_of(m) == finest and m.first and m.last:
            tally[m.first, m.last, m.precision].add(m.source.independent)
    return min(tally, key=lambda k: (-len(tally[k]), k))
