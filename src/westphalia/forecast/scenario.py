"""What a stated change would change: a relational event model run forward with it and without it.

The answer is a distribution of differences, the paths that carry it (which statistic moved which pair, over whom), and
what in the past is like it. It is what the model's regularities imply, not what governments will decide.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from westphalia.errors import UsageError
from westphalia.forecast import courses, support
from westphalia.forecast.changes import Change, Membership, parse
from westphalia.forecast.membership import shared_bodies
from westphalia.forecast.relational import RelationalEventModel, class_of
from westphalia.forecast.sequence import EventSequence, Real, Truth
from westphalia.forecast.simulation import Course, Drawn, run
from westphalia.forecast.statistics import STATISTICS
from westphalia.forecast.support import Support
from westphalia.model.ontology import QUADS
from westphalia.system.actors import find

if TYPE_CHECKING:
    from westphalia.system.table import EventTable

ACTORS = 25
"""Actors in the theatre: those named, those they deal with most, then the most active."""

RUNS = 200
SHOWN = 12
PRIOR = 2.0
"""Standard deviation of the prior on each coefficient: without it, statistics rare in a theatre run away."""

LEVELLED, PILOT = 90, 30
"""Days whose mean the simulation is levelled to, and runs that measure it."""

FEW = 20
"""Events below which nothing is simulated."""

SEVERAL, FEWEST = 120, 5
"""Events from which on classes are told apart, and that each of them needs then."""

OVER = {
    "friend_of_friend": ("cooperation", "cooperation"),
    "enemy_of_enemy": ("conflict", "conflict"),
    "friend_of_enemy": ("conflict", "cooperation"),
    "enemy_of_friend": ("cooperation", "conflict"),
    "shared_partners": ("ties", "ties"),
}
"""Statistics that lead over third actors: which ties the source and the recipient have with them."""


@dataclass(frozen=True, slots=True)
class Path:
    """Why a pair moved: a statistic, what it added to the log-rate on average, and the third actors it leads over."""

    statistic: str
    meaning: str
    log_rate: float
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair and class: events over the horizon with the change less those without it.

    Attributes:
        source, recipient, of: pair and class; `of` is "" where types are not known.
        without, with_change: expected number of events.
        mean: of the difference over runs, and `error` of that mean.
        quantiles: 5, 50 and 95 % of the difference.
        more, fewer: share of runs with more, and with fewer events than without the change.
        any_without, any_with: probability of at least one event.
        paths: the statistics that moved it, largest first.
    """

    source: str
    recipient: str
    of: str
    without: float
    with_change: float
    mean: float
    error: float
    quantiles: tuple[float, float, float]
    more: float
    fewer: float
    any_without: float
    any_with: float
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Scenario:
    """The answer.

    Attributes:
        changes: what was stated, in words.
        on: the first day simulated.
        horizon, runs, seed: how far, how often, from which random numbers.
        actors: the theatre.
        models: one for each class.
        total: over all pairs, by class: (class, without, with, mean difference, its 5 and 95 %).
        differences: the pairs that moved most, beyond what chance between runs gives.
        support: what in the past is like each change.
        usual: events a day among these actors of late, and in the simulation without the change.
        warnings: what to know before any of it is believed.
    """

    changes: tuple[str, ...]
    on: date
    horizon: int
    runs: int
    seed: int
    actors: tuple[str, ...]
    models: tuple[RelationalEventModel, ...]
    total: tuple[tuple[str, float, float, float, float, float], ...]
    differences: tuple[Difference, ...]
    support: tuple[Support, ...]
    usual: tuple[float, float]
    warnings: tuple[str, ...]


