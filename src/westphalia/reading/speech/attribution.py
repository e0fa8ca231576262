"""Attributions from tags: which content belongs to which cue, and which source to that cue.

The tagger marks words; here the marked stretches are joined. Every content chooses its cue and every cue its
source among the stretches nearby (or none), by a log-linear score over syntax, order and what lies between. The
weights are learnt with the tagger's and stored beside them.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt
from spacy.strings import StringStore

from westphalia.reading.speech.field import LABELS
from westphalia.reading.speech.tokens import Tokens

LINKS = 1 << 15
"""Buckets of the linking weights."""
REACH = 2
"""Sentences a content may lie from its cue, or a cue from its source. In 99 % of the gold links it is at most 2."""
FAR = 99.0
"""By how much the only choice is the best."""
ROLES = ("source", "cue", "content")

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of tokens with one role: token numbers `first..last` (half-open), its syntactic head, its sentence."""

    role: str
    first: int
    last: int
    head: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """A content with its cue and source, as far as they were found; `margin`: by how much they were the best."""

    content: Stretch
    cue: Stretch | None
    source: Stretch | None
    margin: float = 0.0


def stretch(role: str, first: int, last: int, tokens: Tokens) -> Stretch:
    """The stretch of these tokens, with its head: the first token governed from outside it."""
    heads = tokens.head[first:last]
    places = np.arange(first, last)
    outside = places[((heads < first) | (heads >= last) | (heads == places)) & (tokens.word_class[first:last] > 0)]
    head = int(outside[0]) if len(outside) else _any_head(tokens, first, last)
    return Stretch(role, first, last, head, int(tokens.first[first]))


def _any_head(tokens: Tokens, first: int, last: int) -> int:
    for place in range(first, last):
        head = tokens.head[place]
        if (not first <= head < last) and tokens.lower[place] not in _MARKS:
            return place
    return first


_NUMBER_OF = StringStore()
_MARKS = frozenset(_NUMBER_OF[sign] for sign in "“”\"'‘’«»,.")


def stretches(labels: npt.NDArray[np.int64], tokens: Tokens) -> list[Stretch]:
    """The labelled runs, in order."""
    found = []
    places = np.flatnonzero(labels)
    at = 0
    while at < len(places):
        first = int(places[at])
        role = LABELS[labels[first]][2:]
        inside = LABELS.index(f"I-{role}")
        last = first + 1
        while last < len(labels) and labels[last] == inside:
            last += 1
        found.append(stretch(role, first, last, tokens))
        at = int(np.searchsorted(places, last))
    return found


@dataclass(frozen=True, slots=True)
class Linker:
    """Scores pairs of stretches. `weights` has LINKS entries."""

    weights: Weights

    def choose(self, one: Stretch, others: list[Stretch], scene: "Scene") -> tuple[Stretch | None, float]:
        """The best partner of `one` among `others` (None if having none is better), and how far the next is behind."""
        ranked: list[tuple[float, Stretch | None]] = [(self.score(scene.alone(one, others)), None)]
        ranked += [(self.score(scene.pair(one, other)), other) for other in others]
        ranked.sort(key=lambda pair: -pair[0])
        return ranked[0][1], ranked[0][0] - ranked[1][0] if len(ranked) > 1 else FAR

    def score(self, features: list[int]) -> float:
        """The sum of the weights of some features."""
        return float(self.weights[features].sum())


@lru_cache(maxsize=1 << 16)
def _bucket(feature: str) -> int:
    """The bucket of a feature; most come again and again."""
    return crc32(feature.encode()) % LINKS


