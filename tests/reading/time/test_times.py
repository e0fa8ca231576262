"""Temporal expressions: a table of sentences, and what must hold of all of them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from westphalia.model import OffsetMap, Published, Report, Span, Time
from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.time.interval import interval
from westphalia.reading.time.times import find_times

DAY = date(2022, 3, 30)


def cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "times_cases.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split(" | ")) for line in lines if not line.startswith("#")]


def times(text: str, day: date | None = DAY) -> list[Time]:
    published = Published(day, "metadata") if day else None
    report = Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b"", published=published)
    reading = Reading(report, [Sentence(0, Span(0, len(text)))])
    find_times(reading)
    return reading.times


def test_the_table_is_large() -> None:
    assert len(cases()) >= 250


@pytest.mark.parametrize(("text", "expected"), cases(), ids=[c[0][:60] for c in cases()])
def test_sentence(text: str, expected: str) -> None:
    found = [f"{t.text}={t.value}" for t in times(text)]
    assert found == ([] if expected == "-" else [part.strip() for part in expected.split(" ; ")])


@pytest.mark.parametrize("text", [c[0] for c in cases()])
def test_spans_hold_their_words_in_order(text: str) -> None:
    last = 0
    for time in times(text):
        assert time.span.of(text) == time.text
        assert time.span.start >= last
        last = time.span.end


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Wednesday.", "XXXX-WXX-3"),
        ("They met yesterday.", "XXXX-XX-XX"),
        ("They met last week.", "XXXX-WXX"),
        ("They met last month.", "XXXX-XX"),
        ("They met on March 3.", "XXXX-03-03"),
        ("They met two weeks ago.", "P2W"),
    ],
)
def test_without_publication_day_nothing_is_dated(text: str, value: str) -> None:
    (time,) = times(text, None)
    assert time.value == value
    assert time.interval.first is None and time.interval.precision == "unknown"


def test_absolute_dates_need_no_publication_day() -> None:
    (time,) = times("They met on 3 May 2010.", None)
    assert (time.interval.first, time.interval.last, time.anchor) == (date(2010, 5, 3), date(2010, 5, 3), "absolute")


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("They met on Monday.", date(2022, 3, 28), date(2022, 3, 28), "day"),
        ("They met last week.", date(2022, 3, 21), date(2022, 3, 27), "week"),
        ("They met last weekend.", date(2022, 3, 26), date(2022, 3, 27), "week"),
        ("They met in February 2022.", date(2022, 2, 1), date(2022, 2, 28), "month"),
        ("They met in early February 2022.", date(2022, 2, 1), date(2022, 2, 9), "month"),
        ("They met in late 2021.", date(2021, 9, 1), date(2021, 12, 31), "year"),
        ("They met in the summer of 2021.", date(2021, 6, 1), date(2021, 8, 31), "season"),
        ("They met in the winter of 2021.", date(2021, 12, 1), date(2022, 2, 28), "season"),
        ("They met in the first half of 2021.", date(2021, 1, 1), date(2021, 6, 30), "quarter"),
        ("They met in the third quarter of 2021.", date(2021, 7, 1), date(2021, 9, 30), "quarter"),
        ("They met in the 1990s.", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("They met in the 19th century.", date(1800, 1, 1), date(1899, 12, 31), "century"),
        ("They met on 3-5 May 2019.", date(2019, 5, 3), date(2019, 5, 5), "day"),
        ("They met in the past three weeks.", date(2022, 3, 9), date(2022, 3, 30), "week"),
        ("They met earlier this month.", date(2022, 3, 1), date(2022, 3, 30), "month"),
        ("They met last night.", date(2022, 3, 29), date(2022, 3, 29), "time"),
    ],
)
def test_interval(text: str, first: date, last: date, precision: str) -> None:
    (time,) = times(text)
    assert (time.interval.first, time.interval.last, time.interval.precision) == (first, last, precision)


def test_durations_sets_and_references_cover_no_days() -> None:
    for text in ("It took two days.", "They meet every year.", "They now agree.", "It took years."):
        (time,) = times(text)
        assert time.interval.first is None


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)))
def test_a_written_day_is_read_back(day: date) -> None:
    for written in (f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", day.isoformat()):
        (time,) = times(f"It was signed on {written} in Rome.")
        assert (time.interval.first, time.interval.last, time.interval.precision) == (day, day, "day")


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.sampled_from(["met", "will meet"]))
def test_a_weekday_lies_within_a_week_on_the_side_of_its_tense(day: date, verb: str) -> None:
    for name in ("Monday", "Thursday", "Sunday"):
        (time,) = times(f"They {verb} on {name}.", day)
        assert time.interval.first is not None
        assert f"{time.interval.first:%A}" == name
        ahead = (time.interval.first - day).days
        assert 0 <= ahead <= 6 if verb == "will meet" else -6 <= ahead <= 0


@given(st.text(max_size=200))
def test_any_text_is_survived_and_spans_are_exact(text: str) -> None:
    for time in times(text):
        assert time.span.of(text) == time.text


@given(st.from_regex(r"[0-9]{2,4}(-(W|Q|H)?[0-9]{1,2})?(-[0-9]{2})?", fullmatch=True))
def test_any_value_has_an_ordered_interval_or_none(value: str) -> None:
    covered = interval(value)
    assert (covered.first is None) == (covered.last is None)
    if covered.first and covered.last:
        assert covered.first <= covered.last


def sentences() -> list[tuple[str, ...]]:
    lines = (Path(__file__).parent / "times.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def parsed() -> dict[str, Doc]:
    texts = [text for _, _, text, _ in sentences()]
    return dict(zip(texts, parser().pipe(texts), strict=True))


@pytest.mark.parametrize(("group", "day", "text", "expected"), sentences(), ids=[s[2][:60] for s in sentences()])
def test_sentence_with_its_parse(group: str, day: str, text: str, expected: str, parsed: dict[str, Doc]) -> None:
    published = Published(date.fromisoformat(day), "metadata")
    report = Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b"", published=published)
    reading = Reading(report, [Sentence(0, Span(0, len(text)), doc=parsed[text])])
    find_times(reading)
    assert " ; ".join(f"{t.text}={t.kind} {t.value}" for t in reading.times) == (expected if expected != "-" else "")


WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@given(st.dates(date(2001, 1, 1), date(2030, 12, 31)), st.integers(1, 7))
def test_weekdays_on_every_day_of_the_week(day: date, wanted: int) -> None:
    name = WEEKDAYS[wanted - 1]
    value = {text: times(text.format(name), day)[0].interval.first for text in (
        "They met on {}.", "They will meet on {}.", "They met last {}.", "They meet next {}.", "They met this {}."
    )}  # fmt: skip
    assert all(found is not None and found.isoweekday() == wanted for found in value.values())
    past, future, last, following, _ = ((found - day).days for found in value.values())
    assert -7 < past <= 0 <= future < 7
    assert -7 <= last < 0 < following <= 7
