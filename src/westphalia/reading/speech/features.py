"""Features of the attribution tagger: what surrounds each token, as hashed numbers, for a whole report at once.

A feature is a 64-bit mix of a template number and one to four columns, folded into BUCKETS; nothing can be read
back from it.
"""

import numpy as np
import numpy.typing as npt

from westphalia.reading.speech.tokens import (
    Column,
    Lexicon,
    QuoteColumns,
    Tokens,
    Whole,
    bucket,
    children_mask,
    colon_place,
    governor,
    mix,
    nearest,
    running,
    value_at,
)

BUCKETS = 1 << 22
"""Four million, of which a model fills some 300,000: a feature never seen in training then mostly meets zero."""


def _shift(tokens: Tokens, column: npt.NDArray[np.generic], by: int) -> Column:
    """The column `by` tokens to the right (left if negative), 1 beyond the sentence."""
    place = np.arange(len(tokens)) + by
    valid = (place >= tokens.first) & (place < tokens.last)
    values = column.astype(np.uint64)
    return np.where(valid, values[np.clip(place, 0, max(len(tokens) - 1, 0))], np.uint64(1))


class _Templates:
    """Collects features; each call of `add` is a template of its own."""

    def __init__(self) -> None:
        self.found: list[npt.NDArray[np.int32]] = []

    def add(self, *parts: npt.NDArray[np.generic]) -> None:
        self.found.append((mix(len(self.found) + 1, *parts) & np.uint64(BUCKETS - 1)).astype(np.int32))

    def matrix(self) -> npt.NDArray[np.int32]:
        return np.stack(self.found, axis=1)


def _words(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns) -> None:
    lower, tag, lemma = t.lower, t.tag, t.lemma
    near = {by: _shift(t, lower, by) for by in (-3, -2, -1, 1, 2, 3)}
    tags = {by: _shift(t, tag, by) for by in (-2, -1, 1, 2)}
    levels = {by: _shift(t, level, by) for by in (-3, -2, -1, 1, 2, 3)}
    out.add(np.ones(len(t), np.uint64))
    out.add(lower)
    out.add(lemma, t.word_class)
    out.add(tag)
    out.add(t.shape)
    for by, column in near.items():
        if abs(by) < 3:
            out.add(column)
    for column in tags.values():
        out.add(column)
    out.add(near[-1], lower)
    out.add(lower, near[1])
    out.add(near[-2], near[-1])
    out.add(near[1], near[2])
    out.add(near[-1], lower, near[1])
    out.add(tags[-1], tag)
    out.add(tag, tags[1])
    out.add(tags[-2], tags[-1], tag)
    out.add(tags[-1], tag, tags[1])
    out.add(tag, tags[1], tags[2])
    out.add(level, tag)
    out.add(levels[-1], level, levels[1], tag)
    out.add(levels[-2], levels[-1], tag, q.inside)
    out.add(levels[1], levels[2], tag, q.inside)
    out.add(levels[-3], levels[-2], levels[-1], lower)
    out.add(near[-1], levels[-2], tag)


def _tree(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns, mask: Whole) -> None:
    head = t.head
    grand = head[head]
    place = np.arange(len(t))
    side = np.sign(head - place)
    out.add(t.dep)
    out.add(t.dep, t.tag)
    out.add(t.dep, t.lemma[head])
    out.add(t.dep, t.tag[head], side)
    out.add(t.dep, level[head], side, t.tag)
    out.add(t.dep, t.dep[head], t.dep[grand])
    out.add(t.dep, t.dep[head], t.lemma[grand])
    out.add(t.dep, t.dep[head], level[grand], level[head])
    out.add(t.lemma, t.lemma[head])
    out.add(mask, level, t.word_class)
    out.add(mask, t.lemma)
    out.add(mask, t.dep, level)
    out.add(t.lemma, t.dep, q.inside)
    for skip in (0, 1):
        up = governor(t, level >= 2, skip)
        kind = value_at(t.dep, up.via)
        where = np.sign(up.at - place) * (up.at >= 0)
        deep = bucket(up.depth, 1, 2, 3, 5, 8)
        strength = value_at(level, up.at)
        marked = value_at(mask & 0b100110111, up.via)
        out.add(value_at(t.lemma, up.at), kind, where)
        out.add(strength, kind, where, deep)
        out.add(strength, kind, where, t.tag)
        out.add(strength, kind, where, t.dep)
        out.add(strength, kind, marked, value_at(t.tag, up.via))
        out.add(strength, kind, value_at(t.lemma, up.via), where)
        out.add(strength, kind, where, q.inside, value_at(q.inside, up.at))
        out.add(value_at(t.lemma, up.at), kind, q.inside, value_at(q.inside, up.at))
        out.add(strength, kind, value_at(mask, up.at))
        out.add(value_at(t.dep, up.at), kind, strength, where)
        out.add(bucket(np.abs(up.at - place) * (up.at >= 0), 1, 2, 3, 5, 8, 14), kind, strength, where)
        out.add(value_at(mask, up.at), kind, t.tag, value_at(level, up.at))


