"""The cue lexicon `data/cues.tsv`: which words report speech or thought, how readily, and what the speaker does."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from westphalia import vocabulary
from westphalia.errors import ReferenceDataError
from westphalia.model.assertion import STATEMENT_KINDS
from westphalia.reading.speech.tokens import CLASSES, Lexicon, cue_key

LEVELS = (0.01, 0.04, 0.12, 0.3, 0.55)
"""Weights from which a cue counts as level 1, 2, 3, 4, 5."""
_CODES = {"verb": 1, "noun": 2, "adj": 3, "adp": 4, "other": 0}
_SILENT = frozenset("say tell comment elaborate specify answer respond disclose reveal".split())
"""Negated, these assert nothing and deny nothing: they withhold."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the lexicon."""

    lemma: str
    word_class: str
    kind: str
    weight: float


@lru_cache(maxsize=1)
def cues() -> dict[tuple[str, int], Cue]:
    """The lexicon, by lemma (or `verb_particle`) and class code.

    Raises:
        ReferenceDataError: if a row does not have the shape the header declares.
    """
    found = {}
    for row in vocabulary.rows("westphalia.reading", "cues.tsv"):
        if row["class"] not in _CODES or row["kind"] not in STATEMENT_KINDS:
            raise ReferenceDataError(f"cues.tsv: no such class or kind: {' '.join(row.values())}")
        found[row["cue"], _CODES[row["class"]]] = Cue(row["cue"], row["class"], row["kind"], float(row["weight"]))
    return found


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon as the tagger's features see it."""
    numbers = StringStore()
    rows = [(cue, code) for (_, code), cue in cues().items() if "_" not in cue.lemma]
    lemmas = np.array([numbers[cue.lemma] for cue, _ in rows], np.uint64)
    keys = cue_key(lemmas, np.array([code for _, code in rows], np.int64))
    levels = np.digitize([cue.weight for cue, _ in rows], LEVELS)
    order = np.argsort(keys)
    return Lexicon(keys[order], levels[order].astype(np.int64))


@lru_cache(maxsize=1)
def _joined() -> frozenset[str]:
    """The lemmas that have a row with a particle or preposition."""
    return frozenset(lemma.partition("_")[0] for lemma, _ in cues() if "_" in lemma)


def _code(token: Token) -> int:
    return CLASSES.get(token.pos, 0)


def _entry(token: Token) -> Cue | None:
    """The row of a token, the one with its particle or preposition before the plain one."""
    lemma, code, table = token.lemma_.lower(), _code(token), cues()
    if lemma in _joined():
        for child in token.children:
            row = table.get((f"{lemma}_{child.lemma_.lower()}", code))
            if row is not None:
                return row
    return table.get((lemma, code))


def entry(cue: TokenSpan) -> Cue | None:
    """The weightiest row for any word of a cue; the row of its head where that is a cue word."""
    head = _entry(cue.root)
    rows = [head] if head and head.weight >= LEVELS[2] else [row for t in cue if (row := _entry(t))]
    return max(rows, key=lambda row: row.weight, default=head)


def kind(cue: TokenSpan, content: str) -> str:
    """What the speaker does with the content: one of STATEMENT_KINDS."""
    row = entry(cue)
    found = row.kind if row else "asserts"
    root = cue.root
    negated = any(t.dep_ == "neg" or t.lower_ in ("never", "no") for t in (*cue, *root.children))
    if negated and found == "denies":
        return "asserts"
    if negated and found in ("asserts", "promises", "believes") and root.lemma_ not in _SILENT:
        return "denies"
    if found == "asserts" and content.rstrip("”\"'’» ").endswith("?") and row and row.weight > LEVELS[3]:
        return "asks"
    return found
