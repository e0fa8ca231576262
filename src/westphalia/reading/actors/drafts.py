"""What a sentence mentions, before the report as a whole is asked who it is: names, roles, titles, complements."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from westphalia.model import ActorId, slug
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.agents import ORGAN_ENDS, PLAIN, Agent, agent, ends_term, singular
from westphalia.reading.actors.deeds import says_or_does
from westphalia.reading.actors.employers import AFFILIATED, affiliated, employed, ending
from westphalia.reading.actors.meaning import DOING, meant, none_meant, of_post
from westphalia.reading.actors.noun_phrases import HYPHENS, Flat, Found
from westphalia.reading.actors.owners import Owner, belongs, inner, owner, owner_among, pick
from westphalia.reference.names import Entry
from westphalia.reference.offices import persons
from westphalia.reference.organisations import nouns
from westphalia.reference.tables import read_table

ARMED = frozenset({"GOV", "MIL", "COP", "REB", "PRM", "SEP", "OPP", "UAF"})
"""Sectors whose persons act where they only stand before a noun: police fire, rebel attacks; not consumer prices."""
HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. dr dr. sir dame lord lady miss madam prof prof. excellency h.e.".split())
PROFESSORS = frozenset({"prof", "prof."})
PARTICLES = frozenset("al el bin ibn ben de da di dos del der den van von la le bint abu ul".split())
MODIFYING = frozenset({"amod", "compound", "nmod", "poss", "npadvmod"})
HUMAN = frozenset(
    """say tell add note argue explain claim warn insist believe declare announce stress recall write tweet comment
    reply remember think describe state meet visit""".split()
)


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """First names of the persons in the table of offices: a name that begins so is most likely a person's."""
    words = {row["name"] for row in read_table("weak_names", ("name", "reason")) if "word" in row["reason"]}
    return frozenset(name.split()[0] for name in persons() if " " in name) - words


@dataclass(slots=True)
class Draft:
    """A mention in the making. Token positions are those of `flat`, ends excluded."""

    flat: Flat
    start: int
    end: int
    head_start: int
    head_end: int
    kind: str
    actor: ActorId | None = None
    name: str = ""
    post: str = ""
    how: str = ""
    acts: bool = True
    role: Agent | None = None
    entries: tuple[Entry, ...] = ()
    candidates: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    tail: str = ""
    """The name of a person as it stands here, without title."""
    linked: list["Draft"] = field(default_factory=list)
    """Names that stand in apposition to this role."""

    @property
    def words(self) -> str:
        """The head as it stands."""
        return self.flat.text(self.head_start, self.head_end)


def sentence_drafts(flat: Flat, support: frozenset[str]) -> list[Draft]:
    """Everything one sentence mentions but pronouns, in order. `support` are the polities the report names for sure."""
    drafts: list[Draft] = []
    taken = [False] * len(flat)
    for head in reversed(list(_heads(flat))):
        if taken[head]:
            continue
        start = flat.left_edge(head)
        while start < head and taken[start]:
            start += 1
        made = _phrase(flat, start, head, support) or _within(flat, start, head, support)
        if made is not None:
            drafts.append(made)
            for token in range(made.start, made.end):
                taken[token] = True
    for hit in flat.hits:
        if not any(taken[hit.start : hit.end]) and flat.pos[hit.start] != "PRON" and not _part_of_name(flat, hit):
            made = _of_hit(flat, hit, hit.start, support)
            if made is not None:
                drafts.append(made)
    return sorted(drafts, key=lambda draft: (draft.start, -draft.end))


def _heads(flat: Flat) -> Iterator[int]:
    """Tokens that head a noun phrase, the rightmost word of a name included, from left to right."""
    last = len(flat) - 1
    for token, tag in enumerate(flat.pos):
        if tag == "PROPN":
            if (
                token < last
                and flat.pos[token + 1] in ("PROPN", "NOUN")
                and flat.head[token] > token
                and flat.dep[token] not in DOING
            ):
                continue
            yield token
        elif tag == "NOUN":
            if flat.dep[token] == "compound" and token < last and flat.pos[token + 1] in ("NOUN", "PROPN"):
                continue
            yield token
        elif (
            tag == "ADJ"
            and flat.lower[token] not in PLAIN
            and flat.dep[token] not in ("amod", "compound")
            and ends_term(flat.lower[token])
        ):
            yield token


def _phrase(flat: Flat, start: int, head: int, support: frozenset[str]) -> Draft | None:
    hit = flat.hit_at.get(head)
    if hit and hit.end > head + 1 and hit.entries[0].kind != "person":  # "Trinidad and Tobago", "Department of State"
        return _of_hit(flat, hit, min(start, hit.start), support)
    if flat.pos[head] == "PROPN" or (hit and hit.end == head + 1 and hit.entries[0].kind == "person"):
        return _named(flat, start, head, hit, support)
    if hit and hit.end == head + 1 and hit.start <= head:
        return _of_hit(flat, hit, start, support)
    return _role(flat, start, head, support)


