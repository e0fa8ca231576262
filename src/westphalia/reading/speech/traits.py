"""What each word is, as small numbers in columns: what the network is told besides the words themselves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from westphalia.reading.speech.tokens import (
    Column,
    Lexicon,
    QuoteColumns,
    Tokens,
    Whole,
    bucket,
    colon_place,
    governor,
    nearest,
)

WINDOW = 110
"""Words read together: whole sentences of one paragraph. Most paragraphs are shorter."""


@dataclass(frozen=True, slots=True)
class Names:
    """The relations and tags that have a number, by their hash: number 0 is for any other."""

    deps: Column
    tags: Column

    def number(self, column: Column, names: Column) -> Whole:
        """The number of each value of a column, one above its place in `names`."""
        order = np.argsort(names)
        at = np.minimum(np.searchsorted(names[order], column), len(names) - 1)
        return np.where(names[order][at] == column, order[at] + 1, 0)


@dataclass(frozen=True, slots=True)
class Traits:
    """For each word its `columns` (words, COLUMNS), and the words whose vectors are added to its own.

    `head` is its syntactic head, `first` and `second` the nearest likely cues above it in the tree (itself if none).
    """

    columns: npt.NDArray[np.int16]
    head: Whole
    first: Whole
    second: Whole


def _side(where: Whole, place: Whole) -> Whole:
    return np.sign(where - place) * (where >= 0) + 1


def _pick(column: Whole, where: Whole) -> Whole:
    """One above the column's value at each place, 0 where there is none."""
    return np.where(where >= 0, column[np.maximum(where, 0)] + 1, 0)


def traits(t: Tokens, q: QuoteColumns, lexicon: Lexicon, names: Names) -> Traits:
    """The traits of every token of a report."""
    level, place = lexicon.level(t.lemma, t.word_class), np.arange(len(t))
    dep, tag, head = names.number(t.dep, names.deps), names.number(t.tag, names.tags), t.head
    found = [dep, tag, level, np.clip(head - place, -6, 6) + 6, dep[head], level[head] * 4 + t.word_class[head] % 4]
    above = []
    for skip in (0, 1):
        up = governor(t, level >= 2, skip)
        found += [_pick(level, up.at) * 3 + _side(up.at, place), _pick(dep, up.via), bucket(up.depth, 1, 2, 3, 5, 8)]
        above.append(np.where(up.at >= 0, up.at, place))
    found += [q.inside * 16 + q.edge * 5 + q.size % 5, q.kind * 5 + q.final, q.whole * 2 + t.headline]
    for beside in nearest(t, level >= 3):
        far = np.where(beside >= 0, np.abs(beside - place), 0)
        found.append(_pick(level, beside) * 7 + bucket(far, 2, 3, 5, 8, 14, 25))
    found += _around(t, q, level)
    found.append(colon_place(t) * 4 + bucket(place - t.first, 1, 2, 5))
    return Traits(np.stack(found, axis=1).astype(np.int16), head, above[0], above[1])


def _around(t: Tokens, q: QuoteColumns, level: Whole) -> list[Whole]:
    """The best cue of the sentence, of the one before and of the one behind it, and whether those are quoted."""
    if not len(t):
        return [level, level]
    firsts, back = np.unique(t.first, return_inverse=True)
    best = np.maximum.reduceat(np.where(q.inside == 0, level, 0), firsts)[back]
    before, after = np.maximum(t.first - 1, 0), np.minimum(t.last, len(t) - 1)
    same_before = ((t.first > 0) & (t.sequence[before] == t.sequence)).astype(np.int64)
    same_after = ((t.last < len(t)) & (t.sequence[after] == t.sequence)).astype(np.int64)
    quoted = q.inside[before] * same_before * 2 + q.inside[after] * same_after
    return [best * 6 + best[before] * same_before % 6, best[after] * same_after * 4 + quoted]


def windows(t: Tokens) -> list[tuple[int, int]]:
    """Bounds of the windows: paragraphs, cut between sentences where they would grow beyond WINDOW."""
    found: list[tuple[int, int]] = []
    paragraph = None
    at = 0
    while at < len(t):
        end = int(t.last[at])
        if paragraph == int(t.sequence[at]) and end - found[-1][0] <= WINDOW:
            found[-1] = (found[-1][0], end)
        else:
            found.append((at, end))
        paragraph, at = int(t.sequence[at]), end
    return found
