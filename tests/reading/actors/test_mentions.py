"""Mentions of a report, read with the parser. All names but those of states and office holders are invented."""

from datetime import date

import pytest

from tests.helpers import read_until
from westphalia.model import Mention, OffsetMap, Published, Report
from westphalia.reading.actors.mentions import MENTIONS
from westphalia.reading.parse import PARSE
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import SENTENCES


def read(text: str, day: date | None = date(2022, 3, 31)) -> Reading:
    published = Published(day, "test") if day else None
    offsets = OffsetMap(((0, 0, len(text)),))
    reading = Reading(Report("r", "r.txt", text, text, offsets, text.encode(), published=published))
    for step in (SENTENCES, PARSE, MENTIONS):
        step.run(reading)
    return reading


def of(reading: Reading, words: str, nth: int = 0) -> Mention:
    """The mention whose head or whole reads `words`."""
    return [m for m in reading.mentions if words in (m.text, m.head.of(reading.clean))][nth]


def test_a_title_and_a_name_are_one_mention_of_a_person_in_office() -> None:
    reading = read("Russian Foreign Minister Sergey Lavrov met his Chinese counterpart Wang Yi on Monday.")
    lavrov, wang = of(reading, "Sergey Lavrov"), of(reading, "Wang Yi")
    assert lavrov.text == "Russian Foreign Minister Sergey Lavrov"
    assert (lavrov.actor, lavrov.post, lavrov.kind) == ("RUS/GOV/sergey-lavrov", "foreign minister", "person")
    assert wang.actor == "CHN/GOV/wang-yi"
    assert [(o.person, o.post, o.actor) for o in reading.offices] == [
        ("RUS/GOV/sergey-lavrov", "foreign minister", "RUS/GOV")
    ]


def test_other_spellings_of_a_name_are_the_same_person() -> None:
    assert of(read("Sergei Lavrov spoke in Oslo."), "Sergei Lavrov").actor == "RUS/GOV/sergey-lavrov"


def test_an_unknown_person_has_the_polity_and_sector_of_the_title_ever_after() -> None:
    reading = read("Norwegian Trade Minister Torvald Ekelund resigned on Monday. Nobody knew why. Ekelund said little.")
    assert of(reading, "Torvald Ekelund").actor == "NOR/GOV/torvald-ekelund"
    assert of(reading, "Ekelund").actor == "NOR/GOV/torvald-ekelund"


def test_an_apposition_says_who_a_person_is() -> None:
    reading = read("Berta Quill, the Irish minister of fisheries, left. Later Quill came back.")
    assert of(reading, "Berta Quill").actor == "IRL/GOV/berta-quill"
    assert of(reading, "Quill").actor == "IRL/GOV/berta-quill"
    assert reading.offices[0].person == "IRL/GOV/berta-quill"


def test_two_men_of_one_name_are_told_apart_by_who_was_named_before() -> None:
    reading = read(
        "Foreign Minister Wang Yi arrived in Oslo. Wang praised the hosts. In Beijing, spokesperson Wang Wenbin spoke."
    )
    assert of(reading, "Wang").actor == "CHN/GOV/wang-yi"


def test_a_family_name_alone_that_several_bear_stays_open() -> None:
    mention = of(read("The talks went well, Wang said."), "Wang")
    assert mention.actors == ()
    assert len(mention.candidates) > 1


def test_an_adjective_belongs_to_the_phrase_it_stands_in() -> None:
    reading = read("Chinese warships followed a Danish frigate.")
    assert [(m.text, m.actor) for m in reading.mentions] == [
        ("Chinese warships", "CHN/MIL"),
        ("a Danish frigate", "DNK/MIL"),
    ]


def test_joined_adjectives_are_two_states() -> None:
    reading = read("The Sino-Russian talks ended on Monday.")
    assert [(m.actor, m.acts) for m in reading.mentions] == [("CHN", True), ("RUS", True)]


