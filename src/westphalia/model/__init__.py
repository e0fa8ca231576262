"""The nouns of Westphalia: small frozen values, no input or output, standard library only."""

from westphalia.model.actor import SECTORS, UNKNOWN_POLITY, ActorId, Mention, Office, Party, slug
from westphalia.model.assertion import Event, Figure, Naming, Position, Statement, Trace
from westphalia.model.report import OffsetMap, Published, Rejected, Repair, Report, Sourced
from westphalia.model.span import Evidence, Span
from westphalia.model.when_where import UNKNOWN_TIME, Interval, Place, Time

__all__ = [
    "SECTORS",
    "UNKNOWN_POLITY",
    "UNKNOWN_TIME",
    "ActorId",
    "Event",
    "Evidence",
    "Figure",
    "Interval",
    "Mention",
    "Naming",
    "Office",
    "OffsetMap",
    "Party",
    "Place",
    "Position",
    "Published",
    "Rejected",
    "Repair",
    "Report",
    "Sourced",
    "Span",
    "Statement",
    "Time",
    "Trace",
    "slug",
]
