"""What one report asserts: statements, events, figures, namings, positions — each with its evidence."""

from dataclasses import dataclass, field

from westphalia.model.actor import Party
from westphalia.model.span import Span
from westphalia.model.when_where import UNKNOWN_TIME, Interval, Place

STATEMENT_KINDS = ("asserts", "denies", "promises", "demands", "warns", "accuses", "asks", "praises", "believes")
QUOTATIONS = ("direct", "indirect", "mixed")
STATUSES = ("happened", "ongoing", "planned", "possible", "refused", "denied", "alleged")
LIKELY = 0.5
"""Confidence from which a coding is shown and built upon; what lies below is kept and marked."""
STANCES = ("supports", "opposes", "abstains", "complies", "does not comply", "has not condemned", "neutral")


@dataclass(frozen=True, slots=True)
class Trace:
    """Why something was coded as it was: the step, the rule or model, what fired, and how sure it is.

    `rejected` holds what else was considered, as (coding, why not or probability).
    """

    step: str
    rule: str
    fired: tuple[str, ...] = ()
    confidence: float = 1.0
    rejected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Attributed content. `span` is the content; source and cue have spans of their own.

    Attributes:
        kind: one of STATEMENT_KINDS.
        quotation: "direct" (all of the content in quotation marks), "mixed" or "indirect".
        speaker: who speaks; None where the text names nobody.
        via: the chain through which it reached us, nearest to us first ("Interfax", "the ministry").
    """

    span: Span
    text: str
    kind: str
    quotation: str
    speaker: Party | None
    cue: Span | None
    cue_text: str = ""
    via: tuple[Party, ...] = ()
    trace: Trace | None = None
    id: str = ""

    @property
    def sure(self) -> bool:
        """Whether it is likelier than not that this is attributed content with the right speaker."""
        return self.trace is None or self.trace.confidence >= LIKELY


@dataclass(frozen=True, slots=True)
class Event:
    """One report's assertion that a source did something to a recipient, in PLOVER terms.

    `span` is the clause that asserts it, `predicate` the word that carries it, `sentence` its sentence.
    Mutual acts (a meeting) list all parties as sources and all as recipients.
    """

    span: Span
    text: str
    predicate: Span
    sentence: Span
    type: str
    status: str
    sources: tuple[Party, ...]
    recipients: tuple[Party, ...]
    mode: str = ""
    context: tuple[str, ...] = ()
    mutual: bool = False
    when: Interval = UNKNOWN_TIME
    when_text: str = ""
    place: Place | None = None
    alleged_by: Party | None = None
    intensity: float | None = None
    trace: Trace = field(default_factory=lambda: Trace("events", ""))
    id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number asserted: what it counts, value (and upper value of a range), unit, and according to whom.

    `modifier` is "" (exact), "about", "at least", "at most", "more than", "less than", "almost".
    """

    span: Span
    text: str
    what: str
    value: float
    unit: str
    high: float | None = None
    modifier: str = ""
    according_to: Party | None = None
    when: Interval = UNKNOWN_TIME
    place: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """How a report names a thing others name otherwise. `voice` is "own", "quoted" or "attributed"."""

    span: Span
    text: str
    referent: str
    words: str
    voice: str
    by: Party | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one actor stands on an issue, as one sentence of a report has it."""

    span: Span
    text: str
    actor: Party
    issue: str
    stance: str
    when: Interval = UNKNOWN_TIME
    trace: Trace | None = None
    id: str = ""
