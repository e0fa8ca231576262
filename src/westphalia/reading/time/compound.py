"""Reckoning of expressions made of two: weekday and distance, part and month, neighbour of a day told of."""

from datetime import date, timedelta

from westphalia.reading.number.numbers import number
from westphalia.reading.time.frame import (
    RECKONINGS,
    Frame,
    Value,
    anchor_name,
    mod_of,
    reckoning,
    said_day,
    step_of,
    timed,
)
from westphalia.reading.time.grammar import Expression, Word
from westphalia.reading.time.interval import shift_months, unit_value

HOLIDAY_OF_YEAR = "01-01"


def _part(found: Expression, rule: str, *left_out: str) -> Expression:
    """The expression without the words of some classes, to be reckoned by another rule."""
    words = tuple(word for word in found.words if word.kind not in left_out)
    return Expression(words, found.first, rule)


def _weekday_near(found: Expression, base: date, ahead: bool) -> date:
    """The weekday named: the last one, or the next, `base` itself included."""
    wanted = int(found.value("weekday") or 1)
    back = (base.isoweekday() - wanted) % 7
    return base + timedelta(days=(7 - back) % 7 if ahead else -back)


def _counted(words: tuple[Word, ...]) -> int:
    written = " ".join(w.text for w in words if w.kind in ("numword", "num", "day"))
    return round(number(written) or 1) if written else 1


@reckoning
def beside(found: Expression, frame: Frame) -> Value:
    """The day after, the year before: counted from the date the text speaks of."""
    unit = found.value("unit", "weekend") or "D"
    step = 1 if found.has("after") else -1
    part = found.value("part")
    said = said_day(found, frame)
    base = said or (frame.day if unit in ("Y", "M") and not part else None)
    if base is None:
        return Value("DATE", {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX"}.get(unit, "XXXX-XX-XX"), anchor="none")
    anchor = "text" if said else "published"
    if part:
        return Value("TIME", f"{base + timedelta(days=step)}T{part}", anchor=anchor)
    return Value("DATE", unit_value(base, unit, step), anchor=anchor)


@reckoning
def ago_weekday(found: Expression, frame: Frame) -> Value:
    """A week ago Monday, a year ago Friday."""
    if frame.day is None:
        return timed(found, f"XXXX-WXX-{found.value('weekday')}", "none")
    unit, count = found.value("unit", "units") or "W", _counted(found.words)
    if unit in ("W", "2W"):
        year, week, _ = (frame.day - timedelta(weeks=count * (2 if unit == "2W" else 1))).isocalendar()
        day = date.fromisocalendar(year, week, int(found.value("weekday") or 1))
    else:
        months = {"M": 1, "Y": 12, "DE": 120}.get(unit, 0)
        day = shift_months(_weekday_near(found, frame.day, ahead=False), -months * count)
    return timed(found, day.isoformat(), "published")


@reckoning
def from_weekday(found: Expression, frame: Frame) -> Value:
    """Two weeks from Friday, a week after tomorrow."""
    if frame.day is None:
        return Value("DATE", "XXXX-XX-XX", anchor="none")
    unit, count = found.value("unit", "units") or "D", _counted(found.words)
    base = frame.day + timedelta(days=int(found.value("deictic") or 0))
    if found.has("weekday"):
        base = _weekday_near(found, frame.day, ahead=True)
    day = shift_months(base, count * {"M": 1, "Y": 12}.get(unit, 0)) + timedelta(
        days=count * {"D": 1, "W": 7, "2W": 14}.get(unit, 0)
    )
    return Value("DATE", day.isoformat(), anchor="published")


def _month(found: Expression, frame: Frame) -> Value | None:
    """The month that an expression ends with: named, or "last month"."""
    at = next(i for i, word in enumerate(found.words) if word.kind in ("of", "in"))
    words = found.words[at + 1 :]
    rule = "calendar" if any(w.kind == "month" for w in words) else "relative_unit"
    return RECKONINGS[rule](Expression(words, found.first, rule), frame)


@reckoning
def nth_weekday(found: Expression, frame: Frame) -> Value | None:
    """The first Monday of May 2023, the last Friday of this month."""
    month = _month(found, frame)
    if month is None or month.interval.first is None or month.interval.last is None:
        return None
    first, last = month.interval.first, month.interval.last
    nth = found.value("ordinal")
    if nth:
        day = _weekday_near(found, first, ahead=True) + timedelta(weeks=int(nth) - 1)
    else:
        day = _weekday_near(found, last, ahead=False)
    return Value("DATE", day.isoformat(), anchor=month.anchor) if first <= day <= last else None


@reckoning
def part_of_month(found: Expression, frame: Frame) -> Value | None:
    """The first week of May, the second half of last month: the month, its beginning, middle or end."""
    month = _month(found, frame)
    if month is None:
        return None
    nth, half = int(found.value("ordinal") or 9), found.has("half")
    mod = "START" if nth == 1 else "END" if nth > 3 or half else "MID"
    return Value("DATE", month.value, mod, month.anchor)


@reckoning
def month_of(found: Expression, frame: Frame) -> Value | None:
    """The month of July."""
    return RECKONINGS["calendar"](_part(found, "calendar", "unit", "earlier", "later", "of", "in", "the"), frame)


@reckoning
def same_last(found: Expression, frame: Frame) -> Value | None:
    """The same month last year, this time last year."""
    if frame.day is None:
        return None
    year = frame.day.year + step_of(_part(found, "", "same", "this"))
    if found.has("fortime"):
        return Value("DATE", shift_months(frame.day, 12 * (year - frame.day.year)).isoformat(), anchor="published")
    base = said_day(Expression(found.words[:3], found.first, ""), frame) or frame.day
    units = [word.value for word in found.words if word.kind == "unit"]
    moved = shift_months(base, 12 * (year - base.year))
    return Value("DATE", unit_value(moved, units[0]) if units[0] in ("M", "Q", "D") else f"{year}", anchor="published")


@reckoning
def these_days(found: Expression, frame: Frame) -> Value | None:
    """These days: now."""
    return Value("DATE", "PRESENT_REF", anchor="none") if found.value("units") == "D" else None


@reckoning
def feast(found: Expression, frame: Frame) -> Value | None:
    """Christmas 2021, last Christmas, New Year's Eve: days of the year by name."""
    month, day = (int(n) for n in (found.value("holiday") or HOLIDAY_OF_YEAR).split("-"))
    year = found.value("year")
    eve = timedelta(days=1 if found.has("eve") else 0)
    if year:
        start = int(year) + (found.has("new") and bool(eve))
        return Value("DATE", (date(start, month, day) - eve).isoformat())
    if frame.day is None:
        return Value("DATE", "XXXX-" + (date(2000, month, day) - eve).isoformat()[5:], anchor="none")
    days = [date(frame.day.year + n, month, day) - eve for n in (-1, 0, 1, 2)]
    tense = {-1: "past", 1: "future"}.get(step_of(found), frame.tense)
    fitting = [d for d in days if (d >= frame.day if tense == "future" else d <= frame.day if tense else True)]
    best = min(fitting or days, key=lambda d: (abs((d - (frame.day or d)).days), d))
    return Value("DATE", best.isoformat(), mod_of(found), "published" if step_of(found) else anchor_name(found, frame))
