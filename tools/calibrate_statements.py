"""Fits `reading/data/confidence.tsv`: `python tools/calibrate_statements.py --data DIR`, PolNeAR's layout in DIR.

Reads the articles of DIR (the development part, never those the tagger learnt from), asks of every statement
whether its content and speaker are right as `python -m benchmarks statements` judges them, and fits log-odds of
its traits. Prints how the figures hold on articles left out of the fit.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.statements import Attribution, articles, found_in, part, read, right_statements
from westphalia.reading.reading import Reading

OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/confidence.tsv"
HEAD = """# How sure statements are: log-odds of being right, by trait; their sum is the log-odds of the whole.
# statements: how many of the statements measured have the trait.
trait\tweight\tstatements\tsource\tas_of
"""
RIDGE = 1.0


def judged(reading: Reading, gold: list[Attribution]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The traits of each statement and whether it is right."""
    right = right_statements(reading, gold)
    for number, one in enumerate(found_in(reading)):
        assert one.trace is not None
        yield tuple(t.removeprefix("trait: ") for t in one.trace.fired if t.startswith("trait: ")), number in right


def fit(rows: list[tuple[tuple[str, ...], bool]], groups: list[int], out: Path) -> None:
    """Fits, says how it holds, writes the table."""
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([dict.fromkeys(traits, 1.0) for traits, _ in rows])
    y = np.array([right for _, right in rows])
    model = LogisticRegression(C=1 / RIDGE, max_iter=1000, fit_intercept=False)  # type: ignore[no-untyped-call]
    guess = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(10), method="predict_proba")[:, 1]
    for low in np.arange(0, 1, 0.1):
        inside = (guess >= low) & (guess < low + 0.1)
        if inside.any():
            print(f"said {low:.1f}–{low + 0.1:.1f}: {inside.sum():5d} statements, right {y[inside].mean():.2f}")
    model.fit(x, y)
    counts = Counter(trait for traits, _ in rows for trait in traits)
    with out.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for name, weight in sorted(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)):
            file.write(f"{name}\t{weight:.2f}\t{counts[name]}\tfitted on PolNeAR (development part)\t2016\n")


def main() -> None:
    """Reads, fits and writes the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="folder with text/ and attributions/")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    rows: list[tuple[tuple[str, ...], bool]] = []
    groups: list[int] = []
    for number, (_, text, gold) in enumerate(articles(part(asked.data))):
        found = list(judged(read(text), gold))
        rows += found
        groups += [number] * len(found)
    fit(rows, groups, asked.out)


if __name__ == "__main__":
    main()
