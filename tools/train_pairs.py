"""Trains the scorer of pairs from coded records; writes data/pairs.npz.

    python tools/train_pairs.py --records plv.tsv --classes coped.tsv --spans coped_spans.txt --news FOLDER

Needs the extra `train`. The positive pairs are those the coders of `--records` (sentence, source, target) and `--spans`
(tagged tokens) name; all other pairs of the same sentences, and all pairs of the sentences of class 0 in `--classes`,
are negative, and so are the pairs in running news (`--news`) that the lexicon does not tell: few of them are events,
and without them the model takes every sentence for one with an event (49 pairs of 1,900 reach p = .5 instead of 9).
Prints cross-validated figures, folds by sentence.
"""

import argparse
import csv
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.triples import report
from westphalia.intake import reports
from westphalia.model import Mention, Report
from westphalia.reading import STEPS, Reading
from westphalia.reading.act.acts import acts
from westphalia.reading.act.event_features import BUCKETS, bucket
from westphalia.reading.act.pairs import WEIGHTS, pair_features, pairs
from westphalia.reading.act.parties import Parties
from westphalia.reading.act.weighing import told_pairs
from westphalia.reading.parse import parse_all

C = 0.2
"""Inverse strength of the penalty: .1 to 1 differ by .004 in average precision (5 folds)."""
BEFORE = ("mentions", "times", "places")


@dataclass(frozen=True)
class Row:
    """One pair: the hash buckets of its features, whether coders named it, and the sentence it is of."""

    names: list[str]
    coded: bool
    text: str


def named(reading: Reading, words: str) -> list[Mention]:
    """The mentions whose head lies in `words`, the words of a coder."""
    start = reading.clean.find(words)
    end = start + len(words)
    return [m for m in reading.mentions if start >= 0 and m.head.start < end and m.head.end > start]


def alike(mention: Mention, named_by_coder: list[Mention]) -> bool:
    """Whether a mention is one of the coder's, or another of the same actor."""
    return any(mention is one or set(mention.actors) & set(one.actors) for one in named_by_coder)


def readings(texts: Sequence[str]) -> list[Reading]:
    """The texts read as far as events need."""
    found = [Reading(report(text)) for text in texts]
    steps = {step.name: step for step in STEPS}
    for reading in found:
        steps["sentences"].run(reading)
    parse_all(found)
    for reading in found:
        for name in BEFORE:
            steps[name].run(reading)
    return found


def rows_of(reading: Reading, coded: list[tuple[list[Mention], list[Mention]]]) -> Iterable[Row]:
    """All pairs of one sentence."""
    for sentence, _ in reading.parsed():
        if sentence.part == "aside":
            continue
        parties = Parties.of(reading, sentence)
        told = told_pairs(acts(sentence, parties))
        for pair in pairs(sentence, parties):
            right = any(alike(pair.source, s) and alike(pair.target, t) for s, t in coded)
            yield Row(
                pair_features(pair, told.get((id(pair.source), id(pair.target)), ""), bool(told)), right, reading.clean
            )


def of_records(file: Path) -> list[Row]:
    """Pairs of coded records: sentence, source, target."""
    with file.open(encoding="utf-8", newline="") as held:
        records = list(csv.DictReader(held, delimiter="\t"))
    texts = list(dict.fromkeys(r["sentence"] for r in records))
    found: list[Row] = []
    for reading in readings(texts):
        own = [r for r in records if r["sentence"] == reading.clean]
        found += rows_of(reading, [(named(reading, r["source"]), named(reading, r["target"])) for r in own])
    return found


