"""The network of attribution: scores of labels for words in context.

It stands on the shared trunk (`reading/encoder.py`) with two layers of its own, which see a window of whole
sentences, the traits of each word, and the vectors of its head and of the likely cues above it. It is trained by
`tools/train_statements_network.py` and stored as `data/statements.onnx`, in eight bits.
"""

import numpy as np

from westphalia.reading.encoder import pieces, session, trunk
from westphalia.reading.reading import Sentence
from westphalia.reading.speech.tagger import LABELS, Floats
from westphalia.reading.speech.tokens import Tokens, Whole
from westphalia.reading.speech.traits import Traits

WIDTH = 384
"""Length of a word's vector."""
LATER = 7
"""Sentences of a window are counted up to here."""


def vectors(sentence: Sentence) -> Floats:
    """The vectors of a sentence's words: the mean of those of their pieces, zero beyond the longest text."""
    assert sentence.doc is not None
    cut = pieces([token.text for token in sentence.doc])
    words = np.array(cut.words)
    total: Floats = np.zeros((len(sentence.doc), WIDTH), np.float32)
    firsts = np.flatnonzero(np.diff(words, prepend=-1))  # of each word, and of what ends the text
    total[words[firsts[:-1]]] = np.add.reduceat(trunk(cut.ids), firsts)[:-1]
    counts = np.maximum(np.bincount(words[1:-1], minlength=len(sentence.doc)), 1).astype(np.float32)
    total /= counts[:, None]
    return total


def scores(sentences: list[Sentence], tokens: Tokens, traits: Traits, wanted: list[tuple[int, int]]) -> Floats:
    """Scores of labels, shape (tokens, labels), zero for words outside the `wanted` windows.

    Args:
        sentences: the parsed sentences the tokens are of, in order.
        tokens: all tokens of the report.
        traits: their traits.
        wanted: bounds of windows (token numbers), whole sentences each.
    """
    found = np.zeros((len(tokens), len(LABELS)), np.float32)
    firsts = np.unique(tokens.first)
    for start, end in wanted:
        low, high = (int(np.searchsorted(firsts, edge)) for edge in (start, end))
        words = np.concatenate([vectors(sentence) for sentence in sentences[low:high]])
        found[start:end] = session("statements").run(None, _inputs(words, tokens, traits, start, end))[0]
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
