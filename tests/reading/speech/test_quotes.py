"""Quotation marks in every style, missing and unbalanced."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from westphalia.reading.speech.quotes import quotations


def quoted(text: str) -> list[str]:
    return [q.span.of(text) for q in quotations(text)]


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "‘’", "''", "„“", "„”"])
def test_styles(marks: str) -> None:
    begin, end = marks
    assert quoted(f"He said {begin}we will come{end} and left.") == [f"{begin}we will come{end}"]


@pytest.mark.parametrize(
    "text", ["The workers' rights and the '90s.", "It’s the ministers’ plan.", "Don't go, they're here."]
)
def test_apostrophes_are_not_quotations(text: str) -> None:
    assert quoted(text) == []


def test_a_lost_opening_mark_reaches_back_to_the_sentence_start() -> None:
    assert quoted("It rained. We will come,” he said.") == ["We will come,”"]


def test_a_lost_closing_mark_ends_where_the_next_opens() -> None:
    first, second = quoted("“We will come. He left. “They stayed,” she said.")
    assert first == "“We will come."
    assert second == "“They stayed,”"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They met in “hard conditions. According to Olaf, they left. Snow fell.", "“hard conditions."),
        ("“We will come, he said on Friday. Snow fell.", "“We will come,"),
        ("“We will come. We will stay. The minister also said that snow fell.", "“We will come. We will stay."),
        ("“We will come. According to Olaf, they left.", "“We will come."),
        ("“We will come. We will stay.\nSnow fell.", "“We will come. We will stay."),
    ],
)
def test_a_quotation_never_closed_ends_where_somebody_else_goes_on(text: str, words: str) -> None:
    assert quoted(text) == [words]


def test_nested_quotations_are_one() -> None:
    assert quoted("“He called it ‘a lie’ twice,” she said.") == ["“He called it ‘a lie’ twice,”"]


def test_a_quotation_goes_on_in_a_paragraph_that_reopens_it() -> None:
    first, second = quotations("“We came.\n\n“We saw,” he said.")
    assert first.runs_on and not first.closed
    assert second.closed and not second.runs_on


@given(some.text(alphabet="ab .,\n“”\"'’‘«»„", max_size=80))
def test_never_overlapping_and_in_order(text: str) -> None:
    spans = [q.span for q in quotations(text)]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
