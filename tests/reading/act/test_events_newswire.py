"""Events as a careful coder would code them, by the whole reading: one class of error a sentence."""

from datetime import date

import pytest

from benchmarks.triples import events_of
from westphalia.model import OffsetMap, Published, Report
from westphalia.reading import read


def events(text, day=date(2022, 7, 25)):
    published = Published(day, "test")
    whole = OffsetMap(((0, 0, len(text)),))
    return events_of(read(Report("r", "r", text, text, whole, b"", published=published)))


def polities(parties):
    return tuple((p.actor or "-").split("/")[0] for p in parties)


def coded(text):
    """(type, status, polities of sources, polities of recipients) of each event."""
    return [(e.type, e.status, polities(e.sources), polities(e.recipients)) for e in events(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "China criticized the sanctions on Russia by the United States.",
            ("ACCUSE", "happened", ("CHN",), ("USA",)),
        ),
        (
            "Russian missiles struck the port of Odesa on Saturday.",
            ("ASSAULT", "happened", ("RUS",), ("UKR",)),
        ),
        (
            "Poland and Japan on Friday signed separate agreements with Turkey and Kenya.",
            ("SUPPORT", "happened", ("POL", "JPN"), ("TUR", "KEN")),
        ),
        (
            "Russia and Iran signed two documents on trade.",
            ("SUPPORT", "happened", ("RUS", "IRN"), ("RUS", "IRN")),
        ),
        ("Finland joined NATO on Tuesday.", ("SUPPORT", "happened", ("FIN",), ("NATO",))),
        ("Finland became a member of NATO on Tuesday.", ("SUPPORT", "happened", ("FIN",), ("NATO",))),
        (
            "Saudi Arabia and Iran will reopen their embassies within two months.",
            ("SUPPORT", "planned", ("SAU", "IRN"), ("SAU", "IRN")),
        ),
        (
            "China brokered the agreement between Saudi Arabia and Iran.",
            ("CONSULT", "happened", ("CHN",), ("SAU", "IRN")),
        ),
        (
            "France welcomed the agreement between Saudi Arabia and Iran.",
            ("SUPPORT", "happened", ("FRA",), ("SAU", "IRN")),
        ),
        ("Russia launched missiles at Kyiv on Monday.", ("ASSAULT", "happened", ("RUS",), ("UKR",))),
        ("Canada to give Ukraine more tanks.", ("AID", "planned", ("CAN",), ("UKR",))),
        ("Russia denied that it struck Odesa.", ("ASSAULT", "denied", ("RUS",), ("UKR",))),
        (
            "Chile withdrew from the trade agreement with Peru.",
            ("SANCTION", "happened", ("CHL",), ("PER",)),
        ),
        (
            "Norway has an obligation to cooperate with Chile.",
            ("COOPERATE", "possible", ("NOR", "CHL"), ("NOR", "CHL")),
        ),
    ],
)
def test_newswire_sentences_are_coded_right(text, expected):
    assert expected in coded(text)


@pytest.mark.parametrize(
    "text",
    [
        "John Smith spoke to Reuters on Monday.",
        "The government of Norway is striking a balance between growth and the environment.",
        "China has not condemned the invasion in Ukraine.",
        "Germany handed over the documents to Poland.",
        "Belarus extends drills on the border with Ukraine.",
        "The G7 will never recognize referendums in the territories of Ukraine.",
        "Norway agreed vehemently.",
        "Chile filed a complaint against Peru before the FIFA tournament.",
        "Russia and China will speak with one voice.",
        "The two countries back opposing sides in the war in Yemen.",
    ],
)
def test_what_is_no_event_is_not_coded(text):
    assert events(text) == []


def test_recipients_of_an_attack_are_those_of_the_country_struck():
    (event,) = [e for e in events("Russia attacked a hospital in Kharkiv.") if e.type == "ASSAULT"]
    assert polities(event.recipients) == ("UKR",)


def test_missiles_are_heavy_weapons():
    (event,) = events("Russian missiles struck the port of Odesa on Saturday.")
    assert event.mode == "heavy-weapons"
    assert event.when_text == "Saturday"


def test_the_most_exact_place_of_an_act_is_its_place():
    (event,) = events("Lavrov met Wang Yi in person in the city of Huangshan, in eastern China.")
    assert event.place is not None
    assert event.place.name == "Huangshan"


