"""Model values to rows: what is written for one report, as plain dictionaries by table.

The words of every span are taken from the report's text here, so that a row's words and its offsets cannot part.
Nothing here touches the database: workers make the rows, the one writer stores them.
"""

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from westphalia.errors import WorldError
from westphalia.model import (
    Event,
    Figure,
    Interval,
    Mention,
    Naming,
    Office,
    Party,
    Position,
    Rejected,
    Report,
    Span,
    Statement,
    Trace,
)

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class SentenceLike(Protocol):
    """A sentence: where it stands and what part of the report it belongs to."""

    @property
    def span(self) -> Span: ...  # noqa: D102
    @property
    def part(self) -> str: ...  # noqa: D102


class ReadingLike(Protocol):
    """What a world needs of a reading. The layer above defines the thing itself."""

    @property
    def report(self) -> Report: ...  # noqa: D102
    @property
    def sentences(self) -> Sequence[SentenceLike]: ...  # noqa: D102
    @property
    def offices(self) -> Sequence[Office]: ...  # noqa: D102
    @property
    def mentions(self) -> Sequence[Mention]: ...  # noqa: D102
    @property
    def statements(self) -> Sequence[Statement]: ...  # noqa: D102
    @property
    def events(self) -> Sequence[Event]: ...  # noqa: D102
    @property
    def figures(self) -> Sequence[Figure]: ...  # noqa: D102
    @property
    def namings(self) -> Sequence[Naming]: ...  # noqa: D102
    @property
    def positions(self) -> Sequence[Position]: ...  # noqa: D102


def report_row(report: Report, reading_version: str, outlet: tuple[str | None, str | None] = (None, None)) -> Row:
    """The row of the report itself. `outlet` is (id, country) from the reference table."""
    published = report.published
    repaired = report.clean != report.text
    return {
        "report": report.id,
        "name": report.name,
        "title": report.title.value if report.title else None,
        "title_from": report.title.source if report.title else None,
        "outlet": report.outlet.value if report.outlet else None,
        "outlet_from": report.outlet.source if report.outlet else None,
        "outlet_id": outlet[0],
        "outlet_country": outlet[1],
        "published": _day(published.day) if published else None,
        "published_from": published.source if published else None,
        "published_precision": published.precision if published else None,
        "language": report.language or None,
        "words": report.words,
        "url": report.url or None,
        "extracted_by": report.extracted_by,
        "container": report.container or None,
        "text": report.text,
        "clean": report.clean if repaired else None,
        "offsets": _json(report.offsets.pieces) if repaired else None,
        "repairs": _json([[r.kind, r.span.start, r.span.end, r.mended] for r in report.repairs]),
        "raw": zlib.compress(report.raw, 6),
        "sketch": pack_sketch(report.copy_sketch) if report.copy_sketch else None,
        "reading_version": reading_version,
    }


def rejected_row(rejected: Rejected) -> Row:
    """The row of an input that could not become a report. Whatever is wrong with it, the row can be stored."""
    return {
        "container": _storable(rejected.container),
        "name": _storable(rejected.name),
        "code": rejected.code,
        "reason": _storable(rejected.reason),
        "hint": rejected.hint or None,
    }


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def assertion_rows(reading: ReadingLike) -> Rows:
    """All rows of what the report asserts, by table.

    Raises:
        WorldError: if a span does not lie in the report's text, or an assertion has no id or another's.
    """
    write = _Writer(reading.report)
    rows: Rows = {
        "sentences": list(write.sentences(reading.sentences)),
        "offices": [write.office(o) for o in reading.offices],
        "mentions": [write.mention(m) for m in reading.mentions],
        "statements": [write.statement(s) for s in reading.statements],
        "events": [write.event(e) for e in reading.events],
        "event_parties": [row for e in reading.events for row in write.parties(e)],
        "figures": [write.figure(f) for f in reading.figures],
        "namings": [write.naming(n) for n in reading.namings],
        "positions": [write.position(p) for p in reading.positions],
    }
    for table in ("offices", "mentions", "statements", "events", "figures", "namings", "positions"):
        _check_ids(reading.report, table, [row[table[:-1]] for row in rows[table]])
    return rows


