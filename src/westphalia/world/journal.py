"""Human decisions: these two are one, this coding is wrong, withdraw this report. Appended, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from difflib import get_close_matches

from westphalia.errors import UsageError
from westphalia.world.store import Store

ACTIONS = ("same", "different", "right", "wrong", "withdraw")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the journal. `undoes` is the entry it undoes, if it is an undoing."""

    entry: int
    at: str
    who: str
    why: str
    action: str
    subject: str
    object: str | None = None
    undoes: int | None = None


class Journal:
    """The journal of one world."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def decide(self, action: str, subject: str, *, who: str, why: str, other: str | None = None) -> Decision:
        """Appends a decision about `subject` (and `other`, for same and different).

        Raises:
            UsageError: if the action is unknown, or nobody or no reason is named.
        """
        if action not in ACTIONS:
            near = get_close_matches(action, ACTIONS, 1)
            raise UsageError(f"no action {action!r}", f"did you mean {near[0]}?" if near else ", ".join(ACTIONS))
        if (other is None) == (action in ("same", "different")):
            raise UsageError(f"{action} takes {'two things' if other is None else 'one thing'}")
        return self._append(Decision(0, _now(), who, why, action, subject, other))

    def undo(self, entry: int, *, who: str, why: str) -> Decision:
        """Appends the undoing of a decision.

        Raises:
            UsageError: if there is no such decision in force.
        """
        found = next((d for d in self.in_force() if d.entry == entry), None)
        if found is None:
            raise UsageError(f"no decision {entry} is in force", "westphalia journal list")
        return self._append(Decision(0, _now(), who, why, "undo", found.subject, None, entry))

    def __iter__(self) -> Iterator[Decision]:
        return (Decision(**row) for row in self._store.query("journal"))

    def in_force(self) -> list[Decision]:
        """Decisions that nobody has undone, oldest first."""
        return [Decision(**row) for row in self._store.query("journal in force")]

    def _append(self, decision: Decision) -> Decision:
        if not decision.who.strip() or not decision.why.strip():
            raise UsageError("a decision names who takes it and why")
        with self._store.writing():
            values = {field.name: getattr(decision, field.name) for field in fields(decision) if field.name != "entry"}
            self._store.query("write journal", **values)
            self._store.query("something waits")
            *_, written = self
        return written


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
