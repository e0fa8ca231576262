"""Step 1: the sentences of a report, found by punctuation alone and before any parse.

In: `report.clean`. Out: sentences with their part (headline, prose, aside) and whether an open quotation
reaches into them. A fast splitter comes first so that only sentences that can carry something are parsed.
"""

import re

from westphalia.model import Span
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step

LONGEST = 1200
"""Characters. Longer "sentences" are tables or text without punctuation; a parse of them costs much and says little."""

_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«(["
_END = re.compile(rf"(?<![.!?…。])[.!?…。]++[{re.escape(_CLOSERS)}]*+(?=\s)")
_BREAK = re.compile(r"\n+")
_STARTER = re.compile(rf"\s+[{re.escape(_OPENERS)}]*(?:[A-Z0-9À-ÞĀ-ſА-Я—–•*-]|[“\"«])")
_ALWAYS_OPEN = frozenset(
    "mr mrs ms dr prof gen lt col maj sgt capt cmdr adm brig sen rep gov hon rev st sr fr mt ft vs etc e.g i.e "
    "cf al no nos art fig vol pp ed eds approx dept est rt messrs ambassador pres sec supt insp const pte".split()
)
_MAY_CLOSE = frozenset(
    "inc ltd co corp bros plc llc jr jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m".split()
)
_AFTER_ACRONYM = re.compile(
    r"\s+[\"“'‘]?(?:The|A|An|In|On|At|He|She|It|They|We|I|But|And|This|That|These|Those|However|Meanwhile|Earlier|"
    r"Last|Its|His|Her|Their|According|After|Before|As|For|If|When|While|Although|There|Both|Some|Many|President)\b"
)
_LAST_WORD = re.compile(r"(\S+)$")
_ASIDE = re.compile(
    r"^\s*(?:https?://|www\.|(?:image|photo|picture|pic|file|credit|caption|source|video|watch|listen|read|also read|"
    r"see also|related|advert\w*|share|subscribe|sign up|follow us|copyright|©|all rights reserved|tags?|topics?|"
    r"comments?|updated|published|posted|by)\b(?:\s*(?:source|more|by|photo|credit|also|:|/|\|)|\s*$))",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(rf"[.!?…:;,][{re.escape(_CLOSERS)}]*\s*$")


def split(text: str) -> list[tuple[int, int, int]]:
    """Sentences of `text` as `(start, end, paragraph)`, trimmed of white space, never empty, in order."""
    found: list[tuple[int, int, int]] = []
    begin = 0
    for number, line in enumerate([*_BREAK.finditer(text), None]):
        end = line.start() if line else len(text)
        found.extend((start, stop, number) for start, stop in _split_line(text, begin, end))
        begin = line.end() if line else end
    return found


def _split_line(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    start = begin
    for mark in _END.finditer(text, begin, end):
        if _closes(text, start, mark.start(), mark.end(), end):
            pieces.append((start, mark.end()))
            start = mark.end()
    pieces.append((start, end))
    return [trimmed for piece in pieces for part in _shorten(text, *piece) if (trimmed := _trim(text, *part))]


def _closes(text: str, start: int, mark: int, after: int, end: int) -> bool:
    """Whether the punctuation at `mark..after` ends a sentence, given what stands on either side."""
    if after >= end:
        return False
    glued = not text[after].isspace()
    if not glued and not _STARTER.match(text, after):
        return False
    if text[mark] != "." or glued:
        return True
    word = _LAST_WORD.search(text, max(start, mark - 30), mark)
    last = word.group(1).lstrip(_OPENERS) if word else ""
    lower = last.lower()
    if lower in _ALWAYS_OPEN or (len(last) == 1 and last.isupper() and last != "I"):
        return False
    if lower in _MAY_CLOSE or ("." in last and last.replace(".", "").isalpha() and len(last) <= 7):
        return after - mark > 1 or bool(_AFTER_ACRONYM.match(text, after))
    return True


def _shorten(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts what is longer than LONGEST at the last white space before the limit."""
    parts = []
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in (". ", "; ", ", ", " "))
        cut = cut + 1 if cut > start else start + LONGEST
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _part(text: str, start: int, end: int, first: bool) -> str:
    words = text[start:end]
    if _ASIDE.match(words) and end - start < 200:
        return "aside"
    if not _ENDS_SENTENCE.search(words) and (first or end - start < 120):
        return "headline"
    return "prose"


def _run(reading: Reading) -> None:
    text, paragraph, open_quote = reading.clean, -1, False
    for index, (start, end, number) in enumerate(split(text)):
        if number != paragraph:
            paragraph, open_quote = number, False
        alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
        part = _part(text, start, end, index == 0) if alone else "prose"
        reading.sentences.append(Sentence(index, Span(start, end), part, number, open_quote))
        open_quote = _quote_open(text[start:end], open_quote)


def _quote_open(sentence: str, before: bool) -> bool:
    """Whether a quotation is open after `sentence`, if `before` says whether one was open at its start."""
    state = before
    for mark in re.findall(r"[“”„«»\"]", sentence):
        state = mark in "“„«" or (mark == '"' and not state)
    return state


SENTENCES = Step("sentences", 1, reads=("report",), fills=("sentences",), run=_run)
