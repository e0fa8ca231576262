"""Reckoning: what a temporal expression means, given the day of publication, the text's own dates, and tense."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from westphalia.model import UNKNOWN_TIME, Interval
from westphalia.reading.numbers import number
from westphalia.reading.time_grammar import Expression
from westphalia.reading.time_interval import interval, shift_months, unit_value

STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0, "current": 0}
MULTIPLES = {"2W": ("W", 2), "Q": ("M", 3), "DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000)}
"""Units that ISO 8601 durations write by a smaller one."""
LATE_PUBLICATION = 2
"""Days by which a date that is past in the text may follow the day of publication: time zones and feeds."""
TEXTUAL = ("previous", "following", "that", "same", "earlier", "later")
"""Words that count from the date the text speaks of, not from the day of publication."""
PARTS = {"MO", "AF", "EV", "NI"}


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


def reckon(found: Expression, frame: Frame) -> Value | None:
    """The value of an expression; None if it turns out to be no time."""
    try:
        return RECKONINGS[found.rule](found, frame)
    except (OverflowError, ValueError):
        return None


# --- parts ---------------------------------------------------------------------------------------------------------


def _mod(found: Expression) -> str:
    return found.value("early", "edge") or ""


def _clock(found: Expression) -> str:
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
        if word.kind == "clock" or half:
            hour, _, minute = word.value.lower().rstrip("apm").replace(".", ":").partition(":")
            hours = int(number(hour) or 0)
            if hours > 24 or int(minute[:2] or 0) > 59:
                return ""
            hours = hours % 12 + 12 * (half == "pm") if half in ("am", "pm") else hours
            return f"T{hours:02}:{minute[:2] or '00'}"
    part = found.value("part")
    return f"T{part}" if part else ""


def _timed(found: Expression, day: str, anchor: str) -> Value:
    clock = _clock(found)
    mod = _mod(found)
    return Value("TIME" if clock else "DATE", day + clock, mod, anchor)


def _nearest(options: list[date], frame: Frame) -> date | None:
    """Of possible dates, the nearest that the tense allows (the day of publication itself allows both)."""
    assert frame.day is not None
    day = frame.day
    late = day + timedelta(days=LATE_PUBLICATION)
    fitting = [o for o in options if (o >= day if frame.tense == "future" else o <= late if frame.tense else True)]
    return min(fitting or options, key=lambda o: abs((o - day).days), default=None)


def _year_for(month: int, day: int | None, frame: Frame) -> int | None:
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
    return found.has(*TEXTUAL) or (found.has("next") and found.value("unit", "weekend") == "D")


def _said(found: Expression, frame: Frame) -> date | None:
    """The text's own date, if it is exact enough for the unit: "the next day" needs a day, "that year" does not."""
    if frame.said is None:
        return None
    coarse = {"Y": ("month", "year"), "M": ("month",), "DE": ("month", "year")}.get(
        found.value("unit", "units", "weekend") or "D", ()
    )
    return frame.said.first if frame.said.precision in ("day", "time", *coarse) else None


def _anchor(found: Expression, frame: Frame) -> date | None:
    """The day from which a relative expression counts."""
    return (_said(found, frame) if _textual(found) else None) or frame.day


def _anchor_name(found: Expression, frame: Frame) -> str:
    if _anchor(found, frame) is None:
        return "none"
    return "text" if _textual(found) and _said(found, frame) else "published"


def _step(found: Expression) -> int:
    return next((STEPS[w.kind] for w in found.words if w.kind in STEPS), 0)


# --- dates ---------------------------------------------------------------------------------------------------------


