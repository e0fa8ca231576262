"""Whom a user means by a name: an actor id, a state, body or bloc, or whatever an event table calls an actor."""

from difflib import get_close_matches

from westphalia.errors import UsageError
from westphalia.reference.blocs import blocs
from westphalia.reference.states import states
from westphalia.system.countries import actor_named, name_of
from westphalia.system.table import EventTable


def find(table: EventTable, asked: str) -> str:
    """The id of the actor meant.

    Args:
        table: events, for the actors that only they know.
        asked: "RUS", "Russia", "the EU", "the West", "Wang Yi", or an id of the table.

    Raises:
        UsageError: if nobody is called so; the hint names what comes close.
    """
    words = " ".join(asked.split())
    if not words:
        raise UsageError("an actor without a name", "name a state, a body, or an actor of the events")
    if found := actor_named(words) or _bloc(words):
        return found
    actors = _actors(table)
    folded = words.casefold()
    if found := next((a for a in actors if folded in (a.casefold(), a.replace("_", " ").casefold())), None):
        return found
    if found := next((a for a in actors if table.name(a).casefold() == folded), None):
        return found
    if any(actor.startswith(f"{words}/") for actor in actors):
        return words
    everyone = [*dict.fromkeys([*(table.name(a) for a in actors), *(s.name for s in states())])]
    close = get_close_matches(words, everyone, 3) or get_close_matches(words.title(), everyone, 3)
    raise UsageError(
        f"no actor {asked!r}", f"did you mean {', '.join(close)}?" if close else "see the actors of the events"
    )


def view(table: EventTable, *actors: str, official: bool = True) -> EventTable:
    """The table in which these actors are: between polities if all are such, else as it is.

    Args:
        table: events.
        actors: ids that `find` gave.
        official: between polities, only what is done by those who act for them.
    """
    polities = table.states(bodies=True, official=official)
    return polities if all(actor_named(actor) == actor or _bloc(actor) == actor for actor in actors) else table


def names(actors: tuple[str, ...], table: EventTable | None = None) -> dict[str, str]:
    """What each is called."""
    return {actor: table.name(actor) if table else name_of(actor) for actor in actors}


def _bloc(words: str) -> str | None:
    folded = words.casefold().removeprefix("the ").strip()
    return next((b.id for b in blocs() if words == b.id or folded in {n.casefold() for n in (b.name, *b.names)}), None)


def _actors(table: EventTable) -> list[str]:
    """All actors of a table, in order of id."""
    both = table.frame["source"].to_list() + table.frame["recipient"].to_list()
    return sorted({*both, *table.names} - {None})
