import numpy as np
import pytest
from hypothesis import given, settings

from tests.system.signed_networks import camps, networks
from westphalia.errors import UsageError
from westphalia.system import blocs
from westphalia.system.blocs import _gains
from westphalia.system.signed import SignedNetwork


def partitions(n):
    """All partitions of n things as labels."""
    if n == 0:
        yield []
        return
    for rest in partitions(n - 1):
        for label in range(max(rest, default=-1) + 2):
            yield [*rest, label]


@settings(max_examples=60, deadline=None)
@given(networks(most=6, weighted=True))
def test_no_partition_of_a_small_network_is_better(network):
    tied = network.tied()
    for measure in blocs.MEASURES:
        gains = _gains(tied.weights, measure, 1.0)
        labels = [np.array(one, dtype=int) for one in partitions(len(tied.nodes))]
        best = max((gains[one[:, None] == one[None, :]].sum() for one in labels if len(one)), default=0.0)
        found = blocs.blocs(network, measure)
        strength = np.abs(tied.weights).sum()
        assert found.quality == pytest.approx(best / strength if strength else 0.0)
        assert found.optimal
        assert sorted(node for group in found.groups for node in group) == list(tied.nodes)
        assert sorted({*found.alone, *tied.nodes}) == list(network.nodes)


def test_two_camps_are_two_blocs_and_three_enemies_three():
    network = camps(30, noise=0.08, density=0.6)
    for measure in blocs.MEASURES:
        found = blocs.blocs(network, measure)
        assert found.groups == (network.nodes[:15], network.nodes[15:])
        assert found.bloc_of("n003") == 0
        assert found.centres[1] in network.nodes[15:]
    wrong = sum((w > 0) != ((a < "n015") == (b < "n015")) for a, b, w in network.edges())
    assert (found.against, found.ties) == (wrong, sum(1 for _ in network.edges()))
    enemies = SignedNetwork.of_edges([("A", "B", -1), ("B", "C", -1), ("A", "C", -1)], ["D"])
    found = blocs.blocs(enemies, "correlation")
    assert found.groups == (("A",), ("B",), ("C",))
    assert found.alone == ("D",)


def test_blocs_of_friends_who_have_no_enemies():
    edges = [(f"{side}{i}", f"{side}{j}", 1) for side in "abc" for i in range(4) for j in range(i + 1, 4)]
    edges += [("a0", "b0", 1), ("b1", "c0", 1)]
    found = blocs.blocs(SignedNetwork.of_edges(edges))
    assert found.groups == tuple(tuple(f"{side}{i}" for i in range(4)) for side in "abc")
    assert found.centres == ("a0", "b0", "c0")
    assert len(blocs.blocs(SignedNetwork.of_edges(edges), resolution=0.1).groups) == 1


def test_stability_tells_who_is_sure_and_who_swings():
    base = camps(12)
    chance = np.random.default_rng(0)

    def drawn():
        held = base.weights.copy()
        held[5] = held[:, 5] = (1 if chance.random() < 0.6 else -1) * base.weights[5]  # n005 changes camp in 4 of 10
        return SignedNetwork(base.nodes, held)

    found = blocs.stability(base, (drawn() for _ in range(100)))
    assert found.draws == 100
    assert found.counts == {2: 100}
    certainty = dict(found.members.select("actor", "certainty").iter_rows())
    assert certainty["n007"] == 1.0
    assert 0.5 < certainty["n005"] < 0.7
    rival = found.members.filter(found.members["actor"] == "n005").row(0, named=True)
    assert rival["rival"] == 1 - rival["bloc"]
    assert rival["rival_share"] == pytest.approx(1 - certainty["n005"])
    i, j = found.actors.index("n005"), found.actors.index("n000")
    assert found.together[i, j] == found.together[j, i] == pytest.approx(certainty["n005"])


def test_an_actor_missing_from_a_draw_counts_in_the_others():
    base = SignedNetwork.of_edges([("A", "B", 1), ("B", "C", 1), ("A", "C", 1)])
    found = blocs.stability(base, [base, SignedNetwork.of_edges([("A", "B", 1)])])
    assert found.together[0, 2] == 1.0
    assert found.members["certainty"].to_list() == [1.0, 1.0, 1.0]


def test_what_cannot_be_asked():
    with pytest.raises(UsageError, match="louvain"):
        blocs.blocs(camps(4), "louvain")
    empty = blocs.blocs(SignedNetwork(("A",), np.zeros((1, 1))))
    assert (empty.groups, empty.alone, empty.quality) == ((), ("A",), 0.0)
