"""Ranks of true answers in the standard setting: time-aware filter, mean rank on ties."""

import numpy as np

from westphalia.forecast.quadruples import Floats, Ints
from westphalia.forecast.softmax import Truth
from westphalia.forecast.walking import Batch


def ranks(of: Batch, scores: Floats) -> Floats:
    """The rank of each true answer of a batch, in the order of `questions.answer`.

    Other true answers of the same question on the same day do not count. Candidates are ranked by their scores, all
    other entities behind them by their prior. A tie gets the mean of its ranks: 1 + better + half of the equal.
    """
    asked, answer = of.questions.asked, of.questions.answer
    hit = of.candidates.entity[asked] == answer[:, None]
    found = np.empty(len(answer))
    among = hit.any(axis=1)
    own = scores[asked[among], hit[among].argmax(axis=1)]
    found[among] = _rank(scores[asked[among]], own, of.truth[asked[among]])
    behind = np.flatnonzero(~among)
    found[behind] = _behind(of, behind)
    return found


def _rank(values: Floats, own: Floats, left_out: Truth) -> Floats:
    """1 + better + half of the equal, among the values that are not left out; the own is left out."""
    better = ((values > own[:, None]) & ~left_out).sum(axis=1)
    equal = ((values == own[:, None]) & ~left_out).sum(axis=1)
    return np.asarray(1 + better + equal / 2)


def _behind(of: Batch, which: Ints) -> Floats:
    """Ranks of the answers that are no candidates: after the wrong candidates, by the prior among the others."""
    asked, answer = of.questions.asked, of.questions.answer
    ranked = np.empty(len(which))
    for k, one in enumerate(which):
        question = asked[one]
        left_out = np.zeros(of.candidates.dense.shape[1], bool)
        left_out[of.candidates.entity[question]] = True
        left_out[answer[asked == question]] = True
        prior = of.candidates.dense[question]
        before = (~of.truth[question]).sum()
        ranked[k] = before + _rank(prior[None], prior[answer[one]][None], left_out[None])[0]
    return ranked
