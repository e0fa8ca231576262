"""Across reports: copies, offices, happenings, quotations. What needs several reports happens here, never in reading.

`reconcile(store)` drops and rebuilds every derived table from what the reports assert and from the journal;
`join(store, version)` brings the same about for new reports, at a cost that does not grow with the world.
"""

from westphalia.reconciling.joining import join
from westphalia.reconciling.reconcile import reconcile

VERSION = "6"
"""Raise it whenever derived tables may come out otherwise for the same reports and decisions."""

__all__ = ["VERSION", "join", "reconcile"]
