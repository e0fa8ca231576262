"""What a table and a column are, and everything that is derived from their one declaration in `tables.py`.

DDL, the types of Polars frames, JSON Schema and the codebook page all come from here, so none of them can
say something else than the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class Kind(Enum):
    """What a column holds: (SQLite type, JSON Schema, word in the codebook)."""

    TEXT = ("TEXT", {"type": "string"}, "text")
    INTEGER = ("INTEGER", {"type": "integer"}, "integer")
    REAL = ("REAL", {"type": "number"}, "number")
    BOOLEAN = ("INTEGER", {"type": "boolean"}, "true or false")
    DATE = ("TEXT", {"type": "string", "format": "date"}, "date")
    LIST = ("TEXT", {"type": "array", "items": {"type": "string"}}, "list of text")
    JSON = ("TEXT", {"type": "object"}, "object")
    BLOB = ("BLOB", {"type": "string", "contentEncoding": "base64"}, "bytes")

    @property
    def sqlite(self) -> str:
        """Type of the column in a STRICT table."""
        return str(self.value[0])


class Origin(Enum):
    """Who writes a table, and so when it may be thrown away."""

    ASSERTED = "asserted: written with its report, in one transaction"
    DERIVED = "derived: dropped and rebuilt by reconciling"
    HUMAN = "appended: by people, never changed"
    HOUSE = "kept: about the file itself"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        null: whether it may be unknown. Unknown is NULL, never a sentinel.
        references: `table.column` it points to; rows go when what they point to goes.
        contract: whether frames and exports show it.
        shown: SQL for what frames show, where that is not the stored value; `t` is the row, `r` its report.
        stored: false for columns that exist in frames only.
        digested: false for what may differ between two worlds of equal content (folders, counters).
    """

    name: str
    kind: Kind
    doc: str
    null: bool = False
    references: str = ""
    contract: bool = False
    shown: str = ""
    stored: bool = True
    digested: bool = True

    @property
    def sql(self) -> str:
        """Its line of the DDL."""
        parts = [f'"{self.name}"', self.kind.sqlite]
        if not self.null:
            parts.append("NOT NULL")
        if self.kind is Kind.BOOLEAN:
            parts.append(f'CHECK ("{self.name}" IN (0, 1))')
        if self.references:
            table, column = self.references.split(".")
            parts.append(f"REFERENCES {table}({column}) ON DELETE CASCADE")
        return " ".join(parts)

    @property
    def expression(self) -> str:
        """What a frame selects."""
        return f'{self.shown or self._plain} AS "{self.name}"'

    @property
    def _plain(self) -> str:
        return f't."{self.name}"'


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, its key, who writes it, what is indexed besides the key.

    `serial` names an integer that SQLite counts up, which full-text search needs; `key` still tells rows apart.
    A `clustered` table lies in the order of its key, for what is read by ranges of it.
    """

    name: str
    doc: str
    origin: Origin
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    serial: str = ""
    exported: bool = False
    clustered: bool = False

    @property
    def stored(self) -> tuple[Column, ...]:
        """Columns that are in the file, in order."""
        return tuple(c for c in self.columns if c.stored)

    @property
    def frame(self) -> tuple[Column, ...]:
        """Columns that frames and exports show, in order."""
        return tuple(c for c in self.columns if c.contract)

    @property
    def has_report(self) -> bool:
        """Whether rows belong to one report."""
        return self.name != "reports" and any(c.references == "reports.report" for c in self.columns)

    def ddl(self) -> Iterable[str]:
        """Statements that create the table and its indexes."""
        lines = [c.sql for c in self.stored if c.name != self.serial]
        if self.serial:
            lines.insert(0, f'"{self.serial}" INTEGER PRIMARY KEY')
        if self.key != (self.serial,):
            lines.append(f"{'UNIQUE' if self.serial else 'PRIMARY KEY'} ({', '.join(quoted(self.key))})")
        if any(c.name == "start" for c in self.stored):
            lines.append('CHECK ("start" <= "end")')
        end = "\n) STRICT, WITHOUT ROWID" if self.clustered else "\n) STRICT"
        yield f"CREATE TABLE {self.name} (\n  " + ",\n  ".join(lines) + end
        for columns in self.indexes:
            yield f"CREATE INDEX {self.name}_{'_'.join(columns)} ON {self.name} ({', '.join(quoted(columns))})"

    def select(self) -> str:
        """The query behind the frame, without WHERE and ORDER BY."""
        joined = " LEFT JOIN reports r ON r.report = t.report" if self.has_report else ""
        shown = ",\n  ".join(c.expression for c in self.frame)
        return f"SELECT {shown}\nFROM {self.name} t{joined}"

    @property
    def order(self) -> str:
        """Order of rows in frames and exports: by report and place in it, else by key."""
        columns = ("report", "start", "end", *self.key) if self.has_report else self.key
        stored = {c.name for c in self.stored}
        return ", ".join(f't."{name}"' for name in dict.fromkeys(columns) if name in stored)

    def polars_schema(self) -> "dict[str, pl.DataType | type[pl.DataType]]":
        """Column types of the frame."""
        import polars as pl

        types: dict[Kind, pl.DataType | type[pl.DataType]] = {
            Kind.TEXT: pl.String,
            Kind.INTEGER: pl.Int64,
            Kind.REAL: pl.Float64,
            Kind.BOOLEAN: pl.Boolean,
            Kind.DATE: pl.Date,
            Kind.LIST: pl.List(pl.String),
            Kind.JSON: pl.String,
            Kind.BLOB: pl.Binary,
        }
        return {c.name: types[c.kind] for c in self.frame}

    def json_schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of one exported row."""
        properties = {}
        for column in self.frame:
            value = dict(column.kind.value[1])
            if column.null:
                value["type"] = [value["type"], "null"]
            properties[column.name] = {**value, "description": column.doc}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.name,
            "description": self.doc,
            "type": "object",
            "properties": properties,
            "required": [c.name for c in self.frame],
            "additionalProperties": False,
        }


def quoted(names: Iterable[str]) -> list[str]:
    """Names as SQL identifiers."""
    return [f'"{name}"' for name in names]


def codebook(tables: Iterable[Table], version: int) -> str:
    """The codebook page: every table and column with what it means, in Markdown."""
    lines = [
        "# The world file",
        "",
        "<!-- Written by tools/write_reference.py from src/westphalia/world/tables.py. Change it there. -->",
        "",
        f"Schema version {version}. A world is one SQLite file. *Exported* columns are what `westphalia export` and",
        "the frames of `World` show, in this order; *computed* ones are not stored. `start` and `end` are half-open",
        "code-point offsets into `reports.text`; the text at that place equals the row's words. Unknown is NULL.",
        "Lists are JSON in SQLite and JSON Lines, lists in Polars and Parquet, joined by `;` in CSV.",
    ]
    for table in tables:
        lines += ["", f"## {table.name}", "", f"{table.doc} *({table.origin.value}.)*", ""]
        lines += ["| column | type | exported | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            kind = str(column.kind.value[2]) + (", or unknown" if column.null else "")
            shown = ("computed" if not column.stored else "yes") if column.contract else ""
            points = f" → `{column.references}`" if column.references else ""
            lines.append(f"| `{column.name}` | {kind} | {shown} | {column.doc}{points} |")
    return "\n".join(lines) + "\n"
