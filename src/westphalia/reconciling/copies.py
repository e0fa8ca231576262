"""Exact and near copies: marked, never dropped, and counted once.

In: the MinHash sketch of every report. Out: report → the report it copies (the earliest published of its group).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from westphalia.intake import NEAR_COPY, similar
from westphalia.reconciling.groups import components

BAND = 2
"""Sketch positions per band: two reports just at the threshold of .3 share one of 64 bands with probability .998."""


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
        if similar(sketches[members[0]], sketches[other]) >= NEAR_COPY
    }
    result = {}
    for group in components(sorted(sketches), sorted(edges)):
        first, *others = sorted(group, key=lambda r: (published.get(r) or date.max, r))
        result.update(dict.fromkeys(others, first))
    return result
