"""The packaged weights of the tagger and the linker, loaded once per process on first use."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary
from westphalia.reading.reading import Sentence
from westphalia.reading.speech import network
from westphalia.reading.speech.attribution import Linker
from westphalia.reading.speech.cues import lexicon
from westphalia.reading.speech.features import BUCKETS, features
from westphalia.reading.speech.tagger import Chains, Field, Floats, Table, Tagger
from westphalia.reading.speech.tokens import QuoteColumns, Tokens
from westphalia.reading.speech.traits import Names, traits, windows

SURE = 0.6
"""Share of a label from which the tagger is believed by itself. On the development articles (token F1, content recall)
and the share of words of news that the network reads: .5: .841, .783, 30 %; .6: .849, .792, 47 %; .75: .852, .794,
63 %."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The best label of each token, and how likely each label is for it, shape (tokens, labels)."""

    labels: npt.NDArray[np.int64]
    shares: Floats


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """What reads statements: a tagger of words, a network for where the tagger doubts, a linker of what they mark.

    Attributes:
        tagger: hashed features and their field, which says where the network is asked.
        names: the relations and tags the network knows.
        share: weight of the tagger's scores beside the network's, 0 to 1.
        field: what is likely to follow what, over the scores of both.
        linker: chooses cues and sources.
    """

    tagger: Tagger
    names: Names
    share: float
    field: Field
    linker: Linker

    def mark(self, sentences: list[Sentence], tokens: Tokens, quoted: QuoteColumns) -> Marked:
        """Labels the tokens of one report, those of its parsed `sentences`."""
        chains = Chains.of(tokens.sequence)
        scores = self.tagger.scores(features(tokens, quoted, lexicon()))
        shares = self.tagger.field.shares(scores, chains)
        wanted = [window for window in windows(tokens) if doubtful(shares[slice(*window)])]
        if wanted:
            beside = network.scores(sentences, tokens, traits(tokens, quoted, lexicon(), self.names), wanted)
            for start, end in wanted:
                scores[start:end] = self.share * scores[start:end] + (1 - self.share) * beside[start:end]
        return Marked(self.field.best(scores, chains), self.field.shares(scores, chains))


def doubtful(shares: Floats) -> bool:
    """Whether some word of a window is not sure to stand outside of all attributions, nor sure of its label."""
    return bool((shares.max(axis=1) < SURE).any())


@lru_cache(maxsize=1)
def model() -> SpeechModel:
    """The weights in `data/statements.npz`."""
    with vocabulary.data("westphalia.reading", "statements.npz").open("rb") as file, np.load(file) as stored:
        rows = np.cumsum(stored["rows"], dtype=np.int32)  # kept as steps, which pack better
        emission = Table.of(rows, np.ascontiguousarray(stored["emission"].T), BUCKETS)
        return SpeechModel(
            Tagger(emission, float(stored["scale"]), Field(stored["transition"], stored["start"])),
            Names(stored["deps"], stored["tags"]),
            float(stored["share"]),
            Field(stored["both_transition"], stored["both_start"]),
            Linker(stored["links"].astype(np.float32)),
        )
