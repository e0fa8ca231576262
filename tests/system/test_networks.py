from datetime import date

import numpy as np
import pytest

from tests.system.ballots import made
from tests.system.happened import table
from westphalia.errors import UsageError
from westphalia.system import alliances, networks
from westphalia.system.networks import Likeness
from westphalia.system.signed import SignedNetwork
from westphalia.system.weights import Weights

ON = date(2022, 6, 30)
PLAIN = Weights(half_life=10.0, prior=1.0)


def test_a_tie_of_events_is_the_level_of_both_directions():
    events = table(
        ("e1", "2022-06-30", "CHN", "RUS", 5.0), ("e1", "2022-06-30", "RUS", "CHN", 5.0),  # one meeting, told both ways
        ("e2", "2022-06-20", "RUS", "CHN", -4.0),
        ("e3", "2022-07-01", "CHN", "RUS", -10.0),  # later
        ("e4", "2020-01-01", "CHN", "USA", -9.0),  # long faded
    )  # fmt: skip
    network = networks.of_events(events, ON, PLAIN)
    assert network.nodes == ("CHN", "RUS")
    assert network.weight("RUS", "CHN") == pytest.approx((5.0 - 0.5 * 4.0) / (1 + 1.5) / 10)
    (component,) = network.components["CHN", "RUS"]
    assert (component.kind, component.evidence, component.n) == ("events", ("e1", "e2"), 2)
    assert network.on == ON


def test_what_did_not_happen_makes_no_tie():
    assert networks.of_events(table(("e", "2022-06-01", "CHN", "RUS", 5.0), status="planned"), ON).nodes == ()


VOTES = made(
    {
        (77, f"r{k:02}"): {"FRA": "yes", "GBR": "yes" if k < 11 else "no", "USA": "no", "TUV": "yes" if k < 2 else "no"}
        for k in range(12)
    }
    | {(77, "old"): {"NRU": "yes"}}
)


def test_votes_are_centred_on_the_mean_of_pairs():
    network = networks.of_votes(VOTES, date(2022, 12, 1), Likeness(common=12))
    agreed = {("FRA", "GBR"): 11 / 12, ("FRA", "USA"): 0.0, ("FRA", "TUV"): 2 / 12, ("GBR", "USA"): 1 / 12,
              ("GBR", "TUV"): 3 / 12, ("TUV", "USA"): 10 / 12}  # fmt: skip
    mean = sum(agreed.values()) / 6
    for (a, b), value in agreed.items():
        assert network.weight(a, b) == pytest.approx(value - mean)
    assert network.nodes == ("FRA", "GBR", "NRU", "TUV", "USA")
    assert not network.weights[2].any()
    assert len(network.components["FRA", "GBR"][0].evidence) == 13
    near = networks.of_votes(VOTES, date(2022, 12, 1), Likeness(common=12, near=0.4))
    assert {(a, b) for a, b, _ in near.edges()} == {("FRA", "GBR"), ("TUV", "USA")}
    with pytest.raises(UsageError, match="no vote"):
        networks.of_votes(VOTES, date(2000, 1, 1))


def pacts(tmp_path):
    lines = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
    lines += "2,200,2022,1,0,0,0,1\n200,2,2022,1,0,0,0,1\n"
    lines += "365,710,2022,0,0,1,1,0\n365,710,2021,0,0,0,0,1\n777,2,2022,1,0,0,0,0\n"
    (tmp_path / "pacts.csv").write_text(lines)
    return alliances.read(tmp_path / "pacts.csv")


def test_alliances(tmp_path):
    held = pacts(tmp_path)
    assert held.unknown == ("777",)
    network = networks.of_alliances(held, ON, ["FRA"])
    assert network.nodes == ("CHN", "FRA", "GBR", "RUS", "USA")
    assert list(network.edges()) == [("CHN", "RUS", pytest.approx(2 / 3)), ("GBR", "USA", 1.0)]
    assert network.components["CHN", "RUS"][0].evidence == ("neutral", "nonagg")
    with pytest.raises(UsageError, match="2021 to 2022"):
        networks.of_alliances(held, date(1990, 1, 1))


def test_a_mix_says_what_it_is_made_of():
    held = {("A", "B"): (networks.Component("events", 0.6, n=2),)}
    one = SignedNetwork.of_edges([("A", "B", 0.6)], ["C"], components=held)
    two = SignedNetwork.of_edges([("A", "B", -0.2), ("A", "D", 0.5)])
    found = networks.mixed([(one, 3), (two, 1)])
    assert found.weight("A", "B") == pytest.approx((3 * 0.6 - 0.2) / 4)
    assert found.weight("A", "D") == 0.5  # the first knows nothing of D: it says nothing of the pair
    assert found.components["A", "B"][0].share == 0.75
    assert networks.mixed([(one, 1), (SignedNetwork.of_edges([], ["A", "B"]), 1)]).weight("A", "B") == 0.3
    with pytest.raises(UsageError):
        networks.mixed([(one, 0)])


def test_drawn_again_they_scatter_about_what_is_held():
    events = table(*((f"e{k}", "2022-06-30", "CHN", "RUS", float(k % 5 - 1)) for k in range(40)))
    draws = [n.weight("CHN", "RUS") for n in networks.redrawn_events(events, ON, 300, PLAIN)]
    assert np.mean(draws) == pytest.approx(networks.of_events(events, ON, PLAIN).weight("CHN", "RUS"), abs=0.01)
    assert np.std(draws) > 0.01
    assert draws == [n.weight("CHN", "RUS") for n in networks.redrawn_events(events, ON, 300, PLAIN)]
    day, likeness = date(2022, 12, 1), Likeness(common=12)
    cast = [n.weight("FRA", "USA") for n in networks.redrawn_votes(VOTES, day, 50, likeness)]
    assert np.mean(cast) == pytest.approx(networks.of_votes(VOTES, day, likeness).weight("FRA", "USA"), abs=0.03)


def test_nothing_can_be_drawn_again():
    assert [n.nodes for n in networks.redrawn_events(table(), ON, 2)] == [(), ()]
