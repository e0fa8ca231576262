"""Ideal points: where each state stands on one dimension in each session, estimated from its votes.

The model is that of M. A. Bailey, A. Strezhnev and E. Voeten (2017), "Estimating Dynamic State Preferences from United
Nations Voting Data", Journal of Conflict Resolution 61, with a logistic link. For state i in session t and roll call j,

    P(no) = F(lower_j − b_j x_it),  P(no or abstain) = F(upper_j − b_j x_it),  F(z) = 1 / (1 + exp(−z)),

so abstaining lies between no and yes, and b_j tells how strongly, and in which direction, roll call j divides the
states. Sessions are linked by a random walk, x_it ~ N(x_i,t−1, drift²); the codings by which Bailey et al. hold a
resolution's parameters equal over years are not in the data and are not used. Priors: x at a state's first session
N(0, 1), b N(0, 2²), the two cuts N(0, 4²).

Fitted by maximum a posteriori instead of sampling, as K. Imai, J. Lo and J. Olmsted (2016), American Political Science
Review 110, do for speed: Newton steps for all roll calls given the points, and for all states' whole paths given the
roll calls (a tridiagonal system each), in turn. Points are standardised over all states and sessions at every step.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from westphalia.errors import UsageError
from westphalia.system.agreement import ballots
from westphalia.system.votes import Votes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

METHOD = "dynamic ordinal item response, maximum a posteriori; version 1"

DRIFT = 0.5
"""Standard deviation of a state's step from one session to the next, in standard deviations of all points. Median rank
correlation with the published estimates: .976 at .1, .982 at .15, .993 at .3, .995 at .5, .994 at 1; .986 if learnt,
since most sessions move little and the few turns (a coup, a change of camp) are then smoothed away."""

DISCRIMINATION, CUT, FIRST = 2.0, 4.0, 1.0
"""Standard deviations of the priors. The first makes no difference beyond .001 from 1 to 3."""

STEP = 1.5
"""A Newton step moves no parameter farther, so that unanimous roll calls cannot run away."""

SMALLEST = 1e-10
"""A probability is no less: its logarithm is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class IdealPoints:
    """Positions on the dimension that divides the Assembly most; that of `positive` is greater than 0 on average.

    Attributes:
        frame: `session`, `state`, `value`, `error` (standard error given the roll calls' parameters, which is too small
            by what those leave open), `votes` (cast in the session).
        rolls: `roll`, `session`, `discrimination`, `lower`, `upper`.
        drift: standard deviation of a step from one session to the next.
        converged: whether the last step moved no point by more than the tolerance.
    """

    frame: pl.DataFrame
    rolls: pl.DataFrame
    drift: float
    iterations: int
    converged: bool
    positive: str
    origin: str = ""
    method: str = METHOD

    def at(self, session: int) -> pl.DataFrame:
        """The points of a session, highest first."""
        return self.frame.filter(pl.col("session") == session).sort("value", "state", descending=[True, False])

    def path(self, state: str) -> pl.DataFrame:
        """The points of a state by session."""
        return self.frame.filter(pl.col("state") == state).sort("session")


