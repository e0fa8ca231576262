"""Learns what tells that two mentions mean one event: a projection of vectors in context, and weights.

    python tools/train_coreference.py FOLDER [--split train] [--all] [--dry]

FOLDER is that of the benchmark `coreference`. What is shown is cross-validated by topic: the projection that a pair is
compared with never saw its topic, and neither did the weights. `--all` learns from all splits in the end.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.clusters import conll
from benchmarks.coreference import Split, splits
from westphalia.reconciling import coreference
from westphalia.reconciling.coreference import Block, Projection, blocks, compare
from westphalia.reconciling.groups import average_link_of

DATA = Path(coreference.__file__).parent / "data"
FOLDS = 5
AXES = 64
SHRINK = 0.3
"""How far the scatter within events is drawn towards a sphere; .1 and .6 give the same to .002."""

SPARED = 4
"""Of pairs of two events one in so many is learnt from, at so many times the weight."""

THRESHOLDS = np.arange(0.2, 0.65, 0.05)


def project(vectors: np.ndarray, chains: Sequence[str]) -> Projection:
    """Linear discriminants: whitens the scatter within events, then keeps the axes that events differ on most."""
    members = defaultdict(list)
    for number, chain in enumerate(chains):
        members[chain].append(number)
    mean = vectors.mean(axis=0)
    centres, inside, count = [], np.zeros((vectors.shape[1],) * 2), 0
    for numbers in members.values():
        held = vectors[numbers] - mean
        centres.append(held.mean(axis=0))
        inside += (held - centres[-1]).T @ (held - centres[-1])
        count += len(numbers) - 1
    inside /= count
    inside = (1 - SHRINK) * inside + SHRINK * np.trace(inside) / len(inside) * np.eye(len(inside))
    whiten = np.linalg.inv(np.linalg.cholesky(inside)).T
    _, axes = np.linalg.eigh(np.cov((np.array(centres) @ whiten).T))
    return Projection(mean.astype(np.float32), (whiten @ axes[:, ::-1][:, :AXES]).astype(np.float32))


class Learning:
    """Blocks of one split or several with gold and folds."""

    def __init__(self, parts: Sequence[Split]) -> None:
        self.blocks: list[Block] = []
        self.gold: list[list[str]] = []
        self.fold: list[np.ndarray] = []
        for part in parts:
            held = zip(part.mentions, part.gold, part.documents, strict=True)
            by_mention = {id(m): (g, int(d.split("_")[0])) for m, g, d in held}
            for block in blocks(part.mentions, part.articles):
                self.blocks.append(block)
                self.gold.append([by_mention[id(m)][0] for m in block.mentions])
                self.fold.append(np.array([by_mention[id(m)][1] % FOLDS for m in block.mentions]))
        self.vectors = np.concatenate([[m.vector for m in block.mentions] for block in self.blocks]).astype(float)
        self.chains = [chain for gold in self.gold for chain in gold]
        self.folds = np.concatenate(self.fold)

    def projection(self, without: int | None = None) -> Projection:
        """Learnt from all mentions but those of one fold."""
        chosen = np.flatnonzero(self.folds != without) if without is not None else np.arange(len(self.chains))
        return project(self.vectors[chosen], [self.chains[i] for i in chosen])


def pairs(block: Block, gold: Sequence[str], fold: np.ndarray, projections: Sequence[Projection]) -> tuple:
    """Features, gold and folds of the pairs of a block; each mention is seen through the projection of its fold."""
    above = np.triu_indices(len(gold), 1)
    found = {fold_: compare(block, projections[fold_]) for fold_ in sorted(set(fold.tolist()))}
    rows = fold[above[0]]
    x = np.zeros((len(rows), len(next(iter(found.values())))))
    for fold_, features in found.items():
        chosen = rows == fold_
        x[chosen] = np.stack([matrix[above][chosen] for matrix in features.values()], axis=1)
    y = np.array([gold[i] == gold[j] for i, j in zip(*above, strict=True)], dtype=bool)
    return x, y, rows


def fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    """A logistic regression; its coefficients go with features as they are."""
    keep = y | (np.arange(len(y)) % SPARED == 0)
    scale = x.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=300, tol=1e-3)
    model.fit(x[keep] / scale, y[keep], sample_weight=np.where(y[keep], 1, SPARED))
    model.coef_ = model.coef_ / scale
    return model


def reached(learning: Learning, models: Sequence[LogisticRegression], table: Sequence[tuple]) -> tuple[float, float]:
    """The best threshold and its score, each pair judged by the model that did not see its topic."""
    scores = []
    chances = []
    for (x, _, rows), gold in zip(table, learning.gold, strict=True):
        p = np.zeros(len(rows))
        for fold, model in enumerate(models):
            if (rows == fold).any():
                p[rows == fold] = model.predict_proba(x[rows == fold])[:, 1]
        matrix = np.eye(len(gold))
        matrix[np.triu_indices(len(gold), 1)] = p
        chances.append(np.maximum(matrix, matrix.T))
    for threshold in THRESHOLDS:
        found = []
        for number, matrix in enumerate(chances):
            label = np.zeros(len(matrix), dtype=int)
            for n, members in enumerate(average_link_of(range(len(matrix)), matrix, threshold)):
                label[members] = n
            found += [(number, int(n)) for n in label]
        scores.append(conll(learning.chains, found)["conll_f1"])
    print("thresholds:", {round(float(t), 2): round(s, 4) for t, s in zip(THRESHOLDS, scores, strict=True)})
    best = int(np.argmax(scores))
    return float(THRESHOLDS[best]), scores[best]


def main() -> None:
    """Reads the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--split", default="train")
    ask.add_argument("--all", action="store_true", help="learn from all splits")
    ask.add_argument("--dry", action="store_true", help="write nothing")
    ask.add_argument("--quick", action="store_true", help="no cross-validation")
    asked = ask.parse_args()
    learning = Learning([part for name, part in splits(asked.folder) if asked.all or name == asked.split])
    names = list(compare(learning.blocks[0], learning.projection()))
    projections = [learning.projection(fold) for fold in range(FOLDS)]
    table = [pairs(b, g, f, projections) for b, g, f in zip(learning.blocks, learning.gold, learning.fold, strict=True)]
    x, y, rows = (np.concatenate(column) for column in zip(*table, strict=True))
    print(f"{len(y)} pairs, {y.mean():.3f} of one event")
    if not asked.quick:
        print("reached", reached(learning, [fit(x[rows != f], y[rows != f]) for f in range(FOLDS)], table))
    model, projection = fit(x, y), learning.projection()
    weights = list(zip([*names, "bias"], [*model.coef_[0], model.intercept_[0]], strict=True))
    print("\n".join(f"{name}\t{value:.4f}" for name, value in weights))
    if not asked.dry:
        head = (
            "# Weights of the features of `reconciling/coreference.py`: the chance that two mentions mean one event.\n"
        )
        head += "# Learnt by tools/train_coreference.py; see docs/models/coreference.md.\nfeature\tweight\n"
        lines = [f"{name}\t{value:.4f}\n" for name, value in weights]
        (DATA / "coreference_weights.tsv").write_text(head + "".join(lines), encoding="utf-8")
        mean, axes = projection.mean.astype(np.float16), projection.axes.astype(np.float16)
        np.savez_compressed(DATA / "coreference.npz", mean=mean, axes=axes)


if __name__ == "__main__":
    main()