def _within(flat: Flat, start: int, head: int, support: frozenset[str]) -> Draft | None:
    """An organ or role that stands before another noun: "a Russian Foreign Ministry statement", "police fire"."""
    if not says_or_does(flat.lower[head]):
        return None
    for token in range(head - 1, start - 1, -1):
        if flat.lower[token] in ("press", "media", "news"):  # a press statement is not the press's
            continue
        if (
            flat.pos[token] in ("NOUN", "PROPN")
            and flat.dep[token] in ("compound", "nmod")
            and token not in flat.hit_at
        ):
            made = _role(flat, start, token, support)
            if made is not None and made.role is not None and (made.role.kind == "organ" or made.role.sector in ARMED):
                return made
    return None


def _named(flat: Flat, start: int, head: int, hit: Found | None, support: frozenset[str]) -> Draft | None:
    """A phrase that ends in a proper noun: a name of the tables, a titled person, an organ, an unknown name."""
    first = _name_start(flat, start, head)
    if hit and hit.end == head + 1 and (hit.start <= first or hit.entries[0].kind != "person"):
        entry = pick(hit.entries, support)
        if entry is None and hit.start > first:
            entry = None
        elif entry is not None and entry.kind == "person" and (hit.start <= first or entry.form == "name"):
            return _person(flat, start, hit.start, head, support, hit.entries)
        elif (
            entry is not None
            and entry.kind != "person"
            and not (
                (entry.weak or entry.kind == "people")
                and hit.start > first
                and all(flat.pos[t] == "PROPN" and t not in flat.hit_at for t in range(first, hit.start))
            )
        ):
            return _of_hit(flat, hit, start, support)
    if (agent(flat.lower, head, start) or _with_complement(flat, head)) and not _surname(flat, first, head):
        return _role(flat, start, head, support)
    if hit and hit.end == head + 1 and hit.start <= first:
        return _person(flat, start, first, head, support, hit.entries)
    return _person(flat, start, first, head, support, ())


def _name_start(flat: Flat, start: int, head: int) -> int:
    """Where the name that ends at `head` begins: proper nouns to the left that are neither titles nor known names."""
    first = head
    while first > 1 and flat.words[first - 1] in HYPHENS and flat.pos[first - 2] == "PROPN" and flat.glued(first - 1):
        first -= 2  # "Ben-David"
    start = min(start, first)
    while first > start:
        before = first - 1
        word = flat.lower[before]
        known = flat.hit_at.get(before)
        if known and known.end <= first and known.entries[0].kind != "person" and not _given(flat, before, known):
            break
        if word in HONORIFICS or (ends_term(word) and not _in_name(flat, before)):
            break
        if flat.pos[before] == "PROPN" or word in PARTICLES or (flat.words[before] in HYPHENS and first - 1 > start):
            first = before
        else:
            break
    while (
        first < head
        and (flat.lower[first] in PARTICLES or flat.words[first] in HYPHENS)
        and flat.words[first].islower()
    ):
        first += 1
    return first


def _surname(flat: Flat, first: int, head: int) -> bool:
    """Whether an agent noun is a family name here: "Mario Carpenter", not "State Carpenter"."""
    role = agent(flat.lower, head, first)
    bare = role is not None and role.kind == "person" and role.start == role.head == head and not role.plural
    return bare and first == head - 1 and flat.words[first] in given_names() and flat.words[head].istitle()


def _in_name(flat: Flat, token: int) -> bool:
    """Whether an agent noun is part of a name: "Christian Lindner", "bin"; a title ("Judge Roe") is not."""
    word = flat.words[token]
    if word in PARTICLES:
        return True
    role = agent(flat.lower, token)
    return word[:1].isupper() and word in given_names() and role is not None and not role.title


def _given(flat: Flat, token: int, known: Found) -> bool:
    """Whether a name of the tables is a given name here: "Jordan Peele", "Israel Katz", "Morena Valdez"."""
    weak = known.entries[0].weak and known.entries[0].form != "adjective"
    return (weak or _forename(flat, known)) and flat.dep[token] == "compound"


def _part_of_name(flat: Flat, hit: Found) -> bool:
    """Whether a family name, people or weak name of the tables is but a part of an unknown name: "Cheung Man-yin"."""
    first = hit.entries[0]
    if inner(flat, hit) or _forename(flat, hit):
        return True
    if not (first.form == "surname" or first.weak or first.kind in ("people", "region")) or first.form == "adjective":
        return False
    before, after = hit.start - 1, hit.end
    if before >= 0 and flat.pos[before] == "PROPN" and before not in flat.hit_at and not ends_term(flat.lower[before]):
        return flat.lower[before] not in HONORIFICS
    if after < len(flat) and after not in flat.hit_at:
        hyphened = flat.words[after] in HYPHENS and first.form == "surname"
        return hyphened or (flat.pos[after] == "PROPN" and not ends_term(flat.lower[after]) and first.kind != "region")
    return False


