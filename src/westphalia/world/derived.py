"""Tables that reconciling drops and rebuilds from all reports and the journal."""

from westphalia.world.columns import key, text, when, whole
from westphalia.world.schema import Column, Kind, Origin, Table

ACTORS = Table(
    "actors",
    "Everyone who is named in the reports, after reconciling.",
    Origin.DERIVED,
    (
        key("actor", "actor id: polity[/sector[/name]]"),
        text("name", "the name most used, or the one of the reference table", null=False),
        text("kind", "state, body, organ, person, group, company, outlet, bloc, people"),
        text("polity", "polity acted for, `?` where it is not known", null=False),
        text("sector", "PLOVER sector"),
        whole("mentions", "number of mentions", null=False),
        whole("reports", "number of reports that mention it", null=False),
    ),
    ("actor",),
    indexes=(("mentions", "actor"),),
    exported=True,
)

HAPPENINGS = Table(
    "happenings",
    "The thing in the world that events of several reports are about.",
    Origin.DERIVED,
    (
        key("happening", "id"),
        text("type", "PLOVER event type most of its events have", null=False),
        text("mode", "PLOVER mode"),
        text("status", "status of its events, the surest", null=False),
        Column("participants", Kind.LIST, "actor ids", contract=True),
        *when(),
        text("place", "name of the place"),
        text("place_country", "its country, ISO 3166-1 alpha-3"),
        whole("reports", "number of reports that tell of it", null=False),
        whole("independent_reports", "the same, copies counted once", null=False),
        Column(
            "events",
            Kind.LIST,
            "its events",
            contract=True,
            stored=False,
            shown="(SELECT json_group_array(event) FROM"
            " (SELECT event FROM happening_events h WHERE h.happening = t.happening ORDER BY event))",
        ),
        text("summary", "one line", null=False),
        Column("why", Kind.JSON, "what joined its events", null=True),
    ),
    ("happening",),
    indexes=(("date_from",),),
    exported=True,
)

HAPPENING_EVENTS = Table(
    "happening_events",
    "Which events are accounts of which happening; an event belongs to one at most.",
    Origin.DERIVED,
    (
        Column("event", Kind.TEXT, "the event", references="events.event"),
        Column("happening", Kind.TEXT, "the happening", references="happenings.happening"),
    ),
    ("event",),
    indexes=(("happening",),),
)

QUOTATIONS = Table(
    "quotations",
    "One utterance, in all its wordings.",
    Origin.DERIVED,
    (
        key("quotation", "id"),
        text("speaker", "actor id of the speaker"),
        text("speaker_name", "name of the speaker"),
        text("content", "the wording that stands for all", null=False),
        whole("reports", "number of reports that carry it", null=False),
        whole("wordings", "number of different wordings", null=False),
        Column(
            "statements",
            Kind.LIST,
            "the statements that are wordings of it",
            contract=True,
            stored=False,
            shown="(SELECT json_group_array(statement) FROM (SELECT statement FROM quotation_statements q"
            " WHERE q.quotation = t.quotation ORDER BY statement))",
        ),
    ),
    ("quotation",),
    indexes=(("speaker",), ("reports", "quotation")),
    exported=True,
)

QUOTATION_STATEMENTS = Table(
    "quotation_statements",
    "Which statements are wordings of which quotation.",
    Origin.DERIVED,
    (
        Column("statement", Kind.TEXT, "the statement", references="statements.statement"),
        Column("quotation", Kind.TEXT, "the quotation", references="quotations.quotation"),
    ),
    ("statement",),
    indexes=(("quotation",),),
)

COPIES = Table(
    "copies",
    "Reports that are exact or near copies of another.",
    Origin.DERIVED,
    (
        Column("report", Kind.TEXT, "the copy", references="reports.report"),
        Column("copy_of", Kind.TEXT, "what it is a copy of", references="reports.report"),
        Column("similarity", Kind.REAL, "share of word shingles both have, 1 for exact copies", null=True),
    ),
    ("report",),
    indexes=(("copy_of",),),
)

IDENTITIES = Table(
    "identities",
    "Who an actor id that a report leaves open turned out to be, from what other reports tell.",
    Origin.DERIVED,
    (
        Column("asserted", Kind.TEXT, "actor id as reports have it"),
        Column("actor", Kind.TEXT, "actor id that is meant"),
        Column("how", Kind.TEXT, "what tells so"),
    ),
    ("asserted",),
    indexes=(("actor",),),
)

NEAR_MISSES = Table(
    "near_misses",
    "Pairs of happenings that are nearly alike enough to be one: what a person should look at first.",
    Origin.DERIVED,
    (
        Column("one", Kind.TEXT, "a happening", references="happenings.happening"),
        Column("other", Kind.TEXT, "another, of larger id", references="happenings.happening"),
        Column("score", Kind.REAL, "how alike their most alike events are; from 1 on two events are linked"),
        Column("event", Kind.TEXT, "of these two, the event of the one"),
        Column("other_event", Kind.TEXT, "the event of the other"),
        Column("why", Kind.JSON, "the parts of the score: who, what, when, where, words, story"),
    ),
    ("one", "other"),
    indexes=(("other",), ("score", "one", "other")),
)
