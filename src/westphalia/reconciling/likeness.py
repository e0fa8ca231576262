"""How alike two wordings are: meaning, words, beginnings of words; and which of many belong together.

Two translations of one sentence share meaning but few words, two sentences of one speech share words but not all of
the meaning. Weights, the number of neighbours and thresholds are measured on news translated from Russian and from
Chinese by 32 systems (benchmark `quotations`), one language fitted and the other left out: both want the same.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from westphalia.reconciling.wordings import Vectors

MEANING = 0.7
"""Weight of the cosine of sentence vectors; words and beginnings of words share the rest. Alone, .955 pair F1 on
Russian and .921 on Chinese; words alone .922 and .884; at .7 .954 and .927, and flat from .5 to .8."""

NEIGHBOURS = 10
"""Nearest others that say how crowded the neighbourhood of a text is."""

RELATIVE = 0.12
"""Likeness above that of the neighbours from which best matches are one utterance. With matching, F1 hardly moves
from 0 to .2, in both languages, also where half of the texts have no match."""

ALONE = 0.2
"""The same where a text may match many: F1 .966 on Russian, .964 on Chinese, each within .003 of its own best."""

STEM = 5
"""Letters that tell a word apart from others whatever its ending."""

Matrix = NDArray[np.float32]
Signature = NDArray[np.uint8]

_BYTES, _MANY = 16, 255

_WORD = re.compile(r"\w+")
# articles, prepositions, pronouns, auxiliaries: they say nothing of what is said
PLAIN = frozenset(
    "a an the and or but if of to in on at by for with from as into that this these those it its he she they we i you "
    "his her their our your my is are was were be been being am has have had do does did will would shall should can "
    "could may might must there here who which what when where than then so also such just very more most any some all "
    "each both between about over under up out s t re ve ll d m".split()
)


def likeness(ones: Sequence[str], others: Sequence[str], vectors: Callable[[Sequence[str]], Vectors]) -> Matrix:
    """How alike each text of one collection is to each of another, 0 to 1, shape (len(ones), len(others)).

    Args:
        ones: the texts of one collection.
        others: those of the other.
        vectors: gives sentence vectors; asked once, for different texts.
    """
    texts = list(dict.fromkeys((*ones, *others)))
    place = {text: number for number, text in enumerate(texts)}
    table = vectors(texts).astype(np.float32)
    meaning = table[[place[t] for t in ones]] @ table[[place[t] for t in others]].T
    bags = (overlap(ones, others, words) + overlap(ones, others, stems)) / 2
    # the last bits of a product of matrices depend on their shape
    mixed: Matrix = np.round(MEANING * meaning + (1 - MEANING) * bags, 4)
    return mixed


def relative(alike: Matrix) -> Matrix:
    """Likeness less that of each text's nearest neighbours on the other side, half from either.

    What is near to many ("he said that he was content") must be nearer to be the same (cross-domain similarity local
    scaling, Conneau et al. 2018).
    """
    if not alike.size:
        return alike
    rows = _nearest(alike).mean(axis=1, keepdims=True)
    columns = _nearest(alike.T).mean(axis=1, keepdims=True).T
    found: Matrix = np.round(alike - (rows + columns) / 2, 4)
    return found


def _nearest(alike: Matrix) -> Matrix:
    most = min(NEIGHBOURS, alike.shape[1])
    return -np.partition(-alike, most - 1, axis=1)[:, :most]


def matches(scores: Matrix, least: float) -> list[tuple[int, int, float]]:
    """Pairs of which each is the other's best, (row, column, score), from `least` on; equals with equals."""
    if not scores.size:
        return []
    best = (scores == scores.max(axis=1, keepdims=True)) & (scores == scores.max(axis=0, keepdims=True))
    rows, columns = np.nonzero(best & (scores >= least))
    return [(int(i), int(j), float(scores[i, j])) for i, j in zip(rows, columns, strict=True)]


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word.casefold() for word in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """The beginnings of its words."""
    return [word[:STEM] for word in words(text)]


