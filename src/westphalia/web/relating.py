"""The events of a world between actors, for the pages of the system: made once for each edition of the world.

These pages take a tenth of a second to a second, not milliseconds: the library makes them in a thread of their own
and keeps what it made until the world changes.
"""

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from westphalia.errors import UsageError
from westphalia.web.refusing import MissingError
from westphalia.world import Store

if TYPE_CHECKING:
    from westphalia.system.table import EventTable

MOST = 100_000
"""Events of a world up to which these pages are made: the table of as many takes some 10 s, once for each edition."""

_HELD: "WeakKeyDictionary[Store, tuple[int, EventTable]]" = WeakKeyDictionary()


def table(store: Store) -> "EventTable":
    """All events as a table, actors as reports have them. Raises UsageError in a world too large for a page."""
    from westphalia.system.table import EventTable

    events = {row["table"]: row["rows"] for row in store.query("counted")}.get("events", 0)
    if events > MOST:
        raise UsageError(
            f"{events:,} events are too many to be weighed for a page",
            "westphalia relation, system and triad do it, and write a page with --svg and --out",
        )
    edition = store.pragma("data_version")[0]
    if store not in _HELD or _HELD[store][0] != edition:
        _HELD[store] = edition, EventTable.of_world(store)
    return _HELD[store][1]


def actor(events: "EventTable", asked: str) -> str:
    """The id of the actor meant. Raises MissingError if nobody is called so, with what comes close."""
    from westphalia.system import actors

    try:
        return actors.find(events, asked)
    except UsageError as error:
        close = error.hint if error.hint.startswith("did you mean") else "all actors are at /actors"
        raise MissingError(error.message, close) from error
