"""A reading step: a function over one Reading that declares what it reads, what it fills, and its version."""

from collections.abc import Callable
from dataclasses import dataclass

from westphalia.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One step of reading. Raise `version` whenever its output may change for the same report."""

    name: str
    version: int
    reads: tuple[str, ...]
    fills: tuple[str, ...]
    run: Callable[[Reading], None]


def check_order(steps: tuple[Step, ...]) -> None:
    """Raises ValueError if a step reads what no earlier step fills."""
    filled = {"report"}
    for step in steps:
        if missing := set(step.reads) - filled:
            raise ValueError(f"step {step.name} reads {sorted(missing)} before any step fills it")
        filled |= set(step.fills)
