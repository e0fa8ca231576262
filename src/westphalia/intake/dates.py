"""Publication dates: as metadata writes them, in addresses, and near the top of a text."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from westphalia.intake.record import Stated
from westphalia.model import Published

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_WRITTEN = (
    rf"\b{_DAY}(?:\s+|-|\s+of\s+){_MONTH}(?:,?\s+|-){_YEAR}\b",
    rf"\b{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}\b",
    rf"\b{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{_DAY}(?!\d)",
    rf"\b{_YEAR}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日",
    rf"\b(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./]{_YEAR}\b",
    r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<short>\d{2})(?= \d{1,2}:\d{2})",
    r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,6}Z?)?$",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WRITTEN)
_MONTH_ONLY = re.compile(
    rf"^\s*(?:{_MONTH},?\s+{_YEAR}|(?P<year2>(?:19|20)\d{{2}})-(?P<number>\d{{2}}))\s*$", re.IGNORECASE
)
_EPOCH = re.compile(r"^\d{10}(?:\.\d+)?$|^\d{13}$")
_URL_DAY = re.compile(
    r"[/_=.-](?P<year>(?:19|20)\d{2})[/_-](?P<month>\d{1,2}|[a-z]{3,9})[/_-](?P<day>\d{1,2})(?![\d.])"
    r"|[/_=.-](?P<day2>\d{1,2})[/_-](?P<month2>\d{1,2})[/_-](?P<year2>(?:19|20)\d{2})(?=[/_.-]|$)"
    r"|[/_=.-](?P<year3>20[0-3]\d|19[89]\d)(?P<month3>0[1-9]|1[0-2])(?P<sep>/?)(?P<day3>0[1-9]|[12]\d|3[01])"
    r"(?=(?:\d{4}|\d{6})?(?:[/_.-]|$))",
    re.IGNORECASE,
)
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d{2})/?(?P<month>0[1-9]|1[0-2]|[1-9])(?=/)")
_LEADING = re.compile(r"\s*date\s*[:=]?\s*(?=\d{4}[-/.])", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:first |originally |last )?(?:published|posted|updated|modified|released|created|date|issued|time|on|at|by"
    r"|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s.:,|-]*)+",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\s*(?:[\s,|•·/()-]*(?:at|t)?\s*\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:\(?(?:gmt|utc|z|est|edt|cet|cest|ist|bst|msk|hkt|pst|pdt|[+-]\d{1,2}:?\d{0,2}|[A-Za-z]+ time)[\s+\d:]*\)?)?)?"
    r"[\s|•·,.)-]*",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"^\s*(?P<place>[A-Z][\w.’' /-]{{1,40}}?(?:,\s?[A-Z][\w.’' -]{{1,30}}?)?),?\s*[–—-]?\s+"
    rf"(?:{_MONTH}\s+{_DAY}|(?P<day2>\d{{1,2}})\s+(?P<month2>{'|'.join(_MONTHS)})\.?)(?:,?\s+{_YEAR})?"
    rf"\s*[,.]?\s*(?:[(/\[](?P<credit>[^)\]/]{{2,40}})[)/\]])?\.?\s*(?:--?|–|—|:|/)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
TOP = 8
"""Lines from the top in which a date standing alone is the report's own."""

LONGEST = 70
"""Characters of a line that is a date, a by-line or both."""


def understood(stated: Stated) -> Published | None:
    """The date a metadata field or a person wrote, None if it cannot be told for certain.

    Day and month in figures (`03/04/2022`) are read only where one of them is above 12.
    """
    text = stated.value.strip()
    if _EPOCH.match(text):
        number = float(text) / (1000 if len(text) == 13 else 1)
        return Published(datetime.fromtimestamp(number, UTC).date(), stated.source)
    if found := _first_date(text[:200]):
        return Published(found[0], stated.source)
    if match := _MONTH_ONLY.match(text):
        year, month = match["year"] or match["year2"], match["month"] or match["number"]
        day = _day(year, month, "1")
        return Published(day, stated.source, "month") if day else None
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return Published(date(int(text), 1, 1), stated.source, "year")
    return None


