"""Events of several reports become happenings: what belongs together, what must not."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from westphalia.reconciling.grouping import group
from westphalia.reconciling.told import Source, Told

MONDAY = date(2024, 5, 6)


def told(event: str, report: str, **changes: object) -> Told:
    base = Told(
        event=event,
        source=Source(report, None, MONDAY),
        start=0,
        type="CONSULT",
        mode="visit",
        status="happened",
        sources=("NOR/GOV/ada-berg", "PER/GOV/luis-soto"),
        recipients=("NOR/GOV/ada-berg", "PER/GOV/luis-soto"),
        first=MONDAY,
        last=MONDAY,
        precision="day",
        terms=frozenset({"ministers", "harbour"}),
    )
    return replace(base, **changes)


def groups(*events: Told) -> set[frozenset[str]]:
    return {frozenset(t.event for t in members) for members in group(events)}


def test_same_parties_same_day_is_one() -> None:
    assert groups(told("a", "1"), told("b", "2")) == {frozenset("ab")}


def test_state_in_one_report_person_in_another_is_one() -> None:
    general = told("b", "2", sources=("NOR", "PER/GOV"), recipients=("NOR", "PER/GOV"))
    assert groups(told("a", "1"), general) == {frozenset("ab")}


def test_other_persons_of_the_same_states_are_another() -> None:
    others = ("NOR/GOV/ivar-lie", "PER/GOV/rosa-diaz")
    assert len(groups(told("a", "1"), told("b", "2", sources=others, recipients=others))) == 2


def test_a_call_is_not_a_visit() -> None:
    assert len(groups(told("a", "1"), told("b", "2", mode="phone"))) == 2


def test_days_apart_are_two() -> None:
    later = date(2024, 5, 14)
    assert len(groups(told("a", "1"), told("b", "2", first=later, last=later))) == 2


def test_a_weekday_without_date_joins_the_day_it_fits() -> None:
    undated = {"first": None, "last": None, "precision": "unknown", "source": Source("2", None, None)}
    assert groups(told("a", "1"), told("b", "2", weekday=0, **undated)) == {frozenset("ab")}
    assert len(groups(told("a", "1"), told("b", "2", weekday=3, terms=frozenset({"salt"}), **undated))) == 2


def test_planned_and_done_are_apart() -> None:
    assert len(groups(told("a", "1"), told("b", "2", status="planned"))) == 2


@given(
    st.permutations(
        [
            told(x, str(i), first=date(2024, 5, 6 + i % 3), last=date(2024, 5, 6 + i % 3))
            for i, x in enumerate("abcdefg")
        ]
    )
)
def test_order_of_input_changes_nothing(events: list[Told]) -> None:
    assert groups(*events) == groups(*sorted(events, key=lambda t: t.event))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_every_event_is_in_exactly_one_happening(days: list[int]) -> None:
    from datetime import timedelta

    events = [
        told(str(i), str(i % 4), first=MONDAY + timedelta(d), last=MONDAY + timedelta(d)) for i, d in enumerate(days)
    ]
    members = [t.event for happening in group(events) for t in happening]
    assert sorted(members) == sorted(t.event for t in events)
