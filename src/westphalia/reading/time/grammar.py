"""The grammar of temporal expressions: words are turned into classes, and patterns over classes find expressions.

A sentence becomes a string with one letter a word (its class), so that a pattern such as
`COUNT units ago` is an ordinary regular expression over a short string. Words and patterns are data:
`data/time_words.tsv` and `data/time_rules.tsv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from westphalia import vocabulary

TOKEN = re.compile(
    r"""(?P<plain>[^\W\d_]++(?=[\s,;)"”]))
    |(?P<url>https?://\S+|www\.\S+)
    |(?P<iso>\d{4}-\d{2}-\d{2}(?:T[\d:]+Z?)?(?!\d))
    |(?P<numeric>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?![\d]))
    |(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,2}(?:[.:]\d\d)?(?:am|pm)\b)
    |(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    |(?P<decade>\d{3}0s\b|['’]?\d0s\b)
    |(?P<num>\d+(?:[.,]\d+)*)
    |(?P<quarter>[QH][1-4]\b)
    |(?P<oclock>o['’]clock\b)
    |(?P<code>(?-i:[A-Z]+-\d+\w*))
    |(?P<word>[^\W\d_]+(?:\.[^\W\d_]\b\.?)*|['’]s\b)
    |(?P<mark>\S)""",
    re.VERBOSE | re.IGNORECASE,
)
OTHER = "."
NAMED = {"weekday", "weekdays", "month", "holiday"}
"""Classes whose words are names: written with a capital, or they are something else ("may", "march", "sun")."""
SHAKY = {"may", "march", "mar", "sun", "sat", "mon", "wed", "dec", "jan", "jun", "apr", "aug", "sep", "oct", "nov"} | {
    "tue",
    "thu",
    "fri",
    "feb",
    "jul",
    "sept",
    "tues",
    "thur",
    "thurs",
}
"""Names of months and weekdays that are also other words or names: believed next to a number, a dot or a comma."""
NEVER_FIRST = ("of", "and", "to", "comma", "dash", "dot", "s", "slash", "from", "ago", "open", "than", "on", "by")
"""Classes no rule begins with: a search that skips them is twice as fast."""
PLAUSIBLE_YEARS = range(1000, 2101)


class Word(NamedTuple):  # a tuple because one is made for every word read
    """A word of a sentence with its class and what the word list says it means."""

    text: str
    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression as the grammar found it: its words, which of them, and the rule that reckons it."""

    words: tuple[Word, ...]
    first: int
    rule: str

    @property
    def start(self) -> int:
        """Offset of the first character in the sentence."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Offset after the last character in the sentence."""
        return self.words[-1].end

    def value(self, *kinds: str) -> str | None:
        """Value of the first word of one of the classes `kinds`."""
        return next((w.value or w.text.lower() for w in self.words if w.kind in kinds), None)

    def has(self, *kinds: str) -> bool:
        """Whether a word of one of these classes is there."""
        return any(w.kind in kinds for w in self.words)


@lru_cache(maxsize=1)
def lexicon() -> dict[str, tuple[str, str]]:
    """Lower-case word → class and value."""
    words: dict[str, tuple[str, str]] = {}
    for row in vocabulary.rows("westphalia.reading", "time_words.tsv"):
        for word in row["words"].split("|"):
            words.setdefault(word, (row["class"], row["value"]))
    return words


@lru_cache(maxsize=1)
def letters() -> dict[str, str]:
    """Class → the letter that stands for it in the class string."""
    kinds = {kind for kind, _ in lexicon().values()}
    kinds |= {"iso", "numeric", "clock", "ordinal", "decade", "num", "day", "year", "quarter", "oclock"}
    return {kind: chr(0xE000 + i) for i, kind in enumerate(sorted(kinds))}


@lru_cache(maxsize=1)
def rules() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """A pattern that finds where any rule could match, and every rule with the name of its reckoning."""
    macros: dict[str, str] = {}
    compiled: list[tuple[re.Pattern[str], str]] = []

    def expand(match: re.Match[str]) -> str:
        name = match.group()
        if name in macros:
            return macros[name]
        return letters()[name]

    for row in vocabulary.rows("westphalia.reading", "time_rules.tsv"):
        pattern = re.sub(r"[A-Za-z_]+", expand, row["pattern"]).replace(" ", "")
        if row["rule"]:
            compiled.append((re.compile(pattern), row["rule"]))
        else:
            macros[row["name"]] = f"(?:{pattern})"
    skipped = OTHER + "".join(letters().get(kind, "") for kind in NEVER_FIRST)
    anywhere = f"(?=[^{skipped}])(?:" + "|".join(f"(?:{p.pattern})" for p, _ in compiled) + ")"
    return re.compile(anywhere), tuple(compiled)


def words_of(sentence: str) -> list[Word]:
    """The words of a sentence, each with its class ("." where the grammar does not know it)."""
    known = lexicon()
    found: list[Word] = []
    for match in TOKEN.finditer(sentence):
        shape, text = match.lastgroup or "mark", match.group()
        kind, value = OTHER, ""
        if shape in ("plain", "word", "mark"):
            kind, value = known.get(text.lower(), (OTHER, ""))
            if kind in NAMED and not text[0].isupper():
                kind = OTHER
            if kind == "dot" and not (found and _abbreviated(found[-1])):
                kind = OTHER
        elif shape == "num":
            kind, value = _number_class(text), text
        elif shape == "ordinal":
            kind, value = "ordinal", text[:-2]
        elif shape not in ("code", "url"):
            kind, value = shape, text
        found.append(Word(text, match.start(), match.end(), kind, value))
    return _settled(found)


def _abbreviated(word: Word) -> bool:
    """Whether a full stop after the word belongs to it ("Feb.", "Wed.")."""
    return word.kind in ("month", "weekday") and word.text.lower() in SHAKY - {"may", "march"}


def _number_class(text: str) -> str:
    if text.isascii() and text.isdigit():
        if len(text) <= 2 and 1 <= int(text) <= 31:
            return "day"
        if len(text) == 4 and int(text) in PLAUSIBLE_YEARS:
            return "year"
    return "num"


def _settled(words: list[Word]) -> list[Word]:
    """The words with the names that could be something else (May, March, Sun) decided by their neighbours."""
    near = {"day", "ordinal", "year", "dot", "num"}
    for i, word in enumerate(words):
        if word.kind not in ("month", "weekday") or word.text.lower() not in SHAKY:
            continue
        before = words[i - 1].kind if i else ""
        after = words[i + 1].kind if i + 1 < len(words) else ""
        full = word.text in ("May", "March")
        if (
            after in near - {"dot"}
            or before in ("day", "ordinal", "of")
            or (full and i > 0 and before not in ("the", "a", OTHER))
            or (full and i > 0 and before == OTHER and words[i - 1].text[0].islower())
            or (not full and after in ("dot", "comma") and before != OTHER)
        ):
            continue
        words[i] = Word(word.text, word.start, word.end, OTHER, "")
    return words


def expressions(sentence: str) -> Iterator[Expression]:
    """Temporal expressions of a sentence, left to right, longest first, not overlapping."""
    words = words_of(sentence)
    letter = letters()
    code = "".join([OTHER if w.kind == OTHER else letter[w.kind] for w in words])
    anywhere, each = rules()
    at = 0
    while found := anywhere.search(code, at):
        start = found.start()
        end, rule = max(
            ((m.end(), -n) for n, (pattern, _) in enumerate(each) if (m := pattern.match(code, start))),
        )
        at = max(end, start + 1)
        if end > start:
            yield Expression(tuple(words[start:end]), start, each[-rule][1])
