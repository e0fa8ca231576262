"""How a world of an older schema becomes one of the next: version → what to do to get to version + 1.

Each runs in a transaction of its own, so a killed migration leaves the old version whole.
"""

import sqlite3
from collections.abc import Callable

MIGRATIONS: dict[int, Callable[[sqlite3.Cursor], None]] = {}
