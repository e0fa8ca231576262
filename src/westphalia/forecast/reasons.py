"""Why an actor is expected: what each group of reasons adds, and the past events it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from westphalia.forecast import features
from westphalia.forecast.candidates import PARTS
from westphalia.forecast.forecaster import Forecaster
from westphalia.forecast.history import Classes
from westphalia.forecast.quadruples import Floats, Ints
from westphalia.forecast.rules import CELLS, firing
from westphalia.forecast.walking import Batch

SHOWN = 10
"""Events at most a reason."""

OF_PART: Mapping[str, str] = {
    "triple": features.SAME,
    "pair": features.OTHER,
    "back": features.OTHER,
    "act": features.ACT,
    "actor": features.ACTIVE,
    "polity_act": features.PLACE,
    "kind_act": features.PLACE,
}
"""The group that each part of the prior is credited to."""


@dataclass(frozen=True, slots=True)
class Past:
    """The events of a table as integers, the latest first, with their ids. Only in the direction of the table."""

    subject: Ints
    relation: Ints
    object: Ints
    day: Ints
    event: tuple[str, ...]
    relations: int

    def where(self, before: int, **wanted: Ints | int) -> tuple[str, ...]:
        """Ids of events before a day whose columns hold the wanted numbers, an array meaning any of them."""
        kept = self.day < before
        for column, values in wanted.items():
            kept = kept & np.isin(getattr(self, column), values)
        return tuple(dict.fromkeys(self.event[k] for k in np.flatnonzero(kept)[:SHOWN]))

    def of(
        self, before: int, subject: Ints | int, relation: Ints | int | None, target: Ints | int | None
    ) -> tuple[str, ...]:
        """The same for one direction of a doubled fact: relations from `relations` on are read from the object."""
        if relation is None or isinstance(relation, int):
            turned = relation is not None and relation >= self.relations
            ends = {"object": subject, "subject": target} if turned else {"subject": subject, "object": target}
            act = {} if relation is None else {"relation": relation % self.relations}
            return self.where(before, **act, **{k: v for k, v in ends.items() if v is not None})
        forward, back = relation[relation < self.relations], relation[relation >= self.relations] - self.relations
        found = self.where(before, subject=subject, relation=forward, object=target)  # type: ignore[arg-type]
        return (found + self.where(before, subject=target, relation=back, object=subject))[:SHOWN]  # type: ignore[arg-type]


def contributions(model: Forecaster, of: Batch, values: Floats, chosen: Ints) -> Floats:
    """What each group adds to the log-odds of chosen candidates of the first question, (chosen, groups).

    Each feature is measured from its mean over all candidates: what all of them have in common is no reason.
    The trees are credited by SHAP values (Lundberg et al. 2020). The prior is credited to its parts.
    """
    assert model.ranker is not None
    each = model.ranker.contributions(values[0], of.questions.relation[0])
    each = (each - each.mean(axis=0))[chosen]
    group = np.array([features.GROUPS.index(name) for name in model.describe.groups])
    prior = model.describe.names.index("prior")
    found = np.zeros((len(chosen), len(features.GROUPS)))
    for k in range(len(features.GROUPS)):
        found[:, k] = each[:, (group == k) & (np.arange(len(group)) != prior)].sum(axis=1)
    for name, share in _parts(model, of, chosen):
        found[:, features.GROUPS.index(name)] += each[:, prior] * share
    return found


def _parts(model: Forecaster, of: Batch, chosen: Ints) -> list[tuple[str, Floats]]:
    """Group and share of each part of the prior of the chosen candidates."""
    subject, relation = (np.repeat(column[:1], len(chosen)) for column in (of.questions.subject, of.questions.relation))
    shares = model.prior.shares(model.history, subject, relation, of.candidates.entity[0, chosen])
    parts = shares * model.prior.weights[model.prior.bucket(model.history, subject, relation)]
    parts = parts / parts.sum(axis=1, keepdims=True)
    names = [OF_PART[name] for name, _ in PARTS] + [features.ACTIVE]
    return list(zip(names, parts.T, strict=True))


def evidence(model: Forecaster, past: Past, of: Batch, target: int) -> dict[str, tuple[str, ...]]:
    """Ids of the past events behind each group, for one candidate of the first question."""
    subject, relation = int(of.questions.subject[0]), int(of.questions.relation[0])
    classes, before = model.history.classes, of.day
    compatriots = _compatriots(classes, subject)
    alike = model.describe.neighbours.alike(np.array([subject])).indices
    back = int(model.history.inverse(np.array(relation)))
    return {
        features.SAME: past.of(before, subject, relation, target),
        features.RETURN: past.of(before, subject, back, target),
        features.OTHER: past.of(before, subject, np.arange(2 * past.relations), target),
        features.RULES: past.of(before, subject, _fired(model, of, target), target),
        features.ACT: past.of(before, np.arange(model.history.entities), relation, target),
        features.ACTIVE: past.of(before, np.arange(model.history.entities), None, target),
        features.PLACE: past.of(before, compatriots, relation, _compatriots(classes, target, itself=True)),
        features.NEAR: past.of(before, alike[alike != subject], None, target),
    }


def _compatriots(classes: Classes, entity: int, *, itself: bool = False) -> Ints:
    """All others of the polity of an entity; nobody where it is not known."""
    same = (classes.polity == classes.polity[entity]) & (classes.polity[entity] != classes.unknown)
    same[entity] = itself
    return np.flatnonzero(same)


def _fired(model: Forecaster, of: Batch, target: int) -> Ints:
    """The acts whose rules raise the candidate most, at most three."""
    asked = of.questions
    fired = firing(model.history, asked.subject[:1], asked.relation[:1], np.array([[target]]))
    weight, _ = model.rules.weights(fired.key)
    before = fired.key // model.history.relations // CELLS
    return before[np.argsort(-weight, kind="stable")][: min(3, int((weight > 0).sum()))]
