import sqlite3

import pytest

from westphalia.errors import UsageError
from westphalia.world import Journal


def test_decisions_are_kept_with_who_when_and_why(store):
    taken = Journal(store).decide("same", "h1", other="h2", who="Ada", why="one meeting")
    (row,) = Journal(store)
    assert row == taken
    assert (row.who, row.why, row.action, row.subject, row.object) == ("Ada", "one meeting", "same", "h1", "h2")
    assert row.at.endswith("+00:00")


def test_an_undoing_is_a_row_of_its_own(store):
    journal = Journal(store)
    first = journal.decide("wrong", "e1", who="Ada", why="not a visit")
    journal.undo(first.entry, who="Ben", why="it was")
    assert [d.action for d in journal] == ["wrong", "undo"]
    assert journal.in_force() == []
    with pytest.raises(UsageError, match="no decision 1 is in force"):
        journal.undo(first.entry, who="Ben", why="again")


@pytest.mark.parametrize("verb", ["UPDATE journal SET why = 'x'", "DELETE FROM journal"])
def test_nobody_changes_the_journal(store, verb):
    Journal(store).decide("wrong", "e1", who="Ada", why="no")
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(verb)


def test_it_survives_re_reading_and_does_not_show_in_the_digest(store, reading):
    store.add(reading(), "v1")
    digest = store.digest()
    Journal(store).decide("withdraw", reading().report.id, who="Ada", why="retracted")
    store.add(reading(), "v1")
    assert len(list(Journal(store))) == 1
    assert store.digest() == digest


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "smae", "subject": "a", "who": "A", "why": "w", "other": "b"},
        {"action": "same", "subject": "a", "who": "A", "why": "w"},
        {"action": "wrong", "subject": "a", "who": "A", "why": "w", "other": "b"},
        {"action": "wrong", "subject": "a", "who": " ", "why": "w"},
        {"action": "wrong", "subject": "a", "who": "A", "why": ""},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(store, wrong):
    with pytest.raises(UsageError):
        Journal(store).decide(**wrong)
    assert list(Journal(store)) == []
