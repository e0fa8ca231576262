"""Mentions of events grouped by the event in the world they mean, over many reports.

In: mentions (the words of an act in their sentence) and the articles they stand in. Out: groups of mentions. Articles
are put into stories first (`stories`), loosely, because an event seldom leaves its story; within these, how
likely two mentions mean one event is learnt (`tools/train_coreference.py`) over their words, the vectors of these words
in context, what stands around them and how near their articles are; average link does the rest. The vectors are those
of the shared trunk (`reading/encoder.py`), and those of two more layers that were taught to bring mentions of one event
together and to keep others of the same topic apart (`tools/train_coreference_network.py`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, takewhile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from westphalia import vocabulary
from westphalia.reading.encoder import LONGEST, pieces, session, split, trunk
from westphalia.reconciling import stories
from westphalia.reconciling.groups import average_link_of
from westphalia.reconciling.pile import Matrix, commonness, cosines
from westphalia.reconciling.stories import Article
from westphalia.reconciling.terms import BUCKETS, Bag, stem, terms

THRESHOLD = 0.5
"""Mean chance from which groups of mentions are one: best on topics left out, flat to .006 from .45 to .6."""

TOLD = 0.75
"""Weight of whether the less likely of two mentions is told again at all; flat from .5 to 1."""

SURELY_TOLD = 1.5
"""Log odds from which it says no more that a mention is told again."""

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
NETWORK = str(Path(__file__).parent / "data" / "coreference")
"""The layers on the trunk, without the ending; a whole path, so that it is not looked for beside the trunk."""

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
    learnt: Vector = field(repr=False)

    @classmethod
    def of(
        cls,
        report: str,
        sentence: int,
        words: Sequence[str],
        at: Sequence[int],
        beside: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> "Mention":
        """Takes the words at `at` out of a sentence given as words; `beside`: what the report says before and after."""
        inside = set(at)
        others = [n for n in range(len(words)) if n not in inside]
        close = [n for n in others if min(at) - NEAR <= n <= max(at) + NEAR]
        stems = tuple(stem(words[n].lower()) for n in at)
        text, left = window(words, *beside)
        rows = [left + n for n in at]
        vector, learnt = (vectors[rows].mean(axis=0) for vectors in _in_context(text))
        return cls(
            report,
            min(sentence, LATER),
            stems,
            Bag.of(stems),
            terms(" ".join(words[n] for n in close)).words,
            terms(" ".join(words[n] for n in others)).words,
            Bag.of(words[n].lower() for n in others if n and words[n][:1].isupper()),
            Bag.of(words[n].lower() for n in others if _DAY.fullmatch(words[n].lower())),
            vector,
            learnt,
        )


def window(words: Sequence[str], before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """A sentence with what of the report is read with it, and how many words of it come before the sentence."""
    left, right = _room(before, words, after)
    return (*before[len(before) - left :], *words, *after[:right]), left


def _room(before: Sequence[str], words: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many words before and after a sentence are read with it: half of the room each, or what the other leaves."""
    room = LONGEST - 2 - sum(len(split(word)) for word in words)
    left = list(accumulate(len(split(word)) for word in reversed(before)))
    right = list(accumulate(len(split(word)) for word in after))
    spared = max(room // 2, room - (right[-1] if right else 0))
    taken = sum(1 for length in left if length <= spared)
    rest = room - (left[taken - 1] if taken else 0)
    return taken, sum(1 for length in right if length <= rest)


@lru_cache(maxsize=256)
def _in_context(words: tuple[str, ...]) -> tuple[Vector, Vector]:
    """Two vectors of each word of a text, each the mean of its pieces; zero where the text is cut off."""
    held = pieces(words)
    hidden = trunk(held.ids)
    taught = session(NETWORK).run(None, {"trunk": hidden})[0]
    of = np.array(held.words)
    counts = np.maximum(np.bincount(of[of >= 0], minlength=len(words)), 1)[:, None].astype(np.float32)
    found = []
    for vectors in (hidden, taught):
        rows: Vector = np.zeros((len(words), vectors.shape[1]), dtype=np.float32)
        np.add.at(rows, of[of >= 0], vectors[of >= 0])
        found.append(rows / counts)
    return found[0], found[1]


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
    near = stories.chances(ordered) if len(ordered) > 1 else np.ones((len(ordered), len(ordered)))
    groups = stories.partition([article.terms for article in ordered])
    yield from blocks_of(mentions, [article.report for article in ordered], near, groups)


def blocks_of(
    mentions: Sequence[Mention], reports: Sequence[str], near: Matrix, groups: Sequence[Sequence[int]]
) -> Iterator[Block]:
    """Mentions by loose stories, given the chance of each pair of reports to be of one story and the stories."""
    label = np.zeros(len(reports), dtype=int)
    for number, members in enumerate(groups):
        label[list(members)] = number
    for members in average_link_of(range(len(reports)), near, LOOSE):
        place = {reports[n]: n for n in members}
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
    told = told_again(block.mentions)
    total = weights["bias"] + TOLD * np.minimum(np.minimum.outer(told, told), SURELY_TOLD)
    for name, values in compare(block).items():
        total += weights[name] * values
    found: Matrix = 1 / (1 + np.exp(-total))
    return found


def told_again(mentions: Sequence[Mention]) -> Matrix:
    """The log odds of each mention that its event is told anywhere else.

    What is said to a reporter and what is told by the way mostly is not.
    """
    weights, bias = _told_weights()
    vectors = np.stack([mention.vector for mention in mentions]).astype(float)
    # einsum, not a matrix product: that rounds otherwise for other numbers of rows
    return np.asarray(np.einsum("md,d->m", vectors, weights) + bias)


@lru_cache(maxsize=1)
def _told_weights() -> tuple[Matrix, float]:
    with vocabulary.data("westphalia.reconciling", "coreference.npz").open("rb") as file, np.load(file) as kept:
        return kept["weights"].astype(float), float(kept["bias"])


def compare(block: Block) -> Mapping[str, Matrix]:
    """Features of all pairs of a block, by name, each of shape (n, n)."""
    held = block.mentions
    sentence = np.array([mention.sentence for mention in held])
    common = np.array([_commonness(mention) for mention in held])
    same_report = _equal([mention.report for mention in held])
    return {
        **{
            kind: cosines([getattr(m, kind) for m in held], known=kind in ("words", "near", "around")) for kind in KINDS
        },
        "same_words": _equal([mention.stems for mention in held]),
        "beginning": _beginnings([mention.stems for mention in held]),
        "vector": _cosine(np.stack([mention.vector for mention in held])),
        "learnt_vector": _cosine(np.stack([mention.learnt for mention in held])),
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
