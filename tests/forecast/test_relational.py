"""The relational event model: known coefficients come back, and it is the GLM it says it is."""

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.forecast.sequences import START, sequence, simulated
from westphalia.errors import UsageError
from westphalia.forecast.estimation import conditional_logit
from westphalia.forecast.relational import RelationalEventModel
from westphalia.forecast.sampling import RiskSet, Sampling
from westphalia.forecast.statistics import STATISTICS, Bodies, Grid, Pairs, Past, State

THETA = {"inertia": 0.6, "reciprocity": 0.9, "transitivity": 0.25}
NAMES = tuple(THETA)
FIRST = START + 20


@pytest.fixture(scope="module")
def events():
    return simulated(THETA, -5.2, days=500, seed=3)


def fitted(events, kind, **given):
    given = {"statistics": NAMES, "half_life": 20.0, "since": FIRST, **given}
    return RelationalEventModel.fit(events, kind=kind, **given)


def design(events):
    used = np.flatnonzero(events.day >= FIRST)
    return RiskSet(events, used, Past(events, 20.0), Sampling(full=True)).ordinal(NAMES)


@pytest.mark.parametrize("kind", ["ordinal", "timed"])
def test_coefficients_of_simulated_events_come_back(events, kind):
    model = fitted(events, kind)
    assert not model.sampled
    errors = np.array([one.error for one in model.coefficients if one.name in THETA])
    assert np.all(np.abs(model.theta - list(THETA.values())) < 3 * errors)
    assert np.all(errors < 0.16)
    if kind == "timed":
        assert abs(model.baseline + 5.2) < 0.25


def test_standard_errors_are_those_of_repeated_samples():
    """Over 24 simulated worlds the estimates spread as the standard errors say (24 draws: within 40 %)."""
    worlds = (simulated(THETA, -4.9, actors=8, days=150, seed=seed) for seed in range(24))
    models = [fitted(world, "timed") for world in worlds]
    spread = np.std([model.theta for model in models], axis=0)
    said = np.mean([[one.error for one in model.coefficients[1:]] for model in models], axis=0)
    assert np.all(np.abs(spread / said - 1) < 0.4), spread / said


def test_ordinal_equals_an_independent_maximiser(events):
    rows = design(events)

    def minus(beta):
        total = 0.0
        for choice in np.unique(rows.choice):
            here = rows.choice == choice
            linear = rows.x[here] @ beta
            total -= linear[rows.y[here] == 1][0] - np.log(np.exp(linear).sum())
        return total

    few = rows.choice <= np.unique(rows.choice)[60]
    rows = type(rows)(**{name: getattr(rows, name)[few] for name in rows.__dataclass_fields__})
    ours = sample_fit(rows)
    theirs = minimize(minus, np.zeros(3), method="BFGS", options={"gtol": 1e-7})
    assert np.allclose(ours, theirs.x, atol=2e-4)


def sample_fit(rows):
    from westphalia.forecast.estimation import maximise

    return maximise(conditional_logit(rows), rows.x).coefficients


def test_ordinal_equals_poisson_with_an_effect_for_each_choice(events):
    """A conditional logit is a Poisson regression with a free intercept for each choice (Baker 1994)."""
    rows = design(events)
    few = rows.choice <= np.unique(rows.choice)[25]
    x, y, choice = rows.x[few], rows.y[few], rows.choice[few]
    each = np.unique(choice)
    wide = np.column_stack([x, (choice[:, None] == each[None, :]).astype(float)])
    beta = np.r_[np.zeros(3), np.full(len(each), -np.log(132))]
    for _ in range(60):  # Fisher scoring, written out
        rate = np.exp(wide @ beta)
        beta = beta + np.linalg.solve(wide.T @ (wide * rate[:, None]), wide.T @ (y - rate))
    narrowed = type(rows)(**{name: getattr(rows, name)[few] for name in rows.__dataclass_fields__})
    assert np.allclose(sample_fit(narrowed), beta[:3], atol=1e-6)


