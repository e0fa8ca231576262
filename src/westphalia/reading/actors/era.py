"""When a report without a date was written, as far as those in office in it tell."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from westphalia.reading.actors.drafts import Draft
from westphalia.reference.offices import OfficeRow, persons

_YEAR = re.compile(r"(?<![\d.,/-])(?<!by )(?<!until )(?<!through )(?<!before )((?:19[5-9]|20[0-4])\d)(?![\d,%]|-\d\d-)")
"""A year that is not one aimed at: "by 2050"."""
LATEST = 2026
"""Years beyond are plans. To be raised with the tables, whose rows end then."""

MODERN = 2000
"""A report that names no later year and nobody in office is about the past, and tells not from when."""


def era(text: str, drafts: Iterable[Draft]) -> date | None:
    """A day on which most of those whom the report calls by an office held it, in the last year it names.

    Without any such office, the middle of the last year the report names; None if it names none.
    """
    last = max((year for found in _YEAR.findall(text) if (year := int(found)) <= LATEST), default=0)
    terms = [(since, until) for since, until in _terms(drafts) if until.year >= last]
    if not terms:
        return date(last, 7, 1) if last >= MODERN else None
    starts = sorted({since for since, _ in terms}, reverse=True)
    start = max(starts, key=lambda day: sum(since <= day <= until for since, until in terms))
    end = min(until for since, until in terms if since <= start <= until)
    if start.year <= last:
        return min(max(date(last, 7, 1), start), end)
    return start + (min(end, max(start, date(LATEST, 1, 1))) - start) / 2


def _terms(drafts: Iterable[Draft]) -> Iterator[tuple[date, date]]:
    """From when to when each person had the post that the report gives with the name."""
    seen: set[tuple[str, str]] = set()
    for draft in drafts:
        role = draft.role
        if role is None or role.former or not role.title or not draft.entries or (draft.tail, role.term) in seen:
            continue
        seen.add((draft.tail, role.term))
        names = {entry.name for entry in draft.entries if entry.kind == "person"}
        rows = [row for name in names for row in persons().get(name, ()) if role.term in (row.post, *row.roles)]
        rows = [row for row in rows if _acts_for(row, draft)] or rows  # "President Biden" may have been taken for ours
        if len({row.person for row in rows}) == 1:
            yield from ((row.since or date.min, row.until or date.max) for row in rows)


def _acts_for(row: OfficeRow, draft: Draft) -> bool:
    """Whether the post in the table is one of the state that the mention is taken to act for."""
    polity = draft.actor.polity if draft.actor is not None and draft.actor.known else ""
    return not polity or row.actor.partition("/")[0] == polity
