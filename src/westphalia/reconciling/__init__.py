"""Across reports: copies, offices, happenings, quotations. What needs several reports happens here, never in reading.

`reconcile(store)` drops and rebuilds every derived table from what the reports assert and from the journal;
`join(store, version)` brings the same about for new reports, at a cost that does not grow with the world;
`rejoin(store, version)` for a world that is too `large` to be rebuilt in memory.
"""

from westphalia.reconciling.joining import join, large, rejoin
from westphalia.reconciling.reconcile import reconcile

VERSION = "7"
"""Raise it whenever derived tables may come out otherwise for the same reports and decisions."""

__all__ = ["VERSION", "join", "large", "reconcile", "rejoin"]
