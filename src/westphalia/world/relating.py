"""Queries about who did what to whom: happenings by directed dyad, and what can be told from them. Values are bound."""

from westphalia.world.pages import SCAN

_MEANT = "coalesce((SELECT i.actor FROM identities i WHERE i.asserted = {0}), {0})"

_ACTS = (
    "SELECT e.event, x.happening, e.type, e.mode, e.status, e.date_from, e.date_precision, e.text, e.sentence,"
    " e.report, p.name, p.outlet, p.published, coalesce(c.copy_of, e.report) AS independent,"
    f" (SELECT json_group_array({_MEANT.format('s.actor')}) FROM event_parties s WHERE s.event = e.event"
    "  AND s.role = 'source' AND s.actor IS NOT NULL) AS sources,"
    f" (SELECT json_group_array({_MEANT.format('s.actor')}) FROM event_parties s WHERE s.event = e.event"
    "  AND s.role = 'recipient' AND s.actor IS NOT NULL) AS recipients"
    " FROM events e JOIN happening_events x ON x.event = e.event JOIN reports p ON p.report = e.report"
    " LEFT JOIN copies c ON c.report = e.report"
)
"""Events with their happening, report and parties."""

RELATING: dict[str, str] = {
    "dyads of happenings": (
        "SELECT h.happening, h.type, h.mode, h.status, h.date_from, h.date_to,"
        f" {_MEANT.format('s.actor')} AS source, {_MEANT.format('r.actor')} AS recipient,"
        " json_group_array(DISTINCT e.event) AS events, count(DISTINCT coalesce(c.copy_of, e.report)) AS reports,"
        " min(p.published) AS told FROM happenings h JOIN happening_events x ON x.happening = h.happening"
        " JOIN events e ON e.event = x.event JOIN reports p ON p.report = e.report"
        " JOIN event_parties s ON s.event = e.event AND s.role = 'source' AND s.actor IS NOT NULL"
        " JOIN event_parties r ON r.event = e.event AND r.role = 'recipient' AND r.actor IS NOT NULL"
        " LEFT JOIN copies c ON c.report = e.report GROUP BY h.happening, 7, 8"
        " HAVING source <> recipient ORDER BY coalesce(h.date_from, told), h.happening, source, recipient"
    ),
    "reports held by day": (
        "SELECT published AS day, count(*) AS reports FROM reports r WHERE published IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.report = r.report) GROUP BY published ORDER BY published"
    ),
    "words of events": (
        "SELECT e.event, e.report, r.name, r.outlet, r.published, e.start, e.sentence, h.happening, h.summary"
        " FROM json_each(:events) j JOIN events e ON e.event = j.value JOIN reports r ON r.report = e.report"
        " LEFT JOIN happening_events x ON x.event = e.event LEFT JOIN happenings h ON h.happening = x.happening"
        " ORDER BY r.published, r.name, e.start"
    ),
    "acts told": (
        f"{_ACTS} WHERE e.type IN (SELECT value FROM json_each(:types))"
        " ORDER BY coalesce(e.date_from, p.published, '9'), x.happening, e.event"
    ),
    "acts told between": (
        f"{_ACTS} WHERE x.happening IN (SELECT happening FROM (SELECT happening, type FROM happening_facets"
        f" WHERE facet = 'pair' AND value = :pair ORDER BY day DESC, happening DESC LIMIT {SCAN})"
        " WHERE type IN (SELECT value FROM json_each(:types)) LIMIT :limit)"
        " ORDER BY coalesce(e.date_from, p.published, '9'), x.happening, e.event"
    ),
    "positions told": (
        f"SELECT t.position, {_MEANT.format('t.actor')} AS actor, t.issue, t.stance, t.date_from, t.date_precision,"
        " t.text, t.report, p.name, p.outlet, p.published, coalesce(c.copy_of, t.report) AS independent"
        " FROM positions t JOIN reports p ON p.report = t.report LEFT JOIN copies c ON c.report = t.report"
        " WHERE t.actor IS NOT NULL"
        " ORDER BY coalesce(t.date_from, p.published, '9'), t.position"
    ),
}
"""Query → SQL. `Store.query` runs them by name, as those of `queries.py`."""
