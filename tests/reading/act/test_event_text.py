"""The words of an act as the encoder reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.events import find_span
from westphalia.reading.act.event_text import LONGEST, PARTY_WORDS, marked
from westphalia.reading.parser import parser

LONG = (
    "Speaking in the capital after a week of rain, Norway's foreign minister, who had flown in from the north, "
    "condemned the Chilean navy over the raid on a trawler that belonged to a company in Bergen."
)


def text(sentence, source, target=None):
    doc = parser()(sentence)
    return marked(doc, find_span(doc, source), find_span(doc, target) if target else None)


def test_names_go_and_common_words_stay():
    told = text("Norway condemned the Chilean navy.", "Norway", "the Chilean navy")
    assert told.startswith("@ name @ condemned # ")
    assert "navy #" in told
    assert "Norway" not in told and "Chile" not in told


def test_a_head_is_widened_to_its_noun_phrase():
    assert text("The former minister met rebels.", "minister", "rebels") == text(
        "The former minister met rebels.", "The former minister", "rebels"
    )


def test_without_a_target_only_the_source_is_marked():
    assert "#" not in text("The workers went on strike.", "The workers")


def test_far_words_are_left_out():
    told = text(LONG, "Norway's foreign minister", "the Chilean navy")
    assert "condemned" in told
    assert "Speaking" not in told and "Bergen" not in told


def test_marks_in_the_text_itself_are_dropped():
    told = text("Norway @ sea condemned # Chile.", "Norway", "Chile")
    assert told.count("@") == told.count("#") == 2


@pytest.fixture(scope="module")
def doc():
    return parser()(LONG)


@given(st.data())
def test_any_two_spans_give_a_short_text_with_their_marks(doc, data):
    spans = []
    for _ in range(2):
        start = data.draw(st.integers(0, len(doc) - 1))
        spans.append(doc[start : data.draw(st.integers(start + 1, len(doc)))])
    words = marked(doc, *spans).split(" ")
    apart = spans[0].end <= spans[1].start or spans[1].end <= spans[0].start
    assert words.count("@") == 2
    assert words.count("#") == (2 if apart else 0)
    assert len(words) <= LONGEST + 2 * PARTY_WORDS + 4
