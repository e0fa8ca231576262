"""Who held which post, and when: heads of state and government, ministers, commanders, leaders of parties and groups.

The table is offices.tsv, one row per person, post and period. A date known only to the month or the year
stands for its first day as a beginning and its last day as an end. Names are written in ASCII, as English
reports write them; fold accents before looking one up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from westphalia.reference.tables import Row, day, held_on, read_table, split, user_folder

COLUMNS = ("person", "aliases", "post", "actor", "sector", "role", "since", "until")
POST_COLUMNS = ("post", "actor", "means")
RIVAL = "rival"


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A person held a post from–to.

    Attributes:
        person: canonical name.
        names: other names of the person: transliterations, the family name alone where reports use it so.
        post: the post in lower case, `foreign minister`.
        actor: the polity or body it is a post of, `CHN`, `UN/UNHCR`.
        sector: PLOVER sector that a holder acts in while in the post.
        roles: the generic posts it amounts to (`head of state`, `foreign minister`); `rival` if others contested it.
        since: first day, None if not known.
        until: last day, None while it lasts.
        former: set by `held` where the post had ended by the day asked for.
    """

    person: str
    names: tuple[str, ...]
    post: str
    actor: str
    sector: str
    roles: tuple[str, ...]
    since: date | None
    until: date | None
    source: str
    as_of: str
    former: bool = False

    @property
    def rival(self) -> bool:
        """Whether the post was claimed against another holder."""
        return RIVAL in self.roles


@dataclass(frozen=True, slots=True)
class _Register:
    """The table and its indexes."""

    rows: tuple[OfficeRow, ...]
    persons: Mapping[str, tuple[OfficeRow, ...]]
    posts: Mapping[tuple[str, str], tuple[OfficeRow, ...]]
    aliases: Mapping[str, tuple[str, ...]]


def offices() -> tuple[OfficeRow, ...]:
    """All rows, in the order of the table."""
    return _register(user_folder()).rows


def persons() -> Mapping[str, tuple[OfficeRow, ...]]:
    """Canonical name → the person's rows, the earliest beginning first."""
    return _register(user_folder()).persons


def aliases() -> Mapping[str, tuple[str, ...]]:
    """Every name, canonical ones too → the canonical names it may stand for: `Wang` → Wang Yi, Wang Wenbin and more."""
    return _register(user_folder()).aliases


def held(person: str, on: date | None = None) -> tuple[OfficeRow, ...]:
    """The posts the person held on the day, or holds now if no day is given.

    Where the table knows none, the last to end before that day, marked `former`: after an office a person
    is known for having had it. Nothing before the first office, or for a person the table does not know.
    """
    rows = persons().get(person, ())
    if current := tuple(row for row in rows if held_on(row.since, row.until, on)):
        return current
    ended = [(row.until, row) for row in rows if row.until and (on is None or row.until < on)]
    latest = max((until for until, _ in ended), default=None)
    return tuple(replace(row, former=True) for until, row in ended if until == latest)


def by_post(actor: str, post: str, on: date | None = None) -> tuple[OfficeRow, ...]:
    """Who held the post of that polity or body on the day: `by_post("RUS", "foreign minister", day)`.

    The post may be the title itself, a generic post it amounts to ("head of state"), or another wording
    that posts.tsv knows ("external affairs minister"). On the day of a handover both are returned.
    """
    register = _register(user_folder())
    wanted = post.lower().strip()
    found = register.posts.get((actor, wanted), ())
    if not found:
        wordings = _wordings(user_folder())
        wanted = wordings.get((actor, wanted), wordings.get(("", wanted), wanted))
        found = register.posts.get((actor, wanted), ())
    return tuple(row for row in found if held_on(row.since, row.until, on))


@lru_cache(maxsize=4)
def _register(folder: str) -> _Register:
    """Built once per user's folder, which `read_table` looks into."""
    rows = tuple(_office(row) for row in read_table("offices", COLUMNS, ("person", "post", "actor", "since")))
    by_person: dict[str, list[OfficeRow]] = {}
    by_title: dict[tuple[str, str], list[OfficeRow]] = {}
    by_name: dict[str, dict[str, None]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row)
        for title in dict.fromkeys((row.post, *row.roles)):
            by_title.setdefault((row.actor, title), []).append(row)
        for name in (row.person, *row.names):
            by_name.setdefault(name, {})[row.person] = None
    return _Register(
        rows=rows,
        persons=MappingProxyType({name: tuple(sorted(of, key=_begin)) for name, of in by_person.items()}),
        posts=MappingProxyType({key: tuple(of) for key, of in by_title.items()}),
        aliases=MappingProxyType({name: tuple(whom) for name, whom in by_name.items()}),
    )


@lru_cache(maxsize=4)
def _wordings(folder: str) -> Mapping[tuple[str, str], str]:
    """(actor or empty for all, wording) → the post as offices.tsv has it."""
    rows = read_table("posts", POST_COLUMNS, ("post", "actor"))
    return MappingProxyType(dict(_wording_pairs(rows)))


def _wording_pairs(rows: tuple[Row, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    for row in rows:
        for actor in split(row["actor"]) or ("",):
            yield (actor, row["post"]), row["means"]


def _begin(row: OfficeRow) -> date:
    return row.since or date.min


def _office(row: Row) -> OfficeRow:
    return OfficeRow(
        person=row["person"],
        names=_values(row["aliases"]),
        post=row["post"],
        actor=row["actor"],
        sector=row["sector"],
        roles=_values(row["role"]),
        since=_first_day(row["since"]),
        until=_last_day(row["until"]),
        source=row["source"],
        as_of=row["as_of"],
    )


# Six thousand rows share few dates and few sets of roles; parsing each once halves the time of loading.
@cache
def _first_day(value: str) -> date | None:
    return day(value)


@cache
def _last_day(value: str) -> date | None:
    return day(value, last=True)


@cache
def _values(cell: str) -> tuple[str, ...]:
    return split(cell)
