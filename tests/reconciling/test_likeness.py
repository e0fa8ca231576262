"""Likeness of wordings: meaning and words together, the best match on both sides, nothing depends on order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reconciling.likeness import (
    RELATIVE,
    content_words,
    likeness,
    matches,
    most_alike,
    overlap,
    pair,
    relative,
    signature,
    words,
)
from westphalia.reconciling.wordings import encode

ONE = ["The minister praised the harvest of wheat", "Fuel prices will fall in autumn", "Our ports stay open to all"]
OTHER = ["In autumn the price of fuel is going to drop", "The ports remain open for everyone", "It rained in the north"]
VOCABULARY = [
    f"{one}{other}{last}" for one in "bdfgk" for other in "aeiou" for last in ("lt", "rn", "s", "mp", "nd", "x")
]

texts = st.lists(st.text("abc d", max_size=12), min_size=1, max_size=6)


def test_each_finds_its_translation_and_nothing_else():
    found = matches(relative(likeness(ONE, OTHER, encode)), RELATIVE)
    assert {(i, j) for i, j, _ in found} == {(1, 0), (2, 1)}


def test_rare_words_count_more():
    found = overlap(["copper talks"], ["talks begin", "copper sold", "talks end", "talks fail"], words)
    assert found[0, 1] > found[0, 0] > 0


@given(texts, texts)
@settings(max_examples=60, deadline=None)
def test_overlap_is_symmetric_and_between_none_and_all(ones, others):
    found = overlap(ones, others, words)
    assert found.shape == (len(ones), len(others))
    assert np.allclose(found, overlap(others, ones, words).T, atol=1e-5)
    assert ((found >= 0) & (found <= 1 + 1e-5)).all()
    for i, one in enumerate(ones):
        for j, other in enumerate(others):
            if sorted(words(one)) == sorted(words(other)) and words(one):
                assert np.isclose(found[i, j], 1)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_matches_are_best_on_both_sides(rows, columns, seed):
    scores = np.random.default_rng(seed).integers(0, 9, (rows, columns)).astype(np.float32)
    for i, j, score in matches(scores, 3):
        assert score == scores[i, j] == scores[i].max() == scores[:, j].max() >= 3


def test_nothing_to_compare_is_no_match():
    assert matches(relative(np.empty((0, 3), dtype=np.float32)), 0) == []


def test_a_pair_shares_what_it_says_not_its_articles():
    assert content_words("There is no limit to the friendship") == {"no", "limit", "frien"}
    assert pair("the end of it", "an end to this", 0.5) > pair("the end of it", "the price of it", 0.5)


@given(
    st.lists(st.sampled_from(VOCABULARY), max_size=300),
    st.lists(st.sampled_from(VOCABULARY), max_size=300),
    st.floats(-1, 1),
)
def test_signatures_never_tell_less_alike_than_the_texts_are(one, other, cosine):
    texts = " ".join(one), " ".join(other)
    first, second = (signature(text)[None] for text in texts)
    most = most_alike(np.array([cosine], dtype=np.float32), first, second)[0]
    assert most >= pair(*texts, cosine) - 0.001


def test_signatures_tell_most_texts_apart():
    one, other = "ships left the harbour at dawn", "grain prices fell again"
    assert most_alike(np.array([0.5], dtype=np.float32), signature(one)[None], signature(other)[None])[0] < 0.45
