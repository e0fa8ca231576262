"""The declaration of a world: every table and column, once.

Raise `VERSION` and add a migration to `migrations.py` whenever a stored column changes.
"""

from westphalia.world import asserted, derived, indexed, issued, listed
from westphalia.world.schema import Column, Kind, Origin, Table

VERSION = 6
"""Version of the schema, kept in the file's `user_version`."""

APPLICATION = 0x57455354
"""`application_id` of a world: "WEST" in ASCII."""


JOURNAL = Table(
    "journal",
    "Human decisions, appended and never changed; an undoing is a row of its own.",
    Origin.HUMAN,
    (
        Column("entry", Kind.INTEGER, "number"),
        Column("at", Kind.TEXT, "when, UTC"),
        Column("who", Kind.TEXT, "who decided"),
        Column("why", Kind.TEXT, "the reason given"),
        Column("action", Kind.TEXT, "same, different, right, wrong, withdraw or undo"),
        Column("subject", Kind.TEXT, "id of what it is about"),
        Column("object", Kind.TEXT, "id of the other thing, where there are two", null=True),
        Column("undoes", Kind.INTEGER, "entry that it undoes", null=True),
    ),
    ("entry",),
    indexes=(("subject",), ("undoes",)),
    serial="entry",
)

META = Table(
    "meta",
    "Facts about the file: which version made it.",
    Origin.HOUSE,
    (
        Column("key", Kind.TEXT, "what"),
        Column("value", Kind.TEXT, "its value"),
    ),
    ("key",),
)

WORDINGS = Table(
    "wordings",
    "What statements say as vectors of their meaning, kept so that none is computed twice; thrown away without harm.",
    Origin.HOUSE,
    (
        Column("wording", Kind.TEXT, "hash of the encoder's name and version and of the words"),
        Column("vector", Kind.BLOB, "512 half-precision numbers, little-endian"),
    ),
    ("wording",),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        asserted.REPORTS,
        asserted.REJECTED,
        asserted.SENTENCES,
        derived.ACTORS,
        asserted.OFFICES,
        asserted.MENTIONS,
        asserted.STATEMENTS,
        asserted.EVENTS,
        asserted.EVENT_PARTIES,
        asserted.FIGURES,
        asserted.NAMINGS,
        asserted.POSITIONS,
        derived.HAPPENINGS,
        derived.HAPPENING_EVENTS,
        derived.QUOTATIONS,
        derived.QUOTATION_STATEMENTS,
        derived.COPIES,
        derived.IDENTITIES,
        derived.NEAR_MISSES,
        *indexed.ALL,
        listed.HAPPENING_FACETS,
        listed.DYAD_MONTHS,
        listed.DYADS,
        listed.COUNTS,
        listed.SPEAKERS,
        listed.OUTLETS,
        listed.REPORT_MONTHS,
        listed.REFERENTS,
        listed.NAMING_MONTHS,
        JOURNAL,
        *issued.ALL,
        META,
        WORDINGS,
        indexed.UNJOINED,
    )
}
"""All tables, parents before children."""

EXPORTED: tuple[str, ...] = tuple(name for name, table in TABLES.items() if table.exported)
"""Tables with frames and exports."""

SEARCHED: dict[str, tuple[str, str]] = {"sentences": ("sentence", "text"), "statements": ("row", "content")}
"""Tables in the full-text index: (integer key, column)."""


def ddl() -> list[str]:
    """Every statement that makes an empty world, in order."""
    statements = [line for table in TABLES.values() for line in table.ddl()]
    for table, (key, column) in SEARCHED.items():
        fts = f"{table}_search"
        statements += [
            f"CREATE VIRTUAL TABLE {fts} USING fts5({column}, content='{table}', content_rowid='{key}',"
            " tokenize='unicode61 remove_diacritics 2')",
            f"CREATE TRIGGER {fts}_in AFTER INSERT ON {table} BEGIN"
            f" INSERT INTO {fts} (rowid, {column}) VALUES (new.{key}, new.{column}); END",
            f"CREATE TRIGGER {fts}_out AFTER DELETE ON {table} BEGIN"
            f" INSERT INTO {fts} ({fts}, rowid, {column}) VALUES ('delete', old.{key}, old.{column}); END",
        ]
    statements += [line for each in TABLES.values() for line in append_only(each)]
    statements.append("CREATE UNIQUE INDEX journal_undone_once ON journal (undoes) WHERE undoes IS NOT NULL")
    return statements


def append_only(table: Table) -> list[str]:
    """Statements that keep what people decided, and forecasts issued, from being changed."""
    if table.origin is not Origin.HUMAN:
        return []
    book = "journal" if table is JOURNAL else "ledger"
    return [
        f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} BEGIN"
        f" SELECT raise(ABORT, 'the {book} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]
