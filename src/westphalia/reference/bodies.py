"""Bodies of international politics and their dated membership."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from westphalia.reference.tables import Row, day, held_on, one_of, read_table, spellings, split, user_folder

KINDS = (
    "global", "regional", "alliance", "economic", "forum", "cartel",
    "bank", "court", "agency", "organ", "mission", "parliament",
)  # fmt: skip

MEMBER_ROLES = ("member", "permanent member", "elected member")
"""Roles that make an actor a member; a suspended member is still one."""

ROLES = (
    *MEMBER_ROLES, "participant", "observer", "associate", "partner",
    "candidate", "guest", "invited", "suspended", "frozen", "disputed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """An international organisation, one of its organs, an alliance, a court, a group of states.

    Attributes:
        id: actor id ("EU", "UN/UNHCR").
        names: all names in English, the usual full one first; case counts.
        kind: one of KINDS.
        seat: town of its seat, empty if it has none; `host` is the code of the state there.
        covered: whether its membership is in our table; if not, `members` knows nothing about it.
        ambiguous: those of its names that also name something else.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: str
    seat: str
    host: str
    covered: bool
    ambiguous: frozenset[str]
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A state or body belonged to a body in a role, from–to; an end not known is None."""

    body: str
    member: str
    role: str
    since: date | None
    until: date | None
    note: str
    source: str
    as_of: str

    def held(self, on: date | None = None) -> bool:
        """Whether it held on that day; without a day, whether it still holds."""
        return held_on(self.since, self.until, on)


def bodies() -> tuple[Body, ...]:
    """All bodies of the table, in its order. Raises ReferenceDataError."""
    return tuple(_bodies(user_folder()).values())


def body(body_id: str) -> Body | None:
    """The body with this actor id, None if the table has none."""
    return _bodies(user_folder()).get(body_id)


def members(body_id: str, on: date | None = None, roles: tuple[str, ...] = MEMBER_ROLES) -> tuple[str, ...]:
    """Actor ids of the members of a body on a day, in order; without a day, of those whose membership has no end.

    A suspended member is a member; ask `memberships` for its suspension. `roles` are the roles counted.
    Empty for a body whose membership is not covered; see `Body.covered`.
    """
    rows = _by(user_folder(), "body").get(body_id, ())
    return tuple(sorted({row.member for row in rows if row.role in roles and row.held(on)}))


def memberships(actor: str, on: date | None = None) -> tuple[Membership, ...]:
    """What an actor belonged to on a day, in every role, suspensions included; without a day, what has no end."""
    return tuple(row for row in _by(user_folder(), "member").get(actor, ()) if row.held(on))


def ever(actor: str) -> tuple[Membership, ...]:
    """All an actor belongs or belonged to, in every role, past rows too."""
    return _by(user_folder(), "member").get(actor, ())


def every_membership() -> tuple[Membership, ...]:
    """All rows of the table, also of what has ended, in its order."""
    return _memberships(user_folder())


@lru_cache(maxsize=4)
def _bodies(folder: str) -> dict[str, Body]:
    columns = ("id", "name", "names", "kind", "seat", "host", "membership", "ambiguous")
    return {row["id"]: _body(row) for row in read_table("bodies", columns)}


def _body(row: Row) -> Body:
    return Body(
        id=row["id"],
        name=row["name"],
        names=spellings((row["name"], *split(row["names"]))),
        kind=one_of(row, "kind", KINDS),
        seat=row["seat"],
        host=row["host"],
        covered=one_of(row, "membership", ("listed", "")) == "listed",
        ambiguous=frozenset(spellings(split(row["ambiguous"]))),
        source=row["source"],
        as_of=row["as_of"],
    )


@lru_cache(maxsize=8)
def _by(folder: str, column: str) -> dict[str, tuple[Membership, ...]]:
    """Memberships by the value of one column."""
    found: dict[str, list[Membership]] = {}
    for row in _memberships(folder):
        found.setdefault(getattr(row, column), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


@lru_cache(maxsize=4)
def _memberships(folder: str) -> tuple[Membership, ...]:
    columns = ("body", "member", "since", "until", "role", "note")
    return tuple(
        Membership(
            body=row["body"],
            member=row["member"],
            role=one_of(row, "role", ROLES),
            since=day(row["since"]),
            until=day(row["until"], last=True),
            note=row["note"],
            source=row["source"],
            as_of=row["as_of"],
        )
        for row in read_table("memberships", columns, key=("body", "member", "since", "role"))
    )
