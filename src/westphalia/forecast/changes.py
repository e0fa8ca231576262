"""The changes a scenario states, and the words they are stated in.

    CHN SANCTION LTU on 2025-01-01      an event is added (any PLOVER type; `sanctions` will do); `x3` adds three
    CHN lifts SANCTION LTU              what it did of that type is forgotten, and it concedes
    HUN leaves EU                       a membership ends; `FIN joins NATO` begins one
    without RUS-CHN                     a tie is withdrawn: its past is forgotten and nothing more happens in it

Several changes are parted by `;`. Names of several words stand in quotation marks.
"""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from westphalia.errors import UsageError
from westphalia.model.ontology import types

HOW = 'write it as "CHN SANCTION LTU on 2025-01-01", "HUN leaves EU" or "without RUS-CHN"'


@dataclass(frozen=True, slots=True)
class Added:
    """An event happens on a day; without a day on the first one simulated."""

    source: str
    type: str
    recipient: str
    on: date | None = None
    times: int = 1

    def __str__(self) -> str:
        return (
            f"{self.source} {self.type} {self.recipient}{f' x{self.times}' if self.times > 1 else ''}{_when(self.on)}"
        )


@dataclass(frozen=True, slots=True)
class Lifted:
    """What the source did to the recipient of a type is taken back."""

    source: str
    type: str
    recipient: str
    on: date | None = None

    def __str__(self) -> str:
        return f"{self.source} lifts {self.type} {self.recipient}{_when(self.on)}"


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor leaves or joins a body."""

    actor: str
    body: str
    joins: bool
    on: date | None = None

    def __str__(self) -> str:
        return f"{self.actor} {'joins' if self.joins else 'leaves'} {self.body}{_when(self.on)}"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The tie of two is withdrawn from the beginning."""

    one: str
    other: str

    def __str__(self) -> str:
        return f"without {self.one}-{self.other}"


Change = Added | Lifted | Membership | Withdrawn


def _when(on: date | None) -> str:
    return f" on {on}" if on else ""


def parse(text: str, known: Callable[[str], bool] = lambda name: True) -> tuple[Change, ...]:
    """The changes that a text states.

    Args:
        text: in the words of this module.
        known: whether a name is that of an actor, to part names that hold hyphens.

    Raises:
        UsageError: if it is none of these.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise UsageError("no change is stated", HOW)
    return tuple(_one(part, known) for part in parts)


def _one(text: str, known: Callable[[str], bool]) -> Change:
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no change: {error}", HOW) from error
    if words and words[0].lower() == "without":
        return Withdrawn(*_pair(words[1:], text, known))
    on, words = _day(words, text)
    if len(words) == 3 and words[1].lower() in ("leaves", "joins"):
        return Membership(words[0], words[2], words[1].lower() == "joins", on)
    if len(words) == 4 and words[1].lower() == "lifts":
        return Lifted(words[0], _type(words[2], text), words[3], on)
    times = 1
    if len(words) == 4 and (many := re.fullmatch(r"[x×]([1-9]\d?)", words[3])):
        times, words = int(many[1]), words[:3]
    if len(words) != 3:
        raise UsageError(f"{text!r} is no change", HOW)
    return Added(words[0], _type(words[1], text), words[2], on, times)


def _day(words: list[str], text: str) -> tuple[date | None, list[str]]:
    """The day that ends the words, and the words without it."""
    if len(words) < 2 or words[-2].lower() != "on" or not words[-1][:1].isdigit():
        return None, words
    try:
        return date.fromisoformat(words[-1]), words[:-2]
    except ValueError as error:
        raise UsageError(f"{words[-1]!r} in {text!r} is no day", "write it as 2025-01-01") from error


def _type(word: str, text: str) -> str:
    upper = word.upper()
    for name in (upper, upper.removesuffix("S"), upper.removesuffix("ES")):
        if name in types():
            return name
    raise UsageError(f"{word!r} in {text!r} is no type of event", f"one of: {', '.join(types())}")


def _pair(words: list[str], text: str, known: Callable[[str], bool]) -> tuple[str, str]:
    """Two names: parted by a space, or by a hyphen that leaves a name on each side."""
    if len(words) == 3 and words[1] == "-":
        return words[0], words[2]
    if len(words) == 2:
        return words[0], words[1]
    ways = [(w[: m.start()], w[m.end() :]) for w in words[:1] for m in re.finditer("-", w)] if len(words) == 1 else []
    ways = [(one, other) for one, other in ways if one and other]
    for way in ways:
        if known(way[0]) and known(way[1]):
            return way
    if ways:
        return ways[0]
    raise UsageError(f"{text!r} names no two actors", "write it as: without RUS-CHN")
