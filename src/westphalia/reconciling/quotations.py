"""One utterance in all its wordings: statements of several reports that are the same thing said.

In: statements. Out: groups. Same speaker or speakers that could be one, near in time, near in meaning by
sentence embedding, and no clash of negation or numbers: the embedding does not see "are limits" against "are no
limits" (cosine .95), so it never decides alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from westphalia.model import ActorId
from westphalia.reconciling.groups import components
from westphalia.reconciling.told import Said
from westphalia.reconciling.wordings import Vectors, encode

ALIKE = 0.61
"""Cosine from which two wordings of one speaker are one utterance (F1 .93 on 30 strings, FINDINGS)."""

CERTAIN = 0.85
"""Cosine from which wordings are one utterance though one speaker is unnamed."""

APART = 45
"""Days between publication beyond which a repeated phrase is a new utterance."""

_NEGATION = re.compile(r"\b(?:no|not|never|without|neither|nor|cannot|nothing|none)\b|n['’]t\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,.]*")
_SHORTEST = 3
_UNDATED = 10_000_000
_MARGIN = 0.01

ROWS = 512
COLUMNS = 8192
"""Statements compared at once with how many others: 17 MB of cosines, 16 MB of vectors."""


def group(statements: Iterable[Said], vectors: Callable[[Sequence[str]], Vectors] = encode) -> list[list[Said]]:
    """Quotations with more than one wording, members in canonical order. Statements told once are left out.

    Args:
        statements: in any order.
        vectors: gives the vectors of contents, each of which it is asked for once.
    """
    long_enough = [s for s in statements if len(s.content.split()) >= _SHORTEST and (s.speaker or s.speaker_text)]
    ordered = sorted(
        long_enough, key=lambda s: (s.source.published is None, str(s.source.published), s.source.report, s.start)
    )
    blocks: dict[str, list[Said]] = defaultdict(list)
    for said in ordered:
        blocks[ActorId.parse(said.speaker).polity if said.speaker else "?"].append(said)
    several = [blocks[polity] for polity in sorted(blocks) if len({m.source.report for m in blocks[polity]}) > 1]
    contents = list(dict.fromkeys(m.content for members in several for m in members))  # copies say the same words
    place = {content: number for number, content in enumerate(contents)}
    table = vectors(contents)
    groups = []
    for members in several:
        rows = table[[place[m.content] for m in members]]
        found = components(range(len(members)), _edges(members, rows))
        groups += [[members[number] for number in numbers] for numbers in found if len(numbers) > 1]
    return groups


def _edges(members: Sequence[Said], vectors: Vectors) -> Iterator[tuple[int, int]]:
    """Pairs of members, in order of publication, that are one utterance."""
    facts = _Facts.of(members)
    for begin in range(0, len(members), ROWS):
        rows = vectors[begin : begin + ROWS].astype(np.float32)
        for columns in facts.within_reach(begin, min(begin + ROWS, len(members))):
            for first in range(columns.start, columns.stop, COLUMNS):
                others = vectors[first : min(first + COLUMNS, columns.stop)].astype(np.float32)
                ones, twos = np.nonzero(rows @ others.T >= ALIKE - _MARGIN)
                keep = ones + begin < twos + first
                ones, twos = ones[keep], twos[keep]
                # anew, pair by pair: the product of matrices depends in its last bits on their shape
                near = np.round(np.einsum("ij,ij->i", rows[ones], others[twos]), 3)
                likely = facts.likely(ones + begin, twos + first, near)
                for i, j, cosine in zip((ones + begin)[likely], (twos + first)[likely], near[likely], strict=True):
                    if compatible(members[i], members[j], float(cosine)):
                        yield int(i), int(j)


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
        """What `compatible` says, but for negation and numbers."""
        a, b = self.voices[ones], self.voices[twos]
        same_voice = (a >= 0) & (b >= 0) & ((a == b) | (a == 0) | (b == 0))
        undated = np.maximum(self.days[ones], self.days[twos]) == _UNDATED
        in_time = undated | (np.abs(self.days[ones] - self.days[twos]) <= APART)
        told_apart = same_voice & (self.reports[ones] != self.reports[twos])
        likely: NDArray[np.bool_] = (near >= ALIKE) & in_time & ((near >= CERTAIN) | told_apart)
        return likely


def compatible(one: Said, other: Said, cosine: float) -> bool:
    """Whether two statements may be one utterance, given the cosine of their embeddings."""
    if cosine < ALIKE or (one.source.report == other.source.report and cosine < CERTAIN):
        return False
    days = one.source.published, other.source.published
    if days[0] and days[1] and abs((days[0] - days[1]).days) > APART:
        return False
    if not _same_voice(one.speaker, other.speaker) and cosine < CERTAIN:
        return False
    if _negated(one.content) != _negated(other.content):
        return False
    numbers = _numbers(one.content), _numbers(other.content)
    return not (numbers[0] and numbers[1]) or bool(numbers[0] & numbers[1])


@lru_cache(maxsize=10_000)
def _negated(content: str) -> bool:
    return bool(_NEGATION.search(content))


@lru_cache(maxsize=10_000)
def _numbers(content: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(content))


def _same_voice(one: str | None, other: str | None) -> bool:
    """Whether two speaker ids can be one person: equal, or an organ and a person of the same polity and sector."""
    if one is None or other is None:
        return False
    a, b = ActorId.parse(one), ActorId.parse(other)
    if a.polity != b.polity:
        return False
    return a.slug == b.slug or not a.slug or not b.slug
