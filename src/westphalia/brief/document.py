"""What a brief is made of, whatever it is written as: sections of lines and tables, and the evidence they cite."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the line."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a report, shown in quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Soft:
    """Words about the words: how sure, how coded."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """Evidence: labels of notes, `2.5` is the fifth passage cited from report 2."""

    labels: tuple[str, ...]


type Inline = str | Strong | Words | Soft | Cite
type Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of lines."""

    lines: tuple[Line, ...]


type Block = Line | Table | Bullets


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A passage cited: the sentence around it and where in the sentence it stands."""

    label: str
    sentence: str
    start: int
    end: int
    offset: int

    @property
    def marked(self) -> tuple[str, str, str]:
        """The sentence before, in and after the passage."""
        return self.sentence[: self.start], self.sentence[self.start : self.end], self.sentence[self.end :]


@dataclass(frozen=True, slots=True)
class Source:
    """A report cited, with its passages in the order of the text."""

    number: int
    name: str
    title: str | None
    outlet: str | None
    country: str | None
    published: date | None
    copy_of: str | None
    notes: tuple[Note, ...]
    report: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief."""

    title: str
    period: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    made_from: str
