"""The ledger: outlooks issued with a rule that a machine resolves, and scored when they fall due.

A forecast says what would make it right before that is known: who does what to whom in which window, counted in which
events. It is resolved when the events reach the end of its window; void if they do not, or if the window holds so few
that silence says nothing. A forecast issued when its window had begun is marked and counted apart.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from westphalia.errors import UsageError
from westphalia.forecast import scores
from westphalia.forecast.outlook import (
    Learnt,
    Outlook,
    level_baselines,
    level_draws,
    level_sums,
    of_class,
    outlook,
)
from westphalia.forecast.rates import Counts
from westphalia.forecast.sequence import EventSequence
from westphalia.model.ontology import QUADS, types
from westphalia.system.actors import find
from westphalia.system.table import EventTable
from westphalia.system.weights import Weights
from westphalia.world.ledger import Issued, Ledger, Resolution
from westphalia.world.store import Store

MODEL = "outlook 1"
"""Name and version of what makes the forecasts: raise it whenever the same events may give others."""

COVERED = 0.25
"""A window with less than this share of the events that as many days held before is not covered."""

BEFORE = 180
"""Days before a window that say how many events are usual in it."""

KEPT = 50
"""Draws of a level that are kept, evenly spaced."""

PATIENCE = 90
"""Days after a window's end until which its events are waited for."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """What scoring did: forecasts resolved, void, and still open."""

    resolved: int
    void: int
    open: int


def issue(  # noqa: PLR0913 - what a forecast is about
    store: Store,
    table: EventTable,
    one: str,
    other: str,
    *,
    who: str,
    horizon: int = 30,
    on: date | None = None,
    of: str = "",
    today: date | None = None,
) -> list[Issued]:
    """Issues the outlook of a pair: for each direction one forecast for each quad class and one for the level.

    Args:
        store: the world that holds the ledger.
        table: the events it is made from.
        one: actor id.
        other: the other's.
        who: who issues it.
        horizon: days.
        on: first day of the window; the day after the last event if not given.
        of: one type or quad class by name, in place of all quad classes and the level.
        today: the day of issue.

    Raises:
        UsageError: as `outlook`; if the class is unknown or nobody is named.
    """
    if not who.strip():
        raise UsageError("a forecast names who issues it")
    if of and of not in (*QUADS.values(), *types()):
        raise UsageError(f"no class of events {of!r}", f"one of: {', '.join((*QUADS.values(), *types()))}")
    ends = find(table, one), find(table, other)
    events = EventSequence.about(table, *ends)
    found = outlook(events, *ends, horizon=horizon, on=on)
    maker = _Maker(events, found, table.origin, who, (today or date.today()) >= found.on)
    made = maker.forecasts(of)
    Ledger(store).issue(made)
    return made


