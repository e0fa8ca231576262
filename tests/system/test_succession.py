"""Blocs from day to day: what goes on keeps its letter, what is new gets another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forecast.test_ledger import table
from westphalia.errors import UsageError
from westphalia.system.structure import Inputs
from westphalia.system.succession import DAYS, between, lettered, plot
from westphalia.system.weights import Weights

ACTORS = "abcdefgh"


def test_a_bloc_goes_on_as_the_one_that_shares_most():
    days = lettered([[("a", "b", "c"), ("d", "e")], [("d", "e", "c"), ("a", "b")], [("f", "g"), ("a", "b")]])
    assert days[0] == {"a": "A", "b": "A", "c": "A", "d": "B", "e": "B"}
    assert days[1] == {"a": "A", "b": "A", "c": "B", "d": "B", "e": "B"}, "not by size or order"
    assert days[2] == {"a": "A", "b": "A", "f": "C", "g": "C"}, "no letter is given twice"


def test_a_day_without_blocs_ends_none():
    assert lettered([[("a", "b")], [], [("a", "b")]]) == [{"a": "A", "b": "A"}, {}, {"a": "A", "b": "A"}]


@st.composite
def partitions(draw):
    of = draw(st.lists(st.integers(0, 3), min_size=len(ACTORS), max_size=len(ACTORS)))
    groups = [tuple(a for a, n in zip(ACTORS, of, strict=True) if n == number) for number in range(4)]
    return [group for group in groups if group]


@given(st.lists(partitions(), max_size=6))
def test_letters_tell_the_same_partition(days):
    found = lettered(days)
    assert len(found) == len(days)
    for at, groups in zip(found, days, strict=True):
        assert {frozenset(a for a in at if at[a] == letter) for letter in at.values()} == set(map(frozenset, groups))


@given(partitions())
def test_what_does_not_change_keeps_its_letters(groups):
    first, second = lettered([groups, groups[::-1]])
    assert first == second


@given(st.dates(), st.dates())
def test_days_are_in_order_from_end_to_end(one, other):
    first, last = sorted((one, other))
    if first == last:
        return
    days = between(first, last)
    assert (days[0], days[-1]) == (first, last)
    assert days == sorted(set(days))
    assert len(days) <= DAYS


def test_an_actor_that_changes_sides_is_seen():
    """France is with Germany and at odds with Poland, then the other way round."""
    rows = [
        (day, one, other, "CONSULT" if friends else "ASSAULT")
        for day in range(0, 200, 2)
        for one, other, friends in (("FRA", "DEU", day < 100), ("FRA", "POL", day >= 100), ("POL", "DEU", False))
    ]
    drawn = plot(Inputs(table(rows)), date(2024, 4, 1), date(2024, 7, 18), weights=Weights(half_life=10))
    bloc = {row[0]: row[1:] for row in drawn.rows}
    assert bloc["France"][0] == bloc["Germany"][0] != bloc["Poland"][0]
    assert bloc["France"][-1] == bloc["Poland"][-1] != bloc["Germany"][-1]
    assert drawn.columns[1] == "2024-04-01"
    assert drawn.columns[-1] == "2024-07-18"
    with pytest.raises(UsageError):
        plot(Inputs(table(rows)), date(2024, 7, 18), date(2024, 7, 18))
