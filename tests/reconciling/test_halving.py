"""Two near stories told apart anew: what merging has mixed is put right, and nothing else is moved."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reconciling import stories
from westphalia.reconciling.halving import halved, halves, vectors
from westphalia.reconciling.merging import FEATURES, Compared
from westphalia.reconciling.pile import compare
from westphalia.reconciling.terms import terms

OPENINGS = (
    "Thieves broke into the jewellery store in central Paris",
    "Robbers raided a Paris shop",
    "Police hunted armed men",
)
ONE = [
    f"{opening}: 85 million in diamonds were gone from Winston, Dupont of the prosecution told reporters."
    for opening in OPENINGS
]
OTHER = [
    f"{opening}: 2 cases of watches were smashed on Vendome square, mayor Laurent complained." for opening in OPENINGS
]


def pile(texts):
    found = [terms(text) for text in texts]
    features = compare(found)
    return Compared.of(features, stories.chance(features), found)


def apart(rows):
    """The less, the more a name tells two groups apart."""
    return -rows[:, FEATURES.index("names_mark_less")]


def test_a_text_in_the_wrong_story_is_moved():
    found = halved(pile(ONE + OTHER), [[0, 1, 3], [2, 4, 5]], apart)
    assert sorted(map(sorted, found)) == [[0, 1, 2], [3, 4, 5]]


def test_what_is_right_stays():
    found = halved(pile(ONE + OTHER), [[0, 1, 2], [3, 4, 5]], apart)
    assert sorted(map(sorted, found)) == [[0, 1, 2], [3, 4, 5]]


def test_nothing_to_halve():
    same = pile(ONE[:1] * 4)
    assert halves(vectors(same.tables, np.arange(4))) is None
    assert halved(same, [[0, 1], [2, 3]], apart) == [[0, 1], [2, 3]]
    assert halved(same, [[0, 1, 2, 3]], apart) == [[0, 1, 2, 3]]


SENTENCES = st.lists(st.sampled_from("Lund Orvia Belmar 12 90 voted quake killed peace budget".split()), max_size=9)


@settings(max_examples=30, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=8), st.data())
def test_every_text_stays_in_one_story(texts, data):
    held = pile([" ".join(words) for words in texts])
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(texts), max_size=len(texts)))
    groups = [[n for n, at in enumerate(labels) if at == label] for label in sorted(set(labels))]
    found = halved(held, groups, apart)
    assert sorted(n for group in found for n in group) == list(range(len(texts)))
    assert len(found) == len(groups)
    assert all(found)
