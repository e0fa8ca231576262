"""Commands about the international system: `relation`, `system`, `triad`, `commitments`, `memberships`, `positions`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from westphalia.cli.saying import FAILED, WORLD, JsonOption, WorldOption, day, pairs, say, say_json, write_out
from westphalia.errors import UsageError

if TYPE_CHECKING:
    from westphalia.system.footnotes import Footnotes
    from westphalia.system.table import EventTable
    from westphalia.world import Store

EventsOption = Annotated[
    Path | None,
    typer.Option(
        "--events", help="Event data instead of a world: POLECAT, ICEWS, GDELT, quadruples, ours.", metavar="FILE"
    ),
]
OutOption = Annotated[Path | None, typer.Option(help="File to write.", metavar="FILE")]
SvgOption = Annotated[Path | None, typer.Option(help="File for the plot.", metavar="FILE")]
FromOption = Annotated[str | None, typer.Option("--from", help="First day, month or year.", metavar="DATE")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day, month or year.", metavar="DATE")]
OnOption = Annotated[str | None, typer.Option("--on", help="Day, month or year.", metavar="DATE")]
AnyoneOption = Annotated[
    bool, typer.Option("--anyone", help="Count also what people, companies and rebels of a state do.")
]
HalfLifeOption = Annotated[float, typer.Option(help="Days after which an event counts half.", metavar="DAYS")]
ScaleOption = Annotated[str, typer.Option(help="own, plover or sign: what an event is worth.", metavar="SCALE")]


@contextmanager
def opened(world: str, events: Path | None) -> Iterator[tuple["EventTable", "Footnotes", "Store | None"]]:
    """The event table of a world or a file, with what its footnotes are made of."""
    from westphalia.system.footnotes import Footnotes
    from westphalia.system.table import EventTable
    from westphalia.world import Store

    if events is not None:
        table = EventTable.read(events)
        for note in table.notes:
            say(note)
        for broken in table.broken[:5]:
            say(f"{events}, line {broken.line}: left out, {broken.why}")
        if len(table.broken) > 5:
            say(f"{events}: {len(table.broken):,} rows left out in all")
        yield table, Footnotes(table), None
        return
    with Store(world, readonly=True) as store:
        table = EventTable.of_world(store)
        yield table, Footnotes(table, store), store


def deliver(text: list[str], found: Any, out: Path | None, as_json: bool, what: str) -> None:
    """Writes a note, or data, to a file or to standard output."""
    if as_json and out is None:
        say_json(found)
        return
    whole = dumps(found, ensure_ascii=False, default=str, indent=1) if as_json else "\n".join(text)
    write_out(f"{whole}\n", out, what)


def relation(
    actors: Annotated[list[str], typer.Argument(help="Two actors: id (CHN) or name.", metavar="ACTOR ACTOR")],
    world: WorldOption = WORLD,
    events: EventsOption = None,
    since: FromOption = None,
    until: ToOption = None,
    by: Annotated[str, typer.Option(help="week, month, quarter or year.", metavar="PERIOD")] = "month",
    anyone: AnyoneOption = False,
    half_life: HalfLifeOption = 90.0,
    scale: ScaleOption = "own",
    weight: Annotated[
        list[str] | None, typer.Option(help="Value of a type, as CONSULT=1. Can be given again.", metavar="TYPE=VALUE")
    ] = None,
    svg: SvgOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Shows how two actors are to each other over time.

    Cooperation and conflict by direction and period, the level with its interval, where it changed, and the events
    behind every point. The method is in docs/methods/relations.md.
    """
    from westphalia.system import relation_note
    from westphalia.system.actors import find, view
    from westphalia.system.plots import timeline
    from westphalia.system.relation import relation as relate

    if len(actors) != 2:
        raise UsageError("a relation is of two actors", "quote names of several words")
    with opened(world, events) as (table, notes, _):
        one, other = (find(table, actor) for actor in actors)
        period = {"since": day(since), "until": day(until, last=True)}
        weights = _weights(half_life, scale, weight or [])
        found = relate(view(table, one, other, official=not anyone), one, other, **period, by=by, weights=weights)
        if svg is not None:
            write_out(timeline(found).svg, svg, f"plot of {' and '.join(found.names)}")
        text = [] if json else relation_note.lines(found, notes)
        deliver(text, relation_note.data(found, notes) if json else None, out, json, "relation")
    if not found.events and not found.not_done:
        say("nothing is told between the two")
        raise typer.Exit(FAILED)


