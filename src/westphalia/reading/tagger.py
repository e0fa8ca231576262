"""The attribution tagger: a linear-chain conditional random field over hashed features.

It says of each token whether it belongs to the source, the cue or the content of an attribution. Weights come
from `tools/train_statements.py`; inference is numpy alone.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
Floats = npt.NDArray[np.float32]


def allowed() -> npt.NDArray[np.bool_]:
    """Which label may follow which: an inside label only its own beginning or inside."""
    table = np.ones((len(LABELS), len(LABELS)), bool)
    for after, label in enumerate(LABELS):
        if label.startswith("I-"):
            table[:, after] = [before[2:] == label[2:] for before in LABELS]
    return table


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights: `emission` (buckets, labels) in units of `scale`, `transition` (before, after), `start` (labels)."""

    emission: npt.NDArray[np.int8]
    scale: float
    transition: Floats
    start: Floats

    def scores(self, features: npt.NDArray[np.int32]) -> Floats:
        """Emission scores, shape (tokens, labels)."""
        total = np.zeros((len(features), len(LABELS)), np.int32)
        for column in range(features.shape[1]):
            total += self.emission[features[:, column]]
        return (total * self.scale).astype(np.float32)

    def tag(self, features: npt.NDArray[np.int32], sequence: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The best label of each token; tokens of equal `sequence` (contiguous) are one chain."""
        scores = self.scores(features)
        best = np.zeros(len(scores), np.int64)
        if not len(scores):
            return best
        begins = np.flatnonzero(np.diff(sequence, prepend=sequence[0] - 1))
        lengths = np.diff(np.append(begins, len(sequence)))
        order = np.argsort(-lengths, kind="stable")
        return self._viterbi(scores, begins[order], lengths[order], best)

    def _viterbi(
        self,
        scores: Floats,
        begins: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int64],
        best: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.int64]:
        """All chains step by step together, longest first, so that the live ones are always a prefix."""
        longest = int(lengths[0])
        alive = [int(np.searchsorted(-lengths, -step, side="left")) for step in range(longest)]
        value = scores[begins] + self.start
        back: list[npt.NDArray[np.int64]] = []
        last = np.zeros(len(begins), np.int64)
        for step in range(1, longest + 1):
            live = alive[step] if step < longest else 0
            last[live : len(value)] = value[live:].argmax(axis=1)
            if not live:
                break
            paths = value[:live, :, None] + self.transition
            back.append(paths.argmax(axis=1))
            value = paths.max(axis=1) + scores[begins[:live] + step]
        for step in range(longest - 1, -1, -1):
            live = alive[step]
            best[begins[:live] + step] = last[:live]
            if step:
                last[:live] = back[step - 1][np.arange(live), last[:live]]
        return best
