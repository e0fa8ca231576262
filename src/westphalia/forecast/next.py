"""Next-event forecasting: with whom, given one party, the type of act and the day.

`NextEvent.fit(table)` learns from the user's own table alone; no weights are shipped. `rank` answers "source, type, ?",
`rank_sources` answers "?, type, recipient".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from westphalia.system.table import EventTable


@dataclass(frozen=True, slots=True)
class Reason:
    """One group of reasons for or against an actor.

    Attributes:
        group: what kind of reason, one of `features.GROUPS` ("the very act before", "their other acts", …).
        weight: what the group adds to the log-odds of this actor against the average candidate of the question.
        words: the reason in plain English.
        events: ids of the past events behind it, the latest first, at most ten.
    """

    group: str
    weight: float
    words: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One actor of a forecast. The probability is that of being the party, given that such an act takes place."""

    actor: str
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NextForecast:
    """The answer to one question.

    Attributes:
        known: the party that was given.
        type: the type of act that was given.
        seeking: "recipient" or "source".
        on: the day asked about; only events before it were used.
        ranked: the actors by falling probability, at most as many as asked for.
        other: probability that it is none of `ranked`.
        note: where history holds too little to say much, that in words; else empty.
    """

    known: str
    type: str
    seeking: str
    on: date
    ranked: tuple[Ranked, ...]
    other: float
    note: str


class NextEvent:
    """A fitted model of who is next."""

    @classmethod
    def fit(cls, table: EventTable, *, before: date | None = None, window: int = 40) -> NextEvent:
        """Fits on the happenings of `table` before a day (by default all of them).

        Args:
            table: the events; planned, denied, possible and refused ones are not used.
            before: nothing of this day or later is read; by default the day after the last event.
            window: how many of the last days with events the weights are fitted on, walking forward.

        Raises:
            UsageError: the table holds no happening before the day.
        """
        raise NotImplementedError

    def rank(self, source: str, type: str, on: date | None = None, *, top: int = 10) -> NextForecast:  # noqa: A002
        """Whom `source` does an act of `type` to on the day `on` (by default the first day not fitted on).

        Raises:
            UsageError: the table knows no such actor or type, or `on` is before the day the model was fitted to.
        """
        raise NotImplementedError

    def rank_sources(self, recipient: str, type: str, on: date | None = None, *, top: int = 10) -> NextForecast:  # noqa: A002
        """Who does an act of `type` to `recipient`. Raises like `rank`."""
        raise NotImplementedError