@dataclass(frozen=True)
class _Maker:
    """Makes the forecasts of one outlook."""

    events: EventSequence
    outlook: Outlook
    origin: str
    who: str
    retrospective: bool

    def forecasts(self, of: str) -> list[Issued]:
        made = []
        for direction in self.outlook.directions:
            ends = (direction.source, direction.recipient)
            for chance in (*direction.quads, *direction.types):
                if chance.of == of if of else chance.of in QUADS.values():
                    baselines = {"recurrency": chance.recurrency, "base rate": chance.base}
                    question = f"Does {ends[0]} do anything to {ends[1]} that is {chance.of}"
                    rule = {**self._rule(*ends), "counts": "events", "of": chance.of, "least": 1}
                    made.append(self._issued(question, rule, {"probability": chance.probability}, baselines))
            if not of and direction.level.now is not None:
                made.append(self._level(*ends))
        return made

    def _rule(self, source: str, recipient: str) -> Row:
        """Who, whom, when, in which events, and how many events must be held for silence to count."""
        first = self.outlook.on.toordinal()
        known = (self.events.day < first) & (self.events.day >= first - BEFORE)
        days = max(min(BEFORE, first - int(self.events.day[0])), 1)
        usual = float(known.sum()) / days * self.outlook.horizon
        return {
            "source": source,
            "recipient": recipient,
            "from": self.outlook.on.isoformat(),
            "until": (self.outlook.on + timedelta(days=self.outlook.horizon - 1)).isoformat(),
            "table": self.origin,
            "covered_by": max(1, int(np.ceil(COVERED * usual))),
        }

    def _level(self, source: str, recipient: str) -> Issued:
        weights, day = Weights(), self.outlook.on.toordinal()
        past = self.events.before(day)
        learnt = Learnt.from_past(past, tuple(QUADS.values()), self.outlook.horizon, day)
        pair = np.array([past.actor(source) * len(past.actors) + past.actor(recipient)])
        known = learnt.known(pair)
        at = int(np.searchsorted(known.pairs, pair[0]))
        now, drawn = level_draws(learnt, known, weights, int(pair[0]))
        compared = level_baselines(learnt, weights, now[at : at + 1], KEPT)
        rule = {**self._rule(source, recipient), "counts": "level", "half_life": weights.half_life}
        question = f"Where does the level of what {source} does to {recipient} stand"
        kept = np.quantile(drawn[at], (np.arange(KEPT) + 0.5) / KEPT)
        named = zip(("draws", "recurrency", "base rate"), (kept, *(each[0] for each in compared)), strict=True)
        answers = {name: [round(float(x), 4) for x in values] for name, values in named}
        return self._issued(question, rule, {"draws": answers.pop("draws")}, answers)

    def _issued(self, question: str, rule: Row, answer: Row, baselines: Row) -> Issued:
        data = self.events.before(self.outlook.on.toordinal()).digest()
        identity = json.dumps([rule, MODEL, data], sort_keys=True)
        return Issued(
            forecast=f"f{hashlib.sha256(identity.encode()).hexdigest()[:16]}",
            who=self.who,
            question=f"{question}, from {rule['from']} to {rule['until']}?",
            rule=rule,
            answer=answer,
            baselines=baselines,
            begins=rule["from"],
            ends=rule["until"],
            model=MODEL,
            data=data,
            retrospective=self.retrospective,
        )


def score(store: Store, table: EventTable, today: date | None = None) -> Due:
    """Resolves what is due on a day and can be resolved with these events; appends the resolutions.

    A forecast is due when its window has ended. Forecasts made from another table are left alone.
    """
    ledger, day = Ledger(store), today or date.today()
    done = ledger.resolutions()
    waiting = [row for row in ledger.issued() if row["forecast"] not in done]
    made, seen = [], dict[frozenset[str], EventSequence]()
    for row in waiting:
        rule = row["rule"]
        if row["ends"] < day.isoformat() and rule["table"] == table.origin:
            ends = frozenset((rule["source"], rule["recipient"]))
            if ends not in seen:
                seen[ends] = EventSequence.about(table, *sorted(ends))
            if found := _resolved(row, seen[ends], day):
                made.append(found)
    ledger.resolve(made)
    void = sum(one.state == "void" for one in made)
    return Due(len(made) - void, void, len(waiting) - len(made))


def _resolved(row: Row, events: EventSequence, today: date) -> Resolution | None:
    """How one forecast came out; None where its events are still waited for."""
    rule = row["rule"]
    first, last = (date.fromisoformat(rule[end]).toordinal() for end in ("from", "until"))
    digest = events.digest() if len(events) else ""
    if not len(events) or events.day[-1] < last:
        if today.toordinal() <= last + PATIENCE:
            return None
        return Resolution(
            row["forecast"], "void", None, "the events do not reach the end of its window", (), {}, digest
        )
    within = (events.day >= first) & (events.day <= last)
    if rule["counts"] == "level":
        outcome, evidence = _level_at(events, rule, last)
        came: float | None = outcome
    else:
        mine = np.flatnonzero(within & _between(events, rule) & of_class(events, rule["of"]))
        evidence = tuple(events.ids[at] for at in mine[:20])
        came = float(len(mine) >= rule["least"])
    held = int(within.sum())
    if held < rule["covered_by"] and not evidence:
        why = f"its window holds {held} events of any kind, {rule['covered_by']} would have covered it"
        return Resolution(row["forecast"], "void", None, why, (), {}, digest)
    if came is None:
        return Resolution(row["forecast"], "void", None, "no level is known at its end", (), {}, digest)
    why = f"{len(evidence)} events in its window" if evidence else f"none among the {held} events of its window"
    return Resolution(row["forecast"], "resolved", came, why, evidence, _losses(row, came), digest)


