"""SQL functions behind columns that frames compute: what an event is in PLOVER without a status, and in CAMEO."""

import json
import sqlite3
from functools import lru_cache

from westphalia.model import ontology
from westphalia.model.ontology.coders import cameo_code, event_root


def register(connection: sqlite3.Connection) -> None:
    """Makes the functions known to a connection."""
    connection.create_function("event_root", 3, _root, deterministic=True)
    connection.create_function("quad_class", 3, _quad, deterministic=True)
    connection.create_function("cameo_code", 6, _code, deterministic=True)


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
