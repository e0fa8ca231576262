"""The value that flows through the reading steps: one report, its sentences, and what was found in it.

While steps run, every span is in offsets of `report.clean`. The last step, `anchoring`, moves all of them
to offsets of `report.text`, fills in the exact words and gives each assertion its id.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.model import (
    Event,
    Figure,
    Mention,
    Naming,
    Office,
    Place,
    Position,
    Report,
    Span,
    Statement,
    Time,
)

CELL = 256
"""Characters of text whose mentions are kept together."""


@dataclass(slots=True)
class Sentence:
    """A sentence of the clean text. `doc` is its parse, None if the sentence could not carry anything.

    `part` is "headline", "prose" or "aside" (caption, credit, navigation). `quoted` tells whether an
    open quotation mark of an earlier sentence reaches into this one.
    """

    index: int
    span: Span
    part: str = "prose"
    paragraph: int = 0
    quoted: bool = False
    doc: Doc | None = None
    _located: Doc | None = field(default=None, init=False, repr=False, compare=False)
    _starts: list[int] = field(default_factory=list, init=False, repr=False, compare=False)
    _ends: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def locate(self, tokens: Token | TokenSpan) -> Span:
        """Offsets of a token or token span of this sentence in the clean text."""
        if isinstance(tokens, Token):
            start = self.span.start + tokens.idx
            return Span(start, start + len(tokens.text))
        return Span(self.span.start + tokens.start_char, self.span.start + tokens.end_char)

    def forget(self) -> None:
        """Drops the parse, which is large."""
        self.doc = self._located = None

    def tokens(self, span: Span) -> TokenSpan | None:
        """The tokens of this sentence that `span` (clean text) touches, None if there are none."""
        if self.doc is None:
            return None
        if self._located is not self.doc:
            self._located = self.doc
            self._starts = [token.idx for token in self.doc]
            self._ends = [token.idx + len(token) for token in self.doc]
        first = bisect_right(self._ends, span.start - self.span.start)
        last = bisect_left(self._starts, span.end - self.span.start)
        return self.doc[first:last] if first < last else None


@dataclass(slots=True)
class Reading:
    """One report and everything read from it. Lists are in order of the text.

    `held` and `held_events` are statements and events too unsure to be told: nothing is built upon them and the world
    does not keep them.
    """

    report: Report
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    held: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    held_events: list[Event] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    _cells: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _celled: tuple[int, int] = field(default=(0, 0), init=False, repr=False, compare=False)

    @property
    def clean(self) -> str:
        """The repaired text all spans refer to while steps run."""
        return self.report.clean

    @property
    def day(self) -> date | None:
        """Publication day, None if unknown: the anchor of relative times and dated offices."""
        return self.report.published.day if self.report.published else None

    def parsed(self) -> Iterator[tuple[Sentence, Doc]]:
        """The sentences that have a parse."""
        for sentence in self.sentences:
            if sentence.doc is not None:
                yield sentence, sentence.doc

    def mentions_in(self, span: Span) -> list[Mention]:
        """Mentions whose head lies within `span`."""
        return [m for m in self.mentions_near(span) if span.covers(m.head)]

    def mention_at(self, span: Span) -> Mention | None:
        """The shortest mention whose span overlaps `span` and whose head it touches, else that covers it."""
        near = self.mentions_near(span)
        touching = [m for m in near if m.head.overlaps(span)] or [m for m in near if m.span.covers(span)]
        return min(touching, key=lambda m: len(m.span), default=None)

    def mentions_near(self, span: Span) -> list[Mention]:
        """All mentions that touch `span` and some around it, in order: what to look through instead of all."""
        state = id(self.mentions), len(self.mentions)
        if state != self._celled:
            self._cells, self._celled = {}, state
            for number, mention in enumerate(self.mentions):
                for cell in {*_cells_of(mention.span), *_cells_of(mention.head)}:
                    self._cells.setdefault(cell, []).append(number)
        numbers = {number for cell in _cells_of(span) for number in self._cells.get(cell, ())}
        return [self.mentions[number] for number in sorted(numbers)]


def _cells_of(span: Span) -> range:
    return range(span.start // CELL, span.end // CELL + 1)