def overlap(ones: Sequence[str], others: Sequence[str], split: Callable[[str], Sequence[str]]) -> Matrix:
    """Cosines of texts as bags of terms; rare terms count more (TF-IDF over both collections, sublinear)."""
    bags = [Counter(split(text)) for text in (*ones, *others)]
    spread = Counter(term for bag in bags for term in bag)
    number = {term: n for n, term in enumerate(sorted(spread))}
    rarity = np.array([np.log((1 + len(bags)) / (1 + spread[term])) + 1 for term in number])
    rows = [_weighed(bag, number, rarity) for bag in bags]
    first, second = rows[: len(ones)], rows[len(ones) :]
    terms = np.concatenate([ids for ids, _ in second]) if second else np.empty(0, dtype=np.int64)
    weights = np.concatenate([w for _, w in second]) if second else np.empty(0)
    holders = np.repeat(np.arange(len(second)), [len(ids) for ids, _ in second])
    order = np.argsort(terms, kind="stable")
    terms, weights, holders = terms[order], weights[order], holders[order]
    begin, end = (np.searchsorted(terms, np.arange(len(number)), side) for side in ("left", "right"))
    found = np.zeros((len(ones), len(others)), dtype=np.float32)
    for row, (ids, own) in enumerate(first):
        runs = [(slice(begin[i], end[i]), w) for i, w in zip(ids, own, strict=True) if end[i] > begin[i]]
        if runs:
            where = np.concatenate([holders[run] for run, _ in runs])
            worth = np.concatenate([weights[run] * w for run, w in runs])
            found[row] = np.bincount(where, worth, minlength=len(others))
    return found


def _weighed(
    bag: Counter[str], number: dict[str, int], rarity: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Numbers of a bag's terms in order, and their weights, of length one together."""
    counts = sorted((number[term], count) for term, count in bag.items())
    ids = np.array([i for i, _ in counts], dtype=np.int64)
    weights = (1 + np.log([c for _, c in counts])) * rarity[ids] if counts else np.empty(0)
    length = float(np.sqrt((weights**2).sum()))
    return ids, weights / length if length else weights


@lru_cache(maxsize=50_000)
def content_words(text: str) -> frozenset[str]:
    """The words of a text that say something, by their beginnings."""
    return frozenset(word[:STEM] for word in words(text) if word not in PLAIN)


def signature(text: str) -> Signature:
    """How many content words a text has, and which, as a byte and 128 bits, shape (17,)."""
    found = content_words(text)
    marks = np.zeros(8 * _BYTES, dtype=np.uint8)
    marks[[crc32(word.encode()) % len(marks) for word in found]] = 1
    return np.concatenate(([min(len(found), _MANY)], np.packbits(marks))).astype(np.uint8)


def most_alike(cosines: Matrix, ones: Signature, others: Signature) -> Matrix:
    """The most that `pair` can give for two texts, pair by pair, from their signatures, shape (n, 17), and cosines."""
    counts = ones[:, 0].astype(np.float32), others[:, 0].astype(np.float32)
    marked = np.bitwise_count(ones[:, 1:]).sum(axis=1)
    both = np.bitwise_count(ones[:, 1:] & others[:, 1:]).sum(axis=1)
    # words of one text that share a bit with another of its words may be shared too
    shared = np.minimum(both + counts[0] - marked, np.minimum(*counts)) / np.sqrt(np.maximum(counts[0] * counts[1], 1))
    shared[(ones[:, 0] == _MANY) | (others[:, 0] == _MANY)] = 1
    found: Matrix = MEANING * cosines + (1 - MEANING) * shared
    return found


def pair(one: str, other: str, cosine: float) -> float:
    """How alike two wordings are when nothing else is beside them, from the cosine of their vectors."""
    a, b = content_words(one), content_words(other)
    shared = len(a & b) / np.sqrt(len(a) * len(b)) if a and b else 0.0
    return round(MEANING * cosine + (1 - MEANING) * float(shared), 4)
