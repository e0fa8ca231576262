"""Fills the tables that pages are read from (`listed.py`), by SQL alone, within the transaction that is open."""

import sqlite3
from collections.abc import Iterable

_CHANGED = "CREATE TEMP TABLE changed (happening TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID"

_SOURCES = """
CREATE TEMP TABLE sources AS
SELECT DISTINCT c.happening, r.outlet, r.outlet_country AS country, r.published AS day FROM changed c
JOIN happening_events x ON x.happening = c.happening JOIN events e ON e.event = x.event
JOIN reports r ON r.report = e.report
"""

_TOLD = """
CREATE TEMP TABLE told AS
SELECT h.happening, h.type, h.status, h.participants, h.date_from IS NOT NULL AS dated,
  coalesce(h.date_from, s.day, '') AS day FROM changed c JOIN happenings h ON h.happening = c.happening
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

_COUNT_PAIRS = """
INSERT INTO dyad_months (one, other, month, type, status, happenings, undated)
SELECT substr(value, 1, instr(value, ' ') - 1), substr(value, instr(value, ' ') + 1), substr(day, 1, 7), type, status,
  count(*), sum(NOT dated) FROM happening_facets WHERE facet = 'pair' {which} GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT substr(value, instr(value, ' ') + 1), substr(value, 1, instr(value, ' ') - 1), substr(day, 1, 7), type, status,
  count(*), sum(NOT dated) FROM happening_facets WHERE facet = 'pair' {which} GROUP BY 1, 2, 3, 4, 5
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


_MONTHS = """
INSERT INTO report_months (month, reports)
SELECT coalesce(substr(published, 1, 7), ''), count(*) FROM reports GROUP BY 1
"""


def refresh(connection: sqlite3.Connection) -> None:
    """Makes all lists and totals anew from what the other tables hold."""
    for table in ("happening_facets", "dyad_months", "speakers", "outlets", "report_months"):
        connection.execute(f"DELETE FROM {table}")
    _facets(connection, "SELECT happening FROM happenings")
    connection.execute(_COUNT_PAIRS.format(which=""))
    connection.execute(_SPEAKERS)
    connection.execute(_OUTLETS)
    connection.execute(_MONTHS)


def refresh_some(connection: sqlite3.Connection, happenings: Iterable[str]) -> None:
    """Makes lists and counts of pairs anew for happenings that are new, changed or about to go.

    Call it with those about to go while they are still there, and again with those that came. Totals of outlets and
    lists of speakers are left to `refresh`.
    """
    given = [(happening,) for happening in happenings]
    connection.execute("CREATE TEMP TABLE given (happening TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
    connection.executemany("INSERT OR IGNORE INTO given VALUES (?)", given)
    touched = "SELECT DISTINCT value FROM happening_facets WHERE facet = 'pair' AND happening IN given"
    pairs = {row[0] for row in connection.execute(touched)}
    connection.execute("DELETE FROM happening_facets WHERE happening IN given")
    _facets(connection, "SELECT happening FROM given")
    pairs |= {row[0] for row in connection.execute(touched)}
    connection.execute("DROP TABLE given")
    for pair in sorted(pairs):
        one, other = pair.split(" ")
        for a, b in ((one, other), (other, one)):
            connection.execute("DELETE FROM dyad_months WHERE one = ? AND other = ?", (a, b))
        connection.execute(_COUNT_PAIRS.format(which="AND value = :pair"), {"pair": pair})


def _facets(connection: sqlite3.Connection, which: str) -> None:
    connection.execute(_CHANGED)
    connection.execute(f"INSERT INTO changed {which}")
    connection.execute(_SOURCES)
    connection.execute(_TOLD)
    connection.execute(_FACETS)
    for table in ("told", "sources", "changed"):
        connection.execute(f"DROP TABLE temp.{table}")
