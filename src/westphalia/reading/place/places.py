"""Places: names of places, told from persons, organs and capitals that act, and resolved by what stands around them.

A state is never a point. A name that may be several places stays unresolved, with its candidates.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from westphalia import vocabulary
from westphalia.model import Mention, Place, Span
from westphalia.reading.place.gazetteer import Entry, Gazetteer, gazetteer
from westphalia.reading.place.names import key
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step

TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
GAP = re.compile(r"[ \n]|,? (?=D\.?C)|-")
"""What may stand between the words of one name."""
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
WEAK = re.compile(r"\b(?:to|from|over|towards?|through)(?: the)?\s+$", re.IGNORECASE)
TOPIC = re.compile(r"\b(?:on|about|regarding|concerning|of|against|with|for|by|than|and)(?: the)?\s+$", re.IGNORECASE)
"""Before the name of a state these make it a topic or a party, not a place ("talks on Afghanistan")."""
MOTION = frozenset(
    "go come travel arrive fly return move flee withdraw send visit trip journey flight deploy "
    "transfer evacuate escape cross drive sail walk migrate extradite deport head leave depart expel ship route "
    "pipeline way back enter".split()
)
"""Governors that make "to Russia" a place and not a party ("support to Russia")."""
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
SURE = 300_000
"""Population from which a name needs no cue: below it half of the uncued hits in newswire were persons or words."""
CONTEXT = 1.2
"""What naming the state elsewhere in the report is worth, in powers of ten of population: at 2 a mention of the United
States took Manchester from England."""
MARGIN = 0.35
"""Two places whose scores differ by less stay ambiguous: a bit more than a factor of two in population."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the gazetteer in the text; `adjective` is the state it names as an adjective, if it does."""

    span: Span
    name: str
    sentence: Sentence
    entries: tuple[Entry, ...]
    adjective: str = ""


def find_places(reading: Reading) -> None:
    """Fills `reading.places`."""
    names = gazetteer()
    hits = [hit for sentence in reading.sentences for hit in _hits(sentence, reading.clean, names)]
    countries = _countries(hits)
    for number, hit in enumerate(hits):
        if not hit.entries or not _is_place(hit, reading):
            continue
        near = _near(hits, number, reading.clean)
        place = _resolved(hit, near, countries, names)
        if place is not None:
            reading.places.append(place)


def toponyms(reading: Reading) -> list[Span]:
    """Where names of places stand, whatever they stand for there: a town, a government, what is of it."""
    names = gazetteer()
    return [
        hit.span
        for sentence in reading.sentences
        for hit in _hits(sentence, reading.clean, names)
        if _names_place(hit, reading)
    ]


def _names_place(hit: Hit, reading: Reading) -> bool:
    mention = reading.mention_at(hit.span)
    return not (mention is not None and mention.kind == "person")


@lru_cache(maxsize=1)
def doubtful() -> frozenset[str]:
    """Names that are most often no places ("Nice", "Lincoln"): believed only after a strong cue."""
    return frozenset(row["name"] for row in vocabulary.rows("westphalia.reading", "doubtful_places.tsv"))


def _hits(sentence: Sentence, clean: str, names: Gazetteer) -> list[Hit]:
    """Names of the gazetteer in a sentence, the longest at each word."""
    tokens = list(TOKEN.finditer(clean, sentence.span.start, sentence.span.end))
    found: list[Hit] = []
    at = 0
    while at < len(tokens):
        step = 1
        if tokens[at].group()[0].isupper():
            hit, count = _longest(sentence, clean, tokens, at, names)
            if hit:
                found.append(hit)
                step = count
        at += step
    return found


def _longest(
    sentence: Sentence, clean: str, tokens: list[re.Match[str]], at: int, names: Gazetteer
) -> tuple[Hit | None, int]:
    """The longest name that begins at a token, and how many tokens it has."""
    best: tuple[Hit | None, int] = (None, 1)
    start, count = tokens[at].start(), 1
    while at + count <= len(tokens):
        end = tokens[at + count - 1].end()
        if count > 1 and not GAP.fullmatch(clean, tokens[at + count - 2].end(), tokens[at + count - 1].start()):
            break
        hit = _hit(sentence, clean, start, end, names)
        if hit:
            best = (hit, count)
        if not names.begins(key(clean[start:end])) and not (count == 1 and hit):
            break
        count += 1
    return best