def _forename(flat: Flat, hit: Found) -> bool:
    """Whether one capitalised word of the tables begins a longer name: "Morena Valdez", "Meridian Heights"."""
    word, after = flat.words[hit.start], hit.end
    return (
        hit.end == hit.start + 1
        and hit.entries[0].kind in ("group", "company", "outlet", "organ")
        and hit.entries[0].form == "name"
        and word.istitle()
        and after < len(flat)
        and flat.pos[after] == "PROPN"
        and flat.words[after].istitle()
        and after not in flat.hit_at
        and not ends_term(flat.lower[after])
    )


def _person(  # noqa: C901, PLR0913, PLR0917 - a phrase is four positions, its entries and the report's polities
    flat: Flat, start: int, first: int, head: int, support: frozenset[str], entries: tuple[Entry, ...]
) -> Draft | None:
    """A named person, with the title before the name if there is one; of kind "unknown" if it may be no person."""
    words = flat.words[first : head + 1]
    if not any(word[:1].isupper() for word in words) or (len(words) == 1 and len(words[0]) < 2):
        return None
    of_table = tuple(entry for entry in entries if entry.kind == "person")
    draft = Draft(flat, start, head + 1, first, head + 1, "person", tail=flat.text(first, head + 1), entries=of_table)
    draft.name = draft.tail
    title = first
    while title > start and flat.lower[title - 1] in HONORIFICS:
        title -= 1
    honoured = title < first
    role = agent(flat.lower, title - 1, start) if title > start else None
    if (
        role is not None
        and role.kind == "organ"
        and not of_table
        and not role.plural
        and flat.words[role.head].islower()
    ):
        return _named_organ(draft, role, owner(flat, start, role.start, None, support))
    if role is not None and role.plural and role.kind == "person" and not role.title and " " in draft.tail:
        role = replace(role, plural=False)  # "the swimmers Jane Doe and Ann Roe"
    if role is not None and not _stands_before_names(flat, role):
        role = None
    if role is not None:
        owned = owner(flat, start, role.start, None, support)
        before = flat.hit_at.get(start - 1)
        if not (owned.state or owned.entry) and before is not None and before.end == start:
            owned = owner_among([before], support)  # "the Ministry of Trade senior adviser Jane Doe"
        _give_role(draft, employed(flat, start, role, owned), owned)
    elif honoured and flat.lower[first - 1] in PROFESSORS:
        _give_role(draft, _professor(first - 1), Owner())
    elif not of_table and not honoured and (sector := ending(flat, first, head + 1)):
        state = owner_among(flat.hits_in(start, head + 1), support).state or UNKNOWN_POLITY
        draft.kind, draft.how = "company" if sector == "BUS" else "organ", AFFILIATED
        draft.actor, draft.tail = ActorId(state, sector, slug(draft.tail)), ""
    elif not of_table and not honoured and not _like_person(flat, first, head):
        draft.kind = "unknown"
    elif not of_table and first < head and (own := affiliated(flat, head, support)) is not None:
        draft.actor, draft.how = own, AFFILIATED
    if role is None and not honoured and start < first:
        draft.start = first if flat.pos[start] == "DET" or not of_table else start
    return draft


def _professor(at: int) -> Agent:
    """What the honorific of a name makes of it: "Prof. Doe"."""
    found = agent(("professor",), 0)
    assert found is not None
    return replace(found, start=at, head=at)


def _named_organ(draft: Draft, role: Agent, owned: Owner) -> Draft:
    """A name with what it is before it: "Spanish firm CAF", "the rebel group Dawn of Freedom"."""
    _give_role(draft, role, owned)
    assert draft.actor is not None
    draft.kind = "company" if role.sector == "BUS" else "outlet" if role.sector == "JRN" else "group"
    draft.actor = ActorId(draft.actor.polity, draft.actor.sector, slug(draft.tail))
    draft.post, draft.tail = "", ""
    return draft


def _stands_before_names(flat: Flat, role: Agent) -> bool:
    """Titles stand before names; so does, in lower case, any noun for one person: "footballer Lionel Messi"."""
    return role.kind == "person" and not role.plural and (role.title or flat.words[role.head].islower())


