"""Headlines: what a source states, tidied, or the first line of a text if it looks like one."""

import re

from westphalia.intake.lines import junk_kind

LONGEST = 220
"""Characters; the longest of 8,434 newswire headlines had 216."""

_TAIL = re.compile(r"\s+(?:[|«»·•‹›]|[-–—]{1,2})\s+([^|«»·•‹›]{2,60})$")
_STAMP = re.compile(r"\s*\(\d{1,2}\.\d{1,2}\.\d{2,4}(?: \d{1,2}:\d{2})?\)\s*$")
_NO_TITLE = re.compile(
    r"(?:https?://|www\.|by\s+[A-Z]|(?:photo|image|picture|video|source|file|credit|caption)s?\b\s*[:/(]|date\s*[:=]?\s*\d|[-*•]\s)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){1,3}")
"""A by-line in capitals; headlines in capitals have more words."""

_SENTENCE_END = re.compile(r"[.;,:][”\"’')]?$")
_LETTERS = re.compile(r"[\W_]+")


def tidy(title: str, outlet_names: tuple[str, ...] = ()) -> str:
    """A stated headline in one line, without the site's name behind it (`… | Daily Planet`)."""
    title = _STAMP.sub("", " ".join(title.split()))
    known = {_letters(name) for name in outlet_names if name}
    while (match := _TAIL.search(title)) and len(title[: match.start()]) >= 10:
        if "-" in match.group() and not _matches(_letters(match[1]), known):
            break
        if not _matches(_letters(match[1]), known) and not re.search(r"[|«»]", match.group()):
            break
        title = title[: match.start()]
    return _STAMP.sub("", title).strip()


def first_line(clean: str) -> str:
    """The first line of a repaired text if it looks like a headline, else `""`.

    A headline is short, does not end like a sentence, is no date, caption, by-line or dateline, and text follows.
    """
    line, _, rest = clean.partition("\n")
    line = line.strip()
    if not rest.strip() or not 8 <= len(line) <= LONGEST or len(line.split()) < 2:
        return ""
    if _SENTENCE_END.search(line) or _NO_TITLE.match(line) or _NAME.fullmatch(line) or junk_kind(line):
        return ""
    if not (line[0].isupper() or line[0].isdigit() or line[0] in "\"'“‘«(#$€£¿") or not any(c.isalpha() for c in line):
        return ""
    longer = any(len(other) > len(line) for other in rest.split("\n")[:12])
    return line if longer else ""


def _matches(tail: str, known: set[str]) -> bool:
    return bool(tail) and any(tail in name or name in tail for name in known)


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
