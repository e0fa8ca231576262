"""Inputs that could not become reports: stable codes, each with what the user can do."""

from westphalia.model import Rejected

CODES: dict[str, str] = {
    "missing": "check the path",
    "unreadable": "check the permissions of the file",
    "not-a-file": "pass - to read from a pipe",
    "loop": "remove the link",
    "empty": "fetch it again if something should be in it",
    "empty-folder": "README, LICENSE, hidden files and worlds are passed over",
    "format": "convert it to text, HTML, JSON, CSV, RSS, WARC or PDF with text",
    "damaged": "fetch or export the file again; what could be read of it was",
    "encrypted": "save a copy without password",
    "no-text": "a scanned page needs text recognition first",
    "fields": "name the fields: title, text, date, url, outlet, language",
    "entities": "they can hide a bomb; export it without them",
    "too-large": "no single report is of this size; split it, or leave it out",
    "too-long": "leave it out, or raise the limit `seconds`",
    "too-much-memory": "leave it out, or raise the limit `memory`",
    "bomb": "unpack it by hand if you trust it",
    "too-deep": "unpack the inner ones",
    "unsafe-path": "repack it",
}
"""Code → hint. The reason names what was met; the code is what programs test."""


def rejected(code: str, reason: str, name: str, container: str = "") -> Rejected:
    """The row for an input that could not become a report."""
    return Rejected(name, container, code, reason, CODES[code])
