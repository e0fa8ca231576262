"""Whom a brief is about: an actor id, a country or a name, turned into the actor it means."""

from dataclasses import dataclass
from difflib import get_close_matches

from westphalia.errors import UsageError
from westphalia.model import ActorId
from westphalia.reference.states import states
from westphalia.world.store import Store


@dataclass(frozen=True, slots=True)
class Focus:
    """An actor and all that act for it: `CHN` holds `CHN/GOV` and `CHN/GOV/wang-yi`."""

    actor: str
    name: str

    def holds(self, actor: str | None) -> bool:
        """Whether `actor` is this actor or acts for it."""
        return actor is not None and (actor == self.actor or actor.startswith(self.actor + "/"))


def focus(store: Store, asked: str) -> Focus:
    """Finds the actor meant by an id (`CHN`, `UN/UNHCR`), a country's name or a name met in the reports.

    Raises:
        UsageError: if nothing is called so; the hint names what comes close.
    """
    names = {row["actor"]: row["name"] for row in store.query("names of actors")}
    by_code = {state.code: state.name for state in states()}
    wanted = asked.strip()
    if not wanted:
        raise UsageError("an actor without a name", "westphalia export actors lists all")
    if wanted in names or wanted.upper() in by_code:
        ident = wanted if wanted in names else wanted.upper()
        return Focus(ident, by_code.get(ident) or names[ident])
    folded = wanted.casefold()
    for state in states():
        if folded in {name.casefold() for name in (state.name, *state.names)}:
            return Focus(state.code, state.name)
    for actor, name in names.items():
        if folded in (name.casefold(), actor.casefold()):
            return Focus(actor, name)
    if any(actor.startswith(wanted + "/") for actor in names):
        return Focus(wanted, ActorId.parse(wanted).polity)
    everyone = sorted({*names.values(), *by_code.values(), *by_code, *names})
    close = get_close_matches(wanted, everyone, 3) or get_close_matches(wanted.title(), everyone, 3)
    hint = f"did you mean {', '.join(close)}?" if close else "westphalia export actors lists all"
    raise UsageError(f"no actor {asked!r}", hint)
