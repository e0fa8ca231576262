"""The ranker: a conditional logit over the candidates, and boosted trees for what it leaves.

The logit has one weight per feature and, for each relation, a deviation from it that a ridge penalty draws to nothing.
The trees (LightGBM, Ke et al. 2017) are fitted to the gradient of the same likelihood, starting from the scores of the
logit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from westphalia.forecast.quadruples import Floats, Ints
from westphalia.forecast.softmax import Truth, loss, minimum

if TYPE_CHECKING:
    from lightgbm import Booster

FINALISTS = 30
"""Candidates that the trees judge, the best by the logit; the others stay behind them in the order of the logit.

30 and 50: .4919 and .4906 MRR on ICEWS14."""

PART = 500
"""Questions taken at once where an intermediate array would be large."""

ENOUGH = 2000
"""True answers below which no trees are grown."""

TREES = 300
"""With 31 leaves and rate .08: 120 trees .4909 MRR, 240 .4919 on ICEWS14 with 40 days to learn from."""

DEVIATION = 300.0
"""Ridge of the deviations by relation. 30, 100, 300 and none: .4804, .4840, .4847, .4820 MRR on ICEWS14."""

RIDGE = 1.0
"""Of the common weights, which are well determined."""

PARAMETERS: dict[str, Any] = {
    "objective": "none",
    "num_leaves": 31,
    "learning_rate": 0.08,
    "min_data_in_leaf": 100,
    "min_sum_hessian_in_leaf": 1.0,
    "lambda_l2": 1.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What the ranker is fitted on: questions that have a true answer among their candidates.

    Attributes:
        values: (questions, candidates, features).
        truth: (questions, candidates).
        relation: (questions).
    """

    values: Floats
    truth: Truth
    relation: Ints


class Logit:
    """Conditional logit. `weights` is (features), `deviations` (relations, features).

    Before it is fitted, and as far as the data say nothing else, it ranks by the prior alone.
    """

    def __init__(self, prior: int, steering: list[int], relations: int, features: int) -> None:
        self.used = np.setdiff1d(np.arange(features), steering)
        self.weights = np.zeros(features, np.float32)
        self.weights[prior] = 1
        self.deviations = np.zeros((relations, features), np.float32)

    def fit(self, sample: Sample, steps: int = 150) -> None:
        """Finds the weights by L-BFGS."""
        values = sample.values
        spread = _spread(values)
        use = np.zeros(len(spread))
        use[self.used] = 1 / spread[self.used]
        order = np.argsort(sample.relation, kind="stable")
        kept, starts, which = np.unique(sample.relation[order], return_index=True, return_inverse=True)
        back = np.empty_like(order)
        back[order] = which
        shape, answers = (len(kept) + 1, len(use)), int(sample.truth.sum())
        given = self.weights
        ridge = np.repeat([RIDGE, DEVIATION], [1, len(kept)])[:, None]

        def objective(flat: Floats) -> tuple[float, Floats]:
            weights = flat.reshape(shape)
            each = ((weights[0] + weights[1:]) * use + given).astype(np.float32)[back]
            scores = np.matmul(values, each[:, :, None])[..., 0]
            value, slope = loss(scores, sample.truth)
            by_question = np.matmul(slope[:, None, :], values)[:, 0].astype(np.float64)
            by_relation = np.add.reduceat(by_question[order], starts, axis=0) * use
            gradient = np.concatenate([by_relation.sum(axis=0, keepdims=True), by_relation]) + ridge * weights
            return float(value + (ridge * weights**2).sum() / 2) / answers, gradient.ravel() / answers

        found = minimum(objective, np.zeros(np.prod(shape)), steps)
        weights = (found.reshape(shape) * use).astype(np.float32)
        self.weights, self.deviations[kept] = given + weights[0], weights[1:]

    def of(self, relation: Ints) -> Floats:
        """The weights that hold for each relation, (relations asked for, features)."""
        return self.weights + self.deviations[relation]

    def score(self, values: Floats, relation: Ints) -> Floats:
        """(questions, candidates)."""
        return np.asarray(np.matmul(values, self.of(relation)[:, :, None])[..., 0])


