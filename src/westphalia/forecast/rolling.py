"""How good outlooks would have been: from rolling origins of the past, against the base rate and recurrency."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from westphalia.errors import UsageError
from westphalia.forecast import scores
from westphalia.forecast.outlook import Learnt, level_baselines, level_draws, level_sums, of_class
from westphalia.forecast.rates import Counts, Snapshot
from westphalia.forecast.sequence import EventSequence, Real, Truth
from westphalia.model.ontology import QUADS, types
from westphalia.system.weights import Weights

METHODS = ("outlook", "recurrency", "base rate")
DRAWS = 60
"""Draws of the level for each pair and origin; its CRPS is then too high by a sixtieth of its spread."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Mean losses of one method; smaller is better."""

    method: str
    brier: float
    logarithmic: float


@dataclass(frozen=True, slots=True)
class Rolling:
    """Scores over all origins, followed pairs and classes.

    Attributes:
        horizon: days.
        of: `quads` or `types`.
        origins: number of days forecast from.
        forecasts: pairs × classes × origins.
        happened: share of them in which an event came.
        standings: for each method.
        crps: of the level by method, against its own past and against all levels; empty for types.
        bins: the reliability table of the outlook.
    """

    horizon: int
    of: str
    origins: int
    forecasts: int
    happened: float
    standings: tuple[Standing, ...]
    crps: dict[str, float]
    bins: tuple[scores.Bin, ...]


def rolling(
    events: EventSequence, *, horizon: int = 30, of: str = "quads", origins: int = 6, weights: Weights | None = None
) -> Rolling:
    """Forecasts from days of the last half of the table, each learning only from what was before it.

    Args:
        events: the sequence.
        horizon: days.
        of: quads or types.
        origins: how many days to forecast from, a horizon apart at most.
        weights: values and half-life of levels.

    Raises:
        UsageError: if the table is too short for one horizon to learn from and one to forecast.
    """
    names = tuple(QUADS.values()) if of == "quads" else tuple(name for name in types() if name in events.types)
    made = [_at(events, names, horizon, day, weights or Weights()) for day in _days(events, horizon, origins)]
    probability, happened = (np.concatenate([one[part] for one in made], axis=1) for part in (0, 1))
    standings = tuple(
        Standing(name, float(scores.brier(p, happened[0]).mean()), float(scores.logarithmic(p, happened[0]).mean()))
        for name, p in zip(METHODS, probability, strict=True)
    )
    levels = [one[2] for one in made]
    crps = (
        {name: float(np.concatenate([at[name] for at in levels]).mean()) for name in METHODS} if of == "quads" else {}
    )
    bins = scores.reliability(probability[0], happened[0])
    return Rolling(horizon, of, len(made), happened.shape[1], float(happened.mean()), standings, crps, bins)


def _days(events: EventSequence, horizon: int, origins: int) -> list[int]:
    first, last = (int(events.day[0]), int(events.day[-1])) if len(events) else (0, 0)
    latest, earliest = last - horizon + 1, first + max((last - first) // 2, 2 * horizon)
    if latest < earliest:
        raise UsageError(
            f"{last - first + 1} days of events are too few to try forecasts over {horizon} days",
            "a shorter --horizon needs less",
        )
    step = max(horizon, (latest - earliest) // max(origins - 1, 1))
    return list(range(latest, earliest - 1, -step))[:origins][::-1]


def _at(
    events: EventSequence, names: Sequence[str], horizon: int, day: int, weights: Weights
) -> tuple[Real, Real, dict[str, Real]]:
    """Probabilities by method, what came, and the CRPS of levels by method, from one day."""
    past, whole = Learnt.from_past(events.before(day), names, horizon, day), Counts(events, _masks(events, names))
    known = past.known()
    mean = past.mean(known)
    came = (whole.within(known.pairs, day, day + horizon - 1) > 0).astype(float)
    base = np.broadcast_to(past.base_of(known), came.shape)
    probability = np.stack([past.rates.any(mean).ravel(), past.recurrency(known).ravel(), base.ravel()])
    return probability, came.ravel()[None, :], _levels(past, whole, known, weights)


def _masks(events: EventSequence, names: Sequence[str]) -> list[Truth]:
    return [of_class(events, name) for name in names]


def _levels(past: Learnt, whole: Counts, known: Snapshot, weights: Weights) -> dict[str, Real]:
    """CRPS of the level at the horizon: drawn; as it is now, changed as levels changed before; as all levels are."""
    if len(past.of) != len(QUADS):
        return dict.fromkeys(METHODS, np.zeros(0))
    now, drawn = level_draws(past, known, weights, past.on, DRAWS)
    held = ~np.isnan(now)
    number, total = level_sums(whole, known.pairs[held], past.on + past.horizon, weights)
    came = total / (weights.prior + number)
    recurrency, everyone = level_baselines(past, weights, now[held], DRAWS)
    return {
        "outlook": scores.crps(drawn[held], came),
        "recurrency": scores.crps(recurrency, came),
        "base rate": scores.crps(everyone, came),
    }


def lines(found: Rolling) -> Iterator[str]:
    """The scores as lines of text."""
    yield f"{found.forecasts:,} forecasts of {found.of} over {found.horizon} days from {found.origins} past days;"
    yield f"an event came in {found.happened:.2%} of them. Smaller is better."
    yield f"{'':12} {'Brier':>9} {'log':>9} {'CRPS of level':>14}"
    for one in found.standings:
        level = f"{found.crps[one.method]:14.4f}" if found.crps else ""
        yield f"{one.method:12} {one.brier:9.5f} {one.logarithmic:9.5f} {level}"
