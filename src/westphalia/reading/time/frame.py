"""What temporal expressions are reckoned from, and the parts all reckonings share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from westphalia.model import Interval
from westphalia.reading.number.numbers import number
from westphalia.reading.time.grammar import Expression
from westphalia.reading.time.interval import interval

STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0, "current": 0}
LATE_PUBLICATION = 2
"""Days by which a date that is past in the text may follow the day of publication: time zones and feeds."""
BACKWARD = 12
"""A date so many times nearer behind than ahead is behind: headlines tell the past in the present tense."""
TEXTUAL = ("previous", "following", "that", "same", "earlier", "later")
"""Words that count from the date the text speaks of, not from the day of publication."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is reckoned from.

    Attributes:
        day: publication day, None if unknown.
        said: the days the text last spoke of as a date (a day, month or year); None if none.
        tense: "past", "future" or "" of the clause.
        year: a year the sentence itself names beside months without one.
    """

    day: date | None
    said: Interval | None = None
    tense: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """Kind, TIMEX3 value, modifier, what it was reckoned from, and the days it covers."""

    kind: str
    value: str
    mod: str = ""
    anchor: str = "absolute"
    days: Interval | None = None

    @property
    def interval(self) -> Interval:
        """Days covered: those given, else those of the value."""
        return self.days or interval(self.value, self.mod)


Reckoning = Callable[[Expression, Frame], Value | None]
RECKONINGS: dict[str, Reckoning] = {}


def reckoning(function: Reckoning) -> Reckoning:
    """Registers a reckoning under its name in time_rules.tsv."""
    RECKONINGS[function.__name__.strip("_")] = function
    return function


def mod_of(found: Expression) -> str:
    """TIMEX3 modifier of "early", "the end of" and the like, or nothing."""
    return found.value("early", "edge") or ""


def clock_of(found: Expression) -> str:
    """`T09:30`, `TMO`, or nothing."""
    for i, word in enumerate(found.words):
        if word.kind == "noon":
            return word.value
        after = found.words[i + 1] if i + 1 < len(found.words) else None
        half = word.text.lower()[-2:] if word.kind == "clock" else ""
        if after and after.kind == "am":
            half = after.value.lower()
        elif after and after.kind == "oclock":
            half = "oc"
        written = word.value.lower().rstrip("apm").replace(".", ":")
        if after and after.kind == "zone" and word.kind in ("num", "year") and len(word.text) == 4:
            half, written = "zone", f"{word.text[:2]}:{word.text[2:]}"
        if word.kind == "clock" or half:
            hour, _, minute = written.partition(":")
            hours = int(number(hour) or 0)
            if hours > 24 or int(minute[:2] or 0) > 59:
                return ""
            hours = hours % 12 + 12 * (half == "pm") if half in ("am", "pm") else hours
            return f"T{hours:02}:{minute[:2] or '00'}"
    part = found.value("part")
    return f"T{part}" if part else ""


def timed(found: Expression, day: str, anchor: str) -> Value:
    """The value of a day with the clock or part of the day that stands beside it."""
    clock = clock_of(found)
    mod = mod_of(found)
    return Value("TIME" if clock else "DATE", day + clock, mod, anchor)


def _nearest(options: list[date], frame: Frame) -> date | None:
    """Of possible dates, the nearest that the tense allows (the day of publication itself allows both)."""
    assert frame.day is not None
    day = frame.day
    late = day + timedelta(days=LATE_PUBLICATION)
    fitting = [o for o in options if (o >= day if frame.tense == "future" else o <= late if frame.tense else True)]
    best = min(fitting or options, key=lambda o: abs((o - day).days), default=None)
    if frame.tense == "future" and best and any(0 < (day - o).days * BACKWARD < (best - day).days for o in options):
        return max(o for o in options if o < day)
    return best


def year_for(month: int, day: int | None, frame: Frame) -> int | None:
    """The year of a month (and day) written without one."""
    if frame.year:
        return frame.year
    if frame.day is None:
        return None
    years = range(frame.day.year - 1, frame.day.year + 2)
    options = []
    for year in years:
        try:
            options.append(date(year, month, day or (frame.day.day if month == frame.day.month else 15)))
        except ValueError:
            continue
    if not day and not frame.tense:
        # "in October" without a tense: a month ahead is meant only if it is near
        options = [o for o in options if (o - frame.day).days <= 92]
    best = _nearest(options, frame)
    return best.year if best else None


def _textual(found: Expression) -> bool:
    """Whether it counts from the date the text speaks of: "the previous", "that", "later", "the next day"."""
    near = found.value("unit", "weekend") == "D" or (found.has("part") and not found.has("weekday"))
    return found.has(*TEXTUAL) or (found.has("next") and near)


def said_day(found: Expression, frame: Frame) -> date | None:
    """The text's own date, if it is exact enough for the unit: "the next day" needs a day, "that year" does not."""
    if frame.said is None:
        return None
    coarse = {"Y": ("month", "year"), "M": ("month",), "DE": ("month", "year")}.get(
        found.value("unit", "units", "weekend") or "D", ()
    )
    return frame.said.first if frame.said.precision in ("day", "time", *coarse) else None


def anchor_day(found: Expression, frame: Frame) -> date | None:
    """The day from which a relative expression counts."""
    return (said_day(found, frame) if _textual(found) else None) or frame.day


def anchor_name(found: Expression, frame: Frame) -> str:
    """Name of what `anchor_day` took."""
    if anchor_day(found, frame) is None:
        return "none"
    return "text" if _textual(found) and said_day(found, frame) else "published"


def step_of(found: Expression) -> int:
    """Units to go: -1 for "last", 1 for "next", 0 for "this"."""
    return next((STEPS[w.kind] for w in found.words if w.kind in STEPS), 0)
