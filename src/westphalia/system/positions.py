"""Where actors stand on issues, as reports tell: one row an actor, issue and stance, from first telling to last.

An issue is named as the reports name it; two names of one issue are two rows. An actor that is told to take opposite
stances on an issue of one name is `disputed` where the tellings are near in time, else it has `changed`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from westphalia.system.evidence import Evidence, Row, independent, of_row, placed
from westphalia.world.store import Store

AGAINST = {
    "supports": {"opposes"},
    "opposes": {"supports", "has not condemned"},
    "complies": {"does not comply"},
    "does not comply": {"complies"},
    "has not condemned": {"opposes"},
    "abstains": {"supports", "opposes"},
    "neutral": {"supports", "opposes"},
}
"""Stances that cannot be held at once."""

NEAR = 31
"""Days between two opposite tellings up to which they dispute each other; further apart the actor may have changed."""

_SMALL = frozenset("the a an this that these those any its their his her our your of to in on for and".split())


@dataclass(frozen=True, slots=True)
class Standing:
    """One actor's stance on one issue.

    Attributes:
        actor: actor id.
        issue: as most reports name it.
        stance: supports, opposes, abstains, complies, does not comply, has not condemned or neutral.
        since: first day it is known of, `precision` how; `last` the last.
        stage: held, disputed or changed.
        reports: independent reports.
    """

    actor: str
    issue: str
    stance: str
    stage: str
    since: date | None
    precision: str
    last: date | None
    reports: int
    evidence: tuple[Evidence, ...] = ()

    def held(self, on: date) -> bool:
        """Whether it was known by that day; a stance that changed holds until its last telling."""
        begun = self.since is None or self.since <= on
        return begun and (self.stage != "changed" or self.last is None or on <= self.last)


def positions(
    store: Store, on: date | None = None, actor: str | None = None, issue: str | None = None
) -> list[Standing]:
    """Positions that a world tells of.

    Args:
        store: an open world.
        on: only those known by that day.
        actor: only those of this actor and who acts for it.
        issue: only those whose issue has all these words.
    """
    grouped: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in store.query("positions told"):
        grouped[str(row["actor"]), issue_key(str(row["issue"]))][str(row["stance"])].append(row)
    found = [one for (who, _), stances in grouped.items() for one in _of_issue(who, stances)]
    wanted = set(issue_key(issue or "").split())
    kept = [
        one
        for one in found
        if (on is None or one.held(on))
        and (actor is None or one.actor == actor or one.actor.startswith(f"{actor}/"))
        and wanted <= set(issue_key(one.issue).split())
    ]
    return sorted(kept, key=lambda s: (s.actor, s.issue, s.since or date.max, s.stance))


def issue_key(issue: str) -> str:
    """What makes two names of an issue one: the words, in lower case, in order, without small words and possessives."""
    words = re.findall(r"\w[\w-]*", issue.lower().replace("’s", "").replace("'s", ""))
    return " ".join(sorted(word for word in words if word not in _SMALL))


def _of_issue(actor: str, stances: dict[str, list[Row]]) -> list[Standing]:
    """All stances of one actor on one issue, those that exclude each other marked."""
    made = [_standing(actor, stance, rows) for stance, rows in stances.items()]
    return [replace(one, stage=_stage(one, made)) for one in made]


def _standing(actor: str, stance: str, rows: Sequence[Row]) -> Standing:
    names = [str(row["issue"]) for row in rows]
    issue = max(names, key=lambda name: (names.count(name), -names.index(name)))
    moments = sorted(moment for row in rows if (moment := placed(row)))
    return Standing(
        actor,
        issue,
        stance,
        "held",
        moments[0].day if moments else None,
        moments[0].precision if moments else "",
        moments[-1].day if moments else None,
        independent(rows),
        tuple(of_row(row, "position") for row in rows),
    )


def _stage(one: Standing, all_of_issue: Sequence[Standing]) -> str:
    against = [other for other in all_of_issue if other.stance in AGAINST.get(one.stance, ())]
    if not against:
        return "held"
    apart = [
        other.since > one.last and (other.since - one.last).days > NEAR
        for other in against
        if other.since is not None and one.last is not None
    ]
    return "changed" if len(apart) == len(against) and all(apart) else "held" if _later(one, against) else "disputed"


def _later(one: Standing, against: Sequence[Standing]) -> bool:
    """Whether it came well after all that it excludes."""
    return all(o.last and one.since and (one.since - o.last).days > NEAR for o in against)
