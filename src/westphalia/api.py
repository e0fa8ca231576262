"""The Python interface: a world as frames, searches and briefs. Every command has its method here."""

import html
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from westphalia.world import Checkup, Decision, Journal, Store, examine
from westphalia.world.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

    from westphalia.engine import Summary
    from westphalia.engine.local import Progress
    from westphalia.forecast.of_world import Forecasts
    from westphalia.system.relation import Relation
    from westphalia.system.structure import Structure
    from westphalia.system.table import EventTable
    from westphalia.system.triad import Triad
    from westphalia.system.weights import Weights

__all__ = ["World", "read_parts"]


def read_parts(
    *sources: str | Path | Iterable[str | Path],
    parts: str | Path,
    address: str = "",
    progress: "Progress | None" = None,
    **options: Any,
) -> "Summary":
    """Reads files, folders and archives into parts of a world, over Ray; `World.load` makes a world of them.

    Args:
        sources: paths that every machine of the cluster sees; `-` is standard input.
        parts: folder for the parts, which every machine sees.
        address: of a running Ray cluster; one is started on this machine if there is none.
        progress: called after every part with the counts so far.
        options: as of `World.read`.

    Returns:
        what was done, in counts.

    Raises:
        UsageError: if Ray is not installed.
        WestphaliaError: if no cluster answers, or reading or writing fails; finished parts are kept.
    """
    from westphalia.engine import Plan
    from westphalia.engine.ray import read
    from westphalia.intake import Options

    plan = Plan(**{key: options.pop(key) for key in ("processes", "again", "reader") if key in options})
    return read(_paths(sources), parts, Options(**options), plan, progress, address)


def _paths(given: Iterable[str | Path | Iterable[str | Path]]) -> list[str | Path]:
    """Paths and collections of paths as one list."""
    paths: list[str | Path] = []
    for one in given:
        paths += [one] if isinstance(one, str | Path) else list(one)
    return paths


