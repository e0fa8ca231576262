"""SQL functions: an event in PLOVER without a status, and in CAMEO; whom an actor acts for, who pairs; plain words."""

import json
import sqlite3
from functools import lru_cache
from itertools import combinations

from westphalia.model import ontology
from westphalia.model.ontology.coders import cameo_code, event_root


def register(connection: sqlite3.Connection) -> None:
    """Makes the functions known to a connection."""
    connection.create_function("acting_for", 1, _acting_for, deterministic=True)
    connection.create_function("actors_of", 1, _actors_of, deterministic=True)
    connection.create_function("pairs_of", 1, _pairs_of, deterministic=True)
    connection.create_function("plain", 1, _plain, deterministic=True)
    connection.create_function("event_root", 3, _root, deterministic=True)
    connection.create_function("quad_class", 3, _quad, deterministic=True)
    connection.create_function("cameo_code", 6, _code, deterministic=True)


@lru_cache(maxsize=4096)
def _acting_for(actor: str) -> str:
    """An actor and all it acts for, as JSON: `CHN/GOV/wang-yi` counts for `CHN/GOV` and `CHN` too."""
    parts = actor.split("/")
    held = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return json.dumps([one for one in held if one != "?"])


@lru_cache(maxsize=4096)
def _actors_of(participants: str) -> str:
    """Participants and all they act for, each once, as JSON."""
    held = [json.loads(_acting_for(actor)) for actor in json.loads(participants)]
    return json.dumps(list(dict.fromkeys(actor for actors in held for actor in actors)))


@lru_cache(maxsize=4096)
def _pairs_of(participants: str) -> str:
    """Pairs of known polities among participants, as JSON: `["CHN RUS"]`, in alphabetic order."""
    polities = sorted({actor.partition("/")[0] for actor in json.loads(participants)} - {"?"})
    return json.dumps([f"{one} {other}" for one, other in combinations(polities, 2)])


def _plain(words: str) -> str:
    """Words in lower case with single spaces."""
    return " ".join(words.casefold().split())


@lru_cache(maxsize=4096)
def _root(event_type: str, status: str, trace: str) -> str | None:
    return event_root(event_type, status, json.loads(trace).get("fired", ())) or None


def _quad(event_type: str, status: str, trace: str) -> int | None:
    root = _root(event_type, status, trace)
    return None if root is None else ontology.quad(root)


@lru_cache(maxsize=4096)
def _code(  # noqa: PLR0913, PLR0917 - an event as SQL passes it
    event_type: str, mode: str | None, context: str, status: str, trace: str, sources: str
) -> str | None:
    found = cameo_code(
        event_type,
        mode or "",
        json.loads(context),
        root=_root(event_type, status, trace) or "",
        head=json.loads(trace).get("rule", ""),
        sources=json.loads(sources),
    )
    return found.code or None
