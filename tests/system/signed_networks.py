"""Signed networks made up for tests."""

import numpy as np
from hypothesis import strategies as st

from westphalia.system.signed import SignedNetwork


@st.composite
def networks(draw, most=7, weighted=False):
    """A small signed network; weights are whole."""
    n = draw(st.integers(1, most))
    values = st.integers(-3, 3) if weighted else st.integers(-1, 1)
    held = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            held[i, j] = held[j, i] = draw(values)
    return SignedNetwork(tuple(f"n{i}" for i in range(n)), held)


def camps(size, noise=0.0, density=1.0, seed=0):
    """Two camps of equal size, friends within and enemies between; a share of ties has the other sign."""
    chance = np.random.default_rng(seed)
    side = np.repeat([1.0, -1.0], [size - size // 2, size // 2])
    held = np.outer(side, side) * np.where(chance.random((size, size)) < noise, -1, 1)
    held = np.triu(held * (chance.random((size, size)) < density), 1)
    return SignedNetwork(tuple(f"n{i:03}" for i in range(size)), held + held.T)