def estimate(
    votes: Votes, positive: str = "USA", drift: float | None = DRIFT, tolerance: float = 1e-2, limit: int = 200
) -> IdealPoints:
    """Ideal points of all states in all sessions in which they voted.

    Args:
        votes: at least a few dozen roll calls.
        positive: the state whose side is above 0.
        drift: how far states step from session to session; None learns it.
        tolerance: stop when no point moves farther, in standard deviations of all points.
        limit: most rounds of steps.

    Raises:
        UsageError: `positive` cast no vote.
    """
    cast = _cast(votes)
    anchor = votes.state_of(positive)
    if anchor not in cast.states:
        raise UsageError(f"{positive} cast no vote", f"name one that did: {', '.join(cast.states[:5])} …")
    points = _agreeing(cast, cast.states.index(anchor))
    items, walk, spread, done, moved = _first_items(cast), drift or DRIFT, points, 0, np.inf
    for done in range(1, limit + 1):
        for _ in range(2 if done <= 3 else 1):  # roll calls start far from where they belong
            items = _items_moved(cast, points, items)
        stepped, spread, learnt = _points_moved(cast, points, items, walk)
        walk = drift or learnt
        before, (points, items) = points, _standardised(cast, stepped, items)
        moved = float(np.abs(points - before)[cast.held].max())
        if moved < tolerance:
            break
    if points[cast.states.index(anchor)][cast.held[cast.states.index(anchor)]].mean() < 0:
        points, items = -points, replace(items, slope=-items.slope)
    return IdealPoints(
        _points_frame(cast, points, spread),
        _items_frame(cast, items),
        walk,
        done,
        moved < tolerance,
        anchor,
        votes.origin,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Session:
    """The votes of one session: masks of roll calls by states that voted in it."""

    place: int
    rolls: slice
    states: Ints
    no: Floats
    abstain: Floats
    yes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Cast:
    """Votes as arrays; points are arrays of states by sessions, roll calls are in order of session."""

    states: tuple[str, ...]
    numbers: tuple[int, ...]
    rolls: pl.DataFrame
    sessions: tuple[_Session, ...]
    count: Ints
    """Votes by state and session."""
    held: npt.NDArray[np.bool_]
    """Whether there are any."""
    within: npt.NDArray[np.bool_]
    """Cells from a state's first to its last session with a vote."""


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """Parameters of the roll calls: b, and the cuts below and above abstaining."""

    slope: Floats
    lower: Floats
    upper: Floats


def _cast(votes: Votes) -> _Cast:
    states = votes.states()
    rolls = votes.rolls.select("roll", "session").sort("session", maintain_order=True)
    numbers = tuple(rolls["session"].unique().sort().to_list())
    choice = ballots(votes, states, tuple(rolls["roll"].to_list())).T
    sessions, count, start = [], np.zeros((len(states), len(numbers)), dtype=np.int64), 0
    for place, size in enumerate(rolls.group_by("session", maintain_order=True).len()["len"].to_list()):
        here = choice[start : start + size]
        count[:, place] = (here >= 0).sum(0)
        voted = np.flatnonzero(count[:, place])
        masks = ((here[:, voted] == said).astype(np.float64) for said in range(3))
        sessions.append(_Session(place, slice(start, start + size), voted, *masks))
        start += size
    held = count > 0
    within = (np.cumsum(held, 1) > 0) & (np.cumsum(held[:, ::-1], 1)[:, ::-1] > 0)
    return _Cast(states, numbers, rolls, tuple(sessions), count, held, within)


def _agreeing(cast: _Cast, anchor: int) -> Floats:
    """Where to start: agreement with the anchor state, standardised by session; that state itself at 2."""
    start = np.zeros(cast.held.shape)
    for each in cast.sessions:
        place = np.flatnonzero(each.states == anchor)
        if not len(place):
            continue
        said = each.yes - each.no
        met = (each.no + each.abstain + each.yes) * (each.no + each.abstain + each.yes)[:, place]
        n = met.sum(0)
        share = 1 - (met * np.abs(said - said[:, place])).sum(0) / np.maximum(n, 1) / 2
        known = (n > 0) & (each.states != anchor)
        centred = np.where(known, share - share[known].mean(), 0) if known.any() else share * 0
        spread = centred[known].std() if known.any() else 0.0
        start[each.states, each.place] = np.clip(centred / (spread or 1.0), -3, 3)
    start[anchor] = 2
    return np.where(cast.within, start, 0)


def _first_items(cast: _Cast) -> _Items:
    """Cuts that give the shares of no, abstain and yes where b is 0."""
    counts = [np.stack([mask.sum(1) for mask in (each.no, each.abstain, each.yes)]) for each in cast.sessions]
    share = np.concatenate(counts, 1) + 0.5
    share /= share.sum(0)
    return _Items(np.zeros(cast.rolls.height), np.log(share[0] / (1 - share[0])), np.log((1 - share[2]) / share[2]))


def _below(each: _Session, x: Floats, items: _Items) -> tuple[Floats, Floats]:
    """Probability of no, and of no or abstaining, roll calls by states; `x` are the points of the session's states."""
    lean = np.outer(items.slope[each.rolls], x)
    low, high = (1 / (1 + np.exp(lean - cut[each.rolls, None])) for cut in (items.lower, items.upper))
    return low, high


def _items_moved(cast: _Cast, points: Floats, items: _Items) -> _Items:
    """One Newton step for every roll call, three parameters each."""
    now = np.stack([items.slope, items.lower, items.upper], 1)
    prior = np.array([DISCRIMINATION, CUT, CUT]) ** -2.0
    gradient, curvature = -now * prior, np.zeros((len(now), 3, 3)) + np.diag(prior)
    for each in cast.sessions:
        slope, bend = _item_derivatives(each, points[each.states, each.place], items)
        gradient[each.rolls] += slope
        curvature[each.rolls] += bend
    step = np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0]
    farthest = np.abs(step).max(1, keepdims=True)
    slope, lower, upper = (now + step * np.minimum(1, STEP / np.maximum(farthest, SMALLEST))).T
    middle, half = (lower + upper) / 2, np.maximum((upper - lower) / 2, 5e-3)  # the cuts keep their order
    return _Items(slope, middle - half, middle + half)


