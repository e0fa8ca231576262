"""The forecasts of a world: the methods behind `World.forecast`, one for each command of `westphalia forecast`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.world import Store

if TYPE_CHECKING:
    from westphalia.forecast.ledger import Due
    from westphalia.forecast.next import NextForecast
    from westphalia.forecast.outlook import Outlook
    from westphalia.forecast.relational import RelationalEventModel
    from westphalia.forecast.rolling import Rolling
    from westphalia.forecast.scenario import Scenario
    from westphalia.system.table import EventTable
    from westphalia.world.ledger import Issued


class Forecasts:
    """What can be said of what comes next from the events of a world, or of a table, with the world's ledger."""

    def __init__(self, path: str | Path, table: "EventTable | None" = None) -> None:
        """Takes the world file and, where the events are not the world's own, their table."""
        self.path, self._table = Path(path), table

    def _events(self) -> "EventTable":
        if self._table is not None:
            return self._table
        from westphalia.system.table import EventTable

        with Store(self.path, readonly=True) as store:
            return EventTable.of_world(store)

    def next(self, source: str, type: str, on: date | None = None, *, top: int = 10) -> "NextForecast":  # noqa: A002
        """Whom an actor does an act of a type to next, with the past events that speak for each."""
        from westphalia.forecast.next import NextEvent
        from westphalia.system.actors import find, view

        table = self._events()
        asked = find(table, source)
        return NextEvent.fit(view(table, asked), before=on).rank(asked, type, on, top=top)

    def outlook(self, one: str, other: str, **options: Any) -> "Outlook":
        """What two actors will have done to each other by a horizon. Options as of `outlook.outlook`."""
        from westphalia.forecast.outlook import outlook

        return outlook(self._events(), one, other, **options)

    def tried(self, **options: Any) -> "Rolling":
        """How outlooks of all states did on past days, scored. Options as of `rolling.rolling`."""
        from westphalia.forecast.rolling import rolling
        from westphalia.forecast.sequence import EventSequence

        return rolling(EventSequence.about(self._events()), **options)

    def scenario(self, changes: str, **options: Any) -> "Scenario":
        """What a stated change would change ("HUN leaves EU"). Options as of `scenario.scenario`."""
        from westphalia.forecast.scenario import scenario

        return scenario(self._events(), changes, **options)

    def model(self, **options: Any) -> "RelationalEventModel":
        """A relational event model of who acts on whom. Options as of `relational.fit_table`."""
        from westphalia.forecast.relational import fit_table

        return fit_table(self._events(), **options)

    def issue(self, one: str, other: str, *, who: str, **options: Any) -> "list[Issued]":
        """Writes the outlook of two actors into the ledger. Options as of `ledger.issue`."""
        from westphalia.forecast.ledger import issue

        table = self._events()
        with Store(self.path) as store:
            return issue(store, table, one, other, who=who, **options)

    def score(self, today: date | None = None) -> "Due":
        """Resolves and scores the forecasts of the ledger that are due on a day (today)."""
        from westphalia.forecast.ledger import score

        table = self._events()
        with Store(self.path) as store:
            return score(store, table, today)

    def ledger(self) -> dict[str, Any]:
        """All forecasts issued, how they came out, and their scores. See `ledger.summary`."""
        from westphalia.forecast.ledger import summary

        with Store(self.path, readonly=True) as store:
            return summary(store)
