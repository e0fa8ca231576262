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
}
"""Query → SQL. `Store.query` runs them by name, as those of `queries.py`."""
