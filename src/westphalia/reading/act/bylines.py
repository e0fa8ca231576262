"""Bylines of headlines: who says what a headline tells, before a colon or after a dash; no party to the act.

"Rojas: Chile attacks the port", "Chile attacks the port – General Staff".
"""

import re

from westphalia.model import Mention, Party, Span
from westphalia.reading.reading import Reading, Sentence

_BEFORE = re.compile(r"[^\s:“”\"][^:“”\"]{1,70}(?=:\s)")
_AFTER = re.compile(r"(?:\s|,\s?)[-–—]\s+([^-–—“”\"]{2,50}?)[.]?\s*$")
MOST_WORDS = 4
"""Words of a source that no mention tells; more may be a clause."""
MOST = 0.6
"""Share of a byline that its name fills; the rest is an office or what it belongs to."""
SPEAKERS = frozenset({"person", "organ", "outlet", "group", "body", "company"})
STAFFS = ("?/MIL", "?/COP", "?/GOV", "?/JUD")
"""Who speaks in a byline although its country is not told: "General Staff: …", "…, - National Police"."""


def byline(mention: Mention, text: str, sentence: Sentence) -> bool:
    """Whether a mention is the byline of a sentence: all that stands before its colon or after its last dash."""
    span = _bylined(text, sentence)
    if span is None or not span.covers(mention.head):
        return False
    source = span.end >= sentence.span.end - 1 and _sourced(sentence.span.of(text), sentence) is not None
    return source or len(mention.span) >= MOST * len(span)


def speaker(reading: Reading, sentence: Sentence) -> Mention | None:
    """Who says what a headline tells, if its byline names somebody who speaks."""
    named = [m for m in reading.mentions_in(sentence.span) if byline(m, reading.clean, sentence)]
    known = (m for m in named if m.kind in SPEAKERS and m.actors and m.actors[0][0] != "?")
    return next(known, next((m for m in named if m.actors and m.actors[0] in STAFFS), None))


def unknown(reading: Reading, sentence: Sentence) -> Party | None:
    """Whoever a headline's dash names as its source, though nobody knows him: "… - regional centre"."""
    if (found := _sourced(sentence.span.of(reading.clean), sentence)) is None or len(found[1].split()) > MOST_WORDS:
        return None
    span = Span(sentence.span.start + found.start(1), sentence.span.start + found.end(1))
    return Party(None, span, span.of(reading.clean), span.of(reading.clean))


def _sourced(said: str, sentence: Sentence) -> re.Match[str] | None:
    """What stands behind the last dash, if that is how sources are named: in a headline, or behind ", -"."""
    found = _AFTER.search(said)
    whole = sentence.part == "headline" or said.rstrip()[-1:] != "." or (found is not None and found[0][0] == ",")
    return found if whole else None


def _bylined(text: str, sentence: Sentence) -> Span | None:
    said = sentence.span.of(text)
    if found := _AFTER.search(said):
        return Span(sentence.span.start + found.start(1), sentence.span.start + found.end(1))
    if found := _BEFORE.match(said):
        return Span(sentence.span.start + found.start(), sentence.span.start + found.end())
    return None
