"""The packaged weights of the tagger and the linker, loaded once per process on first use."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary
from westphalia.reading.speech.attribution import Linker
from westphalia.reading.speech.cues import lexicon
from westphalia.reading.speech.features import BUCKETS, features
from westphalia.reading.speech.quotes import Quote
from westphalia.reading.speech.tagger import Chains, Field, Floats, Table, Tagger
from westphalia.reading.speech.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Marked:
    """The best label of each token, and how likely each label is for it, shape (tokens, labels)."""

    labels: npt.NDArray[np.int64]
    shares: Floats


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """What reads statements: a tagger of words and a linker of what it tags."""

    tagger: Tagger
    linker: Linker

    def mark(self, tokens: Tokens, text: str, quotes: list[Quote]) -> Marked:
        """Labels the tokens of one report."""
        chains = Chains.of(tokens.sequence)
        scores = self.tagger.scores(features(tokens, text, quotes, lexicon()))
        return Marked(self.tagger.field.best(scores, chains), self.tagger.field.shares(scores, chains))


@lru_cache(maxsize=1)
def model() -> SpeechModel:
    """The weights in `data/statements.npz`."""
    with vocabulary.data("westphalia.reading", "statements.npz").open("rb") as file, np.load(file) as stored:
        emission = Table.of(stored["rows"], stored["emission"], BUCKETS)
        tagger = Tagger(emission, float(stored["scale"]), Field(stored["transition"], stored["start"]))
        return SpeechModel(tagger, Linker(stored["links"].astype(np.float32)))
