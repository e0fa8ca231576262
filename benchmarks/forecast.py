"""Benchmark `forecast`: the actor of the next event, in the standard setting of temporal knowledge graph forecasting.

`--data` holds `train.txt.gz`, `valid.txt.gz` and perhaps `test.txt.gz` (subject, relation, object, hour, parted by
tabs), `entity2id.txt` and `stat.txt`. Ranked are the facts of the test file if there is one, else those of the valid
file; all weights are fitted on the days before the valid file and stay as they are. Single step: to answer a day, all
days before it are used, none of its own facts. Both directions, all entities, time-aware filter, mean rank on ties.
"""

import gzip
import resource
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from westphalia.forecast.forecaster import Forecaster, Span
from westphalia.forecast.quadruples import Ints, Quadruples
from westphalia.forecast.ranks import ranks

HOURS = 24


def rows(path: Path) -> Ints:
    """Subject, relation, object and day of each line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        table = np.loadtxt(lines, dtype=np.int64, usecols=(0, 1, 2, 3), delimiter="\t", ndmin=2)
    table[:, 3] //= HOURS
    return table


def names(path: Path, entities: int) -> list[str]:
    """The name of each entity by its number."""
    found = [""] * entities
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, number = line.rpartition("\t")
        found[int(number)] = name
    return found


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """MRR and Hits over both directions, peak memory, and the rank of each answer."""
    entities, relations = (int(part) for part in (data / "stat.txt").read_text(encoding="utf-8").split()[:2])
    parts = {name: rows(data / f"{name}.txt.gz") for name in ("train", "valid")}
    if (data / "test.txt.gz").is_file():
        parts["test"] = rows(data / "test.txt.gz")
    ranked = list(parts)[-1]
    facts = Quadruples.of(np.concatenate(list(parts.values())), entities, relations)
    model = Forecaster(facts.doubled(), names(data / "entity2id.txt", entities))
    model.fit(int(parts["valid"][:, 3].min()), Span())
    predictions = list(predicted(model, int(parts[ranked][:, 3].min())))
    rank = np.array([row["rank"] for row in predictions])
    figures = {f"hits{k}": round(float((rank <= k).mean()), 4) for k in (1, 3, 10)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    mrr = round(float((1 / rank).mean()), 4)
    return {"n": len(rank), "ranked": ranked, "mrr": mrr, **figures, "peak_mb": peak}, predictions


def predicted(model: Forecaster, first: int) -> Iterable[dict[str, Any]]:
    """Each answer from day `first` on: its rank and the best candidate. Relations past the last are inverse."""
    for of, scores in model.walk(first, int(model.facts.day[-1]) + 1):
        asked = of.questions.asked
        best = of.candidates.entity[np.arange(len(scores)), scores.argmax(axis=1)][asked]
        found = ranks(of, scores)
        columns = (of.questions.subject[asked], of.questions.relation[asked], of.questions.answer, found, best)
        for subject, relation, answer, rank, first_choice in zip(*(column.tolist() for column in columns), strict=True):
            yield {
                "day": of.day,
                "subject": subject,
                "relation": relation,
                "answer": answer,
                "rank": rank,
                "best": first_choice,
            }
