"""Fills the tables that pages are read from (`listed.py`), by SQL alone, within the transaction that is open."""

import sqlite3
from collections.abc import Iterable

from westphalia.model.ontology import types
from westphalia.world.listed import ALL

_SCRATCH = tuple(
    f"CREATE TEMP TABLE IF NOT EXISTS {table}"
    for table in (
        "given (happening TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
        "changed (happening TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
        "sources (happening, outlet, country, day)",
        "told (happening, type, status, participants, dated, day)",
        "cells (one, other, month, type, status, happenings, undated)",
    )
)
"""Made once a connection and emptied after use: to make or drop a table voids all statements SQLite has prepared."""

_SOURCES = """
INSERT INTO sources (happening, outlet, country, day)
SELECT DISTINCT c.happening, r.outlet, r.outlet_country AS country, r.published AS day FROM changed c
CROSS JOIN happening_events x ON x.happening = c.happening CROSS JOIN events e ON e.event = x.event
CROSS JOIN reports r ON r.report = e.report
"""

_TOLD = """
INSERT INTO told (happening, type, status, participants, dated, day)
SELECT h.happening, h.type, h.status, h.participants, h.date_from IS NOT NULL,
  coalesce(h.date_from, s.day, '') FROM changed c CROSS JOIN happenings h ON h.happening = c.happening
LEFT JOIN (SELECT happening, min(day) AS day FROM sources GROUP BY happening) s ON s.happening = h.happening
"""

_FACETS = """
INSERT INTO happening_facets (facet, value, day, happening, type, status, dated)
SELECT 'all', '', day, happening, type, status, dated FROM told
UNION ALL SELECT 'type', type, day, happening, type, status, dated FROM told
UNION ALL SELECT 'actor', a.value, t.day, t.happening, t.type, t.status, t.dated
  FROM told t, json_each(actors_of(t.participants)) a
UNION ALL SELECT 'pair', p.value, t.day, t.happening, t.type, t.status, t.dated
  FROM told t, json_each(pairs_of(t.participants)) p
UNION ALL SELECT DISTINCT 'outlet', s.outlet, t.day, t.happening, t.type, t.status, t.dated
  FROM sources s JOIN told t ON t.happening = s.happening WHERE s.outlet IS NOT NULL
UNION ALL SELECT DISTINCT 'country', s.country, t.day, t.happening, t.type, t.status, t.dated
  FROM sources s JOIN told t ON t.happening = s.happening WHERE s.country IS NOT NULL
ORDER BY 1, 2, 3, 4
"""

_SHARED = """
SELECT one, other, substr(day, 1, 7) AS month, type, status, count(*) * {sign} AS happenings,
  sum(NOT dated) * {sign} AS undated FROM (
    SELECT substr(value, 1, instr(value, ' ') - 1) AS one, substr(value, instr(value, ' ') + 1) AS other, day, type,
      status, dated FROM {facets} WHERE facet = 'pair'
    UNION ALL SELECT substr(value, instr(value, ' ') + 1), substr(value, 1, instr(value, ' ') - 1), day, type, status,
      dated FROM {facets} WHERE facet = 'pair'
    UNION ALL SELECT value, '', day, type, status, dated FROM {facets}
      WHERE facet = 'actor' AND instr(value, '/') = 0
    UNION ALL SELECT '', '', day, type, status, dated FROM {facets} WHERE facet = 'all'
  ) GROUP BY 1, 2, 3, 4, 5
"""

_MONTHS = f"INSERT INTO dyad_months (one, other, month, type, status, happenings, undated) {_SHARED}"

_GIVEN_FACETS = "given CROSS JOIN happening_facets INDEXED BY happening_facets_happening USING (happening)"
"""Facets of the given happenings by their index; SQLite would read all facets of a kind."""

_NOT_DONE = "status IN ('planned', 'possible', 'refused', 'denied')"
_COOPERATION = f"type IN ({', '.join(repr(t) for t, kind in types().items() if kind.quad <= 2)})"

_DYADS = f"""
INSERT INTO dyads (one, other, happenings, cooperation, conflict, not_done, last)
SELECT one, other, sum(happenings), sum(CASE WHEN NOT {_NOT_DONE} AND {_COOPERATION} THEN happenings ELSE 0 END),
  sum(CASE WHEN NOT {_NOT_DONE} AND NOT {_COOPERATION} THEN happenings ELSE 0 END),
  sum(CASE WHEN {_NOT_DONE} THEN happenings ELSE 0 END), max(month)
FROM dyad_months WHERE other <> '' {{which}} GROUP BY one, other
"""

