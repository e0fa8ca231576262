"""Whether a name of the gazetteer names a place where it stands, and not a person, a paper or a word.

The weights (`data/toponym_weights.tsv`) are those of a logistic model, trained by tools/train_places.py.
"""

import re
from collections import Counter
from functools import lru_cache
from math import exp, log10

from westphalia import vocabulary
from westphalia.reading.place.candidates import COMMON, COMPASS
from westphalia.reading.place.context import holds
from westphalia.reading.place.gazetteer import Entry, gazetteer
from westphalia.reading.place.hits import Hit
from westphalia.reading.place.names import OTHER, key
from westphalia.reading.reading import Reading
from westphalia.reference.given_names import gender

LOCATIVE = re.compile(
    r"\b(?:in|into|inside|near|outside|across|throughout|around|over|within|at|from|to|towards?|via|through|off|"
    r"(?:north|south|east|west)(?:east|west)?(?:ern)?(?: of)?|central|upper|lower|downtown|mainland|occupied|left|leave"
    r"|leaving|entered|reached|visit(?:ed|ing|s)?|(?:city|town|village|port|province|state|region|capital|district|island"
    r"|peninsula|outskirts|streets|suburb|oblast|county|prefecture) of)"
    r"(?: the)?(?: (?:[a-z]+ )?(?:city|town|village|port city|port|capital|province|region|state|district"
    r"|island) of)?\s+$",
    re.IGNORECASE,
)
STRONG = re.compile(
    r"\b(?:in|near|inside|outside|across|throughout|(?:city|town|village|port|province|capital|district|region) of"
    r"|(?:north|south|east|west)(?:ern)?)(?: the)?\s+$",
    re.IGNORECASE,
)
PLACE_NOUN = re.compile(
    r"[\s-]+(?:[Pp]rovinces?|[Rr]egion|[Oo]blast|[Ss]tate\b|[Cc]ity|[Dd]istrict|[Cc]ounty|[Gg]overnorate|[Pp]refecture"
    r"|[Aa]irport"
    r"|[Ii]slands?|[Pp]eninsula|[Vv]alley|[Tt]own|[Vv]illage|[Pp]ort|[Bb]order)"
)
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)
OPENERS = frozenset(
    "The A An In On At From To For And But As By With After Before Since When While Where If Near Of Although Both Two "
    "Three Its His Their This That These Those Meanwhile However Outside Inside Across Over Under Around Between North "
    "South East West Northern Southern Eastern Western Central President Minister".split()
)
DATELINE = re.compile(
    r"(?:,\s+[A-Z][\w. ]{2,20})?\s*(?:\([\w ./]+\)|\s[-–—]\s|:|,\s+(?:[A-Z][a-z]{2,8}\.?\s+\d|\d{1,2}\s+[A-Z]))"
)
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Judge|Justice|Sen|Gen|Rep|Col|Capt|Sgt|Lt|Rev|Prof|Gov)\.? $")
PERSON = re.compile(r"['’]s? (?:wife|husband|son|daughter|father|mother|lawyer|attorney|family)\b|,? (?:\d\d,|who\b)")
SMALL = re.compile(r"\b[a-z]{3,}\b")
FULL_NAME = re.compile(r"\b[A-Z][a-z]+ (?=(?:[A-Z]\. )?([A-Z]\w+))(?:[A-Z]\. )?")
FEATURES = (
    "bias", "people", "country", "first", "second", "town", "big", "small", "tiny", "region", "water", "world",
    "people_log", "other", "words", "person", "state", "longer", "exact_other", "located", "strong", "held", "holds",
    "led", "led_name", "followed", "given", "titled", "opening", "doubtful", "lower", "possessive", "hyphened",
    "capitals", "surname", "again", "proper", "not_proper", "compound", "dateline", "noun", "personal", "calendar",
    "short", "by_itself", "given_name", "opening_town", "common",
)  # fmt: skip
LEAST = 0.5
"""Chance from which a name is taken for a place."""


@lru_cache(maxsize=1)
def doubtful() -> frozenset[str]:
    """Names that are most often no places ("Nice", "Lincoln"): believed only after a strong cue."""
    return frozenset(row["name"] for row in vocabulary.rows("westphalia.reading", "doubtful_places.tsv"))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    rows = {r["feature"]: float(r["weight"]) for r in vocabulary.rows("westphalia.reading", "toponym_weights.tsv")}
    return tuple(rows[name] for name in FEATURES)


def chances(found: list[Hit], reading: Reading) -> list[float]:
    """How probably each name names a place."""
    weights = _weights()
    return [1 / (1 + exp(-sum(w * v for w, v in zip(weights, row, strict=True)))) for row in evidence(found, reading)]


def evidence(found: list[Hit], reading: Reading) -> list[list[float]]:
    """What speaks for and against each name, in the order of FEATURES."""
    text = _Text(reading, found)
    return [_row(text, number) for number in range(len(found))]


class _Text:
    """A report's names, and its words that tell what they are: small ones, surnames, and how often each name stands."""

    def __init__(self, reading: Reading, found: list[Hit]) -> None:
        self.reading = reading
        self.found = found
        self.counts = Counter(hit.name for hit in found)
        self.words = set(SMALL.findall(reading.clean))
        self.surnames = set(FULL_NAME.findall(reading.clean))


