"""Tables by which a new report finds what it may belong to, so that it joins a world at the same cost however large.

They say nothing that other tables do not say; they are in the order in which joining (`reconciling/joining.py`) asks.
None has a foreign key: they are kept right by those who write them, and checked against a rebuild in tests.
"""

from westphalia.world.schema import Column, Kind, Origin, Table

SKETCH_BANDS = Table(
    "sketch_bands",
    "Two neighbouring numbers of a report's sketch as one: reports that share one may be copies.",
    Origin.DERIVED,
    (Column("band", Kind.INTEGER, "which two, and their values, hashed"), Column("report", Kind.TEXT, "the report")),
    ("band", "report"),
    clustered=True,
)

ACTOR_NAMES = Table(
    "actor_names",
    "How often an actor id, as reports have it, is mentioned by a name.",
    Origin.DERIVED,
    (
        Column("actor", Kind.TEXT, "actor id as reports have it"),
        Column("kind", Kind.TEXT, "kind of mention"),
        Column("name", Kind.TEXT, "canonical name; empty where none is known or several are meant"),
        Column("mentions", Kind.INTEGER, "how many"),
    ),
    ("actor", "kind", "name"),
    clustered=True,
)

ACTOR_REPORTS = Table(
    "actor_reports",
    "Which reports mention an actor id.",
    Origin.DERIVED,
    (Column("actor", Kind.TEXT, "actor id as reports have it"), Column("report", Kind.TEXT, "the report")),
    ("actor", "report"),
    clustered=True,
)

BEARERS = Table(
    "bearers",
    "Persons by what they are called, and names that reports leave open.",
    Origin.DERIVED,
    (
        Column("name", Kind.TEXT, "the whole name, or its last part, as in the actor id"),
        Column("actor", Kind.TEXT, "actor id as reports have it"),
        Column("office", Kind.BOOLEAN, "whether any report gives it an office"),
    ),
    ("name", "actor"),
    clustered=True,
)

EVENT_KEYS = Table(
    "event_keys",
    "Events by what they are compared by: events of one family and one pair of polities that are near in time.",
    Origin.DERIVED,
    (
        Column("family", Kind.TEXT, "family of acts"),
        Column("pair", Kind.TEXT, "two polities, or the only one, or nothing"),
        Column("reach", Kind.INTEGER, "0: of a day or some weeks, 1: of a longer time, 2: of an unknown day"),
        Column("day", Kind.TEXT, "its last day, or the day of the report; empty where neither is known"),
        Column("event", Kind.TEXT, "the event"),
        Column("first", Kind.TEXT, "its first day, empty where unknown"),
        Column("last", Kind.TEXT, "its last day, empty where unknown"),
        Column("glance", Kind.TEXT, "what tells most events apart, kind, parties, time and place, as a JSON list"),
    ),
    ("family", "pair", "reach", "day", "event"),
    indexes=(("event",),),
    clustered=True,
)

LINKED_EVENTS = Table(
    "linked_events",
    "Events that are linked to others, directly or over others; happenings are groups within these.",
    Origin.DERIVED,
    (
        Column("event", Kind.TEXT, "the event"),
        Column("component", Kind.TEXT, "the event of the smallest id linked to it"),
    ),
    ("event",),
    indexes=(("component",),),
    clustered=True,
)

LINK_SCORES = Table(
    "link_scores",
    "How alike the linked events are, two by two.",
    Origin.DERIVED,
    (
        Column("component", Kind.TEXT, "the event of the smallest id"),
        Column(
            "scores",
            Kind.BLOB,
            "of all pairs in order of ids (1-2, 1-3 … 2-3 …): doubles, little-endian; empty: all surely one",
        ),
    ),
    ("component",),
)

NEAR_EVENTS = Table(
    "near_events",
    "Events of two happenings that are nearly, or for themselves, alike enough to be of one.",
    Origin.DERIVED,
    (
        Column("event", Kind.TEXT, "an event"),
        Column("other", Kind.TEXT, "another, of larger id"),
        Column("score", Kind.REAL, "how alike they are; from 1 on two events are linked"),
        Column("why", Kind.JSON, "the parts of the score"),
    ),
    ("event", "other"),
    indexes=(("other",),),
    clustered=True,
)

STATEMENT_DAYS = Table(
    "statement_days",
    "Statements by whom the speaker acts for and by day, with rough vectors of what they say and of its words.",
    Origin.DERIVED,
    (
        Column("polity", Kind.TEXT, "polity of the speaker, `?` where unknown"),
        Column("day", Kind.TEXT, "day of publication, empty where unknown"),
        Column("statements", Kind.LIST, "statements in order of ids"),
        Column("vectors", Kind.BLOB, "for each statement 512 bytes, 1 for how many words, 16 for which, hashed"),
    ),
    ("polity", "day"),
)

QUOTATION_LINKS = Table(
    "quotation_links",
    "Statements that are wordings of one utterance, as two reports alone tell.",
    Origin.DERIVED,
    (Column("statement", Kind.TEXT, "a statement"), Column("other", Kind.TEXT, "another, of larger id")),
    ("statement", "other"),
    indexes=(("other",),),
    clustered=True,
)

OUTLET_LAGS = Table(
    "outlet_lags",
    "How many days after the first to tell an outlet told of happenings that others tell too.",
    Origin.DERIVED,
    (
        Column("outlet", Kind.TEXT, "name; empty for reports whose outlet is unknown"),
        Column("days", Kind.INTEGER, "days after the first"),
        Column("happenings", Kind.INTEGER, "how many"),
    ),
    ("outlet", "days"),
    clustered=True,
)

UNJOINED = Table(
    "unjoined",
    "Reports written since the derived tables were last brought up to date.",
    Origin.HOUSE,
    (
        Column("report", Kind.TEXT, "the report"),
        Column("again", Kind.BOOLEAN, "whether it was there before, so that derived tables rest on what it said then"),
    ),
    ("report",),
)

ALL = (
    SKETCH_BANDS,
    ACTOR_NAMES,
    ACTOR_REPORTS,
    BEARERS,
    EVENT_KEYS,
    LINKED_EVENTS,
    LINK_SCORES,
    NEAR_EVENTS,
    STATEMENT_DAYS,
    QUOTATION_LINKS,
    OUTLET_LAGS,
)
"""All that are derived."""
