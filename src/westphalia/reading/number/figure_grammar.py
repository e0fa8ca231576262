"""Finds numbers with their modifiers and units in a sentence, and leaves out numbers that count nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from westphalia import vocabulary
from westphalia.reading.number.numbers import number

WORD_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
SCALE_WORDS = "hundred|thousand|million|billion|trillion|lakhs?|crores?|bn|mn|tn|dozen"
DIGITS = r"\d{1,3}(?:[,\u00a0]\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = (
    rf"(?:(?:{DIGITS})(?:[ -]?(?:{SCALE_WORDS})\b|[mkb]n?\b)?"
    rf"|\b(?:{WORD_NUMBERS})(?:[- ](?:{WORD_NUMBERS}|{SCALE_WORDS}|and a half|and))*\b(?<!and)"
    rf"|\b(?:a|half a|several)[ -](?:{SCALE_WORDS})\b)"
)
NO_FIGURE_BEFORE = re.compile(
    r"(?:[A-Za-z]-?|[#@/\\_=:]|\d[-–.,:/]|\+|\b(?:No|Nos|Article|Articles|Art|Resolution|Chapter|Section|Clause|Room|Flight|Route"
    r"|Phase|Group of|Class|Grade|Tier|Type|Mark|Model|Area|Unit|Level|Page|pp?|Vol|Part|Season|Episode|Channel|Fortune"
    r"|Covid|COVID|Act|Bill|Decree|Law|Order|Regulation|Protocol|Rule|Gate|Terminal|Highway|Annex"
    r"|aged?|age of|ages|turned|turns|number|Number|Agenda|Vision|Day|Week|top|Top|fax|tel|phone|Windows|iPhone)\.? ?)$"
)
NO_FIGURE_AFTER = re.compile(
    r"(?:\s?[-–]?\s?years?\s?-?\s?olds?\b|(?:st|nd|rd|th)\b|[:/]\d|[-–]\d+\s*(?:win|victory|defeat|loss|draw|lead)?(?!\d)|\.\d|\s?[ap]\.?m\b"
    r"|[A-Za-z]|\)|\s+(?:of them|by one|another)\b)",
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a sentence: where it stands, value and upper value, unit, modifier.

    `noun_at` is where the words it counts begin.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str
    modifier: str
    noun_at: int
    written: bool


@lru_cache(maxsize=1)
def lexicon() -> dict[str, dict[str, str]]:
    """Class → word → value, from figure_words.tsv."""
    found: dict[str, dict[str, str]] = {}
    for row in vocabulary.rows("westphalia.reading", "figure_words.tsv"):
        for word in row["words"].split("|"):
            found.setdefault(row["class"], {}).setdefault(word.lower(), row["value"])
    return found


def _alternatives(kind: str) -> str:
    return "|".join(re.escape(w) for w in sorted(lexicon()[kind], key=lambda w: (-len(w), w)))


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of numbers with what surrounds them, and that of vague counts."""
    money, measure = _alternatives("money"), _alternatives("measure")
    sign = rf"(?:(?P<sign>{money})\s?)?"
    number_pattern = re.compile(
        rf"(?:(?<!\w)(?P<modifier>{_alternatives('modifier')})\s+(?:the\s+|a\s+)?)?(?P<between>(?<!\w)(?:between|from)\s+)?"
        rf"(?<![\w.,])(?P<figure>{sign}(?P<low>{NUMBER})(?:\s?(?P<dash>[-–]|to|and|or)\s?(?:{money})?(?P<high>{NUMBER}))?"
        rf"(?P<plus>\+)?(?:[\s-]?(?P<unit>{measure}|{money})(?![\w]))?)",
        re.IGNORECASE,
    )
    vague = re.compile(
        rf"(?<![\w-])(?P<count>{_alternatives('vague')})\s+of\s+(?!years|miles|times|days|hours|dollars|met(?:er|re)s|kilomet|weeks|months)",
        re.IGNORECASE,
    )
    return number_pattern, vague


def numerals(text: str) -> Iterator[Numeral]:
    """Numbers of a sentence, left to right."""
    plain, vague = patterns()
    found: list[Numeral] = []
    for match in plain.finditer(text):
        numeral = _numeral(match, text)
        if numeral:
            found.append(numeral)
    for match in vague.finditer(text):
        value = float(lexicon()["vague"][match["count"].lower()])
        found.append(Numeral(match.start(), match.end("count"), value, None, "", "at least", match.end(), written=True))
    return iter(sorted(found, key=lambda n: n.start))


def _numeral(match: re.Match[str], text: str) -> Numeral | None:
    if re.match(r"one\s+of\b", text[match.start("low") :], re.IGNORECASE):
        return None
    start, low, high = match.start("figure"), match["low"], match["high"]
    end = match.end("figure")
    if NO_FIGURE_BEFORE.search(text[max(0, start - 14) : start]) or NO_FIGURE_AFTER.match(text[end : end + 24]):
        return None
    unit = _unit(match)
    joined = match["dash"]
    if high and ((joined in ("and", "or") and not match["between"]) or (joined == "and" and not match["between"])):
        high, end = None, match.end("low")
        unit = lexicon()["money"].get((match["sign"] or "").lower(), "")
    value, top = number(low), number(high) if high else None
    if value is None:
        return None
    if top is not None:
        scale = re.search(rf"(?:{SCALE_WORDS})$", high or "", re.IGNORECASE)
        if scale and not re.search(r"[a-z]", low, re.IGNORECASE):
            value *= number(scale.group()) or 1.0
        if top <= value:
            if not match["between"] and joined in ("-", "–"):
                return None
            top = None
    modifier = lexicon()["modifier"].get(re.sub(r"\s+", " ", (match["modifier"] or "").lower()), "")
    modifier = modifier or ("at least" if match["plus"] else "")
    begin = (
        match.start("modifier") if match["modifier"] else match.start("between") if top and match["between"] else start
    )
    return Numeral(begin, end, value, top, unit, modifier, end, written=not re.search(r"\d", low))


def _unit(match: re.Match[str]) -> str:
    words = lexicon()
    after, sign = (match["unit"] or "").lower(), (match["sign"] or "").lower()
    if sign:
        return words["money"].get(sign, "")
    return words["measure"].get(after) or words["money"].get(after) or ""
