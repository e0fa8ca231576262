"""Who is next, on any event table: the answer, its probabilities and its reasons."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from westphalia.errors import UsageError
from westphalia.forecast import features
from westphalia.forecast.next import NextEvent
from westphalia.system.table import SCHEMA, EventTable

START = date(2020, 1, 1)


def table(rows: list[tuple[int, str, str, str]], status: str = "happened") -> EventTable:
    """Events of (day, source, type, recipient)."""
    filled = [
        {
            "event": f"e{k}", "date": START + timedelta(days=day), "source": source, "recipient": recipient,
            "type": act, "intensity": None, "weight": 1.0, "status": status, "reports": 1,
            "dated": True, "relation": act, "evidence": [],
        }
        for k, (day, source, act, recipient) in enumerate(rows)
    ]  # fmt: skip
    return EventTable(pl.DataFrame(filled, schema=SCHEMA))


def lively(days: int = 60) -> list[tuple[int, str, str, str]]:
    """Every day USA consults GBR and a few others act at random; whom RUS accuses accuses it back the next day."""
    random = np.random.default_rng(0)
    states = ["CHN", "FRA", "DEU", "IND", "JPN", "BRA", "UKR", "POL"]
    rows, accused = [], None
    for day in range(days):
        rows.append((day, "USA", "CONSULT", "GBR"))
        if accused:
            rows.append((day, accused, "ACCUSE", "RUS"))
        accused = str(random.choice(states))
        rows.append((day, "RUS", "ACCUSE", accused))
        for _ in range(5):
            one, other = random.choice(states, 2, replace=False)
            rows.append((day, str(one), str(random.choice(["CONSULT", "ACCUSE", "AID"])), str(other)))
    return rows


@pytest.fixture(scope="module")
def model():
    return NextEvent.fit(table(lively()))


def test_what_happens_every_day_is_expected_again(model):
    answer = model.rank("USA", "CONSULT")
    assert answer.ranked[0].actor == "GBR"
    assert answer.ranked[0].probability > 0.6
    assert model.rank_sources("GBR", "CONSULT").ranked[0].actor == "USA"


def test_probabilities_fall_and_sum_to_one_with_the_others(model):
    answer = model.rank("CHN", "AID", top=4)
    chances = [one.probability for one in answer.ranked]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) + answer.other == pytest.approx(1)
    assert all(chance > 0 for chance in chances)
    assert len(chances) == 4


def test_the_reasons_name_the_events(model):
    best = model.rank("USA", "CONSULT").ranked[0]
    groups = {reason.group: reason for reason in best.reasons}
    same = groups[features.SAME]
    rows = lively()
    expected = [f"e{k}" for k, row in enumerate(rows) if row[1:] == ("USA", "CONSULT", "GBR")]
    assert same.events == tuple(reversed(expected[-10:]))
    assert same.weight > 0
    assert "USA" in same.words
    assert "GBR" in same.words
    weights = [reason.weight for reason in best.reasons]
    assert weights == sorted(weights, reverse=True)


def test_nobody_is_expected_to_act_on_itself(model):
    assert "CHN" not in [one.actor for one in model.rank("CHN", "AID", top=100).ranked]


def test_events_of_the_day_and_later_are_not_read():
    day = START + timedelta(days=50)
    rows = lively()
    changed = [(d, "BRA", "AID", "POL") if d >= 50 else (d, *rest) for d, *rest in rows]
    answers = [NextEvent.fit(table(r), before=day).rank("RUS", "ACCUSE") for r in (rows, changed)]
    assert answers[0] == answers[1]


def test_plans_are_no_history():
    planned = table([(day, "USA", "AID", "POL") for day in range(60)], status="planned")
    happened = table(lively())
    both = EventTable(pl.concat([happened.frame, planned.frame]))
    assert NextEvent.fit(both).events == NextEvent.fit(happened).events


@pytest.mark.parametrize("rows", [1, 2, 7, 40])
def test_small_tables_answer_and_say_that_history_is_thin(rows):
    few = lively()[:rows]
    answer = NextEvent.fit(table(few)).rank("USA", "CONSULT")
    assert answer.ranked[0].actor == "GBR"
    assert "too little" in answer.note
    assert sum(one.probability for one in answer.ranked) + answer.other == pytest.approx(1)


def test_a_table_of_one_day_answers():
    one_day = [(0, "USA", "AID", "POL"), (0, "USA", "AID", "UKR"), (0, "FRA", "AID", "UKR")]
    answer = NextEvent.fit(table(one_day)).rank("USA", "AID")
    assert {one.actor for one in answer.ranked[:2]} == {"POL", "UKR"}


def test_a_little_known_actor_is_said_to_be_so():
    rows = [*lively(), (59, "MLI", "AID", "FRA")]
    answer = NextEvent.fit(table(rows)).rank("MLI", "AID")
    assert "too little on MLI" in answer.note


def test_later_and_earlier_days_can_be_asked_in_any_order(model):
    near, far = START + timedelta(days=60), START + timedelta(days=90)
    first = model.rank("RUS", "ACCUSE", near)
    assert model.rank("RUS", "ACCUSE", far) != first
    assert model.rank("RUS", "ACCUSE", near) == first


def test_what_cannot_be_asked_is_refused(model):
    with pytest.raises(UsageError, match="no actor"):
        model.rank("XYZ", "AID")
    with pytest.raises(UsageError, match="no act of type"):
        model.rank("USA", "DANCE")
    with pytest.raises(UsageError, match="fitted"):
        model.rank("USA", "CONSULT", START)
    with pytest.raises(UsageError, match="no happening"):
        NextEvent.fit(table([]))
