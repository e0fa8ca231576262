"""Namings: what a thing is called, by whom, in whose voice."""

from tests.helpers import read_until


def namings(text: str) -> set[tuple[str, str, str]]:
    return {(n.referent, n.words, n.voice) for n in read_until("namings", text).namings}


def test_a_conflict_is_named_by_the_country_it_is_in() -> None:
    found = namings("The war in Yemen goes on. Aid is late. The war has killed many.")
    assert ("conflict in Yemen", "war in Yemen", "own") in found
    assert ("conflict in Yemen", "war", "own") in found


def test_quotation_marks_and_speakers_take_the_words_out_of_the_outlets_voice() -> None:
    found = namings('Officials called it a "special military operation" in Ukraine.')
    assert any(words == "special military operation" and voice == "quoted" for _, words, voice in found)


def test_wordings_of_one_referent_meet() -> None:
    found = namings("Ships crossed the West Philippine Sea, which others call the South China Sea.")
    assert {words for referent, words, _ in found if referent == "South China Sea"} == {
        "West Philippine Sea",
        "South China Sea",
    }


def test_inside_a_statement_the_words_are_the_speakers() -> None:
    found = namings("The war in Yemen goes on. Aid groups said that the war will spread.")
    assert ("conflict in Yemen", "war", "attributed") in found


def test_the_war_alone_stays_open_when_two_are_named() -> None:
    found = namings("The war in Yemen and the war in Sudan go on. The war has killed many.")
    assert {words for _, words, _ in found} == {"war in Yemen", "war in Sudan"}


def test_ordinary_words_need_their_context() -> None:
    assert not namings("The colonies of bees were moved.")
