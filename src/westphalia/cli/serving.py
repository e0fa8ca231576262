"""Commands that show a world: `serve` and `compare`."""

import socket
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.saying import WORLD, JsonOption, WorldOption, say, say_json, write_out
from westphalia.errors import UsageError, WestphaliaError
from westphalia.settings import SETTINGS

PORT = 8648
"""Default port: 1648, the year of the peace, out of the reach of the system's own."""

HOST = "127.0.0.1"


def serve(
    world: Annotated[str, typer.Argument(help="The world file.", metavar="FILE", envvar=SETTINGS["world"].env)] = WORLD,
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535, metavar="NUMBER")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen at.", metavar="ADDRESS")] = HOST,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Name by which browsers may call, besides localhost.", metavar="NAME")
    ] = None,
    readonly: Annotated[bool, typer.Option("--readonly", help="Take no decisions.")] = False,
) -> None:
    """Shows a world in the browser, on this machine.

    Every page has a twin with .json and, for tables, .csv. Ctrl-C ends it.
    """
    import uvicorn

    from westphalia.web import application
    from westphalia.world import Store

    with Store(world, readonly=True):  # says at once what is wrong with the file
        pass
    names = [*(allow_host or []), f"[{host}]" if ":" in host else host]
    app = application(world, hosts=names, readonly=readonly)
    listening = _listen(host, port)
    where = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    say(where, data=True)
    sys.stdout.flush()
    say(f"{world} is shown at {where} · Ctrl-C ends it")
    if host not in (HOST, "::1", "localhost"):
        say("others on the network can reach it, and nothing asks who they are")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises WestphaliaError if the port is taken or the address is not ours."""
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise WestphaliaError(
            f"cannot listen at {host}:{port}: {error.strerror or error}", "name another --port"
        ) from error
    listening.set_inheritable(True)
    return listening


def compare(
    happening: Annotated[
        str, typer.Argument(help="Id of a happening or of one of its events, or its beginning.", metavar="HAPPENING")
    ],
    world: WorldOption = WORLD,
    format: Annotated[  # noqa: A002
        str, typer.Option(help="text, md or html; bibtex or csl for its reports.", metavar="FORMAT")
    ] = "text",
    out: Annotated[Path | None, typer.Option(help="File to write.", metavar="FILE")] = None,
    json: JsonOption = False,
) -> None:
    """Compares the accounts of one happening: where they agree, part and are silent.

    Ids are in the tables of happenings and events and in the addresses of the pages.
    """
    from westphalia.brief import FORMATS, render
    from westphalia.export.bibliography import RENDERED
    from westphalia.web.citing import references
    from westphalia.web.comparing import comparison
    from westphalia.world import Store

    if format not in (*FORMATS, *RENDERED):
        raise UsageError(f"no comparison in the format {format!r}", f"one of: {', '.join((*FORMATS, *RENDERED))}")
    with Store(world, readonly=True) as store:
        found = comparison(store, happening)
        cited = references(store, happening, format) if format in RENDERED and not json else ""
    if json:
        say_json(asdict(found))
        return
    write_out(cited or render(found, format), out, found.title)
