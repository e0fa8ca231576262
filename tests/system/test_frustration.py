from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.system.signed_networks import camps, networks
from westphalia.system import covering
from westphalia.system.frustration import frustration
from westphalia.system.kernel import blocks, parts, reduced
from westphalia.system.signed import SignedNetwork


def least(matrix):
    """Frustration by trying all camps."""
    n = len(matrix)
    sides = np.array([(1, *rest) for rest in product((1, -1), repeat=max(n - 1, 0))], dtype=float)
    agreeing = np.einsum("si,ij,sj->s", sides[:, :n], matrix, sides[:, :n])
    return float(((np.abs(matrix).sum() - agreeing) / 4).min())


def check(network, found, matrix):
    """The certificate: camps, ties against them and index belong together."""
    first, second = (set(camp) for camp in found.camps)
    tied = {node for node, row in zip(network.nodes, matrix, strict=True) if row.any()}
    assert first | second == tied
    assert not first & second
    wrong = [(a, b) for a, b, w in network.edges() if (w > 0) != ((a in first) == (b in first))]
    weight = {(a, b): abs(w) for a, b, w in network.edges()}
    return sorted(wrong), weight


@settings(max_examples=150, deadline=None)
@given(networks(most=8, weighted=True), st.booleans())
def test_it_is_the_least_of_all_camps(network, weighted):
    matrix = network.weights if weighted else network.signs
    found = frustration(network, weighted=weighted)
    assert found.optimal
    assert found.index == found.bound == least(matrix)
    weight = {(a, b): abs(w) if weighted else 1.0 for a, b, w in network.edges()}
    assert sum(weight[pair] for pair in found.edges) == found.index
    flipped = SignedNetwork.of_edges(
        ((a, b, -w if (a, b) in found.edges else w) for a, b, w in network.edges()), network.nodes
    )
    assert least(flipped.signs) == 0


def test_camps_of_a_connected_network_explain_the_index():
    network = camps(24, noise=0.1)
    found = frustration(network)
    wrong, _ = check(network, found, network.signs)
    assert wrong == sorted(found.edges)
    assert len(found.edges) == found.index


def test_a_large_network_of_two_camps():
    found = frustration(camps(150, noise=0.03, density=0.2))
    assert found.optimal
    assert abs(len(found.camps[0]) - 75) <= 3
    clean = frustration(camps(150, density=0.2))
    assert (clean.index, clean.edges, clean.normalised) == (0, (), 1.0)


@settings(max_examples=25, deadline=None)
@given(networks(most=8, weighted=True))
def test_branching_alone_is_exact(network):
    for part in parts(
        {i: {int(j): float(row[j]) for j in np.flatnonzero(row)} for i, row in enumerate(network.weights)}
    ):
        if len(part) > 1:
            rows = sorted(part)
            inner = network.weights[np.ix_(rows, rows)]
            piece = covering._piece(
                {i: {int(j): float(inner[i, j]) for j in np.flatnonzero(inner[i])} for i in range(len(rows))}
            )
            sides, bound = covering._branched(piece, [], 0.0, float("inf"))
            assert piece.against(sides) == pytest.approx(least(inner))
            assert bound == pytest.approx(least(inner))


@settings(max_examples=60, deadline=None)
@given(networks(most=8, weighted=True))
def test_the_kernel_has_the_same_index(network):
    ties = {i: {int(j): float(row[j]) for j in np.flatnonzero(row)} for i, row in enumerate(network.weights)}
    core, constant, undone = reduced(ties)
    assert all(len(near) >= 3 for near in core.values())
    assert len(core) + len(undone) == len(ties)
    rows = sorted(core)
    inner = np.array([[core[i].get(j, 0.0) for j in rows] for i in rows]).reshape(len(rows), len(rows))
    assert constant + least(inner) == least(network.weights)
    pieces = blocks(core)
    assert sum(len(near) for piece in pieces for near in piece.values()) == sum(len(near) for near in core.values())


def test_real_weights_and_separate_parts():
    edges = [("A", "B", 0.4), ("B", "C", -0.2), ("A", "C", 0.3), ("X", "Y", -0.7)]
    found = frustration(SignedNetwork.of_edges(edges, ["lone"]), weighted=True)
    assert found.index == pytest.approx(0.2)
    assert found.edges == (("B", "C"),)
    assert found.camps == (("A", "B", "C", "X"), ("Y",))
    assert found.normalised == pytest.approx(1 - 0.4 / 1.6)


def test_out_of_time_it_says_so():
    hard = camps(40, noise=0.5, density=0.6)
    found = frustration(hard, seconds=0.0)
    assert not found.optimal
    assert 0 <= found.bound < found.index
    assert found.gap > 0


def test_nothing_is_frustrated_in_nothing():
    found = frustration(SignedNetwork((), np.zeros((0, 0))))
    assert (found.index, found.optimal, found.camps, found.normalised) == (0, True, ((), ()), None)