class _Writer:
    """Makes rows of one report's assertions."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def words(self, span: Span) -> str:
        if span.end > len(self.report.text):
            raise WorldError(f"{self.report.name}: span {span.start}..{span.end} lies outside the text")
        return span.of(self.report.text)

    def evidence(self, span: Span, words: str = "text") -> Row:
        return {"report": self.report.id, "start": span.start, "end": span.end, words: self.words(span)}

    def sentences(self, sentences: Iterable[SentenceLike]) -> Iterator[Row]:
        seen = set()
        for sentence in sentences:
            # A sentence that intake inserted has no place in the text; two may shrink to one place.
            if len(sentence.span) and sentence.span not in seen:
                seen.add(sentence.span)
                yield {**self.evidence(sentence.span), "part": sentence.part}

    def office(self, office: Office) -> Row:
        place: Row = {"report": self.report.id, "start": None, "end": None, "text": None}
        return {
            **(self.evidence(office.span) if office.span else place),
            "office": office.id,
            "person": office.person,
            "post": office.post,
            "actor": office.actor or None,
            "since": _day(office.since),
            "until": _day(office.until),
            "source": office.source or None,
        }

    def mention(self, mention: Mention) -> Row:
        return {
            **self.evidence(mention.span),
            "mention": mention.id,
            "actors": _json(mention.actors),
            "kind": mention.kind,
            "how": mention.how or None,
            "acts": int(mention.acts),
            "actor_name": mention.name or None,
            "post": mention.post or None,
            "candidates": _json(mention.candidates),
            "head_start": mention.head.start,
            "head_end": mention.head.end,
        }

    def statement(self, statement: Statement) -> Row:
        speaker, cue = statement.speaker, statement.cue
        return {
            **self.evidence(statement.span, "content"),
            "statement": statement.id,
            "kind": statement.kind,
            "speaker": _actor(speaker),
            "speaker_name": _name(speaker),
            "speaker_text": self.words(speaker.span) if speaker else None,
            "speaker_start": speaker.span.start if speaker else None,
            "speaker_end": speaker.span.end if speaker else None,
            "cue": self.words(cue) if cue else statement.cue_text or None,
            "cue_start": cue.start if cue else None,
            "cue_end": cue.end if cue else None,
            "quotation": statement.quotation,
            "chain": _json([self.link(party) for party in statement.via]),
            "trace": _trace(statement.trace),
        }

    def link(self, party: Party) -> Row:
        """One link of the chain a statement came through."""
        words = self.words(party.span)
        return {
            "actor": party.actor,
            "name": party.name or words or party.text,
            "text": words or party.text,
            "start": party.span.start,
            "end": party.span.end,
        }

    def event(self, event: Event) -> Row:
        place = event.place
        return {
            **self.evidence(event.span),
            "event": event.id,
            "type": event.type,
            "mode": event.mode or None,
            "context": _json(event.context),
            "status": event.status,
            **_when(event.when),
            "when_text": event.when_text or None,
            "place": place.name if place else None,
            "place_country": (place.country or None) if place else None,
            "place_precision": known(place.precision) if place else None,
            "place_geonames": place.geonames if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "place_within": _json(place.within if place else ()),
            "intensity": event.intensity,
            "mutual": int(event.mutual),
            "trace": _trace(event.trace),
            "confidence": event.trace.confidence,
            "predicate_start": event.predicate.start,
            "predicate_end": event.predicate.end,
            "sentence_start": event.sentence.start,
            "sentence_end": event.sentence.end,
            "sentence": self.words(event.sentence),
        }

    def parties(self, event: Event) -> Iterator[Row]:
        roles = (
            ("source", event.sources),
            ("recipient", event.recipients),
            ("alleged_by", (event.alleged_by,) if event.alleged_by else ()),
        )
        for role, parties in roles:
            for ordinal, party in enumerate(parties):
                link = self.link(party)
                named = {"event": event.id, "report": self.report.id, "role": role, "ordinal": ordinal}
                yield {**named, **link, "name": party.name or None}

    def figure(self, figure: Figure) -> Row:
        return {
            **self.evidence(figure.span),
            "figure": figure.id,
            "what": figure.what,
            "value": float(figure.value),
            "unit": figure.unit or None,
            "according_to": _actor(figure.according_to),
            "according_to_name": _name(figure.according_to),
            "high": None if figure.high is None else float(figure.high),
            "modifier": figure.modifier or None,
            **_when(figure.when),
            "place": figure.place or None,
        }

    def naming(self, naming: Naming) -> Row:
        return {
            **self.evidence(naming.span),
            "naming": naming.id,
            "referent": naming.referent,
            "words": naming.words,
            "own_voice": int(naming.voice == "own"),
            "voice": naming.voice,
            "according_to": _actor(naming.by),
            "according_to_name": _name(naming.by),
        }

    def position(self, position: Position) -> Row:
        return {
            **self.evidence(position.span),
            "position": position.id,
            "actor": position.actor.actor,
            "actor_name": _name(position.actor),
            "actor_text": self.words(position.actor.span) or position.actor.text,
            "issue": position.issue,
            "stance": position.stance,
            **_when(position.when),
            "trace": _trace(position.trace),
        }


def pack_sketch(sketch: Sequence[int]) -> bytes:
    """A MinHash sketch as bytes: little-endian 64-bit numbers."""
    numbers = array("Q", sketch)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack_sketch(packed: bytes) -> tuple[int, ...]:
    """The sketch that `pack_sketch` packed."""
    numbers = array("Q")
    numbers.frombytes(packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return tuple(numbers)


def known(word: str) -> str | None:
    """NULL for what is not known; the model says it with a word."""
    return None if word in ("", "unknown") else word


def _check_ids(report: Report, table: str, ids: list[str]) -> None:
    if "" in ids:
        raise WorldError(f"{report.name}: one of the {table} has no id")
    if len(set(ids)) < len(ids):
        raise WorldError(f"{report.name}: two of the {table} have the same id")


def _when(when: Interval) -> Row:
    return {
        "date_from": _day(when.first),
        "date_to": _day(when.last),
        "date_precision": known(when.precision),
    }


def _actor(party: Party | None) -> str | None:
    return (party.actor or None) if party else None


def _name(party: Party | None) -> str | None:
    return (party.name or party.text or None) if party else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _trace(trace: Trace | None) -> str | None:
    if trace is None:
        return None
    return _json(
        {
            "step": trace.step,
            "rule": trace.rule,
            "fired": trace.fired,
            "confidence": trace.confidence,
            "rejected": trace.rejected,
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
