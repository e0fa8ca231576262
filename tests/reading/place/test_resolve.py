"""Which place a name stands for, given where it stands and what else the text names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.model import Span
from westphalia.reading.place.candidates import BESIDE, PART, candidates
from westphalia.reading.place.gazetteer import Entry, gazetteer
from westphalia.reading.place.names import abbreviation, key
from westphalia.reading.place.resolve import resolve


def entries(text: str, *names: str) -> list[Entry]:
    """What the names stand for, each where it first stands."""
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    found = resolve(text, spans)
    return [found[span].best.entry for span in spans]


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("U.S.", 6252001),
        ("America", 6252001),
        ("UK", 2635167),
        ("Russian", 2017370),
        ("South Koreans", 1835841),
        ("Burma", 1327865),
        ("Holy See", 3164670),
        ("Kiev", 703448),
        ("Bombay", 1275339),
        ("Peking", 1816670),
        ("Ky.", 6254925),
        ("W.Va.", 4826850),
        ("Anhui province", 1818058),
        ("Alameda County", 5322745),
        ("Middle East", 6269133),
        ("Atlantic", 3373405),
        ("Gaza Strip", 281132),
        ("Kuwait City", 285787),
    ],
)
def test_names_that_hardly_need_a_text(name: str, ident: int) -> None:
    (entry,) = entries(f"It was about {name} again.", name)
    assert entry.geonames == ident


def test_what_holds_a_town_decides() -> None:
    texas, paris = entries("He was born in Paris, Texas, in 1960.", "Texas", "Paris")
    assert (paris.country, paris.first) == ("USA", texas.geonames)
    (paris,) = entries("He flew to Paris to meet ministers.", "Paris")
    assert paris.country == "FRA"


def test_one_text_has_one_sense_of_a_name() -> None:
    text = "Officials met in Tripoli, Lebanon, on Sunday. Shots were fired in Tripoli later."
    spans = [Span(17, 24), Span(26, 33), Span(text.rindex("Tripoli"), text.rindex("Tripoli") + 7)]
    assert all(span.of(text) in ("Tripoli", "Lebanon") for span in spans)
    found = resolve(text, spans)
    assert found[spans[0]].best.entry == found[spans[2]].best.entry
    assert found[spans[0]].best.entry.country == "LBN"


def test_neighbours_of_one_country_speak_for_each_other() -> None:
    valencia, *_ = entries(
        "Rain fell on Valencia, Maracaibo, Barquisimeto and Caracas.", "Valencia", "Caracas", "Maracaibo"
    )
    assert valencia.country == "VEN"


def test_abbreviations_count_only_as_they_are_written() -> None:
    assert not any(c.entry.name == "Indiana" for c in candidates("In"))
    assert candidates("IN")[0].entry.name == "Indiana"
    assert key("Saint-Denis") == key("St. Denis") and key("Kharkiv") != key("Kherson")


def test_a_building_is_placed_by_the_name_in_its_name() -> None:
    (first, *_) = candidates("Colchester General Hospital")
    assert (first.how, first.entry.country) == (PART, "GBR")


def test_an_unknown_name_is_placed_by_the_town_beside_it_and_says_so() -> None:
    text = "Shots were heard in Qwxyzzyburgh, Nairobi, at dawn."
    spans = [Span(20, 32), Span(34, 41)]
    found = resolve(text, spans)
    one, other = found[spans[0]].best, found[spans[1]].best
    assert (one.how, one.entry.geonames) == (BESIDE, None)
    assert (one.entry.latitude, one.entry.country) == (other.entry.latitude, "KEN")


def test_chances_are_chances_and_order_does_not_matter() -> None:
    text = "From Springfield to Georgia, from Georgia to Moscow and London."
    spans = [Span(5, 16), Span(20, 27), Span(34, 41), Span(45, 51), Span(56, 62)]
    found = resolve(text, spans)
    assert found == resolve(text, spans[::-1])
    assert all(0 < one.probability <= 1 for one in found.values())


def test_divisions_know_what_holds_them() -> None:
    names = gazetteer()
    (county,) = [e for e in names.senses("Alameda County") if e.kind == "second"]
    assert county.within == ("California",) and county.precision == "region"
    assert names.state_entry("UKR") is not None and names.state_entry("nowhere") is None


@settings(deadline=None)
@given(st.text("AbcXz -.'éñü’", max_size=30))
def test_a_key_is_the_key_of_itself(name: str) -> None:
    assert key(key(name)) == key(name)


@settings(deadline=None)
@given(st.text(max_size=12))
def test_abbreviations_have_capitals(name: str) -> None:
    assert not abbreviation(name) or any(letter.isupper() for letter in abbreviation(name))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Paris", "Texas", "xyz", ", ", "Georgia ", "Tripoli", " (", "Russian "]), max_size=8))
def test_any_spans_of_any_text_are_resolved_or_left_out(parts: list[str]) -> None:
    text, spans = "", []
    for part in parts:
        spans.append(Span(len(text), len(text) + len(part)))
        text += part
    found = resolve(text, spans)
    assert set(found) <= set(spans)
    assert all(one.candidates for one in found.values())
