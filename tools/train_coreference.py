"""Learns the weights that tell that two mentions mean one event, and makes what the network on the trunk learns from.

    python tools/train_coreference.py FOLDER --arrays ARRAYS.npz
    python tools/train_coreference_network.py --minilm FOLDER --arrays ARRAYS.npz --vectors VECTORS.npz
    python tools/train_coreference.py FOLDER --vectors VECTORS.npz --stories STORIES_FOLDER [--dry]

FOLDER is that of the benchmark `coreference`, STORIES_FOLDER that of `stories`. Two parts of the topics are left out,
the dev part and a fifth of train: the articles of each are put into stories by weights, and its mentions have vectors
from a network, that saw none of its topics. Of such pairs the weights are learnt. What is shown is reached by
weights learnt from the other part.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import train_stories
from sklearn.linear_model import LogisticRegression

from benchmarks.clusters import conll
from benchmarks.coreference import Place, Split, places, sentences, splits
from westphalia.reading.encoder import pieces, trunk
from westphalia.reconciling import coreference, stories
from westphalia.reconciling.coreference import Block, Mention, blocks_of, compare, window
from westphalia.reconciling.groups import average_link_of

DATA = Path(coreference.__file__).parent / "data"
DEV = (2, 5, 12, 18, 21, 23, 34, 35)
PARTS = 2
SPARED = 4
"""Of pairs of two events one in so many is learnt from, at so many times the weight."""

THRESHOLDS = np.arange(0.2, 0.6, 0.05)


def write_arrays(folder: Path, out: Path) -> None:
    """Vectors of the trunk by text, and of each mention its text, pieces, chain, topic and part."""
    texts: dict[tuple[str, ...], int] = {}
    hidden, of_words, rows = [], [], []
    chains: dict[str, int] = {}
    for place, chain in mentions(folder):
        text, left = window(place.words, *place.beside)
        if text not in texts:
            held = pieces(text)
            texts[text] = len(texts)
            hidden.append(trunk(held.ids).astype(np.float16))
            of_words.append(np.array(held.words))
        number = texts[text]
        own = np.flatnonzero(np.isin(of_words[number], [left + n for n in place.at]))
        labels = topic_of(place.document), part_of(place.document)
        rows.append((number, own, chains.setdefault(chain, len(chains)), *labels))
    number, own, chain, topic, part = zip(*rows, strict=True)
    np.savez_compressed(
        out,
        hidden=np.concatenate(hidden),
        text_ends=np.cumsum([len(h) for h in hidden]),
        pieces=np.concatenate(own),
        piece_ends=np.cumsum([len(o) for o in own]),
        text=np.array(number),
        chain=np.array(chain),
        topic=np.array(topic),
        part=np.array(part),
    )


def mentions(folder: Path) -> Iterator[tuple[Place, str]]:
    """Places and chains of the mentions of all splits, in the order of the benchmark."""
    for path in sorted(folder.glob("ECB_*_Event_gold_mentions.json")):
        corpus = path.name.replace("_Event_gold_mentions.json", "_corpus.txt")
        text = sentences((folder / corpus).read_text(encoding="utf-8"))
        held = json.loads(path.read_text(encoding="utf-8"))
        yield from zip(places(text, held), [mention["coref_chain"] for mention in held], strict=True)


@dataclass(frozen=True, slots=True)
class Judged:
    """A block with its gold and part, and what is known without its part of whether its mentions are told again."""

    block: Block
    gold: list[str]
    part: int
    told: np.ndarray

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Features of all pairs, and whether they are of one event."""
        above = np.triu_indices(len(self.gold), 1)
        x = np.stack([matrix[above] for matrix in compare(self.block).values()], axis=1)
        return x, np.array([self.gold[i] == self.gold[j] for i, j in zip(*above, strict=True)], dtype=bool)

    def chances(self, model: LogisticRegression, features: np.ndarray) -> np.ndarray:
        """The chances of the pairs of the block, as `coreference.chances` makes them."""
        total = np.zeros((len(self.gold),) * 2)
        total[np.triu_indices(len(self.gold), 1)] = model.decision_function(features) if len(features) else []
        lesser = np.minimum(np.minimum.outer(self.told, self.told), coreference.SURELY_TOLD)
        return 1 / (1 + np.exp(-(total + total.T + coreference.TOLD * lesser)))


def topic_of(document: str) -> int:
    """The topic of a document of ECB+."""
    return int(document.split("_", maxsplit=1)[0])


def part_of(document: str) -> int:
    """The part of a topic: 0 dev, 1 a fifth of train, 2 the rest, of which only networks learn."""
    topic = topic_of(document)
    return 0 if topic in DEV else 1 if topic % 5 == 0 else 2


