"""Drops and rebuilds every derived table: copies, identities, actors, happenings, quotations.

In: the asserted tables of a world and the decisions of its journal that are in force. Out: the derived tables.
The result depends on these alone and can be thrown away at any time; `joining` brings the same about for new reports.
"""

from westphalia.reconciling import actors, gathering, quoting, sources
from westphalia.reconciling.decisions import Decisions
from westphalia.world.store import Store


def reconcile(store: Store) -> None:
    """Rebuilds all derived tables of a world."""
    decided = Decisions.of(store.query("journal in force"))
    sources.rebuild(store, decided)
    names = actors.rebuild(store, decided)
    gathering.rebuild(store, decided, names)
    quoting.rebuild(store, decided)
