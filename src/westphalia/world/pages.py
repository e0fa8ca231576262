"""Queries that pages are made of: each reads one range of an index, so its cost does not grow with the world.

Lists are read from the newest on, a page at a time: `:day` and `:before` are the day and id of the last row shown, or
what sorts behind every row. Values are bound.
"""

SCAN = 20_000
"""Rows of a list looked through for one page; who filters by two rare things goes on from there (12 ms)."""

FILTERS = 3
"""Most facets besides the one whose list is read."""

END = "~"
"""Sorts behind every day and id: the place before the first row of a list."""

_RANGE = (
    "SELECT day, happening, type, status, dated FROM happening_facets WHERE facet = :facet AND value = :value"
    " AND (day, happening) < (:day, :before) AND day >= :since ORDER BY day DESC, happening DESC"
)


def _listing(others: int) -> str:
    """Happenings of a facet that are in so many other facets as well."""
    held = "".join(
        f" AND EXISTS (SELECT 1 FROM happening_facets o WHERE o.facet = :facet{n} AND o.value = :value{n}"
        " AND o.day = f.day AND o.happening = f.happening)"
        for n in range(others)
    )
    return (
        f"SELECT f.* FROM ({_RANGE} LIMIT {SCAN}) f WHERE (:type = '' OR f.type = :type)"
        f" AND (:status = '' OR f.status = :status){held} LIMIT :limit"
    )


_IN_FORCE = "NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.entry)"
_JUDGED = f"SELECT 1 FROM journal j WHERE j.subject = {{}} AND j.action IN ('right', 'wrong') AND {_IN_FORCE}"
_COMPARED = (
    "SELECT 1 FROM journal j WHERE j.subject IN (n.event, n.other_event) AND j.object IN (n.event, n.other_event)"
    f" AND j.action IN ('same', 'different') AND {_IN_FORCE}"
)
"""Decisions that nobody has undone: about an event, about two."""


def _offices(column: str) -> str:
    """The posts of a person or for an actor by the latest so many namings, those named most first."""
    return (
        "SELECT o.person, o.post, o.actor, min(coalesce(o.since, r.published)) AS since,"
        " max(coalesce(o.until, r.published)) AS until, count(*) AS named, count(DISTINCT o.report) AS reports,"
        " json_group_array(json_array(o.report, o.start)) AS evidence"
        f" FROM (SELECT * FROM offices WHERE {column} = :{column} ORDER BY rowid DESC LIMIT :most) o"
        " LEFT JOIN reports r ON r.report = o.report GROUP BY o.person, o.post, o.actor"
        " ORDER BY named DESC, o.post, o.person LIMIT :limit"
    )