class Ranker:
    """Logit and trees.

    Args:
        prior: which feature is the log of the prior.
        steering: features the same for all candidates, which only the trees use.
        relations: how many there are.
        features: how many there are.
    """

    def __init__(self, prior: int, steering: list[int], relations: int, features: int) -> None:
        self.logit = Logit(prior, steering, relations, features)
        self.trees: Booster | None = None

    def fit(self, sample: Sample) -> None:
        """Fits the logit, then the trees if there are answers enough."""
        self.logit.fit(sample)
        if sample.truth.sum() >= ENOUGH:
            self.trees = _grown(*_finalists(sample, self.logit.score(sample.values, sample.relation)))

    def score(self, values: Floats, relation: Ints) -> Floats:
        """Score of each candidate, (questions, candidates): log-odds up to a constant for each question."""
        scores = self.logit.score(values, relation)
        if self.trees is None:
            return scores
        chosen = best(scores, FINALISTS)
        rows = np.take_along_axis(values, chosen[..., None], axis=1).reshape(-1, values.shape[-1])
        gain = np.asarray(self.trees.predict(rows, raw_score=True), np.float32).reshape(chosen.shape)
        among = np.take_along_axis(scores, chosen, axis=1)
        # those behind keep their distance to the last finalist
        shift = (among + gain).min(axis=1, keepdims=True) - among.min(axis=1, keepdims=True)
        scores = scores + np.minimum(shift, 0)
        np.put_along_axis(scores, chosen, among + gain, axis=1)
        return scores

    def contributions(self, values: Floats, relation: int) -> Floats:
        """What each feature adds to the score of each candidate of one question, (candidates, features)."""
        added: Floats = values * self.logit.of(np.array([relation]))[0]
        if self.trees is None:
            return added
        chosen = best((added.sum(axis=1))[None], FINALISTS)[0]
        added[chosen] += np.asarray(self.trees.predict(values[chosen], pred_contrib=True), np.float32)[:, :-1]
        return added


def best(scores: Floats, width: int) -> Ints:
    """The places of the highest scores of each question, rising."""
    width = min(width, scores.shape[1])
    return np.sort(np.argpartition(-scores, width - 1, axis=1)[:, :width], axis=1)


def _spread(values: Floats) -> Floats:
    """Standard deviation of each feature, in parts: a copy of all values in double precision would not be small."""
    first, second = (np.zeros(values.shape[-1]) for _ in range(2))
    for start in range(0, len(values), PART):
        part = values[start : start + PART].astype(np.float64)
        first += part.sum(axis=(0, 1))
        second += (part**2).sum(axis=(0, 1))
    rows = values.shape[0] * values.shape[1]
    return np.asarray(np.sqrt(np.maximum(second / rows - (first / rows) ** 2, 0)) + 1e-6)


def _finalists(sample: Sample, scores: Floats) -> tuple[Floats, Truth, Floats]:
    """Values, truth and scores of the finalists, of the questions that have a true answer among them."""
    chosen = best(scores, FINALISTS)
    truth = np.take_along_axis(sample.truth, chosen, axis=1)
    kept = truth.any(axis=1)
    chosen = chosen[kept]
    values = np.take_along_axis(sample.values[kept], chosen[..., None], axis=1)
    return values, truth[kept], np.take_along_axis(scores[kept], chosen, axis=1)


def _grown(values: Floats, truth: Truth, scores: Floats) -> "Booster":
    """Trees fitted to what the scores leave."""
    import lightgbm

    data = lightgbm.Dataset(
        values.reshape(-1, values.shape[-1]), params={"max_bin": PARAMETERS["max_bin"], "verbose": -1}
    )
    trees = lightgbm.Booster(PARAMETERS, data)

    def gradient(gain: Floats, _: object) -> tuple[Floats, Floats]:
        slope = loss(scores + gain.reshape(scores.shape), truth)[1].ravel()
        share = np.minimum(np.abs(slope), 1)
        return slope, 2 * np.maximum(share * (1 - share), 1e-6)

    for _ in range(TREES):
        trees.update(fobj=gradient)
    return trees


def gathered(parts: Iterable[tuple[Floats, Truth, Ints]]) -> Sample | None:
    """One sample of the parts: of each the questions that have a true answer among the candidates. None if none has."""
    values, truths, relations = [], [], []
    for value, truth, relation in parts:
        kept = truth.any(axis=1)
        if kept.any():
            values.append(value[kept])
            truths.append(truth[kept])
            relations.append(relation[kept])
    if not truths:
        return None
    truth = np.concatenate(truths)
    whole, at = np.empty((*truth.shape, values[0].shape[-1]), np.float32), 0
    for k in range(len(values)):  # parts are given up as they are copied, so that memory holds the values once
        whole[at : at + len(values[k])] = values[k]
        at += len(values[k])
        values[k] = whole[:0]
    return Sample(whole, truth, np.concatenate(relations))
