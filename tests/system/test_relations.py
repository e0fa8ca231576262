from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import UsageError
from westphalia.system import periods
from westphalia.system.relation import relation
from westphalia.system.relations import NONE_TOLD, NOTHING_HELD, levels, relations
from westphalia.system.table import SCHEMA, EventTable
from westphalia.system.weights import Weights, rates, tone


def table(*rows, held=None):
    """Rows of (event, date, source, recipient, type, intensity[, status])."""
    made = [
        {
            "event": event, "date": day, "source": source, "recipient": recipient, "type": kind,
            "intensity": value, "weight": 1.0, "status": status[0] if status else "happened", "reports": 1,
            "dated": True, "relation": kind, "evidence": [],
        }
        for event, day, source, recipient, kind, value, *status in rows
    ]  # fmt: skip
    return EventTable(pl.DataFrame(made, schema=SCHEMA), held=held or {})


MEETING = ("m", date(2022, 3, 30), "CHN", "RUS", "CONSULT", 4.0)
BACK = ("m", date(2022, 3, 30), "RUS", "CHN", "CONSULT", 4.0)
BLAME = ("b", date(2022, 3, 2), "CHN", "RUS", "ACCUSE", -3.0)


def test_flows_by_direction_and_period():
    found = relations(table(MEETING, BACK, BLAME))
    row = found.filter(pl.col("source") == "CHN").to_dicts()[0]
    assert (row["happenings"], row["cooperation"], row["conflict"]) == (2, 1, 1)
    assert (row["cooperation_flow"], row["conflict_flow"], row["net"]) == (4.0, 3.0, 1.0)
    assert row["period"] == date(2022, 3, 1)
    assert row["exposure"] == 2
    assert sorted(row["events"]) == ["b", "m"]
    assert found.height == 2


@pytest.mark.parametrize("status", ["planned", "possible", "refused", "denied"])
def test_what_did_not_happen_is_not_counted(status):
    made = table(MEETING, ("p", date(2022, 3, 1), "CHN", "RUS", "AID", 10.0, status))
    assert relations(made)["net"].sum() == 4.0
    assert levels(made)["happenings"].to_list() == [1]
    assert [row["event"] for row in relation(made, "CHN", "RUS").not_done] == ["p"]


def test_weights_go_before_the_scale():
    made = table(MEETING, BLAME)
    assert relations(made, weights=Weights(types={"CONSULT": 1.0}))["net"].to_list() == [-2.0]
    assert relations(made, weights=Weights(scale="sign"))["net"].to_list() == [0.0]
    assert relations(made, weights=Weights(scale="plover"))["cooperation_flow"].to_list() == [2.5]
    with pytest.raises(UsageError):
        Weights(scale="feeling")
    with pytest.raises(UsageError):
        Weights(half_life=0)


def test_an_event_counts_half_after_a_half_life():
    made = table(MEETING, ("x", date(2022, 6, 28), "USA", "IRN", "ACCUSE", -3.0))
    on = MEETING[1] + timedelta(days=90)
    found = {row["source"]: row for row in levels(made, on).to_dicts()}
    assert found["CHN"]["number"] == pytest.approx(0.5)
    assert found["USA"]["number"] == pytest.approx(1.0)
    assert found["CHN"]["level"] == pytest.approx(0.5 * 4 / 2.5)


def test_nothing_later_than_the_day_is_in_a_level():
    assert levels(table(MEETING), date(2022, 3, 29)).height == 0


def test_what_has_faded_is_not_told():
    assert levels(table(MEETING), date(2025, 3, 29)).height == 0


def test_a_period_without_reports_is_unknown_and_one_without_happenings_is_none():
    held = {date(2022, 3, 30): 4, date(2022, 5, 1): 9}
    found = relation(table(MEETING, BACK, held=held), "CHN", "RUS", until=date(2022, 5, 31))
    march, april, may = found.direction("CHN")
    assert march.happenings == 1
    assert (april.happenings, april.level, april.why) == (None, None, NOTHING_HELD)
    assert (may.happenings, may.tone, may.why) == (0, None, NONE_TOLD)
    assert may.level is not None
    assert found.unit == "reports held"
    assert found.frame().height == 6