_CELL = "one, other, month, type, status"
_CELLS_BEFORE, _CELLS_AFTER = (f"INSERT INTO cells {_SHARED.format(sign=n, facets=_GIVEN_FACETS)}" for n in (-1, 1))
_CHANGED_PAIRS = "(one, other) IN (SELECT DISTINCT one, other FROM cells WHERE other <> '')"

_APPLY = (
    f"INSERT INTO dyad_months ({_CELL}, happenings, undated)"
    f" SELECT {_CELL}, sum(happenings), sum(undated) FROM cells WHERE true GROUP BY {_CELL}"
    " HAVING sum(happenings) <> 0 OR sum(undated) <> 0 ON CONFLICT DO UPDATE"
    " SET happenings = happenings + excluded.happenings, undated = undated + excluded.undated",
    f"DELETE FROM dyad_months WHERE happenings = 0 AND ({_CELL}) IN (SELECT {_CELL} FROM cells)",
    f"{_DYADS.replace('FROM dyad_months', 'FROM cells').format(which='')} ON CONFLICT DO UPDATE"
    " SET happenings = happenings + excluded.happenings, cooperation = cooperation + excluded.cooperation,"
    " conflict = conflict + excluded.conflict, not_done = not_done + excluded.not_done",
    f"DELETE FROM dyads WHERE happenings = 0 AND {_CHANGED_PAIRS}",
    "UPDATE dyads SET last = (SELECT max(m.month) FROM dyad_months m WHERE m.one = dyads.one AND m.other = dyads.other)"
    f" WHERE {_CHANGED_PAIRS}",
    "DELETE FROM cells",
)
"""What brings months and totals of pairs up to date with the cells that changed, each by how much."""

_COUNTS = """
INSERT INTO counts ("table", rows)
SELECT 'reports', count(*) FROM reports UNION ALL SELECT 'events', count(*) FROM events
UNION ALL SELECT 'statements', count(*) FROM statements UNION ALL SELECT 'happenings', count(*) FROM happenings
"""

_SPEAKERS = """
INSERT OR IGNORE INTO speakers (speaker, day, statement)
SELECT w.value, coalesce(r.published, ''), s.statement FROM statements s
LEFT JOIN identities i ON i.asserted = s.speaker JOIN reports r ON r.report = s.report,
json_each(acting_for(coalesce(i.actor, s.speaker))) w WHERE s.speaker IS NOT NULL ORDER BY 1, 2, 3
"""

_OUTLETS = """
WITH told AS (
  SELECT x.happening, coalesce(r.outlet, '') AS outlet, min(r.published) AS day
  FROM happening_events x JOIN events e ON e.event = x.event JOIN reports r ON r.report = e.report GROUP BY 1, 2
), lag AS (
  SELECT outlet, happening, julianday(day) - julianday(min(day) OVER (PARTITION BY happening)) AS days,
    count(*) OVER (PARTITION BY happening) AS outlets, count(day) OVER (PARTITION BY happening) AS dated, day FROM told
), ranked AS (
  SELECT outlet, days, row_number() OVER (PARTITION BY outlet ORDER BY days) AS place,
    count(*) OVER (PARTITION BY outlet) AS many FROM lag WHERE dated > 1 AND day IS NOT NULL
), delays AS (
  SELECT outlet, max(many) AS compared, sum(days = 0) AS foremost,
    avg(CASE WHEN place IN ((many + 1) / 2, (many + 2) / 2) THEN days END) AS delay FROM ranked GROUP BY outlet
), happened AS (
  SELECT outlet, count(*) AS happenings, sum(outlets = 1) AS alone FROM lag GROUP BY outlet
)
INSERT INTO outlets (outlet, outlet_id, country, reports, dated, first, last, copies, happenings, alone, compared,
  foremost, delay)
SELECT coalesce(r.outlet, ''), max(r.outlet_id), max(r.outlet_country), count(*), count(r.published), min(r.published),
  max(r.published), count(c.report), coalesce(max(h.happenings), 0), coalesce(max(h.alone), 0),
  coalesce(max(d.compared), 0), coalesce(max(d.foremost), 0), max(d.delay)
FROM reports r LEFT JOIN copies c ON c.report = r.report
LEFT JOIN happened h ON h.outlet = coalesce(r.outlet, '') LEFT JOIN delays d ON d.outlet = coalesce(r.outlet, '')
GROUP BY coalesce(r.outlet, '')
"""


