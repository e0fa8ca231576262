from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reference.names import Entry, Hit, Names, find, fold


def found(text: str) -> list[tuple[str, str, str]]:
    return [(text[h.start : h.end], h.entries[0].actor, h.entries[0].form) for h in find(text)]


def test_case_tells_the_state_from_the_pronoun() -> None:
    assert found("They told us that the US and the U.S. agree.") == [("US", "USA", "name"), ("U.S.", "USA", "name")]


@pytest.mark.parametrize(
    ("text", "words", "actor", "form"),
    [
        ("TEHRAN replied", "TEHRAN", "IRN/GOV", "seat"),
        ("Nato replied", "Nato", "NATO", "name"),
        ("NATO's reply", "NATO", "NATO", "name"),
        ("the Vetëvendosje party", "Vetëvendosje", "XKX/PTY/vetevendosje", "name"),
        ("the Vetevendosje party", "Vetevendosje", "XKX/PTY/vetevendosje", "name"),
        ("Hezbollah’s men", "Hezbollah", "LBN/REB/hezbollah", "name"),
        ("South Ossetia said", "South Ossetia", "GEO/PRE/south-ossetia", "name"),
        ("Kosovo said", "Kosovo", "XKX", "name"),
        ("a US-led force", "US", "USA", "name"),
        ("the Norwegians left", "Norwegians", "NOR", "demonym"),
        ("al-Shabaab left", "al-Shabaab", "SOM/REB/al-shabaab", "name"),
        ("the Golani Brigade left", "Golani Brigade", "ISR/MIL/golani-brigade", "name"),
    ],
)
def test_a_name_is_found_with_its_actor(text: str, words: str, actor: str, form: str) -> None:
    assert found(text) == [(words, actor, form)]


def test_hyphened_pairs_give_both_states() -> None:
    assert [actor for _, actor, _ in found("Sino-Russian and China-Russia talks")] == ["CHN", "RUS", "CHN", "RUS"]


def test_a_prefix_needs_its_hyphen() -> None:
    assert found("Sino is a word") == []


def test_the_longest_name_wins() -> None:
    words, *_ = found("The People's Republic of China and the South China Post")[0]
    assert words == "People's Republic of China"


def test_names_do_not_run_over_the_end_of_a_sentence() -> None:
    table = Names([("Red Lion", Entry("A/GOV/a", "organ", "Red Lion", "name"))])
    assert table.find("It was red. Lion of the north") == []
    assert table.find("They were all Red. Lion cubs") == []
    assert len(table.find("the Red\nLion")) == 1


def test_money_is_not_a_country() -> None:
    assert found("It cost HK$20 and US$5.") == []


def test_one_word_for_two_things_keeps_both() -> None:
    (hit,) = find("Georgia")
    assert {"GEO", "USA/GOV/georgia"} <= {entry.actor for entry in hit.entries}


def test_offsets_survive_diacritics_and_typography() -> None:
    text = "“Ünïted” – Côte d’Ivoire and Türkiye"
    assert [words for words, _, _ in found(text)] == ["Côte d’Ivoire", "Türkiye"]
    assert len(fold(text)) == len(text)


@given(st.text(max_size=200))
def test_hits_are_ordered_disjoint_and_inside(text: str) -> None:
    assert len(fold(text)) == len(text)
    end = 0
    for hit in find(text):
        assert end <= hit.start < hit.end <= len(text)
        assert hit.entries
        end = hit.end


def test_a_longer_text_is_looked_up_as_often_as_it_has_names_to_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is tried once for each word that begins one, whatever came before it: a report costs its length."""
    sentence = "The Lebanese army and Hezbollah met UN envoys in Beirut, said President Someone of Nowhere. "
    words = len(sentence.split())
    tried, longest = 0, Names._longest

    def counted(self: Names, text: str, start: int, end: int, node: Any) -> Hit | None:
        nonlocal tried
        tried += 1
        return longest(self, text, start, end, node)

    monkeypatch.setattr(Names, "_longest", counted)
    assert len(find(sentence)) == 4
    once, tried = tried, 0
    assert len(find(sentence * 1000)) == 4000
    assert 4 <= once <= words
    assert tried == 1000 * once
