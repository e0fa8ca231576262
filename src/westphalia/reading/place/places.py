"""Places: names of places, told from persons, organs and capitals that act, and resolved by what stands around them.

A state is never a point. A name that may be several places stays unresolved, with its candidates.
"""

import re

from westphalia.model import Mention, Place, Span
from westphalia.reading.place.candidates import BESIDE, PART
from westphalia.reading.place.evidence import (
    CALENDAR,
    DATELINE,
    LEAST,
    LOCATIVE,
    OPENERS,
    PLACE_NOUN,
    chances,
)
from westphalia.reading.place.gazetteer import Entry, gazetteer
from westphalia.reading.place.hits import Hit, hits
from westphalia.reading.place.resolve import Resolved, resolve
from westphalia.reading.reading import Reading
from westphalia.reading.step import Step

WEAK = re.compile(r"\b(?:to|from|over|towards?|through)(?: the)?\s+$", re.IGNORECASE)
TOPIC = re.compile(r"\b(?:on|about|regarding|concerning|of|against|with|for|by|than|and)(?: the)?\s+$", re.IGNORECASE)
"""Before the name of a state these make it a topic or a party, not a place ("talks on Afghanistan")."""
MOTION = frozenset(
    "go come travel arrive fly return move flee withdraw send visit trip journey flight deploy "
    "transfer evacuate escape cross drive sail walk migrate extradite deport head leave depart expel ship route "
    "pipeline way back enter".split()
)
"""Governors that make "to Russia" a place and not a party ("support to Russia")."""
SURE = 0.55
"""Probability under which a point is left open between its candidates."""


def find_places(reading: Reading) -> None:
    """Fills `reading.places`."""
    found = _named(reading)
    resolved = resolve(reading.clean, [hit.span for hit in found])
    for hit in found:
        choice = resolved.get(hit.span)
        if hit.people or choice is None or choice.best.how in (PART, BESIDE) or choice.best.people:
            continue
        if _is_place(hit, choice.best.entry, reading):
            reading.places.append(_place(hit, choice))


def toponyms(reading: Reading) -> list[Span]:
    """Where names of places stand, whatever they stand for there: a town, a government, what is of it."""
    return [hit.span for hit in _named(reading)]


def _named(reading: Reading) -> list[Hit]:
    found = hits(reading)
    return [hit for hit, chance in zip(found, chances(found, reading), strict=True) if chance >= LEAST]


def _is_place(hit: Hit, entry: Entry, reading: Reading) -> bool:
    """Whether the name is a place here and not a person, an organ or a capital that acts."""
    before = reading.clean[max(hit.sentence.span.start, hit.span.start - 60) : hit.span.start]
    after = reading.clean[hit.span.end : hit.span.end + 40]
    if _within_name(hit, before, after) or hit.name in CALENDAR or (hit.name[-1] == "." and before[-2:] != ", "):
        return False
    located = bool(LOCATIVE.search(before))
    mention = reading.mention_at(hit.span)
    if mention is not None and not _allows(mention, hit, entry, located):
        return False
    if entry.precision == "country" and entry.population >= 1e6:
        if WEAK.search(before) or _modifies(hit):
            return not _modifies(hit) and _travelled(hit)
        return located or (mention is not None and not mention.acts and not TOPIC.search(before))
    named = before.endswith((" the ", " a ", " an ")) and not entry.curated  # "in the Changhua prison"
    if located:
        return bool(PLACE_NOUN.match(after)) or not named
    acting = entry.capital and mention is None and hit.sentence.doc is not None
    return not named and not (acting and not _opens(hit, after))


def _allows(mention: Mention, hit: Hit, entry: Entry, located: bool) -> bool:
    """Whether the actor mention at a name leaves it a place."""
    if mention.kind not in ("state", "people", "body", "organ", "bloc", "region"):
        return False
    if mention.kind in ("body", "organ", "people") and len(mention.head) > len(hit.span) + 2:
        return False
    if entry.precision == "region":
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


def _place(hit: Hit, choice: Resolved) -> Place:
    """The place a name stands for, or the open question which it is."""
    best = choice.best.entry
    others = tuple(c.entry.geonames for c in choice.candidates[1:4] if c.entry.geonames)
    open_between = any(c.entry.country != best.country for c in choice.candidates[1:3])
    if best.precision == "point" and choice.probability < SURE and open_between:
        known = (best.geonames, *others) if best.geonames else others
        return Place(hit.span, hit.name, hit.name, "", "unknown", candidates=known)
    state_name = gazetteer().state_name(best.country) if best.precision != "country" else ""
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
        others,
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


PLACES = Step("places", 4, reads=("report", "sentences", "mentions"), fills=("places",), run=find_places)
