"""Commands that read reports: `read`, `load` and `demo`."""

import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from westphalia.cli.progress import Progress
from westphalia.cli.saying import (
    FAILED,
    PROCESSES,
    REJECTS,
    WORLD,
    JsonOption,
    ProcessesOption,
    WorldOption,
    pairs,
    say,
    say_json,
)
from westphalia.errors import UsageError, WestphaliaError

if TYPE_CHECKING:
    from westphalia.engine import Plan, Summary
    from westphalia.intake import Limits, Options

ENGINES = ("local", "ray")

FIELDS = ("title", "text", "date", "url", "outlet", "language")


def read(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders and archives; - is standard input.", show_default=False, metavar="SOURCE"),
    ] = None,
    world: WorldOption = WORLD,
    outlet: Annotated[str, typer.Option(help="Outlet of all these reports.", metavar="NAME")] = "",
    field: Annotated[
        list[str] | None,
        typer.Option(help=f"Field in JSON or a table; NAME is one of {', '.join(FIELDS)}.", metavar="NAME=PATH"),
    ] = None,
    folder_rule: Annotated[
        str,
        typer.Option(help="What a folder's name says: outlet, date, or a pattern with named groups.", metavar="RULE"),
    ] = "",
    limit: Annotated[
        list[str] | None, typer.Option(help="A limit of intake, as seconds=30.", metavar="NAME=NUMBER")
    ] = None,
    processes: ProcessesOption = PROCESSES,
    again: Annotated[bool, typer.Option("--again", help="Read anew what is there already.")] = False,
    engine: Annotated[
        str, typer.Option(help=f"{' or '.join(ENGINES)}; ray writes parts instead of a world.", metavar="NAME")
    ] = "local",
    parts: Annotated[str, typer.Option(help="Folder for the parts that --engine ray writes.", metavar="FOLDER")] = "",
    address: Annotated[
        str,
        typer.Option(help="Where a Ray cluster runs; without it --engine ray starts Ray here.", metavar="HOST:PORT"),
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if anything was rejected.")] = False,
    json: JsonOption = False,
) -> None:
    """Reads reports into a world.

    Killed at any moment, the same command goes on where it was. With --engine ray it writes parts, which
    `westphalia load` puts into a world.
    """
    from westphalia.engine import Plan
    from westphalia.intake import Options

    _check_engine(engine, parts, address)
    named = _named(sources)
    _check_rule(folder_rule)
    options = Options(outlet, pairs(field or [], "field", FIELDS), folder_rule, _limits(limit or []))
    plan, place = Plan(processes, again), parts or world
    summary = _read_on_ray(named, parts, options, plan, address) if parts else _read_here(named, world, options, plan)
    _finish(summary, place, strict, {"parts" if parts else "world": place} if json else None)


def _named(sources: list[str] | None) -> list[str]:
    """The sources that were named, or standard input if something is piped in."""
    if not sources and sys.stdin.isatty():
        raise UsageError("nothing to read", "name files or folders, or pipe a report in")
    return sources or ["-"]


def _read_here(sources: Sequence[str | Path], world: str, options: "Options | None", plan: "Plan") -> "Summary":
    from westphalia.engine import Summary
    from westphalia.engine import read as read_in

    with Progress(Summary()) as progress:
        return read_in(sources, world, options, plan, progress.update)


def _read_on_ray(sources: list[str], parts: str, options: "Options", plan: "Plan", address: str) -> "Summary":
    from westphalia.engine import Summary
    from westphalia.engine.ray import read as read_on

    with Progress(Summary()) as progress:
        return read_on(sources, parts, options, plan, progress.update, address)


def load(
    parts: Annotated[list[str], typer.Argument(help="Folders of parts that read --engine ray wrote.", metavar="PARTS")],
    world: WorldOption = WORLD,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if anything was rejected.")] = False,
    json: JsonOption = False,
) -> None:
    """Loads parts that `read --engine ray` wrote into a world.

    Killed at any moment, the same command goes on where it was.
    """
    from westphalia.engine import Summary
    from westphalia.engine.loading import load as load_in

    with Progress(Summary()) as progress:
        summary = load_in(parts, world, progress.update)
    _finish(summary, world, strict, {"world": world} if json else None)


