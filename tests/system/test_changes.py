from datetime import date

import pytest

from tests.system.happened import table
from westphalia.system import changes, networks
from westphalia.system.weights import Weights

PLAIN = Weights(half_life=30.0, prior=1.0)
BEFORE, AFTER = date(2022, 3, 1), date(2022, 4, 1)
EVENTS = table(
    ("old", "2022-02-25", "CHN", "RUS", 6.0),
    ("new", "2022-03-20", "RUS", "CHN", -8.0),
    ("mild", "2022-03-21", "RUS", "CHN", 1.0),
    ("first", "2022-03-25", "FRA", "DEU", 4.0),
    ("same", "2022-02-20", "GBR", "USA", 5.0),
)


def test_the_events_that_did_it():
    found = changes.changes(EVENTS, BEFORE, AFTER, PLAIN)
    rows = {(r["a"], r["b"]): r for r in found.pairs.iter_rows(named=True)}
    moved = rows["CHN", "RUS"]
    before, after = (networks.of_events(EVENTS, day, PLAIN).weight("CHN", "RUS") for day in (BEFORE, AFTER))
    assert (moved["before"], moved["after"]) == (pytest.approx(before), pytest.approx(after))
    assert moved["turned"]
    assert moved["events"][0] == "new"
    assert rows["DEU", "FRA"]["before"] is None
    assert not rows["DEU", "FRA"]["turned"]
    assert found.pairs.row(0)[:2] == ("CHN", "RUS")
    effect = dict(found.events.select("event", "effect").iter_rows())
    without = table(*(r for r in ROWS if r[0] != "new"))
    less = [networks.of_events(without, day, PLAIN).weight("CHN", "RUS") for day in (BEFORE, AFTER)]
    assert effect["new"] == pytest.approx((after - before) - (less[1] - less[0]))
    assert effect["old"] < 0  # it faded


ROWS = [tuple(row) for row in EVENTS.frame.select(
    "event", EVENTS.frame["date"].dt.to_string("%Y-%m-%d"), "source", "recipient", "intensity"
).iter_rows()]  # fmt: skip


def test_company_lost_and_gained():
    events = table(
        *((f"a{i}", "2022-02-25", "A", b, 8.0) for i, b in enumerate("BC")), ("bc", "2022-02-25", "B", "C", 8.0),
        ("de", "2022-02-25", "D", "E", 8.0), ("ad", "2022-02-25", "A", "D", -8.0),
        *((f"w{i}", "2022-03-30", "C", b, -9.0) for i, b in enumerate("AB") for _ in range(4)),
        *((f"p{i}", "2022-03-30", "C", b, 9.0) for i, b in enumerate("DE") for _ in range(4)),
    )  # fmt: skip
    found = changes.changes(events, BEFORE, AFTER, PLAIN)
    mates = {row["actor"]: row for row in found.mates.iter_rows(named=True)}
    assert mates["C"] == {"actor": "C", "kept": 0, "lost": ["A", "B"], "gained": ["D", "E"]}
    assert mates["A"]["kept"] == 1
    assert found.balances[0].triangles == 1


def test_nothing_changes_in_nothing():
    found = changes.changes(table(), BEFORE, AFTER)
    assert (found.pairs.height, found.events.height, found.mates.height) == (0, 0, 0)
