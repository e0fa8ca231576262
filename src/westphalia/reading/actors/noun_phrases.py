"""A parsed sentence as flat lists, and the noun phrases, names and complements in it.

spaCy's token objects cost more than the work done on them; one pass copies what the steps need.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spacy.tokens import Doc

from westphalia.model import Span
from westphalia.reading.reading import Sentence
from westphalia.reference.names import Entry, Names

LEFT = frozenset("DET ADJ NOUN PROPN NUM ADV PART PRON VERB SYM".split())
HYPHENS = frozenset("-–‐‑/")
LIMIT = 14
"""Tokens a noun phrase may reach left of its head: longer ones are lists or mis-parses."""

NONE: Mapping[str, Entry] = MappingProxyType({})
SYLLABLE = 6
"""Letters of a syllable of an East Asian name at most: "Hwang", "Chiang"."""
NO_SYLLABLES = frozenset(
    """based style born wide area made led era only bound run owned funded backed like level day year time long old
    free held type size rich poor high low off up down in on out to and der de la""".split()
)
"""Words after a hyphen that are no part of a name: "Asia-wide", "Kyiv-born"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the tables in a sentence: tokens `start..end` (end excluded)."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    relation: str = ""
    """"backed", "led" … when a participle is glued to the name, "anti" or "pro" when it is the prefix."""


