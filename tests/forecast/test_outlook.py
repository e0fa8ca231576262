"""Outlooks: proper scores, no look ahead, better than the base rate and recurrency where there is much to learn."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forecast.sequences import START, sequence
from westphalia.errors import UsageError
from westphalia.forecast import scores
from westphalia.forecast.outlook import outlook
from westphalia.forecast.rates import Counts, Rates, learn
from westphalia.forecast.rolling import lines, rolling
from westphalia.system.weights import Weights

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@pytest.fixture(scope="module")
def events():
    """Forty pairs with rates of their own, a hundred times apart; one type for each pair, half of them answered."""
    drawn = np.random.default_rng(7)
    rows = []
    for pair in range(40):
        rate, kind = 0.003 * 10 ** (2 * drawn.random()), ("CONSULT", "ASSAULT", "REQUEST")[pair % 3]
        one, other = f"A{pair:02}", f"B{pair:02}"
        for day in np.flatnonzero(drawn.random(400) < rate):
            rows.append((int(day), one, other, kind))
            if pair % 2:
                rows.append((int(day) + 2, other, one, kind))
    return sequence(rows)


@given(st.floats(0, 1), st.floats(0, 1))
def test_scores_are_proper(truth, said):
    """Nobody gains by saying another probability than what is true."""
    came, not_came = np.array([1.0]), np.array([0.0])
    for loss in (scores.brier, scores.logarithmic):
        honest, other = (
            truth * loss(np.array([p]), came)[0] + (1 - truth) * loss(np.array([p]), not_came)[0] for p in (truth, said)
        )
        assert honest <= other + 1e-5


def test_crps_is_the_integral_of_the_squared_gap():
    drawn = np.random.default_rng(1)
    draws, outcome = drawn.normal(size=(3, 40)), np.array([0.3, -2.0, 5.0])
    grid = np.linspace(-12, 12, 200_001)
    for row, value, found in zip(draws, outcome, scores.crps(draws, outcome), strict=True):
        share = np.searchsorted(np.sort(row), grid, side="right") / len(row)
        assert found == pytest.approx(np.trapezoid((share - (grid >= value)) ** 2, grid), abs=1e-3)
    assert scores.crps(np.full((1, 5), 2.0), np.array([3.5]))[0] == pytest.approx(1.5)


def test_reliability_bins_count_every_forecast_once():
    drawn = np.random.default_rng(2)
    p = drawn.random(500)
    bins = scores.reliability(p, (drawn.random(500) < p).astype(float))
    assert sum(one.forecasts for one in bins) == 500
    assert all(one.low <= one.probability <= one.high for one in bins)
    assert all(abs(one.probability - one.happened) < 0.35 for one in bins if one.forecasts > 20)


def test_the_outlook_beats_the_base_rate_and_recurrency(events):
    found = rolling(events, horizon=30, origins=2)
    by = {one.method: one for one in found.standings}
    assert by["outlook"].logarithmic < by["recurrency"].logarithmic < by["base rate"].logarithmic
    assert by["outlook"].brier < by["base rate"].brier
    assert found.crps["outlook"] < found.crps["recurrency"] < found.crps["base rate"]
    assert "smaller is better" in " ".join(lines(found)).lower()


def test_nothing_of_the_day_or_later_is_used(events):
    """Whatever comes from the day on may be anything: the outlook is the same, bit for bit."""
    day = START + 250
    other = sequence(
        [(int(d) - START, events.actors[s], events.actors[r], events.types[t])
         for d, s, r, t in zip(events.day, events.source, events.recipient, events.type, strict=True) if d < day]
        + [(250 + k, events.actors[k % 20], events.actors[-1 - k % 20], "AID") for k in range(100)],
        events.actors,
    )  # fmt: skip
    on = date.fromordinal(day)
    assert outlook(events, "A01", "B01", on=on) == outlook(other, "A01", "B01", on=on)


def test_a_busy_pair_is_likelier_than_a_quiet_one_and_both_than_impossible(events):
    counts = {a: int(((events.source == events.place[a]) & (events.day < START + 300)).sum()) for a in events.actors}
    busy, quiet = (pick((a for a in counts if a.startswith("A") and counts[a]), key=counts.get) for pick in (max, min))
    on = date.fromordinal(START + 300)
    chances = []
    for actor in (busy, quiet):
        of = events.types[int(events.type[events.source == events.place[actor]][0])]
        found = outlook(events, actor, actor.replace("A", "B"), on=on).directions[0]
        chances.append(next(one for one in found.types if one.of == of))
    assert chances[0].probability > 2 * chances[1].probability > 0
    assert chances[0].seen == counts[busy]
    assert len(chances[0].events) == min(counts[busy], 5)


def test_more_days_mean_more_chance(events):
    short, long = (outlook(events, "A01", "B01", horizon=h).directions[0].quads for h in (7, 90))
    assert sum(one.expected for one in short) < sum(one.expected for one in long)


def test_levels_lie_on_the_scale_and_start_from_what_is_known(events):
    found = outlook(events, "A01", "B01", horizon=30)
    for direction in found.directions:
        if direction.level.now is not None:
            assert -10 <= direction.level.quantiles[0] <= direction.level.quantiles[-1] <= 10


def test_a_pair_without_a_past_gets_a_note_and_small_chances(events):
    found = outlook(events, "A01", "A02")
    assert "No event between the two is known" in found.note
    assert all(one.probability < 0.2 and one.seen == 0 and one.last is None for one in found.directions[0].quads)
    assert found.directions[0].level.now is None


def test_what_makes_no_sense_is_said(events):
    for wrong, words in (
        ({"one": "A01", "other": "A01"}, "one actor"),
        ({"one": "A01", "other": "Nobody"}, "no event has the actor"),
        ({"one": "A01", "other": "B01", "horizon": 0}, "horizon"),
        ({"one": "A01", "other": "B01", "on": date(1999, 1, 1)}, "no event before"),
    ):
        with pytest.raises(UsageError, match=words):
            outlook(events, **wrong)
    with pytest.raises(UsageError, match="too few to try"):
        rolling(sequence([(0, "A", "B", "AID"), (9, "B", "A", "AID")]), horizon=30)


def test_with_nothing_to_learn_from_it_is_the_plain_estimate():
    """Three events in 100 days: (3 decayed + 60 days of the base rate) / (exposure + 60 days), by hand."""
    few = sequence([(0, "A", "B", "CONSULT"), (90, "A", "B", "CONSULT"), (99, "C", "D", "CONSULT")])
    counts = Counts(few, [few.quad == 1])
    known = counts.snapshot(START + 100)
    at = int(np.searchsorted(known.pairs, few.place["A"] * 4 + few.place["B"]))
    base = (3 + 0.5) / (100 * 4)
    seen, exposure = 2 ** (-100 / 30) + 2 ** (-10 / 30), (1 - 2 ** (-100 / 30)) * 30 / np.log(2)
    rates = learn([], 30)
    assert isinstance(rates, Rates)
    assert rates.mean(known.x, known.base, 30)[at, 0] == pytest.approx(30 * (seen + 60 * base) / (exposure + 60))


def test_counts_of_the_model_are_negative_binomial():
    rates = Rates(np.zeros(10), np.zeros(1), np.array([0.2, 0.0, 0.0]), (0.0, 1.0), 1)
    mean = np.full((1, 1), 1.7)
    draws = rates.draws(mean, 60_000, np.random.default_rng(3))
    shape = np.exp(0.2)
    assert draws.mean() == pytest.approx(1.7, rel=0.03)
    assert draws.var() == pytest.approx(1.7 + 1.7**2 / shape, rel=0.06)
    assert rates.any(mean)[0, 0] == pytest.approx((draws > 0).mean(), abs=0.01)


def test_the_level_decays_and_is_the_same_as_that_of_relations(events):
    """A level computed here is the one that relations tell."""
    import polars as pl

    from westphalia.forecast.outlook import level_sums
    from westphalia.system.relations import levels
    from westphalia.system.table import SCHEMA, EventTable

    rows = [
        (events.ids[k], date.fromordinal(int(events.day[k])), events.actors[events.source[k]],
         events.actors[events.recipient[k]], events.types[events.type[k]], float(events.intensity[k]), 1.0,
         "happened", 1)
        for k in range(len(events))
    ]  # fmt: skip
    names = list(SCHEMA)[:9]
    frame = pl.DataFrame(rows, schema={name: SCHEMA[name] for name in names}, orient="row")
    frame = frame.with_columns(
        dated=pl.lit(True), relation=pl.col("type"), evidence=pl.lit([], dtype=pl.List(pl.String))
    )
    weights, last = Weights(), int(events.day[-1])
    told = {(row["source"], row["recipient"]): row["level"]
            for row in levels(EventTable(frame), date.fromordinal(last), weights).iter_rows(named=True)}  # fmt: skip
    counts = Counts(events, [])
    pairs = counts.followed(last + 1)
    number, total = level_sums(counts, pairs, last + 1, weights)
    size = len(events.actors)
    ours = {(events.actors[p // size], events.actors[p % size]): t / (weights.prior + n)
            for p, n, t in zip(pairs, number, total, strict=True) if n >= 0.1}  # fmt: skip
    assert told
    for pair, level in told.items():
        assert ours[pair] == pytest.approx(level, abs=1e-9)
