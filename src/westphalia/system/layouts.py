"""Layouts of event data: by which columns each is known, and how a row of it becomes an event."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

from westphalia.model.assertion import STATUSES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """One event and directed dyad as a file has it; what a file does not say is empty."""

    event: str
    date: date | None
    source: str
    recipient: str
    relation: str
    mode: str = ""
    shown: str = ""
    intensity: float | None = None
    weight: float = 1.0
    status: str = "happened"
    reports: int = 1
    dated: bool = True
    evidence: tuple[str, ...] = ()
    source_country: str = ""
    recipient_country: str = ""
    source_name: str = ""
    recipient_name: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: its name, the columns it must have (in lower case), and what makes events of a row."""

    name: str
    columns: frozenset[str]
    events: Callable[[Row, int], Iterator[Made]]


def header(cells: Sequence[str]) -> list[str]:
    """Names of columns as they are compared: lower case, blanks for underscores."""
    return [cell.strip().strip('"').lower().replace("_", " ") for cell in cells]


def found(cells: Sequence[str]) -> tuple[Layout | None, list[str], bool]:
    """The layout of a file by its first row, the names of its columns, and whether that row is a header."""
    names = header(cells)
    for layout in LAYOUTS:
        if layout.columns <= set(names):
            return layout, names, True
    if len(cells) in _GDELT_WIDTHS and len(cells[1]) == 8 and cells[1].isdigit():
        return _GDELT, list(_GDELT_NAMES) + [f"column {n}" for n in range(len(_GDELT_NAMES), len(cells))], False
    return None, names, True


# What cells say


def _text(row: Row, *names: str) -> str:
    """The first of the columns that is there and not empty."""
    for name in names:
        value = row.get(name)
        if value is not None and str(value).strip() not in ("", "None", "NULL", "NA", "nan"):
            return str(value).strip()
    return ""


def _needed(row: Row, *names: str) -> str:
    value = _text(row, *names)
    if not value:
        raise ValueError(f"no {names[0]}")
    return value


def _number(row: Row, *names: str) -> float | None:
    value = _text(row, *names)
    if not value:
        return None
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{names[0]} {value} is no number")
    return number


def _score(row: Row, *names: str) -> float | None:
    """An intensity, −10 to 10."""
    number = _number(row, *names)
    if number is not None and abs(number) > 10:
        raise ValueError(f"{names[0]} {number:g} is not between −10 and 10")
    return number


def _day(row: Row, *names: str) -> date:
    """A day as `2022-03-30`, `20220330`, `3/30/2022` or with a time behind it."""
    value = _needed(row, *names)
    for form, length in (("%Y-%m-%d", 10), ("%Y%m%d", 8), ("%m/%d/%Y", 10)):
        try:
            return datetime.strptime(value[:length].strip(), form).date()
        except ValueError:
            continue
    raise ValueError(f"{names[0]} {value!r} is no date")


def _whole(row: Row, *names: str) -> int:
    number = _number(row, *names)
    return 1 if number is None else max(int(number), 1)


def _status(row: Row) -> str:
    status = _text(row, "status") or "happened"
    if status not in STATUSES:
        raise ValueError(f"status {status!r} is none of {', '.join(STATUSES)}")
    return status


