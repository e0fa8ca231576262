"""The likelihood of the true answers among the candidates of their questions."""

from collections.abc import Callable
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from westphalia.forecast.quadruples import Floats

type Truth = NDArray[np.bool_]

TINY = 1e-30
"""Least sum of weights: all of them may vanish beside that of another true answer, which does not compete."""


def loss(scores: Floats, truth: Truth) -> tuple[float, Floats]:
    """Negative log-likelihood of a conditional logit, and its gradient by score.

    Each true answer competes with the wrong candidates of its question alone, as in the filtered ranking
    (McFadden 1974, Conditional logit analysis of qualitative choice behavior).

    Args:
        scores: (questions, candidates).
        truth: which candidates are true answers, same shape.
    """
    below = scores - scores.max(axis=1, keepdims=True)
    weight = np.exp(below)
    wrong = np.where(truth, 0, weight)
    question, candidate = np.nonzero(truth)
    own = weight[question, candidate]
    total = np.maximum(wrong.sum(axis=1)[question] + own, TINY)
    gradient = wrong * np.bincount(question, 1 / total, len(scores)).astype(weight.dtype)[:, None]
    gradient[question, candidate] = own / total - 1
    return float((np.log(total) - below[question, candidate]).sum()), gradient


def minimum(objective: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int) -> Floats:
    """Where a smooth function of (value, gradient) is least, by L-BFGS from `start`."""
    minimize = import_module("scipy.optimize").minimize
    options = {"maxiter": steps, "maxcor": 6}
    return np.asarray(minimize(objective, start, jac=True, method="L-BFGS-B", options=options).x)


def shares(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    weight = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)
