"""A text under repair: what it says now, and the map from there back to the text as it stood."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from westphalia.model import OffsetMap, Repair, Span

type Piece = tuple[int, int, int]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `new` where `[start, end)` stands. `kind` names the repair; without one it is only normal form."""

    start: int
    end: int
    new: str = ""
    kind: str = ""


class Mended:
    """Text being repaired. Every change goes through `apply`, so that the map to the raw text always fits."""

    def __init__(self, raw: str) -> None:
        self.text = raw
        self.pieces: list[Piece] = [(0, 0, len(raw))] if raw else []
        self.repairs: list[Repair] = []

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Makes the edits, which must be sorted and not overlap. Says whether there were any."""
        edits = list(edits)
        if not edits:
            return False
        self.repairs.extend(Repair(edit.kind, self._raw(edit.start, edit.end)) for edit in edits if edit.kind)
        parts: list[str] = []
        kept: list[tuple[int, int, int]] = []
        at = written = 0
        for edit in [*edits, Edit(len(self.text), len(self.text))]:
            if edit.start > at:
                kept.append((at, edit.start, written))
                parts.append(self.text[at : edit.start])
                written += edit.start - at
            parts.append(edit.new)
            written += len(edit.new)
            at = edit.end
        self.pieces = _carry(self.pieces, kept)
        self.text = "".join(parts)
        return True

    def mark(self, kind: str, start: int, end: int) -> None:
        """Notes a damage at `[start, end)` of the text as it is now that cannot be mended with certainty."""
        self.repairs.append(Repair(kind, self._raw(start, end), mended=False))

    @property
    def offsets(self) -> OffsetMap:
        """The map from the text as it is now to the text as it stood."""
        return OffsetMap(tuple(self.pieces))

    def _raw(self, start: int, end: int) -> Span:
        """`offsets.to_raw` by bisection: a damaged text has thousands of edits and of pieces."""
        first = self._point(start)
        return Span(first, max(first, self._point(end - 1) + 1 if end > start else first))

    def _point(self, offset: int) -> int:
        index = bisect_right(self.pieces, offset, key=itemgetter(0)) - 1
        if index < 0:
            return self.pieces[0][1] if self.pieces else 0
        clean, raw, length = self.pieces[index]
        return raw + min(offset - clean, length)


def _carry(pieces: list[Piece], kept: list[tuple[int, int, int]]) -> list[Piece]:
    """The pieces that remain when only the runs `(start, end, new start)` of a text are kept."""
    carried: list[Piece] = []
    index = 0
    for start, end, moved in kept:
        while index < len(pieces) and pieces[index][0] + pieces[index][2] <= start:
            index += 1
        here = index
        while here < len(pieces) and pieces[here][0] < end:
            clean, raw, length = pieces[here]
            first, last = max(clean, start), min(clean + length, end)
            _add(carried, (first - start + moved, raw + first - clean, last - first))
            here += 1
    return carried


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Appends a piece, grown onto the last one where both sides touch."""
    if pieces:
        clean, raw, length = pieces[-1]
        if clean + length == piece[0] and raw + length == piece[1]:
            pieces[-1] = (clean, raw, length + piece[2])
            return
    pieces.append(piece)