@reckoning
def calendar(found: Expression, frame: Frame) -> Value | None:
    """Month, day, year, weekday and clock in any combination."""
    month = found.value("month")
    if month is None and found.has("weekday"):
        return _weekday(found, frame)
    year = found.value("year")
    clocked = {"clock", "am", "oclock"}
    words = found.words
    days = [
        w.value
        for i, w in enumerate(words)
        if w.kind in ("day", "ordinal") and not (i + 1 < len(words) and words[i + 1].kind in clocked)
    ]
    day = int(days[0]) if days else None
    if found.has("unit", "weekend") or (month is not None and found.has(*STEPS) and not year):
        base = _anchor(found, frame)
        if base is None:
            return Value("DATE", f"XXXX-{int(month or 0):02}" if month else "XXXX-XX", _mod(found), "none")
        if found.value("unit", "weekend") == "M" or month is None:
            whole = unit_value(base, "M", _step(found)) + (f"-{day:02}" if day else "")
            return _timed(found, whole, _anchor_name(found, frame))
        chosen, anchor = base.year + _step(found), _anchor_name(found, frame)
    elif year:
        chosen, anchor = int(year), "absolute"
    else:
        guess = _year_for(int(month or 1), day, frame)
        anchor = "published" if frame.day else "none"
        if guess is None:
            return _timed(found, f"XXXX-{int(month or 0):02}" + (f"-{day:02}" if day else ""), anchor)
        chosen = guess
    if day:
        date(chosen, int(month or 1), day)
    return _timed(found, f"{chosen:04}-{int(month or 1):02}" + (f"-{day:02}" if day else ""), anchor)


def _weekday(found: Expression, frame: Frame) -> Value:
    number_of_day = int(found.value("weekday") or 1)
    if frame.day is None:
        return _timed(found, f"XXXX-WXX-{number_of_day}", "none")
    back = (frame.day.isoweekday() - number_of_day) % 7
    step = 7 - back if back else 0
    day = frame.day + timedelta(days=step if frame.tense == "future" else -back)
    return _timed(found, day.isoformat(), "published")


@reckoning
def weekday_of(found: Expression, frame: Frame) -> Value:
    """Friday of last week."""
    wanted = int(found.value("weekday") or 1)
    if frame.day is None:
        return Value("DATE", f"XXXX-WXX-{wanted}", anchor="none")
    year, week, _ = (frame.day + timedelta(weeks=_step(found))).isocalendar()
    return Value("DATE", date.fromisocalendar(year, week, wanted).isoformat(), anchor="published")


@reckoning
def days(found: Expression, frame: Frame) -> Value | None:
    """March 3-5."""
    month = int(found.value("month") or 1)
    first, last = [int(w.value) for w in found.words if w.kind == "day"][:2]
    year = int(found.value("year") or _year_for(month, first, frame) or 0)
    if first >= last or not year:
        return None
    whole = f"{date(year, month, first)}/{date(year, month, last)}"
    return Value("DATE", whole, anchor="absolute" if found.has("year") else "published")


@reckoning
def iso(found: Expression, frame: Frame) -> Value:
    """2022-03-30."""
    date.fromisoformat(found.words[0].text[:10])
    text = found.words[0].text
    return Value("TIME" if "T" in text else "DATE", text)


@reckoning
def numeric(found: Expression, frame: Frame) -> Value | None:
    """30/03/2022; where day and month cannot be told apart the day is taken first, as most of the world writes it."""
    first, second, third = (int(n) for n in found.words[0].text.replace(".", "/").split("/"))
    year = third if third > 99 else 2000 + third if third < 50 else 1900 + third
    if second > 12:
        first, second = second, first
    return Value("DATE", date(year, second, first).isoformat())


@reckoning
def relative_name(found: Expression, frame: Frame) -> Value | None:
    """Last Wednesday, this morning, next March, last summer."""
    base, anchor = _anchor(found, frame), _anchor_name(found, frame)
    step = _step(found)
    if found.has("weekday"):
        return _relative_weekday(found, base, step, anchor, frame.tense)
    if month := found.value("month"):
        if base is None:
            return Value("DATE", f"XXXX-{int(month):02}", _mod(found), "none")
        wanted = int(month)
        year = base.year + (step > 0 and wanted <= base.month) - (step < 0 and wanted >= base.month)
        return Value("DATE", f"{year}-{wanted:02}", _mod(found), anchor)
    if season_name := found.value("season"):
        return _relative_season(season_name, base, step, _mod(found), anchor)
    if part := found.value("part"):
        if part not in PARTS or (found.has("following", "same", "that") and base is None):
            return Value("TIME", f"XXXX-XX-XXT{part}", anchor="none")
        if base is None:
            return Value("TIME", f"XXXX-XX-XXT{part}", _mod(found), "none")
        return Value("TIME", f"{base + timedelta(days=step)}T{part}", _mod(found), anchor)
    return holiday(found, frame)


