"""The network of attribution: scores of labels for words in context.

Three narrow transformer layers over windows of whole sentences. A word is the mean of the vectors of its pieces, its
traits, and the vectors of the words beside it, of its head and of the likely cues above it; how far two words are
apart weighs in attention. `tools/train_statements_network.py` taught it by the labels of coded articles and by
a network ten times its cost that stood on a pretrained one. Weights in eight bits: `data/statements.onnx`, and in
`data/statements.npz` the vectors of the pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from westphalia.reading.encoder import session, split
from westphalia.reading.reading import Sentence
from westphalia.reading.speech.field import LABELS, Floats
from westphalia.reading.speech.tokens import Tokens, Whole
from westphalia.reading.speech.traits import Traits, windows

LATER = 7
"""Sentences of a window are counted up to here."""
MOST = 12
"""Pieces of a word that are read; what is beyond is not."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of word pieces, shape (pieces, width), in eight bits; each row in units of its own `scale`."""

    rows: npt.NDArray[np.int8]
    scale: Floats

    def of(self, words: Sequence[str]) -> Floats:
        """The vectors of words: the mean of those of their pieces, zero for blanks."""
        cut = [split(word)[:MOST] for word in words]
        counts = np.array([len(pieces) for pieces in cut], np.int64)
        found = np.zeros((len(words), self.rows.shape[1]), np.float32)
        filled = np.flatnonzero(counts)
        if len(filled):
            ids = np.fromiter((piece for pieces in cut for piece in pieces), np.int64, int(counts.sum()))
            firsts = np.concatenate([[0], np.cumsum(counts[filled])[:-1]])
            total = np.add.reduceat(self.rows[ids] * self.scale[ids, None], firsts)
            found[filled] = total / counts[filled, None].astype(np.float32)
        return found


def scores(sentences: list[Sentence], tokens: Tokens, traits: Traits, vectors: Vectors) -> Floats:
    """Scores of labels, shape (tokens, labels).

    Args:
        sentences: the parsed sentences the tokens are of, in order.
        tokens: all tokens of the report.
        traits: their traits.
        vectors: of the word pieces.
    """
    found = np.zeros((len(tokens), len(LABELS)), np.float32)
    words = vectors.of([token.text for s in sentences if s.doc is not None for token in s.doc])
    for start, end in windows(tokens):
        inputs = _inputs(words[start:end], tokens, traits, start, end)
        found[start:end] = session("statements").run(None, inputs)[0]
    return found


def _inputs(words: Floats, tokens: Tokens, traits: Traits, start: int, end: int) -> dict[str, Floats | Whole]:
    def inside(column: Whole) -> Whole:
        return np.clip(column[start:end] - start, 0, end - start - 1)

    first = tokens.first[start:end]
    number = np.minimum(np.cumsum(np.diff(first, prepend=first[0]) != 0), LATER)
    columns = np.concatenate([traits.columns[start:end].astype(np.int64), number[:, None]], axis=1)
    return {
        "words": words,
        "columns": columns,
        "head": inside(traits.head),
        "first": inside(traits.first),
        "second": inside(traits.second),
    }