def _weights(half_life: float, scale: str, given: list[str]) -> Any:
    from westphalia.model.ontology import types
    from westphalia.system.weights import Weights

    values = {}
    for name, value in pairs([one.upper() for one in given], "weight", tuple(types())).items():
        try:
            values[name] = float(value)
        except ValueError as error:
            raise UsageError(f"--weight {name}={value}: {value!r} is no number") from error
    return Weights(scale=scale, types=values, half_life=half_life)


def commitments(
    actor: Annotated[str | None, typer.Argument(help="Only those of this actor.", metavar="ACTOR")] = None,
    world: WorldOption = WORLD,
    events: EventsOption = None,
    on: OnOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Lists commitments: treaties, alliances, partnerships, sanctions with who complies.

    What is planned, denied or disputed is shown as such. Alliances come from the reference table as well.
    """
    from westphalia.system import state_notes
    from westphalia.system.actors import find
    from westphalia.system.commitments import commitments as known
    from westphalia.system.commitments import commitments_of

    with opened(world, events) as (table, notes, store):
        who, when = find(table, actor) if actor else None, day(on, last=True)
        found = known(store, when, who) if store else commitments_of(table.states(bodies=True), when, who)
        deliver(state_notes.commitments(found, notes), [asdict(one) for one in found], out, json, "commitments")


def memberships(
    actor: Annotated[str | None, typer.Argument(help="Only those of this actor.", metavar="ACTOR")] = None,
    world: WorldOption = WORLD,
    body: Annotated[str | None, typer.Option(help="Only those of this body.", metavar="BODY")] = None,
    on: OnOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Lists memberships of international bodies, by the reference table and by the reports of a world.

    Without a world the table alone is shown.
    """
    from westphalia.system import state_notes
    from westphalia.system.actors import find
    from westphalia.system.footnotes import Footnotes
    from westphalia.system.memberships import memberships as known
    from westphalia.system.table import EventTable, empty
    from westphalia.world import Store

    if actor is None and body is None:
        raise UsageError("memberships of whom?", "name an actor, or a body with --body")
    with _maybe(world) as store:
        table = EventTable.of_world(store) if store else empty()
        who, of = (find(table, name) if name else None for name in (actor, body))
        found = known(store, day(on, last=True), who, of)
        notes = Footnotes(table, store if isinstance(store, Store) else None)
        deliver(state_notes.memberships(found, notes), [asdict(one) for one in found], out, json, "memberships")


@contextmanager
def _maybe(world: str) -> "Iterator[Store | None]":
    """The world if it is there."""
    from westphalia.world import Store

    if not Path(world).exists() and world == WORLD:
        yield None
        return
    with Store(world, readonly=True) as store:
        yield store


def positions(
    actor: Annotated[str | None, typer.Argument(help="Only those of this actor.", metavar="ACTOR")] = None,
    world: WorldOption = WORLD,
    issue: Annotated[str | None, typer.Option(help="Words the issue must have.", metavar="WORDS")] = None,
    on: OnOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Lists where actors stand on issues, as the reports tell, with who says so.

    Stances that exclude each other are marked as disputed, or as changed where they lie apart in time.
    """
    from westphalia.system import state_notes
    from westphalia.system.actors import find
    from westphalia.system.positions import positions as known

    with opened(world, None) as (table, notes, store):
        who = find(table, actor) if actor else None
        found = known(store, day(on, last=True), who, issue) if store else []
        deliver(state_notes.positions(found, notes), [asdict(one) for one in found], out, json, "positions")


def system(
    world: WorldOption = WORLD,
    events: EventsOption = None,
    on: OnOption = None,
    against: Annotated[str | None, typer.Option(help="An earlier day, for what changed.", metavar="DATE")] = None,
    votes: Annotated[Path | None, typer.Option(help="Roll calls of the General Assembly.", metavar="FILE")] = None,
    alliances: Annotated[Path | None, typer.Option(help="Alliances (ATOP).", metavar="FILE")] = None,
    capabilities: Annotated[Path | None, typer.Option(help="Capabilities (CINC).", metavar="FILE")] = None,
    most: Annotated[
        int, typer.Option("--actors", help="Only so many actors, the most active; 0 for all.", min=0, metavar="NUMBER")
    ] = 0,
    bodies: Annotated[bool, typer.Option("--bodies", help="International bodies are actors too.")] = False,
    anyone: AnyoneOption = False,
    measure: Annotated[str, typer.Option(help="Blocs by modularity or correlation.", metavar="NAME")] = "modularity",
    draws: Annotated[
        int, typer.Option(help="Times the evidence is drawn again.", min=0, max=10_000, metavar="NUMBER")
    ] = 50,
    half_life: HalfLifeOption = 90.0,
    svg: SvgOption = None,
    svg_blocs: Annotated[
        Path | None, typer.Option(help="File for the plot of blocs from --against to --on.", metavar="FILE")
    ] = None,
    gexf: Annotated[Path | None, typer.Option(help="File for the network, as GEXF.", metavar="FILE")] = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Shows the system at a date: ties, blocs and how sure they are, balance, polarity, what changed.

    From events of a world or file, roll calls, alliances, or any mix of them.
    """
    from westphalia.system import alliances as allied
    from westphalia.system import capabilities as capable
    from westphalia.system import system_note
    from westphalia.system import votes as voted
    from westphalia.system.gexf import gexf as drawn
    from westphalia.system.structure import Inputs, structure
    from westphalia.system.succession import plot as over_time
    from westphalia.system.weights import Weights

    if svg_blocs is not None and against is None:
        raise UsageError("--svg-blocs draws blocs from an earlier day on", "name it with --against")
    with opened(world, events) as (table, notes, _):
        states = table.states(bodies=bodies, official=not anyone)
        states = states.most_active(most) if most else states
        notes.table = states
        inputs = Inputs(
            states if events or not (votes or alliances) or Path(world).exists() else None,
            None if votes is None else voted.read(votes),
            None if alliances is None else allied.read(alliances),
            None if capabilities is None else capable.read(capabilities),
        )
        days = day(on, last=True), day(against, last=True)
        found = structure(inputs, *days, weights=Weights(half_life=half_life), measure=measure, draws=draws)
        if svg is not None:
            write_out(found.plot().svg, svg, "signed matrix by bloc")
        if svg_blocs is not None and days[1] is not None:
            drawn_blocs = over_time(inputs, days[1], found.on, weights=Weights(half_life=half_life), measure=measure)
            write_out(drawn_blocs.svg, svg_blocs, "blocs over time")
        if gexf is not None:
            write_out(drawn(found), gexf, "network")
        text = [] if json else system_note.lines(found, notes)
        deliver(text, system_note.data(found, notes) if json else None, out, json, "system")


def triad(
    actors: Annotated[list[str], typer.Argument(help="Three actors: id or name.", metavar="ACTOR ACTOR ACTOR")],
    world: WorldOption = WORLD,
    events: EventsOption = None,
    on: OnOption = None,
    anyone: AnyoneOption = False,
    half_life: HalfLifeOption = 90.0,
    svg: SvgOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Shows what is between three actors, and which relation is under pressure.

    Ties with their events, balance, commitments and shared bodies.
    """
    from westphalia.system import triad as triads
    from westphalia.system.actors import find, view
    from westphalia.system.commitments import commitments as known
    from westphalia.system.commitments import commitments_of
    from westphalia.system.weights import Weights

    if len(actors) != 3:
        raise UsageError("a triad is of three actors", "quote names of several words")
    with opened(world, events) as (table, notes, store):
        three = tuple(find(table, actor) for actor in actors)
        seen = view(table, *three, official=not anyone)
        when = day(on, last=True) or seen.happened().last
        held = known(store, when) if store else commitments_of(table.states(bodies=True), when)
        notes.table = seen
        chosen = (three[0], three[1], three[2])
        found = triads.triad(seen, chosen, when, Weights(half_life=half_life), tuple(held))
        if svg is not None:
            write_out(found.plot().svg, svg, f"plot of {', '.join(found.names.values())}")
        text = [] if json else triads.lines(found, notes)
        deliver(text, triads.data(found, notes) if json else None, out, json, "triad")
