"""Votes of the General Assembly as a note: how alike states vote, where two part, ideal points."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from westphalia.system.agreement import MEASURES, matrix, similarity
from westphalia.system.countries import name_of
from westphalia.system.ideal_points import IdealPoints
from westphalia.system.votes import Votes

MOST = 10
"""States, or roll calls, named."""

LEAST = 10
"""Roll calls in common below which two states are not compared."""


def of_all(votes: Votes) -> dict[str, Any]:
    """What a file holds."""
    days = votes.rolls["date"]
    return {
        "origin": votes.origin,
        "roll_calls": votes.rolls.height,
        "votes": votes.frame.height,
        "states": len(votes.states()),
        "sessions": sorted(votes.rolls["session"].drop_nulls().unique().to_list()),
        "first": days.min(),
        "last": days.max(),
    }


def of_one(votes: Votes, word: str, measure: str) -> dict[str, Any]:
    """Whom a state votes with, and whom against."""
    state, found = votes.state_of(word), matrix(votes, measure)
    ranked: list[dict[str, Any]] = []
    if state in found.states:
        row = found.states.index(state)
        ranked = [
            {"state": other, "value": float(found.values[row, n]), "roll_calls": int(found.n[row, n])}
            for n, other in enumerate(found.states)
            if n != row and found.n[row, n] >= LEAST and not np.isnan(found.values[row, n])
        ]
    ranked.sort(key=lambda r: (-r["value"], r["state"]))
    return {"state": state, "measure": measure, "least": LEAST, "others": ranked}


def of_two(votes: Votes, one: str, other: str) -> dict[str, Any]:
    """How alike two states vote, over all and by session, and the roll calls in which they parted."""
    ends = votes.state_of(one), votes.state_of(other)
    sessions = sorted(votes.rolls["session"].drop_nulls().unique().to_list())
    return {
        "one": ends[0],
        "other": ends[1],
        "all": _measured(votes, ends),
        "sessions": [{"session": s, **_measured(votes.select(session=s), ends)} for s in sessions],
        "parted": _parted(votes, ends),
    }


def _measured(votes: Votes, ends: tuple[str, str]) -> dict[str, Any]:
    found = {measure: similarity(votes, *ends, measure) for measure in MEASURES}
    return {"roll_calls": found["agreement"].n, **{measure: one.value for measure, one in found.items()}}


def _parted(votes: Votes, ends: tuple[str, str]) -> list[dict[str, Any]]:
    """Roll calls in which one said yes and the other no, the last first."""
    sides = [votes.frame.filter(pl.col("state") == end).select("roll", pl.col("vote").cast(pl.String)) for end in ends]
    both = sides[0].join(sides[1], on="roll", suffix="_other")
    apart = both.filter(pl.concat_list("vote", "vote_other").list.sort() == pl.lit(["no", "yes"], pl.List(pl.String)))
    rows = apart.join(votes.rolls, on="roll").sort("date", "roll", descending=True)
    return rows.select("roll", "date", "resolution", "title", "vote", "vote_other").to_dicts()


def of_points(points: IdealPoints, states: Sequence[str], session: int | None) -> dict[str, Any]:
    """Ideal points of a session, the last if none is named; of some states or all."""
    number = session if session is not None else points.frame["session"].max()
    rows = points.frame.filter(pl.col("session") == number)
    kept = rows.filter(pl.col("state").is_in(list(states))) if states else rows
    return {"session": number, "points": kept.sort("value", "state").to_dicts()}


def lines(found: dict[str, Any]) -> list[str]:
    """Any of these as text."""
    if "points" in found:
        head = f"Ideal points in session {found['session']}, with standard errors"
        return [head, *(f"  {p['value']:+.2f} ({p['error']:.2f}) {name_of(p['state'])}" for p in found["points"])]
    if "others" in found:
        return _one_lines(found)
    if "parted" in found:
        return _two_lines(found)
    sessions = found["sessions"]
    span = f"sessions {sessions[0]} to {sessions[-1]}" if sessions else "no session named"
    return [
        f"{found['origin']}: {found['roll_calls']:,} roll calls, {found['votes']:,} votes of {found['states']} states,"
        f" {found['first']} to {found['last']}, {span}"
    ]


def _one_lines(found: dict[str, Any]) -> list[str]:
    others = found["others"]
    if not others:
        return [f"{name_of(found['state'])}: fewer than {LEAST} roll calls with any other state"]
    shown = [f"  {one['value']:.3f} {name_of(one['state'])} ({one['roll_calls']} roll calls)" for one in others]
    head = f"{name_of(found['state'])}: {found['measure']} with others, of {LEAST} common roll calls or more"
    if len(shown) <= 2 * MOST:
        return [head, *shown]
    return [head, *shown[:MOST], f"  … {len(shown) - 2 * MOST} more", *shown[-MOST:]]


def _two_lines(found: dict[str, Any]) -> list[str]:
    text = [f"{name_of(found['one'])} and {name_of(found['other'])}: {_values(found['all'])}"]
    text += [f"  session {row['session']}: {_values(row)}" for row in found["sessions"] if row["roll_calls"]]
    parted = found["parted"]
    text.append(f"Yes against no in {len(parted)} roll calls" + (", the last:" if parted else ""))
    for row in parted[:MOST]:
        said = f"{name_of(found['one'])} {row['vote']}, {name_of(found['other'])} {row['vote_other']}"
        text.append(f"  {row['date']} {row['resolution'] or row['roll']}: {row['title'] or 'no title'} ({said})")
    return text


def _values(row: dict[str, Any]) -> str:
    known = ", ".join(f"{m} {'unknown' if row[m] is None else format(row[m], '.3f')}" for m in MEASURES)
    return f"{known} ({row['roll_calls']} common roll calls)"