def _like_person(flat: Flat, first: int, head: int) -> bool:
    """Whether capitalised words look like the name of a person: their shape, and a given name or a verb of saying."""
    words = flat.words[first : head + 1]
    speaks = flat.dep[head] == "nsubj" and flat.doc[flat.head[head]].lemma_ in HUMAN
    return (words[0] in given_names() or (speaks and words[-1].lower() not in ORGAN_ENDS)) and (
        2 <= len(words) <= 4
        and all(w[:1].isupper() and not w.isupper() for w in words if w not in HYPHENS and w.lower() not in PARTICLES)
        and all(
            w.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha() or w in HYPHENS
            for w in words
        )
        and (first == 0 or flat.lower[first - 1] not in ("the", "a", "an"))
    )


def _give_role(draft: Draft, role: Agent, owned: Owner) -> None:
    draft.role, draft.post, draft.how = role, role.term, "title"
    draft.actor = belongs(role, owned)
    draft.candidates = owned.candidates


def _role(flat: Flat, start: int, head: int, support: frozenset[str]) -> Draft | None:
    """A phrase headed by an agent noun: "Kyiv police", "residents of Mariupol", "a former CIA official"."""
    role = _with_complement(flat, head) or agent(flat.lower, head, start)
    if (
        role is None
        or none_meant(flat, role)
        or (
            head > 0
            and flat.words[head - 1] in HYPHENS
            and role.start == head
            and flat.idx[head] == flat.idx[head - 1] + 1
        )
    ):
        return None
    owned = owner(flat, start, role.start, head, support)
    role = employed(flat, start, role, owned)
    if not meant(flat, start, head, role, alone=not (owned.state or owned.entry or of_post(flat, start, role))):
        return None
    while start < role.start and (flat.pos[start] in ("ADV", "PART") or flat.lower[start] in ("to", "also")):
        start += 1
    draft = Draft(flat, start, head + 1, head, head + 1, "person" if role.kind == "person" else "organ")
    draft.head_start = role.start
    draft.role, draft.post, draft.how = role, role.term if role.kind == "person" else "", "role"
    draft.actor, draft.candidates = belongs(role, owned), owned.candidates
    if role.plural and len(owned.states) > 1 and owned.entry is None:
        draft.actors = tuple(str(ActorId(state, role.sector)) for state in owned.states)
    draft.kind = "group" if role.plural or (role.kind == "person" and not role.title) else draft.kind
    if role.kind == "person" and not role.plural:
        draft.kind = "person"
    draft.name = owned.entry.name if owned.entry and draft.actor and draft.actor.slug else flat.text(start, head + 1)
    return draft


def _with_complement(flat: Flat, head: int) -> Agent | None:
    """A term that goes on after its noun: "heads of state", "chief of the general staff"."""
    if head + 2 >= len(flat) or flat.lower[head + 1] not in ("of", "in"):
        return None
    for end in (head + 5, head + 4, head + 3):
        term = nouns().get(" ".join((singular(flat.lower[head]), *flat.lower[head + 1 : end])))
        if term is not None:
            plural = singular(flat.lower[head]) != flat.lower[head]
            return Agent(head, head, term.sector, term.kind, term.term, False, term.yields, term.title, plural)
    return None


def _of_hit(flat: Flat, hit: Found, start: int, support: frozenset[str]) -> Draft | None:
    entry = pick(hit.entries, support)
    if entry is None or inner(flat, hit):
        return None
    if entry.kind == "person":
        return _person(flat, hit.start, hit.start, hit.end - 1, support, hit.entries)
    if entry.kind == "organ" and agent(flat.lower, hit.end - 1, start) and _elsewhere(flat, hit, start, entry, support):
        return _role(flat, start, hit.end - 1, support)
    start = min(start, hit.start)
    begin = start if all(flat.pos[t] in ("DET", "ADJ", "ADV") for t in range(start, hit.start)) else hit.start
    draft = Draft(flat, begin, hit.end, hit.start, hit.end, entry.kind, ActorId.parse(entry.actor), entry.name)
    draft.how, draft.entries = f"table:{entry.form}", hit.entries
    if entry.form == "seat":
        draft.kind = "organ"
    elif entry.kind == "state" and (
        entry.form == "demonym"
        or (entry.form == "adjective" and flat.dep[hit.end - 1] not in MODIFYING and _of_people(flat, hit))
    ):
        draft.kind = "people"
    return draft


def _elsewhere(flat: Flat, hit: Found, start: int, entry: Entry, support: frozenset[str]) -> bool:
    """Whether an organ that many countries have is another's than the one the table knows: "the Peruvian Congress"."""
    owned = owner(flat, start, hit.start, hit.end - 1, support)
    polity = ActorId.parse(entry.actor).polity
    return owned.state != polity if owned.state else entry.weak and polity not in support


def _of_people(flat: Flat, hit: Found) -> bool:
    """Whether an adjective stands for persons: "the Ecuadorian", "two Chinese"."""
    last = flat.lower[hit.end - 1]
    return (
        hit.start > 0
        and flat.pos[hit.start - 1] in ("DET", "NUM")
        and last.endswith(("an", "ese", "ish", "i", "ans", "is"))
    )
