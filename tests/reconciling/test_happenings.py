"""Events of several reports become happenings: what belongs together, what must not."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from westphalia.reconciling.grouping import group
from westphalia.reconciling.happenings import FAMILIES, Rarity, likeness
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


def strike(event: str, report: str, **changes: object) -> Told:
    base = {
        "type": "ASSAULT",
        "mode": "aerial",
        "sources": ("NOR/MIL",),
        "recipients": ("PER",),
        "first": None,
        "last": None,
        "precision": "unknown",
        "terms": frozenset({"missil", "launch", "depot"}),
    }
    return told(event, report, **(base | changes))


LIMA = {"place": "Lima", "country": "PER", "within": ("Lima Province", "Lima Region", "Peru")}
CUSCO = {"place": "Cusco", "country": "PER", "within": ("Cusco Province", "Cusco Region", "Peru")}


def test_strikes_of_one_day_on_one_town_are_one_and_on_two_towns_two() -> None:
    assert groups(strike("a", "1", **LIMA), strike("b", "2", **LIMA)) == {frozenset("ab")}
    assert len(groups(strike("a", "1", **LIMA), strike("b", "2", **CUSCO))) == 2


def test_a_strike_and_one_back_are_two() -> None:
    back = strike("b", "2", sources=("PER/MIL",), recipients=("NOR",), **LIMA)
    assert len(groups(strike("a", "1", **LIMA), back)) == 2


def test_strikes_told_on_other_days_or_of_other_names_are_two() -> None:
    later = Source("2", None, date(2024, 5, 9))
    assert len(groups(strike("a", "1", **LIMA), strike("b", "2", source=later, **LIMA))) == 2
    one = strike("a", "1", names=frozenset({"callao"}), terms=frozenset({"missil", "launch", "night"}))
    other = strike("b", "2", names=frozenset({"piura"}))
    alike = replace(other, names=one.names)
    assert groups(one, alike) == {frozenset("ab")}
    assert len(groups(one, other)) == 2


def test_an_invasion_is_one_however_late_it_is_told_and_no_strike_is_it() -> None:
    later = Source("2", None, date(2024, 6, 20))
    war, again = strike("a", "1", mode="", course=True), strike("b", "2", mode="", course=True, source=later)
    assert groups(war, again) == {frozenset("ab")}
    assert len(groups(war, strike("b", "2"))) == 2


def test_a_total_is_none_of_the_strikes_it_counts_and_not_the_total_of_another_day() -> None:
    both = {"total": "all", "source": Source("2", None, date(2024, 5, 7))}
    words = {"terms": frozenset({"missil", "launch", "villag", "night"})}
    assert groups(strike("a", "1", **LIMA), strike("b", "2", **words, **LIMA)) == {frozenset("ab")}
    assert len(groups(strike("a", "1", **LIMA), strike("b", "2", total="day", **words, **LIMA))) == 2
    assert len(groups(strike("a", "1", total="all"), strike("b", "2", **both))) == 2
    assert groups(strike("a", "1", total="all", **LIMA), strike("b", "2", total="all", **LIMA)) == {frozenset("ab")}


def test_a_state_joins_a_body_once_and_praises_it_often() -> None:
    undated = {"first": None, "last": None, "precision": "unknown", "terms": frozenset(), "mode": ""}
    joins = {**undated, "type": "SUPPORT", "sources": ("PER",), "recipients": ("OPEC",), "accession": True}
    one, other = told("a", "1", **joins), told("b", "2", **joins)
    assert group([one, other], lambda *_: 0.9) == [[one, other]]
    praise = [replace(event, accession=False) for event in (one, other)]
    assert len(group(praise, lambda *_: 0.9)) == 2


def test_two_promises_of_one_state_to_another_in_one_week_are_two() -> None:
    promise = {"type": "SUPPORT", "mode": "", "sources": ("NOR/GOV",), "recipients": ("PER",)}
    one = strike("a", "1", **promise)
    other = strike("b", "2", **promise | {"terms": frozenset({"grain"}), "source": Source("2", None, date(2024, 5, 9))})
    assert len(groups(one, other)) == 2


@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=2), st.data())
def test_likeness_does_not_depend_on_which_comes_first(ids: list[str], data: st.DataObject) -> None:
    def made(event: str) -> Told:
        kind = data.draw(st.sampled_from(["ASSAULT", "CONSULT", "AGREE", "SUPPORT"]))
        parties = data.draw(st.lists(st.sampled_from(["NOR", "PER/GOV", "PER/GOV/luis-soto"]), min_size=1, max_size=2))
        return strike(
            event,
            data.draw(st.sampled_from("12")),
            type=kind,
            mode=data.draw(st.sampled_from(["", "aerial", "abduct", "visit", "phone"])),
            recipients=data.draw(st.sampled_from([tuple(parties), ("NOR",)])),
            sources=tuple(parties),
            course=data.draw(st.booleans()),
            names=data.draw(st.frozensets(st.sampled_from(["callao", "piura"]))),
            **data.draw(st.sampled_from([LIMA, CUSCO, {}])),
        )

    one, other = made(ids[0]), made(ids[1])
    rarity = Rarity()
    if FAMILIES.get(one.type, one.type) == FAMILIES.get(other.type, other.type):
        assert likeness(one, other, rarity).total == likeness(other, one, rarity).total
