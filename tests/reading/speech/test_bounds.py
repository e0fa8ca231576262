"""Where contents begin and end, who the subject is, and what is no statement at all."""

import pytest

from tests.reading.speech.test_statements import speaker, statements, told_or_held
from westphalia.model import Statement


def saying(text: str, part: str) -> Statement:
    """The statement whose content holds these words."""
    found = [s for s in told_or_held(text) if part in s.text]
    assert found, [s.text for s in told_or_held(text)]
    return max(found, key=lambda s: s.trace.confidence if s.trace else 0.0)


def test_a_quotation_of_several_sentences_is_one_content() -> None:
    one = saying(
        "“The harbour is full. Nobody knows how to empty it. We need more ships by May,” the Norwegian minister said.",
        "more ships",
    )
    assert "The harbour is full" in one.text
    assert speaker(one) == "the Norwegian minister"


def test_a_quotation_runs_on_over_paragraphs() -> None:
    one = saying(
        "“The harbour is full,” said Anna Berg, the Norwegian minister.\n\n"
        "“We will need more ships by May.\n\n“And we will need more crews for them.”",
        "more ships",
    )
    assert "more crews" in one.text


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The minister said the bridge was built by engineers who had never seen the river.", "seen the river"),
        ("The minister said prices rose in May and in June wages fell in all the northern towns.", "northern towns"),
    ],
)
def test_contents_go_on_to_the_end_of_their_clause(text: str, end: str) -> None:
    assert any(s.text.rstrip(".").endswith(end) for s in told_or_held(text))


def test_subject_with_a_relative_clause_speaks_not_the_place_in_it() -> None:
    one = saying("The minister, who grew up in Bergen, Norway said the port would be closed in May.", "closed")
    assert "minister" in (speaker(one) or "").lower()


def test_two_trades_of_one_person_are_one_speaker() -> None:
    found = told_or_held("Writer and broadcaster Anna Berg said the port would be closed in May.")
    assert len({speaker(s) for s in found}) == 1
    assert "Anna Berg" in (speaker(found[0]) or "")


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers discussed ways to improve trade in fish.",
        "The Norwegian minister confirmed the report.",
        "The Norwegian minister refused to open the northern port.",
        "The fish was sold in small boxes, according to the family's wishes.",
        "Other photos show people working in the port.",
    ],
)
def test_topics_deeds_and_what_only_shows_are_not_told(text: str) -> None:
    assert statements(text) == []


def test_the_title_of_a_film_is_not_told() -> None:
    text = "Anna Berg recalls the war in a new film, “Rivers Without Bridges,” directed by Ole Lund."
    assert not any("Rivers" in s.text for s in statements(text))


def test_a_place_before_a_colon_does_not_speak() -> None:
    assert not any(s.cue_text == ":" for s in statements("Doha: The bank has opened three new branches in the port."))
