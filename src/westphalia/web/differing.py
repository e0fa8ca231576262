"""Wordings of one utterance word by word: what each kept, cut and added against another."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]", re.UNICODE)

LONGEST = 400
"""Words compared of one wording: longer ones would take the page's time (SequenceMatcher is quadratic)."""


def tokens(text: str) -> list[str]:
    """Words and marks of a text."""
    return _TOKEN.findall(text)[:LONGEST]


def base_of(wordings: Sequence[str]) -> int:
    """Number of the wording nearest to all others, the one they are shown against; the earlier of equals."""
    if len(wordings) < 3:
        return 0
    words = [set(map(str.casefold, tokens(wording))) for wording in wordings]

    def nearness(number: int) -> float:
        own = words[number]
        return sum(len(own & other) / max(len(own | other), 1) for other in words)

    return max(range(len(wordings)), key=lambda number: (round(nearness(number), 6), -number))


def compared(base: str, other: str) -> list[tuple[str, str]]:
    """The other wording as pieces: ("kept", words), ("added", words) and ("cut", words of the base it leaves out)."""
    one, two = tokens(base), tokens(other)
    matcher = SequenceMatcher(None, [t.casefold() for t in one], [t.casefold() for t in two], autojunk=False)
    pieces: list[tuple[str, str]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("kept", joined(two[k:m])))
        if tag in ("delete", "replace"):
            pieces.append(("cut", joined(one[i:j])))
        if tag in ("insert", "replace"):
            pieces.append(("added", joined(two[k:m])))
    return pieces


def joined(words: Sequence[str]) -> str:
    """Words and marks as they are written: no space before a full stop or after an opening mark."""
    text = " ".join(words)
    text = re.sub(r"\s+([,.;:!?%)\]”’»])", r"\1", text)
    return re.sub(r"([(\[“‘«])\s+", r"\1", text)
