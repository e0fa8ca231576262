"""What an actor's id or name tells of it: the polity it belongs to and the part it plays.

Event tables name actors in many ways: `CHN/GOV/wang-yi` (ours), `USAGOV` (CAMEO codes), "Police (India)",
"Citizen_(Kenya)", "Sergey_Viktorovich_Lavrov" (ICEWS). The polity is an actor id of the reference tables, or the words
in brackets where they name no state ("Hamas", "Africa"); both are empty where the name does not tell.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from westphalia.reference import names as reference_names
from westphalia.reference.bodies import body
from westphalia.reference.names import fold
from westphalia.reference.offices import aliases, persons
from westphalia.reference.organisations import Term, name_words, nouns
from westphalia.reference.states import states
from westphalia.reference.tables import user_folder

_BRACKETED = re.compile(r"(?P<role>[^(]*?)\s*\((?P<place>.+)\)\s*")
_OURS = re.compile(r"(?P<polity>[A-Z]{2,5}|\?)(?:/(?P<sector>[A-Z]{3}))?(?:/[\w./-]+)?")
_CAMEO = re.compile(r"(?P<polity>[A-Z]{3})(?P<sector>(?:[A-Z]{3})*)")
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w.'’-]*")
STATE, PERSON, ORGANISATION = "state", "person", "organisation"


@dataclass(frozen=True, slots=True)
class Standing:
    """Polity and part of an actor, each empty where its name does not tell."""

    polity: str
    role: str


def read(names: Iterable[str]) -> list[Standing]:
    """The standing of each name, in their order. Raises ReferenceDataError."""
    return [standing(name) for name in names]


def standing(name: str) -> Standing:
    """What one name or id tells: `Police (India)` → (`IND`, `police`), `China` → (`CHN`, `state`)."""
    if found := _of_code(name):
        return found
    words = " ".join(name.replace("_", " ").split())
    if words.casefold() in _states():
        return Standing(_polity(words), STATE)
    if bracketed := _BRACKETED.fullmatch(words):
        place = bracketed["place"].rstrip(")").rpartition("(")[0].strip() or bracketed["place"]
        return Standing(_polity(place), fold(bracketed["role"]).casefold())
    return _of_words(words)


def _of_code(name: str) -> Standing | None:
    """Ids of ours and CAMEO codes, known by the state they begin with."""
    if ours := _OURS.fullmatch(name):
        known = "/" in name or ours["polity"] in _codes() or body(ours["polity"]) is not None
        return Standing(ours["polity"].replace("?", ""), ours["sector"] or STATE) if known else None
    cameo = _CAMEO.fullmatch(name)
    return Standing(cameo["polity"], cameo["sector"] or STATE) if cameo and cameo["polity"] in _codes() else None


def _polity(place: str) -> str:
    """The code of a state by its name, else the words themselves as a place of their own."""
    folded = fold(place).casefold()
    return _states().get(folded) or _states().get(folded.partition(",")[0]) or folded


def _of_words(words: str) -> Standing:
    """A name without brackets: what the reference tables know of it or of a part of it."""
    if held := _office(words):
        return Standing(held, PERSON)
    hits = [entry for hit in reference_names.find(words) for entry in hit.entries[:1] if entry.kind != "person"]
    polities = Counter(polity for entry in hits if (polity := entry.actor.partition("/")[0]) not in ("?", ""))
    polity = polities.most_common(1)[0][0] if polities else ""
    parts = fold(words).casefold().split()
    known = next((sector.sector for part in reversed(parts) if (sector := _parts(user_folder()).get(part))), "")
    if known or polities:
        return Standing(polity, known or ORGANISATION)
    return Standing("", PERSON if _PERSON.fullmatch(words) and " of " not in words else ORGANISATION)


def _office(words: str) -> str:
    """The state whose office a person of this name held; middle names are passed over."""
    parts = words.split()
    for name in (words, f"{parts[0]} {parts[-1]}"):
        held = Counter(row.actor.partition("/")[0] for one in aliases().get(name, ()) for row in persons()[one])
        if held and len(parts) > 1:
            return held.most_common(1)[0][0]
    return ""


@lru_cache(maxsize=4)
def _names_of(_folder: str) -> dict[str, str]:
    return {fold(name).casefold(): state.code for state in reversed(states()) for name in state.names}


@lru_cache(maxsize=4)
def _parts(_folder: str) -> dict[str, Term]:
    return {**nouns(), **{word.casefold(): term for word, term in name_words().items()}}


def _states() -> dict[str, str]:
    return _names_of(user_folder())


@lru_cache(maxsize=4)
def _codes_of(_folder: str) -> frozenset[str]:
    return frozenset(state.code for state in states())


def _codes() -> frozenset[str]:
    return _codes_of(user_folder())
