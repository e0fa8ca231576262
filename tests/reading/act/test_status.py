"""The status of an act by the grammar around it. All sentences are invented for these tests."""

from pathlib import Path

import pytest

from westphalia.model.assertion import STATUSES
from westphalia.reading.act.status import status
from westphalia.reading.parser import parser

CASES = (Path(__file__).parent / "status.tsv").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("case", CASES)
def test_status_of_the_act(case):
    expected, word, sentence = case.split("\t")
    doc = parser()(sentence)
    predicate = [token for token in doc if token.text.lower() == word.lower()][-1]
    assert status(predicate).name == expected


def test_there_are_enough_cases_of_every_status():
    told = [case.split("\t")[0] for case in CASES]
    assert len(CASES) >= 300
    assert set(told) == set(STATUSES)
    assert all(told.count(name) >= 10 for name in STATUSES)


def test_the_accuser_is_named():
    doc = parser()("Norway accused Russia of jamming its signals.")
    found = status(next(t for t in doc if t.text == "jamming"))
    assert found.by is not None
    assert found.by.text == "Norway"


def test_the_words_that_decided_are_kept():
    doc = parser()("Malta refuses to sign the protocol.")
    assert status(next(t for t in doc if t.text == "sign")).fired == ("refuse",)