def _finish(summary: "Summary", place: str, strict: bool, named: dict[str, str] | None) -> None:
    """Says what was done, in JSON too if `named` says what to put before it; ends with the exit status."""
    for line in report(summary, place):
        say(line)
    if named is not None:
        say_json({**named, **summary.as_dict()})
    if summary.nothing:
        raise typer.Exit(FAILED)
    if strict and summary.rejected:
        raise typer.Exit(REJECTS)


def _check_engine(engine: str, parts: str, address: str) -> None:
    if engine not in ENGINES:
        raise UsageError(f"no engine {engine!r}", f"one of: {', '.join(ENGINES)}")
    if engine == "ray" and not parts:
        raise UsageError("--engine ray needs --parts FOLDER", "westphalia load FOLDER --world FILE makes a world of it")
    if engine == "local" and (parts or address):
        raise UsageError("--parts and --address are for --engine ray", "say --engine ray, or leave them out")


def _check_rule(rule: str) -> None:
    try:
        re.compile(rule)
    except re.error as error:
        raise UsageError(f"--folder-rule {rule!r}: {error}", "outlet, date, or a regular expression") from error


def _limits(given: list[str]) -> "Limits":
    """The limits of intake with those changed that were given."""
    from westphalia.intake import Limits

    changed: dict[str, Any] = {}
    for name, number in pairs(given, "limit", tuple(f.name for f in fields(Limits))).items():
        kind = type(getattr(Limits(), name))
        try:
            changed[name] = kind(number)
        except ValueError as error:
            raise UsageError(f"--limit {name}: {number!r} is not a number") from error
    return replace(Limits(), **changed)


def report(summary: "Summary", world: str) -> list[str]:
    """What a run did, in a line or two."""
    counts = [f"{summary.read:,} read"]
    if summary.already:
        counts.append(f"{summary.already:,} already there")
    if summary.not_english:
        counts.append(f"{summary.not_english:,} not in English (kept, not coded)")
    if summary.rejected:
        reasons = ", ".join(f"{code} {number:,}" for code, number in sorted(summary.rejected.items()))
        counts.append(f"{sum(summary.rejected.values()):,} rejected ({reasons})")
    if summary.copies:
        counts.append(f"{summary.copies:,} copies in the world")
    pace = f", {summary.words:,} words in {summary.seconds:,.1f} s" if summary.read else ""
    lines = [f"{world}: {'; '.join(counts)}{pace}"]
    if summary.nothing:
        lines.append("westphalia: nothing could be read")
    return lines


def demo(
    world: Annotated[str, typer.Option(help="World to read into; a temporary one if not named.", metavar="FILE")] = "",
    format: Annotated[str, typer.Option(help="text, md or html.", metavar="FORMAT")] = "text",  # noqa: A002
    out: Annotated[Path | None, typer.Option(help="File for the brief.", metavar="FILE")] = None,
    processes: ProcessesOption = PROCESSES,
    json: JsonOption = False,
) -> None:
    """Reads the example reports and writes a brief.

    The brief is on the two states that the examples tell most of.
    """
    from westphalia.cli.asking import deliver
    from westphalia.engine import Plan

    place = world or str(Path(tempfile.mkdtemp(prefix="westphalia-")) / "demo.db")
    summary = _read_here([examples()], place, None, Plan(processes))
    for line in report(summary, place):
        say(line)
    if summary.nothing:
        raise typer.Exit(FAILED)
    one, other = _busiest(place)
    deliver(place, (one, other), (None, None), format, out, json)
    say(f"\nThe world is kept. Try:\n  westphalia brief {one} --world {place}")
    say(f"  westphalia search sanctions --world {place}")


def examples() -> Path:
    """The folder of example reports: in the package, or beside it in a working copy."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "examples" / "reports", package.parent.parent / "examples" / "reports"):
        if folder.is_dir():
            return folder
    raise WestphaliaError("the example reports are not installed", "westphalia read FILES reads your own")


def _busiest(place: str) -> tuple[str, str]:
    from westphalia.world import Store

    with Store(place, readonly=True) as store:
        found = store.query("busiest pair")
    if not found:
        raise WestphaliaError("no two actors act in the example reports", "westphalia doctor --world " + place)
    return found[0]["one"], found[0]["other"]
