"""Small pieces of wording the sections share: dates, places, counts, shortened passages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

Row = Mapping[str, Any]


def day(value: str | None) -> str:
    """`2022-03-30` → `Wed 30 Mar 2022`."""
    if not value:
        return "?"
    known = date.fromisoformat(value)
    return f"{known:%a} {known.day} {known:%b %Y}"


def when(row: Row) -> str:
    """The date of an event or happening with its precision; a dash where no date is known."""
    first, last, precision = row["date_from"], row["date_to"], row["date_precision"]
    if not first:
        return "–"
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin == end:
        return day(first)
    return {"month": f"{begin:%b %Y}", "year": f"{begin.year}"}.get(precision) or _range(begin, end)


def _range(begin: date, end: date) -> str:
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{begin.day}–{end.day} {end:%b %Y}"
    if begin.year == end.year:
        return f"{begin.day} {begin:%b} – {end.day} {end:%b %Y}"
    return f"{day(str(begin))} – {day(str(end))}"


def count(number: int, one: str, many: str = "") -> str:
    """`count(1, "report")` → `1 report`, `count(3, "country", "countries")` → `3 countries`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short(text: str, most: int = 280) -> str:
    """A passage on one line, cut if longer than `most` characters, before a word unless it is one long word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    at = line.rfind(" ", 0, most)
    return line[: at if at > 0 else most] + " …"


def bare(text: str) -> str:
    """A passage without quotation marks around it, for setting into ours."""
    line = short(text.removeprefix("that ").removeprefix("to "))
    while line and line[0] in "“\"„«‘'" and line[-1] in "”\"“»’',.":
        trimmed = line[1:].rstrip(",.").removesuffix("”").removesuffix('"').removesuffix("»").removesuffix("’")
        if trimmed == line[1:]:
            break
        line = trimmed
    return line.strip().rstrip(",")


def number(value: float) -> str:
    """`4000000.0` → `4,000,000`; decimals kept where there are any."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
