"""Passages marked in a text: overlapping spans cut into runs that carry the same marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Something asserted by words of a text. `number` is what its note is called."""

    start: int
    end: int
    kind: str
    id: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same marks. `begins` are the marks that start with it."""

    text: str
    kinds: tuple[str, ...] = ()
    begins: tuple[Mark, ...] = ()


def runs(text: str, marks: Iterable[Mark], offset: int = 0) -> list[Run]:
    """Cuts a text, which stands at `offset`, where marks begin and end. Runs joined are the text."""
    end = offset + len(text)
    inside = sorted(m for m in marks if m.start < end and m.end > offset and m.start < m.end)
    cuts = sorted({offset, end, *(p for m in inside for p in (m.start, m.end) if offset < p < end)})
    found = []
    for begin, stop in pairwise(cuts):
        over = [m for m in inside if m.start < stop and m.end > begin]
        kinds = tuple(dict.fromkeys(m.kind for m in over))
        begins = tuple(m for m in over if m.start == begin or (m.start < offset == begin))
        found.append(Run(text[begin - offset : stop - offset], kinds, begins))
    return found
