"""Exact and near copies: marked, never dropped, and counted once.

In: the MinHash sketch of every report. Out: report → the report it copies (the earliest published of its group).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from westphalia.reconciling.groups import components

NEAR = 0.6
"""Share of equal MinHash positions (estimated Jaccard of 5-word shingles) from which two reports are copies."""

BAND = 4
"""Sketch positions per band: two reports of similarity .6 share a band of 4 of 128 with probability .99."""


def copies(sketches: Mapping[str, tuple[int, ...]], published: Mapping[str, date | None]) -> dict[str, str]:
    """Maps each copy to its original. Originals are not in the result."""
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    for report in sorted(sketches):
        sketch = sketches[report]
        for begin in range(0, len(sketch) - BAND + 1, BAND):
            buckets[begin, sketch[begin : begin + BAND]].append(report)
    edges = {
        (members[0], other)
        for members in buckets.values()
        for other in members[1:]
        if similarity(sketches[members[0]], sketches[other]) >= NEAR
    }
    result = {}
    for group in components(sorted(sketches), sorted(edges)):
        first, *others = sorted(group, key=lambda r: (published.get(r) or date.max, r))
        result.update(dict.fromkeys(others, first))
    return result


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Share of positions at which two sketches agree; 0 if either is empty."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
