"""Scenarios: the grammar, what changes and what does not, why, and what is said of history."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forecast.sequences import START, TYPES, sequence, simulated
from westphalia.errors import UsageError
from westphalia.forecast.changes import Added, Lifted, Membership, Withdrawn, parse
from westphalia.forecast.scenario import as_data, scenario
from westphalia.forecast.simulation import _poisson
from westphalia.forecast.telling import scenario_lines


@pytest.fixture(scope="module")
def events():
    return simulated({"inertia": 0.6, "reciprocity": 1.2}, -5.0, actors=8, days=240, seed=11)


NAMES = st.from_regex(r"[A-Z]{3}(/[A-Z]{3}/[a-z]{2,5}-[a-z]{2,5})?", fullmatch=True)
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
CHANGES = st.one_of(
    st.builds(Added, NAMES, st.sampled_from(TYPES), NAMES, DAYS, st.integers(1, 99)),
    st.builds(Lifted, NAMES, st.sampled_from(TYPES), NAMES, DAYS),
    st.builds(Membership, NAMES, st.sampled_from(["EU", "NATO", "UN/UNHRC"]), st.booleans(), DAYS),
    st.builds(Withdrawn, NAMES, NAMES),
)


@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_what_is_written_is_read_back(changes):
    known = {name for one in changes if isinstance(one, Withdrawn) for name in (one.one, one.other)}
    assert parse("; ".join(map(str, changes)), known.__contains__) == tuple(changes)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("CHN SANCTION LTU on 2025-01-01", Added("CHN", "SANCTION", "LTU", date(2025, 1, 1))),
        ("CHN sanctions LTU", Added("CHN", "SANCTION", "LTU")),
        ("'South Korea' aids Vietnam x3", Added("South Korea", "AID", "Vietnam", None, 3)),
        ("HUN leaves EU", Membership("HUN", "EU", False)),
        ("FIN joins NATO on 2023-04-04", Membership("FIN", "NATO", True, date(2023, 4, 4))),
        ("CHN lifts SANCTION LTU", Lifted("CHN", "SANCTION", "LTU")),
        ("without RUS-CHN", Withdrawn("RUS", "CHN")),
        ("without 'South Korea' Japan", Withdrawn("South Korea", "Japan")),
    ],
)
def test_the_grammar(text, change):
    assert parse(text) == (change,)


@pytest.mark.parametrize(
    "text", ["", "peace", "CHN likes LTU", "CHN SANCTION LTU on 2025-13-01", "without RUS", "a b c d e", 'CHN "AID LTU']
)
def test_what_is_no_change_is_said(text):
    with pytest.raises(UsageError):
        parse(text)


def test_nothing_stated_that_matters_changes_nothing(events):
    """An act of so long ago that it has faded leaves both courses the same, number for number."""
    found = scenario(events, "A00 CONSULT A01 on 1990-01-01", runs=20)
    assert all(without == changed and mean == 0 for _, without, changed, mean, _, _ in found.total)
    assert found.differences == ()


def test_an_act_is_answered_where_acts_are_answered(events):
    found = scenario(events, "A00 ASSAULT A01 x6", runs=100, seed=3)
    top = {(one.source, one.recipient) for one in found.differences[:3]}
    assert ("A01", "A00") in top
    back = next(one for one in found.differences if (one.source, one.recipient) == ("A01", "A00"))
    assert back.mean > 2 * back.error > 0
    assert back.any_with > back.any_without
    assert any("answered" in path.statistic or path.statistic == "reciprocity" for path in back.paths)


def test_the_same_seed_gives_the_same_answer_and_another_does_not(events):
    one, two, other = (scenario(events, "A00 AID A01 x4", runs=20, seed=seed) for seed in (1, 1, 2))
    assert as_data(one) == as_data(two)
    assert one.total != other.total


def test_a_tie_withdrawn_is_silent_and_not_listed(events):
    found = scenario(events, "without A00-A01", runs=40)
    assert all({one.source, one.recipient} != {"A00", "A01"} for one in found.differences)
    assert sum(changed for _, _, changed, *_ in found.total) < sum(without for _, without, *_ in found.total)


def test_what_lies_ahead_of_the_day_is_not_used(events):
    day = START + 180
    early = scenario(events, "A00 AID A01", on=date.fromordinal(day), runs=20)
    cut = scenario(events.before(day), "A00 AID A01", on=date.fromordinal(day), runs=20)
    assert as_data(early) == as_data(cut)


def test_history_without_its_like_is_said():
    rows = [(day, *pair, "CONSULT") for day in range(0, 200, 3) for pair in (("A", "B"), ("B", "C"), ("C", "A"))]
    found = scenario(sequence(rows), "A ASSAULT B", runs=20)
    assert found.support[0].unlike
    assert found.support[0].anywhere == 0
    assert "history holds nothing like it" in found.support[0].words
    assert "extrapolated" in " ".join(found.warnings)
    known = scenario(sequence(rows), "A CONSULT B", runs=20)
    assert not known.support[0].unlike
    assert known.support[0].between == 67
    assert "67 CONSULT by A on B" in "\n".join(scenario_lines(known))


def test_answers_are_counted_as_they_were():
    """Every second CONSULT of A on B is answered within a week by an ASSAULT."""
    rows = [(20 * k, "A", "B", "CONSULT") for k in range(20)]
    rows += [(40 * k + 3, "B", "A", "ASSAULT") for k in range(10)]
    found = scenario(sequence(rows), "A CONSULT B", runs=20, horizon=7)
    assert found.support[0].answered == pytest.approx(10 / 19)
    assert found.support[0].hostile == found.support[0].answered


def test_lifting_what_was_never_done_is_an_error(events):
    with pytest.raises(UsageError, match="nothing to lift"):
        scenario(events.take(events.type != TYPES.index("SANCTION")), "A00 lifts SANCTION A01", runs=20)


def test_memberships_begin_and_end():
    pairs = [
        ("FRA", "DEU"),
        ("DEU", "POL"),
        ("POL", "FRA"),
        ("HUN", "FRA"),
        ("CHN", "FRA"),
        ("CHN", "HUN"),
        ("JPN", "CHN"),
    ]
    rows = [(day, *pairs[(day * 5 + k) % 7], "CONSULT") for day in range(400) for k in range(2)]
    found = scenario(sequence(rows), "HUN leaves EU", runs=40)
    assert "shared_bodies" in found.models[0].names
    assert "history holds nothing like it" in found.support[0].words
    with pytest.raises(UsageError, match="is no member"):
        scenario(sequence(rows), "CHN leaves EU", runs=20)
    with pytest.raises(UsageError, match="is a member already"):
        scenario(sequence(rows), "FRA joins EU", runs=20)
    with pytest.raises(UsageError, match="no actor of the theatre belongs"):
        scenario(sequence(rows), "FRA leaves ASEAN", runs=20)


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("A00 AID A01 on 2099-01-01", {}, "beyond"),
        ("A00 AID A00", {}, "to itself"),
        ("A00 AID Nobody", {}, "no event has the actor"),
        ("A00 AID A01", {"runs": 3}, "runs"),
    ],
)
def test_what_cannot_be_simulated_is_said(events, text, given, words):
    with pytest.raises(UsageError, match=words):
        scenario(events, text, **{"runs": 20, **given})


def test_too_few_events_are_not_simulated():
    with pytest.raises(UsageError, match="too few to simulate"):
        scenario(sequence([(k, "A", "B", "AID") for k in range(10)]), "A AID B")


def test_counts_by_inversion_are_poisson_and_rise_with_the_rate():
    drawn = np.random.default_rng(4)
    lot = drawn.random(200_000)
    low, high = (_poisson(np.full(len(lot), rate), lot) for rate in (0.7, 1.9))
    assert low.mean() == pytest.approx(0.7, rel=0.02)
    assert high.var() == pytest.approx(1.9, rel=0.02)
    assert (low <= high).all()
