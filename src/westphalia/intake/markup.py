"""Words out of a fragment of markup, as feeds and JSON fields hold: linear, without a tree."""

import html
import re

_TAG = re.compile(r"<[/!?]?[A-Za-z-][^<>]{0,5000}>")
_MARKUP = re.compile(
    r"</?(?:p|div|br|span|a|b|i|em|strong|img|h[1-6]|ul|li|blockquote|figure|table|section)\b[^<>]{0,2000}>", re.I
)
_DROPPED = re.compile(
    r"<(script|style|noscript|figcaption|iframe|svg)\b[^<>]{0,5000}>[^<]*(?:<(?!/\1)[^<]*)*</\1\s*>", re.I
)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|blockquote|figure|table|tr|section|article|header|footer|pre)\b[^<>]{0,5000}>", re.I
)
_BREAK = re.compile(r"<br\b[^<>]{0,500}>", re.I)
_SPACE = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*")


def looks_like_markup(text: str) -> bool:
    """Whether a string holds HTML rather than plain words."""
    return "<" in text and _MARKUP.search(text) is not None


def plain(fragment: str) -> str:
    """The words of a fragment of HTML, one paragraph a block."""
    text = re.sub(r"\s+", " ", _DROPPED.sub(" ", fragment))
    text = _BREAK.sub("\n", _BLOCK.sub("\n\n", text))
    text = _SPACE.sub("\n", html.unescape(_TAG.sub("", text)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
