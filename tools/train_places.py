"""Learns the weights by which names of places are found and resolved: `python -m tools.train_places --data FOLDER`.

FOLDER holds *.jsonl of annotated articles, as for `python -m benchmarks places`. Found: a logistic model of whether a
name of the gazetteer names a place where it stands. Resolved: a conditional logit model over the candidates of each
name, one vote a name and article. Both penalised. It says how well they do on articles they have not seen (five
folds, by article); `--write` keeps the weights learnt from all.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.places import Article, articles, readings
from westphalia.reading.place.context import LOCAL, SHARED, Context
from westphalia.reading.place.evidence import FEATURES, LEAST, evidence
from westphalia.reading.place.hits import hits

DATA = Path(__file__).parents[1] / "src/westphalia/reading/data"
ON = """# Trained by tools/train_places.py on news articles whose names of places are annotated:
# LGL (local news) and GeoWebNews (news of the world).
"""
RESOLVED = f"""# Weights by which names of places are resolved: a conditional logit model.
{ON}# first: weights of the first round; later: of the round that also sees where the other names probably are.
"""
FOUND = f"""# Weights by which a name of the gazetteer is taken for a place: a logistic model.
{ON}"""
WORLD = 2.0
"""An article of world news counts as much as this many of local news (1 to 4: no difference beyond .2 points)."""
PENALTY = 1e-4
"""Of the squared weights; a tenth or ten times of it: -.2 to +.2 points on world news, +.1 to -1.2 on local news."""
FOLDS = 5

Vector = NDArray[np.float64]
type Golds = list[tuple[int, int, Vector, float]]


class Case:
    """An article's names and their candidates, which of them are right, and how much that counts."""

    def __init__(self, article: Article, weight: float) -> None:
        self.article = article
        self.context = Context(article.text, [name.span for name in article.names])
        self.ids = {name.span: name.ident for name in article.names if name.ident}
        self.golds: Golds = []
        for number, name in enumerate(self.context.groups):
            start, end = self.context.starts[number], self.context.starts[number + 1]
            right = np.zeros(end - start)
            for span in name.spans:
                for at, one in enumerate(name.candidates):
                    right[at] += span in self.ids and one.entry.geonames == self.ids[span]
            if right.sum():
                self.golds.append((start, end, right / right.sum(), weight * right.sum() ** 0.5))

    def hits(self, first: Vector, later: Vector) -> list[bool]:
        """Whether each name with an id is resolved to it."""
        found = dict.fromkeys(self.ids, False)
        if self.context.groups:
            chances = self.context.softmax(self.later(first) @ later)
            for number, name in enumerate(self.context.groups):
                start, end = self.context.starts[number], self.context.starts[number + 1]
                best = name.candidates[int(np.argmax(chances[start:end]))].entry.geonames
                found.update({span: best == self.ids[span] for span in name.spans if span in self.ids})
        return list(found.values())

    def later(self, first: Vector) -> Vector:
        """The features of the later round."""
        chances = self.context.softmax(self.context.local @ first)
        return np.hstack([self.context.local, self.context.shared(chances)])


def logit(parts: Sequence[tuple[Vector, Golds]]) -> Vector:
    """Weights that make the right candidates most probable."""
    chosen = [(features[start:end], right, vote) for features, golds in parts for start, end, right, vote in golds]
    matrix, right = np.vstack([block for block, _, _ in chosen]), np.concatenate([r for _, r, _ in chosen])
    sizes = np.array([len(r) for _, r, _ in chosen])
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    votes = np.array([vote for _, _, vote in chosen])
    spread = np.repeat(votes / votes.sum(), sizes)

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = matrix @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, begins), sizes)
        exps = np.exp(scores)
        total = np.repeat(np.add.reduceat(exps, begins), sizes)
        value = -(spread * right * (scores - np.log(total))).sum() + PENALTY * (weights**2).sum()
        return value, matrix.T @ (spread * (exps / total - right)) + 2 * PENALTY * weights

    return np.asarray(_least(loss, matrix.shape[1]))


