"""Fits `reading/data/event_confidence.tsv`: draw events, judge them by hand, fit.

`python tools/calibrate_events.py draw --texts DIR --count 170 --out judged.tsv` draws events at random from the texts
of DIR and writes a row each: right (to be filled in, 1 or 0), traits, coding, sentence. `… fit --judged judged.tsv`
fits log-odds of the traits and prints what holding back the least sure tenth, fifth and so on would give on events
left out of the fit. An event is right if type, every source, every recipient and status are.
"""

import argparse
import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from westphalia.intake import reports
from westphalia.model import Event, Report
from westphalia.reading import STEPS
from westphalia.reading.act import confidence, events
from westphalia.reading.act.act import Act
from westphalia.reading.reading import Reading, Sentence

OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/event_confidence.tsv"
HEAD = """# How sure events are: log-odds of being right, by trait; their sum is the log-odds of the whole.
# events: how many of the events judged have the trait.
trait\tweight\tevents\tsource\tas_of
"""
RIDGE = 10.0
COLUMNS = ("right", "traits", "coding", "sentence")


def drawn(texts: Path) -> Iterator[tuple[str, str, str]]:
    """Traits, coding and sentence of each event read from the texts of a folder, told or held."""
    for report in reports(sorted(p for p in texts.rglob("*") if p.is_file())):
        if not isinstance(report, Report):
            continue
        found: list[tuple[tuple[str, ...], Event]] = []
        with patch.object(events, "_event", partial(_remembered, events._event, found)):
            reading = Reading(report)
            for step in STEPS[: STEPS.index(events.EVENTS) + 1]:
                step.run(reading)
        for traits, event in found:
            yield "|".join(traits), _coding(event), " ".join(event.sentence.of(report.clean).split())


def _remembered(
    make: Callable[[Act, Reading, Sentence], Event],
    found: list[tuple[tuple[str, ...], Event]],
    act: Act,
    reading: Reading,
    sentence: Sentence,
) -> Event:
    """An event as made; its traits are kept beside it."""
    event = make(act, reading, sentence)
    found.append((confidence.traits(act, event.type, event.status, reading, sentence), event))
    return event


def _coding(event: Event) -> str:
    who = (" & ".join(f"{p.actor}={p.text}" for p in side) for side in (event.sources, event.recipients))
    return f"{event.type} {event.status} {' → '.join(who)}"


def fit(rows: list[tuple[list[str], bool]], out: Path) -> None:
    """Fits, says how it holds, writes the table."""
    vectorizer = DictVectorizer()  # type: ignore[no-untyped-call]
    x = vectorizer.fit_transform([dict.fromkeys(traits, 1.0) for traits, _ in rows])
    y = np.array([right for _, right in rows])
    model = LogisticRegression(C=1 / RIDGE, max_iter=1000, fit_intercept=False)  # type: ignore[no-untyped-call]
    folds = StratifiedKFold(10, shuffle=True, random_state=1)  # type: ignore[no-untyped-call]
    guess = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
    order = np.argsort(-guess)
    names = vectorizer.get_feature_names_out()  # type: ignore[no-untyped-call]
    for share in np.arange(0.3, 1.01, 0.1):
        surest = order[: int(share * len(y))]
        print(f"the surest {share:.0%}: from {guess[surest[-1]]:.2f}, right {y[surest].mean():.2f}")
    model.fit(x, y)
    counts = Counter(trait for traits, _ in rows for trait in traits)
    with out.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for name, weight in sorted(zip(names, model.coef_[0], strict=True)):
            file.write(f"{name}\t{weight:.2f}\t{counts[name]}\tfitted on news articles judged by hand\t2026\n")


def main() -> None:
    """Draws or fits."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("what", choices=("draw", "fit"))
    ask.add_argument("--texts", type=Path, help="folder of articles to draw from")
    ask.add_argument("--judged", type=Path, help="rows drawn, with the first column filled in")
    ask.add_argument("--count", type=int, default=170)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    if asked.what == "fit":
        with asked.judged.open(encoding="utf-8", newline="") as file:
            held = [row for row in csv.DictReader(file, delimiter="\t") if row["right"]]
        fit([(row["traits"].split("|"), row["right"] == "1") for row in held], asked.out)
        return
    found = list(drawn(asked.texts))
    random.Random(asked.seed).shuffle(found)
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(COLUMNS)
        writer.writerows(("", *row) for row in found[: asked.count])


if __name__ == "__main__":
    main()
