"""Calendar periods: weeks (from Monday), months, quarters and years."""

from datetime import date, timedelta

import polars as pl

from westphalia.errors import UsageError

PERIODS = {"week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
"""Name → what Polars calls it."""

DAYS = {"week": 7.0, "month": 30.44, "quarter": 91.31, "year": 365.24}
"""Mean length of a period in days."""


def known(by: str) -> str:
    """`by` itself. Raises UsageError if it is no period."""
    if by not in PERIODS:
        raise UsageError(f"no period {by!r}", f"one of: {', '.join(PERIODS)}")
    return by


def start(day: date, by: str) -> date:
    """First day of the period that holds a day."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "year":
        return date(day.year, 1, 1)
    return date(day.year, day.month if by == "month" else (day.month - 1) // 3 * 3 + 1, 1)


def after(first: date, by: str) -> date:
    """First day of the next period."""
    if by == "week":
        return first + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[by]
    ordinal = first.year * 12 + first.month - 1 + months
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def last(first: date, by: str) -> date:
    """Last day of the period that begins on a day."""
    return after(first, by) - timedelta(days=1)


def span(since: date, until: date, by: str) -> list[date]:
    """First days of all periods from the one that holds `since` to the one that holds `until`."""
    found = [start(since, by)]
    while (following := after(found[-1], by)) <= until:
        found.append(following)
    return found


def period_of(day: str, by: str) -> pl.Expr:
    """The first day of the period of a column of days."""
    return pl.col(day).dt.truncate(PERIODS[by])


def label(first: date, by: str) -> str:
    """`2022-03`, `2022 Q1`, `2022`, `2022-W13`."""
    if by == "month":
        return f"{first:%Y-%m}"
    if by == "quarter":
        return f"{first.year} Q{(first.month - 1) // 3 + 1}"
    if by == "year":
        return str(first.year)
    year, week, _ = first.isocalendar()
    return f"{year}-W{week:02d}"
