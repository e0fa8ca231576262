"""Rows of a world as what reconciling compares, and groups of these as rows of happenings and quotations."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from westphalia.model import ActorId
from westphalia.reconciling import happenings, summary
from westphalia.reconciling.sources import day
from westphalia.reconciling.told import Said, Source, Told

Row = dict[str, Any]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_TERM = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this with from have been were will would could said says also their they them than then when what which "
    "while where after before about into over under between other some such more most many much only just very "
    "there these those against during both each its his her our your".split()
)


def source(row: Row) -> Source:
    """The report a row is of."""
    return Source(row["report"], row["outlet"], day(row["published"]), row["copy_of"])


def told(row: Row) -> Told:
    """An event, from a row of `events told`."""
    weekday = _WEEKDAY.search(row["when_text"] or "")
    return Told(
        event=row["event"],
        source=source(row),
        start=row["start"],
        type=row["type"],
        mode=row["mode"] or "",
        status=row["status"],
        sources=tuple(json.loads(row["sources"])),
        recipients=tuple(json.loads(row["recipients"])),
        first=day(row["date_from"]),
        last=day(row["date_to"]),
        precision=row["date_precision"] or "unknown",
        weekday=_WEEKDAYS.index(weekday.group().lower()) if weekday else None,
        place=row["place"],
        country=row["place_country"],
        within=tuple(json.loads(row["place_within"] or "[]")),
        terms=frozenset(_TERM.findall(row["sentence"].casefold())) - _COMMON,
        text=row["text"],
        predicate=_predicate(row),
    )


def _predicate(row: Row) -> str:
    """The word that carries an event, in lower case."""
    begin = row["sentence_start"]
    return str(row["sentence"][row["predicate_start"] - begin : row["predicate_end"] - begin]).casefold()


def said(row: Row) -> Said:
    """A statement, from a row of `statements made`."""
    return Said(
        row["statement"],
        source(row),
        row["start"],
        row["content"],
        row["speaker"],
        row["speaker_name"] or row["speaker_text"] or "",
        row["quotation"],
    )


def happening(
    group: Sequence[Told], names: Mapping[str, str], near: happenings.Near, known: Mapping[str, Any] | None = None
) -> Row:
    """The row of a happening.

    Args:
        group: its events.
        names: names of actors.
        near: the chance that two reports tell one story.
        known: what joined the first event to some of the others, where that was found before.
    """
    first, last, precision = happenings.span_of(group)
    place = summary.place(group)
    sources, recipients = summary.cast(group)
    return {
        "happening": ident("h", (event.event for event in group)),
        "type": summary.commonest(group, lambda t: t.type),
        "mode": summary.commonest(group, lambda t: t.mode) or None,
        "status": summary.status(group),
        "participants": list(dict.fromkeys(sources + recipients)),
        "date_from": first,
        "date_to": last,
        "date_precision": None if first is None else precision,
        "place": place[0],
        "place_country": place[1],
        "reports": len({event.source.report for event in group}),
        "independent_reports": len({event.source.independent for event in group}),
        "summary": summary.sentence(group, names),
        "why": _why(group, near, known or {}) or None,
    }


def _why(group: Sequence[Told], near: happenings.Near, known: Mapping[str, Any]) -> list[list[Any]]:
    first, *others = group
    rarity = happenings.Rarity()

    def parts(other: Told) -> Any:
        return known.get(other.event) or happenings.likeness(first, other, rarity, near).rounded

    return [[other.event, parts(other)] for other in others]


def cast(group: Sequence[Told]) -> set[str]:
    """The actors whose names a happening's row needs."""
    return {actor for event in group for actor in event.actors}


def quotation(group: Sequence[Said]) -> Row:
    """The row of a quotation."""
    stands = max(group, key=lambda s: (s.quotation == "direct", len(s.content), s.statement))
    named = (s.speaker for s in group if s.speaker and ActorId.parse(s.speaker).slug)
    return {
        "quotation": ident("q", (s.statement for s in group)),
        "speaker": next(named, stands.speaker),
        "speaker_name": next((s.speaker_text for s in group if s.speaker), stands.speaker_text) or None,
        "content": stands.content,
        "reports": len({s.source.report for s in group}),
        "wordings": len({s.content for s in group}),
    }


def ident(letter: str, members: Iterable[str]) -> str:
    """The id of a group: the same for the same members."""
    return letter + hashlib.sha256("\0".join(sorted(members)).encode()).hexdigest()[:16]
