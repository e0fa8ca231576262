"""A relation as a note that can be pasted: level, periods, changes with their events, what was not done, footnotes."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from westphalia.system import periods
from westphalia.system.drawing import signed
from westphalia.system.footnotes import Footnotes
from westphalia.system.relation import Point, Relation
from westphalia.system.relations import NONE_TOLD, NOTHING_HELD

MOST_NOT_DONE = 10
"""Things not done that are told one by one."""


def lines(relation: Relation, notes: Footnotes) -> list[str]:
    """The note, line by line; the footnotes cited in it come last."""
    notes.know([*relation.events, *relation.unplaced, *relation.not_done])
    named = dict(zip((relation.one, relation.other), relation.names, strict=True))
    text = [*_head(relation, named), "", *_levels(relation, named), "", *_periods(relation, named, notes)]
    if relation.unplaced:
        events = list(dict.fromkeys(row["event"] for row in relation.unplaced))
        text.append(f"In no period, since no report gives a day: {len(events)} {notes.mark(events)}")
    text += ["", *_changes(relation, named, notes), "", _answers(relation)]
    if relation.not_done:
        text += ["", *_not_done(relation, named, notes)]
    cited = notes.lines()
    return [*text, "", "Evidence", *cited] if cited else text


def _head(relation: Relation, named: Mapping[str, str]) -> list[str]:
    one = relation.direction(relation.one)
    if not one:
        return [f"{' – '.join(named.values())}: nothing is known"]
    first, last = (periods.label(point.period, relation.by) for point in (one[0], one[-1]))
    blank = sum(1 for point in one if point.happenings is None)
    gaps = f"; nothing held of {blank} of {len(one)} {relation.by}s" if blank else ""
    covered = f"{relation.held:,} {relation.unit}{gaps}"
    undated = f" No exact day: {relation.undated}, placed where told or mid-span." if relation.undated else ""
    return [f"{' – '.join(named.values())}, by {relation.by}, {first} to {last}", f"Coverage: {covered}.{undated}"]


def _levels(relation: Relation, named: Mapping[str, str]) -> list[str]:
    weights = relation.weights
    text = [
        f"Level: mean value of what happened, −10 conflict to +10 cooperation; an event counts half after"
        f" {weights.half_life:g} days; {weights.coverage:.0%} interval"
    ]
    for source in named:
        other = next(name for actor, name in named.items() if actor != source)
        point = relation.level(source)
        if point is None:
            text.append(f"  {named[source]} → {other}: unknown")
            continue
        span = f"{signed(point.level_low)} to {signed(point.level_high)}"
        text.append(f"  {named[source]} → {other}: {signed(point.level)} ({span}) on {point.until}")
    return text


def _periods(relation: Relation, named: Mapping[str, str], notes: Footnotes) -> list[str]:
    text = []
    for source in named:
        other = next(name for actor, name in named.items() if actor != source)
        text.append(f"{named[source]} → {other}")
        for key, run in groupby(relation.direction(source), key=_sameness):
            points = list(run)
            text += [_blank(points, relation.by)] if key else [_period(p, relation.by, notes) for p in points]
    return text


def _sameness(point: Point) -> str:
    """Periods that are told in one line: those of which the same little is known."""
    return f"{point.why}{point.period if point.events else ''}" if point.why else ""


def _blank(points: Sequence[Point], by: str) -> str:
    first, last = (periods.label(point.period, by) for point in (points[0], points[-1]))
    span = first if first == last else f"{first} to {last}"
    why = (
        "not covered: nothing is held"
        if points[0].why == NOTHING_HELD
        else points[0].why.replace(NONE_TOLD, "none told of")
    )
    return f"  {span}: {why}"


def _period(point: Point, by: str, notes: Footnotes) -> str:
    level = f"; level {signed(point.level)} ({signed(point.level_low)} to {signed(point.level_high)})"
    counts = ", ".join(
        f"{number:g} {word}"
        for number, word in (
            (point.cooperation or 0, "of cooperation"),
            (point.conflict or 0, "of conflict"),
            ((point.happenings or 0) - (point.cooperation or 0) - (point.conflict or 0), "neutral"),
        )
        if number
    )
    shown = level if point.level is not None else ""
    return (
        f"  {periods.label(point.period, by)}: {counts}, net {signed(point.net)}{shown} {notes.mark(point.events, 4)}"
    )


def _changes(relation: Relation, named: Mapping[str, str], notes: Footnotes) -> list[str]:
    if not relation.shifts:
        return ["Changes: none that is likelier than not."]
    text = ["Changes"]
    for shift in relation.shifts:
        text.append(f"  {periods.label(shift.period, relation.by)} (probability {shift.probability:.2f})")
        for driver in shift.drivers:
            who = f"{named[driver.source]} → {named[driver.recipient]}"
            text.append(f"    {who}, {driver.kind}: {driver.before:.1f} → {driver.after:.1f} a {relation.by}")
        text.append(f"    Events: {notes.mark(shift.events)}")
    return text


def _answers(relation: Relation) -> str:
    found = relation.reciprocity
    if found.correlation is None or found.low is None or found.high is None:
        return f"Do they answer each other: unknown, {found.why}."
    span = f"{signed(found.low, 2)} to {signed(found.high, 2)}"
    apart = "" if found.low > 0 or found.high < 0 else "; no relation is within the interval"
    return (
        f"Do they answer each other: net flows correlate {signed(found.correlation, 2)} ({span})"
        f" over {found.periods} {relation.by}s{apart}."
    )


def _not_done(relation: Relation, named: Mapping[str, str], notes: Footnotes) -> list[str]:
    rows = relation.not_done
    text = [f"Told as planned, possible, refused or denied ({len(rows)}), not counted"]
    for row in rows[:MOST_NOT_DONE]:
        who = f"{named.get(row['source'], row['source'])} → {named.get(row['recipient'], row['recipient'])}"
        what = str(row["relation"]).replace("_", " ")
        text.append(f"  {row['date'] or 'undated'}: {row['status']}: {who}, {what} {notes.mark([row['event']])}")
    return text


def data(relation: Relation, notes: Footnotes) -> dict[str, Any]:
    """The relation as plain data, with the passages behind its events."""
    from dataclasses import asdict

    notes.know([*relation.events, *relation.unplaced, *relation.not_done])
    for row in (*relation.events, *relation.unplaced, *relation.not_done):
        notes.mark([row["event"]])
    return {**asdict(relation), "notes": [asdict(note) for note in notes.notes()]}
