"""Bytes to text: byte order mark, UTF-8, what the document declares, then a guess by statistics."""

import codecs
import re

SAMPLE = 65536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_BINARY = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 26, 27}) + b"\x7f"


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `data` and the encoding it was read in. Never fails: the last resort is Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # a multi-byte sign cut off at the end of a truncated download is no reason to guess
        if error.reason == "unexpected end of data":
            return data.decode("utf-8", errors="replace"), "utf-8"
    for encoding in (declared, _declared(data), _utf16(data), _guess(data)):
        if encoding and (text := _try(data, encoding)) is not None:
            return text, encoding
    return data.decode("cp1252", errors="replace"), "cp1252"


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are those of no text: control characters, unless it is UTF-16."""
    if not head or head.startswith(tuple(mark for mark, _ in _MARKS)) or _utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _BINARY))
    return b"\0" in head or controls > len(head) * 0.01 + 2


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:2048])
    return match[1].decode("ascii") if match else ""


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark shows by zeros in every other byte."""
    head = data[:2000]
    if len(head) < 8:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.02 * half else ""


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    return best.encoding if best else ""


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = codecs.decode(data, encoding, errors="strict")
    except (LookupError, UnicodeError, ValueError, AssertionError):
        return None
    return text if isinstance(text, str) else None