def test_what_one_talks_about_is_no_place():
    for text in (
        "Sergey Lavrov updated Wang Yi about the involvement in Ukraine.",
        "China has not condemned the Russian invasion in Ukraine.",
    ):
        (event,) = events(text)
        assert event.place is None


def test_the_time_of_a_saying_is_not_that_of_what_is_said():
    (event,) = [
        e for e in events("Xi Jinping told Putin on Monday that China would support Russia.") if e.type == "SUPPORT"
    ]
    assert event.when_text == ""


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ("The two ministers discussed trade.", "Monday"),
        ("Sergey Lavrov also condemned Norway.", ""),
        ("The two ministers discussed trade on Thursday.", "Thursday"),
    ],
)
def test_a_day_reaches_the_next_sentence_about_the_same_meeting(later, day):
    found = events(f"On Monday, Wang Yi met Sergey Lavrov in Ankara. {later}")
    assert [e.when_text for e in found if e.sentence.start > 20] == [day]


@pytest.mark.parametrize(
    ("text", "status", "by"),
    [
        ("Ukraine said Russian missiles hit the port of Odesa.", "alleged", "UKR"),
        ("Ukraine accused Russia of shelling the city of Kharkiv.", "alleged", "UKR"),
        ("Russian missiles hit the port of Odesa.", "happened", None),
        ("Russia denied striking the hospital in Kharkiv.", "denied", None),
    ],
)
def test_who_alleges_an_attack(text, status, by):
    (event,) = [e for e in events(text) if e.type == "ASSAULT"]
    assert event.status == status
    assert (event.alleged_by.actor if event.alleged_by else None) == by
    assert polities(event.sources) == ("RUS",)


def test_a_minister_beside_his_ministry_is_one_party():
    (event,) = [
        e
        for e in events("The Russian Foreign Ministry, Sergey Lavrov, and Wang Yi met on Wednesday.")
        if e.type == "CONSULT"
    ]
    assert {p.actor for p in event.sources} == {"RUS/GOV/sergey-lavrov", "CHN/GOV/wang-yi"}


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian army ordered Chilean drones last year.",
        "Norway opposes the presence of foreign troops inside the country of Chile.",
        "Norway endorsed the attack on Chile.",
        "President Biden visited the United States.",
        "More than 50,000 Venezuelans arrived in Chile.",
        "Norway advised people to stay at home in Chile.",
        "Norway complained about the Chile Convention.",
        "Norway and Sweden began a drill amid tensions with Chile.",
        "Norway blamed the Chile crisis on Kenya.",
        "Norway posted a video of workers criticising Chile.",
    ],
)
def test_goods_places_and_the_public_are_nobody_to_whom_one_acts(text):
    assert [(e.type, e.recipients) for e in events(text) if any(p.actor == "CHL" for p in e.recipients)] == []
    assert [e for e in events(text) if e.mode == "visit"] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway said it’ll attack Chile.", "planned"),
        ("The fact that Norway accused Chile of fraud won't have been forgotten.", "happened"),
        ("The talks between Norway and Chile would have an unexpected outcome.", "happened"),
    ],
)
def test_status_is_that_of_the_act(text, status):
    assert status in {e.status for e in events(text)}


def test_marches_and_defences_are_what_they_are():
    assert [e.type for e in events("Chileans took to the streets to protest the Kenyan attack.")] == ["PROTEST"]
    assert [p.actor for e in events("Norway is defending the port from Chile.") for p in e.recipients] == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Norway vowed to fight Chile at any cost.", {"THREATEN"}),
        ("Norway said it would fight Chile's tariffs.", set()),
        ("Norway launched an awareness campaign in Chile.", set()),
        ("Norway conducted intelligence operations against Chile.", {"COERCE"}),
        ("Norwegian trade practices destroyed thousands of Chilean jobs.", set()),
        ("Norway will support Chile with more weapons.", {"AID"}),
    ],
)
def test_what_a_verb_tells_hangs_on_what_stands_with_it(text, types):
    assert {e.type for e in events(text)} & {"ASSAULT", "SUPPORT", *types} == types


def test_whom_not_puts_aside_does_nothing():
    (event,) = [e for e in events("It was Norway, not Kenya, that attacked Chile on Monday.") if e.type == "ASSAULT"]
    assert polities(event.sources) == ("NOR",)
