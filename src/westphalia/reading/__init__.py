"""Report to assertions: `read(report) -> Reading`, a pure function of one report and the reference tables.

The steps run in the order of `STEPS`; a step is one file, or one room where it needs several.
`read_many` gives the same readings as `read`, but parses the sentences of several reports together, which is faster.
"""

import hashlib
from collections.abc import Iterable, Iterator

from westphalia.model import Report
from westphalia.reading.act.events import EVENTS
from westphalia.reading.actors.mentions import MENTIONS
from westphalia.reading.anchoring import ANCHORING
from westphalia.reading.namings import NAMINGS
from westphalia.reading.number.figures import FIGURES
from westphalia.reading.parse import PARSE, parse_all
from westphalia.reading.place.places import PLACES
from westphalia.reading.positions import POSITIONS
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.sentences import SENTENCES
from westphalia.reading.speech.statements import STATEMENTS
from westphalia.reading.step import Step, check_order
from westphalia.reading.time.times import TIMES

CHUNK_CHARACTERS = 30_000
"""Text parsed together by `read_many`: about 5,000 words, 30 MB of parses; larger chunks were slower."""

LANGUAGES = ("en", "")
"""Languages that are coded; reports in others are kept, marked and not coded."""

STEPS = (
    SENTENCES,
    PARSE,
    MENTIONS,
    TIMES,
    PLACES,
    STATEMENTS,
    EVENTS,
    FIGURES,
    NAMINGS,
    POSITIONS,
    ANCHORING,
)
check_order(STEPS)

VERSION = hashlib.sha256(repr([(step.name, step.version) for step in STEPS]).encode()).hexdigest()[:12]
"""Changes when any step changes its version: reports read by another version are read again."""


def read(report: Report) -> Reading:
    """Everything one report asserts. Depends on nothing but the report and the reference tables."""
    return next(read_many([report]))


def read_many(reports: Iterable[Report]) -> Iterator[Reading]:
    """`read` over many reports, in order, parsing several together."""
    chunk: list[Reading] = []
    size = 0
    for report in reports:
        chunk.append(Reading(report))
        size += len(report.clean)
        if size >= CHUNK_CHARACTERS:
            yield from _finish(chunk)
            chunk, size = [], 0
    yield from _finish(chunk)


def _finish(chunk: list[Reading]) -> Iterator[Reading]:
    coded = [reading for reading in chunk if reading.report.language in LANGUAGES]
    for reading in chunk:
        SENTENCES.run(reading)
    parse_all(coded)
    for reading in chunk:
        for step in STEPS[2:] if reading.report.language in LANGUAGES else (ANCHORING,):
            step.run(reading)
        yield reading


__all__ = ["LANGUAGES", "STEPS", "VERSION", "Reading", "Sentence", "Step", "check_order", "read", "read_many"]
