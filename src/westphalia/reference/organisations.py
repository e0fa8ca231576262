"""Actors below and beside the state: organisations, regions and peoples, and the nouns that name a sector."""

from dataclasses import dataclass
from functools import lru_cache

from westphalia.errors import ReferenceDataError
from westphalia.model import ActorId
from westphalia.reference.tables import Row, read_table, split, user_folder

ORGANISATION_COLUMNS = ("actor", "name", "names", "kind")
REGION_COLUMNS = ("actor", "name", "names", "kind", "note")
SECTOR_COLUMNS = ("term", "role", "kind", "sector", "yields", "title")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An armed group, party, service, court, company, university, church, region or people.

    Attributes:
        actor: its id, `POLITY/SECTOR/slug`; the polity is `?` where it acts across states.
        names: all names in English, the usual one first; case counts.
        kind: "group", "organ", "company", "region" or "people".
        note: what is disputed about it, said neutrally.
    """

    actor: ActorId
    name: str
    names: tuple[str, ...]
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A noun or modifier and the sector it denotes.

    Attributes:
        term: in the singular, lower case.
        sector: a PLOVER sector.
        kind: "person" or "organ" for nouns, empty for modifiers.
        yields: the noun takes the sector of what stands before it ("police chief" is police).
        title: the noun may stand before a person's name.
    """

    term: str
    sector: str
    kind: str
    yields: bool
    title: bool


def organisations() -> tuple[Organisation, ...]:
    """All organisations of the table, in its order. Raises ReferenceDataError."""
    return _organisations(user_folder())


def regions() -> tuple[Organisation, ...]:
    """Regions, claimed polities and peoples, in the order of the table. Raises ReferenceDataError."""
    return _regions(user_folder())


def nouns() -> dict[str, Term]:
    """Agent nouns and nouns of organs by their singular. Raises ReferenceDataError."""
    return _terms(user_folder(), "noun")


def modifiers() -> dict[str, Term]:
    """Words that give the noun after them a sector. Raises ReferenceDataError."""
    return _terms(user_folder(), "modifier")


def name_words() -> dict[str, Term]:
    """Words that tell the sector of a name: "Herald" as its last word, "Universidad" (kind "any") anywhere in it."""
    return _terms(user_folder(), "name")


def topics() -> dict[str, Term]:
    """Words that tell what an association is for: "tourism", "football". Raises ReferenceDataError."""
    return _terms(user_folder(), "topic")


@lru_cache(maxsize=4)
def _organisations(_folder: str) -> tuple[Organisation, ...]:
    return tuple(_organisation(row) for row in read_table("organisations", ORGANISATION_COLUMNS))


@lru_cache(maxsize=4)
def _regions(_folder: str) -> tuple[Organisation, ...]:
    return tuple(_organisation(row) for row in read_table("regions", REGION_COLUMNS))


@lru_cache(maxsize=8)
def _terms(_folder: str, role: str) -> dict[str, Term]:
    rows = read_table("sectors", SECTOR_COLUMNS, key=("term", "role"))
    return {
        row["term"]: Term(row["term"], row["sector"], row["kind"], row["yields"] == "yes", row["title"] == "yes")
        for row in rows
        if row["role"] == role
    }


def _organisation(row: Row) -> Organisation:
    try:
        actor = ActorId.parse(row["actor"])
    except ValueError as error:
        raise ReferenceDataError(f"{row.where}: {error}", "write POLITY/SECTOR/slug") from error
    names = tuple(dict.fromkeys((row["name"], *split(row["names"]))))
    return Organisation(actor, row["name"], names, row["kind"], row.get("note", ""))
