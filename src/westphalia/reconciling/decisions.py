"""What people decided, as reconciling applies it: these two are one, these are not, this coding is wrong.

In: rows of the journal in force. Decisions survive re-reading, because ids depend on report, place and coding alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from westphalia.reconciling.groups import components
from westphalia.reconciling.told import Said, Told


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions in force: withdrawn reports, wrong codings, pairs of events and of actors that are one or are not."""

    withdrawn: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    same_events: tuple[tuple[str, str], ...] = ()
    different_events: tuple[tuple[str, str], ...] = ()
    same_actors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Decisions":
        """Reads them off the journal. Events are told from actors by their ids (`e…` without a slash or capital)."""
        rows = list(rows)
        pairs = [(r["action"], r["subject"], r["object"]) for r in rows if r["object"]]
        return cls(
            withdrawn=frozenset(r["subject"] for r in rows if r["action"] == "withdraw"),
            wrong=frozenset(r["subject"] for r in rows if r["action"] == "wrong"),
            same_events=tuple((a, b) for action, a, b in pairs if action == "same" and _event(a)),
            different_events=tuple((a, b) for action, a, b in pairs if action == "different" and _event(a)),
            same_actors={a: b for action, a, b in pairs if action == "same" and not _event(a)},
        )

    @property
    def apart(self) -> frozenset[str]:
        """Events that a person took out of what they were joined to."""
        return frozenset(second for _, second in self.different_events)

    def admits(self, told: Told) -> bool:
        """Whether an event counts."""
        return told.source.report not in self.withdrawn and told.event not in self.wrong

    def admits_said(self, said: Said) -> bool:
        """Whether a statement counts."""
        return said.source.report not in self.withdrawn and said.statement not in self.wrong

    def apply(self, groups: Sequence[Sequence[Told]]) -> list[list[Told]]:
        """Groups of events with decided merges and splits carried out; a split takes the second event out."""
        apart = self.apart
        split = [[told for told in group if told.event not in apart] for group in groups]
        split += [[told] for group in groups for told in group if told.event in apart]
        split = [group for group in split if group]
        where = {told.event: number for number, group in enumerate(split) for told in group}
        joined = [(where[a], where[b]) for a, b in self.same_events if a in where and b in where]
        return [[t for number in numbers for t in split[number]] for numbers in components(range(len(split)), joined)]


@dataclass(frozen=True, slots=True)
class Redecided:
    """What decisions are about that were taken, or undone, since a world was last brought up to date."""

    reports: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Redecided":
        """Reads it off new rows of the journal; of an undoing, what it undoes."""
        reports, events, statements, actors = set(), set(), set(), set()
        for row in rows:
            if row["action"] == "withdraw":
                reports.add(row["subject"])
            elif _event(row["subject"]):
                events |= {row["subject"], row["object"]} - {None}
            elif row["action"] == "wrong":
                statements.add(row["subject"])
            elif row["action"] == "same":
                actors.add(row["subject"])
        return cls(frozenset(reports), frozenset(events), frozenset(statements), frozenset(actors))

    def __bool__(self) -> bool:
        return bool(self.reports or self.events or self.statements or self.actors)


def _event(ident: str) -> bool:
    return len(ident) == 17 and ident[0] == "e" and all(c in "0123456789abcdef" for c in ident[1:])
