"""The packaged weights of the network, the field and the linker, loaded once per process on first use."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary
from westphalia.reading.reading import Sentence
from westphalia.reading.speech import network
from westphalia.reading.speech.attribution import Linker
from westphalia.reading.speech.cues import lexicon
from westphalia.reading.speech.field import Chains, Field, Floats
from westphalia.reading.speech.network import Vectors
from westphalia.reading.speech.tokens import QuoteColumns, Tokens
from westphalia.reading.speech.traits import Names, traits


@dataclass(frozen=True, slots=True)
class Marked:
    """The best label of each token, and how likely each label is for it, shape (tokens, labels)."""

    labels: npt.NDArray[np.int64]
    shares: Floats


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """What reads statements: a network that scores the labels of words, their field, a linker of what they mark.

    Attributes:
        names: the relations and tags the network knows.
        vectors: of the word pieces.
        field: what is likely to follow what.
        linker: chooses cues and sources.
    """

    names: Names
    vectors: Vectors
    field: Field
    linker: Linker

    def mark(self, sentences: list[Sentence], tokens: Tokens, quoted: QuoteColumns) -> Marked:
        """Labels the tokens of one report, those of its parsed `sentences`."""
        scores = network.scores(sentences, tokens, traits(tokens, quoted, lexicon(), self.names), self.vectors)
        chains = Chains.of(tokens.sequence)
        return Marked(self.field.best(scores, chains), self.field.shares(scores, chains))


@lru_cache(maxsize=1)
def model() -> SpeechModel:
    """The weights in `data/statements.npz`."""
    with vocabulary.data("westphalia.reading", "statements.npz").open("rb") as file, np.load(file) as stored:
        return SpeechModel(
            Names(stored["deps"], stored["tags"]),
            Vectors(stored["pieces"], stored["piece_scale"].astype(np.float32)),
            Field(stored["transition"], stored["start"]),
            Linker(stored["links"].astype(np.float32)),
        )
