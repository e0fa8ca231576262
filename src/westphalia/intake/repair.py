"""Repair of a text: what is certain is mended with a map back, what is seen but uncertain is marked."""

import re
from collections.abc import Iterator

from westphalia.intake.characters import mend_characters, normal_spaces
from westphalia.intake.gluing import humps, join_lines, mend_gluing
from westphalia.intake.lines import drop_lines, drop_markdown
from westphalia.intake.mended import Mended
from westphalia.model import OffsetMap, Repair

ROUNDS = 6
"""A repair can bare another damage (`&amp;lt;`); texts from the field settle in the second round."""

KINDS: dict[str, str] = {
    "invisible-characters": "soft hyphens, zero-width and direction signs dropped",
    "control-characters": "control characters dropped",
    "character-reference": "HTML character reference replaced by its sign",
    "mojibake": "text decoded in the wrong encoding put right",
    "front-matter": "settings in front of a Markdown text dropped",
    "address-line": "web address in front of the text dropped",
    "leading-date": "date stamp in front of the text dropped",
    "tag-debris": "remains of tags, scripts and style sheets dropped",
    "page-furniture": "lines of the page, not of the report, dropped",
    "doubled-headline": "second of two equal headlines dropped",
    "markdown": "signs of Markdown dropped",
    "line-break": "line broken by a margin joined",
    "glued-sentences": "space put back between two sentences",
    "glued-quotation": "space put back after a closing quotation mark",
    "glued-words": "space put back between two words; not mended: looks like two words",
    "unbalanced-quotation": "not mended: a quotation mark in the paragraph has no partner",
    "lost-opening": "not mended: the beginning of the sentence is missing",
}
"""Kinds of repair. Runs of spaces and line ends are brought to normal form without a record."""

_LOST_OPENING = re.compile(r" (?:(?<=[a-z]{2}\. )|(?<=[a-z]\.[”\"] )|(?<=[a-z][”\"]\. ))([a-z][\w’'-]*)(?= [a-z]|, )")
_ABBREVIATED = re.compile(r"\b(?:[A-Z][a-z]{1,4}|etc|vs|approx|est|no|cf|al)\. $")
_PARAGRAPH = re.compile(r"[^\n]+")
_QUOTATION_MARK = re.compile(r"[“”\"«»]")
_STARTS_LOWER = frozenset("de von van der al bin ibn iPhone eBay http https www e i a p".split())


def repair(text: str, *, markdown: bool = False) -> tuple[str, OffsetMap, tuple[Repair, ...]]:
    """The repaired text, its map back to `text`, and what was done or only seen.

    In the repaired text every line break ends a paragraph, headline or item, spaces are single, and what the
    map calls copied is identical in both. The spans of the repairs are offsets in `text`. Repairing a
    repaired text changes nothing.
    """
    mended = Mended(text)
    for _ in range(ROUNDS):
        before = mended.text
        _round(mended, markdown)
        if mended.text == before:
            break
    _mark(mended)
    return mended.text, mended.offsets, tuple(sorted(mended.repairs, key=lambda r: (r.span, r.kind)))


def _round(text: Mended, markdown: bool) -> None:
    mend_characters(text)
    normal_spaces(text)
    drop_lines(text)
    if markdown:
        drop_markdown(text)
        normal_spaces(text)
    join_lines(text)
    mend_gluing(text)
    normal_spaces(text)


def _mark(text: Mended) -> None:
    for start, _, end in humps(text.text):
        text.mark("glued-words", start, end)
    for start, end in _unbalanced(text.text):
        text.mark("unbalanced-quotation", start, end)
    for start, end in _lost_openings(text.text):
        text.mark("lost-opening", start, end)


def _unbalanced(text: str) -> Iterator[tuple[int, int]]:
    """Quotation marks without a partner in their paragraph.

    A paragraph that opens with a mark and leaves it open is the convention for a quotation that runs on, if
    the next paragraph opens with one too.
    """
    paragraphs = list(_PARAGRAPH.finditer(text))
    for index, paragraph in enumerate(paragraphs):
        left = _without_partner(paragraph.group())
        following = paragraphs[index + 1].group() if index + 1 < len(paragraphs) else ""
        if len(left) == 1 and paragraph.group()[left[0]] in '“"' and following[:1] in ("“", '"'):
            continue
        for at in left:
            yield paragraph.start() + at, paragraph.start() + at + 1


def _without_partner(paragraph: str) -> list[int]:
    """Where marks stand alone. A straight mark may be the partner of a curly one; `»` opens before a word."""
    opened: list[int] = []
    alone: list[int] = []
    for match in _QUOTATION_MARK.finditer(paragraph):
        sign, at = match.group(), match.start()
        before = paragraph[at - 1 : at]
        closes = sign in "”»" or (sign == '"' and opened and not (before.isspace() or before == "("))
        if closes and opened:
            opened.pop()
        elif closes:
            alone.append(at)
        else:
            opened.append(at)
    return sorted(alone + opened)


def _lost_openings(text: str) -> Iterator[tuple[int, int]]:
    """First words of sentences that begin in lower case after a full stop."""
    for match in _LOST_OPENING.finditer(text):
        if match[1] not in _STARTS_LOWER and not _ABBREVIATED.search(
            text, max(0, match.start() - 12), match.start() + 1
        ):
            yield match.span(1)