def _cues_beside(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns, mask: Whole) -> None:
    """What cue stands to the left and right: the clause that "according to" hangs on is not below it."""
    up = governor(t, level >= 3).at
    for at in nearest(t, level >= 3):
        lemma, below = value_at(t.lemma, at), (up == at) & (at >= 0)
        beyond = value_at(q.inside, at)
        bounds = bucket(np.where(at >= 0, np.minimum(at - t.first, t.last - at), 0), 1, 2, 4, 8)
        out.add(lemma, below, q.inside, beyond)
        out.add(lemma, below, t.tag)
        out.add(lemma, below, t.dep, bounds)
        out.add(lemma, below, value_at(t.dep, at), t.dep[t.head])
        out.add(lemma, value_at(mask, at), below, bounds)
        out.add(value_at(level, at), value_at(mask, at), below, q.inside, t.tag)
        out.add(value_at(level, at), value_at(t.tag, at), below, t.dep)


def _sentence(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns) -> None:
    place = np.arange(len(t))
    outside = np.where(q.inside == 0, level, 0)
    best = np.zeros(len(t), np.int64)
    right = np.zeros(len(t), np.int64)
    left = np.zeros(len(t), np.int64)
    if len(t):
        heads, back = np.unique(t.first, return_inverse=True)
        best = np.maximum.reduceat(outside, heads)[back]
        left, right = running(t, outside)
    root = governor(t, t.head == place)
    start = bucket(place - t.first, 1, 2, 4, 8)
    out.add(value_at(t.lemma, root.at), value_at(t.dep, root.via), np.sign(root.at - place))
    out.add(value_at(level, root.at), value_at(t.dep, root.via), q.inside, np.sign(root.at - place))
    out.add(best, q.inside, q.whole, t.headline)
    out.add(left, right, q.inside, t.tag)
    out.add(left, right, q.inside, q.size, q.final)
    out.add(left, right, t.dep, q.inside)
    out.add(start, t.headline, t.tag)
    out.add(start, t.headline, q.inside, best)
    ends = bucket(t.last - place, 2, 3, 5)
    out.add(ends, t.tag, q.inside)
    opener, closer = t.lower[t.first], t.lower[np.maximum(t.last - 2, t.first)]
    out.add(opener, q.inside, best)
    out.add(closer, q.inside, best, right)
    before = np.maximum(t.first - 1, 0)
    after = np.minimum(t.last, max(len(t) - 1, 0))
    same = np.where(t.first > 0, t.sequence[before] == t.sequence, False).astype(np.int64)
    out.add(same, best[before], best, q.inside, best[after])
    out.add(same, q.inside[before], q.inside, q.whole, best)
    out.add(q.inside[before], best[before], best, t.tag)
    colon = colon_place(t)
    out.add(colon, q.inside, start, t.headline)
    out.add(colon, t.tag, start)


def _quotes(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns) -> None:
    edges = {by: _shift(t, q.edge, by) for by in (-2, -1, 1, 2)}
    out.add(q.inside, q.edge, q.size, q.final)
    out.add(q.inside, q.size, t.tag)
    out.add(q.inside, q.whole, t.tag)
    out.add(q.inside, q.kind, q.size)
    out.add(q.inside, t.dep, t.dep[t.head], q.inside[t.head])
    out.add(q.inside, q.inside[t.head], t.dep, level[t.head])
    out.add(edges[-1], edges[1], t.tag, level)
    out.add(edges[-1], edges[-2], t.lower)
    out.add(edges[1], edges[2], t.lower)
    out.add(edges[-1], q.edge, edges[1], _shift(t, t.tag, -1), _shift(t, t.tag, 1))
    out.add(q.edge, q.size, q.final, _shift(t, level, -1), _shift(t, level, 1))
    out.add(q.edge, _shift(t, t.lower, -1), q.size)
    out.add(q.edge, _shift(t, t.lower, 1), q.size)


def features(tokens: Tokens, quoted: QuoteColumns, lexicon: Lexicon) -> npt.NDArray[np.int32]:
    """The hashed features of every token, shape (tokens, templates), values in `0..BUCKETS`."""
    out = _Templates()
    level = lexicon.level(tokens.lemma, tokens.word_class)
    mask = children_mask(tokens)
    _words(out, tokens, level, quoted)
    _tree(out, tokens, level, quoted, mask)
    _cues_beside(out, tokens, level, quoted, mask)
    _sentence(out, tokens, level, quoted)
    _quotes(out, tokens, level, quoted)
    return out.matrix()
