import numpy as np
import pytest

from westphalia.errors import UsageError
from westphalia.system.signed import Component, SignedNetwork


def test_edges_make_a_network():
    made = {("A", "B"): (Component("events", 0.5),), ("B", "C"): (Component("events", -1.0),)}
    network = SignedNetwork.of_edges([("B", "A", 0.5), ("B", "C", -1), ("A", "C", 0)], ["D"], components=made)
    assert network.nodes == ("A", "B", "C", "D")
    assert list(network.edges()) == [("A", "B", 0.5), ("B", "C", -1.0)]
    assert network.weight("C", "B") == -1.0
    assert network.signs.tolist()[1] == [1, 0, -1, 0]
    assert network.tied().nodes == ("A", "B", "C")
    inner = network.of(["B", "A"])
    assert inner.nodes == ("A", "B")
    assert list(inner.components) == [("A", "B")]


@pytest.mark.parametrize("edges", [[("A", "B", 1), ("B", "A", 1)], [("A", "A", 1)], [("A", "B", float("nan"))]])
def test_what_is_no_network_is_refused(edges):
    with pytest.raises(UsageError):
        SignedNetwork.of_edges(edges)


def test_a_matrix_must_be_symmetric():
    with pytest.raises(UsageError, match="symmetric"):
        SignedNetwork(("A", "B"), np.array([[0.0, 1.0], [0.0, 0.0]]))
    with pytest.raises(UsageError, match="not in this network"):
        SignedNetwork(("A",), np.zeros((1, 1))).weight("A", "Z")
