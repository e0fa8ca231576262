"""The program `westphalia`: its commands put together."""

from typing import Annotated

import typer

from westphalia.cli import asking, caring, reading
from westphalia.cli.saying import guarded, say

app = typer.Typer(
    name="westphalia",
    help="Reads reports of international affairs into one world file and writes briefs from it.",
    epilog="Exit status: 0 done; 1 nothing could be done; 2 usage; 3 read --strict with rejects; 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"westphalia {version('westphalia')}", data=True)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Reads reports of international affairs into one world file and writes briefs from it."""


app.command()(guarded(reading.demo))
app.command()(guarded(reading.read))
app.command()(guarded(reading.load))
app.command()(guarded(asking.brief))
app.command()(guarded(asking.search))
app.command()(guarded(asking.export))
app.command()(guarded(asking.explain))
app.command()(guarded(caring.doctor))
journal = typer.Typer(help="Human decisions: list, take and undo them.", no_args_is_help=True, rich_markup_mode=None)
journal.command("list")(guarded(caring.decisions))
journal.command("decide")(guarded(caring.decide))
journal.command("undo")(guarded(caring.undo))
app.add_typer(journal, name="journal")


def main() -> None:
    """Entry point of the program."""
    app(prog_name="westphalia")