def _item_derivatives(each: _Session, x: Floats, items: _Items) -> tuple[Floats, Floats]:
    """Of the log likelihood by b and the two cuts: gradient and negative Hessian of each roll call of a session."""
    low, high = _below(each, x, items)
    rise, fall = high * (1 - high), low * (1 - low)
    chance = np.maximum(high - low, SMALLEST)
    up, down = rise / chance, fall / chance  # what moving a cut does to the log probability of abstaining
    to_lower = each.no * (1 - low) - each.abstain * down
    to_upper = each.abstain * up - each.yes * high
    lower2 = each.no * fall + each.abstain * down * (1 - 2 * low + down)
    upper2 = each.yes * rise - each.abstain * up * (1 - 2 * high - up)
    both = each.abstain * up * down
    leaning = -(to_lower + to_upper)  # by b x, which moves both cuts the other way
    gradient = np.stack([leaning @ x, to_lower.sum(1), to_upper.sum(1)], 1)
    entries = (
        (0, 0, (lower2 + upper2 - 2 * both) @ (x * x)), (1, 1, lower2.sum(1)), (2, 2, upper2.sum(1)),
        (1, 2, -both.sum(1)), (0, 1, (both - lower2) @ x), (0, 2, (both - upper2) @ x),
    )  # fmt: skip
    bend = np.zeros((len(low), 3, 3))
    for row, column, values in entries:
        bend[:, row, column] = bend[:, column, row] = values
    return gradient, bend


def _points_moved(cast: _Cast, points: Floats, items: _Items, drift: float) -> tuple[Floats, Floats, float]:
    """One Newton step for every state's whole path; also the variance of each point, and the drift learnt anew."""
    diagonal, right = np.zeros(points.shape), np.zeros(points.shape)
    for each in cast.sessions:
        low, high = _below(each, points[each.states, each.place], items)
        b, silent, loud = items.slope[each.rolls], each.no + each.abstain, each.abstain + each.yes
        right[each.states, each.place] = b @ (silent * (low - 1) + loud * high)
        diagonal[each.states, each.place] = (b * b) @ (silent * low * (1 - low) + loud * high * (1 - high))
    linked = cast.within[:, 1:] & cast.within[:, :-1]
    tie = linked / drift**2
    pull = np.diff(points, axis=1) * tie
    diagonal[:, 1:] += tie
    diagonal[:, :-1] += tie
    right[:, 1:] -= pull
    right[:, :-1] += pull
    first = cast.within & (np.cumsum(cast.within, 1) == 1)
    diagonal += first / FIRST**2 + ~cast.within
    right -= np.where(first, points, 0) / FIRST**2
    step, variance, shared = _tridiagonal(diagonal, -tie, np.where(cast.within, right, 0))
    moved = points + np.clip(step, -1, 1)
    apart = np.diff(moved, axis=1) ** 2 + variance[:, 1:] + variance[:, :-1] - 2 * shared
    return moved, variance, float(np.sqrt(apart[linked].mean())) if linked.any() else drift


def _tridiagonal(diagonal: Floats, off: Floats, right: Floats) -> tuple[Floats, Floats, Floats]:
    """Solves one symmetric tridiagonal system per row; also the diagonal of its inverse and the line beside it.

    Args:
        diagonal: n × t.
        off: n × (t − 1), the entry of (k, k + 1).
        right: n × t.
    """
    last = diagonal.shape[1] - 1
    pivot, solved, variance = diagonal.copy(), right.copy(), np.empty_like(diagonal)
    shared = np.zeros_like(off)
    for k in range(1, last + 1):
        ratio = off[:, k - 1] / pivot[:, k - 1]
        pivot[:, k] -= ratio * off[:, k - 1]
        solved[:, k] -= ratio * solved[:, k - 1]
    solved[:, last] /= pivot[:, last]
    variance[:, last] = 1 / pivot[:, last]
    for k in range(last - 1, -1, -1):
        ratio = off[:, k] / pivot[:, k]
        solved[:, k] = solved[:, k] / pivot[:, k] - ratio * solved[:, k + 1]
        shared[:, k] = -ratio * variance[:, k + 1]
        variance[:, k] = 1 / pivot[:, k] - ratio * shared[:, k]
    return solved, variance, shared


def _standardised(cast: _Cast, points: Floats, items: _Items) -> tuple[Floats, _Items]:
    """Points with mean 0 and variance 1, and the roll calls on the same scale."""
    mean, deviation = float(points[cast.held].mean()), float(points[cast.held].std()) or 1.0
    shift = items.slope * mean
    moved = _Items(items.slope * deviation, items.lower - shift, items.upper - shift)
    return np.where(cast.within, (points - mean) / deviation, 0), moved


def _points_frame(cast: _Cast, points: Floats, variance: Floats) -> pl.DataFrame:
    state, session = np.nonzero(cast.held)
    columns = {
        "session": [cast.numbers[k] for k in session],
        "state": [cast.states[k] for k in state],
        "value": points[cast.held],
        "error": np.sqrt(variance[cast.held]),
        "votes": cast.count[cast.held],
    }
    return pl.DataFrame(columns).sort("session", "state")


def _items_frame(cast: _Cast, items: _Items) -> pl.DataFrame:
    return cast.rolls.with_columns(discrimination=items.slope, lower=items.lower, upper=items.upper)