def of_classes(classes: Path, spans: Path, known: set[str]) -> list[Row]:
    """Pairs of sentences with a class and, where it is no "no event", tagged parties; those in `known` left out."""
    lines = classes.read_text(encoding="utf-8").split("\n")[1:]
    labels = {plain(line.rsplit("\t", 1)[0]): line.rsplit("\t", 1) for line in lines if "\t" in line}
    tagged: dict[str, list[tuple[str, str]]] = {}
    for block in spans.read_text(encoding="utf-8").strip().split("\n\n"):
        marked = [(word, tag) for word, _, tag in (line.partition(" ") for line in block.split("\n"))]
        tagged[plain(" ".join(word for word, _ in marked))] = marked
    wanted = [(k, text, int(label)) for k, (text, label) in labels.items() if k not in known]
    wanted = [one for one in wanted if one[2] == 0 or one[0] in tagged]
    found: list[Row] = []
    for reading, (k, _, label) in zip(readings([text for _, text, _ in wanted]), wanted, strict=True):
        found += rows_of(reading, [] if label == 0 else _parties(reading, tagged[k]))
    return found


def of_news(found: Iterable[Reading]) -> list[Row]:
    """Pairs of running text that the lexicon does not tell."""
    return [row for reading in found for row in rows_of(reading, []) if "lex?False" in row.names]


def _parties(reading: Reading, marked: list[tuple[str, str]]) -> list[tuple[list[Mention], list[Mention]]]:
    """The tagged parties of one sentence: R stands for both sides of a mutual act."""
    runs: dict[str, list[str]] = {"S": [], "T": [], "R": []}
    for word, tag in marked:
        if tag.startswith("B-"):
            runs[tag[2:]].append(word)
        elif tag.startswith("I-") and runs[tag[2:]]:
            runs[tag[2:]][-1] += f" {word}"
    found = {role: [m for words in held for m in named(reading, words)] for role, held in runs.items()}
    return [(found["S"] + found["R"], found["T"] + found["R"])]


def plain(text: str) -> str:
    """A sentence by its first letters, marks aside: how the same sentence is known in two sets."""
    return re.sub(r"\W", "", text.lower())[:80]


def matrix(rows: Sequence[Row]) -> csr_matrix:
    """Sparse 0/1 matrix of hashed features."""
    indices: list[int] = []
    pointers = [0]
    for row in rows:
        indices += sorted({bucket(name) for name in row.names})
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(rows), BUCKETS))


def train(rows: Sequence[Row], weights: Path, folds: int = 5) -> None:
    """Fits, prints cross-validated figures, writes the weights."""
    held, gold = matrix(rows), np.array([row.coded for row in rows])
    groups = np.unique([plain(row.text) for row in rows], return_inverse=True)[1]
    model = LogisticRegression(C=C, max_iter=300)
    if folds:
        guessed = cross_val_predict(
            model, held, gold, groups=groups, cv=GroupKFold(folds), method="predict_proba"
        )[:, 1]  # fmt: skip
        print(
            f"pairs {len(gold)} coded {gold.sum()}; cross-validated ({folds} folds): "
            f"AUC {roc_auc_score(gold, guessed):.3f} average precision {average_precision_score(gold, guessed):.3f}"
        )
        for low in np.arange(0, 1, 0.1):
            inside = (guessed >= low) & (guessed < low + 0.1)
            print(f"  {low:.1f}: {inside.sum():5} pairs, coded {gold[inside].mean() if inside.any() else 0:.2f}")
    model.fit(held, gold)
    kept = np.flatnonzero(np.abs(model.coef_[0]) > 1e-4)
    np.savez_compressed(
        weights,
        buckets=kept.astype(np.int32),
        weights=model.coef_[0][kept].astype(np.float16),
        bias=np.float32(model.intercept_[0]),
    )
    print(f"{weights.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Trains and writes."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--records", type=Path, required=True)
    ask.add_argument("--classes", type=Path, required=True)
    ask.add_argument("--spans", type=Path, required=True)
    ask.add_argument("--news", type=Path, required=True)
    ask.add_argument("--articles", type=int, default=210)
    asked = ask.parse_args()
    rows = of_records(asked.records)
    rows += of_classes(asked.classes, asked.spans, {plain(row.text) for row in rows})
    files = sorted(asked.news.glob("*.txt"))
    random.Random(4242).shuffle(files)
    rows += of_news(readings([r.clean for r in reports(files[: asked.articles]) if isinstance(r, Report)]))
    train(rows, WEIGHTS)


if __name__ == "__main__":
    main()
