"""What reconciling compares: an event and a statement as one report has them, with what is known of the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from westphalia.model import ActorId


@dataclass(frozen=True, slots=True)
class Source:
    """A report as reconciling sees it. `copy_of` names the report whose near-copy it is."""

    report: str
    outlet: str | None
    published: date | None
    copy_of: str | None = None

    @property
    def independent(self) -> str:
        """The report this one counts as."""
        return self.copy_of or self.report


@dataclass(frozen=True, slots=True)
class Told:
    """One event as one report tells it."""

    event: str
    source: Source
    start: int
    type: str
    mode: str
    status: str
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    precision: str = "unknown"
    weekday: int | None = None
    place: str | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    terms: frozenset[str] = field(default=frozenset(), repr=False)
    text: str = ""
    predicate: str = ""
    polities: frozenset[str] = field(init=False, repr=False, compare=False)
    """The polities its known actors act for."""
    named: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    """Polity → the named actors of it."""

    def __post_init__(self) -> None:
        actors = [(actor, ActorId.parse(actor)) for actor in self.actors]
        object.__setattr__(self, "polities", frozenset(i.polity for _, i in actors if i.polity != "?"))
        named = {
            i.polity: frozenset(a for a, j in actors if j.slug and j.polity == i.polity) for _, i in actors if i.slug
        }
        object.__setattr__(self, "named", named)

    @property
    def actors(self) -> tuple[str, ...]:
        """All actors, sources first."""
        return tuple(dict.fromkeys(self.sources + self.recipients))


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as one report has it."""

    statement: str
    source: Source
    start: int
    content: str
    speaker: str | None
    speaker_text: str
    quotation: str
