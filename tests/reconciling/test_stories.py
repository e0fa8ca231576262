"""Stories: what is one event is one group, whatever the order; and strangers in a small pile stay apart."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reconciling import pile, stories
from westphalia.reconciling.stories import Article
from westphalia.reconciling.terms import stem, terms

QUAKE = "A strong earthquake hit the port of Belmar on Monday and killed nine people, said rescuers in Belmar."
QUAKE_TOO = "Nine people were killed when an earthquake struck Belmar on Monday. Rescuers searched the port of Belmar."
VOTE = "The parliament of Orvia voted 120 to 80 for the budget of minister Tessa Lund after a night of debate."
VOTE_TOO = "Orvia has a budget: its parliament passed the plan of minister Tessa Lund by 120 votes to 80."
FLOOD = "Floods in the north of Karsia drove 4,000 families from their homes, the mayor of Dorn said."
TEXTS = [QUAKE, QUAKE_TOO, VOTE, VOTE_TOO, FLOOD]


def groups(texts):
    found = stories.group([Article.of(ident, text) for ident, text in texts])
    return {frozenset(article.report for article in members) for members in found}


def test_one_event_is_one_story():
    assert groups(zip("abcde", TEXTS, strict=True)) == {frozenset("ab"), frozenset("cd"), frozenset("e")}


def test_strangers_in_a_pile_of_two_stay_apart():
    assert groups([("a", QUAKE), ("b", VOTE)]) == {frozenset("a"), frozenset("b")}


def test_copies_in_a_pile_of_two_are_one():
    assert groups([("a", QUAKE), ("b", QUAKE)]) == {frozenset("ab")}


def test_empty_texts():
    assert groups([]) == set()
    assert groups([("a", "")]) == {frozenset("a")}
    assert groups([("a", ""), ("b", ""), ("c", QUAKE)]) >= {frozenset("c")}


@settings(max_examples=25, deadline=None)
@given(st.permutations(list(zip("abcde", TEXTS, strict=True))))
def test_order_does_not_matter(texts):
    assert groups(texts) == groups(zip("abcde", TEXTS, strict=True))


WORDS = st.lists(st.sampled_from("war peace talks Belmar Orvia 12 4,000 signed signs budget".split()), max_size=12)


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_features_are_likenesses(texts):
    features = pile.compare([terms(" ".join(words)) for words in texts])
    for name, matrix in features.items():
        assert np.isfinite(matrix).all(), name
        assert np.allclose(matrix, matrix.T), name
    for name in pile.KINDS:
        assert np.allclose(np.diag(features[name]), 1)
        assert (features[name] <= 1 + 1e-9).all()
        assert (features[name] >= -1e-9).all()


def test_cosine_by_hand():
    one, other = terms("talks talks peace"), terms("talks war")
    both = pile.cosines([one.numbers, other.numbers], known=False)
    assert both.tolist() == [[1, 0], [0, 1]]
    shared, alone = np.log(3 / 2.5), np.log(3 / 1.5)  # in both texts, in one of two
    twice = (1 + np.log(2)) * shared
    expected = twice * shared / np.hypot(twice, alone) / np.hypot(shared, alone)
    assert np.isclose(pile.cosines([one.words, other.words], known=False)[0, 1], expected)


def test_terms():
    found = terms("Rescuers in Belmar said Belmar's 4,000 rescuers rescued talks")
    assert len(found.names.ids) == 1  # "Rescuers" is also written in lower case
    assert found.names.weights.tolist() == [1 + np.log(2)]
    assert len(found.numbers.ids) == 1


def test_forms_of_one_word():
    assert stem("arrested") == stem("arrests") == stem("arresting") == stem("arrest")
    assert stem("countries") == stem("country")
