"""The wedge: in a triad of actors, which relation is under pressure.

Balance theory expects an unbalanced triad to change one of its signs (F. Heider 1946). Three answers are shown beside
each other, never merged into one number: which single change of sign would balance it at the least cost (the weakest
tie, Abelson and Rosenberg 1958); which side has lately moved towards such a change; and what each side is made of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from westphalia.errors import UsageError
from westphalia.system.networks import of_events
from westphalia.system.signed import Component, SignedNetwork, pair
from westphalia.system.table import EventTable
from westphalia.system.weights import Weights

METHOD = "cheapest change of sign; movement of the tie of events by those of the last days"

LATELY = 90
"""Days whose events are asked where they move a tie: one half-life."""

STILL = 0.01
"""A tie that moved less than this, of −1 to 1, did not move."""


@dataclass(frozen=True, slots=True)
class Side:
    """One relation of a triad.

    Attributes:
        a, b: its actors, in order of id.
        tie: −1 to 1; 0 where nothing is known.
        components: what it is made of.
        cost: strength that a change of sign has to overcome; None for a missing tie.
        moved: what the events of the last days did to the tie of events: the tie less what it would be without them;
            None without such events.
        towards: whether they moved it towards a change of its sign; None where they did not.
        events: these events, heaviest first.
    """

    a: str
    b: str
    tie: float
    components: tuple[Component, ...]
    cost: float | None
    moved: float | None
    towards: bool | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wedge:
    """A triad and where it may give.

    Attributes:
        sides: its three relations.
        signs: `+`, `-` or `0` of each.
        balanced: None if a tie is missing.
        closing: with one tie missing, the sign (`+` or `-`) of it that would make a balanced triad.
        cheapest: of an unbalanced triad the side whose change of sign would cost least.
        moving: of an unbalanced triad the side that lately moved farthest towards a change of sign.
        agreed: whether both name the same side; None unless there are both.
        days: whose events were asked for movement.
    """

    actors: tuple[str, str, str]
    on: date
    sides: tuple[Side, Side, Side]
    signs: str
    balanced: bool | None
    closing: str
    cheapest: Side | None
    moving: Side | None
    days: int
    source: str
    method: str = METHOD

    @property
    def agreed(self) -> bool | None:
        """Whether the cheapest side and the moving side are one."""
        if self.cheapest is None or self.moving is None:
            return None
        return self.cheapest == self.moving


def wedge(
    table: EventTable,
    actors: Sequence[str],
    on: date,
    weights: Weights | None = None,
    network: SignedNetwork | None = None,
) -> Wedge:
    """The triad of three actors on a day.

    Args:
        table: events; actors as it has them (`table.states()` for countries).
        actors: three.
        on: the day.
        weights: values, half-life and prior of events.
        network: of the day, if ties are to be more than those of events (`networks.mixed`).

    Raises:
        UsageError: not three different actors.
    """
    if len(set(actors)) != 3:
        raise UsageError("a triad has three different actors", f"here: {', '.join(actors)}")
    three = sorted(actors)
    earlier = table.between(until=on - timedelta(days=LATELY))
    now, without = of_events(table, on, weights), of_events(earlier, on, weights)
    lately = _lately(table, on)
    found = [_side(pair(*two), network or now, (without, now), lately) for two in combinations(three, 2)]
    sides = (found[0], found[2], found[1])  # a–b, b–c, a–c
    signs = "".join("0" if side.tie == 0 else "+" if side.tie > 0 else "-" for side in sides)
    product = -1 if signs.count("-") % 2 else 1
    unbalanced = "0" not in signs and product < 0
    towards = [side for side in sides if side.towards]
    return Wedge(
        (three[0], three[1], three[2]),
        on,
        sides,
        signs,
        None if "0" in signs else product > 0,
        ("+" if product > 0 else "-") if signs.count("0") == 1 else "",
        min(sides, key=lambda side: side.cost or 0.0) if unbalanced else None,
        max(towards, key=lambda side: abs(side.moved or 0.0)) if unbalanced and towards else None,
        LATELY,
        (network or now).method,
    )


def _side(
    both: tuple[str, str], network: SignedNetwork, events: tuple[SignedNetwork, SignedNetwork], lately: frozenset[str]
) -> Side:
    """A side; `events` are the networks of events without those of the last days, and with them."""
    tie, (without, held) = _tie(network, both), events
    recent = tuple(event for one in held.components.get(both, ()) for event in one.evidence if event in lately)
    moved = _tie(held, both) - _tie(without, both) if recent else None
    towards = None if moved is None or abs(moved) < STILL or tie == 0 else moved * tie < 0
    return Side(*both, tie, network.components.get(both, ()), abs(tie) or None, moved, towards, recent)


def _tie(network: SignedNetwork, both: tuple[str, str]) -> float:
    """The tie of a pair; 0 where the network knows nothing of it."""
    return network.weight(*both) if set(both) <= set(network.nodes) else 0.0


def _lately(table: EventTable, on: date) -> frozenset[str]:
    return frozenset(table.between(on - timedelta(days=LATELY - 1), on).frame["event"].to_list())
