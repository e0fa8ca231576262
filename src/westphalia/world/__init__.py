"""The world file: the only code that speaks SQL."""

from westphalia.world.doctor import Checkup, Finding, examine
from westphalia.world.journal import Decision, Journal
from westphalia.world.rows import ReadingLike, assertion_rows
from westphalia.world.store import Store, UnfitError
from westphalia.world.tables import EXPORTED, TABLES, VERSION

__all__ = [
    "EXPORTED",
    "TABLES",
    "VERSION",
    "Checkup",
    "Decision",
    "Finding",
    "Journal",
    "ReadingLike",
    "Store",
    "UnfitError",
    "assertion_rows",
    "examine",
]
