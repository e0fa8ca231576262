"""Named blocs: many states made one actor by a name ("the West"), without fixed membership."""

from dataclasses import dataclass
from functools import lru_cache

from westphalia.reference.tables import Row, read_table, spellings, split, user_folder


@dataclass(frozen=True, slots=True)
class Bloc:
    """A name for many states as one actor. It has no members: what is said of it is said of no state.

    Attributes:
        id: actor id ("WEST", "GULF-STATES").
        names: all names without the article, the usual one first.
        demonyms: its people ("Westerners").
        adjectives: whole words ("Western"); `prefixes` are combining forms with their hyphen ("Afro-").
        ambiguous: those of its words that often mean something else ("East", "Gulf").
    """

    id: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    adjectives: tuple[str, ...]
    prefixes: tuple[str, ...]
    ambiguous: frozenset[str]
    source: str
    as_of: str


def blocs() -> tuple[Bloc, ...]:
    """All blocs of the table, in its order. Raises ReferenceDataError."""
    return tuple(_by_id(user_folder()).values())


def bloc(bloc_id: str) -> Bloc | None:
    """The bloc with this actor id, None if the table has none."""
    return _by_id(user_folder()).get(bloc_id)


@lru_cache(maxsize=4)
def _by_id(folder: str) -> dict[str, Bloc]:
    columns = ("id", "name", "names", "demonyms", "adjectives", "ambiguous")
    return {row["id"]: _bloc(row) for row in read_table("blocs", columns)}


def _bloc(row: Row) -> Bloc:
    adjectives = split(row["adjectives"])
    return Bloc(
        id=row["id"],
        name=row["name"],
        names=spellings((row["name"], *split(row["names"]))),
        demonyms=spellings(split(row["demonyms"])),
        adjectives=spellings(tuple(a for a in adjectives if not a.endswith("-"))),
        prefixes=tuple(a for a in adjectives if a.endswith("-")),
        ambiguous=frozenset(spellings(split(row["ambiguous"]))),
        source=row["source"],
        as_of=row["as_of"],
    )
