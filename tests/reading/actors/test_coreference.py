"""Pronouns and group words. All names but those of states are invented."""

import pytest

from tests.reading.actors.test_mentions import of, read

MEETING = "Danish Foreign Minister Ole Rask met Kenyan Foreign Minister Amina Odhis in Oslo. "


def actors(text: str, words: str, nth: int = 0) -> tuple[str, ...]:
    return of(read(text), words, nth).actors


def test_he_is_the_subject_of_the_sentence_before() -> None:
    assert actors("Danish Foreign Minister Ole Rask left Oslo. He was content.", "He") == ("DNK/GOV/ole-rask",)


def test_he_in_a_report_of_speech_is_the_speaker() -> None:
    assert actors("Danish Foreign Minister Ole Rask said that he would go.", "he") == ("DNK/GOV/ole-rask",)


def test_an_object_is_not_its_own_subject() -> None:
    found = actors("Ole Rask, the Danish premier, met him on Monday.", "him")
    assert "DNK/GOV/ole-rask" not in found


def test_she_is_not_a_man() -> None:
    assert actors("Mr Ole Rask arrived. She was late.", "She") == ()


@pytest.mark.parametrize("words", ["Both ministers", "The two ministers", "The two leaders"])
def test_both_are_the_two_named_last(words: str) -> None:
    found = actors(MEETING + f"{words} signed a treaty.", words)
    assert found == ("DNK/GOV/ole-rask", "KEN/GOV/amina-odhis")


def test_the_two_countries_are_those_the_persons_act_for() -> None:
    assert actors(MEETING + "The two countries share no border.", "The two countries") == ("DNK", "KEN")


def test_two_of_three_are_nobody() -> None:
    text = "Denmark, Kenya and Chile signed a treaty. The two countries share no border."
    assert actors(text, "The two countries") == ()


def test_they_are_those_joined_by_and() -> None:
    assert actors("Denmark and Kenya signed a treaty. They will keep it.", "They") == ("DNK", "KEN")


def test_it_is_the_state_that_acted() -> None:
    assert actors("Denmark closed its embassy.", "its") == ("DNK",)


def test_an_empty_it_is_nobody() -> None:
    assert not [m for m in read("Denmark left. It is clear that talks failed.").mentions if m.text == "It"]


def test_we_in_a_quotation_is_the_speakers_country() -> None:
    assert actors("“We want peace,” Danish Foreign Minister Ole Rask said.", "We") == ("DNK",)


def test_we_outside_quotation_marks_is_nobody() -> None:
    assert not [m for m in read("Denmark spoke. We want peace.").mentions if m.text == "We"]


def test_a_pronoun_is_nobody_named_in_its_own_clause() -> None:
    text = "Danish premier Ole Rask met Kenyan premier Amina Odhis. Rask spoke first. Then he echoed Rask's words."
    assert "DNK/GOV/ole-rask" not in actors(text, "he")


def test_given_names_tell_women_from_men() -> None:
    text = "Danish Foreign Minister Peter Rask met Kenyan Foreign Minister Fatima Odhis. She smiled."
    assert actors(text, "She") in ((), ("KEN/GOV/fatima-odhis",))
    assert actors("Danish Foreign Minister Peter Rask left. She smiled.", "She") == ()


def test_things_between_leave_it_open() -> None:
    found = of_all("Denmark left the talks. The plan failed and it was dropped.", "it")
    assert found in ([], [()])


def of_all(text: str, words: str) -> list[tuple[str, ...]]:
    return [m.actors for m in read(text).mentions if m.text == words]


def test_his_ministry_is_of_the_state_he_acts_for() -> None:
    text = "Danish Foreign Minister Ole Rask spoke. He praised his ministry."
    assert actors(text, "his ministry") == ("DNK/GOV",)


def test_a_scholar_and_some_citizens_are_no_they() -> None:
    text = "Kenyan economist Ann Odhis and residents of Oslo met. They left."
    assert actors(text, "They") == ()


def test_he_in_a_quotation_is_not_who_speaks_it() -> None:
    text = 'Danish Foreign Minister Ole Rask met Kenyan envoys. "The plan was made by him," Rask said.'
    assert "DNK/GOV/ole-rask" not in actors(text, "him")


def test_whose_partner_stands_beside_him() -> None:
    assert actors("Kenya called on Denmark and its neighbours to stop.", "its") == ("DNK",)
    assert actors("Kenya called on Denmark and its neighbours to stop.", "its neighbours") != ("DNK/GOV",)
