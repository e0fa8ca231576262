"""Reckoning of dates: what an expression means, given the day of publication, the text's own dates, and tense."""

from datetime import date, timedelta

from westphalia.model import Interval
from westphalia.reading.time.compound import feast
from westphalia.reading.time.frame import (
    RECKONINGS,
    STEPS,
    Frame,
    Value,
    anchor_day,
    anchor_name,
    clock_of,
    mod_of,
    reckoning,
    said_day,
    step_of,
    timed,
    year_for,
)
from westphalia.reading.time.grammar import PLAUSIBLE_YEARS, Expression
from westphalia.reading.time.interval import interval, unit_value
from westphalia.reading.time.lengths import span


def reckon(found: Expression, frame: Frame) -> Value | None:
    """The value of an expression; None if it turns out to be no time."""
    try:
        return RECKONINGS[found.rule](found, frame)
    except (OverflowError, ValueError):
        return None


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
        base = anchor_day(found, frame)
        if base is None:
            return Value("DATE", f"XXXX-{int(month or 0):02}" if month else "XXXX-XX", mod_of(found), "none")
        if found.value("unit", "weekend") == "M" or month is None:
            whole = unit_value(base, "M", step_of(found)) + (f"-{day:02}" if day else "")
            return timed(found, whole, anchor_name(found, frame))
        chosen, anchor = base.year + step_of(found), anchor_name(found, frame)
    elif year:
        chosen, anchor = int(year), "absolute"
    else:
        guess = year_for(int(month or 1), day, frame)
        anchor = "published" if frame.day else "none"
        if guess is None:
            return timed(found, f"XXXX-{int(month or 0):02}" + (f"-{day:02}" if day else ""), anchor)
        chosen = guess
    if day:
        date(chosen, int(month or 1), day)
    return timed(found, f"{chosen:04}-{int(month or 1):02}" + (f"-{day:02}" if day else ""), anchor)


def _weekday(found: Expression, frame: Frame) -> Value:
    number_of_day = int(found.value("weekday") or 1)
    if frame.day is None:
        return timed(found, f"XXXX-WXX-{number_of_day}", "none")
    back = (frame.day.isoweekday() - number_of_day) % 7
    step = 7 - back if back else 0
    day = frame.day + timedelta(days=step if frame.tense == "future" else -back)
    return timed(found, day.isoformat(), "published")


@reckoning
def weekday_of(found: Expression, frame: Frame) -> Value:
    """Friday of last week."""
    wanted = int(found.value("weekday") or 1)
    if frame.day is None:
        return Value("DATE", f"XXXX-WXX-{wanted}", anchor="none")
    year, week, _ = (frame.day + timedelta(weeks=step_of(found))).isocalendar()
    return Value("DATE", date.fromisocalendar(year, week, wanted).isoformat(), anchor="published")


@reckoning
def days(found: Expression, frame: Frame) -> Value | None:
    """March 3-5."""
    month = int(found.value("month") or 1)
    first, last = [int(w.value) for w in found.words if w.kind == "day"][:2]
    year = int(found.value("year") or year_for(month, first, frame) or 0)
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
    base, anchor = anchor_day(found, frame), anchor_name(found, frame)
    step = step_of(found)
    if found.has("weekday"):
        return _relative_weekday(found, base, step, anchor, frame.tense)
    if month := found.value("month"):
        return _relative_month(int(month), base, step, mod_of(found), anchor)
    if season_name := found.value("season"):
        return _relative_season(season_name, base, step, mod_of(found), anchor)
    if part := found.value("part"):
        day = "XXXX-XX-XX" if base is None else (base + timedelta(days=step)).isoformat()
        return Value("TIME", f"{day}T{part}", mod_of(found), anchor)
    return feast(found, frame)


def _relative_month(month: int, base: date | None, step: int, mod: str, anchor: str) -> Value:
    if base is None:
        return Value("DATE", f"XXXX-{month:02}", mod, "none")
    year = base.year + (step > 0 and month <= base.month) - (step < 0 and month >= base.month)
    return Value("DATE", f"{year}-{month:02}", mod, anchor)


def _relative_weekday(found: Expression, base: date | None, step: int, anchor: str, looks: str) -> Value:
    wanted = int(found.value("weekday") or 1)
    if base is None:
        return timed(found, f"XXXX-WXX-{wanted}", "none")
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
    return timed(found, day.isoformat(), anchor)


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
            return Value("DATE", f"XXXX-{name}", mod_of(found), "none")
        return Value("DATE", f"{frame.day.year + step_of(found)}-{name}", mod_of(found), "published")
    return Value("DATE", f"{year}-{name}", mod_of(found))