def _relative_weekday(found: Expression, base: date | None, step: int, anchor: str, looks: str) -> Value:
    wanted = int(found.value("weekday") or 1)
    if base is None:
        return _timed(found, f"XXXX-WXX-{wanted}", "none")
    ahead = (wanted - base.isoweekday()) % 7
    if found.has("this", "same", "that", "current"):
        # "this Wednesday" is of the week of publication, whichever side of the day it lies on
        day = base + timedelta(days=wanted - base.isoweekday())
        if looks == "past" and day > base:
            day -= timedelta(days=7)
    elif step < 0:
        day = base - timedelta(days=(7 - ahead))
    else:
        day = base + timedelta(days=ahead or 7)
    return _timed(found, day.isoformat(), anchor)


def _relative_season(season_name: str, base: date | None, step: int, mod: str, anchor: str) -> Value:
    if base is None:
        return Value("DATE", f"XXXX-{season_name}", mod, "none")
    options = [base.year + n for n in (-2, -1, 0, 1, 2)]
    spans = [(year, interval(f"{year}-{season_name}")) for year in options]
    if step < 0:
        year = max(y for y, s in spans if s.last and s.last < base)
    elif step > 0:
        year = min(y for y, s in spans if s.first and s.first > base)
    else:
        year = min(spans, key=lambda s: abs((s[1].first or base) - base))[0] if season_name == "WI" else base.year
    return Value("DATE", f"{year}-{season_name}", mod, anchor)


@reckoning
def season(found: Expression, frame: Frame) -> Value | None:
    """The summer of 2019, spring of last year."""
    year = found.value("year")
    name = found.value("season")
    if not year:
        if frame.day is None:
            return Value("DATE", f"XXXX-{name}", _mod(found), "none")
        return Value("DATE", f"{frame.day.year + _step(found)}-{name}", _mod(found), "published")
    return Value("DATE", f"{year}-{name}", _mod(found))


@reckoning
def season_bare(found: Expression, frame: Frame) -> Value | None:
    """The summer: the last one begun, or the next one in a clause that looks ahead."""
    name = found.value("season") or "SU"
    if frame.day is None:
        return Value("DATE", f"XXXX-{name}", _mod(found), "none")
    years = range(frame.day.year - 1, frame.day.year + 2)
    spans = [(y, interval(f"{y}-{name}")) for y in years]
    if frame.tense == "future":
        chosen = min(y for y, s in spans if s.last and s.last >= frame.day)
    else:
        chosen = max(y for y, s in spans if s.first and s.first <= frame.day)
    return Value("DATE", f"{chosen}-{name}", _mod(found), "published")


@reckoning
def weekend(found: Expression, frame: Frame) -> Value | None:
    """The weekend: the last one, or the coming one in a clause that looks ahead."""
    if frame.day is None:
        return Value("DATE", "XXXX-WXX-WE", anchor="none")
    step = 0 if frame.tense == "future" or frame.day.isoweekday() >= 6 else -1
    return Value("DATE", unit_value(frame.day, "WE", step), anchor="published")


@reckoning
def part_of_day(found: Expression, frame: Frame) -> Value | None:
    """The morning: of the day the text speaks of, else of the day of publication."""
    said = _said(found, frame)
    base = said or frame.day
    day = base.isoformat() if base else "XXXX-XX-XX"
    return _timed(found, day, "text" if said else "published" if base else "none")


@reckoning
def relative_unit(found: Expression, frame: Frame) -> Value | None:
    """Last week, this month, the following day, the end of the year."""
    unit = found.value("unit", "weekend") or "D"
    if found.has("past"):
        return span(found, frame)
    if found.has("earlier", "later"):
        return _part_of_unit(found, frame)
    base, anchor = _anchor(found, frame), _anchor_name(found, frame)
    if unit in ("TH", "TM", "2W"):
        return None
    said = _said(found, frame)
    if found.has("that", "same") and not found.has(*(k for k in STEPS if k != "this")) and said is None:
        return Value("DATE", _unanchored(unit), _mod(found), "none")
    if base is None or (found.has("previous", "following", "next") and said is None and unit == "D"):
        return Value("DATE", _unanchored(unit), _mod(found), "none")
    return Value("DATE", unit_value(base, unit, _step(found)), _mod(found), anchor)


