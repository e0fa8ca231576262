"""Where the rates of counted series change: exact Bayesian multiple change points of Poisson counts.

Between two changes each series has one rate per unit of exposure, with a gamma prior around its overall rate, so the
likelihood of a segment is known in closed form; every boundary is a change with the same prior probability. The sums
over all segmentations are exact (P. Fearnhead, "Exact and efficient Bayesian inference for multiple changepoint
problems", Statistics and Computing 16, 2006; D. Barry and J. A. Hartigan, "A Bayesian Analysis for Change Point
Problems", JASA 88, 1993). A period without exposure tells nothing, so a gap in coverage is no change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHAPE = 0.5
"""Shape of the gamma prior of a rate; its mean is the overall rate. Below 1: rates near nothing are likely."""

LEAST = 0.5
"""Changes of the best segmentation below this probability are not told."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two periods.

    Attributes:
        at: number of the first period after it.
        probability: that there is a change here or one period beside.
        drivers: numbers of the series whose rates change, the one that speaks most for the change first.
        gains: by how much (natural logarithm of the Bayes factor) each of them speaks for it.
    """

    at: int
    probability: float
    drivers: tuple[int, ...]
    gains: tuple[float, ...]


def changes(counts: Sequence[Sequence[float]], exposure: Sequence[float], prior: float) -> list[Change]:
    """Changes that the best segmentation has and that are likely.

    Args:
        counts: for each period the counts of all series.
        exposure: for each period what the counts are out of; 0 where nothing is known.
        prior: probability of a change at any one boundary.
    """
    import numpy as np

    matrix = np.asarray(counts, dtype=float)
    held = np.asarray(exposure, dtype=float)
    if len(held) < 2 or not matrix.size or held.sum() <= 0 or matrix.sum() <= 0:
        return []
    matrix = np.where(held[:, None] > 0, matrix, 0.0)
    single = _segments(matrix, held)
    segments = single.sum(axis=2)
    forward, backward = _sums(segments, prior)
    found = []
    bounds = [0, *_best(segments, prior), len(held)]
    for before, at, behind in zip(bounds, bounds[1:], bounds[2:], strict=False):
        probability = _near(segments, forward, backward, prior, at)
        if probability >= LEAST:
            gains = single[before, at] + single[at, behind] - single[before, behind]
            order = [int(n) for n in np.argsort(-gains, kind="stable") if gains[n] > 0]
            found.append(Change(at, probability, tuple(order), tuple(float(gains[n]) for n in order)))
    return found


def _segments(matrix: "NDArray[Any]", held: "NDArray[Any]") -> "NDArray[Any]":
    """Log likelihood of every series over periods i to j−1 being one segment, as [i, j, series]; −inf where j ≤ i."""
    import numpy as np
    from scipy.special import gammaln

    size, series = matrix.shape
    sums = np.vstack([np.zeros(series), np.cumsum(matrix, axis=0)])
    times = np.concatenate([[0.0], np.cumsum(held)])
    exposure = times[None, :] - times[:, None]
    overall = (sums[-1] + SHAPE) / times[-1]
    result = np.full((size + 1, size + 1, series), -np.inf)
    inside = np.triu(np.ones((size + 1, size + 1), dtype=bool), 1)
    for number in range(series):
        count = (sums[None, :, number] - sums[:, None, number])[inside]
        scale = SHAPE / overall[number]
        rate = (SHAPE + count) * np.log(scale + exposure[inside])
        result[inside, number] = gammaln(SHAPE + count) - gammaln(SHAPE) + SHAPE * np.log(scale) - rate
    return result


def _sums(segments: "NDArray[Any]", prior: float) -> "tuple[NDArray[Any], NDArray[Any]]":
    """Log of the summed likelihoods of what lies before, and behind, each boundary."""
    import numpy as np
    from scipy.special import logsumexp

    last = len(segments) - 1
    forward, backward = np.full(last + 1, -np.inf), np.full(last + 1, -np.inf)
    forward[0] = backward[last] = 0.0
    steps = _prior(last, prior)
    for at in range(1, last + 1):
        forward[at] = logsumexp(forward[:at] + segments[:at, at] + steps[:at, at])
    for at in range(last - 1, -1, -1):
        backward[at] = logsumexp(backward[at + 1 :] + segments[at, at + 1 :] + steps[at, at + 1 :])
    return forward, backward


def _prior(last: int, prior: float) -> "NDArray[Any]":
    """Log prior of a segment from i to j: no change inside, one at its end unless the series ends there."""
    import numpy as np

    length = np.arange(last + 1)[None, :] - np.arange(last + 1)[:, None]
    ends = np.where(np.arange(last + 1) < last, np.log(prior), 0.0)
    return np.where(length > 0, (length - 1) * np.log1p(-prior), 0.0) + ends[None, :]


def _near(segments: "NDArray[Any]", forward: "NDArray[Any]", backward: "NDArray[Any]", prior: float, at: int) -> float:
    """Probability of a change at a boundary or one beside it: one minus that of a segment that spans all three."""
    import numpy as np
    from scipy.special import logsumexp

    last = len(segments) - 1
    left, right = max(at - 1, 1), min(at + 1, last - 1)
    spans = (
        forward[:left, None]
        + segments[:left, right + 1 :]
        + _prior(last, prior)[:left, right + 1 :]
        + backward[None, right + 1 :]
    )
    return float(min(max(-np.expm1(logsumexp(spans) - forward[last]), 0.0), 1.0))


def _best(segments: "NDArray[Any]", prior: float) -> list[int]:
    """Boundaries of the likeliest segmentation."""
    import numpy as np

    last = len(segments) - 1
    steps = _prior(last, prior)
    best, come_from = np.zeros(last + 1), np.zeros(last + 1, dtype=int)
    for at in range(1, last + 1):
        ways = best[:at] + segments[:at, at] + steps[:at, at]
        come_from[at] = int(np.argmax(ways))
        best[at] = ways[come_from[at]]
    bounds = []
    at = int(come_from[last])
    while at > 0:
        bounds.append(at)
        at = int(come_from[at])
    return bounds[::-1]
