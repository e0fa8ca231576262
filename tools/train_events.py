"""Trains the event type model: CAMEO verb patterns first, coded records second; writes data/events.npz.

    python tools/train_events.py --patterns CAMEO.verbpatterns.txt --records plv.tsv

Needs the extra `train`. The patterns and the records stay outside the repository; weights alone are kept.
Prints cross-validated figures: folds are by sentence, so that no sentence is on both sides.
"""

import argparse
import csv
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.events import BINARY, QUAD, find_span
from westphalia.model import ontology
from westphalia.reading.act.event_features import BUCKETS, bucket, features
from westphalia.reading.act.event_type import FLOOR, WEIGHTS
from westphalia.reading.parser import parser

SOURCE, TARGET = "Zembla", "Ruritania"
SCALE = 0.3
"""Weight of the first layer's log-probabilities: .2 gave CV root F1 .805, .3 .820, .5 .82."""
C_FIRST, C_SECOND = 1.0, 1.0


def past(verb: str, forms: dict[str, list[str]]) -> str:
    """Past tense of a pattern's verb: the form the file gives, else the regular one."""
    given = forms.get(verb) or []
    if "_" in verb and not given:
        first, rest = verb.split("_", 1)
        return f"{past(first, forms)} {rest.lower().replace('_', ' ')}"
    if given:
        endings = [word for word in given if word.endswith("ED")] or given[2:3] or given[:1]
        return endings[0].lower()
    low = verb.lower()
    if low.endswith("e"):
        return low + "d"
    return low[:-1] + "ied" if low.endswith("y") and low[-2:-1] not in "aeiou" else low + "ed"


def plover(code: str) -> str | None:
    """PLOVER root of a pattern's CAMEO code as the records have it; NONE for what is no event, None if unknown."""
    code = code.partition(":")[0]
    if code in ("---", "###") or code.startswith("01"):
        return "NONE"
    if code == "163":
        return "COERCE"
    walk = ontology.crosswalk()
    crossing = walk.get(code) or walk.get(code[:3])
    if crossing is None or not crossing.type:
        return None
    return "YIELD" if crossing.type in ("CONCEDE", "RETREAT") else crossing.type


def pseudo_sentences(file: Path) -> Iterator[tuple[str, str]]:  # noqa: C901 - one case a kind of line
    """Each pattern as a short sentence about two invented countries, with its root."""
    draw = random.Random(0)
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    begin = next(n for n, line in enumerate(lines) if line.startswith("--- "))
    sets = _synonyms(lines[:begin])
    forms: dict[str, list[str]] = {}
    block: list[tuple[str, str]] = []
    code = "---"

    def sentence(words: list[str], code: str, verb: str) -> Iterator[tuple[str, str]]:
        root = plover(code)
        if root is not None and any(word.startswith("*") for word in words):
            yield _spell(words, verb, forms, sets, draw), root

    for line in lines[begin:]:
        body, _, comment = line.partition("#")
        if line.startswith("~"):
            break
        if header := re.match(r"^--- (\S+)\s*\[?([^\]\s]*)\]?", line):
            for verb, own in block:
                yield from sentence(["*", "+"], own, verb)
            block, code = [], header.group(2) or "---"
        elif line.startswith("- "):
            if found := re.match(r"^- (.*?)\s*\[([^\]]+)\]", body):
                named = [w for w in re.findall(r"\b([A-Z][A-Z_]+)\b", comment) if w in forms]
                for verb in list(dict.fromkeys(named))[:3] or [v for v, _ in block[:1]]:
                    yield from sentence(found.group(1).split(), found.group(2), verb)
        elif found := re.match(r"^\+?([A-Z][A-Z_'\-]*)\s*(?:\[([^\]]+)\])?\s*(?:\{([^}]*)\})?", body.strip()):
            forms[found.group(1)] = (found.group(3) or "").split()
            block.append((found.group(1), found.group(2) or code))
    for verb, own in block:
        yield from sentence(["*", "+"], own, verb)


def _synonyms(lines: list[str]) -> dict[str, list[str]]:
    sets: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        word = line.split("#")[0].strip()
        if word.startswith("&"):
            name = word[1:].rstrip("_")
            sets[name] = []
        elif word.startswith("+") and name:
            sets[name].append(word[1:].rstrip("_").replace("_", " ").lower())
    return sets


def _spell(
    words: list[str], verb: str, forms: dict[str, list[str]], sets: dict[str, list[str]], draw: random.Random
) -> str:
    """The pattern in words: $ and % become the parties, + the target, ^ a skipped word, & one of a synonym set."""
    parties = {"$": SOURCE, "%": f"{SOURCE} and {TARGET}", "+": TARGET, "^": "it"}
    spelled: list[str] = []
    for word in words:
        if word.startswith("*"):
            spelled += [past(verb, forms), word[1:].strip("_").replace("_", " ").lower()]
        elif word.startswith("&"):
            spelled.append(draw.choice(sets.get(word[1:].rstrip("_")) or [word[1:].lower()]))
        else:
            spelled.append(parties.get(word) or word.replace("_", " ").strip().lower())
    text = " ".join(word for word in spelled if word)
    if SOURCE not in text:
        text = f"{SOURCE} {text}"
    if TARGET not in text:
        text += f" {TARGET}" if draw.random() < 0.5 else f" in {TARGET}"
    return text + "."


