"""The ledger: what is issued is resolved by its rule alone, voids and misses are counted."""

from datetime import date, timedelta

import polars as pl
import pytest

from westphalia.errors import UsageError
from westphalia.forecast.ledger import issue, score, summary
from westphalia.forecast.telling import ledger_lines
from westphalia.system.table import SCHEMA, EventTable
from westphalia.world import Store
from westphalia.world.ledger import Ledger

START = date(2024, 1, 1)
TODAY = date(2024, 7, 19)


def table(rows, origin="made"):
    """Rows (day from the start, source, recipient, type) as a table."""
    made = [
        {"event": f"e{at}", "date": START + timedelta(days=day), "source": source, "recipient": recipient, "type": kind,
         "intensity": {"CONSULT": 2.5, "ASSAULT": -9.0}[kind], "weight": 1.0, "status": "happened", "reports": 1,
         "dated": True, "relation": kind, "evidence": []}
        for at, (day, source, recipient, kind) in enumerate(rows)
    ]  # fmt: skip
    return EventTable(pl.DataFrame(made, schema=SCHEMA), origin)


PAST = [
    (day, *ends, "CONSULT") for day in range(0, 200, 2) for ends in (("FRA", "DEU"), ("DEU", "FRA"), ("POL", "FRA"))
]
AFTER = [(day, "FRA", "DEU", "ASSAULT") for day in range(201, 240, 4)] + [
    (day, "POL", "FRA", "CONSULT") for day in range(200, 240)
]


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "w.db", create=True) as store:
        issue(store, table(PAST), "France", "DEU", who="ann", horizon=30, today=TODAY - timedelta(days=2))
        yield store


def by_question(store, words):
    return next(row for row in summary(store)["rows"] if words in row["question"])


def test_what_is_issued_says_how_it_is_resolved(store):
    rows = Ledger(store).issued()
    assert len(rows) == 10  # four classes and the level, in both directions
    rule = rows[0]["rule"]
    assert rule.items() >= {"source": "FRA", "recipient": "DEU", "of": "verbal cooperation", "least": 1}.items()
    assert (rule["from"], rule["until"]) == ("2024-07-18", "2024-08-16")
    assert rule["covered_by"] > 1
    assert {*rows[0]["baselines"]} == {"recurrency", "base rate"}
    assert rows[0]["retrospective"] is False


def test_the_same_forecast_is_issued_once(store):
    before = len(Ledger(store).issued())
    issue(store, table(PAST), "FRA", "DEU", who="ben", horizon=30, today=TODAY)
    assert len(Ledger(store).issued()) == before
    issue(store, table(PAST), "FRA", "DEU", who="ben", horizon=7, today=TODAY)
    assert len(Ledger(store).issued()) > before
    assert Ledger(store).issued()[-1]["retrospective"] is True


def test_nothing_is_resolved_before_its_window_ends(store):
    assert score(store, table(PAST + AFTER), date(2024, 8, 16)).resolved == 0
    assert score(store, table(PAST), date(2024, 9, 1)).open == 10  # the events do not reach the end yet
    assert score(store, table(PAST + AFTER, "another file"), date(2024, 9, 1)).open == 10


def test_due_forecasts_are_resolved_by_their_rule(store):
    done = score(store, table(PAST + AFTER), date(2024, 9, 1))
    assert (done.resolved, done.open) == (10, 0)
    happened = by_question(store, "FRA do anything to DEU that is material conflict")
    assert happened["outcome"] == 1
    assert happened["evidence"][0] == f"e{len(PAST)}"
    missed = by_question(store, "FRA do anything to DEU that is verbal cooperation")
    assert (missed["outcome"], missed["miss"], missed["evidence"]) == (0, True, [])
    assert missed["scores"]["outlook"]["brier"] == pytest.approx(missed["probability"] ** 2)
    level = by_question(store, "level of what FRA does to DEU")
    assert level["outcome"] < by_question(store, "level of what DEU does to FRA")["outcome"]
    assert level["scores"]["outlook"]["crps"] > 0
    found = summary(store)
    assert found["misses"] >= 2
    assert set(found["scores"]) == {"outlook", "recurrency", "base rate"}
    assert found["retrospective"] == 0
    assert "called wrong" in next(ledger_lines(found))
    assert score(store, table(PAST + AFTER), date(2025, 9, 1)).resolved == 0  # once


def test_silence_is_void_where_nothing_is_held(store):
    thin = [(239, "POL", "FRA", "CONSULT"), (202, "FRA", "DEU", "ASSAULT")]
    done = score(store, table(PAST + thin), date(2024, 9, 1))
    assert done.void > 0
    assert by_question(store, "DEU do anything to FRA that is verbal")["state"] == "void"
    assert "would have covered it" in by_question(store, "DEU do anything to FRA that is verbal")["why"]
    # what did happen needs no coverage
    assert by_question(store, "FRA do anything to DEU that is material conflict")["outcome"] == 1


def test_events_that_never_come_make_it_void(store):
    assert score(store, table(PAST), date(2025, 1, 1)).void == 10
    assert summary(store)["void"] == 10
    assert summary(store)["scores"] == {}


def test_who_and_what_have_to_be_named(store):
    with pytest.raises(UsageError, match="names who"):
        issue(store, table(PAST), "FRA", "DEU", who=" ")
    with pytest.raises(UsageError, match="no class"):
        issue(store, table(PAST), "FRA", "DEU", who="ann", of="LOVE")
    made = issue(store, table(PAST), "FRA", "DEU", who="ann", of="CONSULT", horizon=9)
    assert [one.rule["of"] for one in made] == ["CONSULT", "CONSULT"]
