"""What outlets call things, brought up to date by what new reports call them; `totals` makes it anew.

Rows of a thing are counted by outlet and month, so a new report changes those of its own alone, and the denominators
of its outlet and month. A thing is in the tables from its second name on: then all its rows are made, once.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

_COPY = "EXISTS (SELECT 1 FROM copies c WHERE c.report = r.report)"
_IN_CELL = (
    "r.outlet IS nullif(:outlet, '') AND CASE WHEN :month = '' THEN r.published IS NULL"
    " ELSE r.published BETWEEN :month || '-01' AND :month || '-31' END"
)

_CELLS = """
SELECT DISTINCT coalesce(r.outlet, '') AS outlet, coalesce(substr(r.published, 1, 7), '') AS month
FROM json_each(:ids) j CROSS JOIN reports r ON r.report = j.value
"""

_THINGS = "SELECT DISTINCT n.referent FROM json_each(:ids) j CROSS JOIN namings n ON n.report = j.value"

_WORDS = f"""
SELECT DISTINCT plain(n.words) AS words FROM json_each(:ids) j CROSS JOIN namings n ON n.referent = :referent
AND n.report = j.value JOIN reports r ON r.report = n.report WHERE NOT {_COPY}
"""

_ANY_WORDS = f"""
SELECT plain(n.words) AS words FROM namings n JOIN reports r ON r.report = n.report
WHERE n.referent = :referent AND n.report NOT IN (SELECT value FROM json_each(:ids)) AND NOT {_COPY} LIMIT 1
"""

_CELLS_OF_THING = """
SELECT DISTINCT coalesce(r.outlet, '') AS outlet, coalesce(substr(r.published, 1, 7), '') AS month
FROM namings n JOIN reports r ON r.report = n.report WHERE n.referent = :referent
"""

_FILL = f"""
WITH named AS MATERIALIZED (
  SELECT plain(n.words) AS words, n.voice, n.report, max(n.words) AS spelt FROM reports r
  CROSS JOIN namings n ON n.referent = :referent AND n.report = r.report
  WHERE {_IN_CELL} AND NOT {_COPY} GROUP BY 1, 2, 3
)
INSERT INTO naming_months (referent, words, outlet, month, spelt, calling, own, quoted, attributed, naming, reports)
SELECT :referent, words, :outlet, :month, max(spelt), count(DISTINCT report), sum(voice = 'own'),
  sum(voice = 'quoted'), sum(voice = 'attributed'), (SELECT count(DISTINCT report) FROM named), :held
FROM named GROUP BY words
"""

_REFERENT = """
INSERT INTO referents (referent, names, reports, outlets, first, last)
SELECT :referent, (SELECT count(DISTINCT words) FROM naming_months WHERE referent = :referent), sum(naming),
  count(DISTINCT nullif(outlet, '')), coalesce(min(nullif(month, '')), ''), max(month)
FROM (SELECT DISTINCT outlet, month, naming FROM naming_months WHERE referent = :referent)
"""

_HELD = f"SELECT count(*) FROM reports r WHERE {_IN_CELL} AND NOT {_COPY}"
_OF_CELL = "WHERE outlet = :outlet AND month = :month"


def add_namings(connection: sqlite3.Connection, reports: Iterable[str]) -> None:
    """Counts what reports call things that are new, or became copies or originals."""
    given = {"ids": json.dumps(sorted(reports))}
    cells = [dict(row) for row in connection.execute(_CELLS, given)]
    things = [row["referent"] for row in connection.execute(_THINGS, given)]
    for cell in cells:
        known = connection.execute(f"SELECT 1 FROM naming_months {_OF_CELL} LIMIT 1", cell).fetchone()
        if known or things:
            cell["held"] = connection.execute(_HELD, cell).fetchone()[0]
        if known:
            connection.execute(f"UPDATE naming_months SET reports = :held {_OF_CELL} AND reports <> :held", cell)
    for referent in sorted(things):
        _add(connection, referent, cells, {**given, "referent": referent})


def _add(connection: sqlite3.Connection, referent: str, cells: list[dict[str, Any]], given: dict[str, str]) -> None:
    named = {"referent": referent}
    if not connection.execute("SELECT 1 FROM referents WHERE referent = :referent", named).fetchone():
        words = {row["words"] for row in connection.execute(_WORDS, given)}
        words |= {row["words"] for row in connection.execute(_ANY_WORDS, given)}
        if len(words) < 2:
            return
        cells = [dict(row) for row in connection.execute(_CELLS_OF_THING, named)]
        for cell in cells:
            cell["held"] = connection.execute(_HELD, cell).fetchone()[0]
    for cell in cells:
        connection.execute(f"DELETE FROM naming_months {_OF_CELL} AND referent = :referent", {**named, **cell})
        connection.execute(_FILL, {**named, **cell})
    connection.execute("DELETE FROM referents WHERE referent = :referent", named)
    names = "SELECT count(DISTINCT words) FROM naming_months WHERE referent = :referent"
    if connection.execute(names, named).fetchone()[0] > 1:
        connection.execute(_REFERENT, named)
    else:
        connection.execute("DELETE FROM naming_months WHERE referent = :referent", named)
