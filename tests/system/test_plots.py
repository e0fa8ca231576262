import xml.etree.ElementTree as ET
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.system.drawing import STYLE
from westphalia.system.plots import blocs_over_time, signed_matrix, timeline, triad_diagram
from westphalia.system.relation import relation
from westphalia.system.table import SCHEMA, EventTable

NAMES = {"A": "Alba <&>", "B": "Borea", "C": "Cora"}


def drawn(plot):
    """The SVG parsed; it says what it shows to those who do not see it, and carries its styles."""
    root = ET.fromstring(plot.svg)
    assert root.get("role") == "img"
    assert root.find("{*}title").text == plot.title
    assert root.find("{*}desc").text == plot.description
    assert "prefers-color-scheme" in root.find("{*}style").text
    assert ET.fromstring(plot.inline).find("{*}style") is None
    assert all(len(row) == len(plot.columns) for row in plot.rows)
    ET.fromstring(plot.table())
    return root


def events(*rows, held=None):
    made = [
        {"event": f"e{n}", "date": day, "source": s, "recipient": r, "type": "CONSULT", "intensity": value,
         "weight": 1.0, "status": "happened", "reports": 1, "dated": True, "relation": "", "evidence": []}
        for n, (day, s, r, value) in enumerate(rows)
    ]  # fmt: skip
    return EventTable(pl.DataFrame(made, schema=SCHEMA), names=NAMES, held=held or {})


def test_a_timeline_shows_gaps_bands_and_its_table():
    held = {date(2020, 1, 5): 3, date(2020, 2, 5): 3, date(2020, 4, 5): 3}
    rows = [(date(2020, 1, 5), "A", "B", 4.0), (date(2020, 2, 5), "A", "B", -4.0), (date(2020, 4, 5), "B", "A", 2.0)]
    plot = timeline(relation(events(*rows, held=held), "A", "B"))
    root = drawn(plot)
    gaps = root.findall("{*}rect[@class='gap']")
    assert len(gaps) == 2 and "nothing is held" in gaps[0].find("{*}title").text
    assert root.findall("{*}polygon[@class='band']")
    assert [row[0] for row in plot.rows] == ["2020-01", "2020-02", "2020-03", "2020-04"] * 2
    march = plot.rows[2]
    assert march[3] is None and march[-1] == "nothing is held of this period"


def test_conflict_is_hatched_and_not_told_by_colour_alone():
    rows = [(date(2020, 1, 5), "A", "B", -4.0)]
    root = drawn(timeline(relation(events(*rows), "A", "B")))
    assert root.findall("{*}rect[@fill='url(#wp-conflict)']")
    assert root.find("{*}defs/{*}pattern").get("id") == "wp-conflict"


def test_a_relation_of_which_nothing_is_known_is_drawn():
    drawn(timeline(relation(events(), "A", "B")))


def test_the_matrix_is_in_order_of_bloc():
    values = {("A", "B"): -1.0, ("B", "A"): -1.0, ("A", "C"): 0.5, ("C", "A"): 0.5}
    plot = signed_matrix(values, {"A": "1", "C": "1"}, NAMES, "Ties")
    root = drawn(plot)
    labels = [t.text for t in root.findall("{*}text[@text-anchor='end']")]
    assert labels == ["Alba <&>", "Cora", "Borea"]
    assert len(root.findall("{*}rect[@class='frame']")) == 1
    assert "Within blocs 2 ties are positive and 0 negative" in plot.description
    assert len(plot.rows) == 4


def test_blocs_over_time_leave_open_what_is_not_known():
    plot = blocs_over_time([date(2020, 1, 1), date(2021, 1, 1)], [{"A": "1", "B": "1"}, {"A": "2"}], NAMES, "Blocs")
    drawn(plot)
    assert ("Borea", "1", None) in plot.rows
    assert "1 change their bloc" in plot.description


@given(st.tuples(*[st.none() | st.floats(-10, 10)] * 3))
def test_a_triad_tells_signs_by_line_and_number(values):
    pairs = (("A", "B"), ("A", "C"), ("B", "C"))
    plot = triad_diagram(("A", "B", "C"), dict(zip(pairs, values, strict=True)), NAMES, "Triad")
    root = drawn(plot)
    kinds = [line.get("class") for line in root.findall("{*}line")]
    expected = ["edge-none" if v is None else "edge-good" if v >= 0 else "edge-bad" for v in values]
    assert kinds == expected
    assert [row[2] for row in plot.rows] == list(values)


@pytest.mark.parametrize("word", ["good", "bad", "band", "gap", "edge-bad", "frame"])
def test_every_class_has_a_style(word):
    assert f".wp .{word}" in STYLE
