"""Rows of a world as what reconciling compares, and groups of these as rows of happenings and quotations."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from westphalia.model import ActorId
from westphalia.reconciling import happenings, summary
from westphalia.reconciling.placed import placed
from westphalia.reconciling.sources import day
from westphalia.reconciling.terms import common_words, stem
from westphalia.reconciling.told import Said, Source, Told, is_accession, is_begin, is_course, total_of
from westphalia.reference.bodies import bodies
from westphalia.reference.states import state

Row = dict[str, Any]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_TERM = re.compile(r"[^\W\d_]{3,}|\d[\d,.]*\d|\d")
_NAME = re.compile(r"(?<=[^.!?:–—-] )[“\"‘']?([A-Z][^\W\d_]{2,})\b(?!\s+(?:[Rr]egion|[Oo]blast|[Pp]rovince))")
_DATES = frozenset(
    "january february march april may june july august september october november december spring summer autumn winter "
    "today yesterday".split()
) | frozenset(_WEEKDAYS)


def source(row: Row) -> Source:
    """The report a row is of."""
    return Source(row["report"], row["outlet"], day(row["published"]), row["copy_of"])


def told(row: Row) -> Told:
    """An event, from a row of `events told`."""
    weekday = _WEEKDAY.search(row["when_text"] or "")
    sources, recipients = tuple(json.loads(row["sources"])), tuple(json.loads(row["recipients"]))
    actors = (*sources, *recipients)
    place, within = placed(row["place"], json.loads(row["place_within"] or "[]"), row["sentence"])
    predicate = _predicate(row)
    begun = is_begin(row["sentence"], row["when_text"] or "")
    return Told(
        event=row["event"],
        source=source(row),
        start=row["start"],
        type=row["type"],
        mode=row["mode"] or "",
        status=row["status"],
        sources=sources,
        recipients=recipients,
        first=None if begun else day(row["date_from"]),
        last=None if begun else day(row["date_to"]),
        precision="unknown" if begun else row["date_precision"] or "unknown",
        weekday=_WEEKDAYS.index(weekday.group().lower()) if weekday else None,
        place=place,
        country=row["place_country"],
        within=within,
        terms=_terms(row["sentence"], actors) - _words(" ".join((place or "", *within))),
        names=_names(row["sentence"], actors, place if len(within) > 1 else None, within),
        text=row["text"],
        predicate=predicate,
        course=is_course(predicate),
        accession=is_accession(predicate) and any(ActorId.parse(a).polity in _bodies() for a in actors),
        total=total_of(row["sentence"]),
    )


def glance(told: Told) -> str:
    """What tells an event apart from most others, to be kept beside what it is found by."""
    days = (told.source.published, told.first, told.last)
    published, first, last = (None if day is None else day.isoformat() for day in days)
    kind = (told.type, told.mode, told.status, told.course, told.total, told.accession)
    parties = (told.sources, told.recipients)
    when = (published, first, last, told.precision, told.weekday)
    return json.dumps((told.source.report, kind, parties, when, (told.place, told.country, told.within)))


def glanced(event: str, glance: str) -> Told:
    """The event of a glance: without its words, and what its report is."""
    report, kind, parties, when, place = json.loads(glance)
    return Told(
        event=event,
        source=Source(report, None, day(when[0])),
        start=0,
        type=kind[0],
        mode=kind[1],
        status=kind[2],
        sources=tuple(parties[0]),
        recipients=tuple(parties[1]),
        first=day(when[1]),
        last=day(when[2]),
        precision=when[3],
        weekday=when[4],
        place=place[0],
        country=place[1],
        within=tuple(place[2]),
        course=kind[3],
        total=kind[4],
        accession=kind[5],
    )


def _terms(sentence: str, actors: Iterable[str]) -> frozenset[str]:
    """The words of a sentence that say something, without those that name the parties, which are compared as such."""
    return _words(sentence).difference(*map(_called, actors))


def _names(sentence: str, actors: Iterable[str], town: str | None, within: Iterable[str]) -> frozenset[str]:
    """What else a sentence names: words with a capital that do not begin it; none of a headline's.

    Parties are left out, regions and what the place lies in, since a strike on the one town of a region and on the
    other share these.
    """
    found = _NAME.findall(sentence)
    if len(found) > len(sentence.split()) / 2:
        return frozenset()
    names = frozenset(stem(word) for word in map(str.casefold, found) if word not in _DATES)
    return names.difference(_words(" ".join(within)), *map(_called, actors)) | _words(town or "")


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    words = (word.removesuffix("'s").replace(",", "") for word in _TERM.findall(text.casefold()))
    return frozenset(stem(word) for word in words if word not in common_words())


@lru_cache(maxsize=1)
def _bodies() -> dict[str, tuple[str, ...]]:
    return {body.id: body.names for body in bodies()}


@lru_cache(maxsize=1 << 14)
def _called(actor: str) -> frozenset[str]:
    """The words by which an actor and its state or body are called."""
    ident = ActorId.parse(actor)
    names = [ident.slug.replace("-", " ")]
    if known := state(ident.polity):
        names += [*known.names, *known.demonyms, *known.adjectives, *known.capitals]
    names += _bodies().get(ident.polity, ())
    return _words(" ".join(names))


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
