"""What outlets call things, brought up to date by what new reports call them; `totals` makes it anew.

Rows of a thing are counted by outlet and month, its cells. A new report is added to the cell of its own; where older
ones became copies or originals, their cells are counted anew. A thing is in the tables from its second name on: then
all its rows are made, once.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

Cell = dict[str, Any]

_COPY = "EXISTS (SELECT 1 FROM copies c WHERE c.report = r.report)"
_COUNTS = f"NOT {_COPY} AND NOT EXISTS (SELECT 1 FROM unjoined u WHERE u.report = r.report)"
"""A report counts from when it joins, if it is no copy."""

_IN_CELL = (
    "r.outlet IS nullif(:outlet, '') AND CASE WHEN :month = '' THEN r.published IS NULL"
    " ELSE r.published BETWEEN :month || '-01' AND :month || '-31' END"
)

_CELLS = """
SELECT DISTINCT coalesce(r.outlet, '') AS outlet, coalesce(substr(r.published, 1, 7), '') AS month
FROM json_each(:ids) j CROSS JOIN reports r ON r.report = j.value
"""

_NAMED = """
SELECT DISTINCT n.referent, coalesce(r.outlet, '') AS outlet, coalesce(substr(r.published, 1, 7), '') AS month
FROM json_each(:ids) j CROSS JOIN reports r ON r.report = j.value CROSS JOIN namings n ON n.report = r.report
"""

_WORDS = f"""
SELECT DISTINCT plain(n.words) AS words FROM json_each(:ids) j CROSS JOIN namings n ON n.referent = :referent
AND n.report = j.value JOIN reports r ON r.report = n.report WHERE {_COUNTS}
"""

_ANY_WORDS = f"""
SELECT plain(n.words) AS words FROM namings n JOIN reports r ON r.report = n.report
WHERE n.referent = :referent AND n.report NOT IN (SELECT value FROM json_each(:ids)) AND {_COUNTS} LIMIT 1
"""

_CELLS_OF_THING = f"""
SELECT DISTINCT coalesce(r.outlet, '') AS outlet, coalesce(substr(r.published, 1, 7), '') AS month
FROM namings n JOIN reports r ON r.report = n.report WHERE n.referent = :referent AND {_COUNTS}
"""

_FILL = f"""
WITH named AS MATERIALIZED (
  SELECT plain(n.words) AS words, n.voice, n.report, max(n.words) AS spelt FROM reports r
  CROSS JOIN namings n ON n.referent = :referent AND n.report = r.report
  WHERE {_IN_CELL} AND {_COUNTS} GROUP BY 1, 2, 3
)
INSERT INTO naming_months (referent, words, outlet, month, spelt, calling, own, quoted, attributed, naming, reports)
SELECT :referent, words, :outlet, :month, max(spelt), count(DISTINCT report), sum(voice = 'own'),
  sum(voice = 'quoted'), sum(voice = 'attributed'), (SELECT count(DISTINCT report) FROM named), :held
FROM named GROUP BY words
"""

_ADD = f"""
WITH named AS MATERIALIZED (
  SELECT plain(n.words) AS words, n.voice, n.report, max(n.words) AS spelt FROM json_each(:new) j
  CROSS JOIN namings n ON n.referent = :referent AND n.report = j.value JOIN reports r ON r.report = n.report
  WHERE {_IN_CELL} AND {_COUNTS} GROUP BY 1, 2, 3
)
INSERT INTO naming_months (referent, words, outlet, month, spelt, calling, own, quoted, attributed, naming, reports)
SELECT :referent, words, :outlet, :month, max(spelt), count(DISTINCT report), sum(voice = 'own'),
  sum(voice = 'quoted'), sum(voice = 'attributed'), (SELECT count(DISTINCT report) FROM named) + :naming, :held
FROM named WHERE true GROUP BY words
ON CONFLICT DO UPDATE SET spelt = max(spelt, excluded.spelt), calling = calling + excluded.calling,
  own = own + excluded.own, quoted = quoted + excluded.quoted, attributed = attributed + excluded.attributed,
  naming = excluded.naming
"""

_OF_CELL = "WHERE outlet = :outlet AND month = :month"
_OF_BOTH = f"{_OF_CELL} AND referent = :referent"
_NAMING = f"SELECT coalesce(max(naming), 0) FROM naming_months {_OF_BOTH}"
_HELD = f"SELECT count(*) FROM reports r WHERE {_IN_CELL} AND {_COUNTS}"

_NAMES = """
WITH RECURSIVE name (words) AS (
  SELECT min(words) FROM naming_months WHERE referent = :referent UNION ALL
  SELECT (SELECT min(m.words) FROM naming_months m WHERE m.referent = :referent AND m.words > name.words)
  FROM name WHERE words IS NOT NULL
)
"""
"""The few names of a thing, from one to the next by the key; to select them distinctly reads all its rows."""

_COUNT_NAMES = f"{_NAMES} SELECT count(words) FROM name"
_TELLS = f"""{_NAMES} SELECT EXISTS (
  SELECT 1 FROM name JOIN naming_months m ON m.referent = :referent AND m.words = name.words AND m.outlet = :outlet)