@reckoning
def season_bare(found: Expression, frame: Frame) -> Value | None:
    """The summer: the last one begun, or the next one in a clause that looks ahead."""
    name = found.value("season") or "SU"
    if frame.day is None:
        return Value("DATE", f"XXXX-{name}", mod_of(found), "none")
    years = range(frame.day.year - 1, frame.day.year + 2)
    spans = [(y, interval(f"{y}-{name}")) for y in years]
    if frame.tense == "future":
        chosen = min(y for y, s in spans if s.last and s.last >= frame.day)
    else:
        chosen = max(y for y, s in spans if s.first and s.first <= frame.day)
    return Value("DATE", f"{chosen}-{name}", mod_of(found), "published")


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
    said = said_day(found, frame)
    base = said or frame.day
    day = base.isoformat() if base else "XXXX-XX-XX"
    return timed(found, day, "text" if said else "published" if base else "none")


@reckoning
def relative_unit(found: Expression, frame: Frame) -> Value | None:
    """Last week, this month, the following day, the end of the year."""
    unit = found.value("unit", "weekend") or "D"
    if found.has("past") or (found.has("the") and found.has("last") and unit in ("DE", "CE")):
        return span(found, frame)
    if found.has("earlier", "later"):
        return _part_of_unit(found, frame)
    base, anchor = anchor_day(found, frame), anchor_name(found, frame)
    if unit in ("TH", "TM", "2W"):
        return None
    said = said_day(found, frame)
    if found.has("that", "same") and not found.has(*(k for k in STEPS if k != "this")) and said is None:
        return Value("DATE", _unanchored(unit), mod_of(found), "none")
    if base is None or (found.has("previous", "following", "next") and said is None and unit == "D"):
        return Value("DATE", _unanchored(unit), mod_of(found), "none")
    return Value("DATE", unit_value(base, unit, step_of(found)), mod_of(found), anchor)


def _part_of_unit(found: Expression, frame: Frame) -> Value:
    """Earlier this week, later this year: the unit, cut at the day of publication."""
    unit = found.value("unit", "weekend") or "D"
    if found.has("that", "same") and (said := said_day(found, frame)):
        return Value("DATE", unit_value(said, unit), "START" if found.has("earlier") else "END", "text")
    if frame.day is None:
        return Value("DATE", _unanchored(unit), anchor="none")
    value = unit_value(frame.day, unit, step_of(found))
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
    return timed(found, day, "published")


@reckoning
def deictic_far(found: Expression, frame: Frame) -> Value:
    """The day before yesterday, a week after tomorrow."""
    if frame.day is None:
        return Value("DATE", "XXXX-XX-XX", anchor="none")
    size = 7 if found.value("unit", "weekend") == "W" else 1
    step = size * (1 if found.has("after") else -1) + int(found.value("deictic") or 0)
    return Value("DATE", (frame.day + timedelta(days=step)).isoformat(), anchor="published")


@reckoning
def years(found: Expression, frame: Frame) -> Value | None:
    """2014-2019, 2021/22."""
    numbers = [w.text for w in found.words if w.kind in ("year", "day", "num")]
    first, last = numbers[0], numbers[-1]
    if len(first) != 4 or len(last) not in (2, 4) or not last.isdigit():
        return None
    last = first[: 4 - len(last)] + last
    return Value("DATE", f"{first}/{last}") if int(first) < int(last) < PLAUSIBLE_YEARS.stop else None


@reckoning
def year(found: Expression, frame: Frame) -> Value:
    """2014, mid-2011."""
    mod, value = mod_of(found), found.value("year") or ""
    if mod == "MID":  # TempEval writes the middle of a year as its June
        return Value("DATE", f"{value}-06-XX", mod, days=interval(value, mod))
    return Value("DATE", value, mod)


@reckoning
def decade(found: Expression, frame: Frame) -> Value:
    """The 1990s, the '80s."""
    if tens := found.value("decadeword"):
        return Value("DATE", f"19{tens}", mod_of(found))
    text = (found.value("decade") or "").strip("'’")
    return Value("DATE", text[:3] if len(text) == 5 else f"19{text[0]}", mod_of(found))


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
        return Value("DATE", f"{nth - 1:02}", mod_of(found))
    if (unit == "Q" and nth <= 4) or (unit == "H" and nth <= 2 and found.has("year")):
        base = year_for(3 * nth - 1, None, Frame(frame.day, tense=frame.tense or "past"))
        return Value("DATE", f"{base or 'XXXX'}-{unit}{nth}", mod_of(found), "published" if base else "none")
    return None


@reckoning
def ordinal_of(found: Expression, frame: Frame) -> Value | None:
    """The first half of 2022, the third quarter of last year, the last week of this month."""
    base = found.value("year")
    if not base and frame.day:
        base = str(frame.day.year + step_of(Expression(found.words[2:], found.first, found.rule)))
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
    value = named or str((frame.day.year if frame.day else 0) + step_of(found))
    return Value("DATE", f"FY{value}", mod_of(found), "absolute" if named else "published", days=interval(value))


@reckoning
def clock(found: Expression, frame: Frame) -> Value | None:
    """9:30 a.m.: of the day the text speaks of, else of the day of publication."""
    time_of_day = clock_of(found)
    if not time_of_day:
        return None
    said = said_day(found, frame)
    base = said or frame.day
    anchor = "text" if said else "published" if frame.day else "none"
    return Value("TIME", (base.isoformat() if base else "XXXX-XX-XX") + time_of_day, anchor=anchor)