def _between(events: EventSequence, rule: Row) -> Any:
    ends = [events.place.get(rule[end], -1) for end in ("source", "recipient")]
    return (events.source == ends[0]) & (events.recipient == ends[1])


def _level_at(events: EventSequence, rule: Row, last: int) -> tuple[float | None, tuple[str, ...]]:
    """The level at the end of the last day, and the events of the window that made it."""
    weights = Weights(half_life=rule["half_life"])
    ends = [events.place.get(rule[end], -1) for end in ("source", "recipient")]
    pair = np.array([ends[0] * len(events.actors) + ends[1]])
    count, total = level_sums(Counts(events, []), pair, last + 1, weights)
    first = date.fromisoformat(rule["from"]).toordinal()
    mine = np.flatnonzero(_between(events, rule) & (events.day >= first) & (events.day <= last))
    level = float(total[0] / (weights.prior + count[0])) if count[0] > 0 else None
    return level, tuple(events.ids[at] for at in mine[:20])


def _losses(row: Row, came: float) -> dict[str, dict[str, float]]:
    """Losses of the forecast and of what it is compared with."""
    answers = {"outlook": row["answer"].get("probability", row["answer"].get("draws")), **row["baselines"]}
    losses = {}
    for name, answer in answers.items():
        if isinstance(answer, list):
            losses[name] = {"crps": float(scores.crps(np.array([answer]), np.array([came]))[0])}
        else:
            p, y = np.array([answer]), np.array([came])
            losses[name] = {"brier": float(scores.brier(p, y)[0]), "log": float(scores.logarithmic(p, y)[0])}
    return losses


def summary(store: Store) -> Row:
    """All of the ledger in figures and rows, as a page shows it.

    Returns:
        `issued`, `open`, `resolved`, `void`, `misses` (called wrong at one half), `retrospective` (of the resolved);
        `scores` by method and loss over what was issued before its window, `scores_retrospective` over the rest;
        `reliability` bins; `rows`, newest first, each forecast with its resolution.
    """
    ledger = Ledger(store)
    done, issued = ledger.resolutions(), ledger.issued()
    rows = [_shown(row, done.get(row["forecast"])) for row in reversed(issued)]
    resolved = [row for row in rows if row["state"] == "resolved"]
    asked = [row for row in resolved if row["probability"] is not None]
    pairs = np.array([[row["probability"], row["outcome"]] for row in asked]).reshape(-1, 2)
    return {
        "issued": len(rows),
        "open": sum(row["state"] == "open" for row in rows),
        "resolved": len(resolved),
        "void": sum(row["state"] == "void" for row in rows),
        "misses": sum(row["miss"] for row in asked),
        "retrospective": sum(row["retrospective"] for row in resolved),
        "scores": _mean_losses([row for row in resolved if not row["retrospective"]]),
        "scores_retrospective": _mean_losses([row for row in resolved if row["retrospective"]]),
        "reliability": scores.reliability(pairs[:, 0], pairs[:, 1]) if len(pairs) else (),
        "rows": rows,
    }


def _shown(row: Row, resolution: Row | None) -> Row:
    probability = row["answer"].get("probability")
    outcome = resolution["outcome"] if resolution else None
    return {
        **{
            name: row[name] for name in ("forecast", "at", "who", "question", "begins", "ends", "rule", "model", "data")
        },
        "retrospective": row["retrospective"],
        "probability": probability,
        "answer": row["answer"],
        "baselines": row["baselines"],
        "state": resolution["state"] if resolution else "open",
        "outcome": outcome,
        "miss": probability is not None and outcome is not None and (probability >= 0.5) != bool(outcome),
        "why": resolution["why"] if resolution else "",
        "evidence": resolution["evidence"] if resolution else [],
        "scores": resolution["scores"] if resolution else {},
    }


def _mean_losses(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Mean of every loss by method."""
    found: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        for method, losses in row["scores"].items():
            for loss, value in losses.items():
                found.setdefault(method, {}).setdefault(loss, []).append(value)
    return {method: {loss: float(np.mean(of)) for loss, of in losses.items()} for method, losses in found.items()}
