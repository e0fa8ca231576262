"""Repair of lost spaces and of lines broken by a margin."""

import re
from collections.abc import Iterator

from westphalia.intake.mended import Edit, Mended

_TOP_LEVEL = r"(?!(?:Com|Org|Net|Co|Gov|Edu|Info|Io|Tv|Ru|Cn|Uk|Eu)\b)"
# Patterns begin with the sign they turn on, and look back from there: a look-behind in front would be tried at
# every position, which made this the slowest part of intake.
_GLUED_SENTENCE = re.compile(
    rf"[.!?…](?:(?<=[a-zà-öø-ÿ]{{2}}.)|(?<=[\d)\]%].)|(?<=[a-z][a-z][”’].)|(?<=[A-Z]{{3}}.))[.!?…]{{0,2}}"
    rf"(?:[”’)](?=[“‘(]?[A-Z])|(?=[“‘(]?{_TOP_LEVEL}(?:[A-Z][a-z]+|[AI])(?![\w.@/])|[“‘(][A-Z]))"
)
_CLOSING_GLUED = re.compile(
    r"”(?:(?<=[a-z]{2}[.!?,].)(?=[A-Za-z])|(?<=[a-z]{2}.)(?=[A-Za-z]{2}))|\"(?<=[a-z]{2}[.!?].)(?=[A-Z][a-z])"
)
_COMMA_GLUED = re.compile(r"[,;](?<=[a-z]{2}.)(?=[A-Za-z]{2})")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@|/\w+/|\.(?:com|org|net|gov|html?|php|aspx)\b)\S*", re.IGNORECASE)
_LONG = ("according to ", "because of ", "although ", "whether ", "however ", "therefore ", "meanwhile ")
"""Function words no English word ends in."""
_THE = re.compile(r"the(?<=[a-z]the)\b")
_BEFORE_THE = frozenset("of in to and that for on with by from at".split())
_HUMP = re.compile(r"[A-Z](?<=[a-z]{3}.)[a-z]{2,}(?!\w)")
_BROKEN = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_WORD = re.compile(r"[^\W\d_]+")
_KEEPS_HYPHEN = frozenset("self non anti pro ex co post pre vice well so mid semi all cross half".split())

LONGEST_ADDRESS = 300
LONGEST_PARAGRAPH = 4000
"""Characters looked back, so that a text without spaces or line breaks costs no more than its length."""

SHORTEST_WRAPPED = 40
LONGEST_WRAPPED = 130
"""Characters a line filled by a margin has; typewritten and PDF columns lie within."""


def mend_gluing(text: Mended) -> None:
    """Puts back the space lost after a sentence, a comma, a closing quotation mark or between two words."""
    text.apply(_glued(text.text))
    text.apply(_humps(text.text))


def _glued(text: str) -> list[Edit]:
    places: dict[int, str] = {}
    for pattern, kind in (
        (_GLUED_SENTENCE, "glued-sentences"),
        (_CLOSING_GLUED, "glued-quotation"),
        (_COMMA_GLUED, "glued-words"),
    ):
        for match in pattern.finditer(text):
            if not _in_address(text, match.start()) and not _opens(text, match):
                places.setdefault(match.end(), kind)
    places |= dict.fromkeys(_glued_words(text), "glued-words")
    return [Edit(at, at, " ", kind) for at, kind in sorted(places.items())]


def _glued_words(text: str) -> Iterator[int]:
    """Where a word ends that has a function word grown onto it: `orderaccording to`, `inthe`."""
    for word in _LONG:
        at = text.find(word)
        while at >= 0:
            before = text[max(0, at - 3) : at]
            if len(before) == 3 and before.isalpha() and before.islower():
                yield at
            at = text.find(word, at + 1)
    for match in _THE.finditer(text):
        start = match.start()
        while start and text[start - 1].isalnum() and match.start() - start < 5:
            start -= 1
        if text[start : match.start()] in _BEFORE_THE:
            yield match.start()


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether the straight mark that ends the match opens a quotation, told by the marks before it in the line."""
    if not match.group().endswith('"'):
        return False
    back = max(0, match.end() - LONGEST_PARAGRAPH)
    line = max(text.rfind("\n", back, match.end() - 1) + 1, back)
    return text.count('"', line, match.end() - 1) % 2 == 0


def _in_address(text: str, at: int) -> bool:
    """Whether `at` lies within a web or mail address or a path."""
    back = max(0, at - LONGEST_ADDRESS)
    start = max(text.rfind(" ", back, at), text.rfind("\n", back, at), back - 1) + 1
    found = _ADDRESS.match(text, start, at + LONGEST_ADDRESS)
    return found is not None and found.end() > at + 1


def _humps(text: str) -> Iterator[Edit]:
    """`countryEuropean`: parted if both halves also stand alone in this text (`iPhone`, `eBay` do not)."""
    words: set[str] = set()
    for start, middle, end in humps(text):
        words = words or set(_WORD.findall(text))
        if text[start:middle] in words and text[middle:end] in words:
            yield Edit(middle, middle, " ", "glued-words")


def humps(text: str) -> Iterator[tuple[int, int, int]]:
    """Words that look like two grown together: start, beginning of the second, end."""
    for match in _HUMP.finditer(text):
        start = match.start()
        while start and text[start - 1].islower():
            start -= 1
        if not text[start - 1 : start].isalnum() and not _in_address(text, start):
            yield start, match.start(), match.end()


def join_lines(text: Mended) -> None:
    """Joins lines that a margin broke within a paragraph; in a repaired text every line break is meant."""
    text.apply(_joins(text.text))


def _joins(text: str) -> Iterator[Edit]:
    breaks = [match.start() for match in _BROKEN.finditer(text)]
    if not breaks:
        return
    wrapped = _is_wrapped(text, breaks)
    for at in breaks:
        before = text[text.rfind("\n", 0, at) + 1 : at]
        after = text[at + 1 : at + 61].split("\n", 1)[0]
        if not _continues(before, after, wrapped):
            continue
        if _hyphenated(before, after):
            yield Edit(at - (0 if _keeps(before) else 1), at + 1, "", "line-break")
        else:
            yield Edit(at, at + 1, " ", "line-break")


def _is_wrapped(text: str, breaks: list[int]) -> bool:
    """Whether the text was set to a margin: lines go on in lower case, none is longer than a column."""
    if len(breaks) < 3:
        return False
    lengths = sorted(at - (text.rfind("\n", 0, at) + 1) for at in breaks)
    lower = sum(text[at + 1].islower() for at in breaks)
    # in English prose two lines of three begin in lower case; in lists of headlines next to none
    return lengths[-1] <= LONGEST_WRAPPED and lower >= 0.4 * len(breaks) and lengths[len(lengths) // 2] >= 30


def _continues(before: str, after: str, wrapped: bool) -> bool:
    """Whether the line `after` goes on with the sentence of the line `before`."""
    lower = after[:1].islower() and before[-1:] not in ".!?:"
    if wrapped:
        return len(before) >= SHORTEST_WRAPPED or lower
    return lower and len(before) >= SHORTEST_WRAPPED and (before[-1:].isalnum() or before[-1:] in ",-")


def _hyphenated(before: str, after: str) -> bool:
    return before.endswith("-") and before[-2:-1].islower() and after[:1].islower()


def _keeps(before: str) -> bool:
    """Whether the hyphen at the end of a line belongs to the word: `self-` does, `inter-` does not."""
    found = re.search(r"([A-Za-z]+(?:-[A-Za-z]+)*)-$", before[-60:])
    return found is not None and ("-" in found[1] or found[1].lower() in _KEEPS_HYPHEN)