def test_derivatives_are_those_of_the_likelihood(events):
    rows = design(events)
    likelihood = conditional_logit(rows)
    at, step = np.array([0.3, 0.2, 0.1]), 1e-5
    _, gradient, information = likelihood(at)
    for k in range(3):
        shift = step * np.eye(3)[k]
        up, down = likelihood(at + shift), likelihood(at - shift)
        assert gradient[k] == pytest.approx((up[0] - down[0]) / (2 * step), rel=1e-4)
        assert np.allclose(-information[k], (up[1] - down[1]) / (2 * step), rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("kind", ["ordinal", "timed"])
def test_a_sampled_risk_set_gives_the_same_within_its_errors(events, kind):
    whole = fitted(events, kind)
    sampled = fitted(events, kind, sampling=Sampling(full=False, controls=24, seed=5))
    assert sampled.sampled
    assert sampled.rows < whole.rows
    error = np.array([one.error for one in sampled.coefficients])
    gap = np.array([one.estimate for one in sampled.coefficients]) - [one.estimate for one in whole.coefficients]
    assert np.all(np.abs(gap) < 3 * error)


def test_sparse_and_dense_statistics_are_the_same(events):
    day = START + 200
    spans = {("A00", "X"): [(0, day)], ("A01", "X"): [(0, day + 9)], ("A02", "X"): [(0, day - 1)]}
    state = Past(events, 20.0, Bodies(events.actors, spans)).eve(day)
    dense = State(*(getattr(state, name).toarray() for name in State.__dataclass_fields__))
    sources, recipients = np.nonzero(~np.eye(len(events.actors), dtype=bool))
    for name, statistic in STATISTICS.items():
        pairs, grid = statistic(Pairs(sources, recipients), state), statistic(Grid(), dense)
        assert np.allclose(pairs, grid[sources, recipients]), name
        assert pairs.any(), name


def test_statistics_by_hand():
    """A→B two half-lives ago, B→C one ago, and C accuses A: the paths and weights are the ones on paper."""
    events = sequence([(0, "A", "B", "AID"), (10, "B", "C", "AID"), (19, "C", "A", "SANCTION")])
    state = Past(events, 10.0).eve(START + 20)
    view = Pairs(np.array([0, 0, 1]), np.array([2, 1, 0]))
    assert np.allclose(STATISTICS["inertia"](view, state), np.log1p([0, 0.25, 0]))
    assert np.allclose(STATISTICS["reciprocity"](view, state), np.log1p([2**-0.1, 0, 0.25]))
    assert np.allclose(
        STATISTICS["transitivity"](view, state), np.log1p([np.sqrt(0.25 * 0.5), 0, np.sqrt(0.5 * 2**-0.1)])
    )
    assert np.allclose(STATISTICS["recency"](view, state), np.log1p([0, 1 / 20, 0]))
    assert np.allclose(STATISTICS["friend_of_friend"](view, state), np.log1p([np.sqrt(0.25 * 0.5), 0, 0]))
    assert np.allclose(STATISTICS["friend_of_enemy"](view, state)[1], np.log1p(np.sqrt(2**-0.1 * 0.5)))
    assert np.allclose(STATISTICS["activity"](view, state), np.log1p([0.25, 0.25, 0.5]))
    assert np.allclose(STATISTICS["popularity"](view, state), np.log1p([0.5, 0.25, 2**-0.1]))


def test_nothing_of_the_day_itself_or_later_is_in_its_statistics(events):
    day = START + 200
    truncated = events.before(day)
    sources, recipients = np.nonzero(~np.eye(len(events.actors), dtype=bool))
    view = Pairs(sources, recipients)
    for name, statistic in STATISTICS.items():
        one = statistic(view, Past(events, 20.0).eve(day))
        assert np.array_equal(one, statistic(view, Past(truncated, 20.0).eve(day))), name


def test_separation_is_detected_and_said():
    rows = [(day, "A", "B", "CONSULT") for day in range(0, 60)] + [(0, "C", "D", "CONSULT")]
    model = RelationalEventModel.fit(sequence(rows), statistics=("inertia",), since=START + 2)
    assert any("separation" in said for said in model.warnings)
    held = RelationalEventModel.fit(sequence(rows), statistics=("inertia",), since=START + 2, prior=1.0)
    assert np.isfinite(held.theta).all()
    assert abs(held.theta[0]) < 20


def test_collinear_statistics_are_said(events):
    model = fitted(events, "ordinal", statistics=("transitivity", "cycles", "shared_partners"))
    apart = fitted(events, "ordinal")
    assert max(one.inflation for one in model.coefficients) > 3 > max(one.inflation for one in apart.coefficients)
    same = fitted(events, "timed", statistics=("inertia", "inertia"))
    assert any("collinear" in said for said in same.warnings)


def test_what_never_varies_is_left_out_and_said(events):
    bodies = Bodies(events.actors, {(actor, "X"): [(0, 10**7)] for actor in events.actors})
    model = fitted(events, "ordinal", statistics=("inertia", "shared_bodies"), bodies=bodies)
    # everyone shares one body: a pair differs from another in nothing, only oneself could, who is no pair
    assert model.names == ("inertia",)
    assert "shared_bodies" in " ".join(model.warnings)


def test_diagnostics_tell_a_model_from_chance(events):
    good = fitted(events, "ordinal").diagnostics
    assert good.median_rank < 0.4
    assert 0 < good.mcfadden < 1
    assert good.aic < fitted(events, "ordinal", statistics=("transitivity",)).diagnostics.aic
    tenths = fitted(events, "timed").diagnostics.tenths
    assert sum(t.expected for t in tenths) == pytest.approx(sum(t.observed for t in tenths), rel=1e-6)
    assert all(abs(t.observed - t.expected) < 4 * np.sqrt(t.expected) for t in tenths)


def test_classes_of_events(events):
    conflict = fitted(events, "ordinal", of="material conflict")
    assert conflict.events == int(np.sum((events.quad == 4) & (events.day >= FIRST)))
    with pytest.raises(UsageError, match="no class of events"):
        fitted(events, "ordinal", of="nonsense")
    with pytest.raises(UsageError, match="too few"):
        fitted(events, "ordinal", of="COERCE")
    with pytest.raises(UsageError, match="no statistic"):
        fitted(events, "ordinal", statistics=("magic",))


def test_the_same_seed_gives_the_same_model(events):
    one, two = (fitted(events, "timed", sampling=Sampling(full=False)) for _ in range(2))
    assert np.array_equal(one.theta, two.theta)
