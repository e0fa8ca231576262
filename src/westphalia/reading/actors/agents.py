"""Agent nouns: which words of a noun phrase name a role or an organ, and its PLOVER sector."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from westphalia.reference.organisations import Term, modifiers, nouns

OVERRIDING = frozenset({"ELI", "OPP", "REB", "SEP"})
"""Sectors of modifiers that change what a noun denotes: a former minister, a rebel commander, separatist officials."""
OVERRIDDEN = frozenset({"GOV", "LEG", "UNK", "PTY", "MIL", "JUD", "COP", "SPY"})
SERVING = frozenset({"BUS", "LAB", "MED"})
"""Trades that an army has of its own: an army doctor is of the army."""

ORGAN_ENDS = frozenset(
    """division department association centre center observatory institute network society section branch unit council
    board fund trust group project programme program initiative forum club index report review act bill""".split()
)
"""Words that end the name of an organisation or a paper, not of a person."""
PLAIN = frozenset(
    """executive general local national minor major adult injured wounded native principal
    accused public relative""".split()
)
"""Agent nouns that before another noun are plain adjectives: an executive committee, a general assembly."""

_IRREGULAR = {
    "men": "man", "women": "woman", "people": "people", "children": "child", "wives": "wife", "police": "police",
    "media": "media", "forces": "forces", "troops": "troops", "services": "services", "authorities": "authority",
    "thieves": "thief", "chiefs-of-staff": "chief of staff", "gendarmes": "gendarme", "staff": "staff",
    "attaches": "attaché", "ministers-president": "minister-president", "mice": "mouse",
}  # fmt: skip


IN_FULL = {
    "pm": "prime minister",
    "cm": "chief minister",
    "dpm": "deputy prime minister",
    "vpm": "deputy prime minister",
}
"""Posts that are abbreviated in capitals; in lower case the words are something else."""
_PREFIXES = ("anti-", "pro-", "non-", "vice-", "co-")
_HYPHENED = re.compile(r"-|[^\s-]+")


@dataclass(frozen=True, slots=True)
class Agent:
    """A role or organ named by the words `start..head` of a phrase (both included).

    Attributes:
        sector: PLOVER sector after modifiers.
        kind: "person" or "organ".
        term: the noun as the table has it ("foreign minister").
        former: a modifier said that the role has ended.
        yields: takes the sector of an organisation that stands with it.
        title: may stand before a name.
        plural: the noun stands in the plural or names a group.
    """

    start: int
    head: int
    sector: str
    kind: str
    term: str
    former: bool = False
    yields: bool = False
    title: bool = False
    plural: bool = False


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """Singular of an English noun in lower case, the word itself if it is none."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, tuple[tuple[tuple[str, ...], Term], ...]]:
    """Last word of a term → (the words before it, the term), the longest first."""
    by_last: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
    for term in nouns().values():
        forms = [tuple(term.term.split())]
        if "-" in forms[0][-1] or term.term.startswith(
            _PREFIXES
        ):  # parsers part what a hyphen joins, the resolver of phrases does not
            forms.append(tuple(_HYPHENED.findall(term.term)))
        for *before, last in forms:
            by_last.setdefault(last, []).append((tuple(before), term))
    return {last: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for last, found in by_last.items()}


def ends_term(word: str) -> bool:
    """Whether an agent noun may end with this word (lower case)."""
    lexicon = _lexicon()
    return word in lexicon or singular(word) in lexicon


def agent(words: Sequence[str], head: int, first: int = 0) -> Agent | None:
    """The agent noun that ends at `words[head]`, not reaching before `words[first]`; None if there is none.

    `words` are in lower case.
    """
    found = _term(words, head, first)
    if found is None:
        return None
    term, start = found
    sector, former, yields = term.sector, False, term.yields
    for modifier in _modifiers(words, first, start):
        if modifier.sector == "ELI" and term.kind == "person":
            former = True
        elif (
            yields
            or (modifier.sector in OVERRIDING and sector in OVERRIDDEN)
            or (modifier.sector == "MIL" and term.kind == "person" and sector in SERVING)
            or (modifier.sector == "COP" and term.kind == "person" and sector == "MIL")
        ):
            if not (term.sector == "GOV" and modifier.sector == "GOV"):
                yields = False
            sector = modifier.sector
    return Agent(
        start,
        head,
        "ELI" if former else sector,
        term.kind,
        IN_FULL.get(term.term, term.term),
        former,
        yields,
        term.title,
        words[head] != singular(words[head]) or words[head] in _IRREGULAR,
    )


def _term(words: Sequence[str], head: int, first: int) -> tuple[Term, int] | None:
    lexicon = _lexicon()
    last = words[head]
    for form in _forms(last):
        for before, term in lexicon.get(form, ()):
            start = head - len(before)
            if start >= first and tuple(words[start:head]) == before:
                return term, start
    return None


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """A word as the table may have it: itself, its singular, and the man for the woman: "policewoman"."""
    one = singular(word)
    endings = [e for e in ("women", "woman", "person", "people") if word.endswith(e) and len(word) > len(e) + 2]
    return tuple(dict.fromkeys((word, one, *(word.removesuffix(ending) + "man" for ending in endings))))


def _modifiers(words: Sequence[str], first: int, start: int) -> list[Term]:
    """Modifiers and nouns of sectors among the words before a noun, nearest first."""
    found: list[Term] = []
    at = start - 1
    table, named = modifiers(), nouns()
    while at >= first:
        for length in (3, 2, 1):
            begin = at - length + 1
            if begin < first:
                continue
            words_here = " ".join(words[begin : at + 1])
            noun = named.get(words_here)
            term = table.get(words_here) or (noun if noun and not noun.yields and words_here not in PLAIN else None)
            if term:
                found.append(term)
                at = begin
                break
        at -= 1
    return found