def scenario(  # noqa: PLR0913 - the settings of one simulation
    table: "EventTable | EventSequence",
    changes: str | Sequence[Change],
    *,
    horizon: int = 30,
    on: date | None = None,
    runs: int = RUNS,
    seed: int = 1,
    actors: int = ACTORS,
) -> Scenario:
    """Simulates forward with and without a change.

    Args:
        table: the events.
        changes: in the words of `changes`, or as its objects.
        horizon: days.
        on: first day simulated; nothing of it or later is used. The day after the last event if not given.
        runs: how many times.
        seed: of the random numbers: the same seed, the same answer.
        actors: how many actors are in the theatre.

    Raises:
        UsageError: if a change cannot be read, names an actor without events, or too little is known.
    """
    events, stated = _understood(table, changes)
    if not len(events):
        raise UsageError("the table holds no event that happened on a known day between two actors")
    if not (1 <= horizon <= 366 and 10 <= runs <= 10_000 and 2 <= actors <= 60):
        raise UsageError("a scenario takes 1 to 366 days, 10 to 10,000 runs and 2 to 60 actors")
    day = on.toordinal() if on else int(events.day[-1]) + 1
    past = events.before(day)
    theatre = past.among(courses.theatre(past, stated, actors))
    classes = _classes(theatre)
    theatre = theatre.take(theatre.quad > 0) if classes != ("",) else theatre
    bodies = shared_bodies(theatre)
    needed = ("shared_bodies",) if bodies and any(isinstance(one, Membership) for one in stated) else ()
    models = RelationalEventModel.fit_classes(theatre, classes, bodies=bodies, prior=PRIOR, needed=needed)
    both = courses.both(theatre, stated, bodies, (day, horizon), classes)
    models, recent = _levelled(models, both, theatre, (day, horizon), seed)
    drawn = run(models, both, horizon, runs, seed)
    usual = (recent, float(drawn.counts[0].sum(axis=(1, 2, 3)).mean()) / horizon)
    found = tuple(support.of(change, past, horizon) for change in stated)
    return Scenario(
        changes=tuple(str(change) for change in stated), on=date.fromordinal(day), horizon=horizon, runs=runs,
        seed=seed, actors=theatre.actors, models=models, total=_totals(drawn, models),
        differences=_differences(drawn, models, theatre, ~both[1].closed), support=found, usual=usual,
        warnings=_warnings(drawn, models, found, usual),
    )  # fmt: skip


def _understood(
    table: "EventTable | EventSequence", changes: str | Sequence[Change]
) -> tuple[EventSequence, tuple[Change, ...]]:
    """The events the changes are about, and the changes with ids for names."""
    if isinstance(table, EventSequence):
        return table, parse(changes, table.place.__contains__) if isinstance(changes, str) else tuple(changes)

    def known(name: str) -> bool:
        try:
            return bool(find(table, name))
        except UsageError:
            return False

    stated = parse(changes, known) if isinstance(changes, str) else tuple(changes)
    stated = tuple(courses.renamed(change, lambda name: find(table, name)) for change in stated)
    return EventSequence.about(table, *(name for change in stated for name in courses.named(change))), stated


def _classes(events: EventSequence) -> tuple[str, ...]:
    """Quad classes with enough events; one class of all where types are not known or events are few."""
    if len(events) < FEW:
        raise UsageError(f"{len(events)} events among these actors are too few to simulate from", f"{FEW} are needed")
    if np.mean(events.quad > 0) < 0.5 or np.sum(events.quad > 0) < SEVERAL:
        return ("",)
    return tuple(name for name in QUADS.values() if class_of(events, name).sum() >= FEWEST)


def _levelled(
    models: tuple[RelationalEventModel, ...],
    both: tuple[Course, Course],
    events: EventSequence,
    days: tuple[int, int],
    seed: int,
) -> tuple[tuple[RelationalEventModel, ...], float]:
    """The models with baselines moved so that the simulation without the change has as many events as there were.

    Fitted day by day, such models feed on what they draw and run high (by a third on ICEWS 2014). The measure is the
    mean of the last `LEVELLED` days. Returns that mean over all classes too.
    """
    length = min(max(LEVELLED, days[1]), max(days[0] - int(events.day[0]), 1))
    late = events.take(events.day >= days[0] - length)
    usual = np.array([class_of(late, model.of).sum() / length for model in models])
    for _ in range(3):
        drawn = run(models, (both[0], both[0]), days[1], PILOT, seed)
        now = drawn.counts[0].sum(axis=(2, 3)).mean(axis=0) / days[1]
        shift = np.log((usual + 0.5 / length) / (now + 0.5 / length))
        models = tuple(model.shifted(float(by)) for model, by in zip(models, np.clip(shift, -2, 2), strict=True))
    return models, float(usual.sum())


def _totals(
    drawn: Drawn, models: Sequence[RelationalEventModel]
) -> tuple[tuple[str, float, float, float, float, float], ...]:
    sums = drawn.counts.sum(axis=(3, 4))
    made = []
    for at, model in enumerate(models):
        gap = sums[1, :, at] - sums[0, :, at]
        low, high = (float(value) for value in np.quantile(gap, (0.05, 0.95)))
        made.append(
            (model.of, float(sums[0, :, at].mean()), float(sums[1, :, at].mean()), float(gap.mean()), low, high)
        )
    return tuple(made)