"""

_GROW = """
UPDATE referents SET names = :names, reports = reports + :more, outlets = outlets + :outlets,
  first = CASE WHEN first = '' OR :first <> '' AND :first < first THEN :first ELSE first END, last = max(last, :last)
WHERE referent = :referent
"""

_REFERENT = """
INSERT INTO referents (referent, names, reports, outlets, first, last)
SELECT :referent, (SELECT count(DISTINCT words) FROM naming_months WHERE referent = :referent), sum(naming),
  count(DISTINCT nullif(outlet, '')), coalesce(min(nullif(month, '')), ''), max(month)
FROM (SELECT DISTINCT outlet, month, naming FROM naming_months WHERE referent = :referent)
"""


def add_namings(connection: sqlite3.Connection, new: Collection[str], recopied: Collection[str]) -> None:
    """Counts what new reports call things, and older ones that became copies or originals."""
    given = {"ids": _list({*new, *recopied}), "new": _list(new)}
    things: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(_NAMED, given):
        things[row["referent"]].append((row["outlet"], row["month"]))
    cells = {(row["outlet"], row["month"]): dict(row) for row in connection.execute(_CELLS, given)}
    again = {(row["outlet"], row["month"]) for row in connection.execute(_CELLS, {"ids": _list(recopied)})}
    for place, cell in cells.items():
        cell["again"] = place in again
        known = connection.execute(f"SELECT 1 FROM naming_months {_OF_CELL} LIMIT 1", cell).fetchone()
        if known or things:
            cell["held"] = connection.execute(_HELD, cell).fetchone()[0]
        if known:
            connection.execute(f"UPDATE naming_months SET reports = :held {_OF_CELL} AND reports <> :held", cell)
    for referent, places in sorted(things.items()):
        named = {**given, "referent": referent}
        if connection.execute("SELECT 1 FROM referents WHERE referent = :referent", named).fetchone():
            _add(connection, named, [cells[place] for place in sorted(places)])
        else:
            _begin(connection, named)


def _begin(connection: sqlite3.Connection, named: dict[str, str]) -> None:
    """Makes all rows of a thing if it has a second name now."""
    words = {row["words"] for row in connection.execute(_WORDS, named)}
    words |= {row["words"] for row in connection.execute(_ANY_WORDS, named)}
    if len(words) < 2:
        return
    for cell in [dict(row) for row in connection.execute(_CELLS_OF_THING, named)]:
        held = connection.execute(_HELD, cell).fetchone()[0]
        connection.execute(_FILL, {**named, **cell, "held": held})
    connection.execute(_REFERENT, named)


def _add(connection: sqlite3.Connection, named: dict[str, str], cells: Iterable[Cell]) -> None:
    """Brings the rows of a thing up to date in some cells, and what is told of it as a whole."""
    outlets = {cell["outlet"]: _tells(connection, named, cell["outlet"]) for cell in cells}
    counted = [(cell["month"], *_count(connection, {**named, **cell})) for cell in cells]
    names = connection.execute(_COUNT_NAMES, named).fetchone()[0]
    span = connection.execute("SELECT first, last FROM referents WHERE referent = :referent", named).fetchone()
    lost = {month for month, before, after in counted if before and not after}
    if names < 2 or not lost.isdisjoint(span):
        connection.execute("DELETE FROM referents WHERE referent = :referent", named)
    if names < 2:
        connection.execute("DELETE FROM naming_months WHERE referent = :referent", named)
    elif not lost.isdisjoint(span):
        connection.execute(_REFERENT, named)
    else:
        months = {month for month, _, after in counted if after}
        change = {
            "names": names,
            "more": sum(after - before for _, before, after in counted),
            "outlets": sum(_tells(connection, named, name) - told for name, told in outlets.items() if name),
            "first": min(months - {""}, default=""),
            "last": max(months, default=""),
        }
        connection.execute(_GROW, {**named, **change})


def _count(connection: sqlite3.Connection, both: Cell) -> tuple[int, int]:
    """Brings the rows of a thing up to date in a cell; how many of its reports named the thing before, and now."""
    both["naming"] = before = connection.execute(_NAMING, both).fetchone()[0]
    if both["again"]:
        connection.execute(f"DELETE FROM naming_months {_OF_BOTH}", both)
        connection.execute(_FILL, both)
    else:
        connection.execute(_ADD, both)
    both["naming"] = after = connection.execute(_NAMING, both).fetchone()[0]
    if after > before:
        connection.execute(f"UPDATE naming_months SET naming = :naming {_OF_BOTH} AND naming <> :naming", both)
    return before, after


def _tells(connection: sqlite3.Connection, named: dict[str, str], outlet: str) -> int:
    """1 if an outlet names the thing."""
    return int(connection.execute(_TELLS, {**named, "outlet": outlet}).fetchone()[0])


def _list(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))
