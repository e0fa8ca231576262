"""Where a state of affairs is known from: the passage of a report, or a row of a reference table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage or row.

    Attributes:
        id: of the event or position, which opens it; for reference tables `bodies`, for files the event of the file.
        words: the passage.
        report: id of the report, "" for a table.
        name: file name of the report, or the table.
        outlet: its outlet, "" where unknown.
        published: day of publication; of a table's row `as_of`.
    """

    id: str
    words: str
    report: str = ""
    name: str = ""
    outlet: str = ""
    published: str = ""

    @property
    def data(self) -> dict[str, str]:
        """As plain data."""
        return asdict(self)


def of_row(row: Row, ident: str) -> Evidence:
    """Evidence from a row of a query over events or positions; `ident` names the column of the id."""
    words = " ".join(str(row.get("sentence") or row["text"]).split())
    published = str(row["published"] or "")
    return Evidence(str(row[ident]), words, str(row["report"]), str(row["name"]), str(row["outlet"] or ""), published)


def day(text: Any) -> date | None:
    """A stored day."""
    return date.fromisoformat(str(text)) if text else None


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day and how it is known: day, week, month, year …, or `told`: the day it was told, its own being unknown."""

    day: date
    precision: str


def placed(row: Row) -> Moment | None:
    """When what a row tells was: its first day, else the day it was told; None if neither is known."""
    if first := day(row["date_from"]):
        return Moment(first, str(row.get("date_precision") or "day"))
    told = day(row["published"])
    return Moment(told, "told") if told else None


def independent(rows: Sequence[Row]) -> int:
    """Number of independent reports among rows."""
    return len({row["independent"] for row in rows})
