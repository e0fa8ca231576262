"""Seats: capitals, palaces and quarters whose name stands for a government, legislature or army that acts."""

from dataclasses import dataclass
from functools import lru_cache

from westphalia.reference.states import states
from westphalia.reference.tables import one_of, read_table, spellings, user_folder

KINDS = (
    "capital", "residence", "quarter", "ministry", "government",
    "parliament", "military", "intelligence", "police", "court",
)  # fmt: skip

SOVEREIGN = ("member", "observer", "partially recognised")
"""Standing of the states whose capital speaks for a government of their own in world affairs."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A name that stands for an actor when it acts: "Kremlin" for `RUS/GOV`, "Pentagon" for `USA/MIL`.

    `kind` is one of KINDS; `ambiguous` says that the name alone does not settle it ("Congress", "Georgetown").
    """

    name: str
    actor: str
    kind: str
    ambiguous: bool
    source: str
    as_of: str


def seats() -> tuple[Seat, ...]:
    """All seats: those of the table, then the capitals of the states. Raises ReferenceDataError."""
    return tuple(seat for found in _by_name(user_folder()).values() for seat in found)


def seats_named(name: str) -> tuple[Seat, ...]:
    """The seats with exactly this name; more than one where several actors share it (Brussels)."""
    return _by_name(user_folder()).get(name, ())


@lru_cache(maxsize=4)
def _by_name(folder: str) -> dict[str, tuple[Seat, ...]]:
    found: dict[str, tuple[Seat, ...]] = {}
    for seat in (*_of_table(), *_capitals()):
        found[seat.name] = (*found.get(seat.name, ()), seat)
    return found


def _of_table() -> list[Seat]:
    rows = read_table("seats", ("name", "actor", "kind", "ambiguous"), key=("name", "actor"))
    return [
        Seat(
            name=name,
            actor=row["actor"],
            kind=one_of(row, "kind", KINDS),
            ambiguous=one_of(row, "ambiguous", ("yes", "")) == "yes",
            source=row["source"],
            as_of=row["as_of"],
        )
        for row in rows
        for name in spellings((row["name"],))
    ]


def _capitals() -> list[Seat]:
    return [
        Seat(capital, f"{state.code}/GOV", "capital", capital in state.ambiguous, state.source, state.as_of)
        for state in states()
        if state.status in SOVEREIGN
        for capital in state.capitals
        if capital not in state.names  # Singapore: the state's own name is the nearer reading
    ]