class _Around:
    """What stands before and after a name; `leader` and `follower` are words with a capital that touch it."""

    def __init__(self, hit: Hit, clean: str) -> None:
        sentence, (start, end) = hit.sentence.span, (hit.span.start, hit.span.end)
        self.before, self.after = clean[max(sentence.start, start - 60) : start], clean[end : end + 40]
        self.opening = start <= sentence.start + 2
        self.led = re.search(r"([A-Z][\w'’.-]*)[ -]$", self.before)
        self.leader = self.led[1] if self.led and self.led[1] not in OPENERS and self.led[1] not in CALENDAR else ""
        follows = re.match(r"[ -]([A-Z][\w'’-]*)", self.after)
        named = follows and follows[1] not in CALENDAR and not PLACE_NOUN.match(self.after)
        self.follower = follows[1] if follows and named else ""
        self.located = bool(LOCATIVE.search(self.before))


def _row(text: _Text, number: int) -> list[float]:
    hit = text.found[number]
    around = _Around(hit, text.reading.clean)
    said = (
        {"bias": 1.0}
        | _of_entry(hit)
        | _of_mention(hit, text.reading)
        | _of_neighbours(text, number)
        | _of_surroundings(hit, around)
        | _of_words(hit, text)
        | _of_parse(hit)
    )
    return [float(said[name]) for name in FEATURES]


def _of_entry(hit: Hit) -> dict[str, float]:
    """What the name most likely stands for."""
    entry, people = hit.entry, max(hit.entry.population, 1)
    town = entry.kind == "town"
    kinds = {kind: entry.kind == kind for kind in ("country", "first", "second", "town", "region", "water", "world")}
    return kinds | {
        "people": hit.people,
        "big": town and people >= 500_000,
        "small": town and people < 50_000,
        "tiny": town and people < 10_000,
        "people_log": log10(people) / 7 if town else 0.0,
        "other": entry.usual == OTHER,
    }


def _of_mention(hit: Hit, reading: Reading) -> dict[str, float]:
    """What the mention that it stands in names, if it stands in one."""
    mention = reading.mention_at(hit.span)
    kind = mention.kind if mention is not None else ""
    same = mention is not None and len(mention.head) <= len(hit.span) + 2
    body = kind in ("body", "organ", "company", "group", "outlet")
    return {
        "person": kind == "person",
        "state": kind in ("state", "people", "region") and same,
        "longer": body and not same,
        "exact_other": (body or kind == "bloc") and same,
    }


def _of_neighbours(text: _Text, number: int) -> dict[str, float]:
    """Whether the name beside it is of what holds it, or of what it holds."""
    return {
        "held": _held(text.found, number, text.reading.clean),
        "holds": _holds(text.found, number, text.reading.clean),
    }


def _of_surroundings(hit: Hit, around: _Around) -> dict[str, float]:
    """What stands before and after it."""
    before, after, opening = around.before, around.after, around.opening
    dateline = bool(DATELINE.match(after))
    adjective = around.leader in gazetteer().adjectives
    return {
        "located": around.located,
        "strong": bool(STRONG.search(before)),
        "led": bool(around.leader) and not adjective,
        "led_name": bool(around.leader) and adjective,
        "followed": bool(around.follower),
        "given": bool(around.led) and bool(gender(f"{around.leader} {hit.name}")),
        "titled": bool(TITLE.search(before)),
        "opening": opening,
        "possessive": after[:2] in ("'s", "’s"),
        "hyphened": after[:1] == "-" or before[-1:] == "-",
        "dateline": opening and dateline,
        "noun": bool(PLACE_NOUN.match(after)),
        "personal": bool(PERSON.match(after)),
        "by_itself": not (around.leader or around.follower or around.located or opening),
        "opening_town": opening and hit.entry.kind == "town" and not dateline,
    }


def _of_words(hit: Hit, text: _Text) -> dict[str, float]:
    """What the words of the name themselves are, here and elsewhere in the text."""
    name = hit.name
    return {
        "words": " " in name,
        "doubtful": name in doubtful(),
        "lower": name.lower() in text.words,
        "capitals": name.isupper() and len(name) > 3,
        "surname": name in text.surnames,
        "again": log10(text.counts[name]),
        "calendar": name in CALENDAR,
        "short": len(name) < 4,
        "given_name": bool(gender(f"{name} X")),
        "common": key(name) in COMMON | COMPASS,
    }


def _of_parse(hit: Hit) -> dict[str, float]:
    """Its part of speech and how it hangs from the rest; a sentence may have no parse."""
    tag, relation = _parsed(hit)
    proper = tag in ("NNP", "NNPS", "JJ", "")
    return {"proper": proper, "not_proper": not proper, "compound": relation == "compound"}


def _parsed(hit: Hit) -> tuple[str, str]:
    tokens = hit.sentence.tokens(hit.span)
    return (str(tokens.root.tag_), str(tokens.root.dep_)) if tokens is not None else ("", "")


def _held(found: list[Hit], number: int, clean: str) -> bool:
    """Whether a comma and the name of what holds it follow ("Paris, Texas")."""
    hit, other = found[number], found[number + 1] if number + 1 < len(found) else None
    if other is None or not re.fullmatch(r",\s+|\s\(", clean[hit.span.end : other.span.start]):
        return False
    return any(holds(outer, inner) for outer in _senses(other) for inner in gazetteer().senses(hit.name))


def _holds(found: list[Hit], number: int, clean: str) -> bool:
    hit, other = found[number], found[number - 1] if number else None
    if other is None or not re.fullmatch(r",\s+|\s\(", clean[other.span.end : hit.span.start]):
        return False
    return any(holds(outer, inner) for outer in _senses(hit) for inner in gazetteer().senses(other.name))


def _senses(hit: Hit) -> tuple[Entry, ...]:
    return gazetteer().senses(hit.name)[:6]
