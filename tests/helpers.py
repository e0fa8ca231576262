"""What several test files need: reports made of a text, readings up to a step."""

from datetime import date

from westphalia.model import OffsetMap, Published, Report, Sourced
from westphalia.reading import STEPS, Reading


def report(text: str, *, name: str = "test.txt", published: date | None = None, outlet: str = "") -> Report:
    """A report whose repaired text is its text."""
    return Report(
        id="r" + format(abs(hash((text, name))) % 16**16, "016x"),
        name=name,
        text=text,
        clean=text,
        offsets=OffsetMap(((0, 0, len(text)),)),
        raw=text.encode(),
        outlet=Sourced(outlet, "test") if outlet else None,
        published=Published(published, "test") if published else None,
    )


def read_until(step: str, text: str, published: date | None = None) -> Reading:
    """A reading of `text` after the step of that name; spans are still in the repaired text."""
    reading = Reading(report(text, published=published))
    for each in STEPS:
        each.run(reading)
        if each.name == step:
            return reading
    raise AssertionError(f"no step {step}")
