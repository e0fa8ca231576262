"""The program `westphalia`: its commands put together."""

from typing import Annotated, Any

import typer
from typer.core import TyperArgument, TyperCommand

from westphalia.cli import asking, caring, forecasting, reading, serving, systems, voting
from westphalia.cli.saying import guarded, say


class Plain(TyperCommand):
    """A command whose help names arguments by what they are, not by their type in Python (`<list[str]>`)."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                vars(parameter)["display_type_rich"] = _no_type


def _no_type(ctx: Any) -> None:
    return None


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


app.command(cls=Plain)(guarded(reading.demo))
app.command(cls=Plain)(guarded(reading.read))
app.command(cls=Plain)(guarded(reading.load))
app.command(cls=Plain)(guarded(asking.brief))
app.command(cls=Plain)(guarded(asking.search))
app.command(cls=Plain)(guarded(asking.export))
app.command(cls=Plain)(guarded(asking.explain))
app.command(cls=Plain)(guarded(serving.compare))
app.command(cls=Plain)(guarded(serving.serve))
app.command(cls=Plain)(guarded(systems.system))
app.command(cls=Plain)(guarded(systems.relation))
app.command(cls=Plain)(guarded(systems.triad))
app.command(cls=Plain)(guarded(voting.votes))
app.command(cls=Plain)(guarded(systems.commitments))
app.command(cls=Plain)(guarded(systems.memberships))
app.command(cls=Plain)(guarded(systems.positions))
app.command(cls=Plain)(guarded(caring.doctor))
journal = typer.Typer(help="Human decisions: list, take and undo them.", no_args_is_help=True, rich_markup_mode=None)
journal.command("list", cls=Plain)(guarded(caring.decisions))
journal.command("decide", cls=Plain)(guarded(caring.decide))
journal.command("undo", cls=Plain)(guarded(caring.undo))
app.add_typer(journal, name="journal")
forecast = typer.Typer(
    help="What comes next: who is next, outlooks, scenarios, and a ledger that scores them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
forecast.command("next", cls=Plain)(guarded(forecasting.next_event))
forecast.command("outlook", cls=Plain)(guarded(forecasting.outlook))
forecast.command("scenario", cls=Plain)(guarded(forecasting.scenario))
forecast.command("model", cls=Plain)(guarded(forecasting.model))
forecast.command("issue", cls=Plain)(guarded(forecasting.issue))
forecast.command("score", cls=Plain)(guarded(forecasting.score))
forecast.command("ledger", cls=Plain)(guarded(forecasting.ledger))
app.add_typer(forecast, name="forecast")


def main() -> None:
    """Entry point of the program."""
    app(prog_name="westphalia")
