"""Who said what: one construction of reported speech at a time, with every kind of quotation mark."""

import pytest

from westphalia.model import OffsetMap, Report, Statement
from westphalia.model.assertion import QUOTATIONS, STATEMENT_KINDS
from westphalia.reading.actors.mentions import MENTIONS
from westphalia.reading.parse import PARSE
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import SENTENCES
from westphalia.reading.speech.statements import STATEMENTS

LEAD = (
    "Fishing talks open in Lisbon\n\nMinisters met in Lisbon on Monday. They sat for two hours behind closed doors.\n\n"
)
TAIL = "\n\nThe port of Lisbon was closed for three hours."


def reading_of(text: str) -> Reading:
    reading = Reading(Report("r", "r.txt", text, text, OffsetMap(((0, 0, len(text)),)), b""))
    for step in (SENTENCES, PARSE, MENTIONS, STATEMENTS):
        step.run(reading)
    return reading


def statements(text: str) -> list[Statement]:
    """The statements of a passage in the middle of a report."""
    begin, end = len(LEAD), len(LEAD) + len(text)
    found = reading_of(LEAD + text + TAIL).statements
    return [s for s in found if begin <= s.span.start < end]


def told_or_held(text: str) -> list[Statement]:
    """Also those that are too unsure to be told."""
    reading = reading_of(LEAD + text + TAIL)
    found = sorted((*reading.statements, *reading.held), key=lambda s: s.span)
    return [s for s in found if len(LEAD) <= s.span.start < len(LEAD) + len(text)]


def only(text: str) -> Statement:
    found = statements(text)
    assert len(found) == 1, [(s.text, s.cue_text) for s in found]
    return found[0]


def speaker(one: Statement) -> str | None:
    return one.speaker.text if one.speaker else None


def via(one: Statement) -> list[str]:
    return [party.text for party in one.via]


STYLES = {
    "typographic": ("“", "”"),
    "straight": ('"', '"'),
    "guillemets": ("«", "»"),
    "single": ("‘", "’"),
    "straight single": ("'", "'"),
}


@pytest.mark.parametrize("style", STYLES)
def test_direct_speech_in_every_style_of_marks(style: str) -> None:
    begin, end = STYLES[style]
    one = only(f"{begin}We are ready to open the border,{end} the Norwegian minister said on Friday.")
    assert "We are ready to open the border" in one.text
    assert speaker(one) == "the Norwegian minister"
    assert one.cue_text.startswith("said")
    assert one.quotation == "direct"


@pytest.mark.parametrize(
    ("begin", "end"), [("", ""), ("“", ""), ("", "”"), ('"', ""), ("", '"')], ids=["none", "“_", "_”", '"_', '_"']
)
def test_marks_missing_or_unbalanced(begin: str, end: str) -> None:
    found = statements(f"{begin}The river is closed to all ships,{end} the Norwegian minister said on Friday.")
    assert any("The river is closed to all ships" in s.text and speaker(s) == "the Norwegian minister" for s in found)


def test_second_quotation_of_the_same_speaker() -> None:
    found = statements("“We reject the offer,” Minister Aino Valkama told reporters. “It leaves our neighbours alone.”")
    assert [speaker(s) for s in found] == ["Minister Aino Valkama"] * 2
    assert "neighbours alone" in found[1].text
    assert {s.quotation for s in found} == {"direct"}


def test_interrupted_quotation_gives_a_statement_for_each_piece() -> None:
    found = statements('"We are ready," said the general, "but we will not strike first."')
    assert [speaker(s) for s in found] == ["the general"] * 2
    assert found[0].cue == found[1].cue


def test_quotation_running_over_paragraphs_keeps_its_speaker() -> None:
    found = statements(
        "“The bridge is closed. It will stay closed until spring,” President Stolberg said on Monday.\n\n"
        "“Nobody will be sent back by force.”"
    )
    assert [speaker(s) for s in found if "by force" in s.text] == ["President Stolberg"]


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        (
            "According to the Norwegian ministry, the ships left Bergen on Tuesday.",
            "the Norwegian ministry",
            "the ships left",
        ),
        (
            "The ships left Bergen on Tuesday, according to the Norwegian ministry.",
            "the Norwegian ministry",
            "The ships left",
        ),
        (
            "For the Chinese minister, the blockade is a violation of the law.",
            "the Chinese minister",
            "the blockade is",
        ),
        ("Norwegian minister: We will not leave the alliance", "Norwegian minister", "We will not leave"),
        ('Norwegian minister: "We will not leave the alliance"', "Norwegian minister", "We will not leave"),
        (
            "Mr Petersen echoed his colleague by saying that the treaty was dead.",
            "Mr Petersen",
            "that the treaty was dead",
        ),
        ("Mr Lavrov, who explained that the deal was off, left the hall.", "Mr Lavrov", "that the deal was off"),
        ("In a statement, the Polish ministry said the envoy had left.", "the Polish ministry", "the envoy had left"),
    ],
)
def test_constructions(text: str, who: str, content: str) -> None:
    assert [speaker(s) for s in told_or_held(text) if content in s.text] == [who]


