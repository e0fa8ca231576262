"""Learns what tells that two reports are of one story, and how common terms are in news.

    python tools/train_stories.py commonness NEWS_FOLDER...     # text files → data/commonness.npz
    python tools/train_stories.py weights STORIES_FOLDER [--held NAME] [--dry]
    python tools/train_stories.py folds STORIES_FOLDER          # what is reached on topics left out

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
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.clusters import b_cubed
from westphalia.reconciling import stories
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.merging import FEATURES, Compared, Groups
from westphalia.reconciling.pile import KINDS, KNOWN, compare, cosines
from westphalia.reconciling.terms import BUCKETS, terms

DATA = Path(stories.__file__).parent / "data"
SHAPES = ((10, 3), (10, 5), (10, 12), (20, 3), (20, 5), (20, 12), (30, 5))
"""Stories in a pile, reports in a story at most."""

FOLDS = 3
THRESHOLDS = (0.12, 0.2, 0.3)

STATES = (0.55, 0.45, 0.35, 0.25, 0.18, 0.12, 0.08)
"""Mean chances up to which average link goes, to get groups as merging will meet them."""


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
        self.texts = [doc["terms"] for doc in docs]
        self.features = compare(self.texts)
        self.above = np.triu_indices(len(docs), 1)
        self.x = np.stack([matrix[self.above] for matrix in self.features.values()], axis=1)
        self.y = np.array([self.gold[i] == self.gold[j] for i, j in zip(*self.above, strict=True)], dtype=bool)

    def chance(self, pairs: Any) -> np.ndarray:
        """The chance of each pair by a model of pairs."""
        chance = np.eye(len(self.gold))
        chance[self.above] = pairs.predict_proba(self.x)[:, 1]
        return np.maximum(chance, chance.T)

    def compared(self, pairs: Any) -> Compared:
        """The pile compared by a model of pairs."""
        return Compared.of(self.features, self.chance(pairs), self.texts)

    def told(self, pairs: Any, merging: Any, threshold: float) -> list[list[int]]:
        """Numbers of texts by story, by two models."""
        return stories.told(self.compared(pairs), float(merging.intercept_[0]), merging.coef_[0], threshold)

    def f1(self, pairs: Any, merging: Any, threshold: float) -> float:
        """B-cubed F1 of the stories that two models make."""
        label = np.zeros(len(self.gold), dtype=int)
        for number, members in enumerate(self.told(pairs, merging, threshold)):
            label[members] = number
        return b_cubed(self.gold, label.tolist())[2]


def drawn(rng: random.Random, docs: Sequence[Doc]) -> Iterator[Pile]:
    """Piles of all shapes drawn from one."""
    by_group: dict[str, list[Doc]] = defaultdict(list)
    for doc in docs:
        by_group[doc["group"]].append(doc)
    for stories_of, reports_of in SHAPES:
        chosen = rng.sample(sorted(by_group), min(stories_of, len(by_group)))
        yield Pile([d for g in chosen for d in rng.sample(by_group[g], min(reports_of, len(by_group[g])))])


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray, strength: float) -> Any:
    """A logistic regression whose coefficients go with features as they are."""
    middle, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=5000)
    model.fit((x - middle) / scale, y, sample_weight=weight / weight.mean())
    model.coef_ = model.coef_ / scale
    model.intercept_ = model.intercept_ - model.coef_[0] @ middle
    return model


def fit_pairs(piles: Sequence[Pile]) -> Any:
    """The chance of pairs of texts; each pile weighs by the root of its size, by its pairs of one story."""
    x, y = np.concatenate([p.x for p in piles]), np.concatenate([p.y for p in piles])
    weight = np.concatenate([np.full(len(p.y), np.sqrt(len(p.gold)) / max(p.y.sum(), 1)) for p in piles])
    return logistic(x, y, weight, 1.0)


def fit_merging(piles: Sequence[Pile], pairs: Any) -> Any:
    """The chance of pairs of groups, on groups as average link leaves them at several heights."""
    table = [row for pile in piles if (row := group_pairs(pile, pairs)) is not None]
    x, y, weight = (np.concatenate(column) for column in zip(*table, strict=True))
    return logistic(x, y, weight, 0.1)


def group_pairs(pile: Pile, pairs: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Features of pairs of groups, whether most of their pairs are of one story, and weights."""
    compared = pile.compared(pairs)
    codes = {story: number for number, story in enumerate(dict.fromkeys(pile.gold))}
    gold = np.array([codes[story] for story in pile.gold])
    same = (gold[:, None] == gold[None, :]).astype(float)
    found = []
    for height in STATES:
        small = average_link_of(range(len(gold)), compared.matrices["chance"], height)
        groups = Groups(compared, small)
        rows, columns = groups.comparable()
        if len(rows):
            member = np.zeros((len(small), len(gold)))
            for number, members in enumerate(small):
                member[number, members] = 1
            most = (member @ same @ member.T)[rows, columns] > 0.5 * groups.sizes[rows] * groups.sizes[columns]
            weight = np.sqrt(np.minimum(groups.sizes[rows], groups.sizes[columns]))
            found.append((groups.compare(rows, columns), most, weight))
    if not found:
        return None
    x, y, weight = (np.concatenate(column) for column in zip(*found, strict=True))
    return x, y, weight / max(float((weight * y).sum()), 1) * np.sqrt(len(gold))


