"""Tables of the system that are made when asked for: relations, commitments, memberships, positions held.

Exports and frames show them like the tables of a world; see `reconciling.computed`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from westphalia.reconciling.computed import Computed, Row
from westphalia.world.schema import Column, Kind, Origin, Table
from westphalia.world.store import Store


def _column(name: str, kind: Kind, doc: str, null: bool = True) -> Column:
    return Column(name, kind, doc, null=null, contract=True)


def _text(name: str, doc: str, null: bool = False) -> Column:
    return _column(name, Kind.TEXT, doc, null)


def _day(name: str, doc: str) -> Column:
    return _column(name, Kind.DATE, doc)


def _list(name: str, doc: str) -> Column:
    return _column(name, Kind.LIST, doc, null=False)


def _real(name: str, doc: str) -> Column:
    return _column(name, Kind.REAL, doc, null=False)


def _whole(name: str, doc: str) -> Column:
    return _column(name, Kind.INTEGER, doc, null=False)


def _table(name: str, doc: str, columns: tuple[Column, ...], key: tuple[str, ...]) -> Table:
    return Table(name, f"{doc} Made when asked for.", Origin.DERIVED, columns, key, exported=True)


RELATIONS = _table(
    "relations",
    "Cooperation and conflict of directed dyads of states, bodies and blocs by month, from happenings.",
    (
        _text("source", "who does it"),
        _text("recipient", "to whom"),
        _column("period", Kind.DATE, "first day of the month", null=False),
        _real("happenings", "happenings, each counted once"),
        _real("cooperation", "of these, how many are worth more than 0"),
        _real("conflict", "of these, how many are worth less than 0"),
        _real("cooperation_flow", "sum of their values above 0"),
        _real("conflict_flow", "sum of their values below 0, as a positive number"),
        _real("net", "cooperation_flow less conflict_flow"),
        _real("tone", "mean value, −10 to 10, drawn towards 0 where happenings are few"),
        _real("tone_low", "lower end of its 90 % interval"),
        _real("tone_high", "upper end"),
        _real("rate", "happenings for each report held of the month"),
        _real("rate_low", "lower end of its 90 % interval"),
        _real("rate_high", "upper end"),
        _real("exposure", "reports held of the month"),
        _whole("reports", "independent reports that tell them, summed"),
        _whole("undated", "happenings without an exact day"),
        _list("events", "the happenings, the heaviest first"),
    ),
    ("source", "recipient", "period"),
)

COMMITMENTS = _table(
    "commitments",
    "Treaties, alliances, partnerships, sanctions, diplomatic relations and ceasefires, as told and as listed.",
    (
        _text("kind", "treaty, alliance, partnership, sanctions, diplomatic relations, recognition, ceasefire"),
        _list("parties", "whom it binds; of sanctions who imposes them"),
        _list("targets", "against whom; empty where it binds both sides or nobody is named"),
        _text("stage", "in force, signed, agreed, announced, ended, disputed, possible, refused, denied, unclear"),
        _day("since", "first day known"),
        _text("precision", "how `since` is known: day, week, month, year …, told (the day it was told)", null=True),
        _day("until", "day on which an act ended it"),
        _day("last_told", "last day on which it was told"),
        _list("compliers", "who is said to comply"),
        _list("non_compliers", "who is said not to comply"),
        _text("name", "name of the alliance", null=True),
        _whole("reports", "independent reports that tell of it"),
        _text("source", "events, positions or reference"),
        _list("evidence", "ids of the events and positions, or the row of the reference table"),
    ),
    ("kind", "parties", "targets", "name"),
)

MEMBERSHIPS = _table(
    "memberships",
    "Who belonged to which international body, by the reference table and by reports.",
    (
        _text("body", "the body"),
        _text("member", "state or body"),
        _text("role", "member, observer, partner, suspended …"),
        _text("stage", "in force, ended, announced, possible, refused, denied, disputed"),
        _day("since", "first day"),
        _day("until", "last day"),
        _text("source", "reference, events, or both"),
        _whole("reports", "independent reports that tell of it"),
        _text("note", "remark of the reference table", null=True),
        _list("evidence", "ids of the events, or the row of the reference table"),
    ),
    ("body", "member", "role", "since"),
)

POSITIONS_HELD = _table(
    "positions_held",
    "Where actors stand on issues over all reports; stances that exclude each other are marked.",
    (
        _text("actor", "the actor"),
        _text("issue", "the issue, as most reports name it"),
        _text("stance", "supports, opposes, abstains, complies, does not comply, has not condemned, neutral"),
        _text("stage", "held, disputed or changed"),
        _day("since", "first day known"),
        _text("precision", "how `since` is known: day, month, year …, told (the day it was told)", null=True),
        _day("last", "last day known"),
        _whole("reports", "independent reports that tell of it"),
        _list("evidence", "ids of the positions"),
    ),
    ("actor", "issue", "stance"),
)


def _relations(store: Store) -> Iterator[Row]:
    from westphalia.system.relations import relations
    from westphalia.system.table import EventTable

    table = EventTable.of_world(store).states(bodies=True, official=True)
    yield from ({**row, "period": row["period"].isoformat()} for row in relations(table).iter_rows(named=True))


def _commitments(store: Store) -> Iterator[Row]:
    from westphalia.system.commitments import commitments

    yield from rows_of(COMMITMENTS, commitments(store))


def _memberships(store: Store) -> Iterator[Row]:
    from westphalia.system.memberships import memberships

    yield from rows_of(MEMBERSHIPS, memberships(store))


def _positions(store: Store) -> Iterator[Row]:
    from westphalia.system.positions import positions

    yield from rows_of(POSITIONS_HELD, positions(store))


def rows_of(table: Table, found: Iterable[Any]) -> Iterator[Row]:
    """Rows of commitments, memberships or positions: tuples as lists, days in ISO form, empty words unknown."""
    for one in found:
        yield {column.name: _value(column, getattr(one, column.name)) for column in table.columns}


def _value(column: Column, value: Any) -> Any:
    if column.name == "evidence":
        return sorted({piece.id for piece in value})
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" and column.null else value


COMPUTED: dict[str, Computed] = {
    made.table.name: made
    for made in (
        Computed(RELATIONS, _relations),
        Computed(COMMITMENTS, _commitments),
        Computed(MEMBERSHIPS, _memberships),
        Computed(POSITIONS_HELD, _positions),
    )
}
"""By name."""
