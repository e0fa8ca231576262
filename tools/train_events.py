"""Trains the syntax part of the event coder on the rows of `event_rows.py`; writes data/events.npz.

    python tools/train_events.py --rows rows.jsonl [--out predictions.npz]

Needs the extra `train`. Two layers: verb patterns and our own sentences first; coded records and our own sentences
second, with the first layer's log-probabilities as features; beside them a decision whether there is an event at all.
Prints cross-validated figures: folds are by sentence, so that no sentence is on both sides.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from folds import FOLDS, folds
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from benchmarks.events import BINARY, QUAD
from westphalia.reading.act.event_features import BUCKETS, bucket
from westphalia.reading.act.event_type import FLOOR, WEIGHTS

SCALE = 0.3
"""Weight of the first layer's log-probabilities: .2 gave CV root F1 .805, .3 .820, .5 .82."""
OWN_FIRST, OWN_SECOND = 3, 0.5
"""Weights of a sentence of our own beside a pattern and beside a record: without .821, first layer .829, both .834."""
EVENT_C = 0.1


def matrix(rows: list[dict]) -> csr_matrix:
    """Sparse 0/1 matrix of hashed features."""
    indices: list[int] = []
    pointers = [0]
    for row in rows:
        indices += sorted({bucket(name) for name in row["features"]})
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(rows), BUCKETS))


def temperature(probabilities: np.ndarray, gold: np.ndarray) -> float:
    """The temperature at which cross-validated probabilities are most likely."""
    logits = np.log(probabilities + 1e-12)

    def loss(t: float) -> float:
        scaled = logits / t
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(logs[np.arange(len(gold)), gold].mean())

    return min((t / 20 for t in range(6, 41)), key=loss)


def figures(gold: np.ndarray, picked: np.ndarray) -> str:
    """Root, quad and binary macro-F1."""
    quad = [[QUAD[r] for r in one] for one in (gold, picked)]
    binary = [[BINARY[q] for q in one] for one in quad]
    three = [f1_score(*pair, average="macro") for pair in ((gold, picked), quad, binary)]
    return "root {:.3f} quad {:.3f} binary {:.3f}".format(*three)


def regression(c: float) -> LogisticRegression:
    """A logistic regression that stops early: more steps change nothing in cross-validation."""
    return LogisticRegression(C=c, max_iter=80, tol=1e-3)


class Layers:
    """The rows as matrices, and what is fitted on them."""

    def __init__(self, rows: list[dict]) -> None:
        self.rows = {k: [r for r in rows if r["kind"] == k] for k in dict.fromkeys(r["kind"] for r in rows)}
        all_ = {kind: matrix(held) for kind, held in self.rows.items()}
        counts = sum(np.asarray(m.sum(axis=0)).ravel() for kind, m in all_.items() if kind in ("pattern", "record"))
        counts = counts + np.asarray(all_["own"].sum(axis=0)).ravel()
        self.buckets = np.flatnonzero(counts > 1)
        self.of = {kind: m[:, self.buckets] for kind, m in all_.items()}
        patterns = vstack([self.of["pattern"]] + [self.of["own"]] * OWN_FIRST)
        roots = [r["root"] for r in self.rows["pattern"]] + [r["root"] for r in self.rows["own"]] * OWN_FIRST
        self.lower = regression(1.0).fit(patterns, roots)
        self.both = {kind: self.hinted(m) for kind, m in self.of.items() if kind != "pattern"}

    def hinted(self, rows: csr_matrix) -> csr_matrix:
        """Features with the log-probabilities of the first layer beside them."""
        hints = np.log(self.lower.predict_proba(rows) + FLOOR) * SCALE
        return hstack([rows, csr_matrix(hints)]).tocsr()

    def upper(self, without: set[int], of: np.ndarray) -> LogisticRegression:
        """The second layer, fitted on the records outside some folds and on our own sentences."""
        kept = np.array([fold not in without for fold in of])
        own = np.array([r["root"] != "NONE" for r in self.rows["own"]])
        names = [r["root"] for r, k in zip(self.rows["record"], kept, strict=True) if k]
        names += [r["root"] for r in self.rows["own"] if r["root"] != "NONE"]
        weights = np.r_[np.ones(kept.sum()), np.full(own.sum(), OWN_SECOND)]
        rows = vstack([self.both["record"][kept], self.both["own"][own]])
        return regression(1.0).fit(rows, names, sample_weight=weights)

    def event(self, without: set[int]) -> tuple[LogisticRegression, np.ndarray, np.ndarray]:
        """Whether there is an event: the model fitted outside some folds; all probabilities; what is so."""
        kinds = [k for k in self.both if k != "pattern"]
        rows = vstack([self.both[k] for k in kinds]).tocsr()
        held = [r for k in kinds for r in self.rows[k]]
        gold, of = np.array([r["event"] for r in held]), np.array([folds(r) for r in held])
        kept = np.array([fold not in without for fold in of])
        fitted = regression(EVENT_C).fit(rows[kept], gold[kept])
        return fitted, fitted.predict_proba(rows)[:, 1], gold


def main() -> None:
    """Trains, prints cross-validated figures, writes the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=Path, required=True)
    ask.add_argument("--out", type=Path, help="cross-validated probabilities, for fitting the blend")
    asked = ask.parse_args()
    with asked.rows.open(encoding="utf-8") as held:
        layers = Layers([json.loads(line) for line in held])
    records = layers.rows["record"]
    of = np.array([folds(r) for r in records])
    gold = np.array([r["root"] for r in records])
    upper = layers.upper(set(), of)
    guessed = np.zeros((len(gold), len(upper.classes_)))
    kinds = list(layers.both)
    everyone = [r for k in kinds for r in layers.rows[k]]
    chances, truth = np.zeros(len(everyone)), np.zeros(len(everyone))
    for fold in range(FOLDS):
        here = of == fold
        guessed[here] = layers.upper({fold}, of).predict_proba(layers.both["record"][here])
        _, some, truth = layers.event({fold})
        there = np.array([folds(r) == fold for r in everyone])
        chances[there] = some[there]
    names = upper.classes_
    warmth = temperature(guessed, np.searchsorted(names, gold))
    cut = np.array([folds(r) >= 0 for r in everyone])
    print(f"{ {k: len(v) for k, v in layers.rows.items()} } features {len(layers.buckets)}")
    print(f"{FOLDS} folds: {figures(gold, names[guessed.argmax(axis=1)])} temperature {warmth:.2f}")
    print(f"event or not: area under the curve {roc_auc_score(truth[cut], chances[cut]):.3f}")
    if asked.out:
        np.savez(asked.out, types=guessed, events=chances[cut], truth=truth[cut])
    save(layers, upper, layers.event(set())[0], warmth)


def save(layers: Layers, upper: LogisticRegression, event: LogisticRegression, warmth: float) -> None:
    """Writes the weights."""
    columns, lower = len(layers.buckets), layers.lower
    np.savez_compressed(
        WEIGHTS,
        buckets=layers.buckets.astype(np.int32),
        first=lower.coef_.T.astype(np.float16),
        second=upper.coef_.T[:columns].astype(np.float16),
        of_first=upper.coef_.T[columns:].astype(np.float32),
        bias_first=lower.intercept_.astype(np.float32),
        bias_second=upper.intercept_.astype(np.float32),
        event=event.coef_[0][:columns].astype(np.float16),
        event_of_first=event.coef_[0][columns:].astype(np.float32),
        bias_event=event.intercept_.astype(np.float32),
        classes=np.array(upper.classes_),
        below=np.array(lower.classes_),
        scale=SCALE,
        temperature=warmth,
    )
    print(f"{WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
