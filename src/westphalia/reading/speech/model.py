"""The packaged weights of the tagger and the linker, loaded once per process on first use."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from westphalia import vocabulary
from westphalia.reading.speech.attribution import Linker
from westphalia.reading.speech.features import BUCKETS
from westphalia.reading.speech.tagger import Table, Tagger


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """What reads statements: a tagger of words and a linker of what it tags."""

    tagger: Tagger
    linker: Linker


@lru_cache(maxsize=1)
def model() -> SpeechModel:
    """The weights in `data/statements.npz`."""
    with vocabulary.data("westphalia.reading", "statements.npz").open("rb") as file, np.load(file) as stored:
        emission = Table.of(stored["rows"], stored["emission"], BUCKETS)
        tagger = Tagger(emission, float(stored["scale"]), stored["transition"], stored["start"])
        return SpeechModel(tagger, Linker(stored["links"].astype(np.float32)))
