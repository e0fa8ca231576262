"""Features of the attribution tagger: what surrounds each token, as hashed numbers, for a whole report at once.

Everything is array arithmetic over the concatenated tokens of the parsed sentences, because a loop over tokens
would cost more than the parse. A feature is a 64-bit mix of a template number and one to four columns, folded
into BUCKETS; nothing can be read back from it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, LOWER, POS, SHAPE, TAG  # type: ignore[import-not-found]
from spacy.strings import StringStore

from westphalia.reading.reading import Sentence
from westphalia.reading.speech.quotes import Quote

BUCKETS = 1 << 22
"""Four million, of which a model fills some 300,000: a feature never seen in training then mostly meets zero."""

Column = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]

_NUMBER_OF = StringStore()
"""The number spaCy gives a string: a symbol for names of its own, a hash for all others."""
_DEPS = {
    name: np.uint64(_NUMBER_OF[name])
    for name in "nsubj nsubjpass ccomp dobj prep mark advcl agent parataxis xcomp acomp relcl attr pcomp csubj".split()
}
CLASSES = {
    _NUMBER_OF[pos]: code for pos, code in {"VERB": 1, "AUX": 1, "NOUN": 2, "ADJ": 3, "ADP": 4, "SCONJ": 4}.items()
}


@dataclass(slots=True)
class Tokens:
    """All tokens of the parsed sentences of one report, as columns.

    `start`/`end` are offsets in the clean text; `first`/`last` the bounds of the token's sentence (token numbers,
    half-open), `sequence` the number of the run of sentences that is tagged together (a paragraph).
    """

    start: Whole
    end: Whole
    lower: Column
    lemma: Column
    tag: Column
    dep: Column
    shape: Column
    word_class: Whole
    head: Whole
    first: Whole
    last: Whole
    sequence: Whole
    headline: Whole

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How readily a lemma, in a word class, is the cue of an attribution: `keys` sorted, `levels` 0–5."""

    keys: Column
    levels: Whole

    def level(self, lemma: Column, word_class: Whole) -> Whole:
        """The level of each token, 0 where the lexicon has no entry."""
        wanted = cue_key(lemma, word_class)
        if not len(self.keys):
            return np.zeros(len(lemma), np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.levels[at], 0)


def cue_key(lemma: Column, word_class: Whole) -> Column:
    """One number for a lemma in a word class (1 verb, 2 noun, 3 adjective, 4 preposition, 0 other)."""
    return mix(91, lemma, word_class)


def mix(template: int, *columns: npt.NDArray[np.generic]) -> Column:
    """A 64-bit hash of each row of `columns`, different for each template number."""
    value = np.full(len(columns[0]), (template * 0x9E3779B97F4A7C15 + 0x1234567) & 0xFFFFFFFFFFFFFFFF, np.uint64)
    for column in columns:
        value = (value ^ column.astype(np.uint64)) * np.uint64(0xFF51AFD7ED558CCD)
        value ^= value >> np.uint64(31)
    return value


def columns(sentences: list[Sentence]) -> Tokens:
    """The tokens of those `sentences` that have a parse."""
    parsed = [s for s in sentences if s.doc is not None and len(s.doc)]
    blocks, bounds = [], []
    starts: list[int] = []
    ends: list[int] = []
    paragraphs, total = [], 0
    for sentence in parsed:
        doc = sentence.doc
        assert doc is not None
        blocks.append(doc.to_array([LOWER, LEMMA, TAG, DEP, SHAPE, POS, HEAD]))
        offsets = [token.idx for token in doc]
        starts.extend(sentence.span.start + offset for offset in offsets)
        ends.extend(sentence.span.start + token.idx + len(token) for token in doc)
        bounds.append((total, total + len(doc), len(doc), sentence.part == "headline"))
        paragraphs.append(sentence.paragraph)
        total += len(doc)
    table = np.concatenate(blocks) if blocks else np.zeros((0, 7), np.uint64)
    lengths = np.array([b[2] for b in bounds], np.int64)
    repeat = [np.repeat(np.array([b[k] for b in bounds], np.int64), lengths) for k in (0, 1, 3)]
    classes = np.zeros(total, np.int64)
    for pos, code in CLASSES.items():
        classes[table[:, 5] == np.uint64(pos)] = code
    lower, lemma, tag, dep, shape = (np.ascontiguousarray(table[:, k]) for k in range(5))
    return Tokens(
        np.array(starts, np.int64),
        np.array(ends, np.int64),
        lower,
        lemma,
        tag,
        dep,
        shape,
        classes,
        np.arange(total) + table[:, 6].astype(np.int64),
        repeat[0],
        repeat[1],
        np.repeat(np.array(paragraphs, np.int64), lengths),
        repeat[2],
    )


