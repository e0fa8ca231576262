"""Exact and near copies: marked, never dropped, and counted once.

In: the MinHash sketch of every report. Out: report → the report it copies (the earliest published of its group).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from westphalia.intake import NEAR_COPY, similar
from westphalia.reconciling.groups import components

BAND = 2
"""Sketch positions per band: two reports just at the threshold of .3 share one of 64 bands with probability .998."""


def copies(sketches: Mapping[str, Sequence[int]], published: Mapping[str, date | None]) -> dict[str, str]:
    """Maps each copy to its original. Originals are not in the result."""
    edges = set()
    for one, other in _neighbours(sketches):
        if (one, other) not in edges and similar(sketches[one], sketches[other]) >= NEAR_COPY:
            edges.add((one, other))
    result = {}
    for group in components(sorted(sketches), sorted(edges)):
        first, *others = sorted(group, key=lambda r: (published.get(r) or date.max, r))
        result.update(dict.fromkeys(others, first))
    return result


def _neighbours(sketches: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str]]:
    """Pairs that share a band, the first of each bucket with every other; band by band, to keep memory small."""
    reports = sorted(sketches)
    for begin in range(0, max(map(len, sketches.values()), default=0) - BAND + 1, BAND):
        buckets: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for report in reports:
            if len(band := tuple(sketches[report][begin : begin + BAND])) == BAND:
                buckets[band].append(report)
        for first, *others in buckets.values():
            yield from ((first, other) for other in others)
