"""States and territories: how they are named, in English and in the languages of the United Nations."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from westphalia.errors import UsageError
from westphalia.reference.tables import Row, day, held_on, one_of, read_table, spellings, split, user_folder

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The official languages of the United Nations, by ISO 639-1 code."""

STATUSES = ("member", "observer", "partially recognised", "associated", "territory", "former")

COLUMNS = (
    "code", "alpha2", "name", "names", "demonyms", "adjectives", "capitals",
    "status", "sovereign", "note", "since", "until", "ambiguous",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A polity with a code: a state, one not generally recognised, a dissolved one, or a territory.

    Attributes:
        code: actor id: ISO 3166-1 alpha-3, ISO 3166-3 for dissolved states, `X..` where ISO has none.
        alpha2: ISO 3166-1 alpha-2, empty where there is none.
        names: all names in English, the usual one first; case counts ("US" is a state, "us" is not).
        demonyms: its people, singular and plural ("Russian", "Russians").
        adjectives: whole words ("Russian", "U.S.").
        prefixes: combining forms with their hyphen ("Russo-").
        capitals: the present seat of government first, then variants, other seats and former capitals.
        status: one of STATUSES; "member" and "observer" are of the United Nations.
        sovereign: code of the state a territory belongs to or is associated with.
        note: what is disputed, said neutrally.
        ambiguous: those of its words that name something else as well.
    """

    code: str
    alpha2: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    adjectives: tuple[str, ...]
    prefixes: tuple[str, ...]
    capitals: tuple[str, ...]
    status: str
    sovereign: str
    note: str
    since: date | None
    until: date | None
    ambiguous: frozenset[str]
    source: str
    as_of: str

    def exists(self, on: date | None = None) -> bool:
        """Whether it existed on that day; without a day, whether it exists."""
        return held_on(self.since, self.until, on)


def states() -> tuple[State, ...]:
    """All states and territories of the table, in its order. Raises ReferenceDataError."""
    return tuple(_by_code(user_folder()).values())


def state(code: str) -> State | None:
    """The state with this code, None if the table has none."""
    return _by_code(user_folder()).get(code)


def names_in(code: str, language: str) -> tuple[str, ...]:
    """Names of a state in one of LANGUAGES; empty where CLDR has none (dissolved states).

    In English these are the names of our table, in the others the one of Unicode CLDR.
    Raises UsageError for another language.
    """
    if language not in LANGUAGES:
        raise UsageError(f"no names of states in the language {language!r}", f"one of: {', '.join(LANGUAGES)}")
    found = state(code)
    if found is None:
        return ()
    if language == "en":
        return found.names
    name = _territories(language).get(found.alpha2)
    return (name,) if name else ()


@lru_cache(maxsize=4)
def _by_code(folder: str) -> dict[str, State]:
    return {row["code"]: _state(row) for row in read_table("states", COLUMNS)}


def _state(row: Row) -> State:
    adjectives = split(row["adjectives"])
    return State(
        code=row["code"],
        alpha2=row["alpha2"],
        name=row["name"],
        names=spellings(split(row["name"]) + split(row["names"])),
        demonyms=spellings(split(row["demonyms"])),
        adjectives=spellings(tuple(a for a in adjectives if not a.endswith("-"))),
        prefixes=tuple(a for a in adjectives if a.endswith("-")),
        capitals=spellings(split(row["capitals"])),
        status=one_of(row, "status", STATUSES),
        sovereign=row["sovereign"],
        note=row["note"],
        since=day(row["since"]),
        until=day(row["until"], last=True),
        ambiguous=frozenset(spellings(split(row["ambiguous"]))),
        source=row["source"],
        as_of=row["as_of"],
    )


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale.parse(language).territories)
