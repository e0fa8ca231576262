"""What befell one person or thing, dated and in order; the relations of a timeline."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.model import OffsetMap, Published, Report, Span
from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.time.times import find_times
from westphalia.reconciling.timeline import events_of, is_person, relations, story_day, timeline


def reading(*lines: str, day: date = date(2024, 5, 8)) -> Reading:
    text = "\n".join(lines)
    made = Reading(Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b"", published=Published(day, "x")))
    at = 0
    for number, line in enumerate(lines):
        part = "prose" if number else "headline"
        made.sentences.append(Sentence(number, Span(at, at + len(line)), part, doc=parser()(line)))
        at += len(line) + 1
    find_times(made)
    return made


def events(entity: str, *lines: str) -> dict[str, str]:
    text = reading("Headline", *lines)
    found = events_of("r", text, entity, person=is_person(entity, [text]))
    return {event.word: event.value for event in found}


def test_own_dates_come_before_the_day_of_the_story():
    found = events(
        "Martha Lind",
        "Martha Lind opened the new bridge on Monday.",
        "She founded the firm in 1998.",
        "Lind praised its workers.",
    )
    assert found == {"opened": "2024-05-06", "founded": "1998", "praised": "2024-05-06"}


def test_what_is_to_come_is_not_dated_by_the_day_of_the_text():
    assert events("Martha Lind", "Martha Lind will visit the port.") == {"visit": ""}


def test_others_are_left_out():
    found = events("Martha Lind", "Martha Lind met Peter Holm.", "Holm said that he was content.", "Greta Lind sang.")
    assert set(found) == {"met"}


@pytest.mark.parametrize(
    ("entity", "line", "word"),
    [
        ("Harbour Lines", "HL sold two ships.", "sold"),
        ("Skylark B52", "The first B52 crashed.", "crashed"),
        ("Amber phone", "The launch of the Amber phone was delayed.", "launch"),
        ("Amber phone", "The Amber phone's release surprised traders.", "release"),
        ("Amber phone", "The engineer unveiled the Amber phone.", "unveiled"),
    ],
)
def test_names_of_things(entity: str, line: str, word: str):
    assert word in events(entity, line)


def test_what_only_bears_the_name_is_no_event_of_it():
    assert events("Amber phone", "Owners of Amber phone cases complained.") == {}


def test_who_is_a_person():
    assert is_person("Vorn Dask", [reading("H", "On Monday, Dask spoke.")])
    assert not is_person("Harbour Lines", [reading("H", "Harbour Lines sold ships.")])
    assert not is_person("Skylark B52", [reading("H", "The B52 flew.")])


def test_headlines_tell_nothing_new():
    assert list(events_of("r", reading("Martha Lind opens a bridge"), "Martha Lind", person=True)) == []


def test_the_day_of_a_story_is_shortly_before_its_text():
    assert story_day(reading("Headline", "Ministers met on Tuesday.")) == "2024-05-07"
    assert story_day(reading("Headline", "Ministers met in June 2010.")) == "2024-05-08"


def test_texts_make_one_timeline():
    first = reading("H", "Martha Lind opened the bridge on Monday.")
    second = reading("H", "Martha Lind resigned in 2001.", "Martha Lind may return.")
    made = timeline([("a", first), ("b", second)], "Martha Lind")
    assert [(order, [event.word for event in those]) for order, those in made] == [
        (0, ["return"]),
        (1, ["resigned"]),
        (2, ["opened"]),
    ]


@given(st.lists(st.tuples(st.integers(0, 4), st.lists(st.sampled_from("abcdefgh"), max_size=3)), max_size=5))
def test_relations_with_the_next_place_follow_from_all(groups):
    groups = sorted(dict(groups).items())
    near, whole = relations(groups, whole=False), relations(groups, whole=True)
    assert near <= whole
    assert all(a != b for a, _, b in whole)
    placed = {event for order, those in groups if order for event in those}
    assert {event for a, _, b in whole for event in (a, b)} <= placed