class World:
    """A world file. It is opened for each call, so one `World` serves several threads and outlives copies.

        >>> world = World("world.db")
        >>> world.read("reports/")                       # doctest: +SKIP
        >>> world.events().filter(pl.col("type") == "CONSULT")  # doctest: +SKIP

    Frames hold the exported columns (docs/reference/schema.md). Keywords of a frame's method filter by equality
    of stored columns; a list means any of its members: `world.events(type=["CONSULT", "AGREE"])`.
    """

    def __init__(self, path: str | Path = "world.db") -> None:
        self.path = Path(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open between calls."""

    def __repr__(self) -> str:
        return f"World({str(self.path)!r})"

    def _repr_html_(self) -> str:
        """The counts, for notebooks."""
        name = html.escape(str(self.path))
        if not self.path.exists():
            return f"<p><b>World</b> {name}: not there yet</p>"
        counts = self.counts()
        cells = "".join(f"<tr><th>{table}</th><td>{counts[table]:,}</td></tr>" for table in counts)
        return f"<p><b>World</b> {name}</p><table>{cells}</table>"

    def read(
        self, *sources: str | Path | Iterable[str | Path], progress: "Progress | None" = None, **options: Any
    ) -> "Summary":
        """Reads files, folders and archives into this world; makes it if it is not there.

        Args:
            sources: paths; `-` is standard input.
            progress: called after every report with the counts so far.
            options: `processes`, `again`; and of intake `outlet`, `fields`, `folder_rule`, `limits`.

        Returns:
            what was done, in counts.

        Raises:
            WorldError: if the world cannot be written; what was read until then is kept.
        """
        from westphalia.engine import Plan, read
        from westphalia.intake import Options

        plan = Plan(**{key: options.pop(key) for key in ("processes", "again", "reader") if key in options})
        return read(_paths(sources), self.path, Options(**options), plan, progress)

    def load(self, *parts: str | Path | Iterable[str | Path], progress: "Progress | None" = None) -> "Summary":
        """Loads parts that `read_parts` or `westphalia read --engine ray` wrote; makes this world if it is not there.

        Args:
            parts: folders of parts, or single parts.
            progress: called after every part with the counts so far.

        Returns:
            what was done, in counts; a part that cannot be used counts as rejected.

        Raises:
            WorldError: if a folder is not there or the world cannot be written; what was loaded until then is kept.
        """
        from westphalia.engine.loading import load

        return load(_paths(parts), self.path, progress)

    def _frame(self, table: str, equal: dict[str, Any]) -> "pl.DataFrame":
        with Store(self.path, readonly=True) as store:
            return store.frame(table, **equal)

    def _computed(self, table: str) -> "pl.DataFrame":
        from westphalia.export.rows import frame

        with Store(self.path, readonly=True) as store:
            return frame(store, table)

    def reports(self, **equal: Any) -> "pl.DataFrame":
        """One row a report."""
        return self._frame("reports", equal)

    def actors(self, **equal: Any) -> "pl.DataFrame":
        """One row for everyone named in the reports, after reconciling."""
        return self._frame("actors", equal)

    def offices(self, **equal: Any) -> "pl.DataFrame":
        """One row for each time a report tells who holds a post."""
        return self._frame("offices", equal)

    def mentions(self, **equal: Any) -> "pl.DataFrame":
        """One row for each naming of an actor."""
        return self._frame("mentions", equal)

    def statements(self, **equal: Any) -> "pl.DataFrame":
        """One row a statement: who says what."""
        return self._frame("statements", equal)

    def events(self, **equal: Any) -> "pl.DataFrame":
        """One row an event, as one report asserts it."""
        return self._frame("events", equal)

    def figures(self, **equal: Any) -> "pl.DataFrame":
        """One row a number asserted."""
        return self._frame("figures", equal)

    def namings(self, **equal: Any) -> "pl.DataFrame":
        """One row for each naming of a disputed thing."""
        return self._frame("namings", equal)

    def positions(self, **equal: Any) -> "pl.DataFrame":
        """One row an actor and issue, where a sentence says where the actor stands."""
        return self._frame("positions", equal)

    def happenings(self, **equal: Any) -> "pl.DataFrame":
        """One row a happening: what events of several reports are about."""
        return self._frame("happenings", equal)

    def quotations(self, **equal: Any) -> "pl.DataFrame":
        """One row an utterance, in all its wordings."""
        return self._frame("quotations", equal)

    def forecasts(self, **equal: Any) -> "pl.DataFrame":
        """One row a forecast issued, with the rule that resolves it."""
        return self._frame("forecasts", equal)

    def resolutions(self, **equal: Any) -> "pl.DataFrame":
        """One row a forecast resolved or void, with its scores."""
        return self._frame("resolutions", equal)

    def accounts(self) -> "pl.DataFrame":
        """One row a report and attribute of each happening that several reports tell: agrees, differs, silent."""
        return self._computed("accounts")

    def wordings(self) -> "pl.DataFrame":
        """One row a wording of each utterance: what it kept, cut and changed, and its chain."""
        return self._computed("quotation_wordings")

    def coverage(self) -> "pl.DataFrame":
        """One row an outlet and happening that several reports tell: who told, how fast, and who did not."""
        return self._computed("coverage")

    def usage(self) -> "pl.DataFrame":
        """One row an outlet, month and name of a thing that is named in more ways than one."""
        return self._computed("usage")

    def table(self) -> "EventTable":
        """Who did what to whom, one row a happening and directed dyad: what all of the system is computed from."""
        from westphalia.system.table import EventTable

        with Store(self.path, readonly=True) as store:
            return EventTable.of_world(store)

    def relations(self, by: str = "month", weights: "Weights | None" = None, official: bool = True) -> "pl.DataFrame":
        """Cooperation and conflict of directed dyads of states, bodies and blocs, one row a dyad and period.

        Args:
            by: week, month, quarter or year.
            weights: values of events, half-life and intervals.
            official: only what is done by those who act for a state, not by its people, companies or rebels.
        """
        from westphalia.system.relations import relations

        return relations(self.table().states(bodies=True, official=official), by, weights)

    def relation(self, one: str, other: str, *, official: bool = True, **options: Any) -> "Relation":
        """The relation of two actors: points with intervals, changes with their events, a plot.

        Args:
            one: actor id or name.
            other: the other's.
            official: between states, only what is done by those who act for them.
            options: `since`, `until`, `by`, `weights`.

        Raises:
            UsageError: if an actor is unknown, or both are one.
        """
        from westphalia.system.actors import find, view
        from westphalia.system.relation import relation

        table = self.table()
        ends = find(table, one), find(table, other)
        return relation(view(table, *ends, official=official), *ends, **options)

    def system(
        self, on: date | None = None, against: date | None = None, *, bodies: bool = False, **options: Any
    ) -> "Structure":
        """The system on a day: signed network, blocs and how sure they are, balance, frustration, what changed.

        Args:
            on: the day, the last of the world if not given.
            against: an earlier day, for what changed.
            bodies: whether international bodies are actors too.
            options: `official`; `votes`, `alliances`, `capabilities` (as their `read` gives them) for a mix of
                sources; and `weights`, `measure`, `draws` of `system.structure`.
        """
        from westphalia.system.structure import Inputs, structure

        table = self.table().states(bodies=bodies, official=options.pop("official", True))
        given = {name: options.pop(name, None) for name in ("votes", "alliances", "capabilities")}
        return structure(Inputs(table, **given), on, against, **options)

    def triad(self, one: str, two: str, three: str, on: date | None = None, **options: Any) -> "Triad":
        """What is between three actors, and which relation is under pressure.

        Args:
            one: actor id or name.
            two: another.
            three: the third.
            on: the day, the last of the world if not given.
            options: `weights`.
        """
        from westphalia.system.actors import find, view
        from westphalia.system.commitments import commitments
        from westphalia.system.table import EventTable
        from westphalia.system.triad import triad

        with Store(self.path, readonly=True) as store:
            table = EventTable.of_world(store)
            actors = find(table, one), find(table, two), find(table, three)
            seen = view(table, *actors)
            day = on or seen.happened().last
            return triad(seen, actors, day, commitments=tuple(commitments(store, day)), **options)

    def commitments(self, on: date | None = None, actor: str | None = None) -> "pl.DataFrame":
        """Treaties, alliances, partnerships, sanctions and who complies; with a day those that hold on it."""
        from westphalia.export.rows import framed
        from westphalia.system.commitments import commitments
        from westphalia.system.computed import COMMITMENTS, rows_of

        with Store(self.path, readonly=True) as store:
            return framed(COMMITMENTS, rows_of(COMMITMENTS, commitments(store, on, self._actor(store, actor))))

    def memberships(self, on: date | None = None, actor: str | None = None, body: str | None = None) -> "pl.DataFrame":
        """Who belonged to which international body, by the reference table and the reports."""
        from westphalia.export.rows import framed
        from westphalia.system.computed import MEMBERSHIPS, rows_of
        from westphalia.system.memberships import memberships

        with Store(self.path, readonly=True) as store:
            who, of = self._actor(store, actor), self._actor(store, body)
            return framed(MEMBERSHIPS, rows_of(MEMBERSHIPS, memberships(store, on, who, of)))

    def positions_held(
        self, on: date | None = None, actor: str | None = None, issue: str | None = None
    ) -> "pl.DataFrame":
        """Where actors stand on issues over all reports; stances that exclude each other are marked."""
        from westphalia.export.rows import framed
        from westphalia.system.computed import POSITIONS_HELD, rows_of
        from westphalia.system.positions import positions

        with Store(self.path, readonly=True) as store:
            held = positions(store, on, self._actor(store, actor), issue)
            return framed(POSITIONS_HELD, rows_of(POSITIONS_HELD, held))

    def _actor(self, store: Store, asked: str | None) -> str | None:
        """The id of an actor asked for by name."""
        if asked is None:
            return None
        from westphalia.system.actors import find
        from westphalia.system.table import EventTable

        return find(EventTable.of_world(store), asked)

    @property
    def forecast(self) -> "Forecasts":
        """What comes next: `world.forecast.outlook("RUS", "UKR")`, `.scenario(…)`, `.model()`, `.issue(…)`."""
        from westphalia.forecast.of_world import Forecasts

        return Forecasts(self.path)

    def brief(
        self,
        actor: str,
        other: str | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        format: str = "text",  # noqa: A002 - the word of the command
    ) -> str:
        """The brief on an actor, or on two and what is between them.

        Args:
            actor: actor id or name.
            other: the second actor.
            since: first day.
            until: last day.
            format: text, md or html.

        Raises:
            UsageError: if no such actor is known; the hint names what comes close.
        """
        from westphalia.brief import brief, render

        with Store(self.path, readonly=True) as store:
            return render(brief(store, actor, other, since, until), format)

    def explain(self, id: str, format: str = "text") -> Any:  # noqa: A002 - the words of the command
        """Why an event or a statement is coded as it is.

        Args:
            id: its id, or the beginning of it.
            format: text, or data for the explanation as plain data.

        Raises:
            UsageError: if the id is of nothing here, or of something else.
        """
        from westphalia.explaining import explain, render

        with Store(self.path, readonly=True) as store:
            found = explain(store, id)
        return render(found) if format == "text" else found

    def search(self, words: str, limit: int = 20) -> list[dict[str, Any]]:
        """Sentences and statements that hold all the words, best first, each with report and offsets."""
        with Store(self.path, readonly=True) as store:
            return store.search(words, limit)

    def export(self, table: str, format: str = "jsonl", out: str | Path | None = None) -> int:  # noqa: A002
        """Writes a table as jsonl, csv or parquet, to standard output if `out` is None; returns the number of rows."""
        from westphalia.export import export

        with Store(self.path, readonly=True) as store:
            return export(store, table, format, None if out is None else Path(out))

    def doctor(self) -> Checkup:
        """Checks every span, count and version, and the file itself."""
        with Store(self.path) as store:
            return examine(store)

    def digest(self) -> str:
        """SHA-256 of the content, the same whatever the order in which it was read."""
        with Store(self.path, readonly=True) as store:
            return store.digest()

    def counts(self) -> dict[str, int]:
        """Number of rows of every table that is exported."""
        with Store(self.path, readonly=True) as store:
            return {name: number for name, number in store.counts().items() if TABLES[name].exported}

    def journal(self) -> list[dict[str, Any]]:
        """Human decisions, oldest first."""
        with Store(self.path, readonly=True) as store:
            return [asdict(decision) for decision in Journal(store)]

    def decide(self, action: str, subject: str, other: str | None = None, *, who: str, why: str) -> Decision:
        """Writes a decision into the journal and rebuilds what it bears on."""
        from westphalia.engine.local import reconcile

        with Store(self.path) as store:
            decision = Journal(store).decide(action, subject, who=who, why=why, other=other)
            reconcile(store)
            return decision

    def undo(self, entry: int, *, who: str, why: str) -> Decision:
        """Undoes a decision by a row of its own and rebuilds what it bore on."""
        from westphalia.engine.local import reconcile

        with Store(self.path) as store:
            decision = Journal(store).undo(entry, who=who, why=why)
            reconcile(store)
            return decision