_REPORT_MONTHS = """
INSERT INTO report_months (month, reports)
SELECT coalesce(substr(published, 1, 7), ''), count(*) FROM reports GROUP BY 1
"""


_NAMED = """
CREATE TEMP TABLE named AS
SELECT n.referent, plain(n.words) AS words, n.voice, n.report, coalesce(r.outlet, '') AS outlet,
  coalesce(substr(r.published, 1, 7), '') AS month, max(n.words) AS spelt
FROM namings n JOIN reports r ON r.report = n.report
WHERE NOT EXISTS (SELECT 1 FROM copies c WHERE c.report = n.report) GROUP BY 1, 2, 3, 4
"""

_REFERENTS = """
INSERT INTO referents (referent, names, reports, outlets, first, last)
SELECT referent, count(DISTINCT words), count(DISTINCT report), count(DISTINCT nullif(outlet, '')),
  coalesce(min(nullif(month, '')), ''), max(month)
FROM named GROUP BY referent HAVING count(DISTINCT words) > 1
"""

_NAMED_BY = (
    "CREATE TEMP TABLE held (outlet, month, reports, PRIMARY KEY (outlet, month)) WITHOUT ROWID",
    """
INSERT INTO held SELECT coalesce(outlet, ''), coalesce(substr(published, 1, 7), ''), count(*) FROM reports r
WHERE NOT EXISTS (SELECT 1 FROM copies c WHERE c.report = r.report) GROUP BY 1, 2
""",
    "CREATE TEMP TABLE naming (referent, outlet, month, reports, PRIMARY KEY (referent, outlet, month)) WITHOUT ROWID",
    "INSERT INTO naming SELECT referent, outlet, month, count(DISTINCT report) FROM named GROUP BY 1, 2, 3",
)
"""Denominators, as tables with keys: as subqueries they are read through for every row."""

_NAMING_MONTHS = """
INSERT INTO naming_months (referent, words, outlet, month, spelt, calling, own, quoted, attributed, naming, reports)
SELECT n.referent, n.words, n.outlet, n.month, max(n.spelt), count(DISTINCT n.report),
  sum(n.voice = 'own'), sum(n.voice = 'quoted'), sum(n.voice = 'attributed'), g.reports, h.reports
FROM named n CROSS JOIN referents t ON t.referent = n.referent
CROSS JOIN naming g ON g.referent = n.referent AND g.outlet = n.outlet AND g.month = n.month
CROSS JOIN held h ON h.outlet = n.outlet AND h.month = n.month GROUP BY n.referent, n.words, n.outlet, n.month
"""


def refresh(connection: sqlite3.Connection) -> None:
    """Makes all lists and totals anew from what the other tables hold."""
    for table in ALL:
        connection.execute(f"DELETE FROM {table.name}")
    _scratch(connection)
    _facets(connection, "SELECT happening FROM happenings")
    connection.execute(_MONTHS.format(sign=1, facets="happening_facets"))
    for statement in (_DYADS.format(which=""), _COUNTS, _SPEAKERS, _OUTLETS, _REPORT_MONTHS):
        connection.execute(statement)
    for statement in (_NAMED, _REFERENTS, *_NAMED_BY, _NAMING_MONTHS):
        connection.execute(statement)
    for name in ("named", "held", "naming"):
        connection.execute(f"DROP TABLE temp.{name}")


def refresh_some(connection: sqlite3.Connection, happenings: Iterable[str]) -> None:
    """Makes lists and counts of pairs anew for happenings that are new, changed or gone.

    It touches only their rows, so that it costs the same in a large world. What is counted by report is in `accruing`.
    """
    given = [(happening,) for happening in happenings]
    _scratch(connection)
    connection.executemany("INSERT OR IGNORE INTO given VALUES (?)", given)
    connection.execute(_CELLS_BEFORE)
    connection.execute("DELETE FROM happening_facets WHERE happening IN given")
    _facets(connection, "SELECT happening FROM given")
    connection.execute(_CELLS_AFTER)
    for statement in _APPLY:
        connection.execute(statement)
    connection.execute("DELETE FROM given")


def _scratch(connection: sqlite3.Connection) -> None:
    for statement in _SCRATCH:
        connection.execute(statement)


def _facets(connection: sqlite3.Connection, which: str) -> None:
    connection.execute(f"INSERT INTO changed {which}")
    connection.execute(_SOURCES)
    connection.execute(_TOLD)
    connection.execute(_FACETS)
    for table in ("told", "sources", "changed"):
        connection.execute(f"DELETE FROM temp.{table}")
