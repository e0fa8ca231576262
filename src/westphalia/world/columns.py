"""Columns that several tables share, and the SQL behind columns that frames compute."""

from westphalia.world.schema import Column, Kind


def meant(asserted: str) -> str:
    """SQL for the actor that an asserted actor id turned out to be, itself where reconciling says nothing."""
    return f"coalesce((SELECT i.actor FROM identities i WHERE i.asserted = {asserted}), {asserted})"


def parties(role: str, column: str) -> str:
    """SQL for a list over the parties of an event in one role, in the order the reading gave."""
    wanted = meant("p.actor") if column == "actor" else "coalesce(p.name, p.text)"
    return (
        f"(SELECT json_group_array(w) FROM (SELECT {wanted} AS w FROM event_parties p"
        f" WHERE p.event = t.event AND p.role = '{role}' AND w IS NOT NULL ORDER BY p.ordinal))"
    )


def one_party(role: str, column: str) -> str:
    """SQL for one column of the only party in a role."""
    return f"(SELECT {column} FROM event_parties p WHERE p.event = t.event AND p.role = '{role}' LIMIT 1)"


def key(name: str, doc: str) -> Column:
    """The id of a row."""
    return Column(name, Kind.TEXT, doc, contract=True)


def evidence(words: str = "text", null: bool = False) -> tuple[Column, ...]:
    """The columns every assertion has: its report, and where in it the words stand."""
    return (
        Column("report", Kind.TEXT, "the report that asserts it", references="reports.report", contract=True),
        Column("name", Kind.TEXT, "file name of the report", contract=True, stored=False, shown="r.name"),
        Column("start", Kind.INTEGER, "first code point in the report's text", null=null, contract=True),
        Column("end", Kind.INTEGER, "code point after the last", null=null, contract=True),
        Column(words, Kind.TEXT, "the exact words there", null=null, contract=True),
    )


def text(name: str, doc: str, null: bool = True) -> Column:
    """An exported column of text."""
    return Column(name, Kind.TEXT, doc, null=null, contract=True)


def whole(name: str, doc: str, null: bool = True) -> Column:
    """An exported column of whole numbers."""
    return Column(name, Kind.INTEGER, doc, null=null, contract=True)


def when() -> tuple[Column, ...]:
    """The three columns of a date with its precision."""
    return (
        Column("date_from", Kind.DATE, "first day it can be", null=True, contract=True),
        Column("date_to", Kind.DATE, "last day it can be", null=True, contract=True),
        text("date_precision", "how exact the date is: time, day, week, month, season, quarter, year, decade, vague"),
    )


def actor(name: str, doc: str) -> Column:
    """An actor id: stored as the report has it, shown as who is meant."""
    return Column(name, Kind.TEXT, doc, null=True, contract=True, shown=meant(f"t.{name}"))
