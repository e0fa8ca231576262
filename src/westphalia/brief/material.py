"""The rows a brief is made from: everything the world holds of the actors and the period asked for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from westphalia.brief.focus import Focus
from westphalia.brief.notes import Notes
from westphalia.reconciling.accounts import Attribute, compare
from westphalia.reconciling.attributes import scene
from westphalia.world.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """What was found, by kind; all rows are as frames show them."""

    store: Store
    actors: tuple[Focus, ...]
    since: date | None
    until: date | None
    names: dict[str, str]
    reports: list[Row]
    notes: Notes
    happenings: list[Row]
    events: dict[str, list[Row]]
    statements: list[Row]
    quotations: dict[str, str]
    spoken_by: dict[str, str]
    figures: list[Row]
    namings: list[Row]
    positions: list[Row]
    mentions: dict[str, set[str]]

    @property
    def pair(self) -> bool:
        """Whether two actors were asked for."""
        return len(self.actors) > 1

    def concerns(self, actors: list[str]) -> bool:
        """Whether these actors take in one of those asked for."""
        return any(focus.holds(actor) for focus in self.actors for actor in actors)

    def between(self, actors: list[str]) -> bool:
        """Whether these actors take in all of those asked for."""
        return all(any(focus.holds(actor) for actor in actors) for focus in self.actors)

    def accounts(self, happening: Row) -> list[Attribute]:
        """What the reports of a happening say of it, attribute by attribute."""
        events = self.events[happening["happening"]]
        within = {event["report"] for event in events}
        return compare(
            scene(
                events,
                [row for row in self.reports if row["report"] in within],
                [row for row in self.figures if row["report"] in within],
                [row for row in self.namings if row["report"] in within],
                self.names,
            )
        )

    def first_told(self) -> dict[str, dict[str, str | None]]:
        """Happening → outlet → the first day on which it told of it; "" is the unknown outlets."""
        known = {row["report"]: row for row in self.reports}
        found: dict[str, dict[str, str | None]] = {}
        for happening in self.happenings:
            days: dict[str, str | None] = found.setdefault(happening["happening"], {})
            for report in {event["report"] for event in self.events[happening["happening"]]} & known.keys():
                outlet, day = known[report]["outlet"] or "", known[report]["published"]
                days[outlet] = min(filter(None, (days.get(outlet), day)), default=None)
        return found

    def name(self, actor: str | None) -> str:
        """What an actor is called."""
        return self.names.get(actor, actor) if actor else "unnamed"


def collect(store: Store, actors: tuple[Focus, ...], since: date | None, until: date | None) -> Material:
    """Reads the rows that concern the actors, in reports that name all of them, within the period.

    A report without a known date is kept: leaving it out would say that it lies outside the period, which is not
    known. A happening counts by its own date if it has one, else by the dates of its reports.
    """
    names = {row["actor"]: row["name"] for row in store.query("names of actors")}
    mentions: dict[str, set[str]] = defaultdict(set)
    for row in store.frame_rows("mentions"):
        mentions[row["report"]].update(row["actors"])
    reports = [
        row
        for row in store.frame_rows("reports")
        if all(any(focus.holds(a) for a in mentions[row["report"]]) for focus in actors)
    ]
    events: dict[str, list[Row]] = defaultdict(list)
    for row in store.frame_rows("events"):
        if row["happening"]:
            events[row["happening"]].append(row)
    published = {row["report"]: row["published"] for row in reports}
    happenings = [
        row
        for row in store.frame_rows("happenings")
        if _concern(row, actors) and _within(row, events[row["happening"]], published, since, until)
    ]
    inside = {r["report"] for r in reports if _in_period(r["published"], r["published"], since, until)}
    inside |= {e["report"] for h in happenings for e in events[h["happening"]]}
    everywhere = [row for row in store.frame_rows("reports") if row["report"] in inside]
    quotations = {r["statement"]: r["quotation"] for r in store.rows("quotation_statements")}
    speakers = {r["quotation"]: r["speaker"] for r in store.rows("quotations")}
    wanted = {row["report"] for row in everywhere}
    return Material(
        store,
        actors,
        since,
        until,
        names,
        everywhere,
        Notes(store, everywhere),
        happenings,
        events,
        [r for r in store.frame_rows("statements") if r["report"] in wanted],
        quotations,
        {s: speakers[q] for s, q in quotations.items() if speakers[q]},
        [r for r in store.frame_rows("figures") if r["report"] in wanted],
        [r for r in store.frame_rows("namings") if r["report"] in wanted],
        [r for r in store.frame_rows("positions") if r["report"] in wanted],
        mentions,
    )


def _concern(row: Row, actors: tuple[Focus, ...]) -> bool:
    return any(focus.holds(actor) for focus in actors for actor in row["participants"])


def _within(
    row: Row, events: list[Row], published: dict[str, str | None], since: date | None, until: date | None
) -> bool:
    if row["date_from"]:
        return _in_period(row["date_from"], row["date_to"], since, until)
    return any(_in_period(day, day, since, until) for day in {published.get(e["report"]) for e in events})


def _in_period(first: str | None, last: str | None, since: date | None, until: date | None) -> bool:
    if first is None or last is None:
        return True
    return not (since and last < since.isoformat()) and not (until and first > until.isoformat())
