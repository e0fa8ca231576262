"""Command about votes of the General Assembly: `votes`."""

from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.saying import JsonOption, day, say
from westphalia.cli.systems import FromOption, OutOption, ToOption, deliver
from westphalia.errors import UsageError


def votes(
    file: Annotated[Path, typer.Argument(help="Votes: of unvotes, or of the UN Digital Library.", metavar="FILE")],
    states: Annotated[list[str] | None, typer.Argument(help="No state, one or two.", metavar="[STATE [STATE]]")] = None,
    session: Annotated[int | None, typer.Option(help="Only this session.", metavar="NUMBER")] = None,
    subject: Annotated[str | None, typer.Option(help="Only roll calls on this subject.", metavar="WORDS")] = None,
    since: FromOption = None,
    until: ToOption = None,
    measure: Annotated[str, typer.Option(help="agreement, kappa or s.", metavar="NAME")] = "agreement",
    ideal: Annotated[
        bool, typer.Option("--ideal", help="Estimate ideal points (about a minute for all years).")
    ] = False,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Shows how states vote in the UN General Assembly.

    Of a file what it holds; of one state whom it votes with; of two how alike they vote and where they part.
    """
    from westphalia.system import votes_note
    from westphalia.system.agreement import MEASURES
    from westphalia.system.ideal_points import estimate
    from westphalia.system.votes import read

    asked = states or []
    if len(asked) > 2:
        raise UsageError("votes of no state, of one, or of two", "quote names of several words")
    if measure not in MEASURES:
        raise UsageError(f"no measure {measure!r}", f"one of: {', '.join(MEASURES)}")
    held = read(file)
    if held.broken:
        say(f"{file}: {len(held.broken):,} rows left out; line {held.broken[0].line}: {held.broken[0].why}")
    chosen = held.select(None if ideal else session, None, subject, day(since), day(until, last=True))
    if not chosen.rolls.height:
        raise UsageError("no roll call is left", "choose another session, subject or period")
    if ideal:
        found = votes_note.of_points(estimate(chosen), [held.state_of(word) for word in asked], session)
    elif len(asked) == 2:
        found = votes_note.of_two(chosen, *asked)
    else:
        found = votes_note.of_one(chosen, asked[0], measure) if asked else votes_note.of_all(chosen)
    deliver([] if json else votes_note.lines(found), found, out, json, "votes")
