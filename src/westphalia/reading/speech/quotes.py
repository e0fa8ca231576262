r"""Quotation marks: which stretches of a text stand in them, also where marks are missing or unbalanced.

Marks are read by shape first (“ „ « open, ” » close) and by the white space around them where the shape does
not tell (\"). A single mark counts only where it cannot be an apostrophe. A quotation never runs over a
paragraph, but a paragraph that opens with a mark while the one before was left open continues it: the
convention of long quotations.
"""

import re
from dataclasses import dataclass

from westphalia.model import Span

_MARK = re.compile(r"[“”„«»‹›\"‘’‚']|''|``")
_OPENING = frozenset("“„«‹‘‚")
_CLOSING = frozenset("”»›’")
_SINGLE = frozenset("‘’‚'‹›")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_LINE = re.compile(r"[^\n]+")
_NAME = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]he (?:[\w-]+ ){0,3}[\w-]+|(?:[Aa]n? )?(?:[\w-]+ ){0,3}[A-Z][\w.’'-]+)(?: also)?"
_SAID = r"(?:said|says|told|added|stressed|noted|warned|explained|continued|insisted|wrote|argued)"
_REPORTING = re.compile(rf",\s(?={_NAME} {_SAID}\b|{_SAID} {_NAME})|[.!?…]\s+(?=According to |{_NAME} {_SAID}\b)")
"""Where somebody else goes on: ", he said", ". The minister said", ". According to"."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch in quotation marks. `span` holds the marks that are there.

    `opened` and `closed` tell whether the mark stands; `runs_on` that the next paragraph continues it.
    """

    span: Span
    opened: bool = True
    closed: bool = True
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    sign: str
    may_open: bool
    may_close: bool
    single: bool


def _read_mark(text: str, at: int) -> _Mark | None:
    """What the mark at `at` can be, None for an apostrophe."""
    sign = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    single = sign in _SINGLE
    if single and (before.isalnum() and after.isalnum()):
        return None
    starts = not after.isspace() and (not before.isalnum() or not single)
    ends = not before.isspace() and (not after.isalnum() or not single)
    if sign in _OPENING:
        # German and Polish close with the sign English opens with
        return _Mark(at, sign, starts or not single, sign == "“" and ends and not starts, single)
    if sign in _CLOSING:
        return _Mark(at, sign, sign == "»" and before.isspace() and starts, ends or not single, single)
    return _Mark(at, sign, starts and not before.isalnum(), ends and not (before.isspace() or before in "(["), single)


def quotations(text: str) -> list[Quote]:
    """Stretches of `text` in quotation marks, outermost only, in order, never overlapping."""
    found: list[Quote] = []
    for line in _LINE.finditer(text):
        last = found[-1] if found else None
        expected = last is not None and not last.closed and last.span.end >= line.start() - 4
        quotes = _in_line(text, line.start(), line.end())
        if last is not None and expected and _reopened(text, quotes, line.start()):
            start = last.span.start
            previous_end = text.rfind("\n", 0, line.start())
            stop = len(text[:previous_end].rstrip())
            found[-1] = Quote(Span(start, max(stop, last.span.end)), last.opened, False, True)
        found.extend(quotes)
    return found


def _reopened(text: str, quotes: list[Quote], start: int) -> bool:
    return bool(quotes) and quotes[0].opened and not text[start : quotes[0].span.start].strip()


def _in_line(text: str, start: int, end: int) -> list[Quote]:
    quotes: list[Quote] = []
    opening: _Mark | None = None
    floor = start
    for hit in _MARK.finditer(text, start, end):
        mark = _read_mark(text, hit.start())
        if mark is None or (opening is not None and mark.single != opening.single and not opening.single):
            continue
        if opening is None:
            if mark.may_open:
                opening = mark
            elif mark.may_close and not mark.single and (lost := _without_opening(text, floor, mark.at)):
                quotes.append(lost)
                floor = mark.at + 1
        elif opening.single and not mark.single:
            opening = mark if mark.may_open else None  # the single mark was an apostrophe
        elif mark.may_close and not (mark.may_open and mark.sign == opening.sign and mark.sign != '"'):
            quotes.append(Quote(Span(opening.at, mark.at + 1)))
            floor, opening = mark.at + 1, None
        elif mark.may_open and not mark.single:
            quotes.append(Quote(_to_sentence_end(text, opening.at, mark.at), closed=False))
            floor, opening = mark.at, mark
    if opening is not None and not opening.single:
        quotes.append(Quote(_never_closed(text, opening.at, len(text[:end].rstrip())), closed=False))
    return quotes


def _never_closed(text: str, start: int, limit: int) -> Span:
    """The quotation of an opening mark that no mark closes.

    Opened within a sentence (a small letter follows) it is a phrase and ends with that sentence; else it is
    speech, which ends where somebody is said to speak, or with its paragraph.
    """
    if text[start + 1 : start + 2].islower():
        return _to_sentence_end(text, start, limit)
    other = _REPORTING.search(text, start, limit)
    return Span(start, other.start() + 1) if other else Span(start, limit)


def _without_opening(text: str, floor: int, at: int) -> Quote | None:
    """The quotation that a closing mark at `at` ends when its opening mark is lost: back to the sentence start."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text, floor, max(at - 1, floor))]
    begin = ends[-1] if ends else floor
    begin += len(text[begin:at]) - len(text[begin:at].lstrip())
    return Quote(Span(begin, at + 1), opened=False) if begin < at else None


def _to_sentence_end(text: str, start: int, limit: int) -> Span:
    """From an opening mark whose closing mark is lost to the end of its sentence, at most to `limit`."""
    stop = _SENTENCE_END.search(text, start, limit)
    end = stop.end() if stop else limit
    return Span(start, start + max(len(text[start:end].rstrip()), 1))
