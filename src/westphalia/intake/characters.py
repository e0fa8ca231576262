"""Repair of characters: invisible signs, odd spaces, line ends, character references and mojibake."""

import html
import re
from collections.abc import Iterator

from westphalia.intake.mended import Edit, Mended

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]+")
_RETURN = re.compile(r"\r(?=\n)")
_LINE_END = re.compile(r"\r|[\u2028\u2029\x85\x0b\x0c]")
_ODD = r"\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE = re.compile(rf" {{2,}}[{_ODD} ]*|[{_ODD}][{_ODD} ]*| [{_ODD}][{_ODD} ]*")
_AROUND_BREAK = re.compile(r"\n\n[ \n]+|\n [ \n]*")
_BEFORE_BREAK = re.compile(r" \n")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SUSPICIOUS = re.compile(
    "[\u0080-\u0084\u0086-\u009f]"
    "|[\u00c2-\u00c5\u00ce-\u00d1\u00d8\u00d9\u00e2-\u00e9\u00f0\u0413\u0432\u0420\u0421]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
"""First byte and next of a UTF-8 character read as Latin-1 or Windows-1252 (or -1251). ftfy looks closer, at
3 MB a second; this sieve lets clean text through at over 100."""

_ASCII = re.compile(r"[\x20-\x7e]+")

LONGEST_LINE = 2000
"""Characters of a line looked at at once."""


def mend_characters(text: Mended) -> None:
    """Mends what damages single characters."""
    if not _is_plain(text.text):
        text.apply(Edit(m.start(), m.end()) for m in _RETURN.finditer(text.text))
        text.apply(Edit(m.start(), m.end(), "\n") for m in _LINE_END.finditer(text.text))
        text.apply(Edit(m.start(), m.end(), "", "invisible-characters") for m in _INVISIBLE.finditer(text.text))
    if not text.text.isascii():
        text.apply(_mojibake(text.text))
    if not _is_plain(text.text):
        text.apply(Edit(m.start(), m.end(), "", "control-characters") for m in _CONTROL.finditer(text.text))
    if "&" in text.text:
        text.apply(_references(text.text))


def normal_spaces(text: Mended) -> None:
    """One kind of space, one at a time; no space around line breaks; at most one empty line."""
    if "  " in text.text or not _is_plain(text.text):
        text.apply(Edit(m.start(), m.end(), " ") for m in _SPACE.finditer(text.text))
    text.apply(Edit(m.start(), m.end() - 1) for m in _BEFORE_BREAK.finditer(text.text))
    text.apply(_breaks(text.text))
    text.apply(_edges(text.text))


def _is_plain(text: str) -> bool:
    """Whether a text has only visible signs, plain spaces and line feeds: much faster than any search."""
    return text.replace("\n", "").isprintable()


def _edges(text: str) -> list[Edit]:
    size, first = len(text), len(text) - len(text.lstrip())
    last = len(text.rstrip())
    found = [Edit(0, first)] if first else []
    return found + ([Edit(last, size)] if first <= last < size else [])


def _breaks(text: str) -> Iterator[Edit]:
    for match in _AROUND_BREAK.finditer(text):
        found = match.group()
        new = "\n\n" if found.count("\n") > 1 else "\n"
        if found != new:
            yield Edit(match.start(), match.end(), new)


def _references(text: str) -> Iterator[Edit]:
    for match in _REFERENCE.finditer(text):
        sign = html.unescape(match.group())
        if sign != match.group() and not sign.endswith(";"):
            yield Edit(match.start(), match.end(), sign, "character-reference")


def _mojibake(text: str) -> Iterator[Edit]:
    """Edits that undo UTF-8 read in a wrong encoding, line by line, only where ftfy is sure."""
    last = -1
    for found in _SUSPICIOUS.finditer(text):
        if found.start() < last:
            continue
        back = max(0, last, found.start() - LONGEST_LINE // 2)
        start = max(text.rfind("\n", back, found.start()) + 1, back)
        stop = text.find("\n", found.end())
        last = min(stop if stop >= 0 else len(text), found.end() + LONGEST_LINE // 2)
        yield from _mend_line(text[start:last], start)


def _mend_line(line: str, start: int) -> Iterator[Edit]:
    import ftfy

    mended = ftfy.fix_encoding(line)
    if mended == line:
        return
    before, after = list(_ASCII.finditer(line)), list(_ASCII.finditer(mended))
    if [m.group() for m in before] != [m.group() for m in after]:
        yield Edit(start, start + len(line), mended, "mojibake")
        return
    # what ftfy mends lies between runs of plain signs, which stay: they align the two in linear time
    for (first, end), (new_first, new_end) in zip(_gaps(before, line), _gaps(after, mended), strict=True):
        if line[first:end] != mended[new_first:new_end]:
            yield Edit(start + first, start + end, mended[new_first:new_end], "mojibake")


def _gaps(runs: list[re.Match[str]], line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for run in runs:
        yield at, run.start()
        at = run.end()
    yield at, len(line)
