"""Commands about what comes next: `forecast next`, `outlook`, `scenario`, `model`, `issue`, `score`, `ledger`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from westphalia.cli.saying import WORLD, JsonOption, WorldOption, day, say, say_json, write_out
from westphalia.cli.systems import EventsOption, OnOption, OutOption, SvgOption, deliver, opened
from westphalia.errors import UsageError

if TYPE_CHECKING:
    from westphalia.system.table import EventTable

HorizonOption = Annotated[int, typer.Option(help="Days to look ahead.", min=1, max=366, metavar="DAYS")]
PairArgument = Annotated[list[str], typer.Argument(help="Two actors: id (CHN) or name.", metavar="ACTOR ACTOR")]
WhoOption = Annotated[str, typer.Option(help="Who issues it.", metavar="NAME")]


def next_event(
    source: Annotated[str, typer.Argument(help="Who acts: id (CHN) or name; ? to ask who.", metavar="SOURCE")],
    type: Annotated[str, typer.Argument(help="Type of act, as CONSULT.", metavar="TYPE")],  # noqa: A002
    recipient: Annotated[str, typer.Argument(help="On whom, where the source is ?.", metavar="RECIPIENT")] = "?",
    world: WorldOption = WORLD,
    events: EventsOption = None,
    on: OnOption = None,
    top: Annotated[int, typer.Option(help="How many actors.", min=1, max=1000, metavar="NUMBER")] = 10,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Ranks whom an actor does something to next, or who does it, each with the past events that speak for it."""
    from westphalia.forecast.next import NextEvent
    from westphalia.forecast.telling import next_lines
    from westphalia.system.actors import find, view

    if (source == "?") == (recipient == "?"):
        raise UsageError("one of source and recipient is asked for", "write: forecast next CHN CONSULT")
    with opened(world, events) as (table, _, _):
        asked = find(table, recipient if source == "?" else source)
        seen = view(table, asked)
        model = NextEvent.fit(seen, before=day(on))
        rank = model.rank_sources if source == "?" else model.rank
        found = rank(asked, type.upper() if type.upper() in _types() else type, day(on), top=top)
    deliver(list(next_lines(found)), asdict(found), out, json, "forecast")


def _types() -> frozenset[str]:
    from westphalia.model.ontology import types

    return frozenset(types())


