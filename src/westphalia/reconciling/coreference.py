"""Mentions of events grouped by the event in the world they mean, over many reports.

In: mentions (the words of an act in their sentence) and the articles they stand in. Out: groups of mentions. Articles
are put into stories first (`stories`), loosely, because an event seldom leaves its story; within these, how
likely two mentions mean one event is learnt (`tools/train_coreference.py`) over their words, the vectors of these words
in context, what stands around them and how near their articles are; average link does the rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary
from westphalia.reading.encoder import pieces, trunk
from westphalia.reconciling import stories
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.pile import Matrix, commonness, cosines
from westphalia.reconciling.stories import Article
from westphalia.reconciling.terms import BUCKETS, Bag, stem, terms

THRESHOLD = 0.35
"""Mean chance from which groups of mentions are one: best in cross-validation, flat from .3 to .45."""

LOOSE = 0.08
"""Mean chance from which articles are near enough for their mentions to be compared."""

NEAR = 5
"""Words to either side that count as near."""

LATER = 3
"""Sentences of a report are counted up to here: openings tell of the same thing, later ones of what led to it."""

_DAY = re.compile(
    r"(mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november"
    r"|december|.*\d.*"
)
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mention:
    """The words of an act where they stand: report, sentence, and what is around them."""

    report: str
    sentence: int
    stems: tuple[str, ...]
    words: Bag
    near: Bag
    around: Bag
    names: Bag
    numbers: Bag
    vector: Vector = field(repr=False)

    @classmethod
    def of(cls, report: str, sentence: int, words: Sequence[str], at: Sequence[int]) -> "Mention":
        """Takes the words at `at` out of a sentence given as words."""
        inside = set(at)
        others = [n for n in range(len(words)) if n not in inside]
        close = [n for n in others if min(at) - NEAR <= n <= max(at) + NEAR]
        stems = tuple(stem(words[n].lower()) for n in at)
        return cls(
            report,
            min(sentence, LATER),
            stems,
            Bag.of(stems),
            terms(" ".join(words[n] for n in close)).words,
            terms(" ".join(words[n] for n in others)).words,
            Bag.of(words[n].lower() for n in others if n and words[n][:1].isupper()),
            Bag.of(words[n].lower() for n in others if _DAY.fullmatch(words[n].lower())),
            np.asarray(_in_context(tuple(words))[list(at)].mean(axis=0), dtype=np.float32),
        )


@lru_cache(maxsize=64)
def _in_context(words: tuple[str, ...]) -> Vector:
    """The vectors of the words of a sentence, each the mean of its pieces; zero where the sentence is cut off."""
    held = pieces(words)
    vectors, of = trunk(held.ids), np.array(held.words)
    found: Vector = np.zeros((len(words), vectors.shape[1]), dtype=np.float32)
    np.add.at(found, of[of >= 0], vectors[of >= 0])
    counts = np.bincount(of[of >= 0], minlength=len(words))
    found /= np.maximum(counts, 1)[:, None].astype(np.float32)
    return found


@dataclass(frozen=True, slots=True)
class Projection:
    """A linear map of vectors in context that brings mentions of one event together (linear discriminants)."""

    mean: Vector
    axes: Vector

    @classmethod
    @lru_cache(maxsize=1)
    def learnt(cls) -> "Projection":
        """The one of the package."""
        with vocabulary.data("westphalia.reconciling", "coreference.npz").open("rb") as file, np.load(file) as kept:
            return cls(kept["mean"].astype(np.float32), kept["axes"].astype(np.float32))

    def __call__(self, vectors: Vector) -> Vector:
        """Vectors after the map."""
        return np.asarray((vectors - self.mean) @ self.axes, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Block:
    """Mentions that may be of one event, and how near their articles are, each of shape (n, n)."""

    mentions: tuple[Mention, ...]
    chance: Matrix
    story: Matrix
    stories: Matrix


def group(mentions: Sequence[Mention], articles: Sequence[Article]) -> list[list[Mention]]:
    """Groups of mentions of one event. Mentions must come in a canonical order; their articles must all be there."""
    found = []
    for block in blocks(mentions, articles):
        found += average_link_of(block.mentions, chances(block), THRESHOLD)
    return found


def blocks(mentions: Sequence[Mention], articles: Sequence[Article]) -> Iterator[Block]:
    """Mentions by loose stories."""
    ordered = sorted(articles, key=lambda article: article.report)
    texts = [article.terms for article in ordered]
    near = stories.chances(ordered) if len(ordered) > 1 else np.ones((len(ordered), len(ordered)))
    label = np.zeros(len(ordered), dtype=int)
    for number, members in enumerate(stories.partition(texts)):
        label[members] = number
    for members in average_link_of(range(len(ordered)), near, LOOSE):
        place = {ordered[n].report: n for n in members}
        held = tuple(mention for mention in mentions if mention.report in place)
        rows = np.array([place[mention.report] for mention in held], dtype=int)
        if held:
            same = (label[rows][:, None] == label[rows][None, :]).astype(float)
            between = _means(near, label, sorted(set(label[members])))
            yield Block(held, near[np.ix_(rows, rows)], same, between[np.ix_(label[rows], label[rows])])


def _means(near: Matrix, label: npt.NDArray[np.int64], labels: Sequence[int]) -> Matrix:
    """The mean chance between the articles of these stories; one within a story."""
    found = np.eye(int(label.max()) + 1)
    for n, one in enumerate(labels):
        for other in labels[n + 1 :]:
            found[one, other] = found[other, one] = near[np.ix_(label == one, label == other)].mean()
    return found


def chances(block: Block) -> Matrix:
    """The chance of each pair of mentions of a block to mean one event."""
    weights = _weights()
    total = np.full_like(block.chance, weights["bias"])
    for name, values in compare(block, Projection.learnt()).items():
        total += weights[name] * values
    found: Matrix = 1 / (1 + np.exp(-total))
    return found


def compare(block: Block, projection: Projection) -> Mapping[str, Matrix]:
    """Features of all pairs of a block, by name, each of shape (n, n)."""
    held = block.mentions
    sentence = np.array([mention.sentence for mention in held])
    common = np.array([_commonness(mention) for mention in held])
    same_report = _equal([mention.report for mention in held])
    vectors = np.stack([mention.vector for mention in held])
    return {
        **{
            kind: cosines([getattr(m, kind) for m in held], known=kind in ("words", "near", "around")) for kind in KINDS
        },
        "same_words": _equal([mention.stems for mention in held]),
        "beginning": _beginnings([mention.stems for mention in held]),
        "vector": _cosine(vectors),
        "learnt_vector": _cosine(projection(vectors)),
        "chance": block.chance,
        "story": block.story,
        "stories": block.stories,
        "same_report": same_report,
        "same_sentence": same_report * (sentence[:, None] == sentence[None, :]),
        "opening": np.minimum.outer(sentence, sentence).astype(float),
        "common": np.maximum.outer(common, common),
    }


KINDS = ("words", "near", "around", "names", "numbers")


def _equal(values: Sequence[object]) -> Matrix:
    numbers: dict[object, int] = {}
    ids = np.array([numbers.setdefault(value, len(numbers)) for value in values])
    found: Matrix = (ids[:, None] == ids[None, :]).astype(float)
    return found


def _cosine(vectors: Vector) -> Matrix:
    rows = vectors.astype(float)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    found: Matrix = rows @ rows.T
    return found


def _beginnings(stems: Sequence[tuple[str, ...]]) -> Matrix:
    """Share of letters that two words have in common from the left, of the two that have most: "announce(ment)"."""
    kinds = sorted(set(stems))
    where = {kind: n for n, kind in enumerate(kinds)}
    table = np.array(
        [[max((_beginning(a, b) for a in one for b in other), default=0) for other in kinds] for one in kinds]
    )
    rows = np.array([where[s] for s in stems])
    found: Matrix = table[np.ix_(rows, rows)].astype(float)
    return found


@lru_cache(maxsize=1 << 16)
def _beginning(one: str, other: str) -> float:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared / max(len(one), len(other), 1)


def _commonness(mention: Mention) -> float:
    """How common the rarest word of the act is in news at large."""
    return float(min((commonness()[i % BUCKETS] for i in mention.words.ids), default=1.0))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    rows = vocabulary.rows("westphalia.reconciling", "coreference_weights.tsv")
    return {row["feature"]: float(row["weight"]) for row in rows}
