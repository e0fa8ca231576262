from dataclasses import asdict, replace

import pytest

from westphalia.reconciling.loaded import usage
from westphalia.world.totals import refresh_some

NAMED = (("the  operation", "own"), ("The operation", "quoted"), ("war", "attributed"), ("the operation", "own"))


@pytest.fixture
def held(store, reading):
    for n in range(3):
        text = f"China met Russia in Tunxi. “We oppose sanctions,” said Envoy Li, citing 40 cases of the operation. {n}"
        made = reading(text, f"{n}.txt")
        store.add(made, "v", ("courier", "AUT"))
    events = [row["event"] for row in store.rows("events")]
    store.replace_derived(rows(events))
    return store


def rows(events):
    happenings = [
        {
            "happening": f"h{n}", "type": "CONSULT", "mode": "visit", "status": "happened",
            "participants": ["CHN/GOV/wang-yi", "RUS/GOV", "?/CVL"],
            "date_from": f"2022-03-{10 + n}" if n else None, "date_to": None,
            "reports": 1, "independent_reports": 1, "summary": "they meet",
        }
        for n in range(len(events))
    ]  # fmt: skip
    members = [{"event": event, "happening": f"h{n}"} for n, event in enumerate(events)]
    return {"happenings": happenings, "happening_events": members}


def facets(store, facet, value):
    return [(r["day"], r["happening"], r["dated"]) for r in store.rows("happening_facets", facet=facet, value=value)]


def test_a_happening_is_found_by_all_its_actors_act_for(held):
    assert len(facets(held, "actor", "CHN")) == len(facets(held, "actor", "CHN/GOV/wang-yi")) == 3
    assert len(facets(held, "actor", "?/CVL")) == 3
    assert facets(held, "actor", "?") == []
    assert len(facets(held, "pair", "CHN RUS")) == 3
    assert len(facets(held, "outlet", "The Courier")) == len(facets(held, "country", "AUT")) == 3


def test_what_has_no_date_stands_where_it_was_told_and_says_so(held):
    assert facets(held, "all", "") == [
        ("2022-03-11", "h1", True), ("2022-03-12", "h2", True), ("2022-03-30", "h0", False),
    ]  # fmt: skip


def test_pairs_are_counted_by_month_in_both_orders(held):
    both = [list(held.rows("dyad_months", one=one, other=other)) for one, other in (("CHN", "RUS"), ("RUS", "CHN"))]
    assert [(r["month"], r["happenings"], r["undated"]) for r in both[0]] == [("2022-03", 3, 1)]
    assert [r["happenings"] for r in both[1]] == [3]


def test_statements_are_listed_for_the_speaker_and_for_whom_it_speaks(held):
    assert len(list(held.rows("speakers", speaker="CHN"))) == 3
    assert {r["day"] for r in held.rows("speakers", speaker="CHN/GOV/li")} == {"2022-03-30"}


def test_totals_of_outlets_count_what_is_there(held):
    (outlet,) = held.rows("outlets")
    assert (outlet["outlet"], outlet["reports"], outlet["happenings"], outlet["alone"]) == ("The Courier", 3, 3, 3)
    assert (outlet["compared"], outlet["delay"]) == (0, None), "nobody to compare with is unknown, not no delay"


def test_making_some_anew_is_making_all_anew(held):
    before = held.digest()
    with held.writing():
        refresh_some(held._connection, ["h0", "h2"])
    assert held.digest() == before


def test_what_outlets_call_things_is_counted_as_reconciling_counts_it(store, reading):
    text = "“We oppose sanctions,” said Envoy Li, citing 40 cases of the operation. China met Russia in Tunxi. "
    for n, (name, voice) in enumerate(NAMED):
        one = reading(f"{text} {n}", f"{n}.txt")
        one.namings = [replace(one.namings[0], words=name, voice=voice, id=f"n{n}")]
        store.add(one, "v")
    events = [row["event"] for row in store.rows("events")]
    store.replace_derived(rows(events))
    told = [{k: v for k, v in row.items() if k not in ("spelt", "calling")} for row in store.rows("naming_months")]
    assert told == [asdict(use) for use in usage(store)]
    columns = ("words", "spelt", "calling", "own", "quoted", "attributed", "naming", "reports")
    assert [tuple(r[c] for c in columns) for r in store.rows("naming_months")] == [
        ("the operation", "the operation", 3, 2, 1, 0, 4, 4), ("war", "war", 1, 0, 0, 1, 4, 4),
    ]  # fmt: skip
    (found,) = store.rows("referents")
    assert (found["names"], found["reports"], found["outlets"], found["last"]) == (2, 4, 1, "2022-03")
