"""Which language a text is in."""

import math
import re

SAMPLE = 3000
"""Characters looked at."""

CERTAIN = 30
"""Letters from which statistics say something."""

CLEAR_LEAD = 13.0
"""Difference of log-probabilities. Of English headlines mistaken for something else the largest lead was 10.9, of
headlines in eleven other languages the smallest was 15.9; names (`Lavrov, Wang`) make up most of a headline."""

_ENGLISH = frozenset(
    "the of and to in that is was for on with as by at from has have had his her its their he she they it not be "
    "are were will would said says an this which who after before over more than but or if into against between".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_DECLARED = re.compile(r"([a-z]{2})(?:[-_].*)?$")
_NAMES = {
    "english": "en",
    "eng": "en",
    "french": "fr",
    "spanish": "es",
    "russian": "ru",
    "chinese": "zh",
    "arabic": "ar",
}


def language(text: str, declared: str = "") -> str:
    """ISO 639-1 code of the language `text` is in, `""` if it cannot be told.

    English function words decide first; then statistics. A few words are judged by what the source declares.
    """
    words = _WORD.findall(text[:SAMPLE].lower())
    if not words:
        return _code(declared)
    english = sum(word in _ENGLISH for word in words)
    # Of 533 newswire texts the lowest share of these words was .14; of French, Spanish, German ones the highest .05.
    if english >= 2 and english >= 0.12 * len(words):
        return "en"
    letters = sum(map(len, words))
    if letters < CERTAIN:
        return _code(declared) or ("en" if english else "")
    return _judged(text[:SAMPLE])


def _code(declared: str) -> str:
    lower = declared.strip().lower()
    match = _DECLARED.match(lower)
    return _NAMES.get(lower) or (match[1] if match else "")


def _judged(text: str) -> str:
    """The most probable language (langid.py; Lui and Baldwin 2012), English unless another leads clearly."""
    from py3langid import langid

    scores = {str(code): float(score) for code, score in langid.rank(text) if len(code) == 2}  # type: ignore[no-untyped-call]
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] - scores.get("en", -math.inf) >= CLEAR_LEAD else "en"
