"""What a reader found: one text with the facts about it that its format states, not yet judged or repaired."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as the format states it, and where: `Stated("2022-03-30T10:00Z", "json-ld")`."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where a record lies: its name, the file or archive that holds it, and the path that folder rules look at."""

    name: str
    container: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One text as its format holds it.

    Facts are lists, best source first: `assembling` takes the first that can be understood.
    """

    name: str
    text: str
    raw: bytes
    container: str = ""
    path: str = ""
    how: str = "text"
    titles: tuple[Stated, ...] = ()
    outlets: tuple[Stated, ...] = ()
    dates: tuple[Stated, ...] = ()
    url: str = ""
    language: str = ""
    lead: str = ""
    markdown: bool = field(default=False, repr=False)
