"""When two actor ids, as two reports have them, are one party to an act.

In: actor ids. Out: whether one is the other or stands for it. A report that names the state alone, or nobody of it
("the invaders"), says less than one that names its army, not otherwise.
"""

from westphalia.model import ActorId

UNSAID = "UNK"
"""The sector of those of whom a report tells the state alone."""

PEOPLE = frozenset("CVL MED EDU REF BUS JRN LAB NGO REL ACT ELI".split())
"""Sectors of civilians: who names the civilians hit and who names the hospital do not differ."""


def one_actor(one: str, other: str) -> bool:
    """Whether one is the other, or stands for it: its state, somebody of its state, the people for a part of it."""
    if one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/"):
        return True
    a, b = ActorId.parse(one), ActorId.parse(other)
    if a.polity != b.polity:
        return False
    whole = [i.sector for i in (a, b) if not i.slug]
    return UNSAID in whole or ("CVL" in whole and {a.sector, b.sector} <= PEOPLE)


def exactness(actor: str) -> float:
    """How exactly an id says who it is; the more the better."""
    ident = ActorId.parse(actor)
    return 1.0 + 0.5 * (ident.sector not in ("", UNSAID)) + 0.5 * bool(ident.slug)
