"""The country behind an actor of any event data: by actor id, country code, name, or name in brackets."""

import re
from functools import lru_cache

from westphalia import vocabulary
from westphalia.model import SECTORS
from westphalia.reference.blocs import bloc, blocs
from westphalia.reference.bodies import bodies, body
from westphalia.reference.states import state, states

_BRACKET = re.compile(r"\(([^()]+)\)\s*$")
_CODED = re.compile(r"([A-Z]{3})([A-Z]{3})*$")

OFFICIAL = frozenset({"", "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "IGO"})
"""Sectors that act for a state or body."""

ENFORCING = frozenset({"JUD", "COP"})
"""Sectors whose dealings with private persons are law enforcement, not policy towards their state."""

_CAMEO = {"ROM": "ROU", "ZAR": "COD", "KSV": "XKX", "TMP": "TLS"}
"""Codes of CAMEO that ISO 3166 no longer has."""


@lru_cache(maxsize=65536)
def country_of(actor: str, *, bodies: bool = False) -> str | None:
    """The country an actor acts for, ISO 3166-1 alpha-3; None where neither its id nor its name tells.

    Args:
        actor: `CHN/GOV/wang-yi`, `USAGOV`, `China`, `Police_(Australia)`.
        bodies: whether an organisation stands for itself (`EU/COUNCIL` → `EU`).
    """
    head = actor.split("/", maxsplit=1)[0]
    if state(head):
        return head
    if bodies and (found := _body_of(actor)):
        return found
    plain = actor.replace("_", " ").strip()
    bracket = _BRACKET.search(plain)
    if found := _names().get((bracket.group(1) if bracket else plain).casefold()):
        return found
    coded = _CODED.match(actor)
    code = _CAMEO.get(coded.group(1), coded.group(1)) if coded else ""
    return code if code and state(code) else None


@lru_cache(maxsize=65536)
def name_of(actor: str) -> str:
    """What a state, body or bloc is called; any other actor by its id, readable."""
    if found := state(actor) or body(actor) or bloc(actor):
        return found.name
    parts = actor.split("/")
    if len(parts) > 2:
        return parts[2].replace("-", " ").title()
    if len(parts) > 1:
        return f"{name_of(parts[0])} ({parts[1]})"
    return actor.replace("_", " ")


@lru_cache(maxsize=4096)
def actor_named(words: str) -> str | None:
    """The id of the state or body meant by a code or name ("Russia", "the EU", "usa"); None if it is neither."""
    plain = words.strip()
    if state(plain.upper()):
        return plain.upper()
    if body(plain):
        return plain
    folded = plain.casefold().removeprefix("the ").strip()
    return _names().get(folded) or _body_names().get(folded)


@lru_cache(maxsize=65536)
def sector_of(actor: str) -> str:
    """The PLOVER sector of an actor, as far as its id or name tells; "" where it says nothing.

    Args:
        actor: `CHN/GOV/wang-yi`, `USAMIL`, `Police_(Australia)`; organs of bodies are of sector IGO.
    """
    parts = actor.split("/")
    if len(parts) > 1:
        return "IGO" if body(parts[0]) else parts[1]
    plain = actor.replace("_", " ").lower().strip()
    if _BRACKET.search(plain):
        before = plain[: plain.rindex("(")]
        return next((sector for pattern, sector in _sectors() if pattern.search(before)), "")
    coded = re.fullmatch(r"([A-Z]{3})([A-Z]{3})(?:[A-Z]{3})*", actor)
    return coded.group(2) if coded and state(coded.group(1)) and coded.group(2) in SECTORS else ""


def official(actor: str) -> bool:
    """Whether an actor acts for a state or body; true where nothing tells."""
    return sector_of(actor) in OFFICIAL


@lru_cache(maxsize=1)
def _sectors() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = vocabulary.rows("westphalia.system", "sector_names.tsv")
    return tuple((re.compile(row["pattern"]), row["sector"]) for row in table)


@lru_cache(maxsize=65536)
def polity_of(actor: str) -> str | None:
    """The state, body or bloc an actor acts for; None where it is unknown."""
    head = actor.split("/", maxsplit=1)[0]
    return (head if bloc(head) else None) or country_of(actor, bodies=True)


@lru_cache(maxsize=4096)
def actors_in(words: str) -> tuple[str, ...]:
    """States, bodies and blocs that words name, also by adjective ("Western", "Russia's"), in order of the words."""
    tokens = re.findall(r"[^\W\d_][\w.]*(?:-\w+)*", words.replace("’s", "").replace("'s", ""))
    found: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(5, len(tokens) - at), 0, -1):
            if actor := _worded().get(" ".join(tokens[at : at + size])):
                found.append(actor)
                at += size - 1
                break
        at += 1
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _worded() -> dict[str, str]:
    """Names, adjectives and capitals of states, names of bodies and blocs, as they are written."""
    found: dict[str, str] = {}
    for each in sorted(states(), key=lambda s: s.until is not None):
        for word in (each.name, *each.names, *each.adjectives, *each.capitals):
            found.setdefault(word, each.code)
    for each_body in bodies():
        for word in (each_body.name, *each_body.names):
            found.setdefault(word, each_body.id)
    for each_bloc in blocs():
        for word in (each_bloc.name, *each_bloc.names, *each_bloc.adjectives):
            found.setdefault(word, each_bloc.id)
    return found


def _body_of(actor: str) -> str | None:
    head = actor.split("/", maxsplit=1)[0]
    return head if body(head) else _body_names().get(actor.replace("_", " ").casefold())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of states in lower case; a state of today goes before a dissolved one of the same name."""
    found: dict[str, str] = {}
    for each in sorted(states(), key=lambda s: s.until is not None):
        for name in (each.name, *each.names):
            found.setdefault(name.casefold(), each.code)
    return found


@lru_cache(maxsize=1)
def _body_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in bodies():
        for name in (each.id, each.name, *each.names):
            found.setdefault(name.casefold(), each.id)
    return found