def _bucket(value: Whole, *edges: int) -> Whole:
    return np.digitize(value, edges).astype(np.int64)


@dataclass(slots=True)
class QuoteColumns:
    """Where each token stands with regard to quotation marks."""

    inside: Whole
    edge: Whole
    size: Whole
    final: Whole
    whole: Whole
    number: Whole
    kind: Whole


def quote_columns(tokens: Tokens, quotes: list[Quote], text: str) -> QuoteColumns:
    """Columns of quotation: inside, at an edge, length, sign before the closing mark, whole sentence inside."""
    count = len(tokens)
    if not quotes or not count:
        zero = np.zeros(count, np.int64)
        return QuoteColumns(zero, zero, zero, zero, zero, zero - 1, zero)
    starts = np.array([q.span.start for q in quotes])
    ends = np.array([q.span.end for q in quotes])
    number = np.searchsorted(starts, tokens.start, side="right") - 1
    inside = (number >= 0) & (tokens.start < ends[number])
    number = np.where(inside, number, -1)
    words = np.bincount(number[inside], minlength=len(quotes))
    final = np.array([_final(text, q) for q in quotes])
    kind = np.array([1 + 2 * q.opened + q.closed + 4 * q.runs_on for q in quotes])
    size = np.where(inside, _bucket(words[number], 5, 8, 14, 40), 0)
    edge = np.where(inside & (tokens.start == starts[number]), 1, 0)
    edge = np.where(inside & (tokens.end >= ends[number]), 2, edge)
    last = np.maximum(tokens.last - 1, 0)
    whole = (number >= 0) & (number[tokens.first] == number) & (number[last] == number)
    take = np.where(inside, final[number], 0), np.where(inside, kind[number], 0)
    return QuoteColumns(inside.astype(np.int64), edge, size, take[0], whole.astype(np.int64), number, take[1])


def _final(text: str, quote: Quote) -> int:
    """What ends the quotation: 1 comma, 2 full stop, 3 other sentence end, 4 nothing."""
    words = text[quote.span.start : quote.span.end].rstrip("”»›’\"' ")
    outside = text[quote.span.end : quote.span.end + 1]
    sign = words[-1:] if words[-1:] in ",.?!…-–—" else outside
    return {",": 1, ".": 2, "?": 3, "!": 3, "…": 3}.get(sign, 4)


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


def children_mask(tokens: Tokens) -> Whole:
    """For each token the set of relations of its children, as bits."""
    mask = np.zeros(len(tokens), np.int64)
    for bit, name in enumerate(_DEPS):
        mine = tokens.dep == _DEPS[name]
        mask[tokens.head[mine]] |= 1 << bit
    return mask


@dataclass(slots=True)
class Governor:
    """For each token the nearest likely cue above it in the tree, and how the path leaves that cue."""

    at: Whole
    via: Whole
    depth: Whole


def governor(tokens: Tokens, likely: npt.NDArray[np.bool_], skip: int = 0) -> Governor:
    """Climbs from every token until a token of `likely`; `via` is the child of it on the path (-1 if none)."""
    count = len(tokens)
    place = np.arange(count)
    at = np.full(count, -1)
    via = np.full(count, -1)
    depth = np.zeros(count, np.int64)
    left = np.full(count, skip)
    current, below = place.copy(), np.full(count, -1)
    for step in range(14):
        hit = (at < 0) & likely[current]
        done = hit & (left == 0)
        at[done], via[done], depth[done] = current[done], below[done], step
        left[hit & ~done] -= 1
        below = current
        current = tokens.head[current]
        if not ((at < 0) & (current != below)).any():
            break
    return Governor(at, via, depth)


def _at(column: npt.NDArray[np.generic], where: Whole) -> Column:
    """The column's value at each place of `where`, 1 where there is none."""
    return np.where(where >= 0, column.astype(np.uint64)[np.maximum(where, 0)], np.uint64(1))


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
        kind = _at(t.dep, up.via)
        where = np.sign(up.at - place) * (up.at >= 0)
        deep = _bucket(up.depth, 1, 2, 3, 5, 8)
        strength = _at(level, up.at)
        marked = _at(mask & 0b100110111, up.via)
        out.add(_at(t.lemma, up.at), kind, where)
        out.add(strength, kind, where, deep)
        out.add(strength, kind, where, t.tag)
        out.add(strength, kind, where, t.dep)
        out.add(strength, kind, marked, _at(t.tag, up.via))
        out.add(strength, kind, _at(t.lemma, up.via), where)
        out.add(strength, kind, where, q.inside, _at(q.inside, up.at))
        out.add(_at(t.lemma, up.at), kind, q.inside, _at(q.inside, up.at))
        out.add(strength, kind, _at(mask, up.at))
        out.add(_at(t.dep, up.at), kind, strength, where)
        out.add(_bucket(np.abs(up.at - place) * (up.at >= 0), 1, 2, 3, 5, 8, 14), kind, strength, where)
        out.add(_at(mask, up.at), kind, t.tag, _at(level, up.at))


