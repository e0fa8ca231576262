"""Queries by which reports are reconciled and new ones join: each reads what stands around the ids it is given.

Ids come as a JSON list; lists in the answers are JSON too.
"""

from westphalia.world.columns import meant


def _meant(role: str) -> str:
    return (
        f"(SELECT json_group_array(w) FROM (SELECT {meant('p.actor')} AS w FROM event_parties p"
        f" WHERE p.event = e.event AND p.role = '{role}' AND w IS NOT NULL ORDER BY p.ordinal))"
    )


_EVENTS = (
    "SELECT e.event, e.report, e.start, e.text, e.type, e.mode, e.status, e.date_from, e.date_to, e.date_precision,"
    " e.when_text, e.place, e.place_country, e.place_within, e.sentence, e.sentence_start, e.predicate_start,"
    f" e.predicate_end, {_meant('source')} AS sources, {_meant('recipient')} AS recipients,"
    " r.outlet, r.published, c.copy_of FROM {0} CROSS JOIN reports r ON r.report = e.report"
    " LEFT JOIN copies c ON c.report = e.report"
)

_STATEMENTS = (
    f"SELECT s.statement, s.report, s.start, s.content, {meant('s.speaker')} AS speaker, s.speaker_name,"
    " s.speaker_text, s.quotation, r.outlet, r.published, c.copy_of FROM {0} CROSS JOIN reports r"
    " ON r.report = s.report LEFT JOIN copies c ON c.report = s.report"
)

_GIVEN = "FROM json_each(:ids) j"
_JOINED = "NOT EXISTS (SELECT 1 FROM unjoined u WHERE u.report = {0}.report)"
_BLOCK = "SELECT event, glance FROM event_keys WHERE family = :family AND pair = :pair"
_OVERLAP = "(first <= :until AND last >= :since)"

