"""PLOVER as data: event types, their modes and contexts, the CAMEO crosswalk, and intensities.

The tables beside this file can be read and corrected by a political scientist; each row names its source.
`coders` says what an event would be in CAMEO, or in PLOVER without a status.
"""

from dataclasses import dataclass
from functools import lru_cache

from westphalia.model.ontology.tables import rows

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen PLOVER types."""

    name: str
    quad: int
    needs_recipient: bool
    intensity: float
    description: str


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of a type: how it was done. `intensity` is on the same scale as that of the type."""

    type: str
    name: str
    intensity: float
    description: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a CAMEO code becomes in PLOVER. `type` is empty where PLOVER has no equivalent; `note` says why."""

    cameo: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    goldstein: float | None
    note: str


@lru_cache(maxsize=1)
def types() -> dict[str, EventType]:
    """The sixteen event types by name."""
    return {
        row["type"]: EventType(
            row["type"],
            int(row["quad"]),
            row["needs_recipient"] == "yes",
            float(row["intensity"]),
            row["description"],
        )
        for row in rows("types")
    }


@lru_cache(maxsize=1)
def modes() -> dict[tuple[str, str], Mode]:
    """All modes by (type, mode)."""
    return {
        (row["type"], row["mode"]): Mode(row["type"], row["mode"], float(row["intensity"]), row["description"])
        for row in rows("modes")
    }


@lru_cache(maxsize=1)
def contexts() -> dict[str, str]:
    """Description of every context by name."""
    return {row["context"]: row["description"] for row in rows("contexts")}


@lru_cache(maxsize=1)
def statuses() -> dict[str, str]:
    """What every status says, by name."""
    return {row["status"]: row["description"] for row in rows("statuses")}


@lru_cache(maxsize=1)
def crosswalk() -> dict[str, Crossing]:
    """What each CAMEO code becomes in PLOVER, by code."""
    return {
        row["cameo"]: Crossing(
            row["cameo"],
            row["type"],
            row["mode"],
            tuple(part for part in row["contexts"].split("|") if part),
            float(row["goldstein"]) if row["goldstein"] else None,
            row["note"],
        )
        for row in rows("crosswalk")
    }


WORDS = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are words already: announcing them changes nothing."""


def convention(event_type: str, status: str) -> str:
    """The root of an act of some type with some status, by the convention of PLOVER's manual, which has no status.

    Cooperation announced is AGREE, harm announced THREATEN, cooperation refused REJECT.
    """
    cooperative = quad(event_type) <= 2
    if status == "refused" or (status == "denied" and cooperative):
        return "REJECT"
    if event_type in WORDS:
        return event_type
    if status == "planned":
        return "AGREE" if cooperative else "THREATEN"
    if status == "possible" and cooperative:
        return "AGREE"
    return event_type


def quad(event_type: str) -> int:
    """Quad class 1–4 of a type (see QUADS). Raises KeyError for a name PLOVER does not have."""
    return types()[event_type].quad


def intensity(event_type: str, mode: str = "") -> float:
    """PLOVER's conflict–cooperation score, -10 to 10, of a mode, or of its type where the mode has none."""
    found = modes().get((event_type, mode))
    return found.intensity if found else types()[event_type].intensity
