"""Whom a role or an organ belongs to: the state or organisation its phrase names, and the actor id that makes."""

from collections.abc import Sequence
from dataclasses import dataclass

from westphalia.model import ActorId
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.agents import Agent, agent, ends_term
from westphalia.reading.actors.noun_phrases import Flat, Found
from westphalia.reference.names import Entry

OF = frozenset({"of", "for", "in", "from", "at", "with", "within", "inside", "across"})
NOT_OWNERS = ("backed", "aligned", "supported", "sponsored", "allied", "linked", "funded", "armed", "made", "trained",
              "occupied", "annexed", "born", "built", "imposed", "controlled", "held", "affiliated", "inspired",
              "anti", "pro", "non", "brokered", "mediated", "supplied", "hosted", "oriented", "speaking")  # fmt: skip
STATES = frozenset({"state", "region", "people"})
OTHERS = frozenset({"neighbour", "neighbor", "neighbouring country", "neighboring country", "ally", "rival", "opponent",
                    "enemy", "foe", "critic", "adversary", "partner", "friend"})  # fmt: skip
"""Whoever these are of, they are someone else."""
PARTS_OF_STATES = frozenset(
    """north south east west northern southern eastern western central mainland greater upper lower modern nazi soviet
    imperial communist republican nationalist occupied rural president prime minister king queen the new old royal
    free team socialist""".split()
)
"""Words with a capital before a state that leave it the state."""
COUNTRIES = frozenset({"country", "nation", "state", "neighbour", "neighbor", "republic", "kingdom"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a role belongs to: a state, an organisation, or both ("Russia's Wagner Group fighters")."""

    state: str = ""
    entry: Entry | None = None
    candidates: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    """All states named, for plurals: "US and Russian officials"."""


def pick(entries: tuple[Entry, ...], support: frozenset[str]) -> Entry | None:
    """What a name stands for in a report that surely names the polities in `support`; None if it is too weak."""
    if len(entries) == 1 and not entries[0].weak:
        return entries[0]
    entries = tuple(entry for entry in entries if not _ordinary(entry)) or entries
    sure = [entry for entry in entries if not entry.weak]
    for entry in sure or entries:
        if entry.kind == "person" or (ActorId.parse(entry.actor).polity in support and not _ordinary(entry)):
            return entry
    first = (sure or entries)[0]
    return first if sure or first.kind in ("state", "person", "region", "bloc") else None


def _ordinary(entry: Entry) -> bool:
    """Whether the name of an outlet is an ordinary word ("The People"): only a host or a credit settles it."""
    return entry.weak and entry.kind == "outlet"


def inner(flat: Flat, hit: Found) -> bool:
    """Whether a state or region only ends another name: "Te Tai Tonga", "Little Italy"; not "Northern Ireland"."""
    first, before = hit.entries[0], hit.start - 1
    if first.kind not in ("state", "region") or first.form != "name" or before < 1:
        return False
    word = flat.words[before]
    return (
        flat.pos[before] == "PROPN"
        and flat.dep[before] == "compound"
        and before not in flat.hit_at
        and flat.head[before] in range(hit.start, len(flat))
        and word.istitle()
        and len(word) > 1
        and word.lower() not in PARTS_OF_STATES
        and not ends_term(word.lower())
    )


def owner(flat: Flat, start: int, end: int, head: int | None, support: frozenset[str]) -> Owner:
    """Whom the words `start..end` before a role, or the complements of its `head`, say it belongs to."""
    owned = owner_among([hit for hit in flat.hits_in(start, end) if not inner(flat, hit)], support)
    if head is None or (owned.state or owned.entry):
        return owned
    for preposition, begin, finish in flat.complement(head, OF):
        if (inside := agent(flat.lower, finish - 1, begin)) and inside.term in OTHERS:
            return owned
        found = owner_among(flat.hits_in(begin, flat.coordinated(finish - 1) + 1), support)
        if flat.lower[preposition] not in ("of", "for") and found.entry is not None and found.entry.kind == "bloc":
            continue
        if found.state or found.entry:
            return found
        further = next(flat.complement(finish - 1, OF), None)
        if further:
            found = owner_among(flat.hits_in(further[1], further[2]), support)
            if found.state or found.entry:
                return found
    return owned


def owner_among(hits: Sequence[Found], support: frozenset[str]) -> Owner:
    """The states and the organisation among names that stand with a role; the last organisation counts."""
    states: dict[str, None] = {}
    organisation = None
    for hit in hits:
        if hit.relation and hit.relation in NOT_OWNERS:
            continue
        entry = pick(hit.entries, support)
        if entry is None or entry.kind == "person":
            continue
        if entry.kind in STATES:
            states[ActorId.parse(entry.actor).polity] = None
            if entry.kind == "region" and ActorId.parse(entry.actor).sector == "PRE" and organisation is None:
                organisation = entry
        elif entry.form != "seat" or organisation is None:  # the Cairo office of a body is the body's
            organisation = entry
    return Owner(next(iter(states), ""), organisation, (), tuple(states))


def belongs(role: Agent, owned: Owner) -> ActorId:  # noqa: PLR0911 - one rule a line
    """The actor id of a role: polity of the owner, sector of the role or of the organisation it yields to."""
    sector = role.sector
    if role.term in OTHERS or (role.term in COUNTRIES and owned.entry is not None and owned.entry.kind == "bloc"):
        return ActorId(UNKNOWN_POLITY, sector)
    if owned.entry is None and sector == "IGO":  # "international bodies in Ruritania" are not Ruritania's
        return ActorId(UNKNOWN_POLITY, sector)
    if owned.entry is None and owned.state and role.term in ("nation", "country", "kingdom", "republic"):
        return ActorId(owned.state)
    if owned.entry is None:
        return ActorId(owned.state or UNKNOWN_POLITY, sector)
    if owned.entry.kind == "bloc" and not owned.state and role.kind == "person" and not role.plural:
        return ActorId(UNKNOWN_POLITY, sector)  # one person is not the speaker of a continent
    ident = ActorId.parse(owned.entry.actor)
    polity = owned.state if owned.state and ident.polity == UNKNOWN_POLITY else ident.polity
    if role.former:
        return ActorId(polity, "ELI")
    if role.yields and owned.entry.kind == "bloc":
        return ActorId(polity, sector)
    if role.yields or ident.sector == sector or (ident.sector == "REB" and sector in ("GOV", "MIL", "UAF")):
        return ActorId(polity, ident.sector, ident.slug)
    return ActorId(polity, sector)
