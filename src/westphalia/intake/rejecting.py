"""Inputs that could not become reports: stable codes, each with what the user can do."""

from westphalia.model import Rejected

CODES: dict[str, str] = {
    "missing": "check the path",
    "unreadable": "check the permissions of the file",
    "not-a-file": "pipes, sockets and devices are not read; pass - to read standard input",
    "loop": "a link that leads back to a folder above it; remove the link",
    "empty": "the file has no content",
    "empty-folder": "the folder holds no file that could be a report",
    "format": "convert it to text, HTML, JSON, CSV, RSS, WARC or PDF with text",
    "damaged": "fetch or export the file again; what could be read of it was",
    "encrypted": "save a copy without password",
    "no-text": "no running text was found; a scanned page needs text recognition first",
    "fields": "name the fields: title, text, date, url, outlet, language",
    "entities": "the document declares XML entities, which can hide a bomb; export it without them",
    "too-large": "a single report of this size is no report; split it",
    "too-long": "the record took longer than its time limit; remove it or raise the limit",
    "too-much-memory": "the record needed more memory than its limit; remove it or raise the limit",
    "bomb": "it opens to far more than its size; unpack it by hand if you trust it",
    "too-deep": "archives lie too deep within archives; unpack the inner ones",
    "unsafe-path": "the member's path leads out of the archive; repack it",
}
"""Code → hint. The reason names what was met; the code is what programs test."""


def rejected(code: str, reason: str, name: str, container: str = "") -> Rejected:
    """The row for an input that could not become a report."""
    return Rejected(name, container, code, reason, CODES[code])
