"""The columns that say what other coders would write, and the table of quotations."""

from dataclasses import replace

import pytest

from westphalia.model import Trace
from westphalia.world.restoring import restored

COLUMNS = ("event_root", "quad", "cameo_root", "cameo_code")


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({}, ("CONSULT", 1, "04", "042")),
        ({"mode": "", "status": "planned"}, ("AGREE", 1, "03", "036")),
        ({"type": "ASSAULT", "mode": ""}, ("ASSAULT", 4, "19", "190")),
        ({"type": "ASSAULT", "mode": "", "status": "planned"}, ("THREATEN", 3, "13", "138")),
        ({"type": "ASSAULT", "mode": "", "status": "denied"}, (None, None, None, None)),
        ({"type": "RETREAT", "mode": "resign"}, ("RETREAT", 2, None, None)),
        (
            {"type": "REQUEST", "mode": "yield", "trace": Trace("events", "lexicon:demand/V", ("demanded",))},
            ("REQUEST", 3, "10", "105"),
        ),
        (
            {"type": "AID", "mode": "", "trace": Trace("events", "lexicon:send/V", ("sent", "root:COOPERATE"))},
            ("COOPERATE", 2, "06", "060"),
        ),
    ],
)
def test_columns_of_other_coders(store, reading, changes, columns):
    made = reading()
    made.events = [replace(made.events[0], **changes)]
    store.add(made, "v1")
    row = next(store.frame_rows("events"))
    assert tuple(row[name] for name in COLUMNS) == columns
    frame = store.frame("events")
    assert tuple(frame.row(0, named=True)[name] for name in COLUMNS) == columns


def test_a_quotation_names_its_statements(store, reading):
    made = reading()
    store.add(made, "v1")
    key = made.statements[0].id
    row = {"quotation": "q1", "speaker": "CHN/GOV/li", "content": "We oppose sanctions", "reports": 1, "wordings": 1}
    store.replace_derived(
        {"quotations": [row], "quotation_statements": [{"statement": key, "quotation": "q1"}]},
    )
    assert next(store.frame_rows("quotations"))["statements"] == [key]


def test_a_report_comes_back_as_it_was(store, reading):
    report = reading().report
    store.add(reading(), "v1")
    assert restored(next(store.rows("reports", report=report.id))) == report
