"""An event table as arrays: who did what to whom on which day, oldest first. What the models here count with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from westphalia.errors import UsageError
from westphalia.model.ontology import types

if TYPE_CHECKING:
    from westphalia.system.table import EventTable

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class EventSequence:
    """Dated events between two different actors, oldest first.

    Attributes:
        actors: ids, in order; the arrays hold places in it.
        types: names of event types, in order.
        day: day of each event, as `date.toordinal` counts.
        source: who did it.
        recipient: to whom.
        type: place in `types`.
        quad: quad class 1 to 4 of its type, 0 where the type is none of PLOVER's.
        weight: 1 is one independent happening.
        intensity: −10 to 10; NaN where unknown.
        ids: ids of the events.
        left_out: rows of the table without a date or a second party, or of what did not happen.
    """

    actors: tuple[str, ...]
    types: tuple[str, ...]
    day: Whole
    source: Whole
    recipient: Whole
    type: Whole
    quad: Whole
    weight: Real
    intensity: Real
    ids: tuple[str, ...]
    left_out: int = 0

    @classmethod
    def of(cls, table: "EventTable") -> Self:
        """The sequence of a table's events that happened."""
        import polars as pl

        dated = table.happened().frame.drop_nulls(["date", "source", "recipient"])
        kept = dated.filter(pl.col("source") != pl.col("recipient")).sort(
            "date", "event", "source", "recipient", "type"
        )
        actors = sorted({*kept["source"], *kept["recipient"]})
        names = sorted(set(kept["type"]))
        quads = np.array([_quad(name) for name in names], dtype=np.int64)
        codes = {
            name: _codes(kept[name].to_list(), known)
            for name, known in (("source", actors), ("recipient", actors), ("type", names))
        }
        return cls(
            actors=tuple(actors),
            types=tuple(names),
            day=np.array([day.toordinal() for day in kept["date"]], dtype=np.int64),
            **codes,
            quad=quads[codes["type"]] if names else np.zeros(0, dtype=np.int64),
            weight=kept["weight"].fill_null(1.0).to_numpy().astype(float),
            intensity=kept["intensity"].cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(float),
            ids=tuple(kept["event"].cast(pl.String)),
            left_out=len(table) - len(kept),
        )

    @classmethod
    def about(cls, table: "EventTable", *actors: str) -> Self:
        """Between those who act for states and bodies where all of `actors` are such, else as the table names them."""
        from westphalia.system.actors import view

        seen = cls.of(view(table, *actors))
        return seen if len(seen) else cls.of(table)

    def __len__(self) -> int:
        return len(self.day)

    @property
    def first(self) -> date:
        """Day of the first event."""
        return date.fromordinal(int(self.day[0]))

    @property
    def last(self) -> date:
        """Day of the last event."""
        return date.fromordinal(int(self.day[-1]))

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of every actor by its id."""
        return {actor: place for place, actor in enumerate(self.actors)}

    def actor(self, name: str) -> int:
        """Place of an actor.

        Raises:
            UsageError: if no event has it; the hint names what comes close.
        """
        if name in self.place:
            return self.place[name]
        folded = {actor.casefold().replace("_", " "): place for actor, place in self.place.items()}
        if (asked := name.casefold().replace("_", " ")) in folded:
            return folded[asked]
        from difflib import get_close_matches

        near = get_close_matches(asked, folded, 3, 0.6)
        raise UsageError(
            f"no event has the actor {name!r}",
            f"did you mean {', '.join(self.actors[folded[one]] for one in near)}?" if near else "",
        )

    def take(self, chosen: Truth | Whole) -> Self:
        """Some of the events, all of the actors."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        columns = ("day", "source", "recipient", "type", "quad", "weight", "intensity")
        taken = {name: getattr(self, name)[places] for name in columns}
        return replace(self, **taken, ids=tuple(self.ids[place] for place in places))

    def before(self, day: int) -> Self:
        """The events of the days before `day`."""
        return self.take(self.day < day)

    def among(self, actors: Iterable[int]) -> Self:
        """The events among some actors, who become the actors of it, in the order of their places."""
        kept = np.array(sorted(set(actors)), dtype=np.int64)
        new = np.full(len(self.actors), -1, dtype=np.int64)
        new[kept] = np.arange(len(kept))
        inside = self.take((new[self.source] >= 0) & (new[self.recipient] >= 0))
        return replace(
            inside,
            actors=tuple(self.actors[place] for place in kept),
            source=new[inside.source],
            recipient=new[inside.recipient],
        )

    def digest(self) -> str:
        """SHA-256 of all of it, first 16 hexadecimal digits."""
        import hashlib

        total = hashlib.sha256("\n".join((*self.actors, "", *self.types)).encode())
        for column in (self.day, self.source, self.recipient, self.type, self.weight, np.nan_to_num(self.intensity)):
            total.update(np.ascontiguousarray(column).astype("<f8").tobytes())
        return total.hexdigest()[:16]


def _codes(values: list[str], known: list[str]) -> Whole:
    place = {value: at for at, value in enumerate(known)}
    return np.array([place[value] for value in values], dtype=np.int64)


def _quad(name: str) -> int:
    found = types().get(name)
    return found.quad if found else 0
