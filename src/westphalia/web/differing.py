"""Wordings of one utterance word by word: what each kept, cut and added against another."""

from collections.abc import Sequence
from difflib import SequenceMatcher

LONGEST = 400
"""Words compared of one wording: longer ones would take the page's time (SequenceMatcher is quadratic)."""

OTHERWISE = 0.35
"""Share of words in common below which two wordings are worded otherwise as a whole; marks would say nothing."""


def words(text: str) -> list[str]:
    """Words of a text with the marks that stand at them."""
    return text.split()[:LONGEST]


def bare(word: str) -> str:
    """A word as it is compared: without case and without marks around it."""
    return word.casefold().strip(".,;:!?…\"'“”„«»‘’()[]–—-") or word


def base_of(wordings: Sequence[str]) -> int:
    """Number of the wording nearest to all others, the one they are shown against; the earlier of equals."""
    if len(wordings) < 3:
        return 0
    held = [set(map(bare, words(wording))) for wording in wordings]

    def nearness(number: int) -> float:
        own = held[number]
        return sum(len(own & other) / max(len(own | other), 1) for other in held)

    return max(range(len(wordings)), key=lambda number: (round(nearness(number), 6), -number))


def compared(base: str, other: str) -> list[tuple[str, str]]:
    """The other wording as pieces: ("kept", words), ("added", words) and ("cut", words of the base it leaves out).

    Empty if the two have too little in common to be compared word by word.
    """
    one, two = words(base), words(other)
    matcher = SequenceMatcher(None, [bare(w) for w in one], [bare(w) for w in two], autojunk=False)
    if matcher.ratio() < OTHERWISE:
        return []
    pieces: list[tuple[str, str]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("kept", " ".join(two[k:m])))
        if tag in ("delete", "replace"):
            pieces.append(("cut", " ".join(one[i:j])))
        if tag in ("insert", "replace"):
            pieces.append(("added", " ".join(two[k:m])))
    return pieces