@pytest.mark.parametrize(
    ("text", "words", "acts"),
    [
        ("Moscow said it would reply.", "Moscow", True),
        ("The delegates met in Moscow on Friday.", "Moscow", False),
        ("The envoy flew to Beijing.", "Beijing", False),
        ("He arrived in India on Thursday.", "India", False),
        ("Poland condemned Belarus for the raid.", "Belarus", True),
        ("Critics welcomed Moscow's response.", "Moscow", True),
        ("They ate Chinese food at home.", "Chinese", False),
        ("The council imposed sanctions on Belarus.", "Belarus", True),
        ("They signed a treaty with Kenya.", "Kenya", True),
        ("NAIROBI (Agency) — The rains have come.", "NAIROBI", False),
        ("The envoys spoke at the UN on Friday.", "UN", False),
        ("The envoys left Kenya on Friday.", "Kenya", False),
        ("The city of Nairobi is large.", "Nairobi", False),
        ("The invasion of Kenya failed.", "Kenya", True),
    ],
)
def test_the_grammar_says_whether_a_state_acts(text: str, words: str, acts: bool) -> None:
    assert of(read(text), words).acts is acts


def test_roles_take_polity_from_possessors_complements_and_organisations() -> None:
    reading = read("Residents of Nairobi met Kenya's police chief. A former CIA official and Hezbollah fighters left.")
    assert of(reading, "police chief").actor == "KEN/COP"
    assert of(reading, "A former CIA official").actor == "USA/ELI"
    assert of(reading, "Hezbollah fighters").actor == "LBN/REB/hezbollah"


def test_a_backer_is_not_the_actor() -> None:
    assert of(read("Moscow-backed separatists shelled the town."), "separatists").actor == "?/SEP"


def test_an_unknown_owner_stays_unknown() -> None:
    assert of(read("Protesters burned tyres."), "Protesters").actor == "?/CVL"


def test_a_short_form_is_the_organ_named_before() -> None:
    reading = read("The Kenyan Defence Ministry denied it. The ministry gave no details.")
    assert of(reading, "The ministry").actor == "KEN/GOV"


def test_a_post_without_a_name_is_its_holder_on_the_day() -> None:
    assert of(read("For the Chinese foreign minister, that is enough."), "foreign minister").actor == "CHN/GOV/wang-yi"
    without_day = read("For the Chinese foreign minister, that is enough.", day=None)
    assert of(without_day, "foreign minister").actor == "CHN/GOV"


def test_mentions_are_in_order_and_lie_where_they_say() -> None:
    text = "Chad and Mali accused France of interference; in Paris, officials denied it. “We regret this,” they said."
    reading = read(text)
    starts = [m.span.start for m in reading.mentions]
    assert starts == sorted(starts)
    for mention in reading.mentions:
        assert mention.span.of(text) == mention.text
        assert mention.span.covers(mention.head)
        assert len(set(mention.actors)) == len(mention.actors)


def test_in_a_report_on_one_country_the_government_is_its_government() -> None:
    text = "Kenya is dry. Kenya has had no rain. Kenyan farmers left. Kenyan police came. The government denied it."
    mention = of(read(text), "The government")
    assert (mention.actor, mention.how) == ("KEN/GOV", "context")
    two = "Kenya is dry. Chile is dry. Kenyan farmers left. Chilean police came. The government denied it."
    assert of(read(two), "The government").actor == "?/GOV"


def test_officials_of_two_states_are_two_actors() -> None:
    assert of(read("Kenyan and Danish officials met."), "officials").actors == ("KEN/GOV", "DNK/GOV")


def test_allies_of_a_state_are_somebody_else() -> None:
    assert of(read("Last week Denmark's allies condemned the raid."), "allies").actor == "?/UNK"


def test_an_outlet_named_with_what_it_is_is_one_mention() -> None:
    mention = of(read("He told the Russian news agency Interfax that talks failed."), "Interfax")
    assert (mention.actor, mention.kind) == ("RUS/JRN/interfax", "outlet")


def test_a_month_is_no_prime_minister() -> None:
    assert not [m for m in read("Denmark will vote in May 2022.").mentions if m.text == "May"]
    assert (
        of(read("Theresa May left Oslo. Later Mrs May spoke.", date(2018, 1, 1)), "Mrs May").actor
        == "GBR/GOV/theresa-may"
    )