PAGES: dict[str, str] = {
    **{f"listing {n}": _listing(n) for n in range(FILTERS + 1)},
    "listing end": f"{_RANGE} LIMIT 1 OFFSET {SCAN - 1}",
    "listing size": f"SELECT count(*) AS rows FROM (SELECT 1 FROM ({_RANGE} LIMIT :most))",
    "months of list": (
        "SELECT substr(day, 1, 7) AS month, type, count(*) AS happenings, sum(NOT dated) AS undated"
        " FROM happening_facets WHERE facet = :facet AND value = :value AND day >= :since AND day < :until"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    ),
    "ends of list": (
        "SELECT (SELECT day FROM happening_facets WHERE facet = :facet AND value = :value AND day > ''"
        " ORDER BY day LIMIT 1) AS first, (SELECT day FROM happening_facets WHERE facet = :facet AND value = :value"
        " ORDER BY day DESC LIMIT 1) AS last"
    ),
    "facets of happenings": (
        "SELECT f.* FROM json_each(:happenings) j CROSS JOIN json_each(:facets) k"
        " CROSS JOIN happening_facets f INDEXED BY happening_facets_happening"
        " WHERE f.happening = j.value AND f.facet = k.value"
    ),
    "months of pair": (
        "SELECT month, type, status, happenings, undated FROM dyad_months WHERE one = :one AND other = :other"
        " ORDER BY month"
    ),
    "counterparts": "SELECT * FROM dyads WHERE one = :one ORDER BY happenings DESC, other DESC LIMIT :limit",
    "busiest pairs": (
        "SELECT one, other, happenings FROM dyads WHERE one < other ORDER BY happenings DESC, one DESC, other DESC"
        " LIMIT :limit"
    ),
    "events of happening": (
        "SELECT x.event, e.report, e.confidence FROM happening_events x JOIN events e ON e.event = x.event"
        " WHERE x.happening = :happening ORDER BY e.confidence DESC, x.event LIMIT :limit"
    ),
    "size of happening": "SELECT count(*) AS events FROM happening_events WHERE happening = :happening",
    "happening of event": "SELECT happening FROM happening_events WHERE event = :event",
    "happenings by id": (
        "SELECT happening AS id FROM happenings WHERE happening BETWEEN :start AND :start || '~'"
        " ORDER BY happening LIMIT 3"
    ),
    "place of event": "SELECT report, start FROM events WHERE event = :event",
    "place of statement": "SELECT report, start FROM statements WHERE statement = :statement",
    "reports of outlet by day": (
        "SELECT published AS day, count(*) AS reports FROM reports WHERE outlet = :outlet"
        " AND published BETWEEN :since AND :until GROUP BY published"
    ),
    "outlets of days": (
        "SELECT outlet, count(*) AS reports FROM reports WHERE published BETWEEN :since AND :until"
        " AND outlet IS NOT NULL GROUP BY outlet ORDER BY reports DESC, outlet LIMIT :limit"
    ),
    "biggest outlets": "SELECT * FROM outlets WHERE outlet <> '' ORDER BY reports DESC, outlet LIMIT :limit",
    "outlets in order": (
        "SELECT * FROM outlets WHERE (reports, outlet) < (:reports, :outlet) OR :outlet IS NULL"
        " ORDER BY reports DESC, outlet DESC LIMIT :limit"
    ),
    "counted": 'SELECT "table", rows FROM counts',
    "counted now": (
        "SELECT (SELECT count(*) FROM quotations) AS quotations, (SELECT count(*) FROM actors) AS actors,"
        " (SELECT count(*) FROM copies) AS copies, (SELECT count(*) FROM rejected) AS rejected"
    ),
    "countries of outlets": (
        "SELECT country, sum(reports) AS reports FROM outlets WHERE country IS NOT NULL GROUP BY country"
        " ORDER BY country"
    ),
    "source of report": ("SELECT container, repairs, raw, reading_version FROM reports WHERE report = :report"),
    "where assertions begin": (
        " UNION ALL ".join(
            f"SELECT start FROM {table} WHERE report = :report AND start IS NOT NULL"
            for table in ("events", "statements", "figures", "namings", "positions", "offices")
        )
        + " ORDER BY start"
    ),
    "copies of report": "SELECT report FROM copies WHERE copy_of = :report ORDER BY report LIMIT 50",
    "dated reports of outlet": (
        "SELECT report, published AS day FROM reports WHERE outlet IS :outlet AND published IS NOT NULL"
        " AND (published, report) < (:day, :before) ORDER BY published DESC, report DESC LIMIT :limit"
    ),
    "undated reports of outlet": (
        "SELECT report, '' AS day FROM reports WHERE outlet IS :outlet AND published IS NULL AND report < :before"
        " ORDER BY report DESC LIMIT :limit"
    ),
    "newest reports": (
        "SELECT report, published AS day FROM reports WHERE published IS NOT NULL"
        " AND (published, report) < (:day, :before) ORDER BY published DESC, report DESC LIMIT :limit"
    ),
    "statements of speaker": (
        "SELECT day, statement FROM speakers WHERE speaker = :speaker AND (day, statement) < (:day, :before)"
        " ORDER BY day DESC, statement DESC LIMIT :limit"
    ),
    "actors by mentions": (
        "SELECT actor, name, kind, polity, mentions, reports FROM actors WHERE (mentions, actor) < (:mentions, :actor)"
        " AND (:kind = '' OR kind = :kind) ORDER BY mentions DESC, actor DESC LIMIT :limit"
    ),
    "actors named": (
        "SELECT * FROM (SELECT actor, name, kind, polity, mentions, reports FROM actors"
        " ORDER BY mentions DESC, actor DESC LIMIT :most) WHERE name LIKE :like ESCAPE '\\'"
        " ORDER BY mentions DESC, actor DESC LIMIT :limit"
    ),
    "kinds of actors": (
        "SELECT DISTINCT kind FROM (SELECT kind FROM actors ORDER BY mentions DESC, actor DESC LIMIT :most)"
        " WHERE kind IS NOT NULL ORDER BY kind"
    ),
    "actors of polity": (
        "SELECT actor, name, kind, mentions, reports FROM actors WHERE actor > :start AND actor < :end"
        " ORDER BY mentions DESC, actor LIMIT :limit"
    ),
    "offices of person": _offices("person"),
    "offices for actor": _offices("actor"),
    "aliases of actor": (
        "SELECT asserted, how FROM identities INDEXED BY identities_actor WHERE actor = :actor"
        " ORDER BY asserted LIMIT 50"
    ),
    "positions of actor": "SELECT position FROM positions WHERE actor = :actor ORDER BY rowid DESC LIMIT :limit",
    "quotations in order": (
        "SELECT quotation FROM quotations WHERE (reports, quotation) < (:reports, :quotation)"
        " ORDER BY reports DESC, quotation DESC LIMIT :limit"
    ),
    "quotations of speaker": (
        "SELECT quotation FROM quotations WHERE speaker >= :speaker AND speaker < :end AND (speaker = :speaker"
        " OR speaker LIKE :speaker || '/%') ORDER BY reports DESC, quotation DESC LIMIT :limit"
    ),
    "wordings of quotation": (
        "SELECT statement FROM quotation_statements WHERE quotation = :quotation ORDER BY statement LIMIT :limit"
    ),
    "quotations of reports": (
        "SELECT q.quotation, count(DISTINCT s.report) AS reports FROM statements s"
        " JOIN quotation_statements q ON q.statement = s.statement"
        " WHERE s.report IN (SELECT value FROM json_each(:reports)) GROUP BY q.quotation"
        " HAVING count(DISTINCT s.report) > 1 ORDER BY reports DESC, q.quotation LIMIT :limit"
    ),
    "referents in order": (
        "SELECT * FROM referents WHERE (reports, referent) < (:reports, :referent)"
        " ORDER BY reports DESC, referent DESC LIMIT :limit"
    ),
    "names of referents": (
        "SELECT m.referent, max(m.spelt) AS spelt, sum(m.calling) AS calling FROM json_each(:referents) j"
        " CROSS JOIN naming_months m WHERE m.referent = j.value GROUP BY m.referent, m.words ORDER BY 1, 3 DESC, 2"
    ),
    "names of referent": (
        "SELECT words, max(spelt) AS spelt, sum(calling) AS calling, sum(own) AS own, sum(quoted) AS quoted,"
        " sum(attributed) AS attributed, count(DISTINCT nullif(outlet, '')) AS outlets FROM naming_months"
        " WHERE referent = :referent GROUP BY words ORDER BY calling DESC, words LIMIT :limit"
    ),
    "outlets naming referent": (
        "SELECT n.outlet, o.country, sum(n.naming) AS naming, o.reports - o.copies AS reports FROM"
        " (SELECT DISTINCT outlet, month, naming FROM naming_months WHERE referent = :referent) n"
        " JOIN outlets o ON o.outlet = n.outlet GROUP BY n.outlet ORDER BY naming DESC, n.outlet LIMIT :limit"
    ),
    "names by outlet": (
        "SELECT outlet, words, max(spelt) AS spelt, sum(calling) AS calling, sum(own) AS own, sum(quoted) AS quoted,"
        " sum(attributed) AS attributed FROM naming_months WHERE referent = :referent GROUP BY outlet, words"
    ),
    "names by month": (
        "SELECT month, words, sum(calling) AS calling, sum(own) AS own FROM naming_months WHERE referent = :referent"
        " AND month >= :since GROUP BY month, words"
    ),
    "months naming referent": (
        "SELECT month, sum(naming) AS naming FROM (SELECT DISTINCT outlet, month, naming FROM naming_months"
        " WHERE referent = :referent) WHERE month > '' GROUP BY month"
    ),
    "passages of referent": (
        'SELECT n.naming, n.report, n.start, n."end", n.voice, n.according_to_name, r.outlet, r.published, r.title,'
        " r.name FROM namings n JOIN reports r ON r.report = n.report WHERE n.referent = :referent"
        " AND (:words = '' OR plain(n.words) = :words) AND (:voice = '' OR n.voice = :voice)"
        " AND (:outlet = '' OR r.outlet = :outlet) AND n.report > :after"
        " AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.report = n.report) ORDER BY n.report, n.start LIMIT :limit"
    ),
    "oldest match in sentences": (
        "SELECT min(rowid) AS row, count(*) AS rows FROM (SELECT rowid FROM sentences_search"
        " WHERE sentences_search MATCH :words ORDER BY rowid DESC LIMIT :most)"
    ),
    "sentences that match": (
        'SELECT s.report, s.start, s."end", s.text, r.name, r.title, r.outlet, r.outlet_country, r.published,'
        " highlight(sentences_search, 0, char(2), char(3)) AS marked, bm25(sentences_search) AS rank"
        " FROM sentences_search JOIN sentences s ON s.sentence = sentences_search.rowid"
        " JOIN reports r ON r.report = s.report WHERE sentences_search MATCH :words AND sentences_search.rowid >= :row"
        " AND (:outlet = '' OR r.outlet = :outlet) AND (:country = '' OR r.outlet_country = :country)"
        " AND (:since = '' OR r.published >= :since) AND (:until = '' OR r.published <= :until)"
        " ORDER BY rank, s.report, s.start LIMIT :limit OFFSET :skip"
    ),
    "happenings that match": (
        "SELECT DISTINCT x.happening FROM (SELECT rowid FROM sentences_search WHERE sentences_search MATCH :words"
        " ORDER BY rowid DESC LIMIT :most) m JOIN sentences s ON s.sentence = m.rowid"
        ' JOIN events e ON e.report = s.report AND e.start >= s.start AND e.start < s."end"'
        " JOIN happening_events x ON x.event = e.event"
    ),
    "doubtful events": (
        "SELECT event, confidence FROM events WHERE confidence >= :least AND confidence < :most"
        f" AND (confidence, event) > (:confidence, :after) AND NOT EXISTS ({_JUDGED.format('event')})"
        " ORDER BY confidence, event LIMIT :limit"
    ),
    "doubtful events in all": (
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM events WHERE confidence >= :least AND confidence < :most"
        " LIMIT :limit)) AS asked, (SELECT count(DISTINCT j.subject) FROM journal j JOIN events e"
        " ON e.event = j.subject WHERE e.confidence >= :least AND e.confidence < :most"
        f" AND j.action IN ('right', 'wrong') AND {_IN_FORCE}) AS answered"
    ),
    "near misses": (
        "SELECT * FROM near_misses n WHERE (score, one, other) < (:score, :one, :other)"
        f" AND NOT EXISTS ({_COMPARED}) ORDER BY score DESC, one DESC, other DESC LIMIT :limit"
    ),
    "near misses in all": (
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM near_misses LIMIT :limit)) AS asked, (SELECT count(*) FROM"
        " (SELECT DISTINCT n.one, n.other FROM journal j JOIN happening_events a ON a.event = j.subject"
        " JOIN happening_events b ON b.event = j.object JOIN near_misses n ON n.one = min(a.happening, b.happening)"
        " AND n.other = max(a.happening, b.happening) WHERE j.action IN ('same', 'different')"
        f" AND {_IN_FORCE})) AS answered"
    ),
    "decisions about": (
        "SELECT * FROM journal j WHERE action <> 'undo' AND (subject = :subject OR object = :subject)"
        " AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.entry) ORDER BY entry"
    ),
    "decisions about some": (
        "SELECT * FROM journal j WHERE action <> 'undo' AND subject IN (SELECT value FROM json_each(:subjects))"
        " AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.entry) ORDER BY entry"
    ),
    "decisions undone": ("SELECT undoes AS entry FROM journal WHERE undoes IN (SELECT value FROM json_each(:entries))"),
    "decision": f"SELECT * FROM journal j WHERE entry = :entry AND {_IN_FORCE}",
    "newest decisions": "SELECT * FROM journal WHERE entry < :before ORDER BY entry DESC LIMIT :limit",
    "decisions taken": "SELECT count(*) AS entries, coalesce(max(entry), 0) AS last FROM journal",
}
"""Query → SQL. `Store.query` runs them by name, as those of `queries.py`."""
