"""A triad at a date: what is between three actors, what binds them, and which relation is under pressure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING, Any

import polars as pl

from westphalia.errors import UsageError
from westphalia.system.commitments import Commitment
from westphalia.system.drawing import signed
from westphalia.system.footnotes import Footnotes
from westphalia.system.memberships import shared
from westphalia.system.networks import redrawn_events
from westphalia.system.relations import levels
from westphalia.system.signed import SignedNetwork
from westphalia.system.state_notes import commitment_lines
from westphalia.system.table import EventTable
from westphalia.system.wedge import Side, Wedge, wedge
from westphalia.system.weights import Weights

if TYPE_CHECKING:
    from westphalia.system.drawing import Plot


DRAWS = 400
"""Times the events are drawn again to say how sure signs are: shares known to some .025."""

UNSURE = 0.1
"""Share of draws on either side up to which a sign is told as such."""


@dataclass(frozen=True, slots=True, eq=False)
class Triad:
    """Three actors on a day.

    Attributes:
        wedge: ties, balance, and where the triad may give.
        levels: level of each direction with its interval (`relations.levels`).
        cooperative: pair → share of draws of the events in which its tie is above 0; None where it has none.
        balanced: share of draws in which the triad is balanced, of those in which it has all three ties.
        shared: pair → bodies of which both are members, by the reference table.
        commitments: those among the three that hold on the day.
        names: actor → name.
    """

    on: date
    wedge: Wedge
    levels: pl.DataFrame
    cooperative: Mapping[tuple[str, str], float | None]
    balanced: float | None
    shared: Mapping[tuple[str, str], tuple[str, ...]]
    commitments: tuple[Commitment, ...]
    names: Mapping[str, str]

    def plot(self) -> "Plot":
        """The triad as SVG, with its table."""
        from westphalia.system.plots import triad_diagram

        ties = {(side.a, side.b): side.tie if side.components else None for side in self.wedge.sides}
        title = f"{', '.join(self.names.values())} on {self.on}"
        return triad_diagram(self.wedge.actors, ties, self.names, title)

    def _repr_html_(self) -> str:
        """The plot and its table, for notebooks."""
        return self.plot()._repr_html_()


def triad(
    table: EventTable,
    actors: tuple[str, str, str],
    on: date | None = None,
    weights: Weights | None = None,
    commitments: tuple[Commitment, ...] = (),
) -> Triad:
    """The triad of three actors.

    Args:
        table: events, between the actors meant.
        actors: their ids.
        on: the day; the last of the table if not given.
        weights: values, half-life and prior.
        commitments: of the day; those that bind two of the three are kept.

    Raises:
        UsageError: if there is no day to look at, or two of the three are one.
    """
    day = on or table.happened().last
    if day is None:
        raise UsageError("no day to look at", "name one with --on")
    found = wedge(table, actors, day, weights)
    three = set(found.actors)
    among = [one for one in commitments if _among(one, three)]
    ways = levels(table, day, weights).filter(pl.col("source").is_in(three) & pl.col("recipient").is_in(three))
    pairs = {(side.a, side.b): shared(side.a, side.b, day) for side in found.sides}
    names = {actor: table.name(actor) for actor in found.actors}
    return Triad(day, found, ways, *_drawn(table, found, weights), pairs, tuple(among), names)


def _drawn(
    table: EventTable, found: Wedge, weights: Weights | None
) -> tuple[dict[tuple[str, str], float | None], float | None]:
    """How sure the signs are: shares of positive ties, and of balanced triads, over draws of the events."""
    own = pl.col("source").is_in(found.actors) & pl.col("recipient").is_in(found.actors)
    networks = list(redrawn_events(replace(table, frame=table.frame.filter(own)), found.on, DRAWS, weights))
    pairs = [(side.a, side.b) for side in found.sides]
    signs = [[_sign(network, both) for both in pairs] for network in networks]
    shares: dict[tuple[str, str], float | None] = {}
    for column, both in enumerate(pairs):
        known = [row[column] for row in signs if row[column]]
        shares[both] = sum(sign > 0 for sign in known) / len(known) if known else None
    whole = [row[0] * row[1] * row[2] for row in signs if all(row)]
    return shares, sum(sign > 0 for sign in whole) / len(whole) if whole else None


def _sign(network: SignedNetwork, both: tuple[str, str]) -> int:
    if not set(both) <= set(network.nodes):
        return 0
    weight = network.weight(*both)
    return (weight > 0) - (weight < 0)


def _among(one: Commitment, three: set[str]) -> bool:
    """Whether a commitment is between two of the three, or one complies, or not, with what binds another."""
    bound, complying = three & {*one.parties, *one.targets}, three & {*one.compliers, *one.non_compliers}
    return len(bound) > 1 or bool(bound and complying)


def lines(found: Triad, notes: Footnotes) -> list[str]:
    """The triad as a note that can be pasted."""
    notes.know(notes.table.frame.with_columns(value=notes.table.frame["intensity"]).iter_rows(named=True))
    text = [f"{', '.join(found.names.values())} on {found.on}", "", "Ties (−1 to 1, both directions together)"]
    text += [line for side in found.wedge.sides for line in _side(found, side, notes)]
    text += ["", *_levels(found, notes), "", *_verdict(found)]
    if found.commitments:
        text += ["", "Commitments among them"]
        text += [line for one in found.commitments for line in commitment_lines(one, notes)]
    cited = notes.lines()
    return [*text, "", "Evidence", *cited] if cited else text


def _side(found: Triad, side: Side, notes: Footnotes) -> list[str]:
    who = f"{found.names[side.a]} – {found.names[side.b]}"
    if not side.components:
        text = [f"  {who}: unknown, nothing told of that still counts"]
    else:
        events = [event for one in side.components for event in one.evidence]
        moved = "" if side.moved is None else f"; {signed(side.moved, 2)} in the last {found.wedge.days} days"
        share = found.cooperative[side.a, side.b]
        sure = "" if share is None else f", {_sure(share)}"
        text = [f"  {who}: {signed(side.tie, 2)}{sure}{moved} {notes.mark(events, 4)}"]
    if bodies := found.shared[side.a, side.b]:
        text.append(f"    both in {', '.join(bodies)}")
    return text


def _sure(share: float) -> str:
    """How sure a sign is, in words."""
    if UNSURE < share < 1 - UNSURE:
        return f"sign open (cooperation in {share:.0%} of draws)"
    return f"{'cooperation' if share >= 0.5 else 'conflict'} in {max(share, 1 - share):.0%} of draws"


def _levels(found: Triad, notes: Footnotes) -> list[str]:
    rows = {(row["source"], row["recipient"]): row for row in found.levels.iter_rows(named=True)}
    text = ["Levels by direction (−10 to 10, 90 % interval)"]
    for one, other in permutations(found.wedge.actors, 2):
        row = rows.get((one, other))
        known = "unknown" if row is None else f"{signed(row['level'])} ({signed(row['low'])} to {signed(row['high'])})"
        when = "" if row is None else f", {row['happenings']} happenings, last {row['last']}"
        text.append(f"  {found.names[one]} → {found.names[other]}: {known}{when}")
    return text


def _verdict(found: Triad) -> list[str]:
    made = found.wedge
    if made.balanced is None:
        open_ = {"+": "cooperation", "-": "conflict"}.get(made.closing)
        closing = f" The missing tie would balance it as {open_}." if open_ else ""
        return [f"Balance: open, not all three ties are known.{closing}"]
    drawn = "" if found.balanced is None else f", balanced in {found.balanced:.0%} of draws of the events"
    if made.balanced:
        return [f"Balance: balanced ({made.signs}){drawn}; balance theory expects no change of sign."]
    text = [f"Balance: not balanced ({made.signs}){drawn}; balance theory expects one sign to change."]
    if made.cheapest is not None:
        text.append(f"  Least strength to turn: {_between(found, made.cheapest)}, {signed(made.cheapest.tie, 2)}.")
    if made.moving is not None:
        moved = f"{signed(made.moving.moved, 2)} in {made.days} days"
        text.append(f"  Lately moved towards a turn: {_between(found, made.moving)}, {moved}.")
    else:
        text.append("  None of the three lately moved towards a turn, as far as events tell.")
    if made.agreed is not None:
        text.append("  Both point to one relation." if made.agreed else "  The two point to different relations.")
    return text


def _between(found: Triad, side: Side) -> str:
    return f"{found.names[side.a]} – {found.names[side.b]}"


def data(found: Triad, notes: Footnotes) -> dict[str, Any]:
    """The triad as plain data, with the passages behind its events."""
    notes.know(notes.table.frame.with_columns(value=notes.table.frame["intensity"]).iter_rows(named=True))
    for side in found.wedge.sides:
        notes.mark([event for one in side.components for event in one.evidence], most=1_000_000)
    return {
        "on": found.on,
        "names": dict(found.names),
        "wedge": {**asdict(found.wedge), "agreed": found.wedge.agreed},
        "cooperative": [{"a": a, "b": b, "share": share} for (a, b), share in found.cooperative.items()],
        "balanced_share": found.balanced,
        "levels": found.levels.to_dicts(),
        "shared": [{"a": a, "b": b, "bodies": list(held)} for (a, b), held in found.shared.items()],
        "commitments": [asdict(one) for one in found.commitments],
        "notes": [asdict(note) for note in notes.notes()],
    }
