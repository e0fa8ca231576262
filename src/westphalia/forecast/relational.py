"""The relational event model: which pairs act, given all that happened before (Butts 2008).

Ordinal: only the order of events is used; each is a choice among all pairs at risk. Timed: the rate of a pair is
constant within a day (piecewise exponential), λ = exp(baseline + θ · statistics), so that it says how much will happen
and can be simulated forward. `scenario` does that.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from math import erfc, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from westphalia.errors import UsageError
from westphalia.forecast.diagnostics import Diagnostics, diagnose
from westphalia.forecast.estimation import (
    Design,
    Fit,
    Likelihood,
    conditional_logit,
    log_rate,
    logit,
    maximise,
    poisson,
)
from westphalia.forecast.sampling import ROWS, RiskSet, Sampling
from westphalia.forecast.sequence import EventSequence, Real, Truth
from westphalia.forecast.statistics import HALF_LIFE, SIGNED, STATISTICS, UNSIGNED, Bodies, Past
from westphalia.model.ontology import QUADS, types

if TYPE_CHECKING:
    import polars as pl

    from westphalia.system.table import EventTable

KINDS = ("ordinal", "timed")
BASELINE = "baseline"
CLASSES = {"cooperation": (1, 2), "conflict": (3, 4), **{name: (quad,) for quad, name in QUADS.items()}}
"""Classes of events besides single types: quad classes by name."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One line of the model's table.

    Attributes:
        name: the statistic, or `baseline`.
        meaning: what a positive coefficient means.
        estimate: change of the log-rate for one more unit of log(1 + statistic).
        error: standard error.
        z: estimate / error.
        p: two-sided, from the normal distribution.
        inflation: variance inflation factor; above 10 the statistic tells what others tell.
        runaway: no finite estimate exists: separation.
    """

    name: str
    meaning: str
    estimate: float
    error: float
    z: float
    p: float
    inflation: float
    runaway: bool


@dataclass(frozen=True)
class RelationalEventModel:
    """A fitted model.

    Attributes:
        kind: ordinal or timed.
        of: the class of events it is about, "" for all.
        names: its statistics, without the baseline.
        coefficients: in the order of `names`, after the baseline of a timed model.
        half_life: of the past, in days.
        events: number of events it was fitted on.
        actors: number of actors at risk.
        rows: rows of its design.
        sampled: whether the risk set was sampled.
        prior: standard deviation of the normal prior on each coefficient; None for none.
        dropped: statistics that never vary in these events, left out.
        highest: the highest value of each statistic that the fit has seen.
    """

    kind: str
    of: str
    names: tuple[str, ...]
    coefficients: tuple[Coefficient, ...]
    covariance: Real = field(repr=False)
    half_life: float
    events: int
    actors: int
    rows: int
    sampled: bool
    converged: bool
    prior: float | None
    dropped: tuple[str, ...]
    diagnostics: Diagnostics
    first_day: int
    last_day: int
    highest: Real = field(repr=False)

    @property
    def theta(self) -> Real:
        """Coefficients of `names`."""
        return np.array([one.estimate for one in self.coefficients if one.name != BASELINE])

    @property
    def baseline(self) -> float:
        """Log-rate of a pair of whom nothing is known, a day; 0 for ordinal models, which have none."""
        return next((one.estimate for one in self.coefficients if one.name == BASELINE), 0.0)

    def limit(self, name: str) -> float:
        """The highest value of a statistic in the fit, 0 where the model has it not."""
        return float(self.highest[self.names.index(name)]) if name in self.names else 0.0

    def shifted(self, by: float) -> "RelationalEventModel":
        """The same with another baseline: all rates higher by e^`by`."""
        first = replace(self.coefficients[0], estimate=self.coefficients[0].estimate + by)
        return replace(self, coefficients=(first, *self.coefficients[1:]))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know before a number of it is believed, in words."""
        return tuple(_warnings(self))

    def frame(self) -> "pl.DataFrame":
        """The table of coefficients."""
        import polars as pl

        columns = Coefficient.__slots__
        return pl.DataFrame({name: [getattr(one, name) for one in self.coefficients] for name in columns})

    def data(self) -> dict[str, Any]:
        """The model as plain data."""
        names = ("kind", "of", "half_life", "events", "actors", "rows", "sampled", "converged", "prior", "dropped")
        return {
            **{name: getattr(self, name) for name in names},
            "coefficients": [asdict(one) for one in self.coefficients],
            "diagnostics": asdict(self.diagnostics),
            "warnings": self.warnings,
        }

    @classmethod
    def fit(  # noqa: PLR0913 - the settings of one estimation
        cls,
        events: EventSequence,
        *,
        kind: str = "ordinal",
        of: str = "",
        statistics: Sequence[str] | None = None,
        half_life: float = HALF_LIFE,
        since: int | None = None,
        bodies: Bodies | None = None,
        sampling: Sampling | None = None,
        prior: float | None = None,
    ) -> "RelationalEventModel":
        """Fits a model.

        Args:
            events: the sequence; all of it makes the past.
            kind: ordinal or timed.
            of: class of events to explain: a type, a quad class by name, `cooperation`, `conflict`; "" for all.
            statistics: names; `usual` ones by default.
            half_life: of the past, in days.
            since: first day whose events are explained; by default after a burn-in.
            bodies: dated memberships, for `shared_bodies`.
            sampling: of the risk set.
            prior: standard deviation of a normal prior on each coefficient; for few events.

        Raises:
            UsageError: if there are too few events, or no such statistic, kind or class.
        """
        if kind not in KINDS:
            raise UsageError(f"no relational event model is {kind!r}", "ordinal or timed")
        first = since if since is not None else burnt_in(events, half_life)
        used = np.flatnonzero(class_of(events, of) & (events.day >= first))
        if len(used) < 2:
            raise UsageError(
                f"{len(used)} events{f' of {of}' if of else ''} are too few for a model",
                "read more, or name another class",
            )
        names = _known(statistics) if statistics else usual(events, len(used), bodies)
        risk = RiskSet(events, used, Past(events, half_life, bodies), sampling or Sampling())
        days = (first, int(events.day[-1]))
        design = risk.ordinal(names) if kind == "ordinal" else risk.timed(names, days)
        model = _Asked(kind, of, names, half_life, prior, days, len(events.actors))
        return model.fitted(cls, design)

    @classmethod
    def fit_classes(  # noqa: PLR0913 - the settings of one estimation
        cls,
        events: EventSequence,
        classes: Sequence[str],
        *,
        bodies: Bodies | None = None,
        half_life: float = HALF_LIFE,
        prior: float | None = None,
        needed: Sequence[str] = (),
    ) -> "tuple[RelationalEventModel, ...]":
        """Timed models of several classes on one whole design: all pairs of the last days, as many as memory holds.

        Args:
            events: of few actors, among whom every pair is at risk.
            classes: as `of` in `fit`.
            bodies: dated memberships.
            half_life: of the past, in days.
            prior: as in `fit`.
            needed: statistics to take besides the usual ones.

        Raises:
            UsageError: if there are no events to explain.
        """
        last, size = int(events.day[-1]) if len(events) else 0, len(events.actors)
        first = max(burnt_in(events, half_life), last + 1 - ROWS // max(size * (size - 1), 1))
        used = np.flatnonzero(events.day >= first)
        if not len(used):
            raise UsageError("no events are left to fit on", "read more")
        past = Past(events, half_life, bodies)
        names = tuple(dict.fromkeys((*usual(events, len(used), bodies), *needed)))
        design = RiskSet(events, used, past, Sampling(full=True)).timed(names, (first, last))
        place = (design.day - first) * size * size + design.source * size + design.recipient
        models = []
        for of in classes:
            chosen = used[class_of(events, of)[used]]
            cell = (events.day[chosen] - first) * size * size + events.source[chosen] * size + events.recipient[chosen]
            y = np.bincount(np.searchsorted(place, cell), minlength=len(place)).astype(float)
            asked = _Asked("timed", of, names, half_life, prior, (first, last), size)
            models.append(asked.fitted(cls, replace(design, y=y)))
        return tuple(models)


def class_of(events: EventSequence, of: str) -> Truth:
    """Which events are of a class.

    Raises:
        UsageError: if no such class is known.
    """
    if not of:
        return np.ones(len(events), dtype=bool)
    if of in CLASSES:
        return np.asarray(np.isin(events.quad, CLASSES[of]))
    if of in events.types:
        return np.asarray(events.type == events.types.index(of))
    if of in types():
        return np.zeros(len(events), dtype=bool)
    raise UsageError(f"no class of events {of!r}", f"a type, or one of: {', '.join(CLASSES)}")


def burnt_in(events: EventSequence, half_life: float) -> int:
    """First day to explain: a half-life after the first event or a tenth into the events, whichever is sooner."""
    if not len(events):
        return 0
    tenth = int(events.day[len(events) // 10])
    return min(int(events.day[0] + half_life), max(tenth, int(events.day[0]) + 1))


EACH = 10
"""Events for each statistic at least, where the statistics are ours to choose."""


def usual(events: EventSequence, number: int, bodies: Bodies | None) -> tuple[str, ...]:
    """The statistics to take where none are named, for so many events to explain: two at least, one for each ten."""
    signed = np.mean(events.quad > 0) > 0.5 and number >= EACH * len(SIGNED)
    names = SIGNED if signed else UNSIGNED
    known = tuple(name for name in names if name != "shared_bodies" or bodies is not None)
    return known[: max(number // EACH, 2)]


def _known(statistics: Sequence[str]) -> tuple[str, ...]:
    if unknown := [name for name in statistics if name not in STATISTICS]:
        raise UsageError(f"no statistic {unknown[0]!r}", f"one of: {', '.join(STATISTICS)}")
    return tuple(statistics)


@dataclass(frozen=True)
class _Asked:
    """What was asked of an estimation."""

    kind: str
    of: str
    names: tuple[str, ...]
    half_life: float
    prior: float | None
    days: tuple[int, int]
    actors: int

    def fitted(self, cls: type[RelationalEventModel], design: Design) -> RelationalEventModel:
        varies = np.ptp(design.x, axis=0) > 1e-9
        names = tuple(name for name, kept in zip(self.names, varies, strict=True) if kept)
        design = _with_columns(design, self.kind, design.x[:, varies])
        likelihood, start = _likelihood(design, self.kind), np.zeros(design.x.shape[1])
        if self.kind == "timed":
            start[0] = log_rate(design)
        fit = maximise(likelihood, design.x, _priors(self.prior, design.x), start)
        columns = (BASELINE, *names) if self.kind == "timed" else names
        found = diagnose(design, likelihood, fit, self.kind, columns)
        return cls(
            kind=self.kind, of=self.of, names=names, coefficients=_coefficients(columns, fit, found),
            covariance=fit.covariance, half_life=self.half_life, events=int(design.y.sum()), actors=self.actors,
            rows=len(design.y), sampled=bool(np.any(design.offset != 0)), converged=fit.converged, prior=self.prior,
            dropped=tuple(name for name in self.names if name not in names), diagnostics=found,
            first_day=self.days[0], last_day=self.days[1], highest=design.x[:, -len(names):].max(axis=0) if names else
            np.zeros(0),
        )  # fmt: skip


def _with_columns(design: Design, kind: str, x: Real) -> Design:
    return replace(design, x=np.column_stack([np.ones(len(x)), x]) if kind == "timed" else x)


def _likelihood(design: Design, kind: str) -> Likelihood:
    if kind == "ordinal":
        return conditional_logit(design)
    return logit(design) if np.any(design.offset != 0) else poisson(design)


def _priors(prior: float | None, x: Real) -> Real | None:
    """The prior for every column; the baseline, a constant column, has none."""
    spread = x.std(axis=0)
    return None if prior is None else np.where(spread > 0, prior * np.maximum(spread, 1e-12), np.inf)


def _coefficients(columns: tuple[str, ...], fit: Fit, found: Diagnostics) -> tuple[Coefficient, ...]:
    errors = np.sqrt(np.maximum(np.diag(fit.covariance), 0.0))
    made = []
    for at, name in enumerate(columns):
        estimate, error = float(fit.coefficients[at]), float(errors[at])
        z = estimate / error if error > 0 else float("nan")
        meaning = STATISTICS[name].meaning if name in STATISTICS else "log-rate a day of a pair without a past"
        p = erfc(abs(z) / sqrt(2))
        runaway = bool(fit.runaway[at]) or name in found.separating
        made.append(Coefficient(name, meaning, estimate, error, z, p, found.inflation.get(name, 1.0), runaway))
    return tuple(made)


def _warnings(model: RelationalEventModel) -> list[str]:
    said: list[str] = []
    runaway = [one.name for one in model.coefficients if one.runaway]
    if runaway:
        said.append(
            f"separation: {', '.join(runaway)} tells all events from all non-events, so it has no finite estimate;"
            " leave it out, or give a prior"
        )
    elif not model.converged:
        said.append("the maximum was not reached: do not use these estimates")
    inflated = [one.name for one in model.coefficients if one.inflation > 10 and not one.runaway]
    if inflated:
        said.append(f"collinear: {', '.join(inflated)} tell much the same; read them together, not one by one")
    if model.dropped:
        said.append(f"never vary here and were left out: {', '.join(model.dropped)}")
    if model.events < 10 * max(len(model.names), 1):
        said.append(
            f"{model.events} events for {len(model.names)} statistics: fewer than ten each, errors are too small"
        )
    drifting = [one.name for one in model.diagnostics.drift if one.p < 0.01 / max(len(model.names), 1)]
    if drifting:
        said.append(f"not constant over time (Schoenfeld residuals): {', '.join(drifting)}")
    return said


def fit_table(table: "EventTable", *, named: bool = False, **options: Any) -> RelationalEventModel:
    """Fits a model on an event table, with the memberships of its actors.

    Args:
        table: the events.
        named: between actors as the table names them, in place of the states and bodies they act for.
        options: as of `RelationalEventModel.fit`.

    Raises:
        UsageError: as `RelationalEventModel.fit`.
    """
    from westphalia.forecast.membership import shared_bodies

    events = EventSequence.of(table) if named else EventSequence.about(table)
    return RelationalEventModel.fit(events, bodies=shared_bodies(events), **options)