def fit_alone(piles: Sequence[Pile]) -> Any:
    """The chance of pairs of texts from these two alone (`reconciling/nearness.py`)."""
    x, y, weight = [], [], []
    for pile in piles:
        alone = [
            cosines([getattr(text, kind) for text in pile.texts], known=kind in KNOWN, by_pile=False)[pile.above]
            for kind in KINDS
        ]
        x.append(np.stack(alone, axis=1))
        y.append(pile.y)
        weight.append(np.full(len(pile.y), np.sqrt(len(pile.gold)) / max(pile.y.sum(), 1)))
    return logistic(np.concatenate(x), np.concatenate(y), np.concatenate(weight), 1.0)


def show_alone(model: Any, pile: Pile, name: str) -> None:
    """Precision and recall of the pairs that a model of two texts alone holds for one story."""
    columns = [
        cosines([getattr(text, kind) for text in pile.texts], known=kind in KNOWN, by_pile=False)[pile.above]
        for kind in KINDS
    ]
    chance = model.predict_proba(np.stack(columns, axis=1))[:, 1]
    for least in (0.5, 0.8, 0.95):
        hit = (pile.y & (chance >= least)).sum()
        share = hit / max((chance >= least).sum(), 1)
        print(f"{name:20} alone, from {least}: precision {share:.3f}, recall {hit / pile.y.sum():.3f}")


def fold_of(name: str, doc: Doc) -> int:
    """The fold of a story; those of one topic of ECB+ (`1_ecb`, `1_ecbplus`) are in one."""
    return (int(doc["group"].split("_")[0]) if "ecb" in name else crc32(doc["group"].encode())) % FOLDS


def learn(rng: random.Random, docs: Mapping[str, Sequence[Doc]]) -> tuple[Any, Any]:
    """Both models, from the piles and two rounds of piles drawn from each."""
    piles = [Pile(held) for held in docs.values()]
    piles += [pile for held in docs.values() for _ in range(2) for pile in drawn(rng, held)]
    pairs = fit_pairs(piles)
    return pairs, fit_merging(piles, pairs)


def cross_validate(docs: Mapping[str, Sequence[Doc]]) -> None:
    """What is reached on topics left out, splits put together: whole piles, piles drawn, and all sets in one."""
    joined: dict[str, list[Doc]] = defaultdict(list)
    for name, held in docs.items():
        joined[name.replace("-train", "").replace("-dev", "")] += held
    reached: dict[str, list[list[float]]] = defaultdict(list)
    for fold in range(FOLDS):
        rng = random.Random(fold)
        models = learn(rng, {n: [d for d in held if fold_of(n, d) != fold] for n, held in joined.items()})
        for name, held in joined.items():
            out = [d for d in held if fold_of(name, d) == fold]
            whole, several = Pile(out), list(drawn(rng, out))
            for threshold in THRESHOLDS:
                reached[f"{name} {threshold}"].append([whole.f1(*models, threshold)])
                reached[f"{name} drawn {threshold}"].append([pile.f1(*models, threshold) for pile in several])
    for name, values in reached.items():
        every = [value for row in values for value in row]
        print(f"{name:24} {np.mean(every):.4f}, worst {min(every):.3f}")


def weights(folder: Path, held: str, write: bool) -> None:
    """Fits the weights, says what they reach, and writes them."""
    docs = documents(folder)
    learnt = {name: held_ for name, held_ in docs.items() if not (held and held in name)}
    rng = random.Random(4)
    models = learn(rng, learnt)
    for name, held_ in docs.items():
        print(f"{name:20} {Pile(held_).f1(*models, stories.THRESHOLD):.4f} {'' if name in learnt else 'held out'}")
        if name not in learnt:
            others = [pile.f1(*models, stories.THRESHOLD) for _ in range(2) for pile in drawn(rng, held_)]
            print(f"{name:20} {np.mean(others):.4f} drawn, worst {min(others):.3f}")
    alone = fit_alone([Pile(held_) for held_ in learnt.values()])
    for name, held_ in docs.items():
        show_alone(alone, Pile(held_), name)
    names = list(compare([terms("")])), list(FEATURES), list(KINDS)
    lines = [
        f"{of}\t{name}\t{value:.4f}\n"
        for of, model, kept in zip(("pair", "group", "alone"), (*models, alone), names, strict=True)
        for name, value in zip([*kept, "bias"], [*model.coef_[0], model.intercept_[0]], strict=True)
    ]
    print("".join(lines))
    if write:
        head = "# Weights of the chance that two reports are of one story: of the features of a pair of texts\n"
        head += "# (`reconciling/pile.py`), of a pair of groups (`reconciling/merging.py`) and of two texts alone\n"
        head += "# (`reconciling/nearness.py`).\n"
        head += "# Learnt by tools/train_stories.py; see docs/models/stories.md.\nof\tfeature\tweight\n"
        (DATA / "story_weights.tsv").write_text(head + "".join(lines), encoding="utf-8")


def main() -> None:
    """Reads the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("commonness", "weights", "folds"))
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--held", default="", help="leave piles with this in their name out of the training")
    ask.add_argument("--dry", action="store_true", help="write nothing")
    asked = ask.parse_args()
    if asked.what == "commonness":
        commonness(asked.folders)
    elif asked.what == "folds":
        cross_validate(documents(asked.folders[0]))
    else:
        weights(asked.folders[0], asked.held, not asked.dry)


if __name__ == "__main__":
    main()
