"""Tables that pages are read from: happenings and statements in the order a reader wants them, and totals.

They follow from the other tables by SQL alone (`totals.py`), so that a page over millions of events touches no
more than it shows. They have no foreign keys: these would make filling them five times as slow, and they are never
written but as a whole after what they follow from.
"""

from westphalia.world.schema import Column, Kind, Origin, Table

HAPPENING_FACETS = Table(
    "happening_facets",
    "Happenings by what one looks for them by, in order of time: a page of any choice is one range of this table.",
    Origin.DERIVED,
    (
        Column("facet", Kind.TEXT, "all, actor, pair, outlet, country (of an outlet) or type"),
        Column("value", Kind.TEXT, "the value; an actor counts for all it acts for, a pair is two polities"),
        Column("day", Kind.TEXT, "its first day; where its date is unknown the first day it was told, else empty"),
        Column("happening", Kind.TEXT, "the happening"),
        Column("type", Kind.TEXT, "its PLOVER type"),
        Column("status", Kind.TEXT, "its status"),
        Column("dated", Kind.BOOLEAN, "whether the day is its own"),
    ),
    ("facet", "value", "day", "happening"),
    indexes=(("happening",),),
    clustered=True,
)

DYAD_MONTHS = Table(
    "dyad_months",
    "How many happenings polities share in a month, by type and status.",
    Origin.DERIVED,
    (
        Column("one", Kind.TEXT, "polity; empty for all happenings"),
        Column("other", Kind.TEXT, "another, each pair in both orders; empty for all happenings of the polity"),
        Column("month", Kind.TEXT, "year and month, empty where unknown"),
        Column("type", Kind.TEXT, "PLOVER type"),
        Column("status", Kind.TEXT, "status"),
        Column("happenings", Kind.INTEGER, "how many"),
        Column("undated", Kind.INTEGER, "of these, how many stand in the month in which they were told"),
    ),
    ("one", "other", "month", "type", "status"),
    clustered=True,
)

DYADS = Table(
    "dyads",
    "Pairs of polities with what they share over all months.",
    Origin.DERIVED,
    (
        Column("one", Kind.TEXT, "polity"),
        Column("other", Kind.TEXT, "another; each pair is here in both orders"),
        Column("happenings", Kind.INTEGER, "how many they share"),
        Column("cooperation", Kind.INTEGER, "of these, cooperation that is said to be done"),
        Column("conflict", Kind.INTEGER, "of these, conflict that is said to be done"),
        Column("not_done", Kind.INTEGER, "of these, planned, possible, refused or denied"),
        Column("last", Kind.TEXT, "last month, empty where unknown"),
    ),
    ("one", "other"),
    indexes=(("happenings", "one", "other"), ("one", "happenings", "other")),
    clustered=True,
)

COUNTS = Table(
    "counts",
    "How many rows the large tables have.",
    Origin.DERIVED,
    (Column("table", Kind.TEXT, "table"), Column("rows", Kind.INTEGER, "rows")),
    ("table",),
    clustered=True,
)

SPEAKERS = Table(
    "speakers",
    "Statements by whoever speaks or is spoken for, in order of publication.",
    Origin.DERIVED,
    (
        Column("speaker", Kind.TEXT, "the speaker, or what the speaker acts for"),
        Column("day", Kind.TEXT, "day of publication, empty where unknown"),
        Column("statement", Kind.TEXT, "the statement"),
    ),
    ("speaker", "day", "statement"),
    clustered=True,
)

REPORT_MONTHS = Table(
    "report_months",
    "How many reports are held of each month: where there are none, nothing is known.",
    Origin.DERIVED,
    (
        Column("month", Kind.TEXT, "year and month of publication, empty where unknown"),
        Column("reports", Kind.INTEGER, "how many"),
    ),
    ("month",),
    clustered=True,
)

REFERENTS = Table(
    "referents",
    "Things that reports call by more than one name.",
    Origin.DERIVED,
    (
        Column("referent", Kind.TEXT, "the thing"),
        Column("names", Kind.INTEGER, "how many names"),
        Column("reports", Kind.INTEGER, "reports that name it, copies left out"),
        Column("outlets", Kind.INTEGER, "known outlets of these reports"),
        Column("first", Kind.TEXT, "first month of publication, empty where unknown"),
        Column("last", Kind.TEXT, "last month of publication, empty where unknown"),
    ),
    ("referent",),
    indexes=(("reports", "referent"),),
    clustered=True,
)

NAMING_MONTHS = Table(
    "naming_months",
    "What outlets call the things that reports call by more than one name, month by month, copies left out.",
    Origin.DERIVED,
    (
        Column("referent", Kind.TEXT, "the thing"),
        Column("words", Kind.TEXT, "the name, in lower case"),
        Column("outlet", Kind.TEXT, "outlet, empty where unknown"),
        Column("month", Kind.TEXT, "year and month of publication, empty where unknown"),
        Column("spelt", Kind.TEXT, "the name as a report has it"),
        Column("calling", Kind.INTEGER, "reports of outlet and month that call it so"),
        Column("own", Kind.INTEGER, "of these, in their own voice"),
        Column("quoted", Kind.INTEGER, "of these, in quotation marks"),
        Column("attributed", Kind.INTEGER, "of these, leaving the name to somebody else"),
        Column("naming", Kind.INTEGER, "reports of outlet and month that name the thing at all"),
        Column("reports", Kind.INTEGER, "all reports of outlet and month"),
    ),
    ("referent", "words", "outlet", "month"),
    indexes=(("outlet", "month"),),
    clustered=True,
)

OUTLETS = Table(
    "outlets",
    "What the world holds of each outlet.",
    Origin.DERIVED,
    (
        Column("outlet", Kind.TEXT, "name; empty for reports whose outlet is unknown"),
        Column("outlet_id", Kind.TEXT, "outlet in the reference table", null=True),
        Column("country", Kind.TEXT, "country of the outlet, ISO 3166-1 alpha-3", null=True),
        Column("reports", Kind.INTEGER, "number of reports"),
        Column("dated", Kind.INTEGER, "of these, with a known day of publication"),
        Column("first", Kind.TEXT, "first day of publication", null=True),
        Column("last", Kind.TEXT, "last day of publication", null=True),
        Column("copies", Kind.INTEGER, "reports that copy another"),
        Column("happenings", Kind.INTEGER, "happenings it tells of"),
        Column("alone", Kind.INTEGER, "happenings no other outlet tells of"),
        Column("compared", Kind.INTEGER, "happenings that it and others tell of on known days"),
        Column("foremost", Kind.INTEGER, "of the compared, those nobody told of on an earlier day"),
        Column("delay", Kind.REAL, "median of days after the first that told, over the compared", null=True),
    ),
    ("outlet",),
)

ALL = (HAPPENING_FACETS, DYAD_MONTHS, DYADS, COUNTS, SPEAKERS, REPORT_MONTHS, REFERENTS, NAMING_MONTHS, OUTLETS)
"""All of them."""