def test_persons_count_as_whom_they_act_for_and_one_happening_once():
    rows = [
        ("m", date(2022, 3, 30), "CHN/GOV/wang-yi", "RUS/GOV", "CONSULT", 4.0),
        ("m", date(2022, 3, 30), "CHN/GOV", "RUS", "CONSULT", 4.0),
    ]
    found = relation(table(*rows), "CHN", "RUS")
    assert [p.happenings for p in found.direction("CHN")] == [1]


def test_a_change_names_the_events_behind_it():
    calm = [(f"c{n}", date(2020, 1, 15) + timedelta(days=30 * n), "USA", "IRN", "CONSULT", 2.5) for n in range(12)]
    war = [(f"w{n}", date(2021, 1, 15) + timedelta(days=5 * n), "USA", "IRN", "ASSAULT", -9.0) for n in range(60)]
    held = {date(2020, 1, 1) + timedelta(days=n): 5 for n in range(700)}
    found = relation(table(*calm, *war, held=held), "USA", "IRN")
    first = found.shifts[0]
    assert first.period == date(2021, 1, 1)
    assert first.probability > 0.95
    assert (first.drivers[0].kind, first.drivers[0].source) == ("material conflict", "USA")
    assert first.drivers[0].before < first.drivers[0].after
    assert set(first.events) <= {row[0] for row in war}


def test_reciprocity_leaves_out_what_two_do_together():
    together = [(f"m{n}", date(2020 + n, 1, 1), *way, "CONSULT", 1.0 + n)
                for n in range(8) for way in (("A", "B"), ("B", "A"))]  # fmt: skip
    assert relation(table(*together), "A", "B", by="year").reciprocity.correlation is None
    answers = [(f"{way[0]}{n}", date(2020 + n, 1, 1), *way, "ACCUSE", -1.0 - n % 4)
               for n in range(8) for way in (("A", "B"), ("B", "A"))]  # fmt: skip
    found = relation(table(*answers), "A", "B", by="year").reciprocity
    assert found.correlation == pytest.approx(1.0)
    assert found.periods == 8


def test_what_makes_no_sense_is_refused():
    with pytest.raises(UsageError, match="one actor"):
        relation(table(MEETING), "CHN", "CHN/GOV")
    with pytest.raises(UsageError, match="before it begins"):
        relation(table(MEETING), "CHN", "RUS", since=date(2022, 2, 1), until=date(2022, 1, 1))
    with pytest.raises(UsageError, match="no period"):
        relation(table(MEETING), "CHN", "RUS", by="day")
    with pytest.raises(UsageError, match="too many"):
        relation(table(MEETING), "CHN", "RUS", since=date(1900, 1, 1), by="week")


def test_no_events_at_all():
    nothing = table()
    assert relations(nothing).height == 0
    assert levels(nothing).height == 0
    found = relation(nothing, "CHN", "RUS")
    assert found.points == () and found.shifts == ()
    assert relation(table(MEETING), "USA", "IRN").direction("USA")[0].why.startswith(NONE_TOLD)


@given(st.lists(st.floats(-10, 10), max_size=30))
def test_the_interval_holds_the_mean_and_stays_on_the_scale(values):
    found = tone(len(values), sum(values), sum(v * v for v in values), Weights())
    assert -10 <= found.low <= found.high <= 10
    assert found.low - 0.3 <= found.mean <= found.high + 0.3


@given(st.integers(1, 40), st.floats(-9, 9))
def test_more_happenings_narrow_the_interval(number, value):
    one = tone(number, number * value, number * value**2, Weights())
    more = tone(4 * number, 4 * number * value, 4 * number * value**2, Weights())
    assert more.high - more.low < one.high - one.low


@given(st.integers(0, 50), st.floats(1, 1000))
def test_rates_are_surer_with_more_exposure(number, exposure):
    mean, low, high = rates(number, exposure, 0.9)
    assert low <= mean <= high
    _, thinner_low, thinner_high = rates(number / 10, exposure / 10, 0.9)
    assert thinner_high - thinner_low >= high - low


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(sorted(periods.PERIODS)))
def test_periods_tile_the_calendar(day, by):
    first = periods.start(day, by)
    assert first <= day <= periods.last(first, by)
    assert periods.start(periods.after(first, by), by) == periods.after(first, by)
    frame = pl.DataFrame({"d": [day]}).select(periods.period_of("d", by))
    assert frame.item() == first
