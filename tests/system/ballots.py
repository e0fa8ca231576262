"""Votes made up for tests."""

from datetime import date, timedelta

import polars as pl

from westphalia.system.votes import CHOICE, Votes


def made(cast: dict[tuple[int, str], dict[str, str]]) -> Votes:
    """Votes of `{(session, roll): {state: vote}}`."""
    days = {roll: date(1945 + session, 10, 1) + timedelta(days=k) for k, (session, roll) in enumerate(cast)}
    rows = [
        (roll, session, days[roll], state, vote)
        for (session, roll), said in cast.items()
        for state, vote in said.items()
    ]
    schema = {"roll": pl.String, "session": pl.Int32, "date": pl.Date, "state": pl.String, "vote": CHOICE}
    frame = pl.DataFrame(rows, schema=schema, orient="row").sort("session", "roll", "state")
    calls = [(roll, session, days[roll], "", roll, []) for session, roll in cast]
    named = {"roll": pl.String, "session": pl.Int32, "date": pl.Date, "resolution": pl.String, "title": pl.String}
    rolls = pl.DataFrame(calls, schema={**named, "subjects": pl.List(pl.String)}, orient="row")
    return Votes(frame, rolls.sort("session", "roll"), {state: state for state in frame["state"].unique()}, "made up")
