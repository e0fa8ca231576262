"""How names of places are written and compared."""

import re
import unicodedata

MAIN, ENGLISH, OTHER = range(3)
"""How usual a name is for a place: its main name, its English one, or any other."""
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
     "ð": "d", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ə": "a", "Ə": "A", "-": " ", "–": " ", "/": " ", "—": " "}
)  # fmt: skip
_DROPPED = re.compile(r"[.'’ʼ‘`´ʻʿʾ,]")
_WORDS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def key(name: str, lower: bool = True) -> str:
    """A name as names are compared: no diacritics, points or apostrophes, hyphens as spaces, "Saint" as "st"."""
    plain = name.translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    words = _DROPPED.sub("", plain).split()
    if not lower:
        return " ".join(words)
    return " ".join(_WORDS.get(word, word) for word in (w.lower() for w in words))


def abbreviation(name: str) -> str:
    """An abbreviation as abbreviations are compared: capitals without points, or with the point at its end; else ""."""
    bare = name.replace(".", "")
    if bare.isupper() and len(bare) <= 5 and bare.isalpha():
        return bare
    return name if re.fullmatch(r"(?:[A-Z]\.? ?)?[A-Z][a-z]{1,4}\.", name) or name in ("W.Va.", "W. Va.") else ""
