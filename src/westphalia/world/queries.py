"""Every fixed query, by name. Values are bound, never written into the SQL."""

from westphalia.world.neighbours import NEIGHBOURS
from westphalia.world.pages import PAGES
from westphalia.world.relating import RELATING

QUERIES: dict[str, str] = {
    **PAGES,
    **NEIGHBOURS,
    **RELATING,
    "known report": (
        "SELECT name, coalesce(container, '') AS container, reading_version FROM reports WHERE report = :report"
    ),
    "forget report": "DELETE FROM reports WHERE report = :report",
    "forget rejected": "DELETE FROM rejected WHERE container = :container AND name = :name",
    "counts": (
        "SELECT (SELECT count(*) FROM reports) AS reports, (SELECT count(*) FROM rejected) AS rejected,"
        " (SELECT count(*) FROM copies) AS copies"
    ),
    "events by id": "SELECT event AS id FROM events WHERE event BETWEEN :start AND :start || '~' ORDER BY event",
    "statements by id": (
        "SELECT statement AS id FROM statements WHERE statement BETWEEN :start AND :start || '~' ORDER BY statement"
    ),
    "text of report": "SELECT text FROM reports WHERE report = :report",
    "sentence around": (
        'SELECT start, "end", text FROM sentences WHERE report = :report AND start <= :at ORDER BY start DESC LIMIT 1'
    ),
    "names of actors": "SELECT actor, name FROM actors ORDER BY mentions DESC, actor",
    "search sentences": (
        'SELECT s.report, r.name, r.outlet, r.published, s.start, s."end", s.text,'
        " 'sentence' AS kind, NULL AS speaker, bm25(sentences_search) AS rank FROM sentences_search"
        " JOIN sentences s ON s.sentence = sentences_search.rowid"
        " JOIN reports r ON r.report = s.report WHERE sentences_search MATCH :words"
        " ORDER BY rank, s.report, s.start LIMIT :limit"
    ),
    "search statements": (
        "SELECT s.report, r.name, r.outlet, r.published, s.start, s.\"end\", s.content AS text, 'statement' AS kind,"
        " coalesce(s.speaker_name, s.speaker) AS speaker, bm25(statements_search) AS rank FROM statements_search"
        " JOIN statements s ON s.row = statements_search.rowid JOIN reports r ON r.report = s.report"
        " WHERE statements_search MATCH :words ORDER BY rank, s.report, s.start LIMIT :limit"
    ),
    "busiest pair": (
        "WITH acts AS (SELECT event, role, substr(actor, 1, instr(actor || '/', '/') - 1) AS polity FROM event_parties"
        " WHERE actor IS NOT NULL)"
        " SELECT min(s.polity, r.polity) AS one, max(s.polity, r.polity) AS other, count(DISTINCT s.event) AS events"
        " FROM acts s JOIN acts r ON r.event = s.event AND r.role = 'recipient' AND r.polity <> s.polity"
        " WHERE s.role = 'source' AND s.polity <> '?' AND r.polity <> '?' AND length(s.polity) = 3"
        " AND length(r.polity) = 3 GROUP BY one, other ORDER BY events DESC, one, other LIMIT 1"
    ),
    "sources": "SELECT report, outlet, published, sketch FROM reports ORDER BY report",
    "reports of actors": (
        "SELECT coalesce(i.actor, m.value) AS actor, count(DISTINCT t.report) AS reports FROM mentions t,"
        " json_each(t.actors) m LEFT JOIN identities i ON i.asserted = m.value GROUP BY 1"
    ),
    "rebuilt by": "SELECT value FROM meta WHERE key = 'derived_by'",
    "something waits": "DELETE FROM meta WHERE key = 'derived_by'",
    "report waits": (
        "INSERT OR IGNORE INTO unjoined SELECT :report, EXISTS (SELECT 1 FROM reports WHERE report = :report)"
    ),
    "none waits": "DELETE FROM unjoined",
    "all is decided": "INSERT OR REPLACE INTO meta SELECT 'decided_until', coalesce(max(entry), 0) FROM journal",
    "derived is void": "DELETE FROM meta WHERE key IN ('derived_by', 'joined_by')",
    "world is joined": "INSERT OR REPLACE INTO meta VALUES ('joined_by', :version)",
    "all reports wait": "INSERT OR REPLACE INTO unjoined SELECT report, 0 FROM reports",
    "nothing is decided": "DELETE FROM meta WHERE key = 'decided_until'",
    "nothing is counted": (
        "INSERT INTO counts VALUES ('reports', 0), ('events', 0), ('statements', 0), ('happenings', 0)"
    ),
    "derived is current": "INSERT OR REPLACE INTO meta VALUES ('derived_by', :version)",
    "reading versions": "SELECT reading_version, count(*) AS reports FROM reports GROUP BY reading_version",
    "happenings miscounted": (
        "SELECT t.happening, t.reports AS said, count(DISTINCT e.report) AS found FROM happenings t"
        " LEFT JOIN happening_events h ON h.happening = t.happening LEFT JOIN events e ON e.event = h.event"
        " GROUP BY t.happening HAVING said <> found"
    ),
    "copies of copies": "SELECT a.report FROM copies a JOIN copies b ON b.report = a.copy_of",
    "journal": "SELECT * FROM journal ORDER BY entry",
    "decided since": (
        "SELECT coalesce(u.action, j.action) AS action, coalesce(u.subject, j.subject) AS subject,"
        " coalesce(u.object, j.object) AS object FROM journal j LEFT JOIN journal u ON u.entry = j.undoes"
        " WHERE j.entry > coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'decided_until'), 0)"
    ),
    "journal in force": (
        "SELECT * FROM journal j WHERE action <> 'undo'"
        " AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.entry) ORDER BY entry"
    ),
    "write journal": (
        "INSERT INTO journal (at, who, why, action, subject, object, undoes)"
        " VALUES (:at, :who, :why, :action, :subject, :object, :undoes)"
    ),
}
