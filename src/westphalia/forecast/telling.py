"""Outlooks, scenarios, models and the ledger as lines of text."""

from collections.abc import Iterator, Sequence
from typing import Any

from westphalia.forecast.next import NextForecast
from westphalia.forecast.outlook import QUANTILES, Chance, Direction, Outlook
from westphalia.forecast.relational import RelationalEventModel
from westphalia.forecast.scenario import Difference, Scenario

Row = dict[str, Any]


def outlook_lines(found: Outlook) -> Iterator[str]:
    """An outlook, both directions."""
    yield f"{found.one} and {found.other}: {found.horizon} days from {found.on}"
    if found.note:
        yield found.note
    for direction in found.directions:
        yield ""
        yield f"{direction.source} → {direction.recipient}"
        yield f"  {'at least one':22}  chance  expected  base rate  own past  known  last"
        yield from (_chance(chance) for chance in direction.quads)
        told = sorted(direction.types, key=lambda chance: -chance.probability)[:5]
        yield from (_chance(chance) for chance in told)
        yield f"  {_level(direction)}"


def _chance(chance: Chance) -> str:
    last = str(chance.last) if chance.last else "never"
    return (
        f"  {chance.of:22} {_share(chance.probability):>7} {chance.expected:9.2f} {_share(chance.base):>10}"
        f" {_share(chance.recurrency):>9} {chance.seen:6}  {last}"
    )


def _share(value: float) -> str:
    return f"{value:.1%}" if value >= 0.001 else "< 0.1%"


def _level(direction: Direction) -> str:
    level = direction.level
    if level.now is None:
        return "level: unknown, nothing told of for long"
    low, middle, high = (level.quantiles[QUANTILES.index(q)] for q in (0.05, 0.5, 0.95))
    return f"level {level.now:+.1f} now; then {middle:+.1f} ({low:+.1f} to {high:+.1f}, nine chances in ten)"


def scenario_lines(found: Scenario) -> Iterator[str]:
    """A scenario: what was stated, what history holds like it, what moves and why."""
    yield f"If {'; '.join(found.changes)}"
    yield (
        f"{found.horizon} days from {found.on}, {found.runs} runs with and without the change,"
        f" {len(found.actors)} actors, seed {found.seed}"
    )
    yield ""
    yield "WHAT HISTORY HOLDS LIKE IT"
    for one in found.support:
        yield f"  {one.change}: {one.words}"
        if one.answered is not None and one.hostile is not None:
            yield (
                f"    after {one.answered:.0%} of such acts the recipient acted on the source within"
                f" {found.horizon} days, after {one.hostile:.0%} with conflict"
            )
    yield ""
    yield "ALL PAIRS: EVENTS WITHOUT → WITH THE CHANGE, DIFFERENCE (5 % TO 95 % OF RUNS)"
    for of, without, changed, mean, low, high in found.total:
        yield f"  {of or 'events':22} {without:8.1f} → {changed:8.1f}   {mean:+.2f} ({low:+.0f} to {high:+.0f})"
    yield ""
    yield "WHAT MOVES MOST"
    if not found.differences:
        yield "  nothing, beyond what chance between runs gives"
    for difference in found.differences:
        yield from _difference(difference)
    if found.warnings:
        yield ""
        yield "BEFORE YOU BELIEVE IT"
        yield from (f"  {warning}" for warning in found.warnings)


def _difference(one: Difference) -> Iterator[str]:
    low, _, high = one.quantiles
    yield (
        f"  {one.source} → {one.recipient}, {one.of or 'events'}: {one.without:.2f} → {one.with_change:.2f}"
        f" ({one.mean:+.2f} ± {one.error:.2f}; {low:+.0f} to {high:+.0f}), at least one {_share(one.any_without)}"
        f" → {_share(one.any_with)}"
    )
    for path in one.paths:
        over = f", over {' and '.join(path.over)}" if path.over else ""
        yield f"      {path.log_rate:+.2f} {path.statistic}: {path.meaning}{over}"


