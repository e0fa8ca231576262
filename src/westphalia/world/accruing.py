"""Lists and totals brought up to date by what changed, in the transaction that is open; `totals` makes them anew.

What is read and written are the rows of the given reports and happenings and of what they are counted by, so the cost
does not grow with the world.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from westphalia.world.naming_totals import add_namings
from westphalia.world.totals import refresh_some

Row = dict[str, Any]

_LAG = """
WITH told AS (
  SELECT x.happening, coalesce(r.outlet, '') AS outlet, min(r.published) AS day FROM {0} JOIN events e
  ON e.event = x.event JOIN reports r ON r.report = e.report GROUP BY 1, 2
), lag AS (
  SELECT outlet, happening, CAST(julianday(day) - julianday(min(day) OVER (PARTITION BY happening)) AS INTEGER) AS days,
    count(*) OVER (PARTITION BY happening) AS outlets, count(day) OVER (PARTITION BY happening) AS dated, day FROM told
)
"""

_SOME = _LAG.format("json_each(:ids) j CROSS JOIN happening_events x ON x.happening = j.value")
_SHARES = f"{_SOME} SELECT outlet, count(*) AS happenings, sum(outlets = 1) AS alone FROM lag GROUP BY outlet"
_LAGS = "SELECT outlet, days, count(*) AS happenings FROM lag WHERE dated > 1 AND day IS NOT NULL GROUP BY 1, 2"

_NEW = """
SELECT coalesce(r.outlet, '') AS outlet, r.outlet_id, r.outlet_country, r.published, c.report IS NOT NULL AS copy
FROM json_each(:ids) j CROSS JOIN reports r ON r.report = j.value LEFT JOIN copies c ON c.report = r.report
"""

_MOVED = """
SELECT w.value, coalesce(r.published, ''), s.statement FROM json_each(:moved) m
CROSS JOIN statements s ON s.speaker = json_extract(m.value, '$[0]') JOIN reports r ON r.report = s.report,
json_each(acting_for(json_extract(m.value, '$[{0}]'))) w
WHERE NOT EXISTS (SELECT 1 FROM unjoined u WHERE u.report = s.report)
"""

_SPOKEN = """
INSERT OR IGNORE INTO speakers (speaker, day, statement)
SELECT w.value, coalesce(r.published, ''), s.statement FROM json_each(:ids) j CROSS JOIN statements s
ON s.report = j.value JOIN reports r ON r.report = s.report LEFT JOIN identities i ON i.asserted = s.speaker,
json_each(acting_for(coalesce(i.actor, s.speaker))) w WHERE s.speaker IS NOT NULL
"""

_MISSES = """
INSERT OR REPLACE INTO near_misses (one, other, score, event, other_event, why)
SELECT one, other, score, event, other_event, why FROM (
  SELECT min(x.happening, y.happening) AS one, max(x.happening, y.happening) AS other, n.score, n.why,
    CASE WHEN x.happening < y.happening THEN n.event ELSE n.other END AS event,
    CASE WHEN x.happening < y.happening THEN n.other ELSE n.event END AS other_event,
    row_number() OVER (PARTITION BY min(x.happening, y.happening), max(x.happening, y.happening)
      ORDER BY n.score DESC, n.event, n.other) AS place
  FROM ({0}) n CROSS JOIN happening_events x ON x.event = n.event CROSS JOIN happening_events y ON y.event = n.other
  WHERE x.happening <> y.happening AND n.event NOT IN (SELECT value FROM json_each(:apart))
    AND n.other NOT IN (SELECT value FROM json_each(:apart))
) WHERE place = 1
"""

_OF_SOME = "SELECT n.* FROM json_each(:ids) j CROSS JOIN happening_events h ON h.happening = j.value CROSS JOIN"
_NEAR_SOME = f"{_OF_SOME} near_events n ON n.event = h.event UNION {_OF_SOME} near_events n ON n.other = h.event"


def fill(connection: sqlite3.Connection, apart: Collection[str]) -> None:
    """Makes near misses and lags of outlets anew."""
    connection.execute(_MISSES.format("SELECT * FROM near_events"), {"apart": _list(apart)})
    connection.execute("DELETE FROM outlet_lags")
    connection.execute(f"INSERT INTO outlet_lags {_LAG.format('happening_events x')} {_LAGS}")


def add_reports(
    connection: sqlite3.Connection,
    new: Collection[str],
    copied: Mapping[str, int],
    moved: Mapping[str, tuple[str, str]],
) -> None:
    """Counts new reports in.

    Args:
        connection: of the world.
        new: the reports.
        copied: older reports that became copies (1) or originals (-1).
        moved: actor ids that mean somebody else now, with whom before and now.
    """
    given = {"ids": _list(new)}
    months: Counter[str] = Counter()
    for row in connection.execute(_NEW, given).fetchall():
        months[(row["published"] or "")[:7]] += 1
        _add_to_outlet(connection, row)
    for month, reports in months.items():
        sql = "INSERT INTO report_months VALUES (?, ?) ON CONFLICT DO UPDATE SET reports = reports + excluded.reports"
        connection.execute(sql, (month, reports))
    for report, change in copied.items():
        sql = "UPDATE outlets SET copies = copies + ? WHERE outlet = (SELECT coalesce(outlet, '') FROM reports"
        connection.execute(f"{sql} WHERE report = ?)", (change, report))
    pairs = {"moved": json.dumps([[alias, *both] for alias, both in sorted(moved.items())])}
    connection.execute(f"DELETE FROM speakers WHERE (speaker, day, statement) IN ({_MOVED.format(1)})", pairs)
    connection.execute(f"INSERT OR IGNORE INTO speakers (speaker, day, statement) {_MOVED.format(2)}", pairs)
    connection.execute(_SPOKEN, given)
    add_namings(connection, new, copied)
    for table in ("reports", "events", "statements"):
        held = f"SELECT count(*) FROM json_each(:ids) j CROSS JOIN {table} t ON t.report = j.value"
        _count(connection, table, connection.execute(held, given).fetchone()[0])


def _add_to_outlet(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    connection.execute(
        "INSERT INTO outlets VALUES (:outlet, :id, :country, 1, :day IS NOT NULL, :day, :day, :copy, 0, 0, 0, 0, NULL)"
        " ON CONFLICT DO UPDATE SET reports = reports + 1, dated = dated + excluded.dated,"
        " copies = copies + excluded.copies, outlet_id = nullif(max(coalesce(outlet_id, ''), coalesce(:id, '')), ''),"
        " country = nullif(max(coalesce(country, ''), coalesce(:country, '')), ''),"
        " first = nullif(min(coalesce(first, '~'), coalesce(:day, '~')), '~'),"
        " last = nullif(max(coalesce(last, ''), coalesce(:day, '')), '')",
        {
            "outlet": row["outlet"],
            "id": row["outlet_id"],
            "country": row["outlet_country"],
            "day": row["published"],
            "copy": row["copy"],
        },
    )


def shares(connection: sqlite3.Connection, happenings: Iterable[str]) -> tuple[Counter[Any], Counter[Any]]:
    """What outlets have of happenings: by (outlet, `happenings` or `alone`), and by (outlet, days of lag)."""
    given = {"ids": _list(happenings)}
    told: Counter[Any] = Counter()
    for row in connection.execute(_SHARES, given):
        told[row["outlet"], "happenings"] = row["happenings"]
        told[row["outlet"], "alone"] = row["alone"]
    lags = {(row["outlet"], row["days"]): row["happenings"] for row in connection.execute(f"{_SOME} {_LAGS}", given)}
    return told, Counter(lags)


def exchange(
    connection: sqlite3.Connection,
    before: tuple[Counter[Any], Counter[Any]],
    gone: Collection[str],
    written: Collection[str],
) -> None:
    """Brings lists and totals up to date after happenings were exchanged for others; `before` is what `shares` gave."""
    refresh_some(connection, {*gone, *written})
    _count(connection, "happenings", len(written) - len(gone))
    told, lags = shares(connection, written)
    told.subtract(before[0])
    lags.subtract(before[1])
    for (outlet, column), change in told.items():
        if change:
            connection.execute(f"UPDATE outlets SET {column} = {column} + ? WHERE outlet = ?", (change, outlet))
    changed = {key: change for key, change in lags.items() if change}
    sql = "INSERT INTO outlet_lags VALUES (?, ?, ?)"
    sql += " ON CONFLICT DO UPDATE SET happenings = happenings + excluded.happenings"
    connection.executemany(sql, [(*key, change) for key, change in changed.items()])
    connection.executemany("DELETE FROM outlet_lags WHERE outlet = ? AND days = ? AND happenings = 0", list(changed))
    for outlet in sorted({outlet for outlet, _ in changed}):
        _delay(connection, outlet)


def _delay(connection: sqlite3.Connection, outlet: str) -> None:
    """Writes the median of an outlet's lags, and what it comes from."""
    rows = connection.execute("SELECT days, happenings FROM outlet_lags WHERE outlet = ? ORDER BY days", (outlet,))
    lags = [(row["days"], row["happenings"]) for row in rows]
    many = sum(count for _, count in lags)
    middle = [_at(lags, (many + 1) // 2), _at(lags, (many + 2) // 2)] if many else []
    values = (many, sum(n for days, n in lags if not days), sum(middle) / 2 if middle else None, outlet)
    connection.execute("UPDATE outlets SET compared = ?, foremost = ?, delay = ? WHERE outlet = ?", values)


def _at(lags: list[tuple[int, int]], place: int) -> int:
    """The lag at a place, from 1, of all in order."""
    for days, count in lags:
        if (place := place - count) <= 0:
            return days
    raise AssertionError


def miss_again(connection: sqlite3.Connection, happenings: Collection[str], apart: Collection[str]) -> None:
    """Makes the near misses of happenings anew."""
    for column in ("one", "other"):
        sql = f"DELETE FROM near_misses WHERE {column} IN (SELECT value FROM json_each(?))"
        connection.execute(sql, (_list(happenings),))
    connection.execute(_MISSES.format(_NEAR_SOME), {"ids": _list(happenings), "apart": _list(apart)})


def _count(connection: sqlite3.Connection, table: str, more: int) -> None:
    connection.execute('UPDATE counts SET rows = rows + ? WHERE "table" = ?', (more, table))


def _list(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))
