"""Commitments between actors, dated, with evidence: treaties, alliances, partnerships, sanctions, ceasefires.

They follow from events (an act that makes or ends one, told to have happened), from positions (who complies), and from
the reference table of bodies (alliances). What is planned is `announced`, never in force; what one report tells done
and another denies is `disputed`. That nothing ends a commitment in the reports does not prove that it is in force:
`since` and `last_told` say from when to when it is known.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from westphalia import vocabulary
from westphalia.reference.bodies import bodies, members, memberships
from westphalia.system.countries import actors_in, polity_of
from westphalia.system.evidence import Evidence, Row, day, independent, of_row, placed
from westphalia.system.table import HAPPENED, EventTable
from westphalia.world.store import Store

STAGES = ("in force", "signed", "agreed", "announced", "ended", "disputed", "possible", "refused", "denied", "unclear")
"""`unclear`: somebody is said to comply or not, but no report tells who imposed it."""

MUTUAL = frozenset({"treaty", "alliance", "partnership", "diplomatic relations", "ceasefire"})
"""Kinds that bind both sides alike; the others have a target."""

_HOLDING = frozenset({"in force", "signed", "agreed", "disputed", "unclear", "ended"})
_UNDONE = {"planned": "announced", "possible": "possible", "refused": "refused", "denied": "denied"}
_SANCTIONS = re.compile(r"\b(sanction|embargo|boycott)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment.

    Attributes:
        kind: treaty, alliance, partnership, sanctions, diplomatic relations, recognition or ceasefire.
        parties: whom it binds, polities; of sanctions who imposes them.
        targets: against whom; empty where it binds both sides or nobody is named.
        stage: one of STAGES.
        since: first day known; `precision` says how: day, month, year … or `told`, the day it was told.
        until: the day an act ended it.
        last_told: last day on which it was told.
        compliers: who is said to comply; `non_compliers` who not.
        name: of a body's treaty its name, else "".
        reports: independent reports.
        source: `events`, `positions` or `reference`.
    """

    kind: str
    parties: tuple[str, ...]
    targets: tuple[str, ...]
    stage: str
    since: date | None
    precision: str
    until: date | None
    last_told: date | None
    compliers: tuple[str, ...] = ()
    non_compliers: tuple[str, ...] = ()
    name: str = ""
    reports: int = 0
    source: str = "events"
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """What makes two acts speak of one commitment."""
        return self.kind, self.parties, self.targets

    def held(self, on: date) -> bool:
        """Whether on a day it is known to have begun and not to have ended, or somebody is said to comply with it."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or on < self.until) and self.stage in _HOLDING


def commitments(
    store: Store, on: date | None = None, actor: str | None = None, *, reference: bool = True
) -> list[Commitment]:
    """Commitments that a world tells of, and the alliances of the reference table.

    Args:
        store: an open world.
        on: only those that hold on that day, be they in force, signed, agreed or disputed.
        actor: only those with this polity on one side.
        reference: whether to add alliances from the table of bodies.
    """
    types = json.dumps(sorted({rule.type for rule in _rules()}))
    told = _of_acts(store.query("acts told", types=types))
    found = [*_with_compliance(told, store.query("positions told")), *(_alliances(on) if reference else ())]
    return _chosen(found, on, actor)


def commitments_between(store: Store, one: str, other: str, latest: int) -> list[Commitment]:
    """Commitments between two polities as so many of their latest acts tell, and alliances in which both are.

    Who else complies is left out. What a long history tells is found by `commitments`, which reads all of it.
    """
    types = json.dumps(sorted({rule.type for rule in _rules()}))
    pair = " ".join(sorted((one, other)))
    found = [*_of_acts(store.query("acts told between", pair=pair, types=types, limit=latest)), *_alliances(None)]
    return _chosen((c for c in found if {one, other} <= {*c.parties, *c.targets}), None, None)


def commitments_of(table: EventTable, on: date | None = None, actor: str | None = None) -> list[Commitment]:
    """Commitments that follow from an event table alone, by the names of its events. See `commitments`."""
    rows = [
        {
            "event": row["event"],
            "happening": row["event"],
            "independent": row["event"],
            "sources": json.dumps([row["source"]]),
            "recipients": json.dumps([row["recipient"]]),
            "type": row["type"],
            "status": row["status"],
            "text": str(row["relation"]).replace("_", " "),
            "date_from": row["date"],
            "date_precision": "day",
            "published": None,
            "report": "",
            "name": table.origin,
            "outlet": "",
        }
        for row in table.frame.iter_rows(named=True)
        if row["type"] in {rule.type for rule in _rules()}
    ]
    return _chosen(_of_acts(rows), on, actor)


def _chosen(found: Iterable[Commitment], on: date | None, actor: str | None) -> list[Commitment]:
    kept = [one for one in found if on is None or one.held(on)]
    if actor is not None:
        kept = [one for one in kept if actor in (*one.parties, *one.targets, *one.compliers, *one.non_compliers)]
    return sorted(
        kept, key=lambda c: (c.source == "reference", c.kind, c.since or date.max, c.parties, c.targets, c.name)
    )


# From acts


@dataclass(frozen=True, slots=True)
class _Rule:
    type: str
    words: re.Pattern[str]
    kind: str
    stage: str


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = vocabulary.rows("westphalia.system", "commitments.tsv")
    return tuple(_Rule(row["type"], re.compile(row["words"]), row["kind"], row["stage"]) for row in table)


def _rule(row: Row) -> _Rule | None:
    """The rule for an act: by the words of its clause, else of its sentence."""
    of_type = [rule for rule in _rules() if rule.type == row["type"]]
    for text in (row["text"], row.get("sentence") or ""):
        plain = " ".join(str(text).lower().split())
        if found := next((rule for rule in of_type if rule.words.search(plain)), None):
            return found
    return None


def _of_acts(rows: Iterable[Row]) -> list[Commitment]:
    """Acts grouped by what they make or end, in order of date."""
    acts: dict[Any, list[tuple[Row, _Rule]]] = defaultdict(list)
    for row in rows:
        rule = _rule(row)
        sides = _sides(row, rule.kind) if rule else None
        if rule and sides:
            acts[rule.kind, *sides].append((row, rule))
    return [made for (kind, parties, targets), told in acts.items() for made in [_made(kind, parties, targets, told)]]


def _sides(row: Row, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Polities that bind themselves and those it is against; None where fewer than two are known."""
    sources, recipients = (
        tuple(dict.fromkeys(p for actor in json.loads(str(row[name])) if (p := polity_of(actor))))
        for name in ("sources", "recipients")
    )
    if kind in MUTUAL:
        parties = tuple(sorted({*sources, *recipients}))
        return (parties, ()) if len(parties) > 1 else None
    targets = tuple(sorted(set(recipients) - set(sources)))
    return (tuple(sorted(sources)), targets) if sources and targets else None


