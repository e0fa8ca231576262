"""Repair of lines: what the page, not the report, put there, and headlines that stand twice."""

import re
from functools import lru_cache

from westphalia import vocabulary
from westphalia.intake.mended import Edit, Mended

LONGEST_JUNK = 240
SHORTEST_HEADLINE = 12
LONGEST_HEADLINE = 600
"""Letters of a first line whose repetitions are dropped; summaries of news sites run to 500."""

_LINE = re.compile(r"[^\n]+\n*")
_LEADING_URL = re.compile(r"\s*(?:(?:url|link|source)\s*:\s*)?(?:https?://|www\.)\S+[ \t]*(?:\n+|$)", re.IGNORECASE)
_LEADING_DATE = re.compile(
    r"\s*date\s*[:=]?\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?Z?)?(?=\s|$)\s*", re.IGNORECASE
)
_STAMP = re.compile(r"^[ \t]*\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4}) \d{1,2}:\d{2}[ \t]*[-–—][ \t]+", re.MULTILINE)
_SITE_TAIL = re.compile(
    r"(?:[ \t]*\(\d{1,2}\.\d{1,2}\.\d{2,4}(?: \d{1,2}:\d{2})?\))?"
    r"[ \t]+[|«][ \t]+[^«»|\n]{2,40}(?:[ \t]\|[ \t][^|\n]{2,40})?(?=\n|$)"
)
_LINK_TAIL = re.compile(
    r"(?<=[.!?…”\"])[ \t]+(?:(?:view news|(?:read|see|learn|find out) more|continue reading|more details"
    r"|watch (?:the )?video)[.…»>→ \t]*|\[\+?\d+ chars\])$",
    re.IGNORECASE | re.MULTILINE,
)
_CREDIT_TAIL = re.compile(r"(?<=[.!?])[ \t]+[—–][ \t]*[A-Z][\w.’& ]{1,30}\.?\s*$")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:[A-Za-z_][\w-]*:[^\n]*\n|[ \t]+[^\n]*\n|\n)+---[ \t]*(?:\n+|$)")
_TAG = re.compile(
    r"</?(?:p|div|span|br|b|i|em|strong|a|img|figure|figcaption|script|style|iframe|h[1-6]|ul|ol|li|blockquote|table|tr"
    r"|td|th|tbody|hr|section|article|font|center|sup|sub|u)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_NOT_LETTER = re.compile(r"[\W_]+")
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+|>[ \t]?|[ \t]*[-*+][ \t]+(?=\S))|[ \t]+#+[ \t]*$|\*\*|__|!?\[(?=[^\]\n]*\]\([^)\n]*\))"
    r"|(?<=[^\n])\]\([^)\n]*\)|(?<![*\w])\*(?=\S)|(?<=\S)\*(?![*\w])|^(?:[-*_][ \t]*){3,}$",
    re.MULTILINE,
)


def drop_lines(text: Mended) -> None:
    """Drops an address or a date in front, remains of tags, page furniture and the second of two headlines."""
    for pattern, kind in (
        (_FRONT_MATTER, "front-matter"),
        (_LEADING_URL, "address-line"),
        (_LEADING_DATE, "leading-date"),
    ):
        if match := pattern.match(text.text):
            text.apply([Edit(0, match.end(), "", kind)])
    if "<" in text.text:
        text.apply(Edit(m.start(), m.end(), "", "tag-debris") for m in _TAG.finditer(text.text))
    text.apply(_junk(text.text))
    text.apply(Edit(m.start(), m.end(), "", "leading-date") for m in _STAMP.finditer(text.text))
    text.apply(Edit(m.start(), m.end(), "", "page-furniture") for m in _tails(text.text))
    text.apply(_doubled_headline(text.text))


def drop_markdown(text: Mended) -> None:
    """Drops the signs of Markdown and keeps the words."""
    text.apply(Edit(m.start(), m.end(), "", "markdown") for m in _MARKDOWN.finditer(text.text) if m.group())


def _tails(text: str) -> list[re.Match[str]]:
    """What sites put behind a headline, a paragraph or the last sentence: their name, a link."""
    end = text.find("\n")
    site = _SITE_TAIL.search(text, 0, end if end >= 0 else len(text))
    credit = _CREDIT_TAIL.search(text, max(0, len(text) - 60))
    found = [match for match in (site, credit) if match]
    found += [match for match in _LINK_TAIL.finditer(text) if not (credit and match.end() > credit.start())]
    return sorted(found, key=lambda match: match.start())


@lru_cache(maxsize=1)
def _junk_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    grouped: dict[str, list[str]] = {}
    for row in vocabulary.rows("westphalia.intake", "junk.tsv"):
        grouped.setdefault(row["kind"], []).append(row["pattern"])
    return tuple((re.compile("|".join(patterns), re.IGNORECASE), kind) for kind, patterns in grouped.items())


def junk_kind(line: str) -> str:
    """The kind of junk a whole line is, `""` if it is none."""
    line = line.strip()
    if not line or len(line) > LONGEST_JUNK:
        return ""
    return next((kind for pattern, kind in _junk_patterns() if pattern.fullmatch(line)), "")


def _junk(text: str) -> list[Edit]:
    return [
        Edit(match.start(), match.end(), "", kind)
        for match in _LINE.finditer(text)
        if len(match.group()) <= LONGEST_JUNK + 2 and (kind := junk_kind(match.group()))
    ]


def _doubled_headline(text: str) -> list[Edit]:
    """The edits that drop repetitions of the first line; case, signs and spaces do not count."""
    first = _LINE.match(text)
    headline = _letters(first.group()) if first else ""
    if first is None or not SHORTEST_HEADLINE <= len(headline) <= LONGEST_HEADLINE:
        return []
    longest = 2 * len(headline)
    again = [
        line
        for line in _LINE.finditer(text, first.end())
        if len(headline) <= len(line.group()) <= longest and _letters(line.group()) == headline
    ]
    # a summary repeated as the first sentence: the one that ends like a sentence is the text
    if again and again[0].group().rstrip().endswith(".") and not first.group().rstrip().endswith("."):
        again[0] = first
    return [Edit(line.start(), line.end(), "", "doubled-headline") for line in sorted(again, key=re.Match.start)]


def _letters(line: str) -> str:
    return _NOT_LETTER.sub("", line).casefold()
