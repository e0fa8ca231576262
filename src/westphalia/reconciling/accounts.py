"""What each report says of a happening, attribute by attribute: agrees, differs, or is silent, with its words.

`accounts(store, happening)` computes them when asked for: they follow from the few events of one happening, in a
few milliseconds, while a table of them would hold a row for every report, attribute and happening and have to follow
each joining. What the others are compared with is the value most independent reports give, the most exact of those
that agree; it is not called the truth. A more general statement agrees with a more exact one. Silence is not denial.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from westphalia.reconciling.attributes import ATTRIBUTES, Kind, Saying, Scene, scene
from westphalia.world.store import Store

AGREES, DIFFERS, SILENT, OPEN = "agrees", "differs", "silent", "open"
"""`OPEN`: the report says something that cannot be compared, as "two weeks ago" in a report without a date, or a toll
that has grown since another report."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one report says of one attribute; `sayings` is empty where it is silent."""

    report: str
    verdict: str
    sayings: tuple[Saying, ...]

    @property
    def reads(self) -> str:
        """What it says, in short."""
        return "; ".join(dict.fromkeys(saying.reads for saying in self.sayings))


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a happening over all its reports.

    Attributes:
        name: "who", "to whom", "what", "where", "when", "status", "figures: …", "on whose word", "cause given",
            "naming of …".
        verdict: "agree", "differ", "one" (one independent report alone says anything) or "none".
        reads: the value the others are compared with, "" if there is none.
        accounts: one of each report, in order of publication.
    """

    name: str
    verdict: str
    reads: str
    accounts: tuple[Account, ...]

    @property
    def values(self) -> dict[str, tuple[Account, ...]]:
        """What is said → the accounts that say it, silent ones left out."""
        found: dict[str, list[Account]] = defaultdict(list)
        for account in self.accounts:
            if account.sayings:
                found[account.reads].append(account)
        return {reads: tuple(those) for reads, those in found.items()}


def accounts(store: Store, happening: str) -> list[Attribute]:
    """The accounts of a happening, by attribute, in the order in which a reader asks; [] if there is no such."""
    members = [row["event"] for row in store.rows("happening_events", happening=happening)]
    events = list(store.frame_rows("events", event=members)) if members else []
    if not events:
        return []
    reports = sorted({event["report"] for event in events})
    return compare(
        scene(
            events,
            list(store.frame_rows("reports", report=reports)),
            list(store.frame_rows("figures", report=reports)),
            list(store.frame_rows("namings", report=reports)),
            names(store, {actor for event in events for actor in (*event["sources"], *event["recipients"])}),
        )
    )


def names(store: Store, actors: Iterable[str]) -> dict[str, str]:
    """Actor → what it is called."""
    wanted = sorted(set(actors))
    return {row["actor"]: row["name"] for row in store.rows("actors", actor=wanted)} if wanted else {}


def compare(told: Scene) -> list[Attribute]:
    """The accounts of the events of one happening."""
    found = [attribute for kind in ATTRIBUTES for attribute in _of_kind(kind, told)]
    return [attribute for attribute in found if attribute.verdict != "none"]


def _of_kind(kind: Kind, told: Scene) -> list[Attribute]:
    """One attribute, or one for each topic where a kind has several: every quantity, every thing named."""
    by_topic: dict[str, dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
    for saying in kind.sayings(told):
        by_topic[saying.topic][saying.report].append(saying)
    topics = sorted(by_topic) if kind.topical else [""]
    found = [_attribute(kind, topic, by_topic[topic], told) for topic in topics]
    return [a for a in found if not kind.topical or a.verdict == "differ" or (a.verdict == "agree" and _worth(kind, a))]


def _worth(kind: Kind, attribute: Attribute) -> bool:
    """Whether agreement says something: that all call a thing by one name does not, and it takes two to agree."""
    if kind.name == "naming of":
        return len(attribute.values) > 1
    return len({a.report for a in attribute.accounts if a.verdict == AGREES}) > 1


def _attribute(kind: Kind, topic: str, said: Mapping[str, Sequence[Saying]], told: Scene) -> Attribute:
    name = f"{kind.name} {topic}" if topic else kind.name
    reference = _reference(kind, said, told)
    rows = tuple(_account(kind, report, said.get(report, ()), reference) for report in told.order)
    speaking = {told.independent[report] for report, sayings in said.items() if sayings}
    verdict = "none" if not speaking else "one" if len(speaking) == 1 else "agree"
    if verdict == "agree" and any(row.verdict == DIFFERS for row in rows):
        verdict = "differ"
    return Attribute(name, verdict, reference.reads if reference else "", rows)


def _reference(kind: Kind, said: Mapping[str, Sequence[Saying]], told: Scene) -> Saying | None:
    """The saying most independent reports agree with; of those the most exact, then the first.

    What reads the same is compared once, so that the time grows with the values and not with the reports.
    """
    readings: dict[str, Saying] = {}
    tellers: dict[str, set[str]] = defaultdict(set)
    for report in told.order:
        for saying in said.get(report, ()):
            readings.setdefault(saying.reads, saying)
            tellers[saying.reads].add(told.independent[report])
    best: tuple[int, float, int] | None = None
    for number, saying in enumerate(readings.values()):
        agreeing: set[str] = set()
        for other in readings.values():
            if kind.agree(saying, other):
                agreeing |= tellers[other.reads]
        weighed = (len(agreeing), saying.exact, -number)
        best = weighed if best is None or weighed > best else best
    return None if best is None else list(readings.values())[-best[2]]


def _account(kind: Kind, report: str, sayings: Sequence[Saying], reference: Saying | None) -> Account:
    """Of what a report says of an attribute, what agrees stands for it; a report that says it thrice says it once."""
    if not sayings or reference is None:
        return Account(report, SILENT, ())
    agreeing = [saying for saying in sayings if kind.agree(saying, reference)]
    if agreeing:
        return Account(report, AGREES, _exactest(agreeing))
    differing = [saying for saying in sayings if kind.comparable(saying, reference)]
    if not differing:
        return Account(report, OPEN, tuple(sayings[:1]))
    return Account(report, DIFFERS, _exactest(differing))


def _exactest(sayings: Sequence[Saying]) -> tuple[Saying, ...]:
    """The most exact of what one report says, each reading once."""
    most = max(saying.exact for saying in sayings)
    once: dict[str, Saying] = {}
    for saying in sayings:
        if saying.exact == most:
            once.setdefault(saying.reads, saying)
    return tuple(once.values())
