"""What in the past is like a stated change: how many cases, and what followed them."""

from dataclasses import dataclass

import numpy as np

from westphalia.forecast.changes import Added, Change, Lifted, Membership, Withdrawn
from westphalia.forecast.sequence import EventSequence, Truth

ENOUGH = 5
"""Cases below which history is said to hold nothing like it."""


@dataclass(frozen=True, slots=True)
class Support:
    """What history holds that is like a change.

    Attributes:
        change: in words.
        between: cases between the same two, in the same direction (of a membership: of the same body).
        by: cases by the same source or actor.
        anywhere: cases among all actors; of a withdrawal, pairs that fell silent.
        answered: of these, followed within the horizon by an act of the recipient on the source; of which `hostile`.
        unlike: history holds nothing like it, or too little: what the model says of it is extrapolated.
        words: the same in words.
    """

    change: str
    between: int
    by: int
    anywhere: int
    answered: float | None
    hostile: float | None
    unlike: bool
    words: str


def of(change: Change, past: EventSequence, horizon: int) -> Support:
    """What past events hold that is like the change."""
    if isinstance(change, Membership):
        return _membership(change)
    if isinstance(change, Withdrawn):
        return _withdrawn(change, past)
    return _acts(change, past, horizon)


def _acts(change: Added | Lifted, past: EventSequence, horizon: int) -> Support:
    kind = "CONCEDE" if isinstance(change, Lifted) else change.type
    like = _of_type(past, kind)
    source, recipient = past.actor(change.source), past.actor(change.recipient)
    by = like & (past.source == source)
    between = int((by & (past.recipient == recipient)).sum())
    answered, hostile = _answers(past, like, horizon)
    anywhere = int(like.sum())
    words = f"{between} {kind} by {change.source} on {change.recipient} before, {int(by.sum())} by it on anyone,"
    words += f" {anywhere} by anyone on anyone"
    if anywhere < ENOUGH:
        words = f"history holds nothing like it: {words}"
    elif not between:
        words = f"never between these two, so it is judged by what followed between others: {words}"
    unlike = not between or anywhere < ENOUGH
    return Support(str(change), between, int(by.sum()), anywhere, answered, hostile, unlike, words)


def _of_type(past: EventSequence, kind: str) -> Truth:
    return np.asarray(past.type == past.types.index(kind)) if kind in past.types else np.zeros(len(past), dtype=bool)


def _answers(past: EventSequence, like: Truth, horizon: int) -> tuple[float | None, float | None]:
    """Share of cases after which the recipient acted on the source within the horizon, and did so hostilely."""
    whole = like & (past.day <= past.day[-1] - horizon) if len(past) else like
    cases = np.flatnonzero(whole)
    if len(cases) < ENOUGH:
        return None, None
    any_answer = hostile = 0
    for at in cases:
        back = (past.source == past.recipient[at]) & (past.recipient == past.source[at])
        back &= (past.day > past.day[at]) & (past.day <= past.day[at] + horizon)
        any_answer += bool(back.any())
        hostile += bool((back & (past.quad >= 3)).any())
    return any_answer / len(cases), hostile / len(cases)


def _membership(change: Membership) -> Support:
    words = (
        "history holds nothing like it: the model knows memberships by comparing pairs that share bodies with pairs"
        " that do not; it has not seen one begin or end, and what came of it"
    )
    return Support(str(change), 0, 0, 0, None, None, True, words)


def _withdrawn(change: Withdrawn, past: EventSequence) -> Support:
    one, other = past.actor(change.one), past.actor(change.other)
    size, silent = len(past.actors), 0
    codes = np.minimum(past.source, past.recipient) * size + np.maximum(past.source, past.recipient)
    mine = int((codes == min(one, other) * size + max(one, other)).sum())
    if len(past):
        pairs, place, number = np.unique(codes, return_inverse=True, return_counts=True)
        last = np.zeros(len(pairs), dtype=np.int64)
        np.maximum.at(last, place, past.day)
        silent = int(np.sum((number >= 2 * ENOUGH) & (last < past.day[-1] - 60)))
    words = f"{mine} events between the two before, and {silent} pairs of ten events or more that fell silent"
    if silent < ENOUGH:
        words = f"history holds nothing like it: {words}"
    return Support(str(change), mine, mine, silent, None, None, silent < ENOUGH, words)
