"""Times: finds temporal expressions sentence by sentence and reckons them from the day of publication and the text.

Values are TIMEX3. Ages are not times, nor are numbers that only look like years; a relative expression in a
report whose day is unknown keeps TIMEX3's unanchored form and covers no days.
"""

import re
from datetime import date

from westphalia.model import Span, Time
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step
from westphalia.reading.time_grammar import Expression, expressions
from westphalia.reading.time_tense import tense
from westphalia.reading.time_values import Frame, Value, reckon

AGE_AFTER = re.compile(r"\s*-?\s*(?:year\s*-?\s*)?(?:old|olds|of age)\b", re.IGNORECASE)
AGE_BEFORE = re.compile(r"\b(?:aged?|ages|age of|aged between|turned|turns)\s+$", re.IGNORECASE)
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|of|during|before|after|between|and|to|through|for|around|circa|early|late|mid|year"
    r"|spring|summer|autumn|winter|fall|the|is|was)|[(,–—-])\s*$",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\s*(?:%|per\s?cent|km\b|kilomet|met(?:er|re)s?\b|miles?\b|ton(?:ne)?s?\b|kg\b|people\b|persons?\b|troops\b|soldiers\b"
    r"|civilians\b|refugees\b|migrants\b|casualties\b|deaths\b|dollars\b|euros\b|rubles\b|roubles\b|yuan\b|rupees\b|pounds\b"
    r"|others\b|men\b|women\b|children\b|houses\b|homes\b|families\b|cases\b|million\b|billion\b|votes\b|seats\b|jobs\b"
    r"|workers\b|students\b|employees\b|police\b|MW\b|hectares\b|acres\b|barrels\b|points\b|words\b|feet\b|hours?\b|fighters\b)",
    re.IGNORECASE,
)
NOT_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥#₹@/]|\b(?:US\$|USD|EUR|Rs\.?|No\.?|Nos\.?|Article|Resolution|Room|page|section|about|nearly|almost|some"
    r"|than|least|over|around|another|RMB|Tk|Sh|NT\$|flight|number|phone|tel\.?|fax|PO Box|Box|code|Decree|Law|Order))\s*$",
    re.IGNORECASE,
)
RATE_BEFORE = re.compile(
    r"(?:%|percent|per cent|times|million|billion|[$€£]\s?[\d.,]+|tonnes|tons|barrels|dollars|euros|\d)\s+$", re.IGNORECASE
)
RATE = re.compile(r"an?\s+(?:second|minute|hour|day|night|week|month|quarter|year)", re.IGNORECASE)
OPENING = 12
"""A year governs later months of its sentence only if it opens it ("In 2014, …")."""
SAID_PRECISIONS = ("day", "time", "month", "year")


def find_times(reading: Reading) -> None:
    """Fills `reading.times`."""
    said: date | None = None
    for sentence in reading.sentences:
        text = sentence.span.of(reading.clean)
        found = [e for e in expressions(text) if _is_time(e, text)]
        year = _year_of(found)
        for expression in found:
            needs = expression.has("weekday", "month", "holiday") or expression.rule == "ordinal_unit"
            looks = tense(text, sentence.doc, expression.start) if needs else ""
            frame = Frame(reading.day, said, looks, year or _year_of_range(expression, found, text))
            value = reckon(expression, frame)
            if value is None:
                continue
            value = _rate(expression, value, text)
            reading.times.append(_time(expression, value, sentence, reading.clean))
            covered = value.interval
            if covered.first and covered.precision in SAID_PRECISIONS and value.kind in ("DATE", "TIME"):
                said = covered.first


def _time(expression: Expression, value: Value, sentence: Sentence, clean: str) -> Time:
    span = Span(sentence.span.start + expression.start, sentence.span.start + expression.end)
    return Time(span, span.of(clean), value.kind, value.value, value.interval, value.anchor, value.mod)


def _year_of(found: list[Expression]) -> int | None:
    """The year that a sentence names beside dates without a year ("In 2014, … in March"), if it names just one."""
    bare = {e.value("year") for e in found if e.rule in ("year", "calendar") and e.has("year")}
    first = next((n for n, e in enumerate(found) if e.has("year")), None)
    months = [n for n, e in enumerate(found) if e.has("month") and not e.has("year")]
    if len(bare) == 1 and first is not None and months and first < months[0] and found[first].start <= OPENING:
        return int(bare.pop() or 0) or None
    return None


def _year_of_range(expression: Expression, found: list[Expression], text: str) -> int | None:
    """The year of the end of a range, which its beginning shares ("between 3 May and 5 May 2021")."""
    following = next((e for e in found if e.start >= expression.end), None)
    if following is None or expression.has("year") or not (expression.has("month") and following.has("month")):
        return None
    if not re.fullmatch(r"\s*(?:and|to|until|till|through|[-–—])\s*", text[expression.end : following.start]):
        return None
    return int(following.value("year") or 0) or None


def _is_time(expression: Expression, text: str) -> bool:
    """Whether the words around leave it a time."""
    before, after = text[: expression.start], text[expression.end :]
    words = text[expression.start : expression.end]
    match expression.rule:
        case "duration" | "duration_half" | "duration_vague":
            return not AGE_AFTER.match(after) and not AGE_BEFORE.search(before) and not before.endswith("$")
        case "year":
            return _is_year(expression, before, after)
        case "set":
            # "China Daily" is a newspaper
            return not (words[0].isupper() and before.strip() != "")
        case "fiscal" | "deictic" | "relative_name" | "clock":
            return not (words.lower() == "today" and before.endswith("USA "))
        case "years" | "days":
            return not COUNTED.match(after) and not NOT_YEAR_BEFORE.search(before)
        case "reference_adjective":
            return bool(re.match(r"\s+[a-z]", after))
        case "calendar":
            return _is_calendar(expression, before, after)
        case _:
            return True


def _is_calendar(expression: Expression, before: str, after: str) -> bool:
    # a lone month before a capitalised word is most often a name ("April Jones"), a weekday never
    if len(expression.words) == 1 and expression.words[0].text in ("April", "June", "August"):
        follows = re.match(r"\s+([A-Z][a-z]+)", after)
        return not (follows and not re.search(r"\b(?:in|of|since|until|by|last|next|on|from)\s+$", before))
    return not (expression.words[0].kind == "day" and before.endswith("$"))


def _is_year(expression: Expression, before: str, after: str) -> bool:
    value = int(expression.value("year") or 0)
    if COUNTED.match(after) or NOT_YEAR_BEFORE.search(before) or re.match(r"[-/.,:]?\d|-[a-z]", after):
        return False
    if before[-1:] in ("-", "/", ".") and before[-2:-1].isalnum():
        return False
    if 1900 <= value <= 2030:
        return True
    led = re.search(r"\b(?:in|since|by|until|year|before|after|circa)\s+$", before, re.IGNORECASE)
    # "in 1815" is a year, "in 1815 villages" is not
    return bool(led) and not re.match(r"\s+(?!is\b|was\b|has\b)[a-z]+s\b", after)


def _rate(expression: Expression, value: Value, text: str) -> Value:
    """ "3 billion dollars a year" tells how often, not how long."""
    words, before = text[expression.start : expression.end], text[: expression.start]
    if expression.rule == "duration" and RATE.fullmatch(words) and RATE_BEFORE.search(before):
        return Value("SET", value.value, anchor="none")
    return value


TIMES = Step("times", 1, reads=("report", "sentences"), fills=("times",), run=find_times)
