"""Figures: number, unit, what is counted, how exactly, and according to whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.model import Figure, Mention, OffsetMap, Party, Published, Report, Span, Statement
from westphalia.reading.number.figures import find_figures
from westphalia.reading.number.numbers import number
from westphalia.reading.parser import parser
from westphalia.reading.place.places import find_places
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.time.times import find_times


def reading_of(text: str) -> Reading:
    published = Published(date(2022, 3, 30), "metadata")
    reading = Reading(Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b"", published=published))
    for sent in parser()(text).sents:
        span = Span(sent.start_char, sent.end_char)
        reading.sentences.append(Sentence(len(reading.sentences), span, doc=sent.as_doc()))
    find_times(reading)
    find_places(reading)
    return reading


def figures(text: str) -> list[Figure]:
    reading = reading_of(text)
    find_figures(reading)
    return reading.figures


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "modifier", "what"),
    [
        ("The war has left almost five million refugees.", 5e6, None, "persons", "almost", "refugees"),
        ("About 1,300 civilians have been killed.", 1300, None, "persons", "about", "civilians killed"),
        ("The raid killed 12 people.", 12, None, "persons", "", "people killed"),
        ("The raid killed three soldiers.", 3, None, "persons", "", "soldiers killed"),
        ("They pledged $3.5 billion in aid.", 3.5e9, None, "USD", "", "aid"),
        ("They pledged 40 million euros in aid.", 4e7, None, "EUR", "", "aid"),
        ("The alliance sent 10,000 troops.", 1e4, None, "persons", "", "troops"),
        ("Exports fell by 7.2 per cent.", 7.2, None, "per cent", "", "exports fell"),
        ("Between 20 and 30 ships are waiting.", 20, 30, "items", "", "ships"),
        ("Some 20-30 ships are waiting.", 20, 30, "items", "about", "ships"),
        ("More than two hundred prisoners were exchanged.", 200, None, "persons", "more than", "prisoners exchanged"),
        ("At least 15 tanks were destroyed.", 15, None, "items", "at least", "tanks destroyed"),
        ("Dozens of protesters were arrested.", 24, None, "persons", "at least", "protesters arrested"),
        ("Hundreds of thousands of people fled.", 2e5, None, "persons", "at least", "people fled"),
        ("The road is 40 km long.", 40, None, "km", "", "road"),
        ("They bought 30,000 tonnes of wheat.", 3e4, None, "t", "", "wheat"),
        ("As many as 500 fighters surrendered.", 500, None, "persons", "at most", "fighters"),
        ("The blast killed 12.", 12, None, "persons", "", "people killed"),
        ("A blast left 30 injured.", 30, None, "persons", "", "people injured"),
        ("Some 400 Moldovans left.", 400, None, "persons", "about", "Moldovans"),
        ("More than 1.000 villagers were displaced.", 1000, None, "persons", "more than", "villagers displaced"),
        ("They spent 40 lakh rupees on aid.", 4e6, None, "INR", "", "spent on aid"),
        ("They spent more than ₹70 lakhs on roads.", 7e6, None, "INR", "more than", "spent on roads"),
        ("Fewer than 50 delegates came.", 50, None, "persons", "less than", "delegates"),
    ],
)
def test_figure(text: str, value: float, high: float | None, unit: str, modifier: str, what: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.high, figure.unit, figure.modifier, figure.what) == (value, high, unit, modifier, what)
    assert figure.text == figure.span.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "It began on 24 February 2022.",
        "The war began in 2014.",
        "Sergei (72) met Wang (68).",
        "The 72-year-old minister resigned.",
        "It was the third meeting.",
        "The two countries agreed.",
        "Both sides met and the two ministers spoke.",
        "One of the ministers left.",
        "The MH17 inquiry and the F-16 sale went on.",
        "Article 5 of the treaty was invoked.",
        "Resolution 2231 was adopted.",
        "Act 1079 creates exemptions.",
        "The talks lasted three days.",
        "They won 3-1 at home.",
        "The G7 and the E3 met at 9:30.",
        "Call 020 7946 0123 for more.",
        "The S-400 system was delivered.",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == []


def test_according_to_is_the_nearest_of_the_sentence() -> None:
    text = (
        "According to UNHCR there are two million refugees and, according to the ICRC, 900 civilians have been killed."
    )
    first, second = figures(text)
    assert first.according_to is not None and first.according_to.text == "UNHCR"
    assert second.according_to is not None and "ICRC" in second.according_to.text


def test_according_to_takes_the_mention() -> None:
    text = "There are two million refugees, according to UNHCR."
    reading = reading_of(text)
    span = Span(text.index("UNHCR"), len(text) - 1)
    reading.mentions.append(Mention(span, "UNHCR", span, ("UN/UNHCR",), "organ", name="UNHCR"))
    find_figures(reading)
    party = reading.figures[0].according_to
    assert party is not None and party.actor == "UN/UNHCR"


def test_a_statement_gives_its_speaker() -> None:
    text = "The minister said that 900 civilians had been killed."
    reading = reading_of(text)
    speaker = Party("XYZ/GOV", Span(0, 12), "The minister")
    content = Span(text.index("that"), len(text))
    reading.statements.append(Statement(content, content.of(text), "asserts", "indirect", speaker, None))
    find_figures(reading)
    assert reading.figures[0].according_to == speaker


def test_nobody_is_made_up() -> None:
    (figure,) = figures("The war has left almost five million refugees.")
    assert figure.according_to is None and figure.when.first is None and figure.place == ""


def test_when_and_where_of_the_same_clause() -> None:
    (figure,) = figures("The raid killed 12 people in Kherson on Monday.")
    assert (figure.when.first, figure.place) == (date(2022, 3, 28), "Kherson")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("3.5 billion", 3.5e9),
        ("four million", 4e6),
        ("two hundred and six", 206),
        ("twenty-five", 25),
        ("a dozen", 12),
        ("2,50,000", 250000),
        ("one and a half", 1.5),
        ("five hundred thousand", 500000),
        ("hello", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


@given(st.integers(0, 10**12))
def test_digits_are_read_back(value: int) -> None:
    assert number(str(value)) == value
    assert number(f"{value:,}") == value


@given(st.text(alphabet="0123456789 ,.$%-abcehimnorstuw", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    reading = Reading(
        Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b""), [Sentence(0, Span(0, len(text)))]
    )
    find_figures(reading)
    for figure in reading.figures:
        assert figure.span.of(text) == figure.text
