"""At home: the country a report takes for granted, whose police are "the police" and whose minister is "the minister".

Told by the outlet's country and by the states the report names; where the two disagree, the report's own words win.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from westphalia.model import ActorId, Report
from westphalia.reading.actors.agents import singular
from westphalia.reading.actors.drafts import Draft
from westphalia.reading.actors.employers import AFFILIATED
from westphalia.reading.actors.introduced import INTRODUCED
from westphalia.reading.actors.owners import COUNTRIES, OF, OTHERS
from westphalia.reading.actors.towns import country_of_town, is_large
from westphalia.reference.outlets import outlet_by_host, outlet_by_name
from westphalia.reference.states import state, states

DOMINANT = 0.6
LEAST = 4
"""A report is on one country if at least four mentions and that share of all name it. Chosen while reading news by eye,
not measured on marked text."""
MANY = 8
"""Mentions from which it suffices that no other country has half as many."""
SHARED = 0.35
"""Share of the mentions that suffices for the outlet's own country, twice named and no other named more often."""
PRESENT = 0.2
"""Share from which the outlet's own country is at home with its organs, if no other is named more often."""
DOMAINS = frozenset({"com", "org", "net", "info", "int", "io", "co", "tv", "me", "ai", "fm", "cc", "ws"})


@dataclass(frozen=True, slots=True)
class Home:
    """The country of a report, empty if it has none.

    Attributes:
        organs: country of the organs of state that the report names without saying whose.
        all: country of anybody with a role, where the evidence is strong.
    """

    organs: str = ""
    all: str = ""


NOWHERE = Home()


def home(report: Report, drafts: Iterable[Draft]) -> Home:
    """The country the report is at home in."""
    counted = Counter(
        draft.actor.polity
        for draft in drafts
        if draft.actor is not None
        and draft.actor.known
        and state(draft.actor.polity) is not None
        and draft.kind not in ("company", "outlet")
    )
    own, total = country_of(report), counted.total()
    if not counted:
        return Home(own, own)
    (first, number), (_, second) = [*counted.most_common(2), ("", 0)][:2]
    leads = bool(own) and counted[own] == number
    if leads and (number == total or (number > 1 and number >= SHARED * total)):
        return Home(own, own)
    if (number >= LEAST and number >= DOMINANT * total) or (number >= MANY and number >= 2 * second):
        return Home(first, first)
    if leads and number >= PRESENT * total:
        return Home(own)
    return NOWHERE


def country_of(report: Report) -> str:
    """The state the outlet sits in, by its host, its name or the national domain of its address; empty if not known."""
    host = report.url.partition("//")[2].partition("/")[0] if report.url else ""
    found = (outlet_by_host(host) if host else None) or (outlet_by_name(report.outlet.value) if report.outlet else None)
    if found is not None:  # an agency is at home nowhere
        return found.country if state(found.country) is not None and found.kind != "agency" else ""
    ending = host.rpartition(".")[2].lower()
    if len(ending) != 2 or ending in DOMAINS:
        return ""
    return next((one.code for one in states() if one.alpha2.lower() == ("gb" if ending == "uk" else ending)), "")


NATIONAL = frozenset({"GOV", "MIL", "LEG", "COP", "SPY", "OPP", "JUD"})
"""Sectors of a state and those who contend for it."""
ABROAD = frozenset(
    """foreign international world global western eastern european african asian arab american overseas multinational
    allied visiting enemy neighbouring neighboring other both regional transnational continental gulf islamic muslim
    external cross-border worldwide nato un eu expatriate foreign-based""".split()
)
"""Words that say or let suspect that somebody is from elsewhere."""
ELSEWHERE = frozenset("""country nation state world continent region globe side bloc union abroad planet""".split())
"""What somebody may be of who is of no one country: leaders of both countries."""
AWAY = OTHERS | frozenset(
    """counterpart ambassador envoy embassy consulate mission delegation delegate guest visitor tourist foreigner
    migrant refugee immigrant expatriate expat settler occupier invader aggressor traveller traveler diplomat
    mediator signatory donor observer side pair peacekeeper host interlocutor emissary attaché consul backer
    sponsor mercenary party superpower power bloc alliance colonist correspondent""".split()
)
"""Roles often held by those from elsewhere, and by whoever contends with the country."""
STATELESS = frozenset({"IGO", "REF", "UNK", ""})


def settle(draft: Draft, at_home: Home) -> None:
    """Gives somebody without a country that of the report: the police, the ministry, a sales manager.

    Not who is from elsewhere by the words around, or by the town of which the words make them.
    """
    role, actor = draft.role, draft.actor
    if actor is None or actor.known or draft.actors or not (at_home.organs or at_home.all):
        return
    if role is None:
        own = draft.how == AFFILIATED or (draft.entries and draft.entries[0].form == INTRODUCED)
        if own and (at_home.all or actor.sector in NATIONAL):
            draft.actor = ActorId(at_home.all or at_home.organs, actor.sector, actor.slug)
        return
    if role.term.rpartition(" ")[2] in AWAY or (role.sector in STATELESS and not (draft.tail and role.sector == "UNK")):
        return
    if role.plural and role.term in COUNTRIES:
        return  # "eurozone countries" are not the country told of
    of_state = role.sector in NATIONAL
    country = (at_home.organs if of_state else "") or at_home.all
    if country and _may_be_home(draft):
        sector = "" if role.term in COUNTRIES and not draft.tail else actor.sector
        draft.actor, draft.how = ActorId(_of_town(draft) or country, sector, actor.slug), "context"


def _may_be_home(draft: Draft) -> bool:
    """Whether no word of the phrase or its complement speaks of elsewhere."""
    flat, role = draft.flat, draft.role
    assert role is not None
    at = draft.start
    while draft.tail and at > 0 and (flat.pos[at - 1] == "PROPN" or flat.lower[at - 1] in ("of", "and")):
        at -= 1  # "US Department of Trade senior adviser": the parse may have cut off whose
        if (hit := flat.hit_at.get(at)) is not None and hit.entries[0].kind != "person":
            return False
    if any(word in ABROAD for word in flat.lower[draft.start : role.head + 1]):
        return False
    for _, start, end in flat.complement(role.head, OF):
        words = flat.lower[start:end]
        if any(singular(word) in ELSEWHERE or word in ABROAD for word in words) or flat.hits_in(start, end):
            return False
    return True


def _of_town(draft: Draft) -> str:
    """The country of a town that the phrase or its complement names: "Lagos police", "the mayor of Turin"."""
    flat, role = draft.flat, draft.role
    assert role is not None
    spans = [(start, end) for _, start, end in flat.complement(role.head, OF)]
    if not draft.tail:
        spans.append((draft.start, role.start))
    for start, end in spans:
        first = next((t for t in range(start, end) if flat.pos[t] == "PROPN"), end)
        last = next((t for t in range(first, end) if flat.pos[t] != "PROPN"), end)
        name = flat.text(first, last) if first < last else ""
        if name and (country := country_of_town(name)) and is_large(name):
            return country
    return ""
