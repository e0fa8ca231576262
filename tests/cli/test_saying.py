from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.cli.saying import day, pairs
from westphalia.errors import UsageError


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
