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
    votes: Votes, positive: str = "USA", drift: float | None = DRIFT, tolerance: float = 5e-3, limit: int = 200
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
class _Cast:
    """Votes as arrays. A cell is a state in a session: its number is state × sessions + session."""

    states: tuple[str, ...]
    sessions: tuple[int, ...]
    rolls: pl.DataFrame
    roll: Ints
    cell: Ints
    choice: npt.NDArray[np.int8]
    held: npt.NDArray[np.bool_]
    """Cells with a vote, states by sessions."""
    within: npt.NDArray[np.bool_]
    """Cells from a state's first to its last session with a vote."""

    def by_roll(self, values: Floats) -> Floats:
        return np.bincount(self.roll, values, self.rolls.height)

    def by_cell(self, values: Floats) -> Floats:
        return np.bincount(self.cell, values, self.held.size).reshape(self.held.shape)


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """Parameters of the roll calls: b, and the cuts below and above abstaining."""

    slope: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Odds:
    """Probability of lying below the upper and below the lower end of what was chosen, and the derivatives of both."""

    above: Floats
    below: Floats
    rise: Floats
    fall: Floats


def _cast(votes: Votes) -> _Cast:
    states = votes.states()
    sessions = tuple(votes.frame["session"].unique().sort().to_list())
    rolls = votes.rolls.select("roll", "session")
    places = pl.DataFrame({"roll": rolls["roll"], "place": range(rolls.height)})
    frame = votes.frame.join(places, on="roll").sort("place", "state")
    state = frame["state"].replace_strict(list(states), range(len(states)), return_dtype=pl.Int64).to_numpy()
    session = frame["session"].replace_strict(list(sessions), range(len(sessions)), return_dtype=pl.Int64).to_numpy()
    cell = state * len(sessions) + session
    held = np.bincount(cell, minlength=len(states) * len(sessions)).reshape(len(states), len(sessions)) > 0
    within = (np.cumsum(held, 1) > 0) & (np.cumsum(held[:, ::-1], 1)[:, ::-1] > 0)
    choice = frame["vote"].to_physical().to_numpy().astype(np.int8)
    return _Cast(states, sessions, rolls, frame["place"].to_numpy(), cell, choice, held, within)


def _agreeing(cast: _Cast, anchor: int) -> Floats:
    """Where to start: agreement with the anchor state, standardised by session; that state itself at 2."""
    theirs = np.full(cast.rolls.height, -1, dtype=np.int8)
    own = cast.cell // cast.held.shape[1] == anchor
    theirs[cast.roll[own]] = cast.choice[own]
    met = (theirs[cast.roll] >= 0) & ~own
    alike = np.where(met, 1 - np.abs(cast.choice - theirs[cast.roll]) / 2, 0)
    n = cast.by_cell(met.astype(np.float64))
    share = np.divide(cast.by_cell(alike), n, out=np.zeros_like(n), where=n > 0)
    count = np.maximum((n > 0).sum(0), 1)
    centred = np.where(n > 0, share - share.sum(0) / count, 0)
    spread = np.sqrt((centred**2).sum(0) / count)
    start = np.clip(centred / np.where(spread > 0, spread, 1), -3, 3)
    start[anchor] = 2
    return np.where(cast.within, start, 0)


def _first_items(cast: _Cast) -> _Items:
    """Cuts that give the shares of no, abstain and yes where b is 0."""
    counts = np.stack([cast.by_roll((cast.choice == place).astype(np.float64)) for place in range(3)]) + 0.5
    share = counts / counts.sum(0)
    return _Items(np.zeros(cast.rolls.height), np.log(share[0] / (1 - share[0])), np.log((1 - share[2]) / share[2]))


def _odds(cast: _Cast, points: Floats, items: _Items) -> _Odds:
    lean = items.slope[cast.roll] * points.ravel()[cast.cell]
    low, high = (1 / (1 + np.exp(lean - cut[cast.roll])) for cut in (items.lower, items.upper))
    above = np.choose(cast.choice, (low, high, np.ones_like(low)))
    below = np.choose(cast.choice, (np.zeros_like(low), low, high))
    return _Odds(above, below, above * (1 - above), below * (1 - below))


def _items_moved(cast: _Cast, points: Floats, items: _Items) -> _Items:
    """One Newton step for every roll call, three parameters each."""
    at, x = _odds(cast, points, items), points.ravel()[cast.cell]
    chance = np.maximum(at.above - at.below, SMALLEST)
    up, down = at.rise / chance, at.fall / chance
    bend_up, bend_down = up * (1 - 2 * at.above) - up**2, -down * (1 - 2 * at.below) - down**2
    zero = np.zeros_like(x)
    to_lower, to_upper = np.choose(cast.choice, (up, -down, zero)), np.choose(cast.choice, (zero, up, -down))
    lower2, upper2 = (
        np.choose(cast.choice, (bend_up, bend_down, zero)),
        np.choose(cast.choice, (zero, bend_up, bend_down)),
    )
    both = np.where(cast.choice == 1, up * down, 0)
    slopes = (x * (at.above + at.below - 1), to_lower, to_upper)
    prior = np.array([DISCRIMINATION, CUT, CUT]) ** -2.0
    now = np.stack([items.slope, items.lower, items.upper], 1)
    gradient = np.stack([cast.by_roll(each) for each in slopes], 1) - now * prior
    entries = (
        (0, 0, (at.rise + at.fall) * x * x), (1, 1, -lower2), (2, 2, -upper2),
        (1, 2, -both), (0, 1, (lower2 + both) * x), (0, 2, (upper2 + both) * x),
    )  # fmt: skip
    curvature = np.zeros((len(now), 3, 3))
    for row, column, values in entries:
        curvature[:, row, column] = curvature[:, column, row] = cast.by_roll(values)
    curvature += np.diag(prior)
    step = np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0]
    farthest = np.abs(step).max(1, keepdims=True)
    slope, lower, upper = (now + step * np.minimum(1, STEP / np.maximum(farthest, SMALLEST))).T
    middle, half = (lower + upper) / 2, np.maximum((upper - lower) / 2, 5e-3)  # the cuts keep their order
    return _Items(slope, middle - half, middle + half)


def _points_moved(cast: _Cast, points: Floats, items: _Items, drift: float) -> tuple[Floats, Floats, float]:
    """One Newton step for every state's whole path; also the variance of each point, and the drift learnt anew."""
    at, b = _odds(cast, points, items), items.slope[cast.roll]
    diagonal = cast.by_cell((at.rise + at.fall) * b * b)
    right = cast.by_cell((at.above + at.below - 1) * b)
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
    count = np.bincount(cast.cell, minlength=cast.held.size).reshape(cast.held.shape)
    columns = {
        "session": [cast.sessions[k] for k in session],
        "state": [cast.states[k] for k in state],
        "value": points[cast.held],
        "error": np.sqrt(variance[cast.held]),
        "votes": count[cast.held],
    }
    return pl.DataFrame(columns).sort("session", "state")


def _items_frame(cast: _Cast, items: _Items) -> pl.DataFrame:
    return cast.rolls.with_columns(discrimination=items.slope, lower=items.lower, upper=items.upper)
