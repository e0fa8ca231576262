"""Accounts agree, differ or are silent; the general agrees with the exact; copies count once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.reconciling.accounts import Attribute, _of_kind, compare
from westphalia.reconciling.attributes import ATTRIBUTES, Saying, scene

Row = dict[str, Any]
NAMES = {"NOR/GOV/ada-berg": "Ada Berg", "PER/GOV/luis-soto": "Luis Soto", "NOR": "Norway"}
LIMA: Row = {
    "place": "Lima",
    "place_country": "PER",
    "place_precision": "point",
    "place_within": ["Lima Province"],
    "place_geonames": 1,
    "latitude": -12.04,
    "longitude": -77.03,
}
CALLAO: Row = {**LIMA, "place": "Callao", "place_within": ["Callao"], "place_geonames": 2, "longitude": -77.12}
CUSCO: Row = {
    **LIMA,
    "place": "Cusco",
    "place_within": ["Cusco Region"],
    "place_geonames": 3,
    "latitude": -13.5,
    "longitude": -71.9,
}
PERU: Row = {
    **LIMA,
    "place": "Peru",
    "place_precision": "country",
    "place_within": [],
    "place_geonames": 4,
    "latitude": None,
    "longitude": None,
}
NOWHERE: Row = dict.fromkeys(LIMA)


def event(report: str, **changes: Any) -> Row:
    sentence = changes.pop("sentence", "Berg met Soto in Lima.")
    row: Row = {
        "event": f"e-{report}-{len(sentence)}-{changes.get('start', 0)}",
        "report": report,
        "start": 0,
        "end": len(sentence),
        "text": sentence,
        "sentence": sentence,
        "sentence_start": 0,
        "sentence_end": len(sentence),
        "predicate_start": 5,
        "predicate_end": 8,
        "type": "CONSULT",
        "mode": None,
        "status": "happened",
        "sources": ["NOR/GOV/ada-berg"],
        "recipients": ["PER/GOV/luis-soto"],
        "source_names": ["Ada Berg"],
        "recipient_names": ["Luis Soto"],
        "mutual": False,
        "date_from": None,
        "date_to": None,
        "date_precision": None,
        "when_text": None,
        "alleged_by": None,
        "alleged_by_name": None,
        "confidence": 0.9,
        **NOWHERE,
    }
    return row | changes


def day(first: str, last: str = "") -> Row:
    return {"date_from": first, "date_to": last or first, "when_text": "then"}


def report(name: str, copy_of: str | None = None, published: str | None = "2024-05-07") -> Row:
    return {"report": name, "name": name, "published": published, "copy_of": copy_of}


def told(
    *events: Row, reports: list[Row] | None = None, figures: Sequence[Row] = (), namings: Sequence[Row] = ()
) -> dict[str, Attribute]:
    known = reports or [report(name) for name in sorted({e["report"] for e in events})]
    return {a.name: a for a in compare(scene(events, known, figures, namings, NAMES))}


def verdicts(attribute: Attribute) -> dict[str, str]:
    return {account.report: account.verdict for account in attribute.accounts}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (LIMA, LIMA, "agree"),
        (LIMA, PERU, "agree"),
        (LIMA, CALLAO, "agree"),
        (LIMA, {**LIMA, "place": "Lima Province", "place_precision": "region", "place_geonames": 9}, "agree"),
        (LIMA, CUSCO, "differ"),
        (PERU, {**PERU, "place": "Chile", "place_country": "CHL", "place_geonames": 5}, "differ"),
    ],
)
def test_where(one: Row, other: Row, verdict: str) -> None:
    where = told(event("a", **one), event("b", **other))["where"]
    assert where.verdict == verdict
    assert told(event("b", **one), event("a", **other))["where"].verdict == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (day("2024-05-06"), day("2024-05-06", "2024-05-12"), "agree"),
        (day("2024-05-06"), day("2024-05-07"), "differ"),
        (day("2024-05-06"), {"when_text": "on Monday"}, "agree"),
        (day("2024-05-06"), {"when_text": "on Friday"}, "differ"),
        (day("2024-05-06", "2024-05-12"), {"when_text": "on Friday"}, "agree"),
    ],
)
def test_when(one: Row, other: Row, verdict: str) -> None:
    assert told(event("a", **one), event("b", **other))["when"].verdict == verdict


def test_a_date_that_cannot_be_compared_is_neither() -> None:
    when = told(event("a", **day("2024-05-06")), event("b", when_text="two weeks ago"))["when"]
    assert verdicts(when) == {"a": "agrees", "b": "open"}


def test_silence_is_not_denial() -> None:
    where = told(event("a", **LIMA), event("b"), event("c", **LIMA))["where"]
    assert verdicts(where) == {"a": "agrees", "b": "silent", "c": "agrees"}
    assert where.verdict == "agree"


def test_a_name_of_its_own_for_the_place_is_shown() -> None:
    where = told(event("a", **LIMA), event("b", **LIMA, sentence="Berg met Soto in the town of Barranco on Monday."))
    assert {account.reads for account in where["where"].accounts} == {"Lima", "Barranco (Lima)"}


def test_another_spelling_of_a_place_goes_before_another_place_of_the_sentence():
    sentence = "Berg met Soto at the port of Lyma on Monday, hours after the signing in Oslo."
    where = told(event("a", **LIMA), event("b", **LIMA, sentence=sentence))["where"]
    assert {account.reads for account in where.accounts} == {"Lima", "Lyma (Lima)"}


def test_the_majority_of_independent_reports_is_compared_with() -> None:
    events = [event("a", **CUSCO), event("b", **CUSCO), event("c", **LIMA), event("d", **LIMA)]
    known = [report("a"), report("b", copy_of="a"), report("c"), report("d")]
    where = told(*events, reports=known)["where"]
    assert where.reads == "Lima"
    assert verdicts(where) == {"a": "differs", "b": "differs", "c": "agrees", "d": "agrees"}


def test_two_copies_are_one_voice() -> None:
    where = told(event("a", **LIMA), event("b", **LIMA), reports=[report("a"), report("b", copy_of="a")])["where"]
    assert where.verdict == "one"


def test_who_acts_for_whom_agrees() -> None:
    general = event("b", sources=["NOR"], source_names=["Norway"])
    assert told(event("a"), general)["who"].verdict == "agree"
    other = event("b", sources=["NOR/GOV/per-dahl"], source_names=["Per Dahl"])
    assert told(event("a"), other)["who"].verdict == "differ"


def test_a_plan_told_before_the_day_agrees_and_a_denial_does_not() -> None:
    happened = event("a", **day("2024-05-06"))
    planned = event("b", status="planned", **day("2024-05-06"))
    early = [report("a"), report("b", published="2024-05-02")]
    assert told(happened, planned, reports=early)["status"].verdict == "agree"
    assert told(happened, planned)["status"].verdict == "differ"
    assert told(happened, event("b", status="denied"))["status"].verdict == "differ"


def figure(name: str, value: float, modifier: str = "", **changes: Any) -> Row:
    return {
        "figure": f"f-{name}-{value}",
        "report": name,
        "what": "people displaced",
        "value": value,
        "high": None,
        "unit": "persons",
        "modifier": modifier,
        "according_to_name": None,
        "date_from": None,
        "date_to": None,
        "start": 30,
        "end": 40,
        "text": str(value),
    } | changes


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (figure("a", 300), figure("b", 300), "agree"),
        (figure("a", 310), figure("b", 300, "about"), "agree"),
        (figure("a", 300), figure("b", 500), "differ"),
        (figure("a", 300), figure("b", 200, "at least"), "agree"),
    ],
)
def test_figures(one: Row, other: Row, verdict: str) -> None:
    found = told(event("a"), event("b"), figures=[one, other])
    assert found["figures: people displaced"].verdict == verdict


def test_figures_far_from_the_event_are_not_about_it() -> None:
    far = told(event("a"), event("b"), figures=[figure("a", 300), figure("b", 500, start=5000, end=5010)])
    assert "figures: people displaced" not in far


def test_a_toll_that_has_grown_by_the_next_day_is_no_other_toll() -> None:
    days = [report("a"), report("b", published="2024-05-08"), report("c")]
    grown = told(event("a"), event("b"), event("c"), reports=days, figures=[figure("a", 300), figure("b", 500)])
    assert "figures: people displaced" not in grown
    shrunk = told(event("a"), event("b"), event("c"), reports=days, figures=[figure("a", 500), figure("b", 300)])
    assert verdicts(shrunk["figures: people displaced"]) == {"a": "agrees", "b": "differs", "c": "silent"}
    figures = [figure("a", 300), figure("b", 500), figure("c", 300)]
    two = told(event("a"), event("b"), event("c"), reports=days, figures=figures)
    assert verdicts(two["figures: people displaced"]) == {"a": "agrees", "b": "open", "c": "agrees"}


def test_tolls_of_two_days_cannot_be_compared() -> None:
    figures = [figure("a", 300, **day("2024-05-06")), figure("b", 200, **day("2024-05-07"))]
    assert "figures: people displaced" not in told(event("a"), event("b"), figures=figures)


def test_figures_of_another_scale_of_a_war_or_of_people_at_large_are_not_compared() -> None:
    scale = [figure("a", 42), figure("b", 22_800), figure("c", 42)]
    found = told(event("a"), event("b"), event("c"), figures=scale)["figures: people displaced"]
    assert verdicts(found) == {"a": "agrees", "b": "open", "c": "agrees"}
    invasion = {"sentence": "The invasion of Peru.", "predicate_start": 4, "predicate_end": 12, "sentence_end": 200}
    war = told(event("a", **invasion), event("b", **invasion), figures=[figure("a", 300), figure("b", 500)])
    assert "figures: people displaced" not in war
    crowd = [figure("a", 3, what="children"), figure("b", 2, what="children")]
    assert "figures: children" not in told(event("a"), event("b"), figures=crowd)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("NOR/MIL", "NOR/UNK", "agree"),
        ("NOR/MIL", "NOR/GOV", "differ"),
        ("NOR/CVL", "NOR/MED", "agree"),
        ("NOR/CVL", "NOR/MIL", "differ"),
        ("NOR/UNK", "PER/UNK", "differ"),
        ("NOR/GOV/ada-berg", "NOR/UNK", "agree"),
    ],
)
def test_organs_of_one_state(one: str, other: str, verdict: str) -> None:
    first, second = event("a", sources=[one]), event("b", sources=[other])
    assert told(first, second)["who"].verdict == verdict


def test_an_unknown_place_is_not_another_place() -> None:
    nobody_knows = {**NOWHERE, "place": "Ticlio", "place_within": []}
    assert verdicts(told(event("a", **LIMA), event("b", **nobody_knows))["where"])["b"] == "open"
    town = {**LIMA, "place_within": ["Lima Province", "Lima Region", "Peru"]}
    region = event("b", sentence="Berg met Soto in Lima region.", **town)
    where = told(event("a", **town), region)["where"]
    assert where.verdict == "agree"
    assert set(where.values) == {"Lima", "Lima Region"}


def test_means_of_fire_do_not_differ_but_those_of_force_do() -> None:
    force = {"type": "ASSAULT"}
    shells, shots = event("a", mode="heavy-weapons", **force), event("b", mode="firearms", **force)
    assert told(shells, shots)["what"].verdict == "agree"
    assert told(shells, event("b", mode="abduct", **force))["what"].verdict == "differ"


def test_a_day_since_which_something_goes_on_is_not_another_day() -> None:
    count = event("b", sentence="Since the talks began on Monday Berg met Soto thrice.", **day("2024-05-06"))
    since = told(event("a", **day("2024-05-09")), count | {"when_text": "Monday"})["when"]
    assert verdicts(since) == {"a": "agrees", "b": "open"}


def test_a_possible_act_within_a_season_is_still_ahead() -> None:
    season = {"date_from": "2024-05-01", "date_to": "2024-07-31", "when_text": "this winter", "status": "possible"}
    assert told(event("a", status="possible"), event("b", **season))["status"].verdict == "agree"


def test_causes_given() -> None:
    one = event("a", sentence="Norway closed its port because of the fish dispute.")
    other = event("b", sentence="Norway closed its port in response to tariffs on timber.")
    like = event("c", sentence="Norway closed its port due to a dispute over fish.")
    assert told(one, like)["cause given"].verdict == "agree"
    assert told(one, other)["cause given"].verdict == "differ"


def naming(name: str, words: str, own: bool = True) -> Row:
    return {
        "naming": f"n-{name}-{words}",
        "report": name,
        "referent": "conflict in Peru",
        "words": words,
        "own_voice": own,
        "text": words,
        "start": 0,
        "end": 5,
    }


def test_namings_in_a_reports_own_voice() -> None:
    found = told(event("a"), event("b"), namings=[naming("a", "war in Peru"), naming("b", "Peru crisis")])
    assert found["naming of conflict in Peru"].verdict == "differ"
    same = told(event("a"), event("b"), namings=[naming("a", "war in Peru"), naming("b", "Peru war")])
    assert same["naming of conflict in Peru"].verdict == "agree"
    armed = [naming("a", "armed aggression against Peru"), naming("b", "large-scale armed invasion of Peru")]
    assert told(event("a"), event("b"), namings=armed)["naming of conflict in Peru"].verdict == "differ"
    full = [naming("a", "full-scale war on Peru"), naming("b", "Peru war")]
    assert told(event("a"), event("b"), namings=full)["naming of conflict in Peru"].verdict == "agree"
    quoted = told(event("a"), event("b"), namings=[naming("a", "war"), naming("b", "crisis", own=False)])
    assert "naming of conflict in Peru" not in quoted


PLACES = st.sampled_from([LIMA, CALLAO, CUSCO, PERU, NOWHERE])
DAYS = st.sampled_from(
    [{}, day("2024-05-06"), day("2024-05-06", "2024-05-12"), {"when_text": "on Friday"}, {"when_text": "once"}]
)


@given(st.lists(st.tuples(st.sampled_from("abc"), PLACES, DAYS), min_size=1, max_size=6), st.randoms())
def test_order_does_not_matter_and_every_report_has_one_account(items: list[Any], chance: Any) -> None:
    events = [event(name, start=n, **place, **when) for n, (name, place, when) in enumerate(items)]
    found = told(*events)
    for attribute in found.values():
        assert len(attribute.accounts) == len({e["report"] for e in events})
        assert (attribute.verdict == "differ") <= any(a.verdict == "differs" for a in attribute.accounts)
        assert all(bool(a.sayings) == (a.verdict != "silent") for a in attribute.accounts)
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert told(*shuffled) == found


def test_a_happening_of_a_thousand_reports_compares_values_not_reports() -> None:
    calls = 0

    def counted(one: Saying, other: Saying) -> bool:
        nonlocal calls
        calls += 1
        return one.reads == other.reads

    names = [f"r{n:04}" for n in range(1000)]
    events = [event(name, **(LIMA if n % 3 else CUSCO)) for n, name in enumerate(names)]
    told_by_many = scene(events, [report(name) for name in names], [], [], NAMES)
    where = next(kind for kind in ATTRIBUTES if kind.name == "where")
    (found,) = _of_kind(replace(where, agree=counted), told_by_many)
    assert found.reads == "Lima"
    assert calls < 3 * len(names)
