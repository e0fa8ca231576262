"""The event table: who did what to whom and when, one row a happening and directed dyad, from a world or a file.

Everything of `system` and `forecast` starts from here, so that it works on any event data.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from westphalia.model import ontology
from westphalia.system.countries import ENFORCING, OFFICIAL, country_of, name_of, polity_of, sector_of
from westphalia.world.store import Store

HAPPENED = ("happened", "ongoing", "alleged")
"""Statuses of what somebody says is done. Planned, possible, refused and denied never count as happened."""

SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "event": pl.String,
    "date": pl.Date,
    "source": pl.String,
    "recipient": pl.String,
    "type": pl.String,
    "intensity": pl.Float64,
    "weight": pl.Float64,
    "status": pl.String,
    "reports": pl.Int64,
    "dated": pl.Boolean,
    "relation": pl.String,
    "evidence": pl.List(pl.String),
}
"""Columns of the frame:

- `event`: id of the happening, or of the file's event; what opens it.
- `date`: its day, of a span the middle. `dated` is false where that is not its day: the span is longer than a month,
  or no report gives a day and `date` is the day it was first told.
- `source`, `recipient`: ids of the file, or actor ids of the world.
- `type`: PLOVER type, or the file's own word where PLOVER has none.
- `intensity`: −10 (conflict) to 10 (cooperation), null if unknown.
- `weight`: how many independent happenings the row counts for, 1.
- `status`: `happened` where the file has none.
- `reports`: independent reports that tell it.
- `relation`: the file's own word or code; of a world type and mode.
- `evidence`: event ids of the world that assert it.
"""

LONGEST = 31
"""Days of a span up to which its middle counts as the day."""

WIDEST = 366
"""Days of a span beyond which it has no day at all ("the nineties")."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A row of a file that could not be used: its line and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class EventTable:
    """Events of any origin as one frame with the columns of `SCHEMA`, in order of date.

    Attributes:
        frame: the rows.
        origin: what they were made from, in words.
        broken: rows of the file that could not be used.
        countries: actor → country (ISO 3166-1 alpha-3) where the file says so.
        names: actor → name to show, where that is not the id.
        notes: what had to be assumed in reading the file.
        held: independent reports held by day of publication, the coverage of a world; empty for files.
    """

    frame: pl.DataFrame
    origin: str = ""
    broken: tuple[Broken, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    held: Mapping[date, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.frame.height

    @classmethod
    def of_world(cls, store: Store) -> "EventTable":
        """Happenings of a world by directed dyad: source → recipient of the events that tell them."""
        rows = [_row(row) for row in store.query("dyads of happenings")]
        names = {row["actor"]: row["name"] for row in store.query("names of actors")}
        held = {date.fromisoformat(row["day"]): row["reports"] for row in store.query("reports held by day")}
        frame = ordered(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
        return cls(frame, store.path.name, names=names, held=held)

    @classmethod
    def read(cls, path: str | Path, begins: date | None = None) -> "EventTable":
        """Reads a file or folder of event data; its format is found from its content.

        Args:
            path: a world; PLOVER or POLECAT (tab-separated); ICEWS or GDELT (comma or tab, GDELT also without
                header); a folder of quadruples (`train.txt.gz`, `entity2id.txt` …); or an export of ours. Gzip and zip
                are unpacked.
            begins: day 0 of quadruples, whose files give days as numbers.

        Raises:
            IntakeError: if there is no such file, or it is nothing of these.
        """
        from westphalia.system.importing import read

        return read(Path(path), begins)

    def happened(self) -> "EventTable":
        """Without what is planned, possible, refused or denied."""
        return self._with(self.frame.filter(pl.col("status").is_in(HAPPENED)))

    def between(self, since: date | None = None, until: date | None = None) -> "EventTable":
        """Rows whose day lies in the period, both ends included; rows without a day go if a period is given."""
        kept = self.frame
        if since is not None:
            kept = kept.filter(pl.col("date") >= since)
        if until is not None:
            kept = kept.filter(pl.col("date") <= until)
        return self._with(kept)

    def dyad(self, one: str, other: str) -> "EventTable":
        """Rows between two actors in both directions; whoever acts for an actor of a world counts as it."""
        sides = [pl.col(end).eq(who) | pl.col(end).str.starts_with(f"{who}/") for who in (one, other)
                 for end in ("source", "recipient")]  # fmt: skip
        return self._with(self.frame.filter((sides[0] & sides[3]) | (sides[1] & sides[2])))

    def states(self, *, bodies: bool = False, official: bool = False) -> "EventTable":
        """The same between countries: each actor is the country it acts for; one happening counts a dyad once.

        Rows with an end of no known country, and rows within one country, are left out.

        Args:
            bodies: keep international organisations (EU, NATO) and named blocs (the West) as actors too.
            official: only what is done by those who act for a state (government, forces, parliament, courts), as far
                as ids tell (`CHN/GOV`, `USAMIL`, `Police_(France)`), not by its people, companies or rebels. An attack
                on a people counts as one on its state; but arrests, and what police and courts do to
                private persons, are law enforcement and left out.
        """
        actors = pl.concat([self.frame["source"], self.frame["recipient"]]).unique().to_list()
        found = {a: self.countries.get(a) or (polity_of(a) if bodies else country_of(a)) for a in actors if a}
        mapped = {actor: country for actor, country in found.items() if country} or {"": ""}
        acting = _official(self.frame, actors) if official else self.frame
        frame = acting.with_columns(
            pl.col(end).replace_strict(mapped, default=None, return_dtype=pl.String) for end in ("source", "recipient")
        ).filter(
            pl.col("source").is_not_null()
            & pl.col("recipient").is_not_null()
            & pl.col("source").ne(pl.col("recipient"))
        )
        once = frame.group_by("event", "source", "recipient", maintain_order=True).agg(
            *(pl.col(name).first() for name in ("date", "type", "intensity", "weight", "status", "dated", "relation")),
            pl.col("reports").max(),
            pl.col("evidence").explode().drop_nulls().unique().sort(),
        )
        return self._with(once.select(*SCHEMA))

    def most_active(self, number: int) -> "EventTable":
        """Rows between the actors that have most rows of what happened."""
        acts = self.happened().frame
        both = pl.concat([acts["source"], acts["recipient"]]).rename("actor")
        ranked = both.value_counts().sort("count", "actor", descending=[True, False])
        kept = ranked["actor"].head(number).to_list()
        return self._with(self.frame.filter(pl.col("source").is_in(kept) & pl.col("recipient").is_in(kept)))

    @property
    def first(self) -> date | None:
        """Its first day."""
        day = self.frame["date"].min()
        return day if isinstance(day, date) else None

    @property
    def last(self) -> date | None:
        """Its last day."""
        day = self.frame["date"].max()
        return day if isinstance(day, date) else None

    def name(self, actor: str) -> str:
        """What an actor is called."""
        return self.names.get(actor) or name_of(actor)

    def _with(self, frame: pl.DataFrame) -> "EventTable":
        return replace(self, frame=frame)


def empty() -> EventTable:
    """A table without events."""
    return EventTable(pl.DataFrame(schema=SCHEMA))


def _official(frame: pl.DataFrame, actors: list[str]) -> pl.DataFrame:
    """Rows of what acts for a state do, law enforcement on private persons left out."""
    by_sector: dict[str, list[str]] = {}
    for actor in actors:
        by_sector.setdefault(sector_of(actor), []).append(actor)
    acting = [actor for sector in sorted(OFFICIAL) for actor in by_sector.get(sector, ())]
    enforcing = [actor for sector in sorted(ENFORCING) for actor in by_sector.get(sector, ())]
    enforced = pl.col("source").is_in(enforcing) | pl.col("type").eq("COERCE")
    return frame.filter(pl.col("source").is_in(acting) & ~(enforced & ~pl.col("recipient").is_in(acting)))


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows in order of date, those without one last; within a day in the order they came in."""
    return frame.sort("date", nulls_last=True, maintain_order=True)


def _row(row: Mapping[str, str | int | None]) -> tuple[object, ...]:
    """One row of the world's dyads."""
    when, exact = _when(*(_day(row[name]) for name in ("date_from", "date_to", "told")))
    kind, mode = str(row["type"]), str(row["mode"] or "")
    return (
        row["happening"],
        when,
        row["source"],
        row["recipient"],
        kind,
        ontology.intensity(kind, mode),
        1.0,
        row["status"],
        row["reports"],
        exact,
        f"{kind}/{mode}" if mode else kind,
        sorted(json.loads(str(row["events"]))),
    )


def _when(first: date | None, last: date | None, told: date | None) -> tuple[date | None, bool]:
    """The day of what is dated to a span, and whether that is its day. The day of telling stands in for none at all."""
    if first is None:
        return told, False
    days = (last - first).days if last else 0
    if days > WIDEST:
        return None, False
    return first + timedelta(days=days // 2), days <= LONGEST


def _day(text: str | int | None) -> date | None:
    return date.fromisoformat(str(text)) if text else None
