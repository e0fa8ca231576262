import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.system.changepoints import _segments, _sums, changes


def test_a_jump_is_found_where_it_is():
    counts = [[1, 0]] * 12 + [[1, 9]] * 12
    found = changes(counts, [100] * 24, 1 / 24)
    assert [c.at for c in found] == [12]
    assert found[0].probability > 0.99
    assert found[0].drivers[0] == 1


def test_steady_counts_have_no_change():
    assert changes([[3], [2], [4], [3], [3], [2], [4], [3]], [50] * 8, 0.1) == []


def test_more_news_is_no_change():
    """Counts that grow with exposure stay one rate."""
    assert changes([[2], [2], [2], [20], [20], [20]], [10, 10, 10, 100, 100, 100], 0.1) == []


def test_a_gap_in_coverage_is_no_change():
    counts = [[5]] * 6 + [[0]] * 6 + [[5]] * 6
    gap = [50] * 6 + [0] * 6 + [50] * 6
    assert changes(counts, gap, 0.1) == []
    assert [c.at for c in changes(counts, [50] * 18, 0.1)] == [6, 12]


def test_nothing_gives_nothing():
    assert changes([], [], 0.1) == []
    assert changes([[0], [0]], [5, 5], 0.1) == []
    assert changes([[1], [2]], [0, 0], 0.1) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), st.floats(0.05, 0.5))
def test_sums_equal_those_over_all_segmentations(counts, prior):
    from itertools import combinations, pairwise

    size = len(counts)
    segments = _segments(np.array(counts, dtype=float)[:, None], np.ones(size)).sum(axis=2)
    total = -np.inf
    for number in range(size):
        for cuts in combinations(range(1, size), number):
            bounds = [0, *cuts, size]
            fit = sum(segments[i, j] for i, j in pairwise(bounds))
            total = np.logaddexp(total, fit + number * np.log(prior) + (size - 1 - number) * np.log1p(-prior))
    forward, backward = _sums(segments, prior)
    assert forward[size] == pytest.approx(total)
    assert backward[0] == pytest.approx(total)
