"""States, seats and blocs: whole, consistent, and named as news names them."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from westphalia.errors import UsageError
from westphalia.model import ActorId
from westphalia.model.actor import SECTORS
from westphalia.reference.blocs import bloc, blocs
from westphalia.reference.bodies import bodies, body
from westphalia.reference.seats import seats, seats_named
from westphalia.reference.states import LANGUAGES, names_in, state, states


def words_of_states() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in states():
        for word in (*one.names, *one.demonyms, *one.adjectives, *one.capitals):
            found[word].add(one.code)
    return found


def test_every_member_of_the_united_nations_is_there_once() -> None:
    assert Counter(one.status for one in states())["member"] == 193
    assert len({one.code for one in states()}) == len(states())


def test_codes_and_names_are_well_formed() -> None:
    for one in states():
        assert len(one.code) == 3
        assert one.code.isupper()
        assert one.names[0] == one.name
        assert one.source
        assert one.as_of
        assert all(prefix.endswith("-") and prefix[0].isupper() for prefix in one.prefixes)
        assert one.sovereign == "" or state(one.sovereign) is not None
        assert (one.sovereign != "") == (one.status in ("territory", "associated") and one.code != "ATA")


def test_members_have_people_adjectives_and_a_capital() -> None:
    for one in states():
        if one.status == "member":
            assert one.demonyms, one.code
            assert one.adjectives, one.code
            assert one.capitals, one.code
            assert len(one.alpha2) == 2, one.code


def test_names_shared_by_living_states_are_listed_as_ambiguous_in_each() -> None:
    for word, codes in words_of_states().items():
        living = [one for code in codes if (one := state(code)) and one.exists()]
        if len(living) > 1:
            assert all(word in one.ambiguous for one in living), word


def test_no_two_states_differ_only_in_the_case_of_a_name() -> None:
    folded: dict[str, set[str]] = defaultdict(set)
    for word, codes in words_of_states().items():
        folded[word.lower()] |= codes
    shared = {word for word, codes in words_of_states().items() if len(codes) > 1}
    assert {word for word, codes in folded.items() if len(codes) > 1} == {word.lower() for word in shared}


def test_abbreviations_are_capitals_so_that_us_is_not_a_state() -> None:
    words = words_of_states()
    assert words["US"] == words["U.S."] == {"USA"}
    assert "us" not in words
    assert words["UAE"] == {"ARE"}
    assert words["DRC"] == {"COD"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Türkiye", "TUR"),
        ("Swaziland", "SWZ"),
        ("Czech Republic", "CZE"),
        ("Kiev", "UKR"),
        ("Nur-Sultan", "KAZ"),
        ("Nigerien", "NER"),
        ("Nigerians", "NGA"),
        ("Danes", "DNK"),
        ("Dutch", "NLD"),
        ("Burkinabe", "BFA"),
        ("Basotho", "LSO"),
        ("Monegasque", "MCO"),
        ("Filipino", "PHL"),
        ("Emirati", "ARE"),
        ("Seychellois", "SYC"),
        ("I-Kiribati", "KIR"),
        ("Swiss", "CHE"),
        ("Malagasy", "MDG"),
        ("Argentine", "ARG"),
        ("Republic of China", "TWN"),
        ("People's Republic of China", "CHN"),
        ("DPRK", "PRK"),
        ("Soviet", "SUN"),
    ],
)
def test_words_news_uses(word: str, code: str) -> None:
    assert words_of_states()[word] == {code}


def test_disputed_standing_is_said() -> None:
    for code in ("XKX", "PSE", "TWN", "ESH", "XAB", "XSO", "XNC", "XTR", "XSL"):
        one = state(code)
        assert one is not None
        assert one.note, code
        assert one.status != "member"


def test_dissolved_states_have_an_end() -> None:
    for one in states():
        assert (one.status == "former") == (one.until is not None), one.code
    soviet, czechia = state("SUN"), state("CZE")
    assert soviet is not None
    assert czechia is not None
    assert soviet.exists(date(1990, 1, 1))
    assert not soviet.exists(date(1992, 1, 1))
    assert not czechia.exists(date(1992, 12, 31))
    assert czechia.exists(date(1993, 1, 1))


def test_names_in_the_six_languages() -> None:
    assert names_in("RUS", "ru") == ("Россия",)
    assert names_in("DEU", "fr") == ("Allemagne",)
    assert names_in("CHN", "zh") == ("中国",)
    assert "Germany" in names_in("DEU", "en")
    assert names_in("SUN", "es") == ()
    assert names_in("QQQ", "fr") == ()
    for one in states():
        if one.status in ("member", "observer"):
            assert all(names_in(one.code, language) for language in LANGUAGES), one.code


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageError, match="'de'"):
        names_in("DEU", "de")


def test_seats_speak_for_known_actors() -> None:
    for seat in seats():
        actor = ActorId.parse(seat.actor)
        assert state(actor.polity) or body(actor.polity), seat
        assert actor.sector in (*SECTORS, ""), seat


@pytest.mark.parametrize(
    ("name", "actors"),
    [
        ("Kremlin", ["RUS/GOV"]),
        ("White House", ["USA/GOV"]),
        ("Pentagon", ["USA/MIL"]),
        ("Capitol Hill", ["USA/LEG"]),
        ("Foggy Bottom", ["USA/GOV"]),
        ("Quai d’Orsay", ["FRA/GOV"]),
        ("Élysée", ["FRA/GOV"]),
        ("Blue House", ["KOR/GOV"]),
        ("Zhongnanhai", ["CHN/GOV"]),
        ("Whitehall", ["GBR/GOV"]),
        ("Beijing", ["CHN/GOV"]),
        ("Brussels", ["EU", "BEL/GOV"]),
        ("Nuuk", []),
    ],
)
def test_seats_by_name(name: str, actors: list[str]) -> None:
    assert [seat.actor for seat in seats_named(name)] == actors


def test_names_that_settle_nothing_are_marked() -> None:
    assert all(seat.ambiguous for seat in seats_named("Washington"))
    assert all(seat.ambiguous for seat in seats_named("Brussels"))
    assert all(seat.ambiguous for name in ("Congress", "Foreign Office") for seat in seats_named(name))
    assert not any(seat.ambiguous for seat in seats_named("Kremlin"))


def test_a_seat_that_stands_for_several_is_ambiguous() -> None:
    for name, count in Counter(seat.name for seat in seats()).items():
        if count > 1:
            assert all(seat.ambiguous for seat in seats_named(name)), name


def test_blocs_are_there_and_clash_with_no_actor() -> None:
    ids = {one.id for one in blocs()}
    asked = "WEST GLOBAL-SOUTH ARAB-WORLD EUROPE LATIN-AMERICA AFRICA GULF-STATES BALTIC-STATES NORDICS CENTRAL-ASIA"
    assert set(asked.split()) <= ids
    assert ids.isdisjoint({one.code for one in states()} | {one.id for one in bodies()})
    west = bloc("WEST")
    assert west is not None
    assert "Western" in west.adjectives
    assert "West" in west.ambiguous


def test_ambiguous_words_are_words_of_their_row() -> None:
    for one in states():
        assert one.ambiguous <= {*one.names, *one.demonyms, *one.adjectives, *one.prefixes, *one.capitals}, one.code
    for other in blocs():
        words = {*other.names, *other.demonyms, *other.adjectives, *other.prefixes}
        assert other.ambiguous <= words, other.id
