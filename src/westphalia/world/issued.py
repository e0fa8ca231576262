"""Tables of the ledger: forecasts as they were issued, and how they came out."""

from westphalia.world.schema import Column, Kind, Origin, Table

FORECASTS = Table(
    "forecasts",
    "Forecasts as they were issued, appended and never changed.",
    Origin.HUMAN,
    (
        Column("entry", Kind.INTEGER, "number"),
        Column("forecast", Kind.TEXT, "id: hash of rule, model and data", contract=True),
        Column("at", Kind.TEXT, "when it was issued, UTC", contract=True),
        Column("who", Kind.TEXT, "who issued it", contract=True),
        Column("question", Kind.TEXT, "what is asked, in words", contract=True),
        Column("begins", Kind.DATE, "first day of its window", contract=True),
        Column("ends", Kind.DATE, "last day of its window", contract=True),
        Column("answer", Kind.JSON, "the probability, or draws of the level", contract=True),
        Column("baselines", Kind.JSON, "the same by the base rate and by recurrency", contract=True),
        Column("rule", Kind.JSON, "how it is resolved, for a machine", contract=True),
        Column("model", Kind.TEXT, "name and version of what made it", contract=True),
        Column("data", Kind.TEXT, "digest of the events it was made from", contract=True),
        Column("retrospective", Kind.BOOLEAN, "whether it was issued when its window had begun", contract=True),
    ),
    ("forecast",),
    indexes=(("ends",),),
    serial="entry",
    exported=True,
)

RESOLUTIONS = Table(
    "resolutions",
    "How forecasts came out, appended and never changed.",
    Origin.HUMAN,
    (
        Column("forecast", Kind.TEXT, "the forecast", references="forecasts.forecast", contract=True),
        Column("at", Kind.TEXT, "when it was resolved, UTC", contract=True),
        Column("state", Kind.TEXT, "resolved or void", contract=True),
        Column("outcome", Kind.REAL, "1 it happened, 0 it did not; a number for a level", null=True, contract=True),
        Column("why", Kind.TEXT, "what resolved it, or why it is void", contract=True),
        Column("evidence", Kind.LIST, "ids of the events that resolved it", contract=True),
        Column("scores", Kind.JSON, "losses of the forecast and of what it is compared with", contract=True),
        Column("data", Kind.TEXT, "digest of the events it was resolved with", contract=True),
    ),
    ("forecast",),
    exported=True,
)

ALL = (FORECASTS, RESOLUTIONS)
"""Both, the parent first."""