def _hit(sentence: Sentence, clean: str, start: int, end: int, names: Gazetteer) -> Hit | None:
    text = clean[start:end]
    if text.isupper() and len(text) <= 3 and text not in names.adjectives and not names.shortened(text):
        return None
    name = text if text[-1] != "." or names.shortened(text) else text[:-1]
    entries = tuple(names.lookup(name))
    adjective = names.adjectives.get(name, "")
    if entries or adjective:
        return Hit(Span(start, start + len(name)), name, sentence, entries, "" if entries else adjective)
    return None


def _countries(hits: list[Hit]) -> Counter[str]:
    """How often the report names each state, by name, adjective or an unmistakable town."""
    found: Counter[str] = Counter()
    for hit in hits:
        if hit.adjective:
            found[hit.adjective] += 1
        elif hit.entries and (hit.entries[0].precision == "country" or hit.entries[0].weight > 1e6):
            found[hit.entries[0].country] += 1
    return found


def _is_place(hit: Hit, reading: Reading) -> bool:
    """Whether the name is a place here and not a person, an organ or a capital that acts."""
    before = reading.clean[max(hit.sentence.span.start, hit.span.start - 60) : hit.span.start]
    after = reading.clean[hit.span.end : hit.span.end + 40]
    if _within_name(hit, before, after) or hit.name in CALENDAR or (hit.name[-1] == "." and before[-2:] != ", "):
        return False
    located = bool(LOCATIVE.search(before))
    mention = reading.mention_at(hit.span)
    if mention is not None and not _allows(mention, hit, located):
        return False
    if hit.entries[0].precision == "country" and hit.entries[0].weight >= 1e6:
        if WEAK.search(before) or _modifies(hit):
            return not _modifies(hit) and _travelled(hit)
        return located or (mention is not None and not mention.acts and not TOPIC.search(before))
    named = before.endswith((" the ", " a ", " an ")) and not hit.entries[0].curated  # "in the Changhua prison"
    if located:
        sure = hit.name not in doubtful() or STRONG.search(before)
        return bool(PLACE_NOUN.match(after)) or (bool(sure) and not named)
    acting = hit.entries[0].capital and mention is None and hit.sentence.doc is not None
    return _believable(hit, after) and not named and not (acting and not _opens(hit, after))


def _allows(mention: Mention, hit: Hit, located: bool) -> bool:
    """Whether the actor mention at a name leaves it a place."""
    if mention.kind not in ("state", "people", "body", "organ", "bloc", "region"):
        return False
    if mention.kind in ("body", "organ", "people") and len(mention.head) > len(hit.span) + 2:
        return False
    if hit.entries[0].precision == "region":
        return located or not _relation(hit).startswith("nsubj")  # "Crimea voted" acts, "the status of Crimea" does not
    return located or not mention.acts


def _relation(hit: Hit) -> str:
    tokens = hit.sentence.tokens(hit.span)
    return str(tokens.root.dep_) if tokens is not None else ""


def _modifies(hit: Hit) -> bool:
    """Whether a state's name only describes a noun ("in the Ukraine conflict")."""
    return _relation(hit) in ("compound", "amod", "nmod")


def _travelled(hit: Hit) -> bool:
    """Whether "to Russia", "from Russia" hangs on a word of motion."""
    tokens = hit.sentence.tokens(hit.span)
    if tokens is None or tokens.root.dep_ != "pobj":
        return False
    above = tokens.root.head.head
    return above.lemma_.lower() in MOTION or (above.dep_ == "prep" and above.head.lemma_.lower() in MOTION)


def _opens(hit: Hit, after: str) -> bool:
    """Whether the name opens its sentence as a dateline does, or is followed by what holds it."""
    return bool(
        (hit.span.start <= hit.sentence.span.start + 2 and DATELINE.match(after)) or re.match(r",\s+[A-Z]", after)
    )


def _within_name(hit: Hit, before: str, after: str) -> bool:
    """Whether the words beside it make it part of a longer name ("Paris Hilton", "Bank of Georgia")."""
    follows = re.match(r"[ -]([A-Z][\w'’-]*)", after)
    if follows and follows[1] not in CALENDAR and not PLACE_NOUN.match(after):
        return True
    if re.match(r"-[a-z]|['’]s? [A-Z][a-z]+ (?:Ministry|Party|Bank)", after) and not after.startswith("-based"):
        return True
    leads = re.search(r"([A-Z][\w'’.-]*)[ -]$", before)
    if leads and leads[1] not in CALENDAR and leads[1] not in OPENERS:
        known = leads[1] in gazetteer().adjectives
        return not known
    return bool(
        re.search(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Gen|Rep|Col)\.? $|\b[A-Z][a-z]+ of(?: the)? $", before)
    ) and not re.search(
        r"\b(?:City|Town|Province|State|Port|Region|Capital|Gulf|Strait|Sea|North|South|East|West"
        r"|Republic) of(?: the)? $",
        before,
    )