def model_lines(model: RelationalEventModel) -> Iterator[str]:
    """The table of a relational event model, and how well it fits."""
    risk = "sampled risk set" if model.sampled else "whole risk set"
    yield (
        f"Relational event model, {model.kind}, of {model.of or 'all events'}: {model.events:,} events among"
        f" {model.actors:,} actors, {risk}, half-life {model.half_life:g} days"
    )
    yield ""
    yield f"{'statistic':22} {'estimate':>9} {'error':>8} {'z':>8} {'p':>7} {'VIF':>6}  positive means"
    for one in model.coefficients:
        p = "< .001" if one.p < 0.001 else f"{one.p:.3f}".removeprefix("0")
        yield (
            f"{one.name:22} {one.estimate:9.3f} {one.error:8.3f} {one.z:8.2f} {p:>7} {one.inflation:6.1f}"
            f"  {one.meaning}"
        )
    fit = model.diagnostics
    yield ""
    yield (
        f"log-likelihood {fit.log_likelihood:.1f} (no statistics: {fit.null_log_likelihood:.1f}), AIC {fit.aic:.1f},"
        f" BIC {fit.bic:.1f}, McFadden {fit.mcfadden:.3f}"
    )
    if fit.median_rank is not None and fit.in_top is not None:
        yield (
            f"half of the events are ranked in the first {fit.median_rank:.2%} of what could have happened,"
            f" {fit.in_top:.0%} in the first percent"
        )
    for part, tenth in enumerate(fit.tenths, 1):
        yield f"  tenth {part:2} of the rates: {tenth.expected:8.1f} expected, {tenth.observed:6.0f} observed"
    yield from (f"note: {warning}" for warning in model.warnings)


def next_lines(found: NextForecast) -> Iterator[str]:
    """A forecast of who is next, each actor with its reasons."""
    asked = f"{found.known} {found.type} whom" if found.seeking == "recipient" else f"who {found.type} {found.known}"
    yield f"{asked}, on {found.on}?"
    if found.note:
        yield found.note
    for place, one in enumerate(found.ranked, 1):
        yield f"{place:3} {_share(one.probability):>7}  {one.actor}"
        yield from (f"               {reason.weight:+.2f} {reason.words}" for reason in one.reasons[:3])
    yield f"    {_share(found.other):>7}  anyone else"


def ledger_lines(found: Row) -> Iterator[str]:
    """The summary of a ledger, and its forecasts, newest first."""
    yield (
        f"{found['issued']} issued: {found['open']} open, {found['resolved']} resolved, {found['void']} void;"
        f" {found['misses']} called wrong at one half"
    )
    for title, name in (("issued before their window", "scores"), ("issued afterwards", "scores_retrospective")):
        if found[name]:
            yield f"mean losses of those {title}, smaller is better:"
            yield from _loss_lines(found[name])
    for row in found["rows"]:
        yield from _row(row)


def _loss_lines(losses: dict[str, dict[str, float]]) -> Iterator[str]:
    kinds: Sequence[str] = [kind for kind in ("brier", "log", "crps") if any(kind in one for one in losses.values())]
    yield f"  {'':12}" + "".join(f" {kind:>8}" for kind in kinds)
    for method, one in losses.items():
        yield f"  {method:12}" + "".join(f" {one[kind]:8.4f}" if kind in one else " " * 9 for kind in kinds)


def _row(row: Row) -> Iterator[str]:
    chance = row["probability"]
    said = _share(chance) if chance is not None else "a distribution"
    outcome = row["outcome"]
    came = "" if outcome is None else f", {outcome:+.2f}" if chance is None else ", yes" if outcome else ", no"
    late = ", issued when its window had begun" if row["retrospective"] else ""
    yield f"{row['forecast']}  {row['question']}"
    yield f"    {said}; {row['state']}{came}{f': {row["why"]}' if row['why'] else ''}{late}"
