"""Numbers written in words or digits."""

import re

UNITS = {
    word: float(i)
    for i, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {w: 10.0 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "lakh": 1e5, "crore": 1e7, "lakhs": 1e5, "crores": 1e7,
    "mn": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3, "m": 1e6, "b": 1e9, "dozen": 12.0,
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f' ]\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")


def number(text: str) -> float | None:
    """The number that digits and words of `text` write ("1,200", "3.5 billion", "two hundred and six"), or None.

    Commas separate groups of digits, a point separates decimals, as in English; groups of two (Indian) are read too.
    """
    total, group, seen, point = 0.0, 0.0, False, False
    for part in re.findall(r"[\d.,\u00a0']*\d|[a-z]+", text.lower()):
        value = digits(part) if part[-1].isdigit() else UNITS.get(part, TENS.get(part))
        if value is not None:
            group, seen, point = group + value, True, point or part[-1].isdigit()
        elif part in ("a", "an") and not seen:
            group, seen = 1.0, True
        elif part == "half" and seen:
            group += 0.5
        elif part in SCALES:
            group = (group if seen else 1.0) * SCALES[part]
            seen = True
            if SCALES[part] >= 1e3:
                total, group = total + group, 0.0
        elif part not in ("and", "of", "a"):
            return None
    return round(total + group, 6) if seen else None


def digits(text: str) -> float | None:
    """The value of a number in digits, None if the text is none."""
    if re.fullmatch(r"\d{1,3}(?:\.000)+", text):  # "1.000" is a thousand written the continental way
        return float(text.replace(".", ""))
    match = _DIGITS.fullmatch(text)
    return float(re.sub(r"[^\d.]", "", text)) if match and text.count(".") <= 1 else None
