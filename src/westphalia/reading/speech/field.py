"""What is likely to follow what: the linear-chain field over the labels of words.

In: scores of labels for each word, from the network. Out: the best labels, and how likely each label is.
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
class Chains:
    """Runs of tokens that are labelled together, longest first, so that those still live at a step are a prefix."""

    begins: npt.NDArray[np.int64]
    alive: list[int]

    @classmethod
    def of(cls, sequence: npt.NDArray[np.int64]) -> "Chains":
        """The runs of equal `sequence` (contiguous)."""
        if not len(sequence):
            return cls(np.zeros(0, np.int64), [])
        begins = np.flatnonzero(np.diff(sequence, prepend=sequence[0] - 1))
        lengths = np.diff(np.append(begins, len(sequence)))
        order = np.argsort(-lengths, kind="stable")
        falling = -lengths[order]
        alive = [int(np.searchsorted(falling, -step, side="left")) for step in range(int(lengths.max()))]
        return cls(begins[order], alive)


@dataclass(frozen=True, slots=True)
class Field:
    """What is likely to follow what: `transition` (label before, label after), `start` (label of a first token)."""

    transition: Floats
    start: Floats

    def best(self, scores: Floats, chains: Chains) -> npt.NDArray[np.int64]:
        """The best labels of all tokens (Viterbi), all chains step by step together."""
        labels = np.zeros(len(scores), np.int64)
        if not chains.alive:
            return labels
        begins, longest = chains.begins, len(chains.alive)
        value = scores[begins] + self.start
        back: list[npt.NDArray[np.int64]] = []
        last = np.zeros(len(begins), np.int64)
        for step in range(1, longest + 1):
            live = chains.alive[step] if step < longest else 0
            last[live : len(value)] = value[live:].argmax(axis=1)
            if not live:
                break
            paths = value[:live, :, None] + self.transition
            back.append(paths.argmax(axis=1))
            value = paths.max(axis=1) + scores[begins[:live] + step]
        for step in range(longest - 1, -1, -1):
            live = chains.alive[step]
            labels[begins[:live] + step] = last[:live]
            if step:
                last[:live] = back[step - 1][np.arange(live), last[:live]]
        return labels

    def shares(self, scores: Floats, chains: Chains) -> Floats:
        """How likely each label is for each token, shape (tokens, labels): scaled forward and backward passes."""
        weight = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
        step_weight, forward, backward = np.exp(self.transition), np.zeros_like(weight), np.ones_like(weight)
        begins, value = chains.begins, weight[chains.begins] * np.exp(self.start)
        for step, live in enumerate(chains.alive):
            at = begins[:live] + step
            if step:
                value = (value[:live] @ step_weight) * weight[at]
            value = value / value.sum(axis=1, keepdims=True)
            forward[at] = value
        for step in range(len(chains.alive) - 1, 0, -1):
            at = begins[: chains.alive[step]] + step
            behind = (weight[at] * backward[at]) @ step_weight.T
            backward[at - 1] = behind / behind.sum(axis=1, keepdims=True)
        both = forward * backward
        return (both / np.maximum(both.sum(axis=1, keepdims=True), 1e-30)).astype(np.float32)