def _differences(
    drawn: Drawn, models: Sequence[RelationalEventModel], events: EventSequence, asked: Truth
) -> tuple[Difference, ...]:
    """Pairs and classes by size of the mean difference, where it is more than twice its error over runs.

    Ties that were withdrawn are not among them: there the difference was stated, not found.
    """
    gap = drawn.counts[1] - drawn.counts[0]
    mean, error = gap.mean(axis=0), gap.std(axis=0) / np.sqrt(len(gap))
    beyond = np.where(asked & (np.abs(mean) > 2 * error), np.abs(mean), 0.0)
    order = np.argsort(-beyond, axis=None, kind="stable")[:SHOWN]
    cells = [tuple(int(x) for x in np.unravel_index(place, mean.shape)) for place in order if beyond.flat[place] > 0]
    names = tuple(dict.fromkeys(name for model in models for name in model.names))
    return tuple(_difference(drawn, models, events, names, cell) for cell in cells)


def _difference(
    drawn: Drawn,
    models: Sequence[RelationalEventModel],
    events: EventSequence,
    names: Sequence[str],
    cell: tuple[int, ...],
) -> Difference:
    kind, source, recipient = cell
    without, changed = drawn.counts[:, :, kind, source, recipient]
    gap = changed - without
    low, middle, high = (float(value) for value in np.quantile(gap, (0.05, 0.5, 0.95)))
    moved = drawn.moved[kind, :, source, recipient]
    order = [at for at in np.argsort(-np.abs(moved))[:3] if abs(moved[at]) >= 0.01]
    paths = tuple(
        Path(
            names[at], STATISTICS[names[at]].meaning, float(moved[at]),
            _over(drawn.ties, names[at], source, recipient, events.actors),
        )
        for at in order
    )  # fmt: skip
    return Difference(
        events.actors[source], events.actors[recipient], models[kind].of, float(without.mean()), float(changed.mean()),
        float(gap.mean()), float(gap.std() / np.sqrt(len(gap))), (low, middle, high), float(np.mean(gap > 0)),
        float(np.mean(gap < 0)), float(np.mean(without > 0)), float(np.mean(changed > 0)), paths,
    )  # fmt: skip


def _over(ties: Real, statistic: str, source: int, recipient: int, actors: Sequence[str]) -> tuple[str, ...]:
    """The two third actors over whom a path statistic changed most."""
    if statistic not in OVER:
        return ()
    kinds = ("cooperation", "conflict", "ties")
    first, second = (kinds.index(kind) for kind in OVER[statistic])
    roots = np.sqrt(ties + np.swapaxes(ties, -1, -2))
    legs = roots[:, first, source, :] * roots[:, second, :, recipient]
    change = np.abs(legs[1] - legs[0])
    change[[source, recipient]] = 0.0
    return tuple(actors[at] for at in np.argsort(-change, kind="stable")[:2] if change[at] > 1e-3)


def _warnings(
    drawn: Drawn, models: Sequence[RelationalEventModel], found: Sequence[Support], usual: tuple[float, float]
) -> tuple[str, ...]:
    said = [f"{one.change} is extrapolated: see what history holds like it" for one in found if one.unlike]
    names = tuple(dict.fromkeys(name for model in models for name in model.names))
    seen = {name: max(float(m.highest[m.names.index(name)]) for m in models if name in m.names) for name in names}
    highest = drawn.highest
    beyond = [name for at, name in enumerate(names) if highest[1, at] > 1.1 * max(seen[name], highest[0, at]) + 1e-9]
    if beyond:
        said.append(
            f"extrapolation: {', '.join(beyond)} go further with the change than anything the model was fitted on"
        )
    if usual[0] and not 0.5 < usual[1] / usual[0] < 2:
        said.append(
            f"without the change the simulation has {usual[1]:.2g} events a day, the last days had {usual[0]:.2g}:"
            " read differences as shares"
        )
    if drawn.capped > 0.005:
        said.append(f"{drawn.capped:.1%} of rates would go past the fastest month of any pair and were held to it")
    if not models[0].of:
        said.append("too few events, or of no known type, to tell cooperation from conflict: an act is an act here")
    missing = [name for name in QUADS.values() if name not in {model.of for model in models}]
    if missing and models[0].of:
        said.append(f"too few events to model: {', '.join(missing)}")
    few = [model.of or "events" for model in models if model.events < 10 * len(model.names)]
    if few:
        said.append(f"fewer than ten events a statistic, so the prior says much of it: {', '.join(few)}")
    return tuple(said)


def as_data(found: Scenario) -> dict[str, Any]:
    """The scenario as plain data; of its models the coefficients."""
    names = ("changes", "on", "horizon", "runs", "seed", "actors", "total", "usual", "warnings")
    return {
        **{name: getattr(found, name) for name in names},
        "differences": [asdict(one) for one in found.differences],
        "support": [asdict(one) for one in found.support],
        "models": [model.data() for model in found.models],
    }
