"""Fits `reading/data/confidence.tsv`: `python tools/calibrate_statements.py --data DIR [--judged ROWS.tsv]`.

Reads the articles of DIR in PolNeAR's layout (the development part, never those the tagger learnt from), asks of every
statement whether its content and speaker are right as `python -m benchmarks statements` judges them, and fits log-odds
of its traits. ROWS.tsv adds statements of other news that were judged by reading, one a line: report, 1 or 0 (content
and speaker right), the traits of the statement (`trait: …` of its trace) joined by "|". They are judged more strictly
and are of the news that is read, so they weigh more; PolNeAR gets a trait of its own for what it judges otherwise,
which is not written.

Prints how the figures hold on reports left out of the fit.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.statements import Attribution, articles, found_in, part, read, right_statements
from westphalia.reading.reading import Reading
from westphalia.reading.speech.utterance import HELD

OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/confidence.tsv"
HEAD = """# How sure statements are: log-odds of being right, by trait; their sum is the log-odds of the whole.
# statements: how many of the statements measured have the trait.
trait\tweight\tstatements\tsource\tas_of
"""
RIDGE = 2.0
JUDGED = 3.0
"""Weight of a statement judged by reading beside one of PolNeAR. Of 536 judged, the surest nine tenths are right in
.950, .954, .959 of the cases with weights of 2, 3, 5 (reports left out of the fit)."""
POLNEAR = "PolNeAR"
"""The trait of PolNeAR's own statements."""


@dataclass(frozen=True, slots=True)
class Row:
    """A statement judged: of which report, its traits, whether it is right."""

    report: str
    traits: tuple[str, ...]
    right: bool


def measured(name: str, reading: Reading, gold: list[Attribution]) -> Iterator[Row]:
    """The statements of an article of PolNeAR but those that are held back by rule."""
    right = right_statements(reading, gold)
    for number, one in enumerate(found_in(reading)):
        assert one.trace is not None
        if HELD.isdisjoint(one.trace.fired):
            traits = (t.removeprefix("trait: ") for t in one.trace.fired if t.startswith("trait: "))
            yield Row(name, (*traits, POLNEAR), number in right)


def judged(path: Path) -> Iterator[Row]:
    """The statements judged by reading."""
    for line in path.read_text(encoding="utf-8").splitlines():
        report, right, traits = line.split("\t")
        yield Row(report, tuple(traits.split("|")), right == "1")


def fit(rows: list[Row], out: Path) -> None:
    """Fits, says how it holds, writes the table."""
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([dict.fromkeys(row.traits, 1.0) for row in rows])
    y = np.array([row.right for row in rows])
    groups, ours = np.array([row.report for row in rows]), np.array([POLNEAR not in row.traits for row in rows])
    weight = np.where(ours, JUDGED, 1.0)
    guess = np.zeros(len(rows))
    model = LogisticRegression(C=1 / RIDGE, max_iter=2000, fit_intercept=False)  # type: ignore[no-untyped-call]
    for learnt, left in GroupKFold(8).split(x, y, groups):
        model.fit(x[learnt], y[learnt], sample_weight=weight[learnt])
        guess[left] = model.predict_proba(x[left])[:, 1]
    for name, kind in (("PolNeAR", ~ours), ("judged by reading", ours)):
        for low in np.arange(0, 1, 0.1):
            inside = kind & (guess >= low) & (guess < low + 0.1)
            if inside.any():
                right = f"{inside.sum():5d} statements, right {y[inside].mean():.2f}"
                print(f"{name}, said {low:.1f}–{low + 0.1:.1f}: {right}")
    model.fit(x, y, sample_weight=weight)
    counts = Counter(trait for row in rows for trait in row.traits)
    source = "fitted on PolNeAR (development part)" + (" and news judged by reading" if ours.any() else "")
    with out.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for name, log_odds in sorted(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)):
            if name != POLNEAR:
                file.write(f"{name}\t{log_odds:.2f}\t{counts[name]}\t{source}\t2026-11\n")


def main() -> None:
    """Reads, fits and writes the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="folder with text/ and attributions/")
    ask.add_argument("--judged", type=Path, help="table of statements judged by reading")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    rows = [row for name, text, gold in articles(part(asked.data)) for row in measured(name, read(text), gold)]
    fit([*rows, *(judged(asked.judged) if asked.judged else ())], asked.out)


if __name__ == "__main__":
    main()
