"""What reconciling compares: an event and a statement as one report has them, with what is known of the report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from westphalia.model import ActorId

_COURSE = re.compile(r"invasion|invad|aggression|war$|wars$|incursion|genocide")


_TOTALS = (
    (
        "all",
        re.compile(r"\bsince\b.{0,40}\b(?:began|begun|started|start|beginning|onset|invasion|war)\b|\bas of\b|so far"),
    ),
    ("day", re.compile(r"\b(?:past|last) (?:day|24 ?h|two days)|\b(?:per|in (?:a|one)|during the) day\b|\b24 ?h")),
)


_ACCESSION = re.compile(r"join|enter|acced|accession|bec[ao]m|admi|leav|left|withdr|quit")

_BEGUN = re.compile(
    r"(?<!\bhas )(?<!\bhave )(?<!\bhad )\bsince\b[^.,;:]{0,60}$"
    r"|\b(?:from|between)\s+(?:(?:the|early|late|mid|about|around)\s+){0,2}$",
    re.IGNORECASE,
)


def is_begin(sentence: str, when: str) -> bool:
    """Whether a day is that since which something goes on: no day of an act, since every count begins with it."""
    return bool(when) and _BEGUN.search(sentence.partition(when)[0]) is not None


def total_of(sentence: str) -> str:
    """Of what a sentence tells a total: "all" since something began, "day" for a day; "" if of none."""
    return next((name for name, pattern in _TOTALS if pattern.search(sentence)), "")


def is_accession(predicate: str) -> bool:
    """Whether a predicate, said of a body, tells of somebody becoming or ceasing to be a member: there is one of it."""
    return _ACCESSION.match(predicate) is not None


def is_course(predicate: str) -> bool:
    """Whether a predicate tells of a whole course of acts, a war or an invasion, rather than of one act of it."""
    return _COURSE.match(predicate) is not None


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
    names: frozenset[str] = field(default=frozenset(), repr=False)
    """What else its sentence names: towns, persons, ships."""
    text: str = ""
    predicate: str = ""
    course: bool = False
    """Whether it is told as a whole course of acts: an invasion, a war."""
    accession: bool = False
    """Whether somebody joins or leaves a body."""
    total: str = ""
    """Of what it is a total: "all" that was since something began, "day" for a day; "" for a single act."""
    polities: frozenset[str] = field(init=False, repr=False, compare=False)
    """The polities its known actors act for."""
    named: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    """Polity → the named actors of it."""
    doing: frozenset[str] = field(init=False, repr=False, compare=False)
    """The known polities of its sources."""
    done_to: frozenset[str] = field(init=False, repr=False, compare=False)
    """The known polities of its recipients."""
    mutual: bool = field(init=False, repr=False, compare=False)
    """Whether all did it to each other."""

    def __post_init__(self) -> None:
        actors = [(actor, ActorId.parse(actor)) for actor in self.actors]
        object.__setattr__(self, "polities", frozenset(i.polity for _, i in actors if i.polity != "?"))
        named = {
            i.polity: frozenset(a for a, j in actors if j.slug and j.polity == i.polity) for _, i in actors if i.slug
        }
        object.__setattr__(self, "named", named)
        of = {actor: i.polity for actor, i in actors if i.polity != "?"}
        object.__setattr__(self, "doing", frozenset(of[a] for a in self.sources if a in of))
        object.__setattr__(self, "done_to", frozenset(of[a] for a in self.recipients if a in of))
        object.__setattr__(self, "mutual", len(self.sources) > 1 and set(self.sources) == set(self.recipients))

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