def _believable(hit: Hit, after: str) -> bool:
    """Without a preposition of place: a large town or a curated region, a dateline, or a comma with what holds it."""
    if hit.name in doubtful():
        return False
    if hit.span.start <= hit.sentence.span.start + 2 and DATELINE.match(after):
        return True
    best = hit.entries[0]
    if re.match(r",\s+[A-Z]", after) and best.weight >= SURE / 10:
        return True
    return best.curated or best.weight >= SURE


def _near(hits: list[Hit], number: int, clean: str) -> tuple[set[str], set[str]]:
    """Names of regions and codes of states tied to a hit by a comma or "the … city of"."""
    regions: set[str] = set()
    states_near: set[str] = set()
    hit = hits[number]
    for other in hits[max(0, number - 1) : number] + hits[number + 1 : number + 3]:
        low, high = min(hit.span.end, other.span.end), max(hit.span.start, other.span.start)
        gap = clean[low:high] if low <= high else ""
        tied = re.fullmatch(
            r"(?:,? (?:[a-z]+ (?:and )?){0,3}|, (?:in |the |a |southeastern |eastern )*| \("
            r"|(?:['’]s)? (?:[a-z-]+ ){0,4}(?:city|town|village|province|capital|district|port|region|state) (?:of )?)",
            gap,
        )
        if not tied or other.sentence is not hit.sentence:
            continue
        if other.adjective:
            states_near.add(other.adjective)
        elif other.entries[:1] and other.entries[0].precision != "point":
            regions.add(other.entries[0].name)
            if other.entries[0].country:
                states_near.add(other.entries[0].country)
    return regions, states_near


def _resolved(hit: Hit, near: tuple[set[str], set[str]], countries: Counter[str], names: Gazetteer) -> Place | None:
    regions, tied = near
    total = sum(countries.values()) or 1

    def score(entry: Entry) -> float:
        value = log10(entry.weight + 10)
        value += 4.0 * (entry.country in tied) + 3.0 * bool(regions & {*entry.within})
        value += CONTEXT * min(countries[entry.country] / total * 3, 1.0) if entry.country else 0.0
        return value + entry.capital

    ranked = sorted(hit.entries, key=lambda e: (-score(e), e.name, e.country, e.geonames or 0))
    best = ranked[0]
    close = [e for e in ranked[1:] if score(best) - score(e) < MARGIN and e.country != best.country]
    if close and best.precision == "point":
        ids = tuple(e.geonames for e in (best, *close) if e.geonames)
        return Place(hit.span, hit.name, hit.name, "", "unknown", candidates=ids)
    state_name = names.state_name(best.country) if best.precision != "country" else ""
    within = (*best.within, *((state_name,) if state_name and state_name not in best.within else ()))
    point = best.precision == "point"
    return Place(
        hit.span,
        hit.name,
        best.name,
        best.country,
        best.precision,
        best.geonames,
        best.latitude if point else None,
        best.longitude if point else None,
        within,
        tuple(e.geonames for e in ranked[1:4] if e.geonames),
    )


def same_place(one: Place, other: Place) -> bool:
    """Whether two names mean one place: the same entry, or a district and the city it belongs to."""
    if one.country != other.country:
        return False
    if one.geonames is not None and one.geonames == other.geonames:
        return True
    if one.name == other.name:
        return one.precision == other.precision
    return one.precision == other.precision == "point" and (one.name in other.within or other.name in one.within)


def contains(outer: Place, inner: Place) -> bool:
    """Whether `inner` lies within `outer` ("Anhui" contains "Tunxi"; a state contains all that is in it)."""
    if outer.precision == "country":
        return outer.country == inner.country and inner.precision != "country"
    return outer.name in inner.within and outer.country in (inner.country, "")


PLACES = Step("places", 2, reads=("report", "sentences", "mentions"), fills=("places",), run=find_places)
