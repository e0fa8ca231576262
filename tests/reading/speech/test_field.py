"""The field weighs all paths."""

import itertools
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from westphalia.reading.speech.field import Chains, Field


@given(some.integers(0, 2**32 - 1), some.lists(some.integers(1, 5), min_size=1, max_size=4))
def test_best_labels_and_shares_are_those_of_all_paths(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    count, size = sum(lengths), 3
    scores = rng.normal(size=(count, size)).astype(np.float32)
    field = Field(rng.normal(size=(size, size)).astype(np.float32), rng.normal(size=size).astype(np.float32))
    sequence = np.repeat(np.arange(len(lengths)), lengths)
    best, shares = field.best(scores, Chains.of(sequence)), field.shares(scores, Chains.of(sequence))
    for number in range(len(lengths)):
        mine = np.flatnonzero(sequence == number)
        paths = list(product(range(size), repeat=len(mine)))
        worth = np.array([
            field.start[path[0]]
            + scores[mine, path].sum()
            + sum(field.transition[a, b] for a, b in itertools.pairwise(path))
            for path in paths
        ])  # fmt: skip
        assert tuple(best[mine]) == paths[int(worth.argmax())]
        odds = np.exp(worth - worth.max())
        for place, token in enumerate(mine):
            wanted = [odds[[path[place] == label for path in paths]].sum() / odds.sum() for label in range(size)]
            np.testing.assert_allclose(shares[token], wanted, atol=1e-4)


def test_no_tokens_have_no_labels() -> None:
    field = Field(np.zeros((3, 3), np.float32), np.zeros(3, np.float32))
    nothing = np.zeros((0, 3), np.float32)
    assert len(field.best(nothing, Chains.of(np.zeros(0, np.int64)))) == 0
    assert len(field.shares(nothing, Chains.of(np.zeros(0, np.int64)))) == 0
