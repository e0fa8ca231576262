"""Last step: everything found is moved from the repaired text to the text as it stands, and gets its id.

In: all lists of the reading, spans in `report.clean`. Out: the same, spans in `report.text`, `text` fields the
exact words there, ids that depend on nothing but report, place and coding. Parses are dropped.
"""

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import Any

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


def _raw(report: Report, span: Span) -> Span:
    """The span in `report.text`, without white space at its ends."""
    moved = report.offsets.to_raw(span)
    words = moved.of(report.text)
    start = moved.start + len(words) - len(words.lstrip())
    return Span(start, max(start, moved.end - (len(words) - len(words.rstrip()))))


def anchored[T](thing: T, report: Report) -> T:
    """A copy of an assertion, or of any value inside one, with all its spans in `report.text`."""
    changes: dict[str, Any] = {}
    for slot in fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, slot.name)
        if isinstance(value, Span):
            changes[slot.name] = _raw(report, value)
        elif is_dataclass(value) and not isinstance(value, type) and hasattr(value, "span"):
            changes[slot.name] = anchored(value, report)
        elif isinstance(value, tuple) and value and hasattr(value[0], "span"):
            changes[slot.name] = tuple(anchored(part, report) for part in value)
    if isinstance(span := changes.get("span"), Span) and hasattr(thing, "text"):
        changes["text"] = span.of(report.text)
    if isinstance(cue := changes.get("cue"), Span):
        changes["cue_text"] = cue.of(report.text)
    return replace(thing, **changes) if changes else thing  # type: ignore[type-var]


def _identity(kind: str, report: str, thing: Any) -> str:
    """Hash of report, place and coding; the trace is left out, since explanations may be reworded."""
    key = repr(replace(thing, id="", **({"trace": None} if hasattr(thing, "trace") else {})))
    return kind + hashlib.sha256(f"{report}\0{key}".encode()).hexdigest()[:16]


def _run(reading: Reading) -> None:
    report = reading.report
    for name, kind in KINDS.items():
        unique: dict[str, Any] = {}
        for thing in getattr(reading, name):
            moved = anchored(thing, report)
            key = _identity(kind, report.id, moved)
            unique.setdefault(key, replace(moved, id=key))
        setattr(reading, name, list(unique.values()))
    reading.times = [anchored(time, report) for time in reading.times]
    reading.places = [anchored(place, report) for place in reading.places]
    for sentence in reading.sentences:
        sentence.span = _raw(report, sentence.span)
        sentence.doc = None


ANCHORING = Step("anchoring", 1, reads=("sentences",), fills=("evidence",), run=_run)
