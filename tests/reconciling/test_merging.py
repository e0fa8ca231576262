"""Merging: what tells two groups apart is measured as it should be, and adds up as groups merge."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reconciling import stories
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.merging import FEATURES, Compared, Groups
from westphalia.reconciling.pile import compare
from westphalia.reconciling.terms import terms

SAME = "Rescuers dug for people in the ruins of the town after the earthquake, and {} wept with {} of them."
TEXTS = [SAME.format(man, number) for man, number in zip(("Ortiz",) * 3 + ("Escalante",) * 3, "777888", strict=True)]


def pile(texts):
    found = [terms(text) for text in texts]
    features = compare(found)
    return Compared.of(features, stories.chance(features), found)


def features(texts, members):
    row = Groups(pile(texts), members).compare(np.array([0]), np.array([1]))[0]
    return dict(zip(FEATURES, row, strict=True))


def test_the_name_and_the_number_that_tell_two_groups_apart():
    apart = features(TEXTS, [[0, 1, 2], [3, 4, 5]])
    assert np.isclose(apart["names_marks_more"], 3 / 4 / 5)  # one name of five
    assert np.isclose(apart["names_mark_less"], 3 / 4)
    assert np.isclose(apart["numbers_mark_more"], 3 / 4)
    mixed = features(TEXTS, [[0, 1, 3], [2, 4, 5]])
    assert np.isclose(mixed["names_mark_less"], 1 / 4)


def test_a_mark_of_one_side_alone():
    found = features([*TEXTS[:3], *(text.replace("Escalante", "nobody") for text in TEXTS[3:])], [[0, 1, 2], [3, 4, 5]])
    assert np.isclose(found["names_mark_more"], 3 / 4)
    assert found["names_mark_less"] == 0


SENTENCES = st.lists(st.sampled_from("Lund Orvia Belmar 12 90 voted quake killed peace budget".split()), max_size=9)


@settings(max_examples=30, deadline=None)
@given(st.lists(SENTENCES, min_size=3, max_size=7), st.integers(0, 6))
def test_merging_adds_up(texts, at):
    """Two groups merged are what they are if they begin as one."""
    held = pile([" ".join(words) for words in texts])
    members = [[n] for n in range(len(texts))]
    one, other = sorted({at % len(texts), (at + 1) % len(texts)})
    step = Groups(held, members)
    step.merge(one, other)
    members[one] += members[other]
    rest = [n for n in range(len(texts)) if n not in (one, other)]
    rows, columns = np.full(len(rest), one), np.array(rest)
    found, expected = step.compare(rows, columns), Groups(held, members).compare(rows, columns)
    assert np.isfinite(found).all()
    assert np.allclose(found, expected, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.integers(0, 2**32 - 1), st.sampled_from([0.1, 0.4, 0.7]))
def test_average_link_takes_the_best_pair_each_time(count, seed, threshold):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 5, (count, count)) / 4  # many ties
    scores = np.maximum(scores, scores.T)
    scores[rng.random((count, count)) < 0.1] = -np.inf
    scores = np.minimum(scores, scores.T)
    groups = [[n] for n in range(count)]
    while len(groups) > 1:
        means = [
            (-np.mean(scores[np.ix_(one, other)]), a, a + 1 + b)
            for a, one in enumerate(groups)
            for b, other in enumerate(groups[a + 1 :])
        ]
        worst, a, b = min((round(mean, 9), a, b) for mean, a, b in means)
        if -worst < threshold:
            break
        groups[a] += groups.pop(b)
    assert average_link_of(range(count), scores, threshold) == groups