def judged(parts: Sequence[Split], story_folder: Path, vectors: Path) -> Iterator[Judged]:
    """Blocks of the parts left out, made without what was learnt from their topics."""
    docs = train_stories.documents(story_folder)
    with np.load(vectors) as kept:
        learnt = kept["left_out"].astype(np.float32)
    for part in range(PARTS):
        seen = {n: [d for d in held if "ecb" not in n or part_of(d["group"]) != part] for n, held in docs.items()}
        models = train_stories.learn(random.Random(4), {name: held for name, held in seen.items() if held})
        weights, bias = told_weights(parts, part)
        first = 0
        for split in parts:
            rows = [n for n, document in enumerate(split.documents) if part_of(document) == part]
            held = [replace(split.mentions[n], learnt=learnt[first + n]) for n in rows]
            gold = {id(mention): split.gold[n] for n, mention in zip(rows, held, strict=True)}
            first += len(split.mentions)
            for block in fold_blocks(split, held, models) if held else ():
                told = np.stack([mention.vector for mention in block.mentions]).astype(float) @ weights + bias
                yield Judged(block, [gold[id(mention)] for mention in block.mentions], part, told)


def told_weights(parts: Sequence[Split], without: int | None = None) -> tuple[np.ndarray, float]:
    """A logistic regression of whether the event of a mention has another mention."""
    x, y = [], []
    for split in parts:
        sizes = Counter(split.gold)
        for mention, chain, document in zip(split.mentions, split.gold, split.documents, strict=True):
            if part_of(document) != without:
                x.append(mention.vector.astype(float))
                y.append(sizes[chain] > 1)
    rows = np.array(x)
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.003, max_iter=1000).fit((rows - middle) / scale, y)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ middle)


def fold_blocks(part: Split, held: Sequence[Mention], models: tuple) -> Iterator[Block]:
    """Blocks of some mentions, their articles put into stories by given models."""
    reports = {mention.report for mention in held}
    articles = sorted((a for a in part.articles if a.report in reports), key=lambda article: article.report)
    pile = train_stories.Pile([{"group": "", "terms": article.terms} for article in articles])
    groups = pile.told(*models, stories.THRESHOLD)
    return blocks_of(held, [article.report for article in articles], pile.chance(models[0]), groups)


def fit(table: Sequence[tuple[np.ndarray, np.ndarray]]) -> LogisticRegression:
    """A logistic regression; its coefficients go with features as they are."""
    x, y = (np.concatenate(column) for column in zip(*table, strict=True))
    keep = y | (np.arange(len(y)) % SPARED == 0)
    scale = x.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=300, tol=1e-3)
    model.fit(x[keep] / scale, y[keep], sample_weight=np.where(y[keep], 1, SPARED))
    model.coef_ = model.coef_ / scale
    return model


def show(held: Sequence[Judged], matrices: Sequence[np.ndarray]) -> None:
    """Scores by part and threshold."""
    for part in range(PARTS):
        for threshold in THRESHOLDS:
            gold, found = [], []
            for number, (one, matrix) in enumerate(zip(held, matrices, strict=True)):
                if one.part == part:
                    label = np.zeros(len(matrix), dtype=int)
                    for n, members in enumerate(average_link_of(range(len(matrix)), matrix, threshold)):
                        label[members] = n
                    gold += one.gold
                    found += [(number, int(n)) for n in label]
            print(part, round(float(threshold), 2), {k: round(v, 4) for k, v in conll(gold, found).items()})


def main() -> None:
    """Reads the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    for name in ("arrays", "vectors", "stories"):
        ask.add_argument(f"--{name}", type=Path)
    ask.add_argument("--dry", action="store_true", help="write nothing")
    asked = ask.parse_args()
    if asked.arrays:
        write_arrays(asked.folder, asked.arrays)
        return
    parts = [split for _, split in splits(asked.folder)]
    held = list(judged(parts, asked.stories, asked.vectors))
    table = [one.pairs() for one in held]
    models = [fit([t for t, one in zip(table, held, strict=True) if one.part != part]) for part in range(PARTS)]
    show(held, [one.chances(models[one.part], x) for one, (x, _) in zip(held, table, strict=True)])
    model, names = fit(table), list(compare(held[0].block))
    lines = [
        f"{name}\t{value:.4f}\n"
        for name, value in zip([*names, "bias"], [*model.coef_[0], model.intercept_[0]], strict=True)
    ]
    print("".join(lines))
    if not asked.dry:
        head = (
            "# Weights of the features of `reconciling/coreference.py`: the chance that two mentions mean one event.\n"
        )
        head += "# Learnt by tools/train_coreference.py; see docs/models/coreference.md.\nfeature\tweight\n"
        (DATA / "coreference_weights.tsv").write_text(head + "".join(lines), encoding="utf-8")
        weights, bias = told_weights(parts)
        np.savez_compressed(DATA / "coreference.npz", weights=weights.astype(np.float32), bias=bias)


if __name__ == "__main__":
    main()
