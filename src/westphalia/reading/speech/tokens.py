"""The tokens of a whole report as columns of numbers, and what stands around each in the tree and in quotation marks.

Everything is array arithmetic over the concatenated tokens of the parsed sentences, because a loop over tokens
would cost more than the parse.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, LOWER, POS, SHAPE, TAG  # type: ignore[import-not-found]
from spacy.strings import StringStore

from westphalia.reading.reading import Sentence
from westphalia.reading.speech.quotes import Quote

Column = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]

_NUMBER_OF = StringStore()
"""The number spaCy gives a string: a symbol for names of its own, a hash for all others."""
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


def bucket(value: Whole, *edges: int) -> Whole:
    """Which of the stretches between `edges` each value lies in."""
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
    size = np.where(inside, bucket(words[number], 5, 8, 14, 40), 0)
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


def nearest(t: Tokens, likely: npt.NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """The nearest token of `likely` before and after each token within its sentence, -1 if there is none."""
    place = np.arange(len(t))
    before = np.maximum.accumulate(np.where(likely, place, -1))
    before = np.concatenate([[-1], before[:-1]])
    after = np.minimum.accumulate(np.where(likely, place, len(t))[::-1])[::-1]
    after = np.concatenate([after[1:], [len(t)]])
    return np.where(before >= t.first, before, -1), np.where(after < t.last, after, -1)


def running(t: Tokens, level: Whole) -> tuple[Whole, Whole]:
    """The best level to the left and to the right of each token within its sentence."""
    step = t.first * 16
    left = np.maximum.accumulate(level + step) - step
    far = (len(t) - t.last) * 16
    right = np.maximum.accumulate((level + far)[::-1])[::-1] - far
    return left, right


_COLON = np.uint64(_NUMBER_OF[":"])


def colon_place(t: Tokens) -> Whole:
    """1 before a colon of the sentence, 2 at it, 3 after it, 0 where there is none."""
    sign = (t.lower == _COLON).astype(np.int64)
    left, right = running(t, sign)
    return np.where(sign > 0, 2, np.where(right > 0, 1, np.where(left > 0, 3, 0)))