def matrix(rows: list[list[str]]) -> csr_matrix:
    """Sparse 0/1 matrix of hashed features."""
    indices: list[int] = []
    pointers = [0]
    for row in rows:
        indices += sorted({bucket(name) for name in row})
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(rows), BUCKETS))


def of_patterns(file: Path) -> tuple[list[list[str]], list[str]]:
    """Features and roots of the patterns."""
    pairs = list(pseudo_sentences(file))
    rows, roots = [], []
    for doc, (_, root) in zip(parser().pipe(text for text, _ in pairs), pairs, strict=True):
        sources = [t.i for t in doc if t.text == SOURCE]
        targets = [t.i for t in doc if t.text == TARGET]
        if sources:
            target = doc[targets[0] : targets[0] + 1] if targets else None
            rows.append(features(doc, doc[sources[0] : sources[0] + 1], target))
            roots.append(root)
    return rows, roots


def of_records(file: Path) -> tuple[list[list[str]], list[str], list[str]]:
    """Features, roots and sentence numbers of the coded records."""
    with file.open(encoding="utf-8", newline="") as held:
        records = list(csv.DictReader(held, delimiter="\t"))
    rows = []
    for doc, record in zip(parser().pipe(r["sentence"] for r in records), records, strict=True):
        source, target = find_span(doc, record["source"]), find_span(doc, record["target"])
        if source is None:
            source, target = target or doc[0:1], None
        rows.append(features(doc, source, target))
    return rows, [r["gold_root"] for r in records], [r["sentence_id"] for r in records]


def temperature(probabilities: np.ndarray, gold: np.ndarray) -> float:
    """The temperature at which cross-validated probabilities are most likely."""
    logits = np.log(probabilities + 1e-12)

    def loss(t: float) -> float:
        scaled = logits / t
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(logs[np.arange(len(gold)), gold].mean())

    return min((t / 20 for t in range(6, 41)), key=loss)


def main() -> None:
    """Trains, prints cross-validated figures, writes the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--patterns", type=Path, required=True)
    ask.add_argument("--records", type=Path, required=True)
    asked = ask.parse_args()
    pattern_rows, pattern_roots = of_patterns(asked.patterns)
    record_rows, roots, groups = of_records(asked.records)
    first, second = matrix(pattern_rows), matrix(record_rows)
    counts = np.asarray(first.sum(axis=0)).ravel() + np.asarray(second.sum(axis=0)).ravel()
    buckets = np.flatnonzero(counts > 1)
    first, second = first[:, buckets], second[:, buckets]
    lower = LogisticRegression(C=C_FIRST, max_iter=80, tol=1e-3).fit(first, pattern_roots)
    hints = csr_matrix(np.log(lower.predict_proba(second) + FLOOR) * SCALE)
    both = hstack([second, hints]).tocsr()
    gold = np.array(roots)
    upper = LogisticRegression(C=C_SECOND, max_iter=80, tol=1e-3)
    guessed = cross_val_predict(upper, both, gold, groups=groups, cv=GroupKFold(10), method="predict_proba")
    upper.fit(both, gold)
    names = upper.classes_
    picked = names[guessed.argmax(axis=1)]
    quad = [[QUAD[r] for r in one] for one in (gold, picked)]
    binary = [[BINARY[q] for q in one] for one in quad]
    warmth = temperature(guessed, np.searchsorted(names, gold))
    print(
        f"patterns {len(pattern_roots)} records {len(roots)} features {len(buckets)}; cross-validated (10 folds): "
        f"root {f1_score(gold, picked, average='macro'):.3f} quad {f1_score(*quad, average='macro'):.3f} "
        f"binary {f1_score(*binary, average='macro'):.3f} temperature {warmth:.2f}"
    )
    for name in names:
        print(f"  {name:10} {f1_score(gold == name, picked == name):.3f} of {int((gold == name).sum())}")
    columns = len(buckets)
    np.savez_compressed(
        WEIGHTS,
        buckets=buckets.astype(np.int32),
        first=lower.coef_.T.astype(np.float16),
        second=upper.coef_.T[:columns].astype(np.float16),
        of_first=upper.coef_.T[columns:].astype(np.float32),
        bias_first=lower.intercept_.astype(np.float32),
        bias_second=upper.intercept_.astype(np.float32),
        classes=np.array(names),
        below=np.array(lower.classes_),
        scale=SCALE,
        temperature=warmth,
    )
    print(f"{WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
