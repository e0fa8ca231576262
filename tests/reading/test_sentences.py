"""Sentences are found where a reader would end them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import report
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import LONGEST, SENTENCES, split


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy left. Talks go on.", ["The envoy left.", "Talks go on."]),
        (
            "Mr. Tal met Dr. Orsi in St. Petersburg. They spoke.",
            ["Mr. Tal met Dr. Orsi in St. Petersburg.", "They spoke."],
        ),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("He lives in the U.S. The law is old.", ["He lives in the U.S.", "The law is old."]),
        ("Trade grew 4.5 per cent. Exports fell.", ["Trade grew 4.5 per cent.", "Exports fell."]),
        ("“We agree.” He left at once.", ["“We agree.”", "He left at once."]),
        ("“Is that all?” she asked. Nobody spoke.", ["“Is that all?” she asked.", "Nobody spoke."]),
        ("J. R. Alba spoke on Jan. 5 in Lima.", ["J. R. Alba spoke on Jan. 5 in Lima."]),
        ("A headline without a stop\nThe text begins.", ["A headline without a stop", "The text begins."]),
        ("Will they sign?! Perhaps… Nobody knows.", ["Will they sign?!", "Perhaps…", "Nobody knows."]),
        ("The firm Acme Inc. The minister spoke.", ["The firm Acme Inc.", "The minister spoke."]),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(st.text(alphabet=st.sampled_from("aB .?!“”\"'\n\t1,é"), max_size=300))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = [(start, end) for start, end, _ in split(text)]
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(i in covered for i, character in enumerate(text) if not character.isspace())


def test_text_without_punctuation_is_cut() -> None:
    assert all(len(part) <= LONGEST for part in parts("word " * 5000))


def test_parts_and_open_quotations() -> None:
    reading = Reading(
        report("Ministers meet in Basra\n\n“We will act. We will not wait,” said Omar.\n\nPhoto: A. Hill\n\nThey left.")
    )
    SENTENCES.run(reading)
    assert [s.part for s in reading.sentences] == ["headline", "prose", "prose", "aside", "prose"]
    assert [s.quoted for s in reading.sentences] == [False, False, True, False, False]


def test_a_hundred_thousand_dots_end_no_sentence() -> None:
    """Cut for their length alone. A pattern that tries every dot anew would hang here for minutes."""
    text = "Envoys met" + "." * 100_000 + "x"
    assert [text[start:end] for start, end, _ in split(text)] == [
        text[start : start + LONGEST] for start in range(0, len(text), LONGEST)
    ]