def _list(value: Any) -> list[str]:
    """A list as JSON Lines and Parquet have it, or joined by `;` as in CSV."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [part for part in str(value or "").split(";") if part]


# The layouts


def _ours(row: Row, line: int) -> Iterator[Made]:
    yield Made(
        _text(row, "event"),
        _day(row, "date") if _text(row, "date") else None,
        _needed(row, "source"),
        _needed(row, "recipient"),
        _needed(row, "type"),
        shown=_text(row, "relation"),
        intensity=_score(row, "intensity"),
        weight=_number(row, "weight") or 1.0,
        status=_status(row),
        reports=_whole(row, "reports"),
        dated=_text(row, "dated").lower() != "false",
        evidence=tuple(_list(row.get("evidence"))),
    )


def _events(row: Row, line: int) -> Iterator[Made]:
    """Our export of events: one row an event with lists of parties. Events of one happening count once."""
    kind, mode = _needed(row, "type"), _text(row, "mode")
    sources, recipients = _list(row.get("sources")), _list(row.get("recipients"))
    for source in sources:
        for recipient in recipients:
            if source != recipient:
                yield Made(
                    _text(row, "happening", "event"),
                    _day(row, "date from") if _text(row, "date from") else None,
                    source,
                    recipient,
                    kind,
                    mode,
                    f"{kind}/{mode}" if mode else kind,
                    status=_status(row),
                    evidence=(_text(row, "event"),),
                )


def _polecat(row: Row, line: int) -> Iterator[Made]:
    source = _needed(row, "actor name", "actor name raw", "actor country", "actor code")
    recipient = _needed(row, "recipient name", "recipient name raw", "recipient country", "recipient code")
    kind, mode = _needed(row, "event type", "type"), _text(row, "event mode", "mode")
    yield Made(
        _text(row, "event id", "id"),
        _day(row, "event date", "date"),
        source,
        recipient,
        kind,
        mode,
        f"{kind}/{mode}" if mode else kind,
        _score(row, "intensity"),
        source_country=_text(row, "actor country", "actor country code"),
        recipient_country=_text(row, "recipient country", "recipient country code"),
    )


def _icews(row: Row, line: int) -> Iterator[Made]:
    yield Made(
        _text(row, "event id"),
        _day(row, "event date"),
        _needed(row, "source name"),
        _needed(row, "target name"),
        _needed(row, "cameo code", "event text"),
        shown=_text(row, "event text", "cameo code"),
        intensity=_score(row, "intensity"),
        source_country=_text(row, "source country"),
        recipient_country=_text(row, "target country"),
    )


def _gdelt(row: Row, line: int) -> Iterator[Made]:
    yield Made(
        _text(row, "globaleventid"),
        _day(row, "sqldate", "date"),
        _needed(row, "actor1code", "source"),
        _needed(row, "actor2code", "target"),
        _needed(row, "eventcode", "cameocode"),
        intensity=_score(row, "goldsteinscale", "goldstein"),
        reports=_whole(row, "numarticles", "numarts"),
        source_country=_text(row, "actor1countrycode"),
        recipient_country=_text(row, "actor2countrycode"),
        source_name=_text(row, "actor1name"),
        recipient_name=_text(row, "actor2name"),
    )


_GDELT = Layout("GDELT", frozenset({"sqldate", "actor1code", "actor2code", "eventcode"}), _gdelt)
_GDELT_WIDTHS = (57, 58, 61)
_GDELT_NAMES = (
    "globaleventid sqldate monthyear year fractiondate actor1code actor1name actor1countrycode actor1knowngroupcode"
    " actor1ethniccode actor1religion1code actor1religion2code actor1type1code actor1type2code actor1type3code"
    " actor2code actor2name actor2countrycode actor2knowngroupcode actor2ethniccode actor2religion1code"
    " actor2religion2code actor2type1code actor2type2code actor2type3code isrootevent eventcode eventbasecode"
    " eventrootcode quadclass goldsteinscale nummentions numsources numarticles avgtone"
).split()
"""The first columns of GDELT's daily files, which have no header (GDELT 1.0 codebook, 2.0 codebook)."""

LAYOUTS: tuple[Layout, ...] = (
    Layout("event table", frozenset({"event", "date", "source", "recipient", "type", "weight"}), _ours),
    Layout("events of a world", frozenset({"event", "type", "sources", "recipients", "date from"}), _events),
    Layout("POLECAT", frozenset({"event date", "event type", "actor name", "recipient name"}), _polecat),
    Layout("PLOVER", frozenset({"event date", "event type", "actor country", "recipient country"}), _polecat),
    Layout("ICEWS", frozenset({"event date", "source name", "target name", "cameo code"}), _icews),
    Layout("ICEWS", frozenset({"event date", "source name", "target name", "event text"}), _icews),
    _GDELT,
    Layout("GDELT, reduced", frozenset({"date", "source", "target", "cameocode"}), _gdelt),
)
"""In the order in which they are tried."""
