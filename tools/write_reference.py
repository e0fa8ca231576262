"""Writes the generated pages of docs/reference: schema, settings, commands, and the JSON Schemas.

    python tools/write_reference.py

`tests/architecture/test_reference_pages.py` fails while a page is not current.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from westphalia.cli.app import app
from westphalia.export.rows import COMPUTED
from westphalia.settings import page
from westphalia.world.schema import codebook
from westphalia.world.tables import EXPORTED, TABLES, VERSION

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def pages() -> dict[str, str]:
    """File name → content of every generated page."""
    computed = {name: made.table for name, made in COMPUTED.items()}
    written = {
        "schema.md": codebook([*TABLES.values(), *computed.values()], VERSION),
        "settings.md": page(),
        "commands.md": commands(),
    }
    schemas = {name: TABLES[name].json_schema() for name in EXPORTED}
    schemas |= {name: table.json_schema() for name, table in computed.items()}
    written["exports.schema.json"] = json.dumps({"$defs": schemas}, indent=1, ensure_ascii=False) + "\n"
    return written


def commands() -> str:
    """Every command with its arguments and options."""
    lines = ["# Commands", "", "<!-- Written by tools/write_reference.py from src/westphalia/cli. Change it there. -->"]
    for name, command in _all(typer.main.get_group(app), "westphalia"):
        lines += ["", f"## {name}", "", " ".join((command.help or "").split())]
        rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
        if rows:
            lines += ["", "| argument or option | default | meaning |", "|---|---|---|", *rows]
        if command.epilog:
            lines += ["", command.epilog]
    return "\n".join(lines) + "\n"


def _row(parameter: Any) -> str:
    option = parameter.opts[0].startswith("-")
    name = ", ".join(parameter.opts) if option else (parameter.metavar or parameter.name.upper())
    default = "" if parameter.default in (None, "", False) or parameter.required else f"`{parameter.default}`"
    variable = f" Variable `{parameter.envvar}`." if getattr(parameter, "envvar", None) else ""
    return f"| `{name}` | {default} | {parameter.help or ''}{variable} |"


def _all(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, group
    for part, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _all(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(FOLDER / name)
