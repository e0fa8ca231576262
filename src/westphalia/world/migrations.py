"""How a world of an older schema becomes one of the next: version → what to do to get to version + 1.

Each runs in a transaction of its own, so a killed migration leaves the old version whole.
"""

import sqlite3
from collections.abc import Callable


def _wordings(cursor: sqlite3.Cursor) -> None:
    """2: vectors of wordings are kept."""
    cursor.execute(
        'CREATE TABLE wordings ("wording" TEXT NOT NULL, "vector" BLOB NOT NULL, PRIMARY KEY ("wording")) STRICT'
    )


MIGRATIONS: dict[int, Callable[[sqlite3.Cursor], None]] = {1: _wordings}