def _part_of_unit(found: Expression, frame: Frame) -> Value:
    """Earlier this week, later this year: the unit, cut at the day of publication."""
    unit = found.value("unit", "weekend") or "D"
    if frame.day is None:
        return Value("DATE", _unanchored(unit), anchor="none")
    value = unit_value(frame.day, unit, _step(found))
    whole = interval(value)
    if whole.first is None or whole.last is None or not whole.first <= frame.day <= whole.last:
        return Value("DATE", value, anchor="published")
    back = found.has("earlier")
    cut = Interval(whole.first if back else frame.day, frame.day if back else whole.last, whole.precision)
    return Value("DATE", value, "START" if back else "END", "published", cut)


def _unanchored(unit: str) -> str:
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}.get(
        unit, "XXX" if unit == "DE" else "XX"
    )


@reckoning
def deictic(found: Expression, frame: Frame) -> Value:
    """Today, yesterday evening, tonight."""
    night = found.value("tonight", "overnight")
    if frame.day is None:
        return Value("TIME" if night else "DATE", "XXXX-XX-XX" + (f"T{night}" if night else ""), anchor="none")
    day = (frame.day + timedelta(days=int(found.value("deictic") or 0))).isoformat()
    if night:
        return Value("TIME", f"{day}T{night}", anchor="published")
    return _timed(found, day, "published")


@reckoning
def deictic_far(found: Expression, frame: Frame) -> Value:
    """The day before yesterday, a week after tomorrow."""
    if frame.day is None:
        return Value("DATE", "XXXX-XX-XX", anchor="none")
    size = 7 if found.value("unit", "weekend") == "W" else 1
    step = size * (1 if found.has("after") else -1) + int(found.value("deictic") or 0)
    return Value("DATE", (frame.day + timedelta(days=step)).isoformat(), anchor="published")


@reckoning
def holiday(found: Expression, frame: Frame) -> Value | None:
    """Christmas 2021, last Christmas."""
    month, day = (int(n) for n in (found.value("holiday") or "12-25").split("-"))
    year = found.value("year")
    if year:
        return Value("DATE", f"{year}-{month:02}-{day:02}")
    if frame.day is None:
        return Value("DATE", f"XXXX-{month:02}-{day:02}", anchor="none")
    tense = {-1: "past", 1: "future"}.get(_step(found), frame.tense)
    guess = _year_for(month, day, Frame(frame.day, tense=tense))
    return Value("DATE", f"{guess}-{month:02}-{day:02}", anchor="published")


@reckoning
def years(found: Expression, frame: Frame) -> Value | None:
    """2014-2019, 2021/22."""
    numbers = [w.text for w in found.words if w.kind in ("year", "day", "num")]
    first, last = numbers[0], numbers[-1]
    if len(first) != 4 or len(last) not in (2, 4) or not last.isdigit():
        return None
    last = first[: 4 - len(last)] + last
    return Value("DATE", f"{first}/{last}") if int(first) < int(last) else None


@reckoning
def year(found: Expression, frame: Frame) -> Value:
    """2014, mid-2011."""
    mod, value = _mod(found), found.value("year") or ""
    if mod == "MID":  # TempEval writes the middle of a year as its June
        return Value("DATE", f"{value}-06-XX", mod, days=interval(value, mod))
    return Value("DATE", value, mod)


@reckoning
def decade(found: Expression, frame: Frame) -> Value:
    """The 1990s, the '80s."""
    text = (found.value("decade") or "").strip("'’")
    return Value("DATE", text[:3] if len(text) == 5 else f"19{text[0]}", _mod(found))


@reckoning
def quarter(found: Expression, frame: Frame) -> Value | None:
    """Q1 2022."""
    name, year_named = (found.value("quarter") or "").upper(), found.value("year")
    if not year_named and frame.day is None:
        return Value("DATE", f"XXXX-{name}", anchor="none")
    return Value("DATE", f"{year_named or (frame.day.year if frame.day else 0)}-{name}")


