import numpy as np
import polars as pl
import pytest

from tests.system.ballots import made
from westphalia.errors import UsageError
from westphalia.system import ideal_points
from westphalia.system.ideal_points import _tridiagonal

SESSIONS, ROLLS, STATES = 6, 60, 30


def simulated():
    """Votes of states that stand in a row and drift; two change places. USA and CUB stand at the ends."""
    chance = np.random.default_rng(3)
    names = ["USA", *(f"S{k:02}" for k in range(STATES - 2)), "CUB"]
    truth = np.repeat(np.linspace(1.8, -1.8, STATES)[:, None], SESSIONS, 1) + chance.normal(0, 0.1, (STATES, SESSIONS))
    truth[3, 3:], truth[25, 3:] = -1.2, 1.2
    cast = {}
    for t in range(SESSIONS):
        for k in range(ROLLS if t != 2 else 1):  # a session of one roll call
            b, low = chance.normal(0, 2.5), chance.normal(0, 1.5)
            high = low + chance.uniform(0.3, 1.5)
            z = b * truth[:, t] + chance.logistic(size=STATES)
            said = {n: "no" if v < low else "abstain" if v < high else "yes" for n, v in zip(names, z, strict=True)}
            absent = set(chance.choice(names, 4, replace=False)) | ({"S07"} if t < 2 else set())
            cast[t + 1, f"{t}-{k:02}"] = {n: v for n, v in said.items() if n not in absent}
    return made(cast), {(n, t + 1): truth[i, t] for i, n in enumerate(names) for t in range(SESSIONS)}


@pytest.fixture(scope="module")
def fitted():
    votes, truth = simulated()
    return ideal_points.estimate(votes), truth


def test_it_finds_who_stands_where(fitted):
    found, truth = fitted
    assert found.converged
    for session in range(1, SESSIONS + 1):
        at = found.at(session)
        expected = pl.Series([truth[state, session] for state in at["state"]])
        rank = pl.select(pl.corr(at["value"], expected, method="spearman")).item()
        assert rank > (0.8 if session == 3 else 0.95)
    assert found.at(1)["state"][0] in {"USA", "S00", "S01"}
    turned = found.path("S02")["value"]
    assert turned[0] > 0.5
    assert turned[-1] < -0.5


def test_errors_tell_how_little_is_known(fitted):
    found, truth = fitted
    error = found.frame.group_by("session").agg(pl.col("error").mean()).sort("session")["error"]
    assert error.arg_max() == 2
    scaled = found.frame.filter(pl.col("session") != 3)
    slope = np.polyfit([truth[s, t] for s, t in scaled.select("state", "session").iter_rows()], scaled["value"], 1)
    apart = [v - np.polyval(slope, truth[s, t]) for s, t, v in scaled.select("state", "session", "value").iter_rows()]
    covered = np.mean(np.abs(apart) < 1.96 * scaled["error"].to_numpy())
    assert 0.8 < covered <= 1


def test_the_side_is_that_of_the_named_state():
    votes, _ = simulated()
    other = ideal_points.estimate(votes, positive="CUB")
    assert other.path("CUB")["value"].mean() > 1
    assert other.path("USA")["value"].mean() < -1
    with pytest.raises(UsageError, match="FRA"):
        ideal_points.estimate(votes, positive="FRA")


def test_a_state_has_points_only_where_it_voted(fitted):
    found, _ = fitted
    assert found.path("S07")["session"].min() == 3
    assert found.frame["votes"].min() >= 1
    assert set(found.rolls.columns) == {"roll", "session", "discrimination", "lower", "upper"}
    assert (found.rolls["upper"] > found.rolls["lower"]).all()


def test_drift_can_be_learnt():
    votes, _ = simulated()
    assert 0.01 < ideal_points.estimate(votes, drift=None).drift < 0.6


def test_the_tridiagonal_system_against_the_full_matrix():
    chance = np.random.default_rng(0)
    off = chance.normal(size=(4, 6))
    diagonal = 3 + chance.random((4, 7)) * 2
    right = chance.normal(size=(4, 7))
    solved, variance, shared = _tridiagonal(diagonal, off, right)
    for k in range(4):
        full = np.diag(diagonal[k]) + np.diag(off[k], 1) + np.diag(off[k], -1)
        inverse = np.linalg.inv(full)
        assert np.allclose(solved[k], np.linalg.solve(full, right[k]))
        assert np.allclose(variance[k], np.diag(inverse))
        assert np.allclose(shared[k], np.diag(inverse, 1))