def of_url(url: str) -> Published | None:
    """The date in the path of an address: `/2022/05/29/`, `/20220529/`, `/27/07/2022/`, or its month."""
    for match in _URL_DAY.finditer(url):
        for suffix in ("", "2", "3"):
            if match[f"year{suffix}"] and (
                day := _day(match[f"year{suffix}"], match[f"month{suffix}"], match[f"day{suffix}"])
            ):
                return Published(day, "url")
    month = _URL_MONTH.search(url)
    day = _day(month["year"], month["month"], "1") if month else None
    return Published(day, "url", "month") if day else None


def of_text(text: str, near: Published | None = None) -> Published | None:
    """The date a text states about itself near its top: `date 2022-03-30`, a line with a date, a dateline.

    A dateline without a year takes the year from `near`, if its month and day then fit.
    """
    if leading := _LEADING.match(text):
        found = _first_date(text[leading.end() : leading.end() + 10])
        if found:
            return Published(found[0], "leading date")
    lines = [line for line in text[:6000].split("\n") if line.strip()][:TOP]
    for line in lines:
        if day := date_line(line.strip()):
            return Published(day, "date line")
    for line in lines[:4]:
        if found_here := _dateline(line, near):
            return found_here
    return None


def date_line(line: str) -> date | None:
    """The date of a line that holds a date and nothing else but a label, a weekday, a time."""
    if len(line) > 400 or not _DIGIT.search(line):
        return None
    found = _first_date(line)
    if found is None:
        return None
    day, start, end = found
    before, after = line[:start].strip(" \t|,.:;()[]•·-–—"), line[end:]
    stamped = not before and re.match(r"\s+\d{1,2}:\d{2}\s*[-–—|]\s", after)
    if stamped:
        return day
    if len(line) > LONGEST or (clock := _CLOCK.match(after)) is None:
        return None
    rest = after[clock.end() :].strip(" |•·-–—")
    by_line = re.match(r"(?:[Bb]y|BY|[Ff]rom)\s+[A-Z]", line) and len(before.split()) <= 6
    if (not before or _LABEL.fullmatch(before + " ") or by_line) and len(rest.split()) <= 3 and not rest.endswith("."):
        return day
    return None


def _dateline(line: str, near: Published | None) -> Published | None:
    match = _DATELINE.match(line[:160])
    if not match:
        return None
    month, number = match["month"] or match["month2"], match["day"] or match["day2"]
    if match["year"]:
        day = _day(match["year"], month, number)
        return Published(day, "dateline") if day else None
    if near is None:
        return None
    day = _day(str(near.day.year), month, number)
    if day is None or (near.precision == "month" and day.month != near.day.month):
        return None
    return Published(day, f"dateline, year from {near.source}")


def credit(text: str) -> str:
    """The agency in the dateline (`BEIJING, March 30 (Xinhua) —`), `""` if there is none."""
    for line in [line for line in text[:3000].split("\n") if line.strip()][:4]:
        if (match := _DATELINE.match(line[:160])) and match["credit"]:
            return str(match["credit"]).strip()
    return ""


def _first_date(text: str) -> tuple[date, int, int] | None:
    found = sorted(_dates(text), key=lambda item: item[1:])
    return found[0] if found else None


def _dates(text: str) -> Iterator[tuple[date, int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            year = groups.get("year") or "20" + groups["short"]
            month, number = groups["month"], groups["day"]
            if groups.get("short") is None and re.match(r"\d{1,2}[./]\d{1,2}[./]", match.group()):
                dotted = "." in match.group()
                if not dotted and int(number) <= 12 and int(month) <= 12 and number != month:
                    continue
                if int(month) > 12 >= int(number):
                    month, number = number, month
            if day := _day(year, month, number):
                yield day, match.start(), match.end()


def _day(year: str, month: str, number: str) -> date | None:
    try:
        return date(int(year), int(month) if month.isdigit() else _MONTHS[month.lower()], int(number))
    except (ValueError, KeyError):
        return None