@reckoning
def ordinal_unit(found: Expression, frame: Frame) -> Value | None:
    """The 19th century, the first quarter, the second half; other ordinals count, they do not date."""
    nth, unit = (
        int(found.value("ordinal") or 1) + int(found.value("numword") or 0),
        found.value("unit", "weekend") or "H",
    )
    if unit == "CE":
        return Value("DATE", f"{nth - 1:02}", _mod(found))
    if (unit == "Q" and nth <= 4) or (unit == "H" and nth <= 2 and found.has("year")):
        base = _year_for(3 * nth - 1, None, Frame(frame.day, tense=frame.tense or "past"))
        return Value("DATE", f"{base or 'XXXX'}-{unit}{nth}", _mod(found), "published" if base else "none")
    return None


@reckoning
def ordinal_of(found: Expression, frame: Frame) -> Value | None:
    """The first half of 2022, the third quarter of last year, the last week of this month."""
    base = found.value("year")
    if not base and frame.day:
        base = str(frame.day.year + _step(Expression(found.words[2:], found.first, found.rule)))
    base = base or "XXXX"
    units = [w.value for w in found.words if w.kind in ("unit", "weekend")]
    unit = "H" if found.has("half") else units[0]
    nth = int(found.value("ordinal") or {"H": 2, "Q": 4}.get(unit, 12))
    if unit in ("H", "Q"):
        return Value("DATE", f"{base}-{unit}{nth}", anchor="absolute" if found.has("year") else "published")
    if unit == "M":
        return Value("DATE", f"{base}-{nth:02}", anchor="absolute" if found.has("year") else "published")
    return None


@reckoning
def fiscal(found: Expression, frame: Frame) -> Value | None:
    """Fiscal 2022, the last financial year."""
    named = found.value("year")
    if not named and frame.day is None:
        return Value("DATE", "FYXXXX", anchor="none")
    value = named or str((frame.day.year if frame.day else 0) + _step(found))
    return Value("DATE", f"FY{value}", _mod(found), "absolute" if named else "published", days=interval(value))


@reckoning
def clock(found: Expression, frame: Frame) -> Value | None:
    """9:30 a.m.: of the day the text speaks of, else of the day of publication."""
    time_of_day = _clock(found)
    if not time_of_day:
        return None
    said = _said(found, frame)
    base = said or frame.day
    anchor = "text" if said else "published" if frame.day else "none"
    return Value("TIME", (base.isoformat() if base else "XXXX-XX-XX") + time_of_day, anchor=anchor)


# --- counts of units -----------------------------------------------------------------------------------------------


def _count(found: Expression) -> float | None:
    """How many units are counted; None for "several" and the like."""
    if found.has("vague"):
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
    other = _moved(base, _unit(found), size if _step(found) > 0 else -size)
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
    base, anchor = _anchor(found, frame), _anchor_name(found, frame)
    if base is None or (found.has("earlier", "later") and _said(found, frame) is None):
        return Value("DURATION", _duration(count, unit), _length_mod(found), "none")
    fine = {"2W": "W", "DE": "Y", "CE": "Y", "ML": "Y", "WE": "W", "Q": "M"}.get(unit, unit)
    day = _moved(base, unit, -round(count) if back else round(count))
    return Value("DATE", unit_value(day, fine), _length_mod(found), anchor)


@reckoning
def offset_vague(found: Expression, frame: Frame) -> Value:
    """Months later, years ago."""
    return Value("DATE", "PAST_REF" if found.has("ago", "earlier") else "FUTURE_REF", anchor="none")


# --- sets and references -------------------------------------------------------------------------------------------


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
    count = float(nth) if nth else number(" ".join(counted)) if counted else 1.0
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
def vague_past(found: Expression, frame: Frame) -> Value:
    """The past, long ago."""
    return Value("DATE", "PAST_REF", anchor="none")


@reckoning
def vague_future(found: Expression, frame: Frame) -> Value:
    """The future, the near future."""
    return Value("DATE", "FUTURE_REF", anchor="none")
