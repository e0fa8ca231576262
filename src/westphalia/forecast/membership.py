"""Shared bodies as a statistic: the dated memberships of the reference tables, for the actors of a sequence."""

from datetime import date

from westphalia.forecast.names import read
from westphalia.forecast.sequence import EventSequence
from westphalia.forecast.statistics import Bodies
from westphalia.reference.bodies import MEMBER_ROLES, Membership, bodies, every_membership

GLOBAL = "global"
"""Kind of body that nearly every state belongs to: sharing it says nothing."""


def shared_bodies(events: EventSequence) -> Bodies | None:
    """Memberships of the actors that are states or act for one; None if no two of them share a body, ever."""
    local = {body.id for body in bodies() if body.kind != GLOBAL}
    held: dict[str, list[Membership]] = {}
    for row in every_membership():
        if row.role in MEMBER_ROLES and row.body in local:
            held.setdefault(row.member, []).append(row)
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for actor, standing in zip(events.actors, read(events.actors), strict=True):
        for row in held.get(standing.polity, ()):
            first, last = (row.since or date.min).toordinal(), (row.until or date.max).toordinal()
            spans.setdefault((actor, row.body), []).append((first, last))
    of_bodies = [body for _, body in spans]
    return Bodies(events.actors, spans) if len(of_bodies) > len(set(of_bodies)) else None
