"""A report of a world read once more, with its parses kept: what the stored coding came from."""

from dataclasses import dataclass, field

from westphalia.model import Event, Report, Span, Statement
from westphalia.reading import STEPS, Reading, Sentence
from westphalia.reading.anchoring import ANCHORING

type Coded = Event | Statement


@dataclass(slots=True)
class Live:
    """A reading before its last step: spans lie in the clean text, sentences have their parses."""

    reading: Reading
    _named: dict[str, Coded] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report) -> "Live":
        """Reads the report, all steps but the last."""
        reading = Reading(report)
        for step in STEPS:
            if step is not ANCHORING:
                step.run(reading)
        return cls(reading, {**_named("events", reading), **_named("statements", reading)})

    @property
    def report(self) -> Report:
        """The report that was read."""
        return self.reading.report

    def coded(self, key: str) -> Coded | None:
        """The event or statement with this id, None if this version of reading has none."""
        return self._named.get(key)

    def event_near(self, predicate: Span) -> Event | None:
        """The event whose predicate stands at this place of the report's text."""
        return next((e for e in self.reading.events if self.raw(e.predicate) == predicate), None)

    def statement_near(self, content: Span) -> Statement | None:
        """The statement whose content shares most with this place of the report's text."""
        near = [(_shared(self.raw(s.span), content), -n, s) for n, s in enumerate(self.reading.statements)]
        best = max(near, key=lambda one: one[:2], default=None)
        return best[2] if best and best[0] else None

    def raw(self, span: Span) -> Span:
        """A span of the clean text in the report's text, without white space at its ends."""
        moved = self.report.offsets.to_raw(span)
        words = moved.of(self.report.text)
        start = moved.start + len(words) - len(words.lstrip())
        return Span(start, max(start, moved.end - (len(words) - len(words.rstrip()))))

    def sentence_of(self, span: Span) -> Sentence | None:
        """The sentence in which a span of the clean text begins."""
        return next((s for s in self.reading.sentences if s.span.start <= span.start < s.span.end), None)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _named(kind: str, reading: Reading) -> dict[str, Coded]:
    """The things of a list by the id they get in the world. Each is anchored by itself, as the last step does."""
    found: dict[str, Coded] = {}
    for thing in getattr(reading, kind):
        alone = Reading(reading.report)
        setattr(alone, kind, [thing])
        ANCHORING.run(alone)
        found.setdefault(getattr(alone, kind)[0].id, thing)
    return found