def test_a_name_with_and_in_it_is_one_state() -> None:
    assert [m.actor for m in read("Last week Trinidad and Tobago condemned Denmark.").mentions] == ["TTO", "DNK"]


def test_a_post_may_go_on_after_its_noun() -> None:
    assert of(read("Last week the Danish head of state left."), "head").post == "head of state"


def test_the_one_named_more_often_has_the_name() -> None:
    text = "Wang Yi came to Oslo. Wang was glad. Wang spoke. " + "It rained all day in the town. " * 30
    text += (
        "Wang Wenbin, a spokesman, kept silent. "
        + "It rained all night in the town. " * 30
        + "Nobody knew why Wang left."
    )
    assert of(read(text), "Wang", -1).actor == "CHN/GOV/wang-yi"


def named(text: str) -> dict[str, tuple[str, ...]]:
    """Who acts in the text: words to actors."""
    return {m.text: m.actors for m in read(text).mentions if m.acts and m.actors}


@pytest.mark.parametrize(
    "text",
    [
        "The fair starts on Friday.",
        "We sang Go down the road at night.",
        "English is spoken in the village.",
        "They met in a Muslim area of the town.",
        "Delegates will arrive in India today.",
        "The port reopened and the campaign began.",
        "There must be justice, she was told.",
        "They took him to court and to hospital.",
        "He posted it on social media.",
        "We prayed in the mosque.",
    ],
)
def test_words_and_places_are_no_actors(text: str) -> None:
    assert {words for words in named(text) if words.lower() not in ("we", "they", "delegates", "he")} == set()


def test_a_family_name_alone_needs_a_reason_in_the_report() -> None:
    assert named("On Sunday Haass came late.") == {}
    assert named("Putin came late.")["Putin"] == ("RUS/GOV/vladimir-putin",)


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Russian missiles hit the town.", "Russian missiles", "RUS/MIL"),
        ("The hospital said he was well.", "The hospital", "?/MED"),
        ("Chinese State Councilor and Foreign Minister Wang Yi spoke.", "Wang Yi", "CHN/GOV/wang-yi"),
        ("Danish Ambassador in Nairobi Karen Elkjaer spoke.", "Karen Elkjaer", "DNK/GOV/karen-elkjaer"),
        ("Paul Carpenter, a Kenyan journalist, spoke.", "Paul Carpenter", "KEN/JRN/paul-carpenter"),
        ("The tourists in Africa said no.", "The tourists", "?/CVL"),
        ("The Assad regime fell.", "The Assad regime", "SYR/GOV"),
        ("Gen. Paul Ekelund of Norway spoke.", "Gen. Paul Ekelund", "?/MIL/paul-ekelund"),
    ],
)
def test_who_is_meant(text: str, words: str, actor: str) -> None:
    assert of(read(text), words).actor == actor


def test_the_kingdom_is_the_one_the_report_is_about() -> None:
    text = "Jordan closed the road. Egypt and Iraq agreed. The Kingdom will open it again."
    assert of(read(text), "The Kingdom").actor == "JOR"


def test_a_given_name_is_the_person_named_in_full() -> None:
    reading = read("Norwegian teacher Sara Ekelund was found. Sara had said nothing.")
    assert of(reading, "Sara").actor == of(reading, "Sara Ekelund").actor == "NOR/EDU/sara-ekelund"


def test_a_plural_role_of_several_states_is_of_all_of_them() -> None:
    found = read_until("mentions", "Ministers of Norway and Peru meet in Lima.").mentions
    ministers = next(m for m in found if m.text.startswith("Ministers"))
    assert set(ministers.actors) == {"NOR/GOV", "PER/GOV"}


def test_a_press_statement_is_not_the_press() -> None:
    reading = read("In a press statement the Danish army said that it would leave.")
    assert [m.actor for m in reading.mentions if m.actor and m.actor.endswith("JRN")] == []


def test_the_people_of_a_region_are_not_its_government() -> None:
    reading = read("The people of Norway voted on Monday.")
    assert [m.text for m in reading.mentions if m.acts and m.actor == "NOR"] == []


def test_forces_of_a_state_are_its_military() -> None:
    assert of(read("Kenyan forces left the town on Monday."), "forces").actor == "KEN/MIL"
