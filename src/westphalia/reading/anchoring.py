"""Last step: everything found is moved from the repaired text to the text as it stands, and gets its id.

In: all lists of the reading, spans in `report.clean`. Out: the same, spans in `report.text`, `text` fields the
exact words there, ids that depend on nothing but report, place and coding. Parses are dropped.
"""

import hashlib
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, cast

from westphalia.model import Report, Span
from westphalia.reading.reading import Reading
from westphalia.reading.step import Step

KINDS = {
    "mentions": "m",
    "offices": "o",
    "statements": "s",
    "events": "e",
    "figures": "f",
    "namings": "n",
    "positions": "p",
}
"""List of the reading → first letter of the ids in it."""


def _run(reading: Reading) -> None:
    anchor = _Anchor(reading.report)
    for name, kind in KINDS.items():
        unique: dict[str, Any] = {}
        for thing in getattr(reading, name):
            values = anchor.values(thing)
            key = _identity(kind, reading.report.id, type(thing), values)
            if key not in unique:
                unique[key] = type(thing)(**{**values, "id": key})
        setattr(reading, name, list(unique.values()))
    reading.times = [anchor.moved(time) for time in reading.times]
    reading.places = [anchor.moved(place) for place in reading.places]
    for sentence in reading.sentences:
        sentence.span = anchor.span(sentence.span)
        sentence.forget()


class _Anchor:
    """Moves the spans of one report from its repaired text to its text as it stands."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._spans: dict[Span, Span] = {}

    def span(self, span: Span) -> Span:
        """The span in `report.text`, without white space at its ends."""
        if (known := self._spans.get(span)) is None:
            moved = self._report.offsets.to_raw(span)
            words = moved.of(self._report.text)
            start = moved.start + len(words) - len(words.lstrip())
            known = Span(start, max(start, moved.end - (len(words) - len(words.rstrip()))))
            self._spans[span] = known
        return known

    def moved[T](self, thing: T) -> T:
        """A copy of an assertion, or of any value inside one, with all its spans in `report.text`."""
        return type(thing)(**self.values(thing))

    def values(self, thing: Any) -> dict[str, Any]:
        """What such a copy is made of, by field."""
        kind: Any = type(thing)
        values = {name: getattr(thing, name) for name in _names(kind)}
        text = self._report.text
        for name, value in values.items():
            if isinstance(value, Span):
                values[name] = self.span(value)
            elif hasattr(value, "span") and is_dataclass(value):
                values[name] = self.moved(value)
            elif isinstance(value, tuple) and value and hasattr(value[0], "span"):
                values[name] = tuple(map(self.moved, value))
        if isinstance(span := values.get("span"), Span) and "text" in values:
            values["text"] = span.of(text)
        if isinstance(cue := values.get("cue"), Span):
            values["cue_text"] = cue.of(text)
        return values


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(slot.name for slot in fields(cast(Any, kind)))


def _identity(kind: str, report: str, made: type, values: dict[str, Any]) -> str:
    """Hash of report, place and coding; the trace is left out, since explanations may be reworded.

    What is hashed is the assertion as `repr` shows it, written here so that it need not be made first.
    """
    left_out = {"id": "", "trace": None}
    shown = ", ".join(f"{name}={left_out.get(name, value)!r}" for name, value in values.items())
    return kind + hashlib.sha256(f"{report}\0{made.__qualname__}({shown})".encode()).hexdigest()[:16]


ANCHORING = Step("anchoring", 1, reads=("sentences",), fills=("evidence",), run=_run)
