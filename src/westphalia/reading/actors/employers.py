"""For whom somebody works: "the hospital's deputy superintendent", "spokesperson of a mining firm", "analyst at Acme".

The employer's sector is told by the noun of its kind, by the words of its name, by whom it unites or what it is about;
of a name that tells none it is taken for a firm, which most are that the tables do not know.
"""

from collections.abc import Iterator
from dataclasses import replace

from westphalia.model import ActorId
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.agents import Agent, agent, singular
from westphalia.reading.actors.noun_phrases import HYPHENS, Flat
from westphalia.reading.actors.owners import Owner, owner_among
from westphalia.reading.actors.towns import country_of_town
from westphalia.reference.organisations import name_words, topics

WORKING = frozenset({"of", "for", "at", "with", "from", "in"})
AFFILIATING = frozenset({"from", "of", "at", "with"})
AFFILIATED = "affiliation"
EMPLOYED = frozenset({"at", "with", "from"})
HEADS = frozenset(
    "president vice-president secretary chief executive member governor representative delegate".split()
) | {"vice president"}
ANYWHERE = frozenset(
    """analyst economist strategist researcher consultant superintendent inspector officer engineer lawyer coordinator
    partner manager employee staff worker specialist expert chairman treasurer trustee""".split()
)
"""Those who are of whatever they work for, whatever their own trade."""
VAGUE = frozenset({"GOV", "UNK", ""})
UNITING = frozenset(
    "association federation union alliance chamber society council forum confederation club board".split()
)
"""Organs that are of whom they unite: the owners' association, the chamber of tourism."""
SOCIETIES = frozenset({"society", "association", "federation", "confederation", "alliance"})
TELLING = frozenset(
    """co inc ltd corp corporation company holdings airlines airways plc llc limited gmbh bhd pte bank university
    college institute academy hospital clinic foundation trust museum""".split()
)
"""Last words of names that are organisations' alone."""
EXECUTIVE = frozenset(
    """president vice-president director chairman chairwoman chairperson chair head founder co-founder boss
    spokesman spokesperson spokeswoman executive representative official manager coordinator""".split()
)
STATELY = frozenset("governor province region district county city town municipality island states nation".split())


def employed(flat: Flat, start: int, role: Agent, owned: Owner) -> Agent:
    """The role with the sector of the employer that its phrase names, itself if none does."""
    last = role.term.rpartition(" ")[2]
    if owned.entry is not None or role.kind != "person" or role.former:
        return role
    if not (role.yields or role.term in HEADS or last in ANYWHERE):
        return role
    named = False
    if role.start < role.head and not role.yields:  # "a public health officer" says what of
        start = role.start
    for preposition, begin, end in _workplaces(flat, role.head, start, role.start):
        sector = _told(flat, begin, end)
        if sector and not (sector in VAGUE and last in ANYWHERE):
            return replace(role, sector=sector, yields=False)
        speaks = preposition == "for" and last.startswith("spokes")
        named = named or ((speaks or preposition in EMPLOYED) and _is_name(flat, begin, end))
    if named and (role.sector in VAGUE or role.sector == "EDU") and (last in EXECUTIVE or last in ANYWHERE):
        return replace(role, sector="BUS", yields=False)
    return role


def affiliated(flat: Flat, head: int, support: frozenset[str]) -> ActorId | None:
    """For whom a name stands that says it by a complement alone: "Jane Doe from the Ruritanian Chamber of Tourism"."""
    for _, begin, end in flat.complement(head, AFFILIATING):
        owned = owner_among(flat.hits_in(begin, end), support)
        if owned.entry is not None and owned.entry.kind in ("body", "organ", "company", "outlet", "group"):
            if owned.entry.form == "seat":
                continue
            ident = ActorId.parse(owned.entry.actor)
            return ActorId(
                owned.state if ident.polity == UNKNOWN_POLITY and owned.state else ident.polity, ident.sector
            )
        sector = _told(flat, begin, end)
        if sector and sector != "UNK":
            return ActorId(owned.state or UNKNOWN_POLITY, sector)
    return None


def ending(flat: Flat, begin: int, end: int) -> str:
    """The sector that the last word of an unknown name tells: "Ruritanian Nut Society", "Acme Publishing Co"."""
    last = flat.lower[end - 1].rstrip(".")
    term = name_words().get(last)
    if end - begin < 2 or not flat.words[begin][:1].isupper() or not flat.words[end - 1].istitle():
        return ""
    if last in UNITING or (term is not None and last in TELLING):
        return _told(flat, begin, end) or ("NGO" if last in SOCIETIES else "")
    return ""


def _workplaces(flat: Flat, head: int, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The complements of a role, and theirs, then what stands before it: preposition, start and end."""
    for preposition, begin, finish in flat.complement(head, WORKING):
        yield flat.lower[preposition], begin, finish
        for further, inner, last in flat.complement(finish - 1, WORKING):
            yield flat.lower[further], inner, last
    if start < end:
        yield "at", start, end


def _told(flat: Flat, begin: int, end: int) -> str:
    """The sector of what the words name, by its noun, by whom it unites or by a word of its name; else empty."""
    found = ""
    for token in range(end - 1, begin - 1, -1):
        organ = agent(flat.lower, token, begin)
        if organ is None or (organ.kind == "person" and token != end - 1):
            continue
        if organ.term.rpartition(" ")[2] in UNITING and (united := _united(flat, token, begin)):
            return united
        if organ.kind in ("organ", "site") and organ.sector not in VAGUE:
            return organ.sector
        found = found or (organ.sector if organ.sector == "GOV" and organ.kind == "organ" else "")
    words = name_words()
    for token in range(end - 1, begin - 1, -1):
        term = words.get(flat.lower[token].rstrip("."))
        if term is not None and flat.words[token][:1].isupper() and (term.kind == "any" or token == end - 1):
            return term.sector
    return found


def _united(flat: Flat, head: int, begin: int) -> str:
    """The sector of those an association is of: "hawkers", "exporters", "tourism"; empty if the words tell none."""
    spans = [(begin, head), *((start, end) for _, start, end in flat.complement(head, WORKING))]
    for start, end in spans:
        for token in range(end - 1, start - 1, -1):
            member = agent(flat.lower, token, start)
            if member is not None and member.kind == "person" and member.sector not in VAGUE:
                return member.sector
            if (topic := topics().get(flat.lower[token]) or topics().get(singular(flat.lower[token]))) is not None:
                return topic.sector
    return ""


def _is_name(flat: Flat, begin: int, end: int) -> bool:
    """Whether the words are a name that no table knows, and no place's."""
    names = [t for t in range(begin, end) if flat.pos[t] == "PROPN" and t not in flat.hit_at]
    if not names or flat.words[names[0]] in HYPHENS or any(flat.lower[t] in STATELY for t in range(begin, end)):
        return False
    return not country_of_town(flat.text(names[0], names[-1] + 1))
