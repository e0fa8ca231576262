"""Repair of lost spaces and of lines broken by a margin."""

import re
from collections.abc import Iterator

from westphalia.intake.mended import Edit, Mended

_TOP_LEVEL = r"(?!(?:Com|Org|Net|Co|Gov|Edu|Info|Io|Tv|Ru|Cn|Uk|Eu)\b)"
_GLUED_SENTENCE = re.compile(
    rf"(?:(?<=[a-zà-öø-ÿ]{{2}})|(?<=\d)|(?<=[)\]%])|(?<=[a-z][a-z][”’])|(?<=[A-Z]{{3}}))[.!?…]{{1,3}}"
    rf"(?:[”’)](?=[“‘(]?[A-Z])|(?=[“‘(]?{_TOP_LEVEL}(?:[A-Z][a-z]+|[AI])(?![\w.@/])|[“‘(][A-Z]))"
)
_CLOSING_GLUED = re.compile(r"[a-z]{2}[.!?,][”](?=[A-Za-z])|[a-z]{2}[”](?=[A-Za-z]{2})|[a-z]{2}[.!?]\"(?=[A-Z][a-z])")
_COMMA_GLUED = re.compile(r"(?<=[a-z]{2})[,;](?=[A-Za-z]{2})")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@|/\w+/|\.(?:com|org|net|gov|html?|php|aspx)\b)\S*", re.IGNORECASE)
_FUNCTION_GLUED = re.compile(
    r"\b[a-z]{3,}(?=(?:according to|because of|although|whether|however|therefore|meanwhile)\b)"
    r"|\b(?:of|in|to|and|that|for|on|with|by|from|at)(?=the\b)"
)
_HUMP = re.compile(r"\b([a-z]{3,})([A-Z][a-z]{2,})\b")
_BROKEN = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_WORD = re.compile(r"[^\W\d_]+")
_KEEPS_HYPHEN = frozenset("self non anti pro ex co post pre vice well so mid semi all cross half".split())

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
        (_FUNCTION_GLUED, "glued-words"),
    ):
        for match in pattern.finditer(text):
            if not _in_address(text, match.start()) and not _opens(text, match):
                places.setdefault(match.end(), kind)
    return [Edit(at, at, " ", kind) for at, kind in sorted(places.items())]


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether the straight mark that ends the match opens a quotation, told by the marks before it in the line."""
    if not match.group().endswith('"'):
        return False
    line = text.rfind("\n", 0, match.end() - 1) + 1
    return text.count('"', line, match.end() - 1) % 2 == 0


def _in_address(text: str, at: int) -> bool:
    """Whether `at` lies within a web or mail address or a path."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    found = _ADDRESS.match(text, max(start, at - 300), at + 300)
    return found is not None and found.end() > at + 1


def _humps(text: str) -> Iterator[Edit]:
    """`countryEuropean`: parted if both halves also stand alone in this text (`iPhone`, `eBay` do not)."""
    words: set[str] = set()
    for match in _HUMP.finditer(text):
        words = words or set(_WORD.findall(text))
        if match[1] in words and match[2] in words and not _in_address(text, match.start()):
            yield Edit(match.start(2), match.start(2), " ", "glued-words")


def humps(text: str) -> Iterator[tuple[int, int]]:
    """Words that look like two grown together, left after the repair."""
    for match in _HUMP.finditer(text):
        if not _in_address(text, match.start()):
            yield match.span()


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
    """Whether the text was set to a margin: most lines end in mid-sentence, none is longer than a column."""
    if len(breaks) < 3:
        return False
    lengths = [at - (text.rfind("\n", 0, at) + 1) for at in breaks]
    open_ends = sum(text[at - 1] not in ".!?:”\"’)…" for at in breaks)
    return max(lengths) <= LONGEST_WRAPPED and open_ends >= 0.5 * len(breaks) and sorted(lengths)[len(lengths) // 2] >= 30


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
    found = re.search(r"([A-Za-z]+(?:-[A-Za-z]+)*)-$", before)
    return found is not None and ("-" in found[1] or found[1].lower() in _KEEPS_HYPHEN)
