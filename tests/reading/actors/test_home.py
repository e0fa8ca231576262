"""The country a report takes for granted, its era, and those whom it introduces itself. All names are invented."""

from datetime import date

import pytest

from tests.reading.actors.test_mentions import of
from westphalia.model import Mention, OffsetMap, Published, Report
from westphalia.reading.actors.mentions import MENTIONS
from westphalia.reading.parse import PARSE
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import SENTENCES


def read(text: str, url: str = "", day: date | None = date(2022, 7, 20)) -> Reading:
    published = Published(day, "test") if day else None
    offsets = OffsetMap(((0, 0, len(text)),))
    reading = Reading(Report("r", "r.txt", text, text, offsets, text.encode(), url=url, published=published))
    for step in (SENTENCES, PARSE, MENTIONS):
        step.run(reading)
    return reading


THAI = "https://www.bangkokpost.com/a/1"


def at_home(sentence: str) -> Reading:
    return read(f"Thailand reopened its parks. {sentence} Rain fell in Thailand.", THAI)


@pytest.mark.parametrize(
    ("sentence", "words", "actor"),
    [
        ("Police said the road was closed.", "Police", "THA/COP"),
        ("Finance Minister Somsak Wirat resigned.", "Somsak Wirat", "THA/GOV/somsak-wirat"),
        ("Boonma Srisai, sales manager at a hotel, said business was slow.", "Boonma Srisai", "THA/BUS/boonma-srisai"),
        ("Tour operators expect a good year.", "Tour operators", "THA/BUS"),
    ],
)
def test_whom_a_report_gives_no_country_is_at_home(sentence: str, words: str, actor: str) -> None:
    assert of(at_home(sentence), words).actor == actor


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Foreign officials said the road was closed.", "Foreign officials"),
        ("Leaders of both countries met.", "Leaders"),
        ("His counterpart agreed.", "His counterpart"),
        ("Refugees waited at the gate.", "Refugees"),
    ],
)
def test_who_may_be_from_elsewhere_is_not(sentence: str, words: str) -> None:
    found = [m for m in at_home(sentence).mentions if m.text == words]
    assert not any(actor.startswith("THA") for m in found for actor in m.actors)


def test_a_report_on_several_countries_has_no_home() -> None:
    text = "Chile, Peru, Kenya and Norway met. Police closed the road."
    assert of(read(text), "Police").actor == "?/COP"


def test_a_report_without_a_date_is_of_the_time_of_its_officials() -> None:
    text = "US President Barack Obama met German Chancellor Angela Merkel. Merkel said she was glad."
    assert of(read(text, day=None), "Merkel").actor == "DEU/GOV/angela-merkel"
    assert of(read("Barack Obama smiled in 2012.", day=None), "Barack Obama").actor == "USA/GOV/barack-obama"


def test_a_surname_is_that_of_who_was_introduced() -> None:
    reading = read("North Korea is far. South Korean Trade Minister Kim Hyun-ook spoke. Kim said it was late.")
    assert of(reading, "Kim").actor == "KOR/GOV/kim-hyun-ook"
    reading = read("China is near. Dr Donald Li Kwok-tam said little. Li said it was late.")
    assert of(reading, "Li").name == "Donald Li Kwok-tam"


def test_an_acronym_is_what_the_report_says_it_is() -> None:
    reading = read("The Ruritanian Harbour Administration (RHA) met. RHA spokesman Tom Hill left. The RHA said no.")
    assert of(reading, "Tom Hill").actor == "?/GOV/tom-hill"
    assert of(reading, "The RHA").actor == "?/GOV"


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("Tom Hill, deputy superintendent of the hospital, left.", "Tom Hill", "MED"),
        ("Tom Hill, an analyst at Zentrix, left.", "Tom Hill", "BUS"),
        ("Zentrix spokesperson Tom Hill left.", "Tom Hill", "BUS"),
        ("Tom Hill, secretary-general of the Passenger Car Association, left.", "Tom Hill", "BUS"),
        ("Tom Hill, managing director of Zentrix, left.", "Tom Hill", "BUS"),
        ("Tom Hill, one of the reporters, left.", "Tom Hill", "JRN"),
        ("Prof Tom Hill left.", "Tom Hill", "EDU"),
        ("Police Major General Tom Hill left.", "Tom Hill", "COP"),
    ],
)
def test_a_role_is_of_the_sector_of_the_employer(text: str, name: str, sector: str) -> None:
    found: Mention = of(read(text), name)
    assert found.actor == f"?/{sector}/tom-hill"


def test_the_minister_is_who_was_introduced_as_one() -> None:
    reading = read("Kenya's Minister of Tourism, Morena Valdo, spoke. It rained. The minister left.")
    assert of(reading, "The minister").actor == "KEN/GOV/morena-valdo"