@pytest.mark.parametrize(
    "text",
    [
        "The Foreign Ministry quoted Wang as saying that both sides would keep the channel open.",
        "Wang was quoted by the Foreign Ministry as saying that both sides would keep the channel open.",
    ],
)
def test_who_is_quoted_speaks_and_who_quotes_relays(text: str) -> None:
    one = only(text)
    assert speaker(one) == "Wang"
    assert [w.lower() for w in via(one)] == ["the foreign ministry"]
    assert one.text == "that both sides would keep the channel open"


def test_according_to_an_agency_behind_a_speaker_is_the_relay() -> None:
    one = only("“Our friendship has no ceiling,” Mr Kravets told Mr Wang, according to Russian news agency Tass.")
    assert speaker(one) == "Mr Kravets"
    assert via(one) == ["Russian news agency Tass"]
    assert "Tass" not in one.text


def test_told_an_agency_is_the_relay_and_told_reporters_is_not() -> None:
    assert via(only("The attack was an act of war, the Norwegian minister told Interfax.")) == ["Interfax"]
    assert via(only("The attack was an act of war, the Norwegian minister told reporters.")) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway said that its ships had left the bay.", "asserts"),
        ("Norway denied that its ships had left the bay.", "denies"),
        ("Norway did not deny that its ships had left the bay.", "asserts"),
        ("Norway vowed to block the accession of Sweden.", "promises"),
        ("Norway urged both parties to return to the table.", "demands"),
        ("Norway warned that it would answer any attack.", "warns"),
        ("Norway accused Sweden of arming the rebels.", "accuses"),
        ("Norway asked whether Sweden wanted peace.", "asks"),
        ("Norway praised the reforms in Sweden.", "praises"),
        ("Norway believes that the ceasefire will not hold.", "believes"),
        ("Norway made it clear that it would not recognise the border.", "asserts"),
    ],
)
def test_kind_follows_the_cue(text: str, kind: str) -> None:
    (one,) = told_or_held(text)
    assert one.kind == kind
    assert speaker(one) == "Norway"
    assert one.speaker is not None and one.speaker.actor == "NOR"


def test_partly_quoted_content_is_mixed() -> None:
    one = only("The Norwegian minister said that the “old order” had ended at the border.")
    assert one.quotation == "mixed"


def test_a_quotation_as_heading_has_no_speaker() -> None:
    found = reading_of("“We want order, not chaos”\n\nThe summit opened on Monday in Lima.").statements
    assert all(s.speaker is None for s in found)


@pytest.mark.parametrize(
    "text",
    [
        "The army captured the town on Sunday. Hundreds fled across the river.",
        "The ships left Bergen on Tuesday and reached the bay two days later.",
        "For two days the river was closed. The weather: rain and wind.",
    ],
)
def test_reports_in_the_own_voice_are_not_statements(text: str) -> None:
    assert statements(text) == []


def test_every_statement_fits_its_text_and_carries_a_trace() -> None:
    reading = reading_of(
        LEAD + "“Peace is near,” Mr Petersen said. Norway denied it. The minister, who called it “a lie”, left." + TAIL
    )
    assert reading.statements
    for one in reading.statements:
        assert one.span.of(reading.clean) == one.text
        assert one.cue is None or one.cue.of(reading.clean) == one.cue_text
        assert one.speaker is None or one.speaker.span.of(reading.clean) == one.speaker.text
        assert one.kind in STATEMENT_KINDS
        assert one.quotation in QUOTATIONS
        assert one.trace is not None and one.trace.fired
    assert reading.statements == sorted(reading.statements, key=lambda s: s.span)


