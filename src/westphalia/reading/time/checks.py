"""What the words around an expression say against its being a time: ages, counts, names, things called "the future"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc

from westphalia.reading.time.grammar import Expression

AGE_AFTER = re.compile(r"\s*-?\s*(?:year\s*-?\s*)?(?:old|olds|of age)\b", re.IGNORECASE)
AGE_BEFORE = re.compile(r"\b(?:aged?|ages|age of|aged between|turned|turns)\s+$", re.IGNORECASE)
COUNTED = re.compile(
    r"\s*(?:%|per\s?cent|km\b|kilomet|met(?:er|re)s?\b|miles?\b|ton(?:ne)?s?\b|kg\b|people\b|persons?\b|troops\b|soldiers\b"
    r"|civilians\b|refugees\b|migrants\b|casualties\b|deaths\b|dollars\b|euros\b|rubles\b|roubles\b|yuan\b|rupees\b|pounds\b"
    r"|others\b|men\b|women\b|children\b|houses\b|homes\b|families\b|cases\b|million\b|billion\b|votes\b|seats\b|jobs\b"
    r"|workers\b|students\b|employees\b|police\b|MW\b|hectares\b|acres\b|barrels\b|points\b|words\b|feet\b|hours?\b|fighters\b)",
    re.IGNORECASE,
)
NOT_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥#₹@/]|\b(?:US\$|USD|EUR|Rs\.?|No\.?|Nos\.?|Article|Resolution|Room|page|section|about|nearly|almost|some"
    r"|than|least|over|around|another|RMB|Tk|Sh|NT\$|flight|number|phone|tel\.?|fax|PO Box|Box|code|Decree|Law|Order"
    r"|Vision|Agenda|Horizon|Expo))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Around:
    """An expression with the text before and after it in its sentence, and the parse if there is one."""

    expression: Expression
    text: str
    doc: Doc | None = None

    @property
    def before(self) -> str:
        """The sentence up to the expression."""
        return self.text[: self.expression.start]

    @property
    def after(self) -> str:
        """The sentence after the expression."""
        return self.text[self.expression.end :]

    @property
    def words(self) -> str:
        """The expression as written."""
        return self.text[self.expression.start : self.expression.end]


def is_time(around: Around) -> bool:
    """Whether the words around leave it a time."""
    check = CHECKS.get(around.expression.rule)
    return check is None or check(around)


def _named(around: Around) -> bool:
    """Whether the words are part of a name: "The Seven Years War", "Friday Times", "Midnight Sun"."""
    if not around.before.strip() or not all(w.text[0].isupper() for w in around.expression.words if w.text.isalpha()):
        return False
    follows = re.match(r"\s+([A-Z][a-z]+)", around.after)
    if follows is None:
        return False
    if around.doc is None:
        return around.expression.rule == "duration"
    last = next((t for t in around.doc if t.idx + len(t.text) >= around.expression.end), None)
    return last is not None and last.dep_ == "compound" and last.head.i == last.i + 1 and last.head.pos_ == "PROPN"


def _duration(around: Around) -> bool:
    before, after, words = around.before, around.after, around.words
    if _named(around):
        return False
    if re.search(r"quarters?$", words) and not re.match(r"\s+(?:in|ago)", after):
        return False  # three quarters of something
    if around.expression.rule == "duration_vague" and around.doc is not None:
        unit = next((t for t in around.doc if t.idx >= around.expression.start), None)
        if unit is not None and any(t.dep_ == "compound" for t in unit.lefts):
            return False  # "the glory days"
    if around.expression.rule == "duration_vague" and re.match(r"\s+(?:of\s+[A-Z]|\d)", after):
        return False  # "the months of June and July", "days 3 and 4"
    return not (AGE_AFTER.match(after) or AGE_BEFORE.search(before) or before.endswith("$"))


def _set(around: Around) -> bool:
    return not (around.words[0].isupper() and around.before.strip())  # "China Daily" is a newspaper


def _deictic(around: Around) -> bool:
    return not (around.words.lower() == "today" and around.before.endswith("USA "))


def _range(around: Around) -> bool:
    return not COUNTED.match(around.after) and not NOT_YEAR_BEFORE.search(around.before)


def _adjective(around: Around) -> bool:
    return bool(re.match(r"\s+[^\W\d_]", around.after))


def _decade(around: Around) -> bool:
    # "in their 20s" is an age
    written = around.expression.value("decade") or ""
    return len(written) > 3 or bool(re.search(r"^the\b|['’]\d", around.words, re.IGNORECASE))


def _moment(around: Around) -> bool:
    # "at the moment", "at this moment"; "the moment he left", "a defining moment" are not now
    if around.expression.value("moment") is None:
        return _vague(around)
    return around.expression.has("the", "this", "that", "present", "current") and bool(
        re.search(r"\b(?:at|for|by|until|from)\s+$", around.before, re.IGNORECASE)
    )


def _the_time(around: Around) -> bool:
    if not re.search(r"\bat\s+$", around.before, re.IGNORECASE):
        return False
    # "Divers at the time used it"; not "at the time he left", "at the time of the vote"
    follows = next((t for t in around.doc or () if t.idx >= around.expression.end), None)
    return bool(re.match(r"\s*(?:[,.;:)”\"]|$)", around.after)) or (
        follows is not None and follows.tag_ in ("VBD", "VBZ")
    )


def _beside(around: Around) -> bool:
    # "the day after the vote" is counted from the vote
    return bool(re.match(r"\s*(?:[,.;:)”\"]|$|(?:and|but|in|at|with)\b)", around.after))


def _feast(around: Around) -> bool:
    return around.words[0].isupper() and not (around.expression.has("new") and not around.expression.has("s", "eve"))


def _month_of(around: Around) -> bool:
    return around.expression.value("unit") == "M"


def _vague(around: Around) -> bool:
    # "the future of Europe", "the present crisis" name a thing
    if re.match(r"\s+of\b", around.after):
        return False
    if around.doc is None or not re.match(r"\s+[a-z]", around.after):
        return True
    after = next((t for t in around.doc if t.idx >= around.expression.end), None)
    return after is None or after.pos_ not in ("NOUN", "ADJ")


def _reference(around: Around) -> bool:
    return not (around.before.lower().endswith("as ") and around.after.startswith(" as"))  # "as soon as"


def _season(around: Around) -> bool:
    # a season stands after a preposition; "the fall of Kabul", "a spring of water" are none
    led = re.search(
        r"\b(?:in|during|since|by|until|over|through|for|throughout|before|after)\s+$", around.before, re.IGNORECASE
    )
    return bool(led) and not re.match(r"\s+(?:of|in|from)\b", around.after)


def _part_of_day(around: Around) -> bool:
    led = re.search(r"\b(?:in|during|throughout|by|until)\s+$", around.before, re.IGNORECASE)
    return bool(led) and not re.match(r"\s+(?:of\b|[a-z]+s\b)", around.after)


def _calendar(around: Around) -> bool:
    # a lone month before a capitalised word is most often a name ("April Jones"), a weekday never
    words = around.expression.words
    if words[-1].kind == "weekday" and _named(around):
        return False
    if len(words) == 1 and words[0].text in ("April", "June", "August"):
        follows = re.match(r"\s+([A-Z][a-z]+)", around.after)
        led = re.search(r"\b(?:in|of|since|until|by|last|next|on|from|the|this|during)\s+$", around.before)
        return not follows or bool(led)
    return not (words[0].kind == "day" and around.before.endswith("$"))


def _year(around: Around) -> bool:
    value = int(around.expression.value("year") or 0)
    before, after = around.before, around.after
    if COUNTED.match(after) or NOT_YEAR_BEFORE.search(before) or re.match(r"[-/.,:]?\d|-[a-z]", after):
        return False
    if before[-1:] in ("-", "/", ".") and before[-2:-1].isalnum():
        return False
    if 1900 <= value <= 2030:
        return True
    led = r"\b(?:in|since|by|until|year|before|after|circa|during|back to|dating (?:from|to)|between|and)\s+$|\($"
    if not re.search(led, before, re.IGNORECASE):
        return bool(re.search(r"\bthe\s+$", before, re.IGNORECASE)) and bool(re.match(r"\s+[A-Z][a-z]", after))
    # "in 1815" is a year, "in 1815 villages" is not
    return not re.match(r"\s+(?!is\b|was\b|has\b)(?:[a-z]+s|square)\b", after)


CHECKS: dict[str, Callable[[Around], bool]] = {
    "duration": _duration,
    "duration_half": _duration,
    "duration_vague": _duration,
    "set": _set,
    "deictic": _deictic,
    "years": _range,
    "days": _range,
    "reference_adjective": _adjective,
    "reference": _reference,
    "decade": _decade,
    "moment": _moment,
    "the_time": _the_time,
    "beside": _beside,
    "feast": _feast,
    "month_of": _month_of,
    "clock": lambda around: not _named(around),
    "vague_past": _vague,
    "vague_future": _vague,
    "calendar": _calendar,
    "season_bare": _season,
    "part_of_day": _part_of_day,
    "year": _year,
}
"""Reckoning → what must hold around an expression of it; others always hold."""
