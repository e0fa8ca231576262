"""An act: a predicate of a sentence with its parties, before it becomes an event."""

from dataclasses import dataclass

from spacy.tokens import Token

from westphalia.model import Mention
from westphalia.reading.act.event_type import Coding
from westphalia.reading.act.frames import Frame


@dataclass(slots=True)
class Act:
    """A predicate with its frame, its parties and the model's coding of the first pair.

    `direct`: the model judged this very predicate, not the verb that holds it. `likely`: how likely it is an event.
    `at_home`: it strikes the doer's own ground, against somebody who is not named.
    """

    predicate: Token
    frame: Frame
    type: str
    sources: list[Mention]
    recipients: list[Mention]
    mutual: bool = False
    coding: Coding | None = None
    direct: bool = True
    likely: float = 1.0
    at_home: bool = False


def ids(mentions: list[Mention]) -> set[str]:
    """The actors of several mentions; those of nobody known by where they stand."""
    return {a for m in mentions for a in (m.actors or (f"?{m.head.start}",))}


def known(mentions: list[Mention]) -> bool:
    """Whether any of several mentions is of a known actor."""
    return any(not a.startswith("?") for m in mentions for a in m.actors)


def polities(mentions: list[Mention]) -> set[str]:
    """The states and bodies to which several mentions belong, "?" for unknown ones."""
    return {actor.split("/")[0] for m in mentions for actor in m.actors}


def sectors(mentions: list[Mention]) -> set[str]:
    """The sectors of several mentions, "" for states as a whole."""
    return {actor.split("/")[1] if "/" in actor else "" for m in mentions for actor in m.actors}
