"""Organisations that a report introduces itself: "the National Harbour Commission (NHC)" makes NHC known to its end."""

import re
from collections.abc import Mapping
from datetime import date

from westphalia.model import ActorId, slug
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.resolve import resolve
from westphalia.reference.names import Entry, find
from westphalia.reference.organisations import topics

_WORD = r"[A-Z][\w'’.-]*"
_INTRODUCED = re.compile(
    rf"({_WORD}(?:,? (?:{_WORD}|of|the|for|and|on|in|to|against|de|del|la|y|&)){{1,9}}) \(([A-Z][A-Za-z&.-]{{1,9}})\)"
)
_SMALL = frozenset("of the for and on in to against de del la y &".split())
INTRODUCED = "introduced"
"""Form of the entry of a name that the report itself explains."""


def introduced(text: str, day: date | None = None) -> Mapping[str, Entry]:
    """Acronym → the organisation whose name stands before it, for those whose sector the name tells."""
    found: dict[str, Entry] = {}
    for match in _INTRODUCED.finditer(text):
        acronym = match.group(2)
        if acronym in found or sum(letter.isupper() for letter in acronym) < len(acronym) / 2:
            continue
        name = _spelt(match.group(1).split(), acronym)
        if name and (entry := _entry(name, day)) is not None:
            found[acronym] = entry
    return {acronym: entry for acronym, entry in found.items() if not _known(acronym, entry)}


def _spelt(words: list[str], acronym: str) -> str:
    """The last words that begin with the letters of the acronym, empty if they do not spell it."""
    letters = [letter.lower() for letter in acronym if letter.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        if words[start] in _SMALL or words[start][0].lower() != letters[0]:
            continue
        initials = "".join(part[0] for word in words[start:] for part in word.lower().split("-") if part)
        at, capitals = 0, sum(word[0].isupper() for word in words[start:])
        for letter in initials:
            at += at < len(letters) and letter == letters[at]
        if at >= len(letters) - 1 and len(letters) - 1 <= capitals and at >= 2:
            return " ".join(words[start:])
    return ""


def _entry(name: str, day: date | None) -> Entry | None:
    found = resolve(name, day)
    actor = found.actor
    if actor is None or actor.sector in ("", "UNK"):
        sector = next((topics()[word].sector for word in reversed(name.lower().split()) if word in topics()), "")
        actor = ActorId(actor.polity if actor is not None else UNKNOWN_POLITY, sector)
    if not actor.sector:
        return None
    polity = UNKNOWN_POLITY if found.how in ("town", "ending") else actor.polity
    of_state = actor.sector in ("GOV", "MIL", "COP", "LEG", "JUD")
    own = ActorId(polity, actor.sector, actor.slug or ("" if of_state else slug(name)))
    return Entry(str(own), "company" if actor.sector == "BUS" else "organ", name, INTRODUCED)


def _known(acronym: str, entry: Entry) -> bool:
    """Whether the tables know the acronym surely, or as the same as the report says."""
    hits = find(acronym)
    entries = hits[0].entries if len(hits) == 1 and hits[0].end == len(acronym) else ()
    return any(
        not one.weak or one.actor.split("/")[0] == entry.actor.split("/")[0] != UNKNOWN_POLITY for one in entries
    )
