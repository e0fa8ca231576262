"""What a text is about, as counts: words, names, numbers and pairs of neighbouring words, each as a hash.

In: the text of a report. Out: its terms. Words are cut to their stems by a short rule, because two outlets put one
thing in two forms ("was arrested", "the arrest"); hashes stand for the words, so that what is learnt over many
texts (`commonness`) can be shipped without a word of them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary

LEAD = 40
"""Words of a report's opening that are also compared by themselves: news comes first."""

BUCKETS = 1 << 16
"""Buckets of the table of how common words are; some 35,000 stems share them."""

Hashes = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d,.:]*\d|\d")
_SUFFIXES = (("ies", "y"), ("sses", "ss"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", ""))


@dataclass(frozen=True, slots=True)
class Bag:
    """Terms of one kind: their hashes in ascending order, and one plus the logarithm of how often each occurs."""

    ids: Hashes
    weights: Weights

    @classmethod
    def of(cls, words: Iterable[str]) -> "Bag":
        """Counts words."""
        counts = Counter(crc32(word.encode()) for word in words)
        ids = sorted(counts)
        return cls(np.array(ids, dtype=np.int64), 1 + np.log(np.array([counts[i] for i in ids], dtype=np.float64)))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text, by kind."""

    words: Bag
    lead: Bag
    pairs: Bag
    names: Bag
    numbers: Bag


def terms(text: str) -> Terms:
    """Reads the terms off a text in English. A name is a word that the text never writes in lower case."""
    common = common_words()
    found = _WORD.findall(text)
    lower = {word for word in found if word[0].islower()}
    words, names, numbers = [], [], []
    for word in found:
        if word[0].isdigit():
            numbers.append(word.replace(",", "").strip(".:"))
            words.append(numbers[-1])
            continue
        plain = word.lower().replace("’", "'")
        if plain in common or len(plain) < 2:
            continue
        plain = plain.removesuffix("'s")
        words.append(stem(plain))
        if word[0].isupper() and plain not in lower:
            names.append(f"^{plain}")  # apart from the word in the table of how common terms are
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return Terms(Bag.of(words), Bag.of(words[:LEAD]), Bag.of(pairs), Bag.of(names), Bag.of(numbers))


def stem(word: str) -> str:
    """A word in lower case without its ending; forms of one word mostly come out alike, and it need not be a word."""
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and not word.endswith("ss") and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words that say nothing of what a text is about."""
    return frozenset(row["word"] for row in vocabulary.rows("westphalia.reconciling", "common_words.tsv"))