def _nearest(t: Tokens, likely: npt.NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """The nearest token of `likely` before and after each token within its sentence, -1 if there is none."""
    place = np.arange(len(t))
    before = np.maximum.accumulate(np.where(likely, place, -1))
    before = np.concatenate([[-1], before[:-1]])
    after = np.minimum.accumulate(np.where(likely, place, len(t))[::-1])[::-1]
    after = np.concatenate([after[1:], [len(t)]])
    return np.where(before >= t.first, before, -1), np.where(after < t.last, after, -1)


def _cues_beside(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns, mask: Whole) -> None:
    """What cue stands to the left and right: the clause that "according to" hangs on is not below it."""
    up = governor(t, level >= 3).at
    for at in _nearest(t, level >= 3):
        lemma, below = _at(t.lemma, at), (up == at) & (at >= 0)
        beyond = _at(q.inside, at)
        bounds = _bucket(np.where(at >= 0, np.minimum(at - t.first, t.last - at), 0), 1, 2, 4, 8)
        out.add(lemma, below, q.inside, beyond)
        out.add(lemma, below, t.tag)
        out.add(lemma, below, t.dep, bounds)
        out.add(lemma, below, _at(t.dep, at), t.dep[t.head])
        out.add(lemma, _at(mask, at), below, bounds)
        out.add(_at(level, at), _at(mask, at), below, q.inside, t.tag)
        out.add(_at(level, at), _at(t.tag, at), below, t.dep)


def _sentence(out: _Templates, t: Tokens, level: Whole, q: QuoteColumns) -> None:
    place = np.arange(len(t))
    outside = np.where(q.inside == 0, level, 0)
    best = np.zeros(len(t), np.int64)
    right = np.zeros(len(t), np.int64)
    left = np.zeros(len(t), np.int64)
    if len(t):
        heads, back = np.unique(t.first, return_inverse=True)
        best = np.maximum.reduceat(outside, heads)[back]
        left, right = _running(t, outside)
    root = governor(t, t.head == place)
    start = _bucket(place - t.first, 1, 2, 4, 8)
    out.add(_at(t.lemma, root.at), _at(t.dep, root.via), np.sign(root.at - place))
    out.add(_at(level, root.at), _at(t.dep, root.via), q.inside, np.sign(root.at - place))
    out.add(best, q.inside, q.whole, t.headline)
    out.add(left, right, q.inside, t.tag)
    out.add(left, right, q.inside, q.size, q.final)
    out.add(left, right, t.dep, q.inside)
    out.add(start, t.headline, t.tag)
    out.add(start, t.headline, q.inside, best)
    ends = _bucket(t.last - place, 2, 3, 5)
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
    colon = _colon(t)
    out.add(colon, q.inside, start, t.headline)
    out.add(colon, t.tag, start)


def _running(t: Tokens, level: Whole) -> tuple[Whole, Whole]:
    """The best level to the left and to the right of each token within its sentence."""
    step = t.first * 16
    left = np.maximum.accumulate(level + step) - step
    far = (len(t) - t.last) * 16
    right = np.maximum.accumulate((level + far)[::-1])[::-1] - far
    return left, right


_COLON = np.uint64(_NUMBER_OF[":"])


def _colon(t: Tokens) -> Whole:
    """1 before a colon of the sentence, 2 at it, 3 after it, 0 where there is none."""
    sign = (t.lower == _COLON).astype(np.int64)
    left, right = _running(t, sign)
    return np.where(sign > 0, 2, np.where(right > 0, 1, np.where(left > 0, 3, 0)))


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


def features(tokens: Tokens, text: str, quotes: list[Quote], lexicon: Lexicon) -> npt.NDArray[np.int32]:
    """The hashed features of every token, shape (tokens, templates), values in `0..BUCKETS`."""
    out = _Templates()
    level = lexicon.level(tokens.lemma, tokens.word_class)
    quoted = quote_columns(tokens, quotes, text)
    mask = children_mask(tokens)
    _words(out, tokens, level, quoted)
    _tree(out, tokens, level, quoted, mask)
    _cues_beside(out, tokens, level, quoted, mask)
    _sentence(out, tokens, level, quoted)
    _quotes(out, tokens, level, quoted)
    return out.matrix()