@pytest.mark.parametrize("text", ["", "\n\n", "…", "”", "“", "'" * 50, "“”" * 40, "a " * 3000])
def test_odd_texts_are_read_without_error(text: str) -> None:
    reading_of(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Mr Lavrov told the Polish police that the deal was off.", "that the deal was off"),
        ("Mr Lavrov explained to the Russian agency Interfax that the deal was off.", "that the deal was off"),
    ],
)
def test_whom_it_is_told_to_is_no_part_of_the_content(text: str, content: str) -> None:
    assert [s.text for s in told_or_held(text)] == [content]


def test_a_verb_of_saying_keeps_its_clause_beside_another_cue() -> None:
    found = told_or_held(
        "Order is near, according to Mr Lavrov, who explained to the Russian agency Interfax that both will meet in "
        "“hard times. According to Interfax, both will speak with one voice."
    )
    first = next(s for s in found if "will meet" in s.text)
    assert (speaker(first), via(first)) == ("Mr Lavrov", ["the Russian agency Interfax"])
    second = next(s for s in found if "one voice" in s.text)
    assert speaker(second) == "Interfax"


def test_two_sources_of_one_sentence_have_a_content_each() -> None:
    found = told_or_held(
        "According to UNHCR, a million fled and, according to the UN, a hundred civilians were killed."
    )
    assert [(speaker(s), "fled" in s.text, "killed" in s.text) for s in sorted(found, key=lambda s: s.span)] == [
        ("UNHCR", True, False),
        ("the UN", False, True),
    ]


def test_who_goes_on_telling_is_who_told() -> None:
    found = statements(
        "The Norwegian minister said that the talks were held in a hard hour, referring to the blockade."
    )
    assert {speaker(s) for s in found} == {"The Norwegian minister"}


def test_a_speaker_nobody_knows_keeps_his_name() -> None:
    one = only("“The bridge is closed,” said Kvalheim, who led the talks.")
    assert one.speaker is not None and one.speaker.name == "Kvalheim"


def test_speech_is_surer_than_a_thing_that_heralds_another() -> None:
    said = only("“The bridge is closed until spring,” the Norwegian minister said.").trace
    assert said is not None and said.confidence >= 0.8
    for one in statements("They continue to show resilience. Kvalheim thanked Sheikh Ammar."):
        assert one.trace is not None and one.trace.confidence < 0.5


def test_a_quotation_under_a_quoted_heading_keeps_its_speaker() -> None:
    found = statements(
        "“Our harbour is open”\n\n“The harbour of Porto stays open,” spokesman Juan Paz told reporters. “We "
        "mend the nets and we paint the boats.”"
    )
    assert [(s.text.strip("“”,."), speaker(s)) for s in found if s.speaker] == [
        ("The harbour of Porto stays open", "spokesman Juan Paz"),
        ("We mend the nets and we paint the boats", "spokesman Juan Paz"),
    ]


def test_what_is_held_back_is_less_sure_than_what_is_told() -> None:
    reading = reading_of(
        LEAD + "“The bridge is closed until spring,” the Norwegian minister said. It heralds a stable end.\n\n"
        "The talks laid the basis for growth. She chose this moment to recall him from his exile." + TAIL
    )
    assert [s.text for s in reading.statements] == ["“The bridge is closed until spring,”"]
    told = [s.trace.confidence for s in reading.statements if s.trace]
    assert all(s.trace is not None and s.trace.confidence < min(told) for s in reading.held)


def test_the_words_of_a_report_are_read_alike_whatever_stands_in_other_paragraphs() -> None:
    text = "Norway asked whether Sweden wanted peace, and the envoy warned of delays at the border."
    alone = [(s.text, s.trace) for s in told_or_held(text)]
    beside = reading_of(LEAD + text + "\n\nA witness said nothing had changed. “Go home,” he told them." + TAIL)
    both = sorted((*beside.statements, *beside.held), key=lambda s: s.span)
    assert alone and alone == [(s.text, s.trace) for s in both if s.span.start < len(LEAD) + len(text)]


def test_the_report_is_no_outlet_of_that_name() -> None:
    one = only("“The harbour is in ruins,” the report stated.")
    assert one.speaker is not None and one.speaker.actor is None


def test_he_is_who_spoke_before_and_not_whom_the_speech_names() -> None:
    found = statements(
        "“The bridge stays closed,” said General Juan Paz. “It is the work of President Pedro Ruiz,” he added."
    )
    last = next(s for s in found if "the work of" in s.text)
    assert last.speaker is not None and last.speaker.name == "Juan Paz"


