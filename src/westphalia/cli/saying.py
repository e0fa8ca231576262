"""How commands speak: data and JSON on standard output, the rest and errors on standard error, one line each."""

import functools
import json
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from westphalia.errors import UsageError, WestphaliaError
from westphalia.settings import SETTINGS

FAILED, USAGE, REJECTS, INTERRUPTED = 1, 2, 3, 130


_UNSEEN = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
del _UNSEEN[ord("\n")], _UNSEEN[ord("\t")]
"""Characters of reports that would steer a terminal, or turn the order of its letters round."""


def seen(line: str) -> str:
    """A line as it may be shown: what would steer the terminal replaced."""
    return line.translate(_UNSEEN)


def say(line: str, *, data: bool = False) -> None:
    """Writes one line: data to standard output, anything else to standard error."""
    _write(seen(line), data)


def say_json(value: Any) -> None:
    """Writes a value as JSON to standard output."""
    utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
    _write(json.dumps(value, ensure_ascii=not utf8, default=str), data=True)


def write_out(text: str, out: Path | None, what: str) -> None:
    """Writes a text to a file, and says `what` it holds; without a file, to standard output.

    Raises:
        WestphaliaError: if the file cannot be written.
    """
    if out is None:
        say(text.rstrip("\n"), data=True)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WestphaliaError(f"{out} cannot be written: {error.strerror}", "name another with --out") from error
    say(f"{out}: {what}")


def _write(line: str, data: bool) -> None:
    stream = sys.stdout if data else sys.stderr
    try:
        print(line, file=stream, flush=not data)
    except UnicodeEncodeError:  # a terminal that is not UTF-8
        print(line.encode(stream.encoding, "backslashreplace").decode(stream.encoding), file=stream, flush=not data)


def guarded[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """A command whose errors are one line that says what, where and what to do, and an exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except UsageError as error:
            say(f"westphalia: {error}")
            raise typer.Exit(USAGE) from error
        except WestphaliaError as error:
            say(f"westphalia: {error}")
            raise typer.Exit(FAILED) from error
        except BrokenPipeError:
            # The reader of our output has seen enough, as in `westphalia export events | head`.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            say("westphalia: interrupted; what was read is kept, the same command goes on from there")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            say(f"westphalia: {error.filename or 'output'}: {error.strerror or error}")
            raise typer.Exit(FAILED) from error
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if SETTINGS["debug"].value:
                raise
            say(f"westphalia: unexpected {type(error).__name__}: {error} ({SETTINGS['debug'].env}=1 shows where)")
            raise typer.Exit(FAILED) from error

    return run


def day(text: str | None, *, last: bool = False) -> date | None:
    """A day from `2022-03-30`, `2022-03` or `2022`; of a month or year the first day or, if `last`, the last.

    Raises:
        UsageError: if it is no date.
    """
    if text is None:
        return None
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        begin = date(*[*numbers, 1, 1][:3]) if len(numbers) <= 3 else None
    except ValueError:
        begin = None
    if begin is None:
        raise UsageError(f"{text!r} is no date", "write it as 2022-03-30, 2022-03 or 2022")
    if not last or len(parts) == 3:
        return begin
    after = date(begin.year + 1, 1, 1) if len(parts) == 1 or begin.month == 12 else begin.replace(month=begin.month + 1)
    return after - timedelta(days=1)


def pairs(given: list[str], what: str, known: tuple[str, ...]) -> dict[str, str]:
    """`["title=headline"]` as a mapping.

    Raises:
        UsageError: if one is no `name=value`, or its name is not known.
    """
    result = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not value or name not in known:
            raise UsageError(f"--{what} {text!r} is not NAME=VALUE", f"NAME is one of {', '.join(known)}")
        result[name] = value
    return result


_world, _processes = SETTINGS["world"], SETTINGS["processes"]

WorldOption = Annotated[str, typer.Option("--world", envvar=_world.env, help=_world.help, metavar="FILE")]
ProcessesOption = Annotated[int, typer.Option(envvar=_processes.env, help=_processes.help, min=0, metavar="N")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
WORLD = _world.default
PROCESSES = int(_processes.default)
