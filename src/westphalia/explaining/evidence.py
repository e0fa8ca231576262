"""Rows of the reference tables that stand behind a resolved actor, each with its source and date."""

from collections.abc import Iterator
from datetime import date

from westphalia.explaining.explanation import TableRow
from westphalia.model import ActorId, Mention, slug
from westphalia.reference.blocs import blocs
from westphalia.reference.bodies import body
from westphalia.reference.names import Entry, find
from westphalia.reference.offices import OfficeRow, held, persons
from westphalia.reference.organisations import ORGANISATION_COLUMNS, REGION_COLUMNS, SECTOR_COLUMNS
from westphalia.reference.outlets import outlets
from westphalia.reference.seats import seats_named
from westphalia.reference.states import state
from westphalia.reference.tables import Row, read_table

MOST = 4
"""Rows shown for one mention."""


def rows_behind(mention: Mention, words: str, on: date | None) -> tuple[TableRow, ...]:
    """The rows by which the words of a mention lead to its actors.

    Args:
        mention: the mention, resolved.
        words: its words as the report has them.
        on: day of publication, by which offices are told apart.
    """
    found: dict[TableRow, None] = {}
    for actor in mention.actors:
        wanted = ActorId.parse(actor)
        for row in (*_named(words, wanted), *_office(wanted, on), *_sector(mention, wanted)):
            found.setdefault(row)
    return tuple(found)[:MOST]


def _named(words: str, wanted: ActorId) -> Iterator[TableRow]:
    for hit in find(words):
        for entry in hit.entries:
            actor = ActorId.parse(entry.actor)
            if entry.kind != "person" and actor.polity == wanted.polity:
                yield from _row(entry, words[hit.start : hit.end])
                break


def _row(entry: Entry, words: str) -> Iterator[TableRow]:
    actor = ActorId.parse(entry.actor)
    if entry.form == "seat":
        for seat in seats_named(words):
            if seat.actor == entry.actor:
                yield TableRow("seats", f"{seat.name}: {seat.kind} of {seat.actor}", seat.source, seat.as_of)
    elif (known := state(actor.polity)) is not None and entry.kind in ("state", "people"):
        yield TableRow("states", f"{words}: {entry.form} of {known.code}, {entry.name}", known.source, known.as_of)
    elif (group := body(entry.actor)) is not None:
        yield TableRow("bodies", f"{words}: {entry.actor}, {entry.name}", group.source, group.as_of)
    else:
        yield from _elsewhere(entry, words)


def _elsewhere(entry: Entry, words: str) -> Iterator[TableRow]:
    says = f"{words}: {entry.actor}, {entry.name}"
    for one in outlets():
        if one.actor == entry.actor and one.name == entry.name:
            yield TableRow("outlets", says, one.source, one.as_of)
            return
    for bloc in blocs():
        if bloc.id == entry.actor:
            yield TableRow("blocs", says, bloc.source, bloc.as_of)
            return
    for table, columns in (("organisations", ORGANISATION_COLUMNS), ("regions", REGION_COLUMNS)):
        if (row := _first(table, columns, "actor", entry.actor)) is not None:
            yield TableRow(table, says, row["source"], row["as_of"])
            return


def _office(wanted: ActorId, on: date | None) -> Iterator[TableRow]:
    """The offices a person held that day, as far as they are for this actor."""
    for name in (name for name in _persons().get(wanted.slug, ()) if wanted.slug):
        for row in held(name, on):
            if row.actor.split("/")[0] == wanted.polity:
                yield TableRow("offices", f"{name}: {_term(row)}", row.source, row.as_of)


def _term(row: OfficeRow) -> str:
    since = row.since.isoformat() if row.since else "?"
    ended = " (ended by then)" if row.former else ""
    return f"{row.post} of {row.actor}, {since} to {row.until.isoformat() if row.until else 'now'}{ended}"


def _persons() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in persons():
        found.setdefault(slug(name), []).append(name)
    return found


def _sector(mention: Mention, wanted: ActorId) -> Iterator[TableRow]:
    """The row of the agent noun that gave the sector."""
    if not wanted.sector or mention.how not in ("role", "title", "context", "apposition", "coreference"):
        return
    nouns = [mention.post] if mention.post else [mention.text.split()[-1].lower()] if mention.text else []
    for noun in nouns:
        for form in (noun, noun.removesuffix("s"), noun.removesuffix("es"), noun.removesuffix("ies") + "y"):
            row = _first("sectors", SECTOR_COLUMNS, "term", form, ("term", "role"))
            if row is not None and row["sector"] == wanted.sector:
                yield TableRow("sectors", f"{form}: {row['sector']}", row["source"], row["as_of"])
                return


def _first(table: str, columns: tuple[str, ...], column: str, value: str, key: tuple[str, ...] = ()) -> Row | None:
    return next((row for row in read_table(table, columns, key) if row[column] == value), None)
