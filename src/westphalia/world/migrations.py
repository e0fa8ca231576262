"""How a world of an older schema becomes one of the next: version → what to do to get to version + 1.

Each runs in a transaction of its own, so a killed migration leaves the old version whole.
"""

import sqlite3
from collections.abc import Callable

from westphalia.world import derived, indexed, issued, listed
from westphalia.world.schema import Table

NAMED = (listed.REFERENTS, listed.NAMING_MONTHS)
"""Lists that came with version 4."""


def _wordings(cursor: sqlite3.Cursor) -> None:
    """2: vectors of wordings are kept."""
    cursor.execute(
        'CREATE TABLE wordings ("wording" TEXT NOT NULL, "vector" BLOB NOT NULL, PRIMARY KEY ("wording")) STRICT'
    )


def _lists(cursor: sqlite3.Cursor) -> None:
    """3: lists and totals that pages are read from. They are filled when the derived tables are built next."""
    for table in listed.ALL:
        if table not in NAMED:
            _make(cursor, table)
    for table_name, columns in (
        ("reports", ("outlet", "published", "report")),
        ("offices", ("person",)),
        ("offices", ("actor",)),
        ("events", ("confidence", "event")),
        ("actors", ("mentions", "actor")),
        ("quotations", ("reports", "quotation")),
    ):
        named = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f"CREATE INDEX {table_name}_{'_'.join(columns)} ON {table_name} ({named})")
    cursor.execute("DELETE FROM meta WHERE key = 'derived_by'")


def _joining(cursor: sqlite3.Cursor) -> None:
    """4: what new reports join by, near misses, names of things. Filled when the derived tables are built next."""
    for table in (derived.NEAR_MISSES, *indexed.ALL, indexed.UNJOINED, *NAMED):
        _make(cursor, table)
    cursor.execute('CREATE INDEX identities_actor ON identities ("actor")')
    cursor.execute('CREATE INDEX namings_referent_report ON namings ("referent", "report")')
    cursor.execute("DELETE FROM meta WHERE key = 'derived_by'")


def _ledger(cursor: sqlite3.Cursor) -> None:
    """5: the ledger of forecasts."""
    from westphalia.world.tables import append_only

    for table in issued.ALL:
        _make(cursor, table)
        for statement in append_only(table):
            cursor.execute(statement)


def _glances(cursor: sqlite3.Cursor) -> None:
    """6: most events and statements are told apart unread. Filled when the derived tables are built next."""
    for table in (indexed.EVENT_KEYS, indexed.STATEMENT_DAYS):
        cursor.execute(f"DROP TABLE {table.name}")
        _make(cursor, table)
    cursor.execute("DELETE FROM meta WHERE key IN ('derived_by', 'joined_by')")


def _make(cursor: sqlite3.Cursor, table: Table) -> None:
    for statement in table.ddl():
        cursor.execute(statement)


MIGRATIONS: dict[int, Callable[[sqlite3.Cursor], None]] = {
    1: _wordings,
    2: _lists,
    3: _joining,
    4: _ledger,
    5: _glances,
}
