from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from tests.system.signed_networks import camps, networks
from westphalia.system.balance import balance, triads
from westphalia.system.signed import SignedNetwork


def exponential(matrix):
    """By its series, to check the eigenvalues by something else."""
    total, term = np.eye(len(matrix)), np.eye(len(matrix))
    for k in range(1, 80):
        term = term @ matrix / k
        total += term
    return total


@settings(max_examples=60, deadline=None)
@given(networks())
def test_counts_against_enumeration_and_walks_against_the_series(network):
    kinds = {"+++": 0, "++-": 0, "+--": 0, "---": 0}
    own = dict.fromkeys(network.nodes, (0, 0))
    for a, b, c in combinations(network.nodes, 3):
        ties = [network.weight(a, b), network.weight(b, c), network.weight(a, c)]
        if all(ties):
            negative = sum(tie < 0 for tie in ties)
            kinds["+" * (3 - negative) + "-" * negative] += 1
            for actor in (a, b, c):
                all_, good = own[actor]
                own[actor] = (all_ + 1, good + (negative % 2 == 0))
    found = balance(network)
    assert found.kinds == kinds
    assert found.triangles == sum(kinds.values())
    if found.triangles:
        assert found.share == (kinds["+++"] + kinds["+--"]) / found.triangles
        assert found.weak_share == pytest.approx(1 - kinds["++-"] / found.triangles)
    else:
        assert found.share is None
    assert {a: (t, g) for a, t, g in found.actors.select("actor", "triangles", "balanced").iter_rows()} == own
    signed, unsigned = exponential(network.signs), exponential(np.abs(network.signs))
    assert found.walk == pytest.approx(np.trace(signed) / np.trace(unsigned), rel=1e-9)
    assert np.allclose(found.actors["walk"], np.diag(signed) / np.diag(unsigned))


@given(networks(weighted=True))
def test_every_closed_triad_is_listed_once(network):
    frame = triads(network)
    expected = [
        (a, b, c)
        for a, b, c in combinations(network.nodes, 3)
        if network.weight(a, b) and network.weight(b, c) and network.weight(a, c)
    ]
    assert sorted(frame.select("a", "b", "c").iter_rows()) == expected
    for row in frame.iter_rows(named=True):
        product = row["ab"] * row["bc"] * row["ac"]
        assert row["balanced"] == (product > 0)
        assert row["degree"] ** 3 == pytest.approx(product)
    assert frame["degree"].is_sorted()
    first = triads(network, network.nodes[0])
    assert first.height == sum(network.nodes[0] in three for three in expected)


def test_two_camps_are_balanced():
    found = balance(camps(120))
    assert (found.share, found.walk) == (1.0, pytest.approx(1.0))


def test_an_empty_network():
    found = balance(SignedNetwork((), np.zeros((0, 0))))
    assert (found.triangles, found.share, found.walk, found.actors.height) == (0, None, 1.0, 0)
