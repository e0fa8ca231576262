"""Learns the weights by which names of places are resolved: `python tools/train_places.py --data FOLDER`.

FOLDER holds *.jsonl of annotated articles, as for `python -m benchmarks places`. A conditional logit model over the
candidates of each name, penalised, one vote a name and article; `--folds 5` says how well it does on articles it has
not seen, `--write` keeps the weights of all articles.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from westphalia.model import Span
from westphalia.reading.place.context import LOCAL, SHARED, Context

OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/place_weights.tsv"
HEAD = """# Weights by which names of places are resolved: a conditional logit model, trained by tools/train_places.py on
# news articles whose names are annotated with GeoNames ids (LGL: local news; GeoWebNews: news of the world).
# first: weights of the first round; later: of the round that also sees where the other names probably are.
"""


class Article:
    """An article's context, and which candidates of each name are right, with how often the name is so meant."""

    def __init__(self, row: dict, weight: float) -> None:
        spans = [Span(t["start"], t["end"]) for t in row["toponyms"]]
        self.context = Context(row["text"], spans)
        gold = {Span(t["start"], t["end"]): t["geonameid"] for t in row["toponyms"]}
        self.golds = []
        for number, name in enumerate(self.context.groups):
            start, end = self.context.starts[number], self.context.starts[number + 1]
            right = np.zeros(end - start)
            for span in name.spans:
                for at, one in enumerate(name.candidates):
                    right[at] += gold.get(span) is not None and one.entry.geonames == gold[span]
            if right.sum():
                mentions = right.sum()
                self.golds.append((start, end, right / mentions, weight * mentions**0.5))


def fit(parts: list[tuple[np.ndarray, list]], penalty: float) -> np.ndarray:
    """Weights that make the right candidates most probable."""
    blocks, rights, votes, starts, at = [], [], [], [], 0
    for features, golds in parts:
        for start, end, right, vote in golds:
            blocks.append(features[start:end])
            rights.append(right)
            votes.append(vote)
            starts.append(at)
            at += end - start
    matrix, right = np.vstack(blocks), np.concatenate(rights)
    begins, vote = np.array(starts), np.array(votes)
    sizes = np.diff([*starts, at])
    spread = np.repeat(vote, sizes)
    scale = vote.sum()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        top = np.repeat(np.maximum.reduceat(scores, begins), sizes)
        exps = np.exp(scores - top)
        total = np.repeat(np.add.reduceat(exps, begins), sizes)
        logs = scores - top - np.log(total)
        value = -(spread * right * logs).sum() / scale + penalty * (weights**2).sum()
        slope = matrix.T @ (spread * (exps / total - right)) / scale + 2 * penalty * weights
        return value, slope

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return found.x


def learn(articles: list[Article], penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights of both rounds."""
    first = fit([(a.context.local, a.golds) for a in articles], penalty)
    parts = []
    for article in articles:
        chances = article.context.softmax(article.context.local @ first)
        parts.append((np.hstack([article.context.local, article.context.shared(chances)]), article.golds))
    return first, fit(parts, penalty)


def load(data: Path, world: float) -> dict[str, list[dict]]:
    """Articles by file; those of other files than lgl count `world` times."""
    return {
        path.stem: [json.loads(line) for line in path.open(encoding="utf-8")]
        for path in sorted(data.glob("*.jsonl"))
    }


def main() -> None:
    """Learns, says how well, writes."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--world", type=float, default=2.0, help="weight of articles of the world's news")
    ask.add_argument("--penalty", type=float, default=1e-4)
    ask.add_argument("--folds", type=int, default=5)
    ask.add_argument("--write", action="store_true")
    asked = ask.parse_args()
    files = load(asked.data, asked.world)
    articles = {
        name: [Article(row, 1.0 if name == "lgl" else asked.world) for row in rows] for name, rows in files.items()
    }
    for fold in range(asked.folds):
        pass
    if asked.folds:
        validate(files, articles, asked.folds, asked.penalty)
    if asked.write:
        first, later = learn([a for part in articles.values() for a in part], asked.penalty)
        rows = [
            f"{name}\t{first[at]:.4f}\t{later[at]:.4f}" if at < len(LOCAL) else f"{name}\t0\t{later[at]:.4f}"
            for at, name in enumerate(LOCAL + SHARED)
        ]
        OUT.write_text(HEAD + "feature\tfirst\tlater\n" + "\n".join(rows) + "\n", encoding="utf-8")


def validate(files: dict, articles: dict, folds: int, penalty: float) -> None:
    """Share of names rightly resolved in articles left out of the learning."""
    hits: dict[str, list[bool]] = {name: [] for name in files}
    for fold in range(folds):
        seen = [a for part in articles.values() for n, a in enumerate(part) if n % folds != fold]
        first, later = learn(seen, penalty)
        for name, part in articles.items():
            for row, article in list(zip(files[name], part, strict=True))[fold::folds]:
                hits[name] += _hits(row, article.context, first, later)
    for name, found in hits.items():
        print(f"{name}: exact {np.mean(found):.4f} of {len(found)}")


def _hits(row: dict, context: Context, first: np.ndarray, later: np.ndarray) -> list[bool]:
    gold = {Span(t["start"], t["end"]): t["geonameid"] for t in row["toponyms"] if t["geonameid"]}
    found = dict.fromkeys(gold, False)
    if context.groups:
        chances = context.softmax(context.local @ first)
        chances = context.softmax(np.hstack([context.local, context.shared(chances)]) @ later)
        for number, name in enumerate(context.groups):
            start, end = context.starts[number], context.starts[number + 1]
            best = name.candidates[int(np.argmax(chances[start:end]))].entry
            for span in name.spans:
                if span in gold:
                    found[span] = best.geonames == gold[span]
    return list(found.values())


if __name__ == "__main__":
    main()
