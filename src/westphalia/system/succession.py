"""Blocs from day to day: the partition of each day by itself, and which bloc goes on as which.

A bloc goes on as the one of the next day that shares the most members with it, by Jaccard's index, the likest pairs
first (D. Greene, D. Doyle and P. Cunningham (2010), Tracking the evolution of communities in dynamic social networks).
One that goes on as none ends; one that comes from none is new and takes a letter of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from string import ascii_uppercase

from westphalia.errors import UsageError
from westphalia.system.blocs import blocs
from westphalia.system.drawing import Plot
from westphalia.system.plots import blocs_over_time
from westphalia.system.structure import MOST_STATES, Inputs, name_of, network_on
from westphalia.system.weights import Weights

DAYS = 8
"""Days at most, evenly spaced: as many as have room for their dates in the plot."""


def plot(  # noqa: PLR0913 - what one may ask
    inputs: Inputs,
    first: date,
    last: date,
    *,
    weights: Weights | None = None,
    measure: str = "modularity",
    most: int = MOST_STATES,
) -> Plot:
    """Which bloc each actor is in from one day to another.

    Args:
        inputs: events, votes, alliances, or any mix, as for `structure`.
        first: first day.
        last: last day.
        weights: values, half-life and prior of events.
        measure: of blocs: modularity or correlation.
        most: actors drawn at most, those with the strongest ties.

    Raises:
        UsageError: if the first day is not before the last.
    """
    if first >= last:
        raise UsageError(f"{first} is not before {last}", "--against is the earlier day")
    days = between(first, last)
    strength: dict[str, float] = {}
    groups: list[tuple[tuple[str, ...], ...]] = []
    for day in days:
        network = network_on(inputs, day, weights)
        for actor, own in zip(network.nodes, abs(network.weights).sum(axis=1).tolist(), strict=True):
            strength[actor] = strength.get(actor, 0.0) + own
        found = blocs(network, measure).groups if network.weights.any() else ()
        groups.append(tuple(group for group in found if len(group) > 1))
    kept = set(sorted(strength, key=lambda a: (-strength[a], a))[:most])
    at = [{actor: bloc for actor, bloc in day.items() if actor in kept} for day in lettered(groups)]
    names = {actor: name_of(inputs, actor) for actor in kept}
    return blocs_over_time(days, at, names, f"Blocs from {first} to {last}")


def between(first: date, last: date) -> list[date]:
    """Evenly spaced days, both ends among them; every day of a shorter time."""
    steps = min(DAYS - 1, (last - first).days)
    return [first + timedelta(days=round(n * (last - first).days / steps)) for n in range(steps + 1)]


def lettered(groups: Sequence[Sequence[Sequence[str]]]) -> list[dict[str, str]]:
    """For each day actor → letter of its bloc; a bloc that goes on keeps its letter.

    A day on which there is no bloc ends none: blocs of the next are compared with the last there were.
    """
    past: Mapping[str, frozenset[str]] = {}
    used, days = 0, list[dict[str, str]]()
    for found in groups:
        now, went_on = [frozenset(group) for group in found], _heirs(past, found)
        called: dict[str, frozenset[str]] = {}
        for number, members in enumerate(now):
            if (letter := went_on.get(number)) is None:
                letter, used = _letter(used), used + 1
            called[letter] = members
        days.append({actor: letter for letter, members in called.items() for actor in sorted(members)})
        past = called or past
    return days


def _heirs(past: Mapping[str, frozenset[str]], found: Sequence[Sequence[str]]) -> dict[int, str]:
    """Number of a bloc → letter of the one it goes on from, each letter once."""
    likest = sorted(
        (-len(members & set(group)) / len(members | set(group)), letter, number)
        for letter, members in past.items()
        for number, group in enumerate(found)
        if members & set(group)
    )
    heirs: dict[int, str] = {}
    for _, letter, number in likest:
        if number not in heirs and letter not in heirs.values():
            heirs[number] = letter
    return heirs


def _letter(number: int) -> str:
    """`A` to `Z`, then `A2`."""
    again, letter = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(again + 1) if again else "")
