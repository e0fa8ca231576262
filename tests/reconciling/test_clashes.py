"""What contradicts is found; what says the same in other words is not taken for a contradiction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reconciling import clashes

CLASH = [
    ("there are limits to our friendship", "there are no limits to our friendship", "negation"),
    ("the island will accept the treaty", "the island won't accept the treaty", "negation"),
    ("our troops have crossed the river", "our troops have never crossed the river", "negation"),
    ("we will send 300 tonnes of wheat", "we will send 900 tonnes of wheat", "numbers"),
    ("4 million people fled", "four thousand people fled", "numbers"),
    ("in 2021 the fleet lost 12 ships", "in 2021 the fleet lost 15 ships", "numbers"),
    ("we know that Peru attacked Chile first", "we know that Chile attacked Peru first", "roles"),
]
NO_CLASH = [
    ("friendship without limits", "there are no limits to our friendship"),
    ("we do not seek confrontation", "we seek no confrontation"),
    ("not only the harbour but the airport is open", "the harbour is open, and so is the airport"),
    ("more than 4,000,000 people fled", "more than four million people fled"),
    ("Chile was attacked by Peru", "Peru attacked Chile"),
    ("talks between Peru and Chile go on", "talks between Chile and Peru go on"),
    ("he said 25 ships sailed", "a fleet sailed"),
    ("thirty-five ships", "35 ships"),
]


@pytest.mark.parametrize(("one", "other", "why"), CLASH)
def test_contradictions(one, other, why):
    assert clashes.of(one, other) == why
    assert clashes.of(other, one) == why


@pytest.mark.parametrize(("one", "other"), NO_CLASH)
def test_other_words_are_no_contradiction(one, other):
    assert clashes.of(one, other) == clashes.of(other, one) == ""


@given(
    st.text(st.sampled_from("no 1.,ABab'-3 ten"), max_size=60),
    st.text(st.sampled_from("no 1.,AB-ab3 ten"), max_size=60),
)
def test_symmetric_and_never_with_itself(one, other):
    assert clashes.of(one, other) == clashes.of(other, one)
    assert clashes.of(one, one) == ""
