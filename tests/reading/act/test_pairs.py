"""Pairs of parties by grammar, how likely they are, and acts that only the models tell. Invented sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import read_until
from westphalia.reading.act.pairs import pair_features, pairs, scorer
from westphalia.reading.act.parties import Parties
from westphalia.reading.act.weighing import weighed


def held(text):
    reading = read_until("statements", text)
    sentence, _ = next(reading.parsed())
    return sentence, Parties.of(reading, sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway sent flour to Chile.", {("NOR", "CHL")}),
        ("Chile was invaded by Norway.", {("NOR", "CHL")}),
        ("Norway wants to lend money to Chile.", {("NOR", "CHL")}),
        ("Norway met Chile and left for Kenya.", {("NOR", "CHL"), ("NOR", "KEN")}),
        ("Chile is beautiful.", set()),
    ],
)
def test_pairs_go_from_the_doer_to_those_below_his_verb(text, expected):
    found = {(p.source.actors[0], p.target.actors[0]) for p in pairs(*held(text))}
    assert found == expected


def chance(text):
    (pair,) = pairs(*held(text))
    return scorer()(pair_features(pair, "", telling=False))


def test_deeds_are_likelier_than_comparisons():
    assert chance("Norwegian troops raided Chilean villages on Sunday.") > chance("Norway is as large as Chile.")
    assert chance("Norway lent $2 million to Chile on Sunday.") > chance("Norwegian tourists like to fly to Chile.")


@given(st.lists(st.text(max_size=12), max_size=40))
def test_a_chance_is_a_chance_whatever_the_features(names):
    assert 0 <= scorer()(names) <= 1
    assert scorer()(names) == scorer()(list(reversed(names + names)))


def test_every_act_says_how_likely_it_is():
    for text in (
        "Norway condemned Chile over the raid.",
        "Norway and Chile signed a treaty.",
        "Kenya lent Chad a ship.",
    ):
        assert all(0 < act.likely <= 1 for act in weighed(*held(text)))
