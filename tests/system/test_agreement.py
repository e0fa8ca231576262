import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.system.ballots import made
from westphalia.errors import UsageError
from westphalia.system import agreement
from westphalia.system.votes import CHOICES

CAST = {
    (1, "r1"): {"FRA": "yes", "GBR": "yes", "USA": "no"},
    (1, "r2"): {"FRA": "abstain", "GBR": "yes", "USA": "no"},
    (1, "r3"): {"FRA": "no", "USA": "no"},
    (2, "r4"): {"FRA": "yes", "GBR": "no", "USA": "yes"},
}


def test_agreement_counts_only_roll_calls_of_both():
    votes = made(CAST)
    found = agreement.agreement(votes, 1, "FR", "United Kingdom")
    assert (found.value, found.n, found.rolls) == (0.5, 2, ("r1", "r2"))
    assert agreement.agreement(votes, 1, "FRA", "USA").value == pytest.approx(1 / 3)
    assert agreement.agreement(votes, 7, "FRA", "USA") == agreement.Similarity(
        "FRA", "USA", "agreement", None, 0, (), "made up"
    )


def test_s_and_its_weights():
    votes = made(CAST)
    assert agreement.similarity(votes, "FRA", "GBR", "s").value == pytest.approx(1 - (0 + 1 + 2) / 3)
    weighted = agreement.similarity(votes, "FRA", "GBR", "s", {"r4": 0.0})
    assert weighted.value == pytest.approx(1 - (0 + 1) / 2)


def test_kappa_is_not_defined_for_two_who_always_vote_one_way():
    votes = made({(1, "a"): {"FRA": "yes", "GBR": "yes"}, (1, "b"): {"FRA": "yes", "GBR": "yes"}})
    assert agreement.similarity(votes, "FRA", "GBR", "kappa").value is None
    with pytest.raises(UsageError, match="affinity"):
        agreement.similarity(votes, "FRA", "GBR", "affinity")


def by_definition(pairs, weights, measure):
    place = CHOICES.index
    total = sum(weights)
    if measure == "s":
        far = sum(w * abs(place(a) - place(b)) for (a, b), w in zip(pairs, weights, strict=True))
        return 1 - 2 * far / (2 * total)
    same = sum(w for (a, b), w in zip(pairs, weights, strict=True) if a == b) / total
    if measure == "agreement":
        return same
    share = [
        [sum(w for pair, w in zip(pairs, weights, strict=True) if pair[side] == c) / total for c in CHOICES]
        for side in (0, 1)
    ]
    chance = sum(x * y for x, y in zip(*share, strict=True))
    return (same - chance) / (1 - chance) if chance < 1 - 1e-12 else math.nan


vote = st.sampled_from([*CHOICES, None])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(vote, vote, vote), min_size=1, max_size=12), st.data())
def test_all_measures_against_their_definitions(rows, data):
    states = ("FRA", "GBR", "USA")
    cast = {
        (1, f"r{k:02}"): {s: v for s, v in zip(states, row, strict=True) if v} for k, row in enumerate(rows) if any(row)
    }
    if not cast:
        return
    votes = made(cast)
    weights = {roll: data.draw(st.sampled_from([0.5, 1.0, 2.0])) for _, roll in cast}
    for measure in agreement.MEASURES:
        table = agreement.matrix(votes, measure, weights)
        for a, b in (("FRA", "GBR"), ("USA", "FRA")):
            both = [(said[a], said[b], weights[roll]) for (_, roll), said in cast.items() if a in said and b in said]
            one = agreement.similarity(votes, a, b, measure, weights)
            assert one.n == len(both)
            if a in table.states and b in table.states:
                assert table.of(a, b)[1] == len(both)
            if both:
                expected = by_definition([(x, y) for x, y, _ in both], [w for *_, w in both], measure)
                assert np.isclose(one.value if one.value is not None else np.nan, expected, equal_nan=True)
                assert np.isclose(table.values[table.states.index(a), table.states.index(b)], expected, equal_nan=True)
