"""Reckoning of lengths, of what recurs, and of references: durations, "ago" and "later", sets, now and then."""

from datetime import date, timedelta

from westphalia.model import UNKNOWN_TIME, Interval
from westphalia.reading.number.numbers import number
from westphalia.reading.time.frame import (
    Frame,
    Value,
    anchor_day,
    anchor_name,
    reckoning,
    said_day,
    step_of,
)
from westphalia.reading.time.grammar import Expression
from westphalia.reading.time.interval import interval, shift_months, unit_value

MULTIPLES = {"2W": ("W", 2), "Q": ("M", 3), "DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000)}
"""Units that durations write by a smaller one, as ISO 8601 does and the development data (P10Y for a decade)."""


def _count(found: Expression) -> float | None:
    """How many units are counted; None for "several" and the like."""
    if found.has("vague") and not found.has("numword", "num", "day"):
        return None
    written = " ".join(w.text for w in found.words if w.kind in ("numword", "num", "day", "year", "a") or w.text == "-")
    return number(written)


def _duration(count: float | None, unit: str) -> str:
    amount = "X" if count is None else f"{count:g}" if count < 1e6 else f"{count:.0f}"
    if unit in MULTIPLES:
        unit, size = MULTIPLES[unit]
        amount = "X" if count is None else f"{size * count:g}"
    return f"PT{amount}{unit[1]}" if unit[0] == "T" else f"P{amount}{unit}"


def _unit(found: Expression) -> str:
    return found.value("unit", "units", "weekend") or "D"


def _length_mod(found: Expression) -> str:
    if found.has("least"):
        return "EQUAL_OR_MORE"
    if found.has("most", "up") or (found.has("no") and found.has("more")):
        return "EQUAL_OR_LESS"
    if found.has("more"):
        return "MORE_THAN"
    return "LESS_THAN" if found.has("less") else found.value("approx") or ""


@reckoning
def duration(found: Expression, frame: Frame) -> Value | None:
    """Two days, a 20-year war, several weeks."""
    return Value("DURATION", _duration(_count(found), _unit(found)), _length_mod(found), "none")


@reckoning
def duration_half(found: Expression, frame: Frame) -> Value | None:
    """Two and a half years, a year and a half."""
    counted = [w for w in found.words if w.kind in ("numword", "num", "day")]
    whole = number(counted[0].text) if counted else 1.0
    return Value("DURATION", _duration((whole or 1.0) + 0.5, _unit(found)), _length_mod(found), "none")


@reckoning
def half_duration(found: Expression, frame: Frame) -> Value | None:
    """Half a year, half an hour."""
    halves = {"Y": "P6M", "TH": "PT30M", "DE": "P5Y", "CE": "P50Y", "D": "PT12H"}
    return Value("DURATION", halves.get(_unit(found), _duration(0.5, _unit(found))), anchor="none")


@reckoning
def duration_vague(found: Expression, frame: Frame) -> Value | None:
    """Months, decades-long."""
    one = found.has("unit", "weekend")
    return Value("DURATION", _duration(1.0 if one else None, _unit(found)), anchor="none")


@reckoning
def duration_long(found: Expression, frame: Frame) -> Value | None:
    """Yearlong."""
    return Value("DURATION", found.value("longunit") or "PXY", anchor="none")


@reckoning
def duration_whole(found: Expression, frame: Frame) -> Value | None:
    """The entire week."""
    return Value("DURATION", _duration(1.0, _unit(found)), anchor="none")


@reckoning
def span(found: Expression, frame: Frame) -> Value | None:
    """The past three years, the next two weeks: a duration that ends or begins at the day of publication."""
    count = 1.0 if not found.has("numword", "num", "day", "year", "vague") else _count(found)
    value = _duration(count, _unit(found))
    base = frame.day
    if base is None or count is None or found.has("ordinal", "previous", "following") or _unit(found)[0] == "T":
        return Value("DURATION", value, _length_mod(found), "none")
    size = max(round(count), 1)
    other = _moved(base, _unit(found), size if step_of(found) > 0 else -size)
    days_covered = Interval(min(base, other), max(base, other), interval(unit_value(base, _unit(found))).precision)
    return Value("DURATION", value, _length_mod(found), "published", days_covered)


@reckoning
def span_vague(found: Expression, frame: Frame) -> Value | None:
    """Recent years, coming weeks, the past months."""
    if found.has("recent"):
        return Value("DATE", "PAST_REF", anchor="none")
    if found.has("coming"):
        return Value("DATE", "FUTURE_REF", anchor="none")
    return Value("DURATION", _duration(None, _unit(found)), anchor="none")


def _moved(day: date, unit: str, steps: int) -> date:
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
    if unit in months:
        return shift_months(day, months[unit] * steps)
    return day + timedelta(days=steps * {"W": 7, "WE": 7, "2W": 14, "D": 1}.get(unit, 0))


@reckoning
def offset(found: Expression, frame: Frame) -> Value | None:
    """Two weeks ago, three days later: dated as coarsely as its unit."""
    unit, count = _unit(found), _count(found)
    back = found.has("ago", "earlier")
    if count is None or unit[0] == "T":
        return Value("DATE", "PAST_REF" if back else "FUTURE_REF", anchor="none")
    if found.has("half"):
        unit, count = {"Y": ("M", (count + 0.5) * 12)}.get(unit, (unit, count))
        if not found.has("units") and not found.has("and"):
            unit, count = {"M": ("M", 6.0), "CE": ("Y", 50.0), "DE": ("Y", 5.0)}.get(unit, (unit, count))
    base, anchor = anchor_day(found, frame), anchor_name(found, frame)
    if base is None or (found.has("earlier", "later") and said_day(found, frame) is None):
        return Value("DURATION", _duration(count, unit), _length_mod(found), "none")
    fine = {"2W": "W", "DE": "Y", "CE": "Y", "ML": "Y", "WE": "W", "Q": "M"}.get(unit, unit)
    day = _moved(base, unit, -round(count) if back else round(count))
    return Value("DATE", unit_value(day, fine), _length_mod(found), anchor)


@reckoning
def offset_vague(found: Expression, frame: Frame) -> Value:
    """Months later, years ago."""
    return Value("DATE", "PAST_REF" if found.has("ago", "earlier") else "FUTURE_REF", anchor="none")


@reckoning
def every(found: Expression, frame: Frame) -> Value | None:
    """Every two years, twice a week, Sundays, each March."""
    if day := found.value("weekday", "weekdays"):
        return Value("SET", f"XXXX-WXX-{day}", anchor="none")
    if month := found.value("month"):
        return Value("SET", f"XXXX-{int(month):02}", anchor="none")
    if name := found.value("season"):
        return Value("SET", f"XXXX-{name}", anchor="none")
    if part := found.value("part"):
        return Value("SET", f"XXXX-XX-XXT{part}", anchor="none")
    nth = found.value("ordinal")
    counted = [w.text for w in found.words if w.kind in ("numword", "num", "day")]
    if found.has("times") and counted and found.words[0].kind != "times":
        counted = []
    count = float(nth) if nth else number(" ".join(counted)) if counted else 2.0 if found.has("other") else 1.0
    if found.has("vague"):
        count = None
    return Value("SET", _duration(count, _unit(found)).replace("P1WE", "XXXX-WXX-WE"), anchor="none")


@reckoning
def set(found: Expression, frame: Frame) -> Value:  # noqa: A001  named as in the table of rules
    """Daily, annual."""
    return Value("SET", found.value("set") or "P1D", anchor="none")


@reckoning
def reference(found: Expression, frame: Frame) -> Value:
    """Now, recently, soon."""
    return Value("DATE", found.value("ref") or "PRESENT_REF", anchor="none", days=UNKNOWN_TIME)


@reckoning
def reference_adjective(found: Expression, frame: Frame) -> Value:
    """Current, recent."""
    return Value("DATE", "PAST_REF" if found.has("recent") else "PRESENT_REF", anchor="none", days=UNKNOWN_TIME)


@reckoning
def moment(found: Expression, frame: Frame) -> Value:
    """The moment, at that time."""
    back = found.has("that", "same")
    return Value("DATE", "PAST_REF" if back else "PRESENT_REF", anchor="none", days=UNKNOWN_TIME)


@reckoning
def the_time(found: Expression, frame: Frame) -> Value:
    """At the time: then."""
    return Value("DATE", "PAST_REF", anchor="none")


@reckoning
def vague_past(found: Expression, frame: Frame) -> Value:
    """The past, long ago."""
    return Value("DATE", "PAST_REF", anchor="none")


@reckoning
def vague_future(found: Expression, frame: Frame) -> Value:
    """The future, the near future."""
    return Value("DATE", "FUTURE_REF", anchor="none")
