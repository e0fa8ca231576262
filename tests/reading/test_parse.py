"""Sentences that can carry something are parsed, the others are not."""

import pytest

from tests.helpers import read_until
from westphalia.reading.parse import carries


@pytest.mark.parametrize(
    "text",
    [
        "Denmark's allies condemned the raid.",
        "Lavrov, who explained that the deal was off, left the hall.",
        "Police opened fire.",
        "Rebels fled at dawn.",
        "The plan was “a mistake”.",
        "At least 17 were wounded.",
        "He denied it.",
    ],
)
def test_carries(text: str) -> None:
    assert carries(text)


@pytest.mark.parametrize("text", ["It rained.", "The soup was good.", "Nothing of this is new."])
def test_does_not_carry(text: str) -> None:
    assert not carries(text)


def test_captions_and_empty_sentences_are_not_parsed() -> None:
    reading = read_until("parse", "Photo: Reuters\n\nIt rained.\n\nThe minister of Norway left.")
    assert [s.doc is not None for s in reading.sentences] == [False, False, True]
