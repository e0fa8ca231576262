"""Learns what tells that two reports are of one story, and how common terms are in news.

    python tools/train_stories.py commonness NEWS_FOLDER...     # text files → data/commonness.npz
    python tools/train_stories.py weights STORIES_FOLDER [--held NAME]

Training piles: every file of the folder whole (of one with splits: train), and piles of other shapes drawn from it, so
that the weights do not lean on how many stories a pile has or how many reports a story has. `--held` leaves a file, or
the groups of a split, out and shows what becomes of it: the figures of the model card.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.clusters import b_cubed
from westphalia.reconciling import stories
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.pile import compare
from westphalia.reconciling.terms import BUCKETS, terms

DATA = Path(stories.__file__).parent / "data"
SHAPES = ((10, 3), (10, 5), (10, 12), (20, 3), (20, 5), (20, 12), (30, 5))
"""Stories in a pile, reports in a story at most."""

THRESHOLDS = np.arange(0.1, 0.75, 0.05)


def commonness(folders: Sequence[Path]) -> None:
    """Counts in how many texts of the folders each term is."""
    counts: Counter[int] = Counter()
    texts = [path.read_text("utf-8", errors="replace") for folder in folders for path in sorted(folder.rglob("*.txt"))]
    for text in texts:
        found = terms(text)
        for bucket in {int(i) % BUCKETS for bag in (found.words, found.names) for i in bag.ids}:
            counts[bucket] += 1
    shares = np.array([counts[bucket] for bucket in range(BUCKETS)], dtype=float)
    level = np.minimum(np.round(32 * np.log1p(np.where(shares > 1, shares, 0))), 255).astype(np.uint8)
    np.savez_compressed(DATA / "commonness.npz", level=level, texts=len(texts))
    print(f"{len(texts)} texts, {(level > 0).sum()} buckets in use")


Doc = Mapping[str, Any]


def documents(folder: Path) -> dict[str, list[Doc]]:
    """Documents by pile name: `FILE` or `FILE-SPLIT`; of documents with two texts both piles."""
    found: dict[str, list[Doc]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            doc = json.loads(line)
            name = f"{path.stem}-{doc['split']}" if "split" in doc else path.stem
            whole = f"{doc.get('title') or ''}\n{doc.get('full_text', doc['text'])}"
            found[name].append({"group": doc["group"], "terms": terms(whole)})
            if "full_text" in doc:
                found[f"{name}-short"].append({"group": doc["group"], "terms": terms(doc["text"])})
    return found


class Pile:
    """Features and gold of one pile."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.gold = [doc["group"] for doc in docs]
        self.features = compare([doc["terms"] for doc in docs])
        self.above = np.triu_indices(len(docs), 1)
        self.x = np.stack([matrix[self.above] for matrix in self.features.values()], axis=1)
        self.y = np.array([self.gold[i] == self.gold[j] for i, j in zip(*self.above, strict=True)])

    def f1(self, model: Any, threshold: float) -> float:
        """B-cubed F1 of the groups that a model makes."""
        chance = np.eye(len(self.gold))
        chance[self.above] = model.predict_proba(self.x)[:, 1]
        chance = np.maximum(chance, chance.T)
        groups = average_link_of(range(len(self.gold)), chance, threshold)
        label = {item: number for number, members in enumerate(groups) for item in members}
        return b_cubed(self.gold, [str(label[i]) for i in range(len(self.gold))])[2]


def drawn(rng: random.Random, docs: Sequence[Doc]) -> Iterator[Pile]:
    """Piles of all shapes drawn from one."""
    by_group: dict[str, list[Doc]] = defaultdict(list)
    for doc in docs:
        by_group[doc["group"]].append(doc)
    for stories_of, reports_of in SHAPES:
        chosen = rng.sample(sorted(by_group), min(stories_of, len(by_group)))
        yield Pile([d for g in chosen for d in rng.sample(by_group[g], min(reports_of, len(by_group[g])))])


def fit(piles: Sequence[Pile]) -> Any:
    """A logistic regression in which each pile weighs alike, by its pairs of one story."""
    x, y = np.concatenate([p.x for p in piles]), np.concatenate([p.y for p in piles])
    weight = np.concatenate([np.full(len(p.y), np.sqrt(len(p.gold)) / max(p.y.sum(), 1)) for p in piles])
    scale = x.std(axis=0)
    model = LogisticRegression(C=1.0, max_iter=5000).fit(x / scale, y, sample_weight=weight / weight.mean())
    model.coef_ = model.coef_ / scale
    return model


def weights(folder: Path, held: str, write: bool) -> None:
    """Fits the weights, says what they reach, and writes them."""
    rng = random.Random(4)
    docs = documents(folder)
    learnt = [name for name in docs if not (held and held in name)]
    piles = {name: Pile(docs[name]) for name in docs}
    training = [piles[name] for name in learnt] + [p for name in learnt for p in drawn(rng, docs[name])]
    model = fit(training)
    reached = [np.mean([p.f1(model, t) for p in training]) for t in THRESHOLDS]
    best = float(THRESHOLDS[int(np.argmax(reached))])
    print(f"threshold {best:.2f}: {max(reached):.4f}; all: {[round(float(r), 3) for r in reached]}")
    for name, pile in piles.items():
        print(f"{name:20} {pile.f1(model, best):.4f} {'' if name in learnt else 'held out'}")
        if name not in learnt:
            others = [p.f1(model, best) for _ in range(4) for p in drawn(rng, docs[name])]
            print(f"{name:20} {np.mean(others):.4f} drawn, worst {min(others):.3f}")
    names = list(piles[learnt[0]].features)
    for name, value in zip([*names, "bias"], [*model.coef_[0], model.intercept_[0]], strict=True):
        print(f"{name}\t{value:.4f}")
    if write:
        head = "# Weights of the features of `reconciling/pile.py` for the chance that two reports are of one story.\n"
        head += "# Learnt by tools/train_stories.py; see docs/models/stories.md.\nfeature\tweight\n"
        lines = [f"{n}\t{v:.4f}\n" for n, v in zip([*names, "bias"], [*model.coef_[0], *model.intercept_], strict=True)]
        (DATA / "story_weights.tsv").write_text(head + "".join(lines), encoding="utf-8")


def main() -> None:
    """Reads the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("commonness", "weights"))
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--held", default="", help="leave piles with this in their name out of the training")
    ask.add_argument("--dry", action="store_true", help="write nothing")
    asked = ask.parse_args()
    if asked.what == "commonness":
        commonness(asked.folders)
    else:
        weights(asked.folders[0], asked.held, not asked.dry)


if __name__ == "__main__":
    main()