def test_a_content_begins_behind_whom_it_is_told_to_however_they_are_called() -> None:
    one = only("Mr Lavrov told Radio Four's Anna Berg that the deal was off.")
    assert one.text == "that the deal was off"


def test_a_piece_without_a_verb_before_a_verb_of_saying_is_not_told() -> None:
    found = statements("In almost every country, the Norwegian minister said, the ports were closed.")
    assert not [s for s in found if s.text.startswith("In almost") and "closed" not in s.text]


def test_namesakes_leave_the_actor_open_and_keep_the_words() -> None:
    found = statements(
        "Maria Odhis, a teacher, sat beside her husband, the Norwegian minister Nils Odhis. "
        "“We will rebuild the harbour together,” Odhis said."
    )
    assert [(one.speaker.text, one.speaker.actor) for one in found if one.speaker] == [("Odhis", None)]


def test_two_titles_of_one_person_are_one_speaker() -> None:
    one = only("“The harbour is closed to all of us,” said founder and president Maria Odhis.")
    assert one.speaker is not None and "Maria Odhis" in one.speaker.text


def test_a_content_does_not_stop_at_a_relative_behind_a_preposition() -> None:
    one = only("The ministry said on Friday that it would cancel the conference at which officers had protested.")
    assert one.text.endswith("officers had protested")


def test_findings_in_a_country_are_not_the_country_speaking() -> None:
    found = told_or_held("Investigations in Norway indicate that the head of the gang left the harbour on Monday.")
    assert all(one.speaker is None or one.speaker.actor is None for one in found)


def test_a_half_sentence_before_the_speaker_is_not_told_by_itself() -> None:
    found = statements("While the harbour gains from the new law, the Norwegian minister said it hurts the islands.")
    assert not any(one.text.startswith("While") and one.text.endswith("law") for one in found)


def test_what_is_said_within_what_is_said_is_told_by_both() -> None:
    outer, inner = statements("Turkey reported that Moscow denied any role in the attack.")
    assert (speaker(outer), outer.text) == ("Turkey", "that Moscow denied any role in the attack")
    assert (speaker(inner), inner.text, via(inner)) == ("Moscow", "any role in the attack", ["Turkey"])
    assert inner.kind == "denies"


def test_nobody_says_anew_what_he_says_himself() -> None:
    assert only("Norway said that Norway denied the claim.").text == "that Norway denied the claim"


def test_who_is_asked_about_it_does_not_say_it() -> None:
    found = statements("Asked about the plan to close the port, the Norwegian minister said that it was too early.")
    assert [speaker(s) for s in found if "too early" in s.text] == ["the Norwegian minister"]
    assert all(s.speaker is None or "minister" not in s.speaker.text for s in found if "plan" in s.text)


def test_what_officials_say_is_theirs_though_a_rule_within_it_calls_for_something() -> None:
    found = told_or_held("The harbour rules called for a search of the ship, officials said on Monday.")
    outer = next(s for s in found if s.cue_text == "said")
    assert speaker(outer) == "officials"
    assert "rules called for a search of the ship" in outer.text


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Anna Berg is said to have left the party.", None),
        ("The raid was condemned by Norway on Friday.", "Norway"),
        ("Anna Berg seems to have left the party.", None),
    ],
)
def test_of_whom_something_is_said_says_nothing(text: str, who: str | None) -> None:
    assert {speaker(s) for s in told_or_held(text)} <= {who}


def test_who_is_convinced_is_the_source() -> None:
    assert speaker(told_or_held("The minister is convinced that the war will end soon.")[0]) == "The minister"


def test_the_source_behind_the_dash_of_a_headline_says_what_it_tells() -> None:
    found = [
        *(r := reading_of("Oslo plans to close the strait - Danish Foreign Ministry\n\nShips waited.")).statements,
        *r.held,
    ]
    outer = next(s for s in found if speaker(s) == "Danish Foreign Ministry")
    assert outer.text == "Oslo plans to close the strait"
    assert all("Ministry" not in s.text for s in found)


@pytest.mark.parametrize("cue", ["did not say", "refused to say", "declined to say"])
def test_what_is_not_said_is_not_told(cue: str) -> None:
    assert statements(f"The ministry {cue} how many people were arrested.") == []