class Scene:
    """The stretches of one report and what their links are judged by."""

    def __init__(self, tokens: Tokens, found: list[Stretch], inside: npt.NDArray[np.int64]) -> None:
        self.tokens = tokens
        self.inside: list[int] = inside.tolist()  # lists, because numbers are asked for one by one
        self.dep: list[int] = tokens.dep.tolist()
        self.tag: list[int] = tokens.tag.tolist()
        self.lemma: list[int] = tokens.lemma.tolist()
        self.head: list[int] = tokens.head.tolist()
        self.of = {role: [s for s in found if s.role == role] for role in ROLES}
        self.starts = {role: [s.first for s in self.of[role]] for role in ROLES}
        bounds = np.unique(tokens.first)
        self.number = {int(first): k for k, first in enumerate(bounds)}
        self.paragraphs = [int(tokens.sequence[first]) for first in bounds]

    def near(self, one: Stretch, role: str) -> list[Stretch]:
        """Stretches of a role at most REACH sentences away, in the same paragraph or an adjoining sentence."""
        mine = self.number[one.sentence]
        found = []
        for other in self.of[role]:
            theirs = self.number[other.sentence]
            far = abs(theirs - mine)
            if far <= 1 or (far <= REACH and self.paragraphs[theirs] == self.paragraphs[mine]):
                found.append(other)
        return found

    def _between(self, role: str, one: Stretch, other: Stretch) -> int:
        low, high = min(one.last, other.last), max(one.first, other.first)
        starts = self.starts[role]
        return min(bisect_left(starts, high) - bisect_left(starts, low), 3)

    def _path(self, start: int, end: int) -> str:
        """Relations on the way up from `start` to `end`, "" if `end` is not above it within four steps."""
        names: list[str] = []
        place = start
        for _ in range(4):
            if place == end:
                return "<".join(names) or "same"
            names.append(_NAMES.get(self.dep[place], "x"))
            place = self.head[place]
        return ""

    def pair(self, one: Stretch, other: Stretch) -> list[int]:
        """Features of `one` choosing `other`."""
        kind = one.role
        order = "l" if other.first < one.first else "r"
        gap = (one.first - other.last) if order == "l" else (other.first - one.last)
        sentences = self.number[other.sentence] - self.number[one.sentence]
        same_paragraph = self.paragraphs[self.number[other.sentence]] == self.paragraphs[self.number[one.sentence]]
        up, down = self._path(one.head, other.head), self._path(other.head, one.head)
        width = next((k for k, edge in enumerate((0, 1, 2, 4, 8, 16, 32)) if gap <= edge), 7)
        between = "".join(str(self._between(role, one, other)) for role in ROLES)
        quoted = f"{self.inside[one.head]}{self.inside[other.head]}"
        cue = other if other.role == "cue" else one
        lemma = self.lemma[cue.head]
        parts = (
            f"o{order}{sentences}{same_paragraph}",
            f"w{order}{width}{sentences == 0}",
            f"u{up}{order}",
            f"d{down}{order}",
            f"ud{bool(up)}{bool(down)}{order}{width}",
            f"b{order}{between}{sentences}",
            f"bq{order}{between}{quoted}{sentences == 0}",
            f"l{lemma}{order}",
            f"lu{lemma}{up}|{down}",
            f"t{self.tag[one.head]}{self.tag[other.head]}{order}",
            f"q{quoted}{order}{sentences}{same_paragraph}",
        )
        return [_bucket(kind + part) for part in parts]

    def alone(self, one: Stretch, others: list[Stretch]) -> list[int]:
        """Features of `one` having no partner."""
        here = sum(other.sentence == one.sentence for other in others)
        parts = (
            "none",
            f"n{min(here, 2)}{min(len(others), 2)}",
            f"nl{self.lemma[one.head]}",
            f"nt{self.tag[one.head]}{min(here, 2)}",
            f"nd{self.dep[one.head]}{min(here, 2)}",
            f"nq{self.inside[one.head]}{min(here, 2)}{min(len(others), 2)}",
        )
        return [_bucket(one.role + part) for part in parts]


_NAMES = {
    int(_NUMBER_OF[name]): name
    for name in (
        "nsubj nsubjpass csubj agent ccomp xcomp acomp attr dobj dative pobj pcomp prep advcl relcl acl conj "
        "parataxis appos poss compound amod npadvmod dep mark aux ROOT punct meta intj"
    ).split()
}


def attributions(scene: Scene, linker: Linker) -> Iterator[Attribution]:
    """Every content with its cue and that cue's source."""
    sources = {cue: linker.choose(cue, scene.near(cue, "source"), scene) for cue in scene.of["cue"]}
    for content in scene.of["content"]:
        cue, margin = linker.choose(content, scene.near(content, "cue"), scene)
        source, behind = sources[cue] if cue else (None, FAR)
        yield Attribution(content, cue, source, min(margin, behind))
