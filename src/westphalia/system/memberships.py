"""Memberships of bodies, dated, with evidence: from the reference table, and joins and exits that reports tell.

The two are set side by side, never merged into one silently: where a report tells done what the table does not have (or
the reverse), the membership is `disputed`, with both as evidence. What is planned is `announced`.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from westphalia.reference.bodies import MEMBER_ROLES, Membership, bodies, body, ever, members
from westphalia.reference.bodies import memberships as listed
from westphalia.reference.states import states
from westphalia.system.countries import polity_of
from westphalia.system.evidence import Evidence, Row, of_row, placed
from westphalia.system.table import HAPPENED
from westphalia.world.store import Store

TYPES = ("SUPPORT", "AGREE", "SANCTION", "REJECT", "RETREAT")
"""Types under which joining, leaving and expelling are coded."""

_JOINS = re.compile(r"\b(join|accede|admit|became? (?:a )?member|enter)", re.IGNORECASE)
_LEAVES = re.compile(r"\b(leav|left|quit|exit|withdr[ae]w|pull(?:ed|s)? out|expel|suspend)", re.IGNORECASE)
_UNDONE = {"planned": "announced", "possible": "possible", "refused": "refused", "denied": "denied"}


@dataclass(frozen=True, slots=True)
class Belonging:
    """One actor's membership of one body.

    Attributes:
        role: member, observer, suspended …, as the table has it; `member` of what reports alone tell.
        stage: in force, ended, announced, possible, refused, denied or disputed.
        since, until: from when to when; None where not known, or not ended.
        source: `reference`, `events`, or both joined by `+`.
        reports: independent reports that tell of it.
    """

    body: str
    member: str
    role: str
    stage: str
    since: date | None
    until: date | None
    source: str
    reports: int = 0
    note: str = ""
    evidence: tuple[Evidence, ...] = ()

    def held(self, on: date) -> bool:
        """Whether it held on a day as far as known, or is disputed then."""
        within = (self.since is None or self.since <= on) and (self.until is None or on <= self.until)
        return self.stage in ("in force", "ended", "disputed") and within


def memberships(
    store: Store | None, on: date | None = None, actor: str | None = None, of: str | None = None
) -> list[Belonging]:
    """Memberships known from the reference table and, if a world is given, from its reports.

    Args:
        store: an open world, or None for the table alone.
        on: only those that held on that day.
        actor: only those of this polity.
        of: only those of this body.
    """
    told = _told(store.query("acts told", types=json.dumps(TYPES))) if store else {}
    rows = _listed(actor, of)
    found = [_joined(row, told.pop((row.body, row.member), [])) for row in rows if row.role in MEMBER_ROLES]
    found += [_of_table(row) for row in rows if row.role not in MEMBER_ROLES]
    found += [_of_reports(*key, acts) for key, acts in told.items()]
    kept = [
        one for one in found if (on is None or one.held(on)) and actor in (None, one.member) and of in (None, one.body)
    ]
    return sorted(kept, key=lambda b: (b.body, b.member, b.since or date.min, b.role))


def shared(one: str, other: str, on: date | None = None) -> tuple[str, ...]:
    """Bodies of which both were members on a day, by the reference table; without a day, are."""
    sides = [{row.body for row in listed(who, on) if row.role in MEMBER_ROLES} for who in (one, other)]
    return tuple(sorted(sides[0] & sides[1]))


def _listed(actor: str | None, of: str | None) -> list[Membership]:
    """Rows of the table, past ones too."""
    if actor is not None:
        everyone: Iterable[str] = (actor,)
    else:
        everyone = dict.fromkeys([*(s.code for s in states()), *(b.id for b in bodies())])
    return [row for who in everyone for row in ever(who) if of in (None, row.body)]


def _told(rows: Iterable[Row]) -> dict[tuple[str, str], list[tuple[Row, bool]]]:
    """Acts of joining (True) and leaving (False), by body and member."""
    found: dict[tuple[str, str], list[tuple[Row, bool]]] = defaultdict(list)
    for row in rows:
        text = str(row["text"])
        leaves, joins = _LEAVES.search(text), _JOINS.search(text)
        if not leaves and not joins:
            continue
        sources, recipients = ([polity_of(a) for a in json.loads(str(row[name]))] for name in ("sources", "recipients"))
        for source in filter(None, sources):
            for recipient in filter(None, recipients):
                if body(recipient) and source != recipient and not body(source):
                    found[recipient, source].append((row, not leaves))
    return found


def _of_table(row: Membership) -> Belonging:
    evidence = Evidence(f"memberships:{row.body}:{row.member}", row.source, name="reference table", published=row.as_of)
    stage = "disputed" if row.role == "disputed" else "in force" if row.until is None else "ended"
    return Belonging(
        row.body, row.member, row.role, stage, row.since, row.until, "reference", note=row.note, evidence=(evidence,)
    )


def _joined(row: Membership, acts: Sequence[tuple[Row, bool]]) -> Belonging:
    """A row of the table with what reports tell of the same membership."""
    bare = _of_table(row)
    if not acts:
        return bare
    left = [act for act, joins in acts if not joins and act["status"] in HAPPENED]
    against = bool(left) and row.until is None and any((m := placed(a)) and m.day.isoformat() < row.as_of for a in left)
    evidence = (*bare.evidence, *(of_row(act, "event") for act, _ in acts))
    reports = len({act["independent"] for act, _ in acts})
    stage = "disputed" if against else bare.stage
    return Belonging(
        row.body, row.member, row.role, stage, row.since, row.until, "reference+events", reports, row.note, evidence
    )


def _of_reports(of: str, member: str, acts: Sequence[tuple[Row, bool]]) -> Belonging:
    """A membership that only reports tell of."""
    done = [(act, joins) for act, joins in acts if act["status"] in HAPPENED]
    joined = sorted(moment for act, joins in done if joins and (moment := placed(act)))
    left = sorted(moment for act, joins in done if not joins and (moment := placed(act)))
    if done:
        stage = "ended" if not done[-1][1] else "in force"
        known = body(of)
        if stage == "in force" and known and known.covered and member not in members(of):
            stage = "disputed"  # the table, which lists the members of this body, does not have it
    else:
        stage = next((_UNDONE[s] for s in _UNDONE if any(act["status"] == s for act, _ in acts)), "announced")
    return Belonging(
        of, member, "member", stage,
        joined[0].day if joined else None, left[-1].day if left and stage == "ended" else None,
        "events", len({act["independent"] for act, _ in acts}), "",
        tuple(of_row(act, "event") for act, _ in acts),
    )  # fmt: skip
