"""The shared encoder: word pieces and vectors of a text, on sentences of our own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reading.encoder import LONGEST, pieces, trunk


def test_words_are_split_into_known_pieces_and_keep_their_numbers():
    held = pieces("The minister left .".split())
    assert held.words == (-1, 0, 1, 2, 3, -1)
    assert len(held.ids) == 6


def test_case_and_accents_make_no_difference():
    assert pieces(["Café", "ÜBER"]).ids.tolist() == pieces(["cafe", "uber"]).ids.tolist()


def test_a_rare_word_becomes_several_pieces_of_one_word():
    held = pieces(["Zzyzxova", "met"])
    assert held.words.count(0) > 1
    assert held.words.count(1) == 1


def test_punctuation_stands_alone():
    assert pieces(["(talks)"]).words.count(0) == 3


@given(st.lists(st.text(max_size=30), max_size=40))
def test_any_text_has_marks_at_its_ends_and_words_in_order(words):
    held = pieces(words)
    assert len(held.ids) == len(held.words) <= LONGEST
    assert held.words[0] == held.words[-1] == -1
    inner = held.words[1:-1]
    assert list(inner) == sorted(inner)
    assert all(0 <= n < len(words) for n in inner)


def test_a_long_text_is_cut():
    held = pieces(["word"] * 1000)
    assert len(held.ids) == LONGEST
    assert trunk(held.ids).shape == (LONGEST, 384)


def test_vectors_do_not_depend_on_what_was_read_before():
    one, other = pieces("Norway met Chile .".split()), pieces("Thousands marched through the capital .".split())
    first = trunk(one.ids)
    trunk(other.ids)
    assert np.array_equal(first, trunk(one.ids))


@pytest.mark.parametrize("word", ["bank"])
def test_a_word_has_other_vectors_in_other_company(word):
    money, river = pieces(["the", word, "lent", "money"]), pieces(["the", word, "of", "the", "river"])
    assert not np.allclose(trunk(money.ids)[2], trunk(river.ids)[2], atol=0.1)