def logistic(matrix: Vector, right: Vector, votes: Vector) -> Vector:
    """Weights that tell places from other names."""
    spread = votes / votes.sum()

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = matrix @ weights
        value = (spread * (np.logaddexp(0, scores) - right * scores)).sum() + PENALTY * (weights**2).sum()
        return value, matrix.T @ (spread * (1 / (1 + np.exp(-scores)) - right)) + 2 * PENALTY * weights

    return np.asarray(_least(loss, matrix.shape[1]))


def _least(loss, size: int) -> Vector:
    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x


def both_rounds(cases: Sequence[Case]) -> tuple[Vector, Vector]:
    """Weights of both rounds."""
    first = logit([(case.context.local, case.golds) for case in cases])
    return first, logit([(case.later(first), case.golds) for case in cases if case.golds])


def resolution(files: dict[str, list[Article]], write: bool) -> None:
    """Learns to resolve, says how well, writes."""
    cases = {name: [Case(a, 1.0 if name == "lgl" else WORLD) for a in pile] for name, pile in files.items()}
    right: dict[str, list[bool]] = {name: [] for name in files}
    for fold in range(FOLDS):
        first, later = both_rounds([c for pile in cases.values() for n, c in enumerate(pile) if n % FOLDS != fold])
        for name, pile in cases.items():
            right[name] += [hit for case in pile[fold::FOLDS] for hit in case.hits(first, later)]
    for name, found in right.items():
        print(f"resolved, {name}: exact {np.mean(found):.4f} of {len(found)}")
    if write:
        first, later = both_rounds([case for pile in cases.values() for case in pile])
        rows = [
            f"{name}\t{first[at] if at < len(LOCAL) else 0.0:.4f}\t{later[at]:.4f}\n"
            for at, name in enumerate(LOCAL + SHARED)
        ]
        (DATA / "place_weights.tsv").write_text(RESOLVED + "feature\tfirst\tlater\n" + "".join(rows), encoding="utf-8")


def detection(files: dict[str, list[Article]], write: bool) -> None:
    """Learns to find, says how well, writes."""
    rows, right, votes, folds, names = [], [], [], [], []
    for file, pile in files.items():
        for number, (article, reading) in enumerate(readings(pile)):
            found = hits(reading)
            golds = [name.span for name in article.names]
            for hit, row in zip(found, evidence(found, reading), strict=True):
                rows.append(row)
                right.append(any(hit.span.overlaps(gold) for gold in golds))
                votes.append(1.0 if file == "lgl" else WORLD)
                folds.append(number % FOLDS)
                names.append(file)
    matrix, truth, vote = np.array(rows), np.array(right, float), np.array(votes)
    fold, file_of, taken = np.array(folds), np.array(names), np.zeros(len(rows), bool)
    for out in range(FOLDS):
        weights = logistic(matrix[fold != out], truth[fold != out], vote[fold != out])
        taken[fold == out] = 1 / (1 + np.exp(-(matrix[fold == out] @ weights))) >= LEAST
    for name, pile in files.items():
        mine, golds = file_of == name, sum(len(article.names) for article in pile)
        hit = (taken & (truth > 0))[mine].sum()
        print(f"found, {name}: precision {hit / taken[mine].sum():.4f}, recall {hit / golds:.4f} (overlap)")
    if write:
        weights = logistic(matrix, truth, vote)
        lines = [f"{name}\t{weight:.4f}\n" for name, weight in zip(FEATURES, weights, strict=True)]
        (DATA / "toponym_weights.tsv").write_text(FOUND + "feature\tweight\n" + "".join(lines), encoding="utf-8")


def main() -> None:
    """Learns both."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="folder of annotated articles")
    ask.add_argument("--write", action="store_true", help="keep the weights learnt from all articles")
    ask.add_argument("--only", choices=("resolution", "detection"))
    asked = ask.parse_args()
    files = {path.stem: list(articles(path)) for path in sorted(asked.data.glob("*.jsonl"))}
    if asked.only != "detection":
        resolution(files, asked.write)
    if asked.only != "resolution":
        detection(files, asked.write)


if __name__ == "__main__":
    main()