class Flat:
    """Words, tags, relations and heads of one sentence as lists, with the names found in it."""

    def __init__(
        self, sentence: Sentence, doc: Doc, names: Names, text: str, introduced: Mapping[str, Entry] = NONE
    ) -> None:
        self.sentence = sentence
        self.doc = doc
        self.source = text
        tokens = [(t.text, t.pos_, t.dep_, t.head.i, t.idx) for t in doc]
        self.words = [token[0] for token in tokens]
        self.lower = [word.lower() for word in self.words]
        self.pos = [token[1] for token in tokens]
        self.dep = [token[2] for token in tokens]
        self.head = [token[3] for token in tokens]
        self.idx = [token[4] for token in tokens]
        self.children: list[list[int]] = [[] for _ in self.words]
        for index, head in enumerate(self.head):
            if head != index:
                self.children[head].append(index)
        self.hits = self._with_introduced(list(self._locate(names, text)), introduced)
        self.hit_at: dict[int, Found] = {i: hit for hit in self.hits for i in range(hit.start, hit.end)}
        self._name_syllables()

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> Span:
        """Offsets in the clean text of the tokens `start..end` (end excluded)."""
        offset = self.sentence.span.start
        return Span(offset + self.idx[start], offset + self.idx[end - 1] + len(self.words[end - 1]))

    def text(self, start: int, end: int) -> str:
        """The words of the tokens as they stand."""
        return self.source[self.idx[start] : self.idx[end - 1] + len(self.words[end - 1])]

    def left_edge(self, head: int) -> int:
        """Where the noun phrase that ends at `head` begins."""
        start, floor = head, max(0, head - LIMIT)
        while start > floor:
            before = start - 1
            tag = self.pos[before]
            within = self._under(before, head)
            if tag in LEFT and within:
                start = before
                if (
                    tag == "DET"
                    and self.head[before] == head
                    and self.lower[before] in ("the", "a", "an", "this", "that", "these", "those")
                ):
                    predeterminer = start > 0 and self.lower[start - 1] in ("all", "both", "half")
                    return start - 1 if predeterminer else start
            elif (self.words[before] in HYPHENS and within) or (
                tag in ("CCONJ", "PUNCT") and self.lower[before] in ("and", "&", ",") and self._joined(before, head)
            ):
                start = before
            else:
                break
        while start < head and (
            self.lower[start] in ("that", "which", "who", "as", "and", ",") or self.pos[start] == "VERB"
        ):
            if self.pos[start] == "VERB" and self.dep[start] in ("amod", "compound"):
                break
            start += 1
        return start

    def _under(self, token: int, head: int) -> bool:
        """Whether `token` depends on `head`, directly or not, by the relations within a noun phrase."""
        for _ in range(6):
            if token == head:
                return True
            if self.dep[token] in ("nsubj", "dobj", "ROOT", "relcl", "advcl", "ccomp", "appos", "pobj", "attr"):
                return False
            token = self.head[token]
        return False

    def _joined(self, token: int, head: int) -> bool:
        """Whether a conjunction joins two modifiers of `head`: "foreign and defence ministers"."""
        return (
            self.head[token] != head
            and self._under(token, head)
            and self.dep[self.head[token]] in ("amod", "nmod", "compound", "poss")
        )

    def complement(self, head: int, prepositions: frozenset[str]) -> Iterator[tuple[int, int, int]]:
        """`(preposition, start, end)` of the noun phrases that complement `head`: "of …", "for …", "in …"."""
        for child in self.children[head]:
            if child > head and self.dep[child] == "prep" and self.lower[child] in prepositions:
                for object_ in self.children[child]:
                    if self.dep[object_] == "pobj":
                        yield child, self.left_edge(object_), object_ + 1

    def coordinated(self, noun: int) -> int:
        """The last noun that is coordinated with `noun` ("of Norway, Peru and Chile"), itself if none is."""
        joined = [child for child in self.children[noun] if child > noun and self.dep[child] == "conj"]
        return max([noun, *map(self.coordinated, joined)])

    def glued(self, hyphen: int) -> bool:
        """Whether a hyphen joins the words beside it without spaces."""
        before = self.idx[hyphen - 1] + len(self.words[hyphen - 1])
        return before == self.idx[hyphen] and self.idx[hyphen + 1] == self.idx[hyphen] + 1

    def hits_in(self, start: int, end: int) -> list[Found]:
        """Names that begin within the tokens `start..end`."""
        return [hit for hit in self.hits if start <= hit.start < end]

    def _with_introduced(self, hits: list[Found], introduced: Mapping[str, Entry]) -> list[Found]:
        """The names found, and those that the report itself introduces, which take the place of weak ones."""
        own = [Found(i, i + 1, (introduced[word],)) for i, word in enumerate(self.words) if word in introduced]
        if not own:
            return hits
        at = {hit.start for hit in own}
        kept = [hit for hit in hits if not (hit.end == hit.start + 1 and hit.start in at)]
        held = {i for hit in kept for i in range(hit.start, hit.end)}
        return sorted([*kept, *(hit for hit in own if hit.start not in held)], key=lambda hit: hit.start)

    def _name_syllables(self) -> None:
        """Makes the second syllable of an East Asian given name a part of the name, which taggers miss: "Hyun-sook"."""
        for at in range(2, len(self.words) - 1):
            word = self.words[at]
            if len(word) > 1:
                continue
            excellency = self.words[at - 1 : at + 1] == ["H", "E"] or self.words[at : at + 2] == ["H", "E"]
            if word.isupper() and self.pos[at] == "NOUN" and not excellency:
                self.pos[at] = "PROPN"  # an initial: "B Z Doe"
            if word not in HYPHENS or not self.glued(at):
                continue
            family, first, second = self.words[at - 2], self.words[at - 1], self.words[at + 1]
            short = family.istitle() and first.istitle() and second.islower() and second.isalpha()
            if (
                short
                and max(len(family), len(first), len(second)) <= SYLLABLE
                and second not in NO_SYLLABLES
                and self.idx[at - 1] > self.idx[at - 2] + len(family)
                and not ((hit := self.hit_at.get(at - 1)) and hit.entries[0].kind != "person")
            ):
                for token in (at - 2, at - 1, at + 1):
                    self.pos[token] = "PROPN"

    def _locate(self, names: Names, text: str) -> Iterator[Found]:
        at = 0
        for hit in names.find(text):
            while at < len(self.words) and self.idx[at] + len(self.words[at]) <= hit.start:
                at += 1
            end = at
            while end < len(self.words) and self.idx[end] < hit.end:
                end += 1
            if end > at:
                yield Found(at, end, hit.entries, self._relation(at, end))

    def _relation(self, start: int, end: int) -> str:
        after = self.lower[end : end + 2]
        if len(after) == 2 and after[0] == "-" and after[1].endswith(("ed", "born", "built", "wing")):
            return after[1]
        before = self.lower[max(0, start - 2) : start]
        if before and before[-1] == "-" and len(before) == 2 and before[0] in ("anti", "pro", "non", "ex"):
            return before[0]
        return ""
