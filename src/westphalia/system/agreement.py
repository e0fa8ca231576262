"""How alike two states vote: agreement, Cohen's kappa, and S of Signorino and Ritter.

For a pair, only roll calls in which both voted count, each by its weight, which is 1 if none is given.

- agreement: share of them with the same vote of three (yes, abstain, no).
- kappa: the same corrected for the agreement that their own frequencies of yes, abstain and no give by chance;
  J. Cohen (1960), Educational and Psychological Measurement 20; for foreign policy F. M. Häge (2011), Political
  Analysis 19.
- s: 1 − 2 Σ w d / Σ w d_max with d = |vote − vote| over no, abstain, yes = 0, 1, 2, so d_max = 2, and w the weight of
  a roll call; C. S. Signorino and J. M. Ritter (1999), International Studies Quarterly 43.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from westphalia.errors import UsageError
from westphalia.system.votes import CHOICES, Votes

MEASURES = ("agreement", "kappa", "s")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two states vote.

    Attributes:
        value: None where no roll call has a vote of both, or kappa is not defined (both always vote the same one way).
        n: roll calls in which both voted.
        rolls: their ids, so that each can be opened.
    """

    a: str
    b: str
    measure: str
    value: float | None
    n: int
    rolls: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SimilarityMatrix:
    """The same for all pairs. `values` is NaN where there is none; both arrays are symmetric, in order of `states`."""

    states: tuple[str, ...]
    measure: str
    values: Floats
    n: npt.NDArray[np.int64]
    origin: str = ""

    def of(self, a: str, b: str) -> tuple[float | None, int]:
        """Value and number of common roll calls of a pair."""
        i, j = self.states.index(a), self.states.index(b)
        value = float(self.values[i, j])
        return (None if np.isnan(value) else value), int(self.n[i, j])


def agreement(votes: Votes, session: int, a: str, b: str) -> Similarity:
    """Share of the roll calls of a session with the same vote, among those in which both states voted."""
    return similarity(votes.select(session=session), a, b)


def similarity(
    votes: Votes, a: str, b: str, measure: str = "agreement", weights: Mapping[str, float] | None = None
) -> Similarity:
    """How alike two states vote in these roll calls (choose them by `Votes.select`).

    Args:
        votes: the roll calls.
        a: state, by id, alpha-2 code or name.
        b: another.
        measure: one of MEASURES.
        weights: roll call → weight; one without a weight has 1.
    """
    one, other = votes.state_of(a), votes.state_of(b)
    own = votes.frame.filter(pl.col("state") == one).select("roll", "vote")
    theirs = votes.frame.filter(pl.col("state") == other).select("roll", other="vote")
    both = own.join(theirs, on="roll").sort("roll")
    held = np.stack([both[name].to_physical().to_numpy() for name in ("vote", "other")]).astype(np.int8)
    rolls = tuple(both["roll"].to_list())
    value = float(_values(held, measure, _weights(rolls, weights))[0][0, 1]) if rolls else float("nan")
    return Similarity(one, other, measure, None if np.isnan(value) else value, len(rolls), rolls, votes.origin)


def matrix(votes: Votes, measure: str = "agreement", weights: Mapping[str, float] | None = None) -> SimilarityMatrix:
    """How alike all pairs of states vote in these roll calls; see `similarity`."""
    states = votes.states()
    rolls = tuple(votes.rolls["roll"].to_list())
    held = ballots(votes, states, rolls)
    values, n = _values(held, measure, _weights(rolls, weights))
    return SimilarityMatrix(states, measure, values, n.astype(np.int64), votes.origin)


def ballots(votes: Votes, states: tuple[str, ...], rolls: tuple[str, ...]) -> npt.NDArray[np.int8]:
    """Votes as an array of states by roll calls: place in CHOICES, −1 where there is none."""
    held = np.full((len(states), len(rolls)), -1, dtype=np.int8)
    row = votes.frame["state"].replace_strict(list(states), range(len(states)), return_dtype=pl.Int64).to_numpy()
    column = votes.frame["roll"].replace_strict(list(rolls), range(len(rolls)), return_dtype=pl.Int64).to_numpy()
    held[row, column] = votes.frame["vote"].to_physical().to_numpy()
    return held


def _weights(rolls: tuple[str, ...], weights: Mapping[str, float] | None) -> Floats:
    return np.array([1.0 if weights is None else weights.get(roll, 1.0) for roll in rolls])


def _values(held: npt.NDArray[np.int8], measure: str, weights: Floats) -> tuple[Floats, Floats]:
    """The measure for all pairs of rows of `ballots`, and the number of roll calls with a vote of both."""
    if measure not in MEASURES:
        raise UsageError(f"no measure of voting is called {measure!r}", f"one of: {', '.join(MEASURES)}")
    chose = [(held == place).astype(np.float64) for place in range(len(CHOICES))]
    voted = (held >= 0).astype(np.float64)
    n, total = voted @ voted.T, (voted * weights) @ voted.T
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure == "s":
            apart = sum(abs(k - h) * (x * weights) @ y.T for k, x in enumerate(chose) for h, y in enumerate(chose))
            return np.asarray(1 - apart / total), n
        same = np.asarray(sum((x * weights) @ x.T for x in chose)) / total
        if measure == "agreement":
            return same, n
        chance = np.asarray(sum(((x * weights) @ voted.T) * ((voted * weights) @ x.T) for x in chose)) / total**2
        return (same - chance) / (1 - chance), n
