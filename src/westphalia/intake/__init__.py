"""Intake: from files, feeds and archives to reports, each fact about them with where it was found.

`reports` streams; what cannot become a report comes out as `Rejected` with its reason, and the rest goes on.
Plain text, JSON and tables are read here; HTML, XML, PDF, WARC and archives in a child process with limits.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from westphalia.intake.assembling import assemble, report_from_text
from westphalia.intake.copies import NEAR_COPY, similar, sketch
from westphalia.intake.opening import Opening
from westphalia.intake.options import FIELDS, Limits, Options
from westphalia.intake.rejecting import CODES
from westphalia.intake.repair import KINDS, repair
from westphalia.intake.walking import Found, files
from westphalia.model import Rejected, Report

__all__ = [
    "CODES",
    "FIELDS",
    "KINDS",
    "NEAR_COPY",
    "Limits",
    "Options",
    "repair",
    "report_from_text",
    "reports",
    "reports_in",
    "similar",
    "sketch",
]


def reports(sources: Sequence[Path | str], options: Options | None = None) -> Iterator[Report | Rejected]:
    """The reports of files, folders and, for `"-"`, standard input, in a fixed order and one at a time.

    Args:
        sources: files and folders; a folder's files come in the order of their names.
        options: fields, outlet, folder rule and limits.
    """
    yield from reports_in(files(sources), options)


def reports_in(found: Iterable[Found | Rejected], options: Options | None = None) -> Iterator[Report | Rejected]:
    """The same for files that `files` found, as where another process opens them."""
    options = options or Options()
    with Opening(options) as opening:
        for file in found:
            if isinstance(file, Rejected):
                yield file
                continue
            for record in opening.records(file):
                yield record if isinstance(record, Rejected) else assemble(record, options)
