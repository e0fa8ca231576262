"""Writes what the networks of attribution are trained on, numbers only.

    python tools/statement_arrays.py --coded DIR --out CODED.npz
    python tools/statement_arrays.py --plain DIR --out PLAIN.npz

Coded: articles in PolNeAR's layout, a share of them a second time with damaged quotation marks; each sees the cue
lexicon counted on all others. Plain: text files without any coding, for what a teacher holds of them. For each word:
its pieces and its vector (from the shared trunk), traits, the words whose vectors are added to its own, its gold
label (-1 if not coded).
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from train_statements import Example, example, lexicons, read

from westphalia.reading.encoder import pieces, split, trunk
from westphalia.reading.parser import parser
from westphalia.reading.reading import Sentence
from westphalia.reading.speech.cues import lexicon
from westphalia.reading.speech.network import MOST
from westphalia.reading.speech.quotes import quotations
from westphalia.reading.speech.tokens import Lexicon, quote_columns
from westphalia.reading.speech.traits import Names, traits, windows

DAMAGED = 0.45
"""Share of articles read a second time."""
WIDTH = 384

Arrays = dict[str, npt.NDArray[np.generic]]


def names() -> Names:
    """All relations and tags of the packaged parser, in alphabetical order."""
    language = parser()
    strings = language.vocab.strings
    deps = {"ROOT", *(label.split("||")[0] for label in language.get_pipe("parser").labels)}
    tags = {"_SP", *language.get_pipe("tagger").labels}
    return Names(*(np.array([strings[name] for name in sorted(kind)], np.uint64) for kind in (deps, tags)))


def vectors(sentence: Sentence) -> npt.NDArray[np.float32]:
    """The vectors of a sentence's words: the mean of those of their pieces, zero beyond the longest text."""
    assert sentence.doc is not None
    cut = pieces([token.text for token in sentence.doc])
    words = np.array(cut.words)
    total = np.zeros((len(sentence.doc), WIDTH), np.float32)
    firsts = np.flatnonzero(np.diff(words, prepend=-1))  # of each word, and of what ends the text
    total[words[firsts[:-1]]] = np.add.reduceat(trunk(cut.ids), firsts)[:-1]
    counts = np.maximum(np.bincount(words[1:-1], minlength=len(sentence.doc)), 1).astype(np.float32)
    return total / counts[:, None]


def arrays(one: Example, known: Lexicon, names: Names) -> Arrays:
    """The arrays of one article; bounds of windows and places of words count from its first token."""
    quoted = quote_columns(one.tokens, quotations(one.text), one.text)
    found = traits(one.tokens, quoted, known, names)
    words = [word.text for s in one.sentences if s.doc for word in s.doc]
    cut = [split(word)[:MOST] for word in words]
    return {
        "pieces": np.array([piece for word in cut for piece in word], np.int32),
        "count": np.array([len(word) for word in cut], np.int16),
        "vectors": np.concatenate([vectors(s) for s in one.sentences]).astype(np.float16),
        "columns": found.columns,
        "places": np.stack([found.head, found.first, found.second], axis=1),
        "sentence": np.cumsum(np.diff(one.tokens.first, prepend=-1) != 0),
        "marks": np.array([word in '“”"«»„' for word in words]),
        "gold": one.gold,
        "windows": np.array(windows(one.tokens)),
    }


def coded(folder: Path) -> Iterator[tuple[Example, Lexicon]]:
    """The coded articles, each with the lexicon counted on the others."""
    groups = read(folder, DAMAGED)
    for group, known in zip(groups, lexicons(groups), strict=True):
        yield from ((one, known) for one in group)


def plain(folder: Path) -> Iterator[tuple[Example, Lexicon]]:
    """The texts of a folder, without gold labels."""
    for path in sorted(folder.rglob("*.txt")):
        one = example(path.name, path.read_text(encoding="utf-8", errors="replace"), [])
        one.gold = np.full(len(one.tokens), -1)
        yield one, lexicon()


def main() -> None:
    """Reads the articles and writes their arrays, one after the other."""
    ask = argparse.ArgumentParser(description=__doc__)
    which = ask.add_mutually_exclusive_group(required=True)
    which.add_argument("--coded", type=Path, help="folder with text/ and attributions/")
    which.add_argument("--plain", type=Path, help="folder of text files")
    ask.add_argument("--out", type=Path, required=True)
    asked = ask.parse_args()
    held = coded(asked.coded) if asked.coded else plain(asked.plain)
    known = names()
    made = [arrays(one, words, known) for one, words in held if len(one.tokens)]
    offsets = np.concatenate([[0], np.cumsum([len(one["gold"]) for one in made])[:-1]])
    for one, offset in zip(made, offsets, strict=True):
        for key in ("places", "windows"):
            one[key] = one[key] + offset
    joined = {key: np.concatenate([one[key] for one in made]) for key in made[0]}
    np.savez(asked.out, deps=known.deps, tags=known.tags, **joined)


if __name__ == "__main__":
    main()