NEIGHBOURS: dict[str, str] = {
    "all events told": _EVENTS.format("events e"),
    "events told": _EVENTS.format("json_each(:ids) j CROSS JOIN events e ON e.event = j.value"),
    "events told by": _EVENTS.format("json_each(:ids) j CROSS JOIN events e ON e.report = j.value"),
    "all statements made": _STATEMENTS.format("statements s"),
    "statements made": _STATEMENTS.format("json_each(:ids) j CROSS JOIN statements s ON s.statement = j.value"),
    "statements made in": _STATEMENTS.format("json_each(:ids) j CROSS JOIN statements s ON s.report = j.value"),
    "block of events": _BLOCK,
    "events near": (
        f"{_BLOCK} AND reach = 0 AND day BETWEEN :first AND :final AND (first = '' OR {_OVERLAP})"
        f" UNION ALL {_BLOCK} AND reach = 1 AND (day BETWEEN :first AND :final OR {_OVERLAP})"
        f" UNION ALL {_BLOCK} AND reach = 2"
    ),
    "events near undated": (
        f"{_BLOCK} AND reach < 2 AND day BETWEEN :first AND :final UNION ALL {_BLOCK} AND reach = 2"
    ),
    "events within": f"{_BLOCK} AND reach = 0 AND day BETWEEN :since AND :until AND {_OVERLAP}",
    "keys of events": f"SELECT DISTINCT k.event {_GIVEN} JOIN event_keys k ON k.event = j.value",
    "near events of": f"SELECT n.event, n.other {_GIVEN} JOIN near_events n ON n.event = j.value",
    "components of events": f"SELECT l.event, l.component {_GIVEN} JOIN linked_events l ON l.event = j.value",
    "linked events": (
        f"SELECT l.component, l.event {_GIVEN} JOIN linked_events l ON l.component = j.value ORDER BY 1, 2"
    ),
    "scores of components": f"SELECT s.component, s.scores {_GIVEN} JOIN link_scores s ON s.component = j.value",
    "happenings of events": f"SELECT x.event, x.happening {_GIVEN} JOIN happening_events x ON x.event = j.value",
    "events of happenings": f"SELECT x.happening, x.event {_GIVEN} JOIN happening_events x ON x.happening = j.value",
    "happenings of reports": (
        f"SELECT DISTINCT x.happening {_GIVEN} CROSS JOIN events e ON e.report = j.value"
        " JOIN happening_events x ON x.event = e.event"
    ),
    "happenings of actors": (
        f"SELECT DISTINCT f.happening {_GIVEN} JOIN happening_facets f ON f.facet = 'actor' AND f.value = j.value"
    ),
    "happenings held": f"SELECT h.* {_GIVEN} JOIN happenings h ON h.happening = j.value",
    "reports joined": f"SELECT r.report, r.outlet, r.published, r.sketch {_GIVEN} JOIN reports r ON r.report = j.value",
    "reports in bands": (f"SELECT b.band, b.report {_GIVEN} JOIN sketch_bands b ON b.band = j.value ORDER BY 1, 2"),
    "originals": f"SELECT c.report, c.copy_of, c.similarity {_GIVEN} JOIN copies c ON c.report = j.value",
    "copies of": f"SELECT c.report, c.copy_of, c.similarity {_GIVEN} JOIN copies c ON c.copy_of = j.value",
    "actors mentioned in": (
        f"SELECT m.value AS actor, t.kind, t.report, CASE WHEN json_array_length(t.actors) = 1"
        f" THEN coalesce(t.actor_name, '') ELSE '' END AS name, count(*) AS mentions {_GIVEN}"
        " CROSS JOIN mentions t ON t.report = j.value, json_each(t.actors) m GROUP BY 1, 2, 3, 4"
    ),
    "actors mentioned": (
        "SELECT m.value AS actor, t.kind, CASE WHEN json_array_length(t.actors) = 1"
        " THEN coalesce(t.actor_name, '') ELSE '' END AS name, count(*) AS mentions"
        " FROM mentions t, json_each(t.actors) m GROUP BY 1, 2, 3"
    ),
    "actors by report": ("SELECT DISTINCT m.value AS actor, t.report FROM mentions t, json_each(t.actors) m"),
    "officers in": f"SELECT DISTINCT o.person {_GIVEN} CROSS JOIN offices o ON o.report = j.value",
    "bearers of names": f"SELECT b.actor, b.office {_GIVEN} JOIN bearers b ON b.name = j.value",
    "bearers themselves": (
        "SELECT b.actor, b.office FROM json_each(:keys) j CROSS JOIN bearers b"
        " ON b.name = json_extract(j.value, '$[0]') AND b.actor = json_extract(j.value, '$[1]')"
    ),
    "bearers beside": (
        "SELECT b.actor, b.office FROM json_each(:keys) j CROSS JOIN bearers b"
        " ON b.name = json_extract(j.value, '$[0]') AND b.actor > json_extract(j.value, '$[1]') || '/'"
        " AND b.actor < json_extract(j.value, '$[1]') || '0'"
    ),
    "names of some": f"SELECT n.actor, n.kind, n.name, n.mentions {_GIVEN} JOIN actor_names n ON n.actor = j.value",
    "mentions of some": (
        f"SELECT n.actor, sum(n.mentions) AS mentions {_GIVEN} JOIN actor_names n ON n.actor = j.value GROUP BY 1"
    ),
    "identities of": f"SELECT i.asserted, i.actor, i.how {_GIVEN} JOIN identities i ON i.asserted = j.value",
    "aliases of": f"SELECT i.asserted, i.actor {_GIVEN} JOIN identities i ON i.actor = j.value",
    "actors held": f"SELECT a.* {_GIVEN} JOIN actors a ON a.actor = j.value",
    "reports of some": (
        f"SELECT count(DISTINCT a.report) AS reports {_GIVEN} JOIN actor_reports a ON a.actor = j.value"
    ),
    "events joined": f"SELECT e.event {_GIVEN} JOIN events e ON e.event = j.value WHERE {_JOINED.format('e')}",
    "reports of statements": (
        f"SELECT DISTINCT s.report {_GIVEN} JOIN statements s ON s.statement = j.value WHERE {_JOINED.format('s')}"
    ),
    "events of actors": f"SELECT DISTINCT p.event {_GIVEN} CROSS JOIN event_parties p ON p.actor = j.value",
    "reports of speakers": (
        f"SELECT DISTINCT s.report {_GIVEN} CROSS JOIN statements s ON s.speaker = j.value WHERE {_JOINED.format('s')}"
    ),
    "statement days": (
        "SELECT day, statements, vectors FROM statement_days WHERE polity = :polity"
        " AND (day = '' OR day BETWEEN :first AND :final)"
    ),
    "statement day": "SELECT statements, vectors FROM statement_days WHERE polity = :polity AND day = :day",
    "links of statements": (
        f"SELECT q.statement, q.other {_GIVEN} JOIN quotation_links q ON q.statement = j.value"
        f" UNION SELECT q.statement, q.other {_GIVEN} JOIN quotation_links q ON q.other = j.value"
    ),
    "quotations of": f"SELECT x.statement, x.quotation {_GIVEN} JOIN quotation_statements x ON x.statement = j.value",
    "statements of quotations": (
        f"SELECT x.statement, x.quotation {_GIVEN} JOIN quotation_statements x ON x.quotation = j.value"
    ),
    "vectors of wordings": f"SELECT w.wording, w.vector {_GIVEN} JOIN wordings w ON w.wording = j.value",
    "next to join": "SELECT report FROM unjoined ORDER BY report LIMIT :some",
    "waiting": (
        "SELECT count(*) AS reports, max(again) AS again,"
        " coalesce((SELECT rows FROM counts WHERE \"table\" = 'reports'), 0) AS joined FROM unjoined"
    ),
    "joined by": "SELECT value FROM meta WHERE key = 'joined_by'",
}
"""Query → SQL. `Store.query` runs them by name, as those of `queries.py`."""
