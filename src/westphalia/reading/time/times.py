"""Times: finds temporal expressions sentence by sentence and reckons them from the day of publication and the text.

Values are TIMEX3. Ages are not times, nor are numbers that only look like years; a relative expression in a
report whose day is unknown keeps TIMEX3's unanchored form and covers no days.
"""

import re

from westphalia.model import Interval, Span, Time
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step
from westphalia.reading.time.checks import Around, is_time
from westphalia.reading.time.frame import Frame, Value
from westphalia.reading.time.grammar import Expression, expressions
from westphalia.reading.time.tense import tense
from westphalia.reading.time.values import reckon

RATE_BEFORE = re.compile(
    r"(?:%|percent|per cent|times|million|billion|[$€£]\s?[\d.,]+|tonnes|tons|barrels|dollars|euros|\d)\s+$",
    re.IGNORECASE,
)
RATE = re.compile(r"an?\s+(?:second|minute|hour|day|night|week|month|quarter|year)", re.IGNORECASE)
OPENING = 12
"""A year governs later months of its sentence only if it opens it ("In 2014, …")."""
TENSED = ("weekday", "month", "holiday", "season", "weekend")
"""Names of days and months that recur: whether the last or the next is meant is told by the tense."""
SAID_PRECISIONS = ("day", "time", "month", "year")


def find_times(reading: Reading) -> None:
    """Fills `reading.times`."""
    said: Interval | None = None
    for sentence in reading.sentences:
        text = sentence.span.of(reading.clean)
        found = [e for e in expressions(text) if is_time(Around(e, text, sentence.doc))]
        year = _year_of(found)
        for expression in found:
            needs = expression.has(*TENSED) or expression.rule == "ordinal_unit"
            looks = tense(text, sentence.doc, expression.start) if needs else ""
            frame = Frame(reading.day, said, looks, year or _year_of_range(expression, found, text))
            value = reckon(expression, frame)
            if value is None:
                continue
            value = _rate(expression, value, text)
            reading.times.append(_time(expression, value, sentence, reading.clean))
            covered = value.interval
            if covered.first and covered.precision in SAID_PRECISIONS and value.kind in ("DATE", "TIME"):
                said = covered


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


def _rate(expression: Expression, value: Value, text: str) -> Value:
    """A unit after a sum ("3 billion dollars a year") tells how often, not how long."""
    words, before = text[expression.start : expression.end], text[: expression.start]
    if expression.rule == "duration" and RATE.fullmatch(words) and RATE_BEFORE.search(before):
        return Value("SET", value.value, anchor="none")
    return value


TIMES = Step("times", 2, reads=("report", "sentences"), fills=("times",), run=find_times)
