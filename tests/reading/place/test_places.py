"""Places: what is one and what is not, which of several, and what lies within what."""

import csv
from pathlib import Path

import pytest

from westphalia.model import Mention, OffsetMap, Place, Report, Span
from westphalia.reading.parser import parser
from westphalia.reading.place.gazetteer import gazetteer
from westphalia.reading.place.places import contains, find_places, same_place
from westphalia.reading.reading import Reading, Sentence


def places(text: str, *mentions: tuple[str, str, bool]) -> list[Place]:
    """Places of a text; mentions are (words, kind, acts)."""
    reading = Reading(Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b""))
    for sent in parser()(text).sents:
        span = Span(sent.start_char, sent.end_char)
        reading.sentences.append(Sentence(len(reading.sentences), span, doc=sent.as_doc()))
    for words, kind, acts in mentions:
        span = Span(text.index(words), text.index(words) + len(words))
        reading.mentions.append(Mention(span, words, span, (), kind, acts=acts))
    find_places(reading)
    return reading.places


def names(text: str, *mentions: tuple[str, str, bool]) -> list[str]:
    return [p.name for p in places(text, *mentions)]


def test_two_names_of_one_town_are_one_place() -> None:
    district, province = places("The envoys met in Tunxi, Anhui province, on Wednesday.")
    assert (district.name, district.precision, district.country) == ("Huangshan", "point", "CHN")
    assert district.within == ("Anhui", "China")
    assert (province.name, province.precision, province.latitude) == ("Anhui", "region", None)
    (city,) = places("The forum was held in Huangshan.")
    (state,) = places("The forum was held in eastern China.")
    assert same_place(district, city) and same_place(city, district)
    assert contains(province, district) and contains(province, city)
    assert contains(state, city) and contains(state, province)
    assert not contains(district, city) and not contains(city, state)
    assert not same_place(province, city)


def test_a_quarter_lies_in_its_city() -> None:
    (quarter,) = places("They met in Tahrir Square.")
    (city,) = places("They met in Cairo.")
    assert same_place(quarter, city) and contains(city, quarter) and not contains(quarter, city)


@pytest.mark.parametrize(
    ("text", "country", "precision"),
    [
        ("Fighting went on in Ukraine.", "UKR", "country"),
        ("Fighting went on near Kherson.", "UKR", "point"),
        ("They landed in the Golan Heights.", "SYR", "region"),
        ("Ships sailed through the South China Sea.", "", "region"),
        ("Thousands fled from the Donbas.", "UKR", "region"),
        ("Aid reached the Gaza Strip.", "PSE", "region"),
        ("They live in Xinjiang.", "CHN", "region"),
        ("The plant is in Texas.", "USA", "region"),
    ],
)
def test_kinds(text: str, country: str, precision: str) -> None:
    (place,) = places(text)
    assert (place.country, place.precision) == (country, precision)


def test_only_points_have_coordinates() -> None:
    for place in places("They met in Geneva, in Bavaria, in France, and on the Black Sea."):
        assert (place.latitude is not None) == (place.precision == "point")


def test_an_older_name_is_the_same_town() -> None:
    (old,), (new,) = places("Shells fell in Kiev."), places("Shells fell in Kyiv.")
    assert same_place(old, new) and old.name == "Kyiv"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Odesa", "Odesa"),
        ("Odessa", "Odesa"),
        ("Mykolaiv", "Mykolaiv"),
        ("Zaporizhzhya", "Zaporizhzhia"),
        ("Lvov", "Lviv"),
        ("Nur-Sultan", "Astana"),
        ("Rangoon", "Yangon"),
        ("Port Elizabeth", "Gqeberha"),
        ("Bombay", "Mumbai"),
        ("Amoy", "Xiamen"),
        ("Izmir", "Izmir"),
        ("Turkey", "Türkiye"),
    ],
)
def test_a_place_bears_its_present_english_name_however_it_is_written(written: str, shown: str) -> None:
    near = {"Odessa": "Ukraine", "Rangoon": "Myanmar"}.get(written, "")
    (place, *_) = places(f"The envoys met in {written}, {near}, on Monday." if near else f"They met in {written}.")
    assert place.name == shown


def test_the_gazetteer_is_built_with_the_table_of_present_names() -> None:
    lines = (Path(__file__).parents[3] / "tools/current_names.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    assert len(rows) > 150
    for row in rows:
        assert row["source"] and row["as_of"] and row["name"] != row["before"]
        for name in (row["name"], row["before"]):
            shown = {e.name for e in gazetteer().senses(name) if e.geonames == int(row["geonames"])}
            assert shown == {row["name"]}, row


def test_context_decides_between_towns_of_one_name() -> None:
    (tripoli, *_) = places("Militias clashed in Tripoli, Lebanon, on Sunday.")
    assert tripoli.country == "LBN"
    (tripoli, *_) = places("Libyan militias clashed in Tripoli on Sunday. Libya is divided.")
    assert tripoli.country == "LBY"
    (valencia, *_) = places("A court in the Venezuelan city of Valencia freed them.")
    assert valencia.country == "VEN"


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton arrived.",
        "Beijing condemned the move.",
        "They signed it with Moscow.",
        "Mr Jordan resigned.",
        "The envoy met Chad Johnson.",
        "Most of them left. Of those, many came back.",
        "Police said so.",
        "China warned Japan.",
        "In the Ukraine conflict nothing is decided.",
        "They gave support to Russia.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert names(text) == []


def test_mentions_decide_who_acts() -> None:
    assert names("Washington resigned in Vienna.", ("Washington", "person", True)) == ["Vienna"]
    assert names("Kyiv thanked them.", ("Kyiv", "state", True)) == []
    assert names("They met in Kyiv.", ("Kyiv", "state", False)) == ["Kyiv"]
    assert names("They met in Kyiv.", ("Kyiv", "state", True)) == ["Kyiv"]


def test_regions_are_places_unless_they_are_subjects() -> None:
    assert names("They spoke of the status of Crimea.", ("Crimea", "state", True)) == ["Crimea"]
    assert names("Catalonia rejected the plan.", ("Catalonia", "state", True)) == []


def test_topics_are_no_places() -> None:
    assert names("They held talks on Afghanistan.", ("Afghanistan", "state", False)) == []
    assert names("They held talks in Afghanistan.", ("Afghanistan", "state", False)) == ["Afghanistan"]


def test_datelines() -> None:
    assert names("NAIROBI (Reuters) - Rebels took a town.") in (["Nairobi"], [])
    assert names("Nairobi, Kenya: Rebels took a town.")[0] == "Nairobi"


def test_ambiguous_names_keep_candidates() -> None:
    found = places("They met in San José.")
    assert found[0].country in ("CRI", "USA", "")
    unknown = [e for e in gazetteer().lookup("San Fernando") if e.precision == "point"]
    assert len(unknown) > 1
    (place,) = places("They met in San Fernando.")
    assert place.candidates
    assert place.precision != "unknown" or (place.country == "" and place.latitude is None)


def test_divisions_come_from_the_seats() -> None:
    for name, region in (("Suzhou", "Jiangsu"), ("Houston", "Texas"), ("Kharkiv", "Kharkiv region")):
        town = next(e for e in gazetteer().lookup(name) if e.kind == "town")
        assert region in town.within


def test_spans_are_exact() -> None:
    text = "The envoys met in Tunxi, Anhui province, then in Sharm el-Sheikh and New York."
    found = places(text)
    assert [p.text for p in found] == [p.span.of(text) for p in found]
    assert "Sharm el-Sheikh" in [p.name for p in found]
