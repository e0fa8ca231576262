"""Commands that ask a world: `brief`, `search`, `export`, `explain`."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.saying import FAILED, WORLD, JsonOption, WorldOption, day, say, say_json, write_out
from westphalia.errors import UsageError


def brief(
    actors: Annotated[list[str], typer.Argument(help="One actor or two: id (CHN) or name.", metavar="ACTOR")],
    world: WorldOption = WORLD,
    since: Annotated[str | None, typer.Option("--from", help="First day, month or year.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, month or year.", metavar="DATE")] = None,
    format: Annotated[  # noqa: A002
        str, typer.Option(help="text, md or html; bibtex or csl for the reports it cites.", metavar="FORMAT")
    ] = "text",
    out: Annotated[Path | None, typer.Option(help="File to write.", metavar="FILE")] = None,
    json: JsonOption = False,
) -> None:
    """Writes the brief on an actor, or on two with each other.

    Every line has its evidence: report, outlet, date and the sentence.
    """
    if len(actors) > 2:
        raise UsageError("a brief is about one actor or two", "quote names of several words")
    deliver(world, tuple(actors), (day(since), day(until, last=True)), format, out, json)


def deliver(
    world: str,
    actors: tuple[str, ...],
    period: tuple[date | None, date | None],
    format: str,  # noqa: A002
    out: Path | None,
    as_json: bool,
) -> None:
    """Writes a brief to a file or to standard output."""
    from westphalia.brief import FORMATS, render
    from westphalia.brief import brief as gather
    from westphalia.export import bibliography
    from westphalia.world import Store

    if format not in FORMATS and format not in bibliography.FORMATS:
        raise UsageError(
            f"no brief in the format {format!r}", f"one of: {', '.join((*FORMATS, *bibliography.FORMATS))}"
        )
    with Store(world, readonly=True) as store:
        found = gather(store, actors[0], actors[1] if len(actors) > 1 else None, *period)
        references = list(bibliography.cited(store, [source.report for source in found.sources if source.notes]))
    if as_json:
        say_json(asdict(found))
        return
    text = bibliography.RENDERED[format](references) if format in bibliography.FORMATS else render(found, format)
    write_out(text, out, f"brief on {' and '.join(actors)}")


def search(
    words: Annotated[
        list[str], typer.Argument(help='Words; "in quotation marks" next to each other, end* open.', metavar="WORD")
    ],
    world: WorldOption = WORLD,
    limit: Annotated[int, typer.Option(help="Most findings.", min=1, max=1_000_000, metavar="NUMBER")] = 20,
    json: JsonOption = False,
) -> None:
    """Finds sentences and statements by their words.

    All words have to be there; the best findings come first.
    """
    from westphalia.world import Store

    with Store(world, readonly=True) as store:
        found = store.search(" ".join(words), limit)
    if json:
        say_json(found)
    else:
        for row in found:
            where = " · ".join(filter(None, (row["outlet"], row["published"], row["name"])))
            who = f"{row['speaker']}: " if row["speaker"] else ""
            say(f"{where} [{row['start']}–{row['end']}]\n  {who}{' '.join(row['text'].split())}", data=True)
    if not found:
        say("nothing found")
        raise typer.Exit(FAILED)


def export(
    table: Annotated[
        str, typer.Argument(help="reports, actors, offices, mentions, statements, events, figures …", metavar="TABLE")
    ],
    world: WorldOption = WORLD,
    format: Annotated[  # noqa: A002
        str, typer.Option(help="jsonl, csv, parquet; bibtex, csl of reports.", metavar="FORMAT")
    ] = "jsonl",
    out: Annotated[Path | None, typer.Option(help="File to write.", metavar="FILE")] = None,
    json: JsonOption = False,
) -> None:
    """Writes a table as JSON Lines, CSV or Parquet.

    The columns are documented in docs/reference/schema.md.
    """
    from westphalia.export import export as write
    from westphalia.world import Store

    if json and out is None and format != "jsonl":
        raise UsageError("--json without --out means --format jsonl")
    with Store(world, readonly=True) as store:
        rows = write(store, table, format, out)
    if out is not None:
        say(f"{out}: {rows:,} rows")
        if json:
            say_json({"table": table, "format": format, "out": str(out), "rows": rows})


def explain(
    id: Annotated[  # noqa: A002
        str, typer.Argument(help="Id of an event or a statement, or its beginning.", metavar="ID")
    ],
    world: WorldOption = WORLD,
    json: JsonOption = False,
) -> None:
    """Shows why an event or a statement is coded as it is.

    Reads its report once more: the words that count, the rule or features that fired, what was considered and
    rejected, how each party, the date and the place were found.
    """
    from westphalia.explaining import explain as find
    from westphalia.explaining import render
    from westphalia.world import Store

    with Store(world, readonly=True) as store:
        found = find(store, id)
    if json:
        say_json(asdict(found))
    else:
        say(render(found).rstrip("\n"), data=True)