def outlook(
    actors: Annotated[
        list[str] | None, typer.Argument(help="Two actors: id (CHN) or name.", metavar="ACTOR ACTOR")
    ] = None,
    world: WorldOption = WORLD,
    events: EventsOption = None,
    horizon: HorizonOption = 30,
    on: OnOption = None,
    tried: Annotated[
        bool, typer.Option("--tried", help="Instead, how such outlooks of all pairs did on past days.")
    ] = False,
    svg: SvgOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Shows what two actors will have done to each other by a horizon, and where their relation will stand.

    With --tried, the scores of such outlooks from past days against the base rate and each pair's own past; --svg
    draws how often what was said came about.
    """
    from westphalia.forecast.outlook import outlook as find_outlook
    from westphalia.forecast.telling import outlook_lines

    if svg is not None and not tried:
        raise UsageError("--svg draws the calibration of --tried")
    with opened(world, events) as (table, _, _):
        if tried:
            _tried(table, horizon, (svg, out), json)
            return
        one, other = _two(actors or [])
        found = find_outlook(table, one, other, horizon=horizon, on=day(on))
    deliver(list(outlook_lines(found)), asdict(found), out, json, "outlook")


def _tried(table: "EventTable", horizon: int, files: tuple[Path | None, Path | None], as_json: bool) -> None:
    """Scores of past outlooks, and their plot."""
    from westphalia.forecast.calibration import calibration
    from westphalia.forecast.rolling import lines, rolling
    from westphalia.forecast.sequence import EventSequence

    found = rolling(EventSequence.about(table), horizon=horizon)
    svg, out = files
    if svg is not None:
        write_out(calibration(found).svg, svg, "calibration")
    deliver(list(lines(found)), asdict(found), out, as_json, "scores")


def _two(actors: list[str]) -> tuple[str, str]:
    if len(actors) != 2:
        raise UsageError("an outlook is about two actors", "quote names of several words")
    return actors[0], actors[1]


def scenario(
    change: Annotated[
        str,
        typer.Argument(
            help='"CHN SANCTION LTU on 2025-01-01", "HUN leaves EU", "CHN lifts SANCTION LTU", "without RUS-CHN".',
            metavar="CHANGE",
        ),
    ],
    world: WorldOption = WORLD,
    events: EventsOption = None,
    horizon: HorizonOption = 30,
    on: OnOption = None,
    runs: Annotated[int, typer.Option(help="How often each course is drawn.", min=10, metavar="NUMBER")] = 200,
    seed: Annotated[int, typer.Option(help="Of the random numbers.", min=0, metavar="NUMBER")] = 1,
    among: Annotated[int, typer.Option(help="How many actors take part.", min=2, max=60, metavar="NUMBER")] = 25,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Simulates what a stated change would change, against the same days without it.

    The difference is a distribution. Where history holds nothing like the change, it says so.
    """
    from westphalia.forecast.scenario import as_data
    from westphalia.forecast.scenario import scenario as simulate
    from westphalia.forecast.telling import scenario_lines

    with opened(world, events) as (table, _, _):
        found = simulate(table, change, horizon=horizon, on=day(on), runs=runs, seed=seed, actors=among)
    deliver(list(scenario_lines(found)), as_data(found), out, json, "scenario")


def model(
    world: WorldOption = WORLD,
    events: EventsOption = None,
    kind: Annotated[str, typer.Option(help="ordinal or timed.", metavar="KIND")] = "ordinal",
    of: Annotated[str, typer.Option(help="Class of events: a type, or a quad class by name.", metavar="CLASS")] = "",
    statistic: Annotated[
        list[str] | None, typer.Option(help="A statistic; can be given again.", metavar="NAME")
    ] = None,
    half_life: Annotated[float, typer.Option(help="Days after which a past event counts half.", metavar="DAYS")] = 30.0,
    prior: Annotated[
        float | None, typer.Option(help="Standard deviation of a prior, for few events.", metavar="NUMBER")
    ] = None,
    named: Annotated[bool, typer.Option("--named", help="Actors as the events name them, not their states.")] = False,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Fits a relational event model: which pairs act, given all that happened before."""
    from westphalia.forecast.relational import fit_table
    from westphalia.forecast.telling import model_lines

    if half_life <= 0 or (prior is not None and prior <= 0):
        raise UsageError("--half-life and --prior are above 0")
    asked = {"kind": kind, "of": of, "statistics": statistic, "half_life": half_life, "prior": prior}
    with opened(world, events) as (table, _, _):
        found = fit_table(table, named=named, **asked)
    deliver(list(model_lines(found)), found.data(), out, json, "model")


def issue(
    actors: PairArgument,
    who: WhoOption,
    world: WorldOption = WORLD,
    events: EventsOption = None,
    horizon: HorizonOption = 30,
    on: OnOption = None,
    of: Annotated[str, typer.Option(help="One class of events only: a type or quad class.", metavar="CLASS")] = "",
    json: JsonOption = False,
) -> None:
    """Writes the outlook of two actors into the world's ledger, with the rule that will resolve it."""
    from westphalia.forecast.ledger import issue as write
    from westphalia.world import Store

    one, other = _two(actors)
    with opened(world, events) as (table, _, _), Store(world, create=events is not None) as store:
        made = write(store, table, one, other, who=who, horizon=horizon, on=day(on), of=of)
    if json:
        say_json([asdict(each) for each in made])
        return
    for each in made:
        chance = each.answer.get("probability")
        say(f"{each.forecast}  {each.question} {'' if chance is None else f'{chance:.1%}'}".rstrip(), data=True)


def score(
    world: WorldOption = WORLD,
    events: EventsOption = None,
    on: OnOption = None,
    json: JsonOption = False,
) -> None:
    """Resolves the forecasts that are due on a day (today) and scores them against the base rate and their own past."""
    from westphalia.forecast.ledger import score as resolve
    from westphalia.world import Store

    with opened(world, events) as (table, _, _), Store(world) as store:
        done = resolve(store, table, day(on, last=True))
    if json:
        say_json(asdict(done))
    else:
        say(f"{done.resolved} resolved, {done.void} void, {done.open} still open", data=True)


def ledger(world: WorldOption = WORLD, out: OutOption = None, json: JsonOption = False) -> None:
    """Shows every forecast issued, how it came out, and the scores: misses and voids are counted."""
    from westphalia.forecast.ledger import summary
    from westphalia.forecast.telling import ledger_lines
    from westphalia.world import Store

    with Store(world, readonly=True) as store:
        found: dict[str, Any] = summary(store)
    data = {**found, "reliability": [asdict(each) for each in found["reliability"]]}
    deliver(list(ledger_lines(found)), data, out, json, "ledger")