def _made(
    kind: str, parties: tuple[str, ...], targets: tuple[str, ...], told: Sequence[tuple[Row, _Rule]]
) -> Commitment:
    """One commitment from all acts that make, announce, deny or end it."""
    rows = [row for row, _ in told]
    done = [(row, rule) for row, rule in told if row["status"] in HAPPENED]
    made = [(row, rule) for row, rule in done if rule.stage != "ended"]
    begun = sorted(moment for row, _ in made if (moment := placed(row)))
    ends = sorted(moment for row, rule in done if rule.stage == "ended" and (moment := placed(row)))
    over = len(done) > len(made) and not (begun and ends and begun[-1].day > ends[-1].day)  # else made anew
    days = sorted(str(row["published"]) for row in rows if row["published"])
    return Commitment(
        kind,
        parties,
        targets,
        _stage(rows, made, ended=over),
        begun[0].day if begun else None,
        begun[0].precision if begun else "",
        ends[-1].day if ends and over else None,
        day(days[-1]) if days else None,
        reports=independent(rows),
        evidence=tuple(of_row(row, "event") for row in rows),
    )


def _stage(rows: Sequence[Row], made: Sequence[tuple[Row, _Rule]], *, ended: bool) -> str:
    denied = any(row["status"] == "denied" for row in rows)
    if made and denied:
        return "disputed"
    if ended:
        return "ended"
    if made:
        return next(stage for stage in STAGES if any(rule.stage == stage for _, rule in made))
    return next((_UNDONE[status] for status in _UNDONE if any(row["status"] == status for row in rows)), "announced")


# Who complies


def _with_compliance(found: Sequence[Commitment], positions: Iterable[Row]) -> list[Commitment]:
    """Positions on sanctions, each to the sanctions they name; those that name none of ours stand for themselves."""
    by_target: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in positions:
        if "compl" in row["stance"] and _SANCTIONS.search(row["issue"]) and polity_of(row["actor"]):
            by_target[_named(row)[1]].append(row)
    made, used = [], set()
    for one in found:
        rows = by_target.get(one.targets, []) if one.kind == "sanctions" and one.targets else []
        used |= {one.targets} if rows else set()
        made.append(_complied(one, rows) if rows else one)
    for targets, rows in by_target.items():
        if targets not in used:
            made.append(_complied(_unattributed(targets, rows), rows))
    return made


def _named(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who imposes and who is the target, as far as the issue's words say: "Western sanctions on Russia"."""
    before, _, after = re.sub(r"\b(on|against|upon|over)\b", "\0", row["issue"], count=1).partition("\0")
    return actors_in(before), actors_in(after)


def _unattributed(targets: tuple[str, ...], rows: Sequence[Row]) -> Commitment:
    imposers = tuple(sorted({actor for row in rows for actor in _named(row)[0]}))
    days = sorted(str(row["published"]) for row in rows if row["published"])
    first, last = (day(days[0]), day(days[-1])) if days else (None, None)
    stage = "in force" if imposers and targets else "unclear"
    how = "told" if first else ""
    return Commitment("sanctions", imposers, targets, stage, first, how, None, last, source="positions")


def _complied(one: Commitment, rows: Sequence[Row]) -> Commitment:
    own = {*one.parties, *one.targets}
    sides = {
        stance: tuple(sorted({str(polity_of(row["actor"])) for row in rows if row["stance"] == stance} - own))
        for stance in ("complies", "does not comply")
    }
    evidence = (*one.evidence, *(of_row(row, "position") for row in rows))
    return replace(
        one,
        compliers=sides["complies"],
        non_compliers=sides["does not comply"],
        evidence=evidence,
        reports=len({piece.report for piece in evidence}),
    )


# From the reference table


def _alliances(on: date | None) -> list[Commitment]:
    """Alliances of the table of bodies, with who was a member on the day, or is."""
    found = []
    for body in bodies():
        parties = members(body.id, on) if body.kind == "alliance" and body.covered else ()
        if parties:
            rows = [row for party in parties for row in memberships(party, on) if row.body == body.id and row.since]
            since = min((row.since for row in rows if row.since), default=None)
            evidence = Evidence(f"bodies:{body.id}", body.source, name="reference table", published=body.as_of)
            made = Commitment("alliance", parties, (), "in force", since, "day" if since else "", None, None)
            found.append(replace(made, name=body.name, source="reference", evidence=(evidence,)))
    return found
