"""Commands that look after a world: `doctor` and `journal`."""

import getpass
from dataclasses import asdict
from typing import Annotated

import typer

from westphalia.cli.saying import FAILED, WORLD, JsonOption, WorldOption, say, say_json
from westphalia.errors import UsageError

SHOWN = 50
"""Findings shown in full; the rest are counted. --json gives all."""

WhyOption = Annotated[str, typer.Option(help="The reason.", metavar="TEXT")]
WhoOption = Annotated[str, typer.Option(help="Who decides; you, if not named.", metavar="NAME")]


def doctor(world: WorldOption = WORLD, json: JsonOption = False) -> None:
    """Checks a world: places, counts, versions, the file itself.

    Changes nothing; says how to mend what is wrong.
    """
    from westphalia.api import World

    checkup = World(world).doctor()
    if json:
        findings = [asdict(finding) for finding in checkup.findings]
        say_json({"healthy": checkup.healthy, "checked": checkup.checked, "findings": findings})
    else:
        for finding in checkup.findings[:SHOWN]:
            say(f"{finding.check}: {finding.where}: {finding.what} → {finding.mend}", data=True)
        if (more := len(checkup.findings) - SHOWN) > 0:
            say(f"and {more:,} more", data=True)
        rows = sum(checkup.checked.values())
        word = "healthy" if checkup.healthy else f"{len(checkup.findings):,} findings"
        say(f"{world}: {checkup.checked['reports']:,} reports, {rows:,} rows checked: {word}", data=True)
    if not checkup.healthy:
        raise typer.Exit(FAILED)


def decisions(world: WorldOption = WORLD, json: JsonOption = False) -> None:
    """Lists all decisions, oldest first."""
    from westphalia.api import World

    entries = World(world).journal()
    if json:
        say_json(entries)
        return
    for row in entries:
        about = " = ".join(filter(None, (row["subject"], row["object"])))
        undoes = f" (undoes {row['undoes']})" if row["undoes"] else ""
        say(f"{row['entry']}  {row['at']}  {row['who']}  {row['action']} {about}{undoes}: {row['why']}", data=True)


def decide(
    action: Annotated[str, typer.Argument(help="same, different, right, wrong or withdraw.", metavar="ACTION")],
    subject: Annotated[str, typer.Argument(help="Id of what it is about.", metavar="ID")],
    other: Annotated[
        str | None, typer.Argument(help="Id of the other thing, for same and different.", metavar="OTHER")
    ] = None,
    why: WhyOption = "",
    who: WhoOption = "",
    world: WorldOption = WORLD,
    json: JsonOption = False,
) -> None:
    """Takes a decision and rebuilds what it bears on."""
    from westphalia.api import World

    taken = World(world).decide(action, subject, other, who=who or _user(), why=why)
    say(f"decision {taken.entry} taken")
    if json:
        say_json(asdict(taken))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("this system does not know your name", "say who decides with --who NAME") from error


def undo(
    entry: Annotated[int, typer.Argument(help="Number of the decision.", metavar="NUMBER")],
    why: WhyOption = "",
    who: WhoOption = "",
    world: WorldOption = WORLD,
    json: JsonOption = False,
) -> None:
    """Undoes a decision, by an entry of its own."""
    from westphalia.api import World

    taken = World(world).undo(entry, who=who or _user(), why=why)
    say(f"decision {entry} undone")
    if json:
        say_json(asdict(taken))
