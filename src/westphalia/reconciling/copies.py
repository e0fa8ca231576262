"""Exact and near copies: marked, never dropped, and counted once.

In: the MinHash sketch of every report. Out: report → the report it copies (the earliest published of its group).
Whether two reports are copies depends on these two alone: a new one is compared with those it shares a band with.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from westphalia.intake import NEAR_COPY, similar
from westphalia.reconciling.groups import Joined

BAND = 2
"""Sketch positions per band: two reports just at the threshold of .3 share one of 64 bands with probability .998."""

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
"""Odd multipliers that scatter bits (those of xxHash); two bands that fall together cost one comparison."""


def bands(sketch: Sequence[int]) -> list[int]:
    """The bands of a sketch as numbers of 47 bits, in order; of other places other numbers."""
    count = len(sketch) // BAND
    if not count:
        return []
    values = np.array([v & (2**64 - 1) for v in sketch[: count * BAND]], dtype=np.uint64).reshape(count, BAND)
    mixed = values[:, 0] * _MIX[0] + np.arange(count, dtype=np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[1] + values[:, 1]
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX[2]
    return [int(value) for value in mixed >> np.uint64(17)]


def copies(sketches: Mapping[str, Sequence[int]], published: Mapping[str, date | None]) -> dict[str, str]:
    """Maps each copy to its original. Originals are not in the result."""
    joined = Joined(sorted(sketches))
    for bucket in _buckets({report: bands(sketch) for report, sketch in sketches.items()}):
        link(joined, bucket, sketches)
    result = {}
    for group in joined.groups():
        first, *others = in_order(group, published)
        result.update(dict.fromkeys(others, first))
    return result


def in_order(group: Iterable[str], published: Mapping[str, date | None]) -> list[str]:
    """Copies of one text, the original first."""
    return sorted(group, key=lambda report: (published.get(report) or date.max, report))


def link(joined: Joined[str], bucket: Sequence[str], sketches: Mapping[str, Sequence[int]]) -> None:
    """Joins those of a bucket that are copies of each other; who is connected already is not compared."""
    if len({joined.root(report) for report in bucket}) == 1:
        return
    for one, other in combinations(bucket, 2):
        if not joined.same(one, other) and similar(sketches[one], sketches[other]) >= NEAR_COPY:
            joined.join(one, other)


def _buckets(banded: Mapping[str, Sequence[int]]) -> Iterator[list[str]]:
    """Reports that share a band; place by place, to keep memory small."""
    for place in range(max(map(len, banded.values()), default=0)):
        buckets: dict[int, list[str]] = defaultdict(list)
        for report in sorted(banded):
            if place < len(banded[report]):
                buckets[banded[report][place]].append(report)
        yield from (bucket for bucket in buckets.values() if len(bucket) > 1)
