"""One utterance in all its wordings: statements of several reports that are the same thing said.

In: statements. Out: groups. Two are one if their speakers can be one, they are near in time and in likeness
(meaning and words, `likeness.pair`), no negation, number or role clashes, and each is the other's best between the two
reports: who says ten like things in a speech said ten things. All of it is a fact of two reports alone, so that a
new report joins without the others being compared again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from westphalia.model import ActorId
from westphalia.reconciling import clashes
from westphalia.reconciling.groups import components
from westphalia.reconciling.likeness import pair
from westphalia.reconciling.told import Said
from westphalia.reconciling.wordings import Vectors, encode

ALIKE = 0.54
"""Likeness from which the best matches of two reports by one speaker are one utterance: on stretches of ten sentences
of which each side lacks four, F1 .983 (Russian) and .968 (Chinese), both best at .50 to .54 (precision .985, .986)."""

LIKELY = 0.64
"""The same where one speaker is the organ of the other (precision .994, .995 in both languages)."""

CERTAIN = 0.82
"""Likeness from which wordings are one utterance though one speaker is unnamed, or both stand in one report."""

UNDATED = 0.6
"""The likeness needed at least where it is not known whether both were published on one day."""

DAYS = ((0, 0.0), (2, 0.06), (7, 0.2))
"""Days between publication up to which so much more likeness is needed, up to `CERTAIN`, which is needed after more:
who says a like thing another day mostly says it anew. Of 60 quotations read one by one 42 were one utterance before;
of the other 18 half were told more than two days apart, of the 42 none."""

APART = 45
"""Days between publication beyond which a repeated phrase is a new utterance."""

RUN_ON = 160
"""Characters between two statements of one speaker, the words of saying, over which an utterance runs on."""

FLOOR = 0.5
"""Cosine below which pairs are not looked at: two in three words would have to be the same to reach `ALIKE`."""

_SHORTEST = 3
_UNDATED = 10_000_000
_MARGIN = 0.01

ROWS = 512
COLUMNS = 8192
"""Statements compared at once with how many others: 17 MB of cosines, 16 MB of vectors."""


def group(statements: Iterable[Said], vectors: Callable[[Sequence[str]], Vectors] = encode) -> list[list[Said]]:
    """Quotations told more than once, members in canonical order; what two say together is told once.

    Args:
        statements: in any order.
        vectors: gives the vectors of contents, each of which it is asked for once.
    """
    ordered = sorted(filter(speaks, statements), key=_order)
    return grouped(ordered, links(ordered, vectors))


def grouped(statements: Sequence[Said], linked: Iterable[tuple[str, str]]) -> list[list[Said]]:
    """Statements that are linked, directly or over others, in the order in which they come."""
    by_id = {said.statement: said for said in sorted(statements, key=_order)}
    return [[by_id[ident] for ident in ids] for ids in components(by_id, linked) if len(ids) > 1]


def speaks(said: Said) -> bool:
    """Whether a statement is long enough to be told from others, and anybody is said to have said it."""
    return len(said.content.split()) >= _SHORTEST and bool(said.speaker or said.speaker_text)


def block(said: Said) -> str:
    """The polity of the speaker: statements of one polity are compared."""
    return ActorId.parse(said.speaker).polity if said.speaker else "?"


def links(
    statements: Iterable[Said],
    vectors: Callable[[Sequence[str]], Vectors] = encode,
    anew: Collection[str] | None = None,
) -> Iterator[tuple[str, str]]:
    """Pairs of statements that are one utterance, the smaller id first.

    Args:
        statements: in any order, each of which `speaks`. Of two reports that are compared all must be there.
        vectors: gives the vectors of contents, each of which it is asked for once.
        anew: reports of which one must be in each pair; all pairs if None.
    """
    blocks: dict[str, list[Said]] = defaultdict(list)
    for said in sorted(statements, key=_order):
        blocks[block(said)].append(said)
    contents = list(dict.fromkeys(m.content for polity in sorted(blocks) for m in blocks[polity]))
    place = {content: number for number, content in enumerate(contents)}  # copies say the same words
    table = vectors(contents)
    for polity in sorted(blocks):
        members = blocks[polity]
        fresh = np.array([anew is None or m.source.report in anew for m in members])
        edges = _edges(members, table[[place[m.content] for m in members]], fresh)
        for i, j in _best(members, edges):
            one, other = members[i].statement, members[j].statement
            yield (one, other) if one < other else (other, one)


def _order(said: Said) -> tuple[bool, str, str, int, str]:
    day = said.source.published
    return day is None, str(day), said.source.report, said.start, said.statement


def _best(members: Sequence[Said], edges: Iterable[tuple[int, int, float]]) -> Iterator[tuple[int, int]]:
    """Of the pairs between two reports those that are best on both sides, and what runs on from such a one."""
    between: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    for i, j, score in edges:
        one, other = members[i].source.report, members[j].source.report
        if one == other:
            if members[i].start != members[j].start:  # what two say together is told once
                yield i, j
        else:
            between[min(one, other), max(one, other)].append((i, j, score) if one < other else (j, i, score))
    for pairs in between.values():
        tops: dict[int, float] = defaultdict(float)
        for i, j, score in pairs:
            tops[i], tops[j] = max(tops[i], score), max(tops[j], score)
        best = [(i, j) for i, j, score in pairs if score >= CERTAIN or score == tops[i] == tops[j]]
        yield from best
        for i, j, _ in pairs:
            runs_on = any(
                (i == k and _runs_on(members[j], members[m])) or (j == m and _runs_on(members[i], members[k]))
                for k, m in best
            )
            if runs_on:
                yield i, j


def _runs_on(one: Said, other: Said) -> bool:
    first, second = sorted((one, other), key=lambda said: said.start)
    return one.speaker == other.speaker and 0 < second.start - (first.start + len(first.content)) <= RUN_ON


def _edges(members: Sequence[Said], vectors: Vectors, fresh: NDArray[np.bool_]) -> Iterator[tuple[int, int, float]]:
    """Pairs of members, in order of publication, one of them fresh, that may be one utterance, with their likeness."""
    facts = _Facts.of(members)
    for begin in range(0, len(members), ROWS):
        rows = vectors[begin : begin + ROWS].astype(np.float32)
        for columns in facts.within_reach(begin, min(begin + ROWS, len(members))):
            for first in range(columns.start, columns.stop, COLUMNS):
                others = vectors[first : min(first + COLUMNS, columns.stop)].astype(np.float32)
                ones, twos = np.nonzero(rows @ others.T >= FLOOR - _MARGIN)
                keep = (ones + begin < twos + first) & (fresh[ones + begin] | fresh[twos + first])
                ones, twos = ones[keep], twos[keep]
                # anew, pair by pair: the product of matrices depends in its last bits on their shape
                near = np.round(np.einsum("ij,ij->i", rows[ones], others[twos]), 3)
                likely = facts.likely(ones + begin, twos + first, near)
                for i, j, cosine in zip((ones + begin)[likely], (twos + first)[likely], near[likely], strict=True):
                    score = pair(members[i].content, members[j].content, float(cosine))
                    if compatible(members[i], members[j], score):
                        yield int(i), int(j), score


@dataclass(frozen=True, slots=True)
class _Facts:
    """What tells most pairs apart, as columns: day of publication, report, and who speaks."""

    days: NDArray[np.int64]
    reports: NDArray[np.int64]
    voices: NDArray[np.int64]

    @classmethod
    def of(cls, members: Sequence[Said]) -> "_Facts":
        slugs = [None if m.speaker is None else ActorId.parse(m.speaker).slug for m in members]
        names = {slug: number for number, slug in enumerate(sorted({s for s in slugs if s}), 1)}
        reports = {report: number for number, report in enumerate(sorted({m.source.report for m in members}))}
        days = [_UNDATED if m.source.published is None else m.source.published.toordinal() for m in members]
        return cls(
            np.array(days),
            np.array([reports[m.source.report] for m in members]),
            np.array([-1 if slug is None else names.get(slug, 0) for slug in slugs]),
        )

    def within_reach(self, begin: int, end: int) -> list[range]:
        """Members from `begin` on that were published near enough to one before `end`, or on an unknown day."""
        undated = int(np.searchsorted(self.days, _UNDATED))
        reached = int(np.searchsorted(self.days, self.days[end - 1] + APART, side="right"))
        return (
            [range(begin, len(self.days))]
            if reached >= undated
            else [range(begin, reached), range(undated, len(self.days))]
        )

    def likely(self, ones: NDArray[np.int64], twos: NDArray[np.int64], near: NDArray[np.float32]) -> NDArray[np.bool_]:
        """What `compatible` says, as far as cosine, days and voices tell."""
        a, b = self.voices[ones], self.voices[twos]
        same_voice = (a >= 0) & (b >= 0) & ((a == b) | (a == 0) | (b == 0))
        undated = np.maximum(self.days[ones], self.days[twos]) == _UNDATED
        in_time = undated | (np.abs(self.days[ones] - self.days[twos]) <= APART)
        told_apart = same_voice & (self.reports[ones] != self.reports[twos])
        likely: NDArray[np.bool_] = (near >= FLOOR) & in_time & ((near >= CERTAIN - 0.1) | told_apart)
        return likely


def compatible(one: Said, other: Said, score: float) -> bool:
    """Whether two statements may be one utterance, given their likeness."""
    if score < _least(one, other):
        return False
    days = one.source.published, other.source.published
    if days[0] and days[1] and abs((days[0] - days[1]).days) > APART:
        return False
    return not clashes.of(one.content, other.content)


def _least(one: Said, other: Said) -> float:
    """The likeness two statements need, by where they stand and who speaks."""
    if one.source.report == other.source.report or one.speaker is None or other.speaker is None:
        return CERTAIN
    a, b = ActorId.parse(one.speaker), ActorId.parse(other.speaker)
    if a.polity != b.polity or (a.slug and b.slug and a.slug != b.slug):
        return CERTAIN
    return _aged(one, other, ALIKE if a.slug and a.slug == b.slug else LIKELY)


def _aged(one: Said, other: Said, least: float) -> float:
    """The likeness needed, with the days between two statements."""
    if not one.source.published or not other.source.published:
        return max(least, UNDATED)
    days = abs((one.source.published - other.source.published).days)
    return min(least + next((more for most, more in DAYS if days <= most), 1.0), CERTAIN)
