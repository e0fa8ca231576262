"""What a file is, told by its content; its name only breaks ties."""

import re

from westphalia.intake.decoding import decode, is_binary
from westphalia.intake.options import FIELDS, Options
from westphalia.intake.structured import dialect, is_table

HEAD = 65536
"""Bytes looked at."""

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"WARC/", "warc"),
    (b"{\\rtf", "rich text"),
    (b"\xd0\xcf\x11\xe0", "office document"),
    (b"SQLite format 3\x00", "SQLite database"),
)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|(?:[a-z]+:)?(?:rss|feed))[\s>]", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|article|main|section|header|div|meta|title|link|script|style|p|h[1-6]|table|span"
    r"|br)\b",
    re.IGNORECASE,
)
_BEFORE_HTML = re.compile(r"\s*(?:<!--(?:[^-]|-(?!->))*-->|<\?xml[^>]*>)")
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n[A-Za-z_][\w-]*:")


def kind_of(head: bytes, name: str, options: Options) -> str:
    """The kind of a file by its first bytes.

    One of "text", "markdown", "html", "feed", "xml", "json", "jsonl", "table", "pdf", "warc", "zip", "tar", "gzip",
    "bz2", "xz", or the name of something that is not read ("binary", "rich text", …).
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if is_binary(head[:8192]):
        return "binary"
    text = decode(head)[0].lstrip("\ufeff \t\r\n")
    ending = name.lower().rpartition(".")[2]
    return _markup(text) or _structured(text, ending, options) or _plain(text, ending)


def _markup(text: str) -> str:
    if not text.startswith("<"):
        return ""
    start = text[:4096]
    if _FEED.search(start) and not re.match(r"\s*<!doctype html|\s*<html", start, re.IGNORECASE):
        return "feed"
    at = 0
    while before := _BEFORE_HTML.match(text, at):
        at = before.end()
    if _HTML.match(text[at : at + 200].lstrip()):
        return "html"
    return "xml" if start.startswith(("<?xml", "<!DOCTYPE", "<!ENTITY")) else ""


def _structured(text: str, ending: str, options: Options) -> str:
    if ending in ("jsonl", "ndjson", "jsonlines"):
        return "jsonl"
    if ending == "json" or _JSON.match(text):
        first, _, rest = text.partition("\n")
        next_line = rest.lstrip()[:1]
        return "jsonl" if first.rstrip().endswith("}") and next_line == "{" else "json"
    if ending in ("csv", "tsv", "tab"):
        return "table"
    return "table" if _surely_table(text, options) else ""


def _surely_table(text: str, options: Options) -> bool:
    """Without the ending of a table: a header that names two fields, and a second line of as many cells."""
    delimiter, header = dialect(text)
    if not delimiter or not is_table(text, options):
        return False
    known = {name.lower() for names in FIELDS.values() for name in names} | set(options.fields.values())
    second = text.split("\n", 2)[1:2]
    return (
        len({cell.lower() for cell in header} & known) > 1
        and bool(second)
        and second[0].count(delimiter) >= len(header) - 1
    )


def _plain(text: str, ending: str) -> str:
    return "markdown" if ending in ("md", "markdown", "mdown") or _FRONT_MATTER.match(text) else "text"
