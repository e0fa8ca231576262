"""Next-event forecasting: with whom, given one party, the type of act and the day.

`NextEvent.fit(table)` learns from the user's own table alone; no weights are shipped. `rank` answers "source, type, ?",
`rank_sources` answers "?, type, recipient".
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import polars as pl

from westphalia.errors import UsageError
from westphalia.forecast.features import GROUPS, QUESTION
from westphalia.forecast.forecaster import Forecaster, Span
from westphalia.forecast.quadruples import Floats, Ints, Quadruples, Questions
from westphalia.forecast.reasons import Past, contributions, evidence
from westphalia.forecast.softmax import shares
from westphalia.system.table import EventTable

FEW = 5
"""Past acts of the known party below which the forecast says that history holds too little on it."""

FEW_EVENTS = 300
"""Events below which it says that history as a whole holds too little."""

FAINT = 0.05
"""Log-odds below which a group is no reason worth naming."""

WORDS = dict(
    zip(
        GROUPS,
        (
            "{known} and {actor}: this very act before",
            "{actor} and {known}: the same act in return",
            "other acts between {known} and {actor}",
            "acts between {known} and {actor} that this one tends to follow",
            "{actor} is a usual party to such acts",
            "{actor} is active at all",
            "others of the polity or role of {known} do such things with {actor} or its like",
            "actors like {known}, or in between, have to do with {actor}",
            "",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One group of reasons for or against an actor.

    Attributes:
        group: what kind of reason, one of `features.GROUPS` ("the very act before", "the pair's other acts", …).
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
    """A fitted model of who is next.

    Attributes:
        actors: ids, in the order of the model's numbers.
        types: types of act, likewise.
        before: the first day not fitted on.
        events: how many happenings it knows.
    """

    def __init__(self, model: Forecaster, past: Past, actors: list[str], types: list[str], before: date) -> None:
        self._model, self._past = model, past
        self.actors, self.types, self.before, self.events = actors, types, before, len(past.day)
        self._numbers = {actor: k for k, actor in enumerate(actors)}

    @classmethod
    def fit(cls, table: EventTable, *, before: date | None = None, window: int = 100) -> Self:
        """Fits on the happenings of `table` before a day (by default all of them).

        Args:
            table: the events; planned, denied, possible and refused ones are not used.
            before: nothing of this day or later is read; by default the day after the last event.
            window: how many of the last days with events the weights are fitted on, walking forward.

        Raises:
            UsageError: the table holds no happening before the day.
        """
        frame = _usable(table, before)
        actors = sorted(set(frame["source"]) | set(frame["recipient"]))
        types = sorted(set(frame["type"]))
        rows = _numbered(frame, actors, types)
        until = before.toordinal() if before else int(rows[:, 3].max()) + 1
        facts = Quadruples.of(rows, len(actors), len(types)).doubled()
        model = Forecaster(facts, actors)
        model.fit(until, Span(ranker=window))
        latest = np.argsort(-rows[:, 3], kind="stable")
        events = frame["event"].gather(latest).to_list()
        subject, relation, target, day = (np.ascontiguousarray(column) for column in rows[latest].T)
        past = Past(subject, relation, target, day, tuple(events), len(types))
        return cls(model, past, actors, types, date.fromordinal(until))

    def rank(self, source: str, type: str, on: date | None = None, *, top: int = 10) -> NextForecast:  # noqa: A002
        """Whom `source` does an act of `type` to on the day `on` (by default the first day not fitted on).

        Raises:
            UsageError: the table knows no such actor or type, or `on` is before the day the model was fitted to.
        """
        return self._answer(source, type, "recipient", on, top)

    def rank_sources(self, recipient: str, type: str, on: date | None = None, *, top: int = 10) -> NextForecast:  # noqa: A002
        """Who does an act of `type` to `recipient` on the day `on`. Raises like `rank`."""
        return self._answer(recipient, type, "source", on, top)

    def _answer(self, known: str, act: str, seeking: str, on: date | None, top: int) -> NextForecast:
        on = on or self.before
        self._check(known, act, on)
        relation = self.types.index(act) + (len(self.types) if seeking == "source" else 0)
        subject = self._numbers[known]
        of, values = self._model.asked(on.toordinal(), Questions.one(subject, relation))
        ranker = self._model.ranker
        assert ranker is not None
        scores = ranker.score(values, of.questions.relation)[0]
        scores[of.candidates.entity[0] == subject] = -np.inf
        chance = shares(scores) * self._inside(of.candidates.dense[0], of.candidates.prior[0])
        chosen = np.argsort(-chance, kind="stable")[:top]
        chosen = chosen[np.isfinite(scores[chosen])]
        added = contributions(self._model, of, values, chosen)
        ranked = []
        for k, place in enumerate(chosen.tolist()):
            target = int(of.candidates.entity[0, place])
            reasons = self._reasons(known, target, added[k], evidence(self._model, self._past, of, target))
            ranked.append(Ranked(self.actors[target], float(chance[place]), reasons))
        other = max(0.0, 1 - float(chance[chosen].sum()))
        return NextForecast(known, act, seeking, on, tuple(ranked), other, self._note(subject))

    @staticmethod
    def _inside(dense: Floats, prior: Floats) -> float:
        """The probability that the party is among the candidates, by the prior."""
        return float(prior.sum() / dense.sum())

    def _check(self, known: str, act: str, on: date) -> None:
        if known not in self._numbers:
            raise UsageError(f"the events name no actor {known!r}", "ids are those of the table")
        if act not in self.types:
            raise UsageError(f"the events hold no act of type {act!r}", f"one of: {', '.join(self.types)}")
        if on < self.before:
            raise UsageError(f"{on} lies in the days the model was fitted on", "fit with before=that day")

    def _reasons(
        self, known: str, target: int, added: Floats, events: dict[str, tuple[str, ...]]
    ) -> tuple[Reason, ...]:
        """The groups that add most, those that speak for it first."""
        names = {"known": known, "actor": self.actors[target]}
        found = [
            Reason(group, round(float(weight), 3), WORDS[group].format(**names), events.get(group, ()))
            for group, weight in zip(GROUPS, added, strict=True)
            if abs(weight) >= FAINT and group != QUESTION
        ]
        return tuple(sorted(found, key=lambda reason: -reason.weight))

    def _note(self, subject: int) -> str:
        acts = int(((self._past.subject == subject) | (self._past.object == subject)).sum())
        if self.events < FEW_EVENTS:
            return f"History holds too little: {self.events} events in all. The weights are hardly more than a guess."
        if acts < FEW:
            return f"History holds too little on {self.actors[subject]}: {acts} events. It is judged by its like."
        return ""


def _usable(table: EventTable, before: date | None) -> pl.DataFrame:
    """The happenings that have a day, two different parties and a type, before a day."""
    frame = table.happened().frame.drop_nulls(["date", "source", "recipient", "type"])
    frame = frame.filter(pl.col("source") != pl.col("recipient"))
    if before is not None:
        frame = frame.filter(pl.col("date") < before)
    if frame.is_empty():
        raise UsageError("no happening with a day and two parties to learn from", "read more reports, or a later day")
    return frame.sort("date", "event", "source", "recipient", "type")


def _numbered(frame: pl.DataFrame, actors: list[str], types: list[str]) -> Ints:
    """Subject, relation, object and day of each row."""
    actor = {name: k for k, name in enumerate(actors)}
    act = {name: k for k, name in enumerate(types)}
    columns = (
        [actor[name] for name in frame["source"]],
        [act[name] for name in frame["type"]],
        [actor[name] for name in frame["recipient"]],
        [day.toordinal() for day in frame["date"]],
    )
    return np.array(columns, np.int64).T
