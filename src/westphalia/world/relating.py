"""Queries about who did what to whom: happenings by directed dyad, and what can be told from them. Values are bound."""

_MEANT = "coalesce((SELECT i.actor FROM identities i WHERE i.asserted = {0}), {0})"

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
}
"""Query → SQL. `Store.query` runs them by name, as those of `queries.py`."""
