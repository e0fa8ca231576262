from datetime import date

import pytest

from tests.system.happened import table
from westphalia.errors import UsageError
from westphalia.system.signed import Component, SignedNetwork
from westphalia.system.wedge import wedge
from westphalia.system.weights import Weights

ON = date(2022, 6, 1)
PLAIN = Weights(half_life=90.0, prior=1.0)
ROWS = (
    *((f"cr{k}", "2022-02-01", "CHN", "RUS", 7.0) for k in range(3)),
    *((f"cu{k}", "2022-02-01", "CHN", "USA", 3.0) for k in range(3)),
    *((f"ru{k}", "2022-02-01", "RUS", "USA", -9.0) for k in range(3)),
)
WORSE = (("cu9", "2022-05-20", "USA", "CHN", -1.0), ("cr9", "2022-05-20", "RUS", "CHN", 7.0))


def test_the_weak_side_that_moves_is_under_pressure():
    found = wedge(table(*ROWS, *WORSE), ("USA", "CHN", "RUS"), ON, PLAIN)
    assert found.actors == ("CHN", "RUS", "USA")
    assert [(s.a, s.b) for s in found.sides] == [("CHN", "RUS"), ("RUS", "USA"), ("CHN", "USA")]
    assert (found.signs, found.balanced, found.closing) == ("+-+", False, "")
    assert found.cheapest is found.sides[2]
    assert found.moving is found.sides[2]
    assert found.agreed
    assert found.sides[2].events == ("cu9",)
    assert found.sides[2].components[0].kind == "events"
    assert found.sides[2].cost == found.sides[2].tie > 0
    assert found.sides[0].towards is False
    assert (found.sides[1].moved, found.sides[1].towards) == (None, None)  # fading alone is no movement


def test_a_balanced_triad_is_under_no_pressure():
    rows = [(e, d, a, b, -3.0 if {a, b} == {"CHN", "USA"} else v) for e, d, a, b, v in ROWS]
    found = wedge(table(*rows), ("CHN", "RUS", "USA"), ON, PLAIN)
    assert (found.signs, found.balanced, found.cheapest, found.moving, found.agreed) == ("+--", True, None, None, None)


def test_an_open_triad_says_what_would_close_it():
    rows = [row for row in ROWS if row[0][:2] != "cu"]
    found = wedge(table(*rows), ("CHN", "RUS", "USA"), ON, PLAIN)
    assert (found.signs, found.balanced, found.closing) == ("+-0", None, "-")
    assert found.sides[2].cost is None
    assert found.sides[2].moved is None
    assert wedge(table(), ("CHN", "RUS", "USA"), ON).closing == ""


def test_ties_of_a_mixed_network_with_movement_from_events():
    made = {("CHN", "RUS"): (Component("votes", 0.1),)}
    network = SignedNetwork.of_edges([("CHN", "RUS", 0.1), ("CHN", "USA", 0.4), ("RUS", "USA", -0.5)], components=made)
    found = wedge(table(*ROWS, *WORSE), ("CHN", "RUS", "USA"), ON, PLAIN, network)
    assert found.sides[0].tie == 0.1
    assert found.sides[0].components[0].kind == "votes"
    assert found.cheapest is found.sides[0]


def test_two_actors_are_no_triad():
    with pytest.raises(UsageError, match="three"):
        wedge(table(), ("CHN", "RUS", "CHN"), ON)
