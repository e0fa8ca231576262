"""Scores of clusterings on cases worked out by hand."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.clusters import b_cubed, ceaf_e, conll, matching, muc


@pytest.mark.parametrize(
    ("gold", "found", "precision", "recall"),
    [
        ("aabb", "xxyy", 1, 1),
        ("aabb", "xxxx", 1 / 2, 1),
        ("aabb", "wxyz", 1, 1 / 2),
        # x = {a, a, b}, y = {b}: precision (2/3 + 2/3 + 1/3 + 1) / 4, recall (1 + 1 + 1/2 + 1/2) / 4
        ("aabb", "xxxy", 2 / 3, 3 / 4),
        # one class of three in two groups: recall (2/3 + 2/3 + 1/3) / 3
        ("aaa", "xxy", 1, 5 / 9),
    ],
)
def test_b_cubed(gold, found, precision, recall):
    f1 = 2 * precision * recall / (precision + recall)
    assert b_cubed(gold, found) == pytest.approx((precision, recall, f1))


@pytest.mark.parametrize(
    ("gold", "found", "precision", "recall"),
    [
        ("aabb", "xxyy", 1, 1),
        # one cluster of four has three links, two of them right; both gold links are kept
        ("aabb", "xxxx", 2 / 3, 1),
        ("aabb", "wxyz", 0, 0),
        # the example of Vilain et al.: gold {1234}{567}{89...}: here {ABCD} answered as {AB}{CD}
        ("aaaa", "xxyy", 1, 2 / 3),
        # x = {a a b}, y = {b}: of two links one is right; gold b is torn: one link of two is found
        ("aabb", "xxxy", 1 / 2, 1 / 2),
    ],
)
def test_muc(gold, found, precision, recall):
    assert muc(gold, found)[:2] == pytest.approx((precision, recall))


@pytest.mark.parametrize(
    ("gold", "found", "precision", "recall"),
    [
        ("aabb", "xxyy", 1, 1),
        # one answer of four against two keys of two: 2 * 2 / (2 + 4) = 2/3, over one answer and two keys
        ("aabb", "xxxx", 2 / 3, 1 / 3),
        # each key meets one answer of one: twice 2 * 1 / (2 + 1), over four answers and two keys
        ("aabb", "wxyz", 1 / 3, 2 / 3),
        # {a a} - {a a b}: 4/5; {b b} - {b}: 2/3
        ("aabb", "xxxy", 11 / 15, 11 / 15),
    ],
)
def test_ceaf_e(gold, found, precision, recall):
    assert ceaf_e(gold, found)[:2] == pytest.approx((precision, recall))


def test_conll_is_the_mean_of_the_three():
    scores = conll("aabb", "xxxy")
    b3 = 2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4)
    assert scores == pytest.approx({"muc": 0.5, "b3": b3, "ceafe": 11 / 15, "conll_f1": (0.5 + b3 + 11 / 15) / 3})


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_matching_is_the_best(rows, columns, data):
    worth = np.array([[data.draw(st.sampled_from([0.0, 0.2, 0.5, 1.0])) for _ in range(columns)] for _ in range(rows)])
    wide = worth if rows <= columns else worth.T
    best = max(sum(wide[i, c] for i, c in enumerate(p)) for p in permutations(range(wide.shape[1]), wide.shape[0]))
    assert matching(worth) == pytest.approx(best)
