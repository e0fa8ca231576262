"""Trains the linker and writes the weights of statements, `src/westphalia/reading/data/statements.npz`.

    python tools/train_statements.py --data DIR --field FIELD.npz

with PolNeAR's layout in DIR (the lexicon `cues.tsv` is kept by hand). The network comes first: `statement_arrays.py`,
`train_statements_teacher.py`, `train_statements_network.py`, whose field is joined here. A share of the articles is
read a second time with quotation marks taken out or unbalanced, so that damaged reports do not throw it off. Same
input, same weights.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.statements import Attribution, articles
from westphalia.model import OffsetMap, Report
from westphalia.reading.parse import parse_all
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.sentences import SENTENCES
from westphalia.reading.speech.attribution import LINKS, Scene, Stretch, stretch
from westphalia.reading.speech.cues import LEVELS
from westphalia.reading.speech.field import LABELS, allowed
from westphalia.reading.speech.quotes import quotations
from westphalia.reading.speech.tokens import Lexicon, Tokens, columns, cue_key, quote_columns

DAMAGED = 0.35
"""Share of articles read a second time with damaged quotation marks."""
FAVOUR = {"B-source": 0.7, "B-cue": 1.1, "B-content": 1.1, "O": -0.6}
"""Added to every beginning of a source, cue or content, and to every word outside of all. On the development articles
(token F1, content recall, speaker) nothing gives .857, .772, .902; .7 for each beginning and -.5 .852, .800, .888;
these .847, .809, .884; what is gained is mostly held back."""
MARKS = '“”"«»„'
OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/statements.npz"

Singles = npt.NDArray[np.float32]


@dataclass(slots=True)
class Example:
    """One article as the tagger sees it: its columns, gold labels, and for each token whether it heads a cue."""

    text: str
    tokens: Tokens
    gold: npt.NDArray[np.int64]
    cue_heads: npt.NDArray[np.bool_]
    attributions: list[Attribution]
    sentences: list[Sentence]


def damage(text: str, share: float, rng: random.Random) -> tuple[str, list[int]]:
    """The text with a share of its quotation marks taken out, and for each offset kept the old one."""
    kept = [i for i, sign in enumerate(text) if sign not in MARKS or rng.random() >= share]
    return "".join(text[i] for i in kept), kept


def moved(gold: list[Attribution], kept: list[int]) -> list[Attribution]:
    """The attributions in offsets of the damaged text."""
    at = np.array(kept)

    def move(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(int(np.searchsorted(at, a)), int(np.searchsorted(at, b))) for a, b in pieces]

    return [Attribution(move(g.source), move(g.cue), move(g.content)) for g in gold]


def label(tokens: Tokens, gold: list[Attribution]) -> npt.NDArray[np.int64]:
    """The gold label of each token. Labels of this corpus do not overlap; where they do, the cue wins."""
    labels = np.zeros(len(tokens), np.int64)
    for role in ("content", "source", "cue"):
        for attribution in gold:
            for start, end in getattr(attribution, role):
                touched = np.flatnonzero((tokens.start < end) & (tokens.end > start))
                labels[touched] = LABELS.index(f"I-{role}")
                labels[touched[:1]] = LABELS.index(f"B-{role}")
    return labels


def cue_heads(tokens: Tokens, gold: list[Attribution]) -> npt.NDArray[np.bool_]:
    """The syntactic head of each cue: its first token governed from outside it."""
    heads = np.zeros(len(tokens), bool)
    for attribution in gold:
        for start, end in attribution.cue:
            touched = np.flatnonzero((tokens.start < end) & (tokens.end > start))
            outside = ~np.isin(tokens.head[touched], touched) | (tokens.head[touched] == touched)
            heads[touched[outside][:1]] = True
    return heads


def read(data: Path, damaged: float, share: float = 1.0, seed: int = 7) -> list[list[Example]]:
    """The articles of a folder; each with one or two versions."""
    rng = random.Random(seed)
    found = []
    for name, text, gold in articles(data):
        versions = [(text, gold)] if damaged < 1 else []
        if rng.random() < damaged:
            changed, kept = damage(text, 1.0 if rng.random() < 0.5 or damaged >= 1 else 0.5, rng)
            versions.append((changed, moved(gold, kept)))
        found.append([example(name, *version) for version in versions])
    return found


def example(name: str, text: str, gold: list[Attribution]) -> Example:
    """One article parsed."""
    reading = Reading(Report(name, name, text, text, OffsetMap(((0, 0, len(text)),)), b""))
    SENTENCES.run(reading)
    parse_all([reading])
    tokens = columns(reading.sentences)
    parsed = [s for s in reading.sentences if s.doc is not None and len(s.doc)]
    return Example(text, tokens, label(tokens, gold), cue_heads(tokens, gold), gold, parsed)


def level(cues: npt.NDArray[np.float64], seen: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """How readily a lemma is a cue, 0–5, from how often it was one and how often it was seen."""
    share = np.maximum(cues - 0.5, 0) / (seen + 1.5)
    return np.where(cues > 1, np.digitize(share, LEVELS), 0)


def lexicons(groups: list[list[Example]]) -> list[Lexicon]:
    """For each article the lexicon counted on all others, so that rare cues do not look surer than they are."""
    keys = [cue_key(g[0].tokens.lemma, g[0].tokens.word_class) for g in groups]
    heads = [k[g[0].cue_heads] for k, g in zip(keys, groups, strict=True)]
    vocabulary, seen = np.unique(np.concatenate(keys), return_counts=True)
    cues = np.bincount(np.searchsorted(vocabulary, np.concatenate(heads)), minlength=len(vocabulary))
    made = []
    for mine, mine_heads in zip(keys, heads, strict=True):
        own = np.bincount(np.searchsorted(vocabulary, mine), minlength=len(vocabulary))
        own_cues = np.bincount(np.searchsorted(vocabulary, mine_heads), minlength=len(vocabulary))
        made.append(Lexicon(vocabulary, level((cues - own_cues).astype(float), (seen - own).astype(float))))
    return made


def legal(transition: Singles, start: Singles) -> tuple[Singles, Singles]:
    """What may follow what, with beginnings favoured."""
    favour = np.array([FAVOUR.get(name, 0.0) for name in LABELS], np.float32)
    inside = [name.startswith("I-") for name in LABELS]
    follow = np.where(allowed(), transition + favour, -1e4).astype(np.float32)
    return follow, np.where(inside, -1e4, start + favour).astype(np.float32)


def save(links: Singles, field: Path, path: Path) -> None:
    """The linker's weights beside the field and the vectors of word pieces, those in eight bits, each row by itself."""
    with np.load(field) as network:
        held = {name: network[name] for name in network.files}
    transition, start = legal(held["follow"], held["begin"])
    pieces = held["pieces"]
    scale = np.maximum(np.abs(pieces).max(axis=1) / 127, 1e-6).astype(np.float16)
    np.savez_compressed(
        path,
        pieces=np.clip(np.round(pieces / scale[:, None].astype(np.float32)), -127, 127).astype(np.int8),
        piece_scale=scale,
        transition=transition,
        start=start,
        links=links.astype(np.float16),
        deps=held["deps"],
        tags=held["tags"],
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision of the linker: features of having no partner, then of each candidate; which one is right."""

    features: list[list[int]]
    right: int


def choices(one: Example) -> Iterator[Choice]:
    """The gold decisions of an article: the cue of each content, the source of each cue."""
    known: dict[tuple[str, int, int], Stretch] = {}

    def mark(role: str, piece: tuple[int, int]) -> Stretch | None:
        touched = np.flatnonzero((one.tokens.start < piece[1]) & (one.tokens.end > piece[0]))
        if not len(touched):
            return None
        key = (role, int(touched[0]), int(touched[-1]) + 1)
        return known.setdefault(key, stretch(*key, one.tokens))

    links: list[tuple[Stretch, Stretch | None]] = []
    for attribution in one.attributions:
        cue = mark("cue", attribution.cue[0]) if attribution.cue else None
        if cue is None:
            continue
        links.append((cue, mark("source", attribution.source[0]) if attribution.source else None))
        links += [(content, cue) for p in attribution.content if (content := mark("content", p)) is not None]
    quoted = quote_columns(one.tokens, quotations(one.text), one.text)
    scene = Scene(one.tokens, sorted(known.values(), key=lambda s: s.first), quoted.inside)
    for chooser, right in links:
        near = scene.near(chooser, "source" if chooser.role == "cue" else "cue")
        if right is None or right in near:
            found = [scene.alone(chooser, near), *(scene.pair(chooser, other) for other in near)]
            yield Choice(found, 0 if right is None else near.index(right) + 1)


def fit_links(groups: list[list[Example]], epochs: int = 6) -> Singles:
    """Weights of the linker: an averaged perceptron with a margin of one over its gold decisions."""
    decisions = [choice for group in groups for one in group if len(one.tokens) for choice in choices(one)]
    weights, total = np.zeros(LINKS), np.zeros(LINKS)
    rng = random.Random(1)
    for epoch in range(epochs):
        rng.shuffle(decisions)
        for choice in decisions:
            scores = [weights[f].sum() + (k != choice.right) for k, f in enumerate(choice.features)]
            best = int(np.argmax(scores))
            if best != choice.right:
                np.add.at(weights, choice.features[choice.right], 1)
                np.add.at(weights, choice.features[best], -1)
        if epoch >= epochs // 3:
            total += weights
    return (total / (epochs - epochs // 3)).astype(np.float32)


def main() -> None:
    """Trains the linker and writes the weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="folder with text/ and attributions/")
    ask.add_argument("--field", type=Path, required=True, help="what train_statements_network.py wrote")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    save(fit_links(read(asked.data, DAMAGED)), asked.field, asked.out)


if __name__ == "__main__":
    main()
