"""New reports and decisions join a world: what they bear on is written anew, all else is left as it is.

In: reports, and decisions of the journal, written since the derived tables were last brought up to date. Out: the same
derived tables, row for row, that `reconcile` makes of all reports, in one transaction a batch, at a cost that does not
grow with the world but with how much is told of the same days and parties.

All is rebuilt instead where that is not so (`join` then says False): where there is no world to join, as by another
version of reconciling or after a rebuild that was cut off; where a report was read again or withdrawn, because copies,
names and counts rest on what it said before; and, but in a large world, where the new reports are more than a share of
all (`SHARE`) or so much changes of what older ones mean, by telling who a name is, that a rebuild costs less (`MOST`).

A rebuild holds all events in memory. A large world forgets all that is derived instead, and its reports join anew.
"""

from westphalia.errors import WestphaliaError
from westphalia.reconciling import actors, gathering, quoting, sources
from westphalia.reconciling.decisions import Decisions, Redecided
from westphalia.reconciling.sources import listed
from westphalia.world.store import Store

SHARE = 4
"""New reports join if the world holds so many times as many: in a batch one costs two to three times what it costs in a
rebuild (of 10,000 events: 5.9 ms of processor time, 195 at once, to 2.7; by itself 25)."""

BATCH = 200
"""Reports that join in one transaction, about a second of work: other processes wait for it."""

MOST = 5_000
"""Older events, happenings or reports that are looked at again one by one; beyond that a rebuild costs less."""

LARGE = 60_000
"""Reports of a world that is too large to be rebuilt in memory: of 300,000 events, some 1.7 GB."""


class TooManyError(WestphaliaError):
    """So much changes with the new reports that all is rebuilt instead."""

    code = "too-many"


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


def large(store: Store) -> bool:
    """Whether a world is too large to be rebuilt in memory."""
    (waiting,) = store.query("waiting")
    return bool(waiting["reports"] + waiting["joined"] > LARGE)


def rejoin(store: Store, version: str) -> None:
    """Rebuilds a large world: forgets all that is derived, lets all reports join. `join` goes on if it is cut off."""
    store.forget_derived(version)
    join(store, version)


def _join_some(store: Store, version: str) -> int | None:
    """Joins a batch, in one transaction; how many reports are left, None if all have to be rebuilt."""
    with store.deriving():
        (waiting,) = store.query("waiting")
        if store.joined_by != version or waiting["again"]:
            return None
        some = waiting["joined"] + waiting["reports"] <= LARGE
        if some and waiting["reports"] and waiting["reports"] * SHARE > waiting["joined"]:
            return None
        redecided = Redecided.of(store.query("decided since"))
        if redecided.reports and waiting["joined"]:
            return None
        batch = [row["report"] for row in store.query("next to join", some=BATCH)]
        if batch or redecided:
            store.take("unjoined", "report", batch)  # what is left there is not looked at yet
            _join(store, set(batch), redecided, MOST if some else None)
            store.query("all is decided")
        if len(batch) == waiting["reports"]:
            store.settle(version)
        return int(waiting["reports"]) - len(batch)


def _join(store: Store, new: set[str], redecided: Redecided, most: int | None) -> None:
    decided = Decisions.of(store.query("journal in force"))
    recopied = sources.join(store, decided, new)
    changes = actors.join(store, decided, new, redecided.actors)
    again = {row["happening"] for row in store.query("happenings of reports", ids=listed(recopied))}
    again |= {row["happening"] for row in store.query("happenings of actors", ids=listed(changes.names))}
    events = {row["event"] for row in store.query("events joined", ids=listed(redecided.events))}
    events |= gathering.events_of(store, changes.identities)
    reports = {row["report"] for row in store.query("reports of statements", ids=listed(redecided.statements))}
    reports |= quoting.reports_of(store, changes.identities)
    if most is not None and max(len(again) + len(events), len(reports)) > most:
        raise TooManyError("much changes with these reports")
    store.count_reports(new, recopied, changes.identities)
    gathering.join(store, decided, new, events, again)
    quoting.join(store, decided, new, changes.identities, reports - new)
