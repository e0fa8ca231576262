"""The small pieces pages are made of: marks cut into runs, requests checked, hosts told apart, months without gaps."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.web.accounting import in_short
from westphalia.web.asked import Asked
from westphalia.web.chart import BOTTOM, HEIGHT, TOP, bars, multiples
from westphalia.web.guard import _name
from westphalia.web.marking import Mark, runs
from westphalia.web.months import back, since
from westphalia.web.quoting import marked
from westphalia.web.refusing import RefusedError
from westphalia.web.twins import as_csv
from westphalia.web.views.pair import MONTHS, SIDES, window
from westphalia.web.views.report import NOTES, PART, cut

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from("abc")), max_size=12)


@given(st.text(min_size=1, max_size=40), SPANS, st.integers(0, 10))
def test_runs_are_the_text_with_exactly_the_marks(text, spans, offset):
    marks = [Mark(min(a, b), max(a, b), kind, f"m{n}", n) for n, (a, b, kind) in enumerate(spans)]
    found = runs(text, marks, offset)
    assert "".join(run.text for run in found) == text
    at = offset
    for run in found:
        for place in range(at, at + len(run.text)):
            assert set(run.kinds) == {m.kind for m in marks if m.start <= place < m.end}
        at += len(run.text)
    begun = Counter(m.id for run in found for m in run.begins)
    shown = {m.id for m in marks if m.start < m.end and m.start < offset + len(text) and m.end > offset}
    assert begun == Counter(shown)


@given(
    st.text(alphabet="ab. \n", max_size=4 * PART),
    st.lists(st.integers(0, 4 * PART), unique=True, max_size=3 * NOTES).map(sorted),
)
def test_parts_of_a_report_are_the_whole_and_none_is_too_long(text, starts):
    parts = cut(text, starts)
    assert parts[0][0] == 0
    assert parts[-1][1] == len(text)
    assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(parts))
    assert all(end - begin <= PART for begin, end in parts)
    assert all(sum(begin <= start < end for start in starts) <= NOTES for begin, end in parts)


@given(st.lists(st.tuples(st.sampled_from(["from", "after", "page", "type"]), st.text(max_size=30)), max_size=4))
def test_any_request_is_taken_or_refused(query):
    try:
        asked = Asked({}, query)
        assert len(asked.day("from")) in (0, 10)
        assert len(asked.after()) == 2
        assert 1 <= asked.number("page", 1, 9) <= 9
        assert asked.one_of("type", {"AID"}) in ("", "AID")
    except RefusedError as refused:
        assert refused.hint


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-02", "2022-02-01", "2022-02-31"),
        ("2022-02-03", "2022-02-03", "2022-02-03"),
    ],
)
def test_a_period_may_be_a_year_a_month_or_a_day(given, first, last):
    assert Asked({}, [("from", given)]).day("from") == first
    assert Asked({}, [("from", given)]).day("from", last=True) == last


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost:8648", "localhost"),
        ("LOCALHOST", "localhost"),
        ("[::1]:80", "[::1]"),
        ("[::1]", "[::1]"),
        ("a:b", ""),
        ("a:b:80", "a:b"),
        ("", ""),
        (":80", ""),
    ],
)
def test_hosts_are_known_without_their_port(host, name):
    assert _name(host) == name


def test_months_stand_in_a_row_and_bars_in_the_drawing():
    counted = {
        "2021-11": Counter({"verbal cooperation": 3}),
        "2022-02": Counter({"material conflict": 1, "not done": 4}),
    }
    months = window(counted, "")
    assert [month["month"] for month in months] == ["2021-11", "2021-12", "2022-01", "2022-02"]
    drawn = bars([{**month, "held": month["month"] != "2021-12"} for month in months])
    assert len(drawn["bars"]) == 2
    assert len(drawn["gaps"]) == 1
    assert all(bar["y"] >= TOP and bar["y"] + bar["height"] <= HEIGHT - BOTTOM + 0.01 for bar in drawn["bars"])
    up, down = drawn["bars"]
    assert up["y"] + up["height"] == pytest.approx(drawn["zero"], abs=0.02) == pytest.approx(down["y"], abs=0.02)
    assert up["height"] == pytest.approx(3 * down["height"], abs=0.05), "heights are to scale"
    long = window({f"{2000 + n // 12}-{n % 12 + 1:02d}": Counter({SIDES[0]: 1}) for n in range(100)}, "")
    assert len(long) == MONTHS
    assert window({}, "") == []


MONTH = st.builds("{:04d}-{:02d}".format, st.integers(1000, 2999), st.integers(1, 12))


@given(MONTH, st.integers(1, 50))
def test_months_go_back_and_forth(month, number):
    first = back(month, number)
    row = since(month, first)
    assert len(row) == number
    assert (row[0], row[-1]) == (first, month)
    assert row == sorted(set(row))


@given(
    st.text(alphabet="abc. \n”A", max_size=3_000),
    st.lists(st.tuples(st.integers(0, 2_900), st.integers(1, 90)), max_size=9),
)
def test_pieces_of_a_paragraph_are_the_whole_and_hold_their_notes(text, spans):
    notes = [{"start": a, "end": min(a + n, len(text)), "mark": "act", "id": f"e{i}", "number": i}
             for i, (a, n) in enumerate(spans) if a < len(text) and text[a] != "\n"]  # fmt: skip
    pieces = marked(text, 0, notes)
    assert "".join(run.text for runs_, _, _ in pieces for run in runs_) == text.replace("\n", "")
    assert sum(first for _, _, first in pieces) == sum(1 for line in text.split("\n") if line)
    assert sorted(n["id"] for _, held, _ in pieces for n in held) == sorted(n["id"] for n in notes)


def test_rows_of_bars_are_to_scale():
    months = [{"month": "2022-03", "naming": 4, "cells": [{"calling": 4, "own": 1}, {"calling": 0, "own": 0}]},
              {"month": "2022-04", "naming": 0, "cells": [{"calling": 0, "own": 0}] * 2}]  # fmt: skip
    drawn = multiples(["war", "crisis"], months)
    (own, others), none = drawn["rows"][0]["bars"], drawn["rows"][1]["bars"]
    assert none == []
    assert own["y"] + own["height"] == drawn["rows"][0]["y"]
    assert others["height"] == pytest.approx(3 * own["height"], abs=0.05)
    assert others["y"] >= 0
    assert "1 in their own voice" in own["says"]


def test_what_accounts_come_to_names_differences_first():
    rows = [{"attribute": a, "verdict": v} for a, v in (("who", "agree"), ("where", "differ"), ("why", "none"))]
    assert in_short(rows) == [
        ("Accounts differ on", ["where"]), ("Accounts agree on", ["who"]), ("None tells", ["why"]),
    ]  # fmt: skip


def test_a_table_holds_every_column_of_its_rows_and_runs_nothing():
    made = as_csv([{"a": "=1+1", "b": ["x", "-y"]}, {"c": None, "a": "@z"}]).decode()
    assert made == "a,b,c\r\n'=1+1,x;-y,\r\n'@z,,\r\n"
