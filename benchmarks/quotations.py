"""The same utterance in different translations: which sentence of a translation is which of the reference's?

Layout: `LANG.jsonl` and `LANG.others.jsonl.gz`, one object a line: `seg_id`, `system`, `text`. Queries are the
texts of `ref.A` in `LANG.jsonl`, candidates all texts of a system; a pair of the same `seg_id` is the same utterance.
For each system other than the references: `top1`, the share of queries whose best candidate is theirs; `pair_f1`, where
query and candidate must be each other's best between the two outlets (all their texts) and score the threshold of
`reconciling.likeness`. `pair_f1_unmatched` lets a query match any number of candidates, each pair by its own score.
`quoted_*` are the same with the texts of `LANG.jsonl` alone on both sides. Means over systems, then over languages.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from westphalia.reconciling.likeness import ALONE, RELATIVE, Matrix, likeness, matches, relative
from westphalia.reconciling.wordings import Vectors, encode

REFERENCE = "ref.A"
KEYS = ("top1", "pair_f1", "pair_f1_unmatched", "quoted_top1", "quoted_pair_f1", "quoted_pair_f1_unmatched")

type Texts = dict[str, dict[str, str]]


def load(path: Path) -> Texts:
    """System → segment → text."""
    found: Texts = defaultdict(dict)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in data.splitlines():
        row = json.loads(line)
        found[row["system"]][row["seg_id"]] = row["text"]
    return found


class Encoded:
    """Sentence vectors, each text once."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts."""
        new = [text for text in texts if text not in self._known]
        self._known.update(zip(new, encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Scores every language of the folder."""
    languages = sorted(p.name.removesuffix(".jsonl") for p in data.glob("*.jsonl"))
    if not languages:
        raise FileNotFoundError(2, "no translations", str(data / "LANG.jsonl"))
    by_language: dict[str, dict[str, float]] = {}
    predictions: list[dict[str, Any]] = []
    queries = 0
    for language in languages:
        quoted, others = load(data / f"{language}.jsonl"), load(data / f"{language}.others.jsonl.gz")
        encoded = Encoded()
        figures = []
        for system in sorted(set(quoted) - {s for s in quoted if s.startswith("ref.")}):
            made, rows = _score(quoted, others, system, encoded)
            figures.append(made)
            predictions += [{"language": language, "system": system, **row} for row in rows]
            queries += len(quoted[REFERENCE])
        by_language[language] = {key: round(mean(f[key] for f in figures), 4) for key in KEYS}
        by_language[language]["pair_f1_least"] = round(min(f["pair_f1"] for f in figures), 4)
    whole = {key: round(mean(f[key] for f in by_language.values()), 4) for key in KEYS}
    return {**whole, "by_language": by_language, "n": queries}, predictions


def _score(
    quoted: Texts, others: Texts, system: str, encoded: Encoded
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The figures of one system and its pairs."""
    asked = sorted(quoted[REFERENCE])
    ones = asked + sorted(set(others.get(REFERENCE, {})) - set(asked))
    twos = sorted(quoted[system]) + sorted(set(others.get(system, {})) - set(quoted[system]))
    alike = likeness(
        [_text(quoted, others, REFERENCE, s) for s in ones], [_text(quoted, others, system, s) for s in twos], encoded
    )
    figures, rows = _figures(relative(alike), asked, twos)
    few = len(quoted[system])
    small, _ = _figures(relative(alike[: len(asked), :few]), asked, twos[:few])
    return figures | {f"quoted_{key}": value for key, value in small.items()}, rows


def _text(quoted: Texts, others: Texts, system: str, segment: str) -> str:
    known: Mapping[str, str] = quoted[system]
    return known[segment] if segment in known else others[system][segment]


def _figures(
    scores: Matrix, asked: Sequence[str], candidates: Sequence[str]
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Figures and pairs; the rows of `scores` begin with the queries."""
    wanted = len(asked)
    best = scores[:wanted].argmax(axis=1)
    matched = [(i, j, score) for i, j, score in matches(scores, RELATIVE) if i < wanted]
    alone = [(int(i), int(j)) for i, j in zip(*np.nonzero(scores[:wanted] >= ALONE), strict=True)]
    figures = {
        "top1": mean(candidates[j] == asked[i] for i, j in enumerate(best)),
        "pair_f1": _f1([(asked[i], candidates[j]) for i, j, _ in matched], wanted),
        "pair_f1_unmatched": _f1([(asked[i], candidates[j]) for i, j in alone], wanted),
    }
    rows = [{"query": asked[i], "candidate": candidates[j], "score": round(score, 4)} for i, j, score in matched]
    return figures, rows


def _f1(pairs: Sequence[tuple[str, str]], wanted: int) -> float:
    return 2 * sum(one == other for one, other in pairs) / (len(pairs) + wanted)
