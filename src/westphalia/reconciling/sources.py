"""Reports as sources: which copies which, written for all reports or for new ones.

`rebuild` and `join` write the same rows; the one looks at all reports, the other at those that share a band.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from westphalia.intake import similar
from westphalia.reconciling.copies import bands, copies, in_order, link
from westphalia.reconciling.decisions import Decisions
from westphalia.reconciling.groups import Joined
from westphalia.reconciling.told import Source
from westphalia.world.rows import unpack_sketch
from westphalia.world.store import Store

Row = dict[str, Any]
Sketches = dict[str, Sequence[int]]


def rebuild(store: Store, decided: Decisions) -> dict[str, Source]:
    """Writes copies and bands of all reports; returns the sources by report."""
    reports = [row for row in store.query("sources") if row["report"] not in decided.withdrawn]
    sketches = _sketches(reports)
    published = {row["report"]: day(row["published"]) for row in reports}
    copied = copies(sketches, published)
    store.replace_derived(
        {
            "copies": [_copy(one, other, sketches) for one, other in copied.items()],
            "sketch_bands": _bands(sketches),
        }
    )
    return {
        row["report"]: Source(row["report"], row["outlet"], published[row["report"]], copied.get(row["report"]))
        for row in reports
    }


def join(store: Store, decided: Decisions, new: Collection[str]) -> dict[str, int]:
    """Writes copies and bands of new reports.

    Returns:
        older reports that became copies (1), originals (-1), or copies of another one (0).
    """
    rows = [row for row in store.query("reports joined", ids=listed(new)) if row["report"] not in decided.withdrawn]
    sketches = _sketches(rows)
    filed = list(_bands(sketches))
    buckets: dict[int, list[str]] = defaultdict(list)
    for row in filed:
        buckets[row["band"]].append(row["report"])
    mates = store.query("reports in bands", ids=json.dumps(sorted(buckets)))
    store.put("sketch_bands", filed)
    groups, known = _groups_around(store, sorted({row["report"] for row in mates}))
    older = store.query("reports joined", ids=listed(known))
    published = {row["report"]: day(row["published"]) for row in rows + older}
    sketches |= _sketches(older)
    joined = Joined(sorted(sketches))
    for one, other in groups:
        joined.join(one, other)
    for bucket in buckets.values():
        if len(bucket) > 1:
            link(joined, bucket, sketches)
    for row in mates:
        for report in buckets[row["band"]]:
            link(joined, [report, row["report"]], sketches)
    changed: dict[str, int] = {}
    for group in joined.groups():
        if len(group) > 1 and any(report in new for report in group):
            changed |= _write(store, in_order(group, published), known, sketches)
    return {report: change for report, change in changed.items() if report not in new}


def _groups_around(store: Store, mates: list[str]) -> tuple[list[tuple[str, str]], dict[str, str | None]]:
    """Pairs (copy, original) around reports, and what each of the reports in them copies."""
    known: dict[str, str | None] = dict.fromkeys(mates)
    for row in store.query("originals", ids=listed(mates)):
        known[row["report"]] = row["copy_of"]
    firsts = {original or report for report, original in known.items()}
    known.update({first: None for first in firsts if first not in known})
    for row in store.query("copies of", ids=listed(firsts)):
        known[row["report"]] = row["copy_of"]
    return [(report, original) for report, original in known.items() if original], known


def _write(store: Store, group: Sequence[str], known: Mapping[str, str | None], sketches: Sketches) -> dict[str, int]:
    """Writes who copies the first of a group; returns those of which it was not known."""
    first, *others = group
    changed = {report: int(not known.get(report)) for report in others if known.get(report) != first}
    store.put("copies", [_copy(one, first, sketches) for one in changed])
    if known.get(first):
        changed[first] = -1
        store.take("copies", "report", [first])
    return changed


def _copy(report: str, original: str, sketches: Mapping[str, Sequence[int]]) -> Row:
    likeness = round(similar(sketches[report], sketches[original]), 3)
    return {"report": report, "copy_of": original, "similarity": likeness}


def _sketches(rows: Iterable[Row]) -> Sketches:
    return {row["report"]: array("Q", unpack_sketch(row["sketch"])) for row in rows if row["sketch"]}


def _bands(sketches: Mapping[str, Sequence[int]]) -> Iterator[Row]:
    for report, sketch in sketches.items():
        yield from ({"band": band, "report": report} for band in dict.fromkeys(bands(sketch)))


def listed(ids: Iterable[str]) -> str:
    """Ids as queries take them."""
    return json.dumps(sorted(ids))


def day(value: Any) -> date | None:
    """A day as it comes from a world."""
    return date.fromisoformat(value) if isinstance(value, str) else value
