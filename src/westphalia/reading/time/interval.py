"""From a TIMEX3 value to the days it covers, and arithmetic on calendar units."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from westphalia.model import UNKNOWN_TIME, Interval

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month of the seasons of the northern half of the world; winter 2022 begins in December 2022."""
MOD_THIRDS = {"START": (0.0, 1 / 3), "MID": (1 / 3, 2 / 3), "END": (2 / 3, 1.0)}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(.*))?$")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?$")
_PART = re.compile(r"(?:FY)?(\d{4})-?(Q[1-4]|H[12]|SP|SU|FA|WI)?$")
_SPAN = re.compile(r"(\d{2,3})$")


def shift_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return day
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_range(year: int, first: int, last: int) -> tuple[date, date]:
    """First and last day of a run of months; `last` before `first` lies in the next year."""
    end = year + 1 if last < first else year
    return date(year, first, 1), date(end, last, monthrange(end, last)[1])


def interval(value: str, mod: str = "") -> Interval:
    """Days a TIMEX3 value covers, narrowed to a third by START, MID and END; durations and references cover none."""
    try:
        found = _plain(value)
    except ValueError:
        return UNKNOWN_TIME
    if found.first is None or found.last is None or mod not in MOD_THIRDS:
        return found
    days = (found.last - found.first).days + 1
    low, high = MOD_THIRDS[mod]
    first = found.first + timedelta(days=int(days * low))
    return Interval(first, found.first + timedelta(days=max(int(days * high) - 1, int(days * low))), found.precision)


def _plain(value: str) -> Interval:
    if "/" in value:
        ends = [_plain(part) for part in value.split("/", 1)]
        return Interval(ends[0].first, ends[1].last, ends[1].precision)
    for pattern, read in _READERS:
        if match := pattern.match(value):
            return read(match)
    return UNKNOWN_TIME


def _day(match: re.Match[str]) -> Interval:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return Interval(day, day, "time" if match[4] else "day")


def _month(match: re.Match[str]) -> Interval:
    return Interval(*month_range(int(match[1]), int(match[2]), int(match[2])), "month")


def _week(match: re.Match[str]) -> Interval:
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return Interval(monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6), "week")


def _long(match: re.Match[str]) -> Interval:
    unit, name = (10, "decade") if len(match[1]) == 3 else (100, "century")
    start = int(match[1]) * unit
    return Interval(date(start, 1, 1), date(start + unit - 1, 12, 31), name)


def _part_of_year(match: re.Match[str]) -> Interval:
    year, part = int(match[1]), match[2] or ""
    if not part:
        return Interval(date(year, 1, 1), date(year, 12, 31), "year")
    if part[0] == "Q":
        return Interval(*month_range(year, 3 * int(part[1]) - 2, 3 * int(part[1])), "quarter")
    if part[0] == "H":
        return Interval(*month_range(year, 6 * int(part[1]) - 5, 6 * int(part[1])), "quarter")
    return Interval(*month_range(year, *SEASONS[part]), "season")


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Interval]], ...] = (
    (_DAY, _day),
    (_MONTH, _month),
    (_WEEK, _week),
    (_PART, _part_of_year),
    (_SPAN, _long),
)


def unit_value(day: date, unit: str, steps: int = 0) -> str:
    """TIMEX3 value of the calendar unit `steps` away from the one that holds `day`."""
    if unit in ("D", "TH", "TM", "TS"):
        return (day + timedelta(days=steps if unit == "D" else 0)).isoformat()
    if unit in ("W", "WE", "2W"):
        year, week, _ = (day + timedelta(weeks=steps * (2 if unit == "2W" else 1))).isocalendar()
        return f"{year}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return shift_months(day, steps).isoformat()[:7]
    if unit == "Q":
        moved = shift_months(day, 3 * steps)
        return f"{moved.year}-Q{(moved.month + 2) // 3}"
    years = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}[unit] * steps
    return f"{day.year + years:04}"[: {"Y": 4, "DE": 3, "CE": 2, "ML": 1}[unit]]
