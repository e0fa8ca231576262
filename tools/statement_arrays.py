"""Writes what `train_statements_network.py` trains on: `python tools/statement_arrays.py --data DIR --out FILE.npz`.

DIR: articles in PolNeAR's layout. Numbers only: for each word its vector (from the shared trunk), traits, the words
whose vectors are added to its own, and its gold label; a share of the articles a second time with damaged
quotation marks. Each article sees the cue lexicon counted on all others.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
from train_statements import Example, lexicons, read

from westphalia.reading.parser import parser
from westphalia.reading.speech import network
from westphalia.reading.speech.quotes import quotations
from westphalia.reading.speech.tokens import Lexicon, quote_columns
from westphalia.reading.speech.traits import Names, traits, windows

DAMAGED = 0.45
"""Share of articles read a second time."""

Arrays = dict[str, npt.NDArray[np.generic]]


def names() -> Names:
    """All relations and tags of the packaged parser, in alphabetical order."""
    language = parser()
    strings = language.vocab.strings
    deps = {"ROOT", *(label.split("||")[0] for label in language.get_pipe("parser").labels)}
    tags = {"_SP", *language.get_pipe("tagger").labels}
    return Names(*(np.array([strings[name] for name in sorted(kind)], np.uint64) for kind in (deps, tags)))


def arrays(one: Example, lexicon: Lexicon, known: Names) -> Arrays:
    """The arrays of one article; bounds of windows and places of words count from its first token."""
    quoted = quote_columns(one.tokens, quotations(one.text), one.text)
    found = traits(one.tokens, quoted, lexicon, known)
    return {
        "vectors": np.concatenate([network.vectors(s) for s in one.sentences]).astype(np.float16),
        "columns": found.columns,
        "places": np.stack([found.head, found.first, found.second], axis=1),
        "sentence": np.cumsum(np.diff(one.tokens.first, prepend=-1) != 0),
        "marks": np.array([word.text in '“”"«»„' for s in one.sentences if s.doc for word in s.doc]),
        "gold": one.gold,
        "windows": np.array(windows(one.tokens)),
    }


def main() -> None:
    """Reads the articles and writes their arrays, one after the other."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="folder with text/ and attributions/")
    ask.add_argument("--out", type=Path, required=True)
    asked = ask.parse_args()
    groups, known, made = read(asked.data, DAMAGED), names(), list[Arrays]()
    for group, lexicon in zip(groups, lexicons(groups), strict=True):
        made += [arrays(one, lexicon, known) for one in group if len(one.tokens)]
    offsets = np.concatenate([[0], np.cumsum([len(one["gold"]) for one in made])[:-1]])
    for one, offset in zip(made, offsets, strict=True):
        for key in ("places", "windows"):
            one[key] = one[key] + offset
    joined = {key: np.concatenate([one[key] for one in made]) for key in made[0]}
    np.savez(asked.out, deps=known.deps, tags=known.tags, **joined)


if __name__ == "__main__":
    main()
