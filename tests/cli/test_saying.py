import io
import json
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.cli.progress import MOST_LINES, Progress
from westphalia.cli.saying import day, pairs, say, say_json
from westphalia.engine import Summary
from westphalia.errors import UsageError
from westphalia.model import Rejected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-03-30", date(2022, 3, 30), date(2022, 3, 30)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_days_months_and_years(text, first, last):
    assert (day(text), day(text, last=True)) == (first, last)


@given(st.text(max_size=12))
def test_anything_else_is_a_usage_error(text):
    try:
        assert isinstance(day(text, last=True), date)
    except UsageError as error:
        assert "2022-03" in error.hint


def test_pairs():
    assert pairs(["title=a.b=c", "text=d"], "field", ("title", "text")) == {"title": "a.b=c", "text": "d"}
    for bad in ("title", "title=", "colour=x", "=x"):
        with pytest.raises(UsageError):
            pairs([bad], "field", ("title", "text"))


def test_what_would_steer_a_terminal_is_not_shown(capsys):
    say("a \x1b[31mred\x07 \u202eword\u202c\tb\nc", data=True)
    assert capsys.readouterr().out == "a \ufffd[31mred\ufffd \ufffdword\ufffd\tb\nc\n"
    say_json({"text": "\x1b \u202e \x85"})
    assert json.loads(capsys.readouterr().out) == {"text": "\x1b \u202e \x85"}


def test_a_terminal_that_is_not_unicode_gets_what_it_can_show(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    say("Köln – 北京", data=True)
    say_json({"city": "Köln"})
    stream.flush()
    first, second = stream.buffer.getvalue().decode("ascii").splitlines()
    assert first == "K\\xf6ln \\u2013 \\u5317\\u4eac"
    assert json.loads(second) == {"city": "Köln"}


def test_a_flood_of_rejected_members_is_told_in_some_lines_and_counted(capsys):
    summary = Summary()
    with Progress(summary) as progress:
        for number in range(1000):
            summary.last_rejected = Rejected(f"a.zip/{number}.txt", "a.zip", "empty", "nothing in it")
            progress.update(summary)
        summary.last_rejected = Rejected("b.txt", "", "empty", "nothing in it")
        progress.update(summary)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == MOST_LINES + 2
    assert lines[-2].startswith("rejected b.txt")
    assert lines[-1] == f"rejected {1000 - MOST_LINES} more within files: empty"
