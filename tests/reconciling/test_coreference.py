"""Mentions of one event are found in several reports, in other words; what is only said alike elsewhere is apart."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reading.encoder import LONGEST, pieces
from westphalia.reconciling import coreference
from westphalia.reconciling.coreference import Mention, window
from westphalia.reconciling.stories import Article

TEXTS = {
    "a": "A strong earthquake struck the port of Belmar on Monday and killed nine people .",
    "b": "Nine people were killed when an earthquake struck Belmar on Monday .",
    "c": "The parliament of Orvia approved the budget of minister Tessa Lund by 120 votes to 80 .",
    "d": "By 120 votes to 80 the parliament of Orvia approved the budget of minister Tessa Lund .",
}


def mention(report, *words):
    text = TEXTS[report].split()
    return Mention.of(report, 0, text, [text.index(word) for word in words])


MENTIONS = {
    "quake a": mention("a", "earthquake"),
    "quake b": mention("b", "earthquake"),
    "killed a": mention("a", "killed"),
    "killed b": mention("b", "killed"),
    "vote c": mention("c", "approved"),
    "vote d": mention("d", "approved"),
}
ARTICLES = [Article.of(report, text) for report, text in TEXTS.items()]


def groups(names, articles=ARTICLES):
    of = {id(MENTIONS[name]): name for name in names}
    found = coreference.group([MENTIONS[name] for name in names], articles)
    return {frozenset(of[id(m)] for m in members) for members in found}


EXPECTED = {frozenset({"quake a", "quake b"}), frozenset({"killed a", "killed b"}), frozenset({"vote c", "vote d"})}


def test_one_event_in_two_reports():
    assert groups(list(MENTIONS)) == EXPECTED


@settings(max_examples=15, deadline=None)
@given(st.permutations(list(MENTIONS)), st.permutations(ARTICLES))
def test_order_does_not_matter(names, articles):
    assert groups(names, articles) == EXPECTED


def test_of_one_report_and_of_none():
    assert groups(["quake a"], ARTICLES[:1]) == {frozenset({"quake a"})}
    assert groups([], []) == set()


def test_chances():
    for block in coreference.blocks(list(MENTIONS.values()), ARTICLES):
        found = coreference.chances(block)
        assert np.allclose(found, found.T)
        assert ((found > 0) & (found < 1)).all()


def test_words_beyond_what_the_encoder_reads_have_no_vector():
    long = ["word"] * 400
    assert not Mention.of("r", 0, long, [399]).vector.any()
    assert Mention.of("r", 0, long, [3]).vector.any()


def test_a_mention_is_read_with_its_report():
    words, before = "The talks ended .".split(), "Nine miners of Belmar talked to the owners .".split()
    alone, beside = Mention.of("r", 0, words, [1]), Mention.of("r", 1, words, [1], (before, []))
    assert alone.stems == beside.stems
    assert not np.allclose(alone.learnt, beside.learnt)


SOME = st.lists(st.sampled_from(["port", "Belmar", "quake", ",", "Orvian", "antidisestablishment"]), max_size=300)


@settings(max_examples=60, deadline=None)
@given(SOME, st.lists(st.sampled_from(["struck", "port", "."]), min_size=1, max_size=40), SOME)
def test_a_window_fits_the_encoder_and_holds_the_sentence(before, words, after):
    text, left = window(words, before, after)
    every = [*before, *words, *after]
    start = len(before) - left
    assert list(text) == every[start : start + len(text)]
    assert list(text[left : left + len(words)]) == words
    held = pieces(text).words
    assert len(held) <= LONGEST
    assert held[-2] == len(text) - 1
    short = len(pieces(every).words)
    if short < LONGEST:
        assert list(text) == every


def test_what_is_told_by_the_way_is_less_surely_told_again():
    text = "An earthquake struck Belmar on Monday , a spokesman said .".split()
    quake, said = coreference.told_again([Mention.of("r", 0, text, [1]), Mention.of("r", 0, text, [9])])
    assert quake > said
    assert coreference.told_again([MENTIONS["vote c"]])[0] == coreference.told_again(list(MENTIONS.values()))[4]
