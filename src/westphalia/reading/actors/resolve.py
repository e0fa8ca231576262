"""Who a phrase names when it stands alone: `resolve("a former CIA official")` is `USA/ELI`.

Tables first, then the state or organisation in the phrase with the sector of its agent noun, then the
country of a town in it. What the phrase does not say stays unknown.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from westphalia.model import ActorId, slug
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.agents import Agent, agent
from westphalia.reading.actors.drafts import HONORIFICS, given_names
from westphalia.reading.actors.noun_phrases import Found
from westphalia.reading.actors.owners import NOT_OWNERS, Owner, belongs, owner_among, pick
from westphalia.reading.actors.towns import country_of_town, is_large
from westphalia.reading.actors.whom import of_office, office_of
from westphalia.reference.names import Entry, Hit, find
from westphalia.reference.offices import OfficeRow, persons
from westphalia.reference.organisations import name_words

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?|[-–,()]|['’]s?")
_PARTITIVE = re.compile(
    r"^(?:(?:a|the|some|several|tens|hundreds|about|at least) )*"
    r"(?:group|crowd|team|number|couple|pair|majority|bunch|band|handful|dozens|scores|hundreds|thousands"
    r"|tens of thousands|hundreds of thousands|millions) of (?=\w)",
    re.I,
)
"""What only counts those after it: "dozens of gunmen"."""
_STOPS = frozenset(
    "of in at from for with to by on who that which , ( against near inside within off outside under over along".split()
)
_COUNTS = re.compile(
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|a dozen|dozens of|several|some)\b", re.I
)
_HEADING = frozenset("head leader chief chairman chairwoman chair president member boss director official".split())
"""Those who are of whatever they head: the head of the teachers' union is of the union."""
_DETERMINERS = frozenset("the a an some several many two three four five dozens hundreds over about both".split())


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a phrase names.

    Attributes:
        actor: id as far as the phrase tells; polity `?` where it does not; None if it names nobody.
        name: canonical name, or the phrase.
        candidates: ids it could be as well.
        how: what decided ("table:name", "office", "role", "town", …).
        confidence: .9 for unambiguous names, less the more had to be guessed.
    """

    actor: ActorId | None
    name: str
    candidates: tuple[str, ...] = ()
    how: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    words: tuple[str, ...]
    lower: tuple[str, ...]
    hits: tuple[Found, ...]
    support: frozenset[str]


def resolve(phrase: str, on: date | None = None) -> Resolution:
    """The actor a noun phrase names, on a day where offices change hands (without a day: now)."""
    text = " ".join(phrase.split())
    read = _read(_PARTITIVE.sub("", text) or text)
    if not read.words:
        return Resolution(None, phrase)
    return (
        _whole(read, on)
        or _titled(read, on)
        or _role(read, on)
        or _first_name(read, on)
        or _by_name_alone(read)
        or _town(read)
        or Resolution(None, phrase)
    )


def _read(text: str) -> _Phrase:
    words, starts = [], []
    for match in _WORD.finditer(text):
        words.append(match.group())
        starts.append(match.start())
    hits = tuple(_found(hit, starts, text) for hit in find(text))
    polities = frozenset(
        ActorId.parse(hit.entries[0].actor).polity for hit in hits if not hit.entries[0].weak or len(hits) == 1
    )
    return _Phrase(text, tuple(words), tuple(_plain(word) for word in words), hits, polities)


def _plain(word: str) -> str:
    lower = word.lower().replace("’", "'")
    return lower[:-2] if lower.endswith("'s") else lower.rstrip("'")


def _found(hit: Hit, starts: list[int], text: str) -> Found:
    begin = max((i for i, at in enumerate(starts) if at <= hit.start), default=0)
    end = max((i for i, at in enumerate(starts) if at < hit.end), default=0) + 1
    after = re.match(r"-(\w+)", text[hit.end :])
    before = re.search(r"(\w+)-$", text[: hit.start])
    relation = after.group(1).lower() if after else before.group(1).lower() if before else ""
    return Found(begin, end, hit.entries, relation if relation in NOT_OWNERS else "")


def _whole(read: _Phrase, on: date | None) -> Resolution | None:
    """A name that is the whole phrase but for determiners."""
    start = 0
    while start < len(read.words) - 1 and read.lower[start] in _DETERMINERS:
        start += 1
    for hit in read.hits:
        if hit.start <= start and hit.end >= len(read.words) and not hit.relation:
            return _entry(hit.entries, read, on)
    return None


def _entry(entries: tuple[Entry, ...], read: _Phrase, on: date | None) -> Resolution:
    first = pick(entries, read.support) or entries[0]
    if first.kind == "person":
        return _person([e.name for e in entries if e.kind == "person"], None, on)
    others = tuple(dict.fromkeys(e.actor for e in entries if e is not first))
    confidence = (0.6 if first.weak else 0.9) if not others else 0.5
    return Resolution(ActorId.parse(first.actor), first.name, others, f"table:{first.form}", confidence)


def _person(names: list[str], title: Agent | None, on: date | None) -> Resolution:
    post = title.term if title else ""
    rows = [(name, office_of(name, post, on)) for name in dict.fromkeys(names)]
    known = [(name, row) for name, row in rows if row is not None]
    current = [pair for pair in known if not pair[1].former] or known
    if not current:
        return Resolution(None, names[0])
    name, row = current[0]
    actor = of_office(row, name)
    if title is not None and title.title and not title.yields and (row.former or row.post != title.term):
        actor = _as_titled(actor, row, title)
    others = tuple(str(of_office(other, who)) for who, other in known if who != name)
    return Resolution(actor, name, others, "office", 0.9 if len(current) == 1 else 0.5)


def _as_titled(actor: ActorId, row: OfficeRow, title: Agent) -> ActorId:
    """Who has the title in the phrase acts by it, whatever the table says of the day: "Minister Doe", "ex-Minister"."""
    if title.former:
        return ActorId(actor.polity, "ELI", actor.slug)
    titled = replace(row, former=False)
    if any(title.term in (post, post.rpartition(" ")[2]) for post in (row.post, *row.roles)):
        return of_office(titled, actor.slug)
    return ActorId(actor.polity, title.sector, actor.slug)


def _titled(read: _Phrase, on: date | None) -> Resolution | None:
    """A name with a title before it: "Armenian Prime Minister Nikol Pashinyan"."""
    last = len(read.words) - 1
    for hit in read.hits:
        if (
            hit.end == last + 1
            and hit.start > 0
            and all(e.kind == "person" for e in hit.entries)
            and ((title := _title_before(read, hit)) or _hit_at(read, hit.start - 1))
        ):
            owned = owner_among([h for h in read.hits if h.end <= hit.start], read.support)
            names = [e.name for e in hit.entries]
            fitting = [
                n for n in names if not owned.state or any(r.actor.startswith(owned.state) for r in persons()[n])
            ]
            if fitting:
                return _person(fitting, title, on)
    return _unknown_titled(read)


def _title_before(read: _Phrase, hit: Found) -> Agent | None:
    """The title of a name, right before it or with a complement between: "Bishop of Durham Jane Doe"."""
    stop = next((i for i in range(1, hit.start) if read.lower[i] in _STOPS and not _hit_at(read, i)), 0)
    return _title(read, hit.start) or (_title(read, stop) if stop and " " in hit.entries[0].name else None)


def _title(read: _Phrase, end: int) -> Agent | None:
    """The title that ends there; of several, the first: "Deputy Minister Colonel-General"."""
    while end > 0 and (read.lower[end - 1] in HONORIFICS or read.lower[end - 1] == ","):
        end -= 1
    found = agent(read.lower, end - 1) if end > 0 else None
    if found is not None and found.sector == "MIL" and found.start > 0:
        return _title(read, found.start) or found
    return found


def _unknown_titled(read: _Phrase) -> Resolution | None:
    """A title with a name no table knows: the owner and the title say who it is."""
    first = len(read.words)
    while (
        first > 0
        and read.words[first - 1][:1].isupper()
        and not agent(read.lower, first - 1)
        and not _hit_at(read, first - 1)
    ):
        first -= 1
    if not 0 < first < len(read.words) or read.lower[first - 1] in _STOPS:
        return None
    title = _title(read, first)
    if title is None or not title.title:
        return None
    owned = owner_among([hit for hit in read.hits if hit.end <= first], read.support)
    name = " ".join(read.words[first:])
    actor = belongs(title, owned)
    return Resolution(ActorId(actor.polity, actor.sector, slug(name)), name, (), "title", 0.6)


def _hit_at(read: _Phrase, word: int) -> bool:
    return any(hit.start <= word < hit.end for hit in read.hits)


def _role(read: _Phrase, on: date | None) -> Resolution | None:
    """An agent noun with whom it belongs to: "Kyiv police", "people in the UK"."""
    stop = next(
        (i for i, word in enumerate(read.lower) if i and word in _STOPS and not _hit_at(read, i)), len(read.words)
    )
    head = stop - 1
    for end in range(min(len(read.lower), stop + 4) - 1, stop, -1):  # "member of parliament"
        if (long := agent(read.lower, end)) and long.start < stop:
            head = end
            break
    role = agent(read.lower, head)
    while role is None and head > 0 and not _hit_at(read, head):
        head -= 1
        role = agent(read.lower, head)
    if role is None:
        return None
    named = next((h for h in read.hits if h.start <= head < h.end and h.start <= role.start and not h.relation), None)
    if named is not None:
        entry = pick(named.entries, read.support) or named.entries[0]
        polities = _other_states(read, named)
        if entry.kind != "person" and (not polities or ActorId.parse(entry.actor).polity in polities):
            return _entry(named.entries, read, on)
    role = _of_what_it_heads(read, role, stop)
    before = owner_among([h for h in read.hits if h.start < role.start and h is not named], read.support)
    owned = (
        before if before.state or before.entry else owner_among([h for h in read.hits if h.start > head], read.support)
    )
    if owned.state or owned.entry:
        return _owned(role, owned, read)
    if (whose := _of_person(read, role, on)) is not None:
        return whose
    country = _country(read, role.start, head)
    return Resolution(
        ActorId(country or UNKNOWN_POLITY, role.sector), read.text, (), "town" if country else "role", 0.5
    )


def _of_person(read: _Phrase, role: Agent, on: date | None) -> Resolution | None:
    """What belongs to a person: "the Putin government", "Trump's lawyer"; an office is what its holder is."""
    for hit in read.hits:
        first = hit.entries[0]
        row = office_of(first.name, "", on) if hit.end <= role.start and first.kind == "person" else None
        if row is not None:
            actor = of_office(row, first.name)
            if role.term == "office":
                return Resolution(ActorId(actor.polity, actor.sector), read.text, (), "role", 0.7)
            return _owned(role, Owner(actor.polity), read)
    return None


def _other_states(read: _Phrase, named: Found) -> list[str]:
    """The states the phrase names beside a name: "the Democratic Party of Japan" is not the one of another country."""
    return [
        ActorId.parse(hit.entries[0].actor).polity
        for hit in read.hits
        if hit is not named
        and not hit.relation
        and ActorId.parse(hit.entries[0].actor).known
        and (hit.end <= named.start or read.lower[hit.start - 1] in ("of", "in"))
        and (hit.end <= named.start or hit.entries[0].kind == "state")
    ]


def _of_what_it_heads(read: _Phrase, role: Agent, stop: int) -> Agent:
    """The role with the sector of what it heads: the leader of the rebels, the head of the medical society."""
    if role.former or role.kind != "person" or read.lower[stop : stop + 1] != ("of",):
        return _counted(read, role)
    if role.term.split()[-1] not in _HEADING and not role.yields:
        return role
    last = next((i for i in range(stop + 2, len(read.words)) if read.lower[i] in _STOPS), len(read.words)) - 1
    of = agent(read.lower, last, stop + 1)
    return replace(role, sector=of.sector, yields=False) if of is not None and of.sector != "UNK" else role


def _counted(read: _Phrase, role: Agent) -> Agent:
    """Men of whom the phrase says no more than how many they are can be anyone."""
    bare = role.term in ("man", "men") and role.plural and not {"women", "woman", "children"} & set(read.lower)
    return replace(role, sector="UNK") if bare and role.sector == "CVL" and _COUNTS.match(read.text) else role


def _owned(role: Agent, owned: Owner, read: _Phrase) -> Resolution:
    actor = belongs(role, owned)
    name = owned.entry.name if owned.entry and actor.slug else read.text
    return Resolution(actor, name, (), "role", 0.8)


def _first_name(read: _Phrase, on: date | None) -> Resolution | None:
    """The name a phrase begins with or belongs to, where no agent noun says more: "Northern Fleet's Arctic Group"."""
    usable = [hit for hit in read.hits if not hit.relation and not _surname_only(read, hit)]
    whole = [h for h in usable if all(e.kind != "person" or e.form == "name" for e in h.entries)]
    if not whole:
        return None
    organs = [h for h in whole if h.entries[0].kind not in ("state", "region", "people", "person", "bloc")]
    found = _entry((organs or whole)[0].entries, read, on)
    sector = _sector_of_name(read) if not organs else ""
    if read.words[-1].islower() and whole[0].end < len(read.words) and whole[0].entries[0].kind == "state":
        sector = "UNK"  # of a state, but what the noun is nobody knows: "a Ruritanian island"
    if sector and found.actor is not None and not found.actor.sector:
        return Resolution(ActorId(found.actor.polity, sector), read.text, (), "ending", 0.6)
    return found


def _sector_of_name(read: _Phrase) -> str:
    """What the words of a name tell of its sector: "Ruritanian Tribune", "Banco Ruritano"."""
    told = name_words()
    for word, lower in zip(reversed(read.words), reversed(read.lower), strict=True):
        term = told.get(lower.rstrip("."))
        if term is not None and word[:1].isupper() and (term.kind == "any" or word is read.words[-1]):
            return term.sector
    return ""


def _by_name_alone(read: _Phrase) -> Resolution | None:
    """An organisation no table knows, by the words of its name."""
    sector = _sector_of_name(read)
    country = _country(read, 0, 0) if sector else ""
    return Resolution(ActorId(country or UNKNOWN_POLITY, sector), read.text, (), "ending", 0.4) if sector else None


def _surname_only(read: _Phrase, hit: Found) -> bool:
    """Whether a place or a family name only ends a name no table knows: "Feliciano Valencia", "Jam Kamal Khan"."""
    first = hit.entries[0]
    single = hit.end == hit.start + 1 and first.kind in ("company", "outlet", "group", "organ")
    named = single and hit.start > 0 and read.words[0] in given_names()  # "Henry Ford" is not the firm
    if not (first.weak or named or first.kind in ("region", "person")) or hit.start == 0:
        return False
    return all(word[:1].isupper() for word in read.words) and hit.end == len(read.words)


def _town(read: _Phrase) -> Resolution | None:
    """A town that is the whole phrase, or stands after a preposition; the end of a name is no town."""
    alone = country_of_town(" ".join(read.words))
    after = next((i for i, word in enumerate(read.lower) if word in _STOPS), None)
    country = alone or (_country(read, 0, after) if after is not None else "")
    sector = "CVL" if alone and is_large(" ".join(read.words)) else ""  # a city that acts is its people
    return Resolution(ActorId(country, sector), read.text, (), "town", 0.5) if country else None


def _country(read: _Phrase, before: int, after: int) -> str:
    """Country of the first town named before or after the agent noun."""
    spans = [(a, b) for a in range(len(read.words)) for b in range(min(len(read.words), a + 4), a, -1)]
    for begin, end in spans:
        inside = end <= before or begin > after
        if (
            inside
            and read.words[begin][:1].isupper()
            and (country := country_of_town(" ".join(_bare(read.words[begin:end]))))
        ):
            return country
    return ""


def _bare(words: tuple[str, ...]) -> list[str]:
    return [re.sub(r"['’]s$", "", word) for word in words]
