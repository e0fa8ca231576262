"""New reports and decisions join a world: what they bear on is written anew, all else is left as it is.

In: reports, and decisions of the journal, written since the derived tables were last brought up to date. Out: the same
derived tables, row for row, that `reconcile` makes of all reports, in one transaction a batch, at a cost that does not
grow with the world but with how much is told of the same days and parties.

All is rebuilt instead where that is not so (`join` then says False): where there is no world to join, as by another
version of reconciling or after a rebuild that was cut off; where a report was read again or withdrawn, because copies,
names and counts rest on what it said before; where the new reports are more than a share of all (`SHARE`); and where
so much changes of what older reports mean, by telling who a name is, that a rebuild costs less (`gathering.MOST`).
"""

from westphalia.reconciling import actors, gathering, quoting, sources
from westphalia.reconciling.decisions import Decisions, Redecided
from westphalia.reconciling.gathering import MOST, TooManyError
from westphalia.reconciling.sources import listed
from westphalia.world.store import Store

SHARE = 4
"""New reports join if the world holds so many times as many: in a batch one costs two to three times what it costs in a
rebuild (of 10,000 events: 5.9 ms of processor time, 195 at once, to 2.7; by itself 25)."""

BATCH = 200
"""Reports that join in one transaction, about a second of work: other processes wait for it."""


def join(store: Store, version: str) -> bool:
    """Brings the derived tables up to date with new reports and decisions; False if they have to be rebuilt.

    Killed at any moment, it leaves a world that the reports of whole batches have joined, and others wait.

    Args:
        store: the world.
        version: version of reconciling, which must have made what is there.
    """
    try:
        while (left := _join_some(store, version)) is not None:
            if not left:
                return True
    except TooManyError:
        pass
    return False


def _join_some(store: Store, version: str) -> int | None:
    """Joins a batch, in one transaction; how many reports are left, None if all have to be rebuilt."""
    with store.deriving():
        waiting = store.query("unjoined")
        if store.joined_by != version or any(row["again"] for row in waiting):
            return None
        if waiting and len(waiting) * SHARE > store.query("reports joined before")[0]["rows"]:
            return None
        redecided = Redecided.of(store.query("decided since"))
        if redecided.reports:
            return None
        batch = [row["report"] for row in waiting[:BATCH]]
        if batch or redecided:
            _join(store, set(batch), redecided)
            store.take("unjoined", "report", batch)
            store.query("all is decided")
        if len(batch) == len(waiting):
            store.settle(version)
        return len(waiting) - len(batch)


def _join(store: Store, new: set[str], redecided: Redecided) -> None:
    decided = Decisions.of(store.query("journal in force"))
    recopied = sources.join(store, decided, new)
    changes = actors.join(store, decided, new, redecided.actors)
    again = {row["happening"] for row in store.query("happenings of reports", ids=listed(recopied))}
    again |= {row["happening"] for row in store.query("happenings of actors", ids=listed(changes.names))}
    if len(again) > MOST:
        raise TooManyError("much changes with these reports")
    store.count_reports(new, recopied, changes.identities)
    older = redecided.events | gathering.events_of(store, changes.identities)
    gathering.join(store, decided, new, older, again)
    reports = {row["report"] for row in store.query("reports of statements", ids=listed(redecided.statements))}
    quoting.join(store, decided, new, changes.identities, reports)
