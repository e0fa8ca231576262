"""Figures as ranges, coverage with its denominators, words with who uses them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.engine.local import reconcile
from westphalia.intake import report_from_text
from westphalia.reading import VERSION, read
from westphalia.reconciling.accounts import accounts
from westphalia.reconciling.covering import coverage, of_reports
from westphalia.reconciling.loaded import of_rows
from westphalia.reconciling.quantities import allowed, quantities, told
from westphalia.reconciling.utterances import wordings
from westphalia.world import Store


def figure(report, value, modifier="", what="civilians killed", day=None, **changes):
    return {
        "report": report,
        "what": what,
        "value": value,
        "high": None,
        "unit": "persons",
        "modifier": modifier,
        "date_from": day,
        "date_to": day,
        "start": 0,
        "end": 1,
    } | changes


def test_one_quantity_in_other_words_is_one():
    found = quantities([figure("a", 10, what="people dead"), figure("b", 10, what="persons killed")])
    assert len(found) == 1
    assert found[0].verdict == "agree"


def test_a_range_and_no_winner():
    (found,) = quantities([figure("a", 10), figure("b", 14, "more than"), figure("c", 12, high=16.0)])
    assert (found.least, found.most, found.verdict) == (10, 16.0, "differ")


def test_other_days_are_a_course():
    (found,) = quantities([figure("a", 10, day="2024-05-01"), figure("b", 30, day="2024-05-09")])
    assert found.verdict == "over time"


def test_soldiers_are_no_civilians():
    assert len(quantities([figure("a", 10), figure("b", 10, what="soldiers killed")])) == 2


@given(st.floats(0, 1e9), st.sampled_from(["", "about", "almost", "at least", "more than", "at most", "less than"]))
def test_what_words_allow_holds_the_value(value, modifier):
    low, high = allowed(figure("a", value, modifier))
    assert low <= value <= high
    assert told(figure("a", value, modifier)).startswith(modifier)


def test_who_uses_which_words_in_whose_voice():
    reports = [
        {"report": r, "outlet": o, "published": "2024-05-07", "copy_of": c}
        for r, o, c in (("a", "North", None), ("b", "North", None), ("c", "South", None), ("d", "South", "c"))
    ]
    said = "a War own, b war own, b operation quoted, c operation own, d operation own".split(", ")
    rows = [dict(zip(("report", "words", "voice"), one.split(), strict=True)) | {"referent": "strife"} for one in said]
    found = {(u.words, u.outlet): (u.own, u.quoted, u.naming, u.reports) for u in of_rows(rows, reports)}
    assert found == {
        ("war", "North"): (2, 0, 2, 2),
        ("operation", "North"): (0, 1, 2, 2),
        ("operation", "South"): (1, 0, 1, 1),
    }
    assert of_rows([row for row in rows if row["words"] != "operation"], reports) == []


TEXTS = {
    "north.txt": (
        "Norwegian Foreign Minister Ada Berg met Peruvian Foreign Minister Luis Soto in Lima on Monday. “Our "
        "friendship has no limits,” Berg said.",
        "Northern Star",
        date(2024, 5, 7),
    ),
    "south.txt": (
        "Peru's Foreign Minister Luis Soto met Norwegian Foreign Minister Ada Berg on Monday in Lima. Berg "
        "said that there are no limits to the friendship.",
        "Southern Post",
        date(2024, 5, 9),
    ),
    "east.txt": ("The price of copper rose on Tuesday in Chile.", "Eastern Echo", date(2024, 5, 8)),
    "late.txt": ("The price of fish rose in Chile.", "Western Wire", date(2025, 5, 8)),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("w") / "w.db", create=True) as store:
        for name, (text, outlet, day) in TEXTS.items():
            store.add(read(report_from_text(text, name=name, outlet=outlet, published=day)), VERSION)
        reconcile(store)
        yield store


def test_who_told_how_fast_and_who_did_not(world):
    happening = next(h for h in world.frame_rows("happenings") if h["reports"] == 2)
    found = coverage(world, happening["happening"])
    assert [(t.outlet, t.delay, t.reports, t.held) for t in found.told] == [
        ("Northern Star", 0, 1, 1),
        ("Southern Post", 2, 1, 1),
    ]
    assert [(s.outlet, s.held) for s in found.silent] == [("Eastern Echo", 1)]  # of the other nothing is held then
    assert (found.days, found.reports, found.independent, found.undated) == (3, 2, 2, 0)


def test_nothing_told_is_no_coverage(world):
    assert of_reports(world, []).told == ()
    assert coverage(world, "h-none").reports == 0
    assert accounts(world, "h-none") == []
    assert wordings(world, "q-none") is None


def test_accounts_and_wordings_of_a_world_point_at_the_words(world):
    happening = next(h for h in world.frame_rows("happenings") if h["reports"] == 2)
    found = {a.name: a for a in accounts(world, happening["happening"])}
    assert found["where"].verdict == "agree"
    for attribute in found.values():
        for account in attribute.accounts:
            for saying in account.sayings:
                assert saying.words in world.text(saying.report)[saying.start : saying.end] or saying.event
    (quotation,) = world.frame_rows("quotations")
    said = wordings(world, quotation["quotation"])
    assert [w.outlet for w in said.wordings] == ["Northern Star", "Southern Post"]
    assert all(world.text(w.report)[w.start : w.end] == w.content for w in said.wordings)
    assert any(p.kind == "kept" for w in said.wordings for p in w.pieces)
