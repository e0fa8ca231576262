"""Who a named person is: by the title beside the name, by the rest of the report, by the table of dated offices."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from westphalia.model import ActorId, slug
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.drafts import PARTICLES, Draft
from westphalia.reference.offices import OfficeRow, aliases, by_post, held, persons

HEADING = frozenset({"head of state", "head of government"})
LEADING = HEADING | {"foreign minister"}
"""Posts whose holders reports call by family name alone, without having introduced them."""
SHARED = frozenset({"ambassador", "envoy", "special envoy", "representative", "spokesman", "spokesperson", "adviser",
                    "minister", "secretary", "deputy", "member", "senator", "governor", "commissioner",
                    "permanent representative"})  # fmt: skip
"""Posts of which a state has many, whatever the table of offices knows: no holder follows from the post."""
NEAR = 600
"""Characters, some four sentences: two persons of one surname are told apart by who was named in full that near."""


@dataclass(slots=True)
class Person:
    """A person of one report: canonical name, actor, posts given by the report."""

    name: str
    actor: ActorId
    how: str
    posts: set[str] = field(default_factory=set)
    titled: bool = False
    named: int = 0
    seen: list[int] = field(default_factory=list)
    """Offsets at which the report names the person in full or with a title."""


class Persons:
    """The persons a report names in full or with a title, by every name it may use for them later."""

    def __init__(self, day: date | None, support: frozenset[str] = frozenset()) -> None:
        self.day = day
        self.support = support
        self.by_name: dict[str, list[Person]] = {}
        self.by_given: dict[str, list[Person]] = {}
        self.claimed: set[str] = set()
        """Family and given names of those the report names in full without saying who they are."""

    def learn(self, drafts: Iterable[Draft]) -> None:
        """Takes in the full names of the report; to be called before `resolve`."""
        named = [draft for draft in drafts if draft.kind in ("person", "unknown") and draft.tail]
        for draft in sorted(named, key=lambda d: (not _full(d.tail), d.role is None)):
            known = self.by_name.get(_key(draft.tail)) or self.by_given.get(_key(draft.tail))
            if _full(draft.tail) or (draft.actor is not None and not known):
                self._learn(draft)
            elif known and len(known) == 1 and not known[0].actor.sector and draft.role and draft.actor:
                known[0].actor = ActorId(draft.actor.polity, draft.actor.sector, known[0].actor.slug)

    def resolve(self, draft: Draft) -> None:
        """Gives a draft of a person its actor, or its candidates."""
        known = self.by_name.get(_key(draft.tail), []) or self.by_given.get(_key(draft.tail), [])
        if len(known) > 1:
            known = self._by_role(known, draft) or self._nearest(known, draft)
        if len(known) == 1:
            self._settle(draft, known[0], "report" if not _full(draft.tail) else known[0].how)
            return
        if known:
            draft.actor, draft.how = None, "ambiguous"
            draft.candidates = tuple(sorted({str(p.actor) for p in known}))
            return
        self._from_table(draft)

    def hold(self, draft: Draft) -> None:
        """Names the holder of a post given with its owner: "the Chinese foreign minister"."""
        role, actor = draft.role, draft.actor
        if (
            role is None
            or actor is None
            or role.plural
            or role.former
            or not role.title
            or not actor.known
            or actor.slug
        ):
            return
        if draft.flat.lower[draft.start] in ("a", "an", "another", "any", "no", "some"):
            return
        known = {id(p): p for found in self.by_name.values() for p in found}.values()
        named = [p for p in known if p.actor.polity == actor.polity and draft.post in p.posts]
        if draft.post in SHARED and (draft.flat.lower[draft.start] != "the" or len(named) != 1):
            return
        if len(named) == 1:
            draft.actor, draft.name, draft.how = named[0].actor, named[0].name, "report"
        elif not named and (name := holder(actor.polity, draft.post, self.day)):
            row = self.office(name, draft.post)
            draft.actor, draft.name, draft.how = (
                ActorId(actor.polity, row.sector if row else actor.sector, slug(name)),
                name,
                "office",
            )

    def _learn(self, draft: Draft) -> None:
        canonical = self._canonical(draft)
        if canonical is None and draft.entries:
            return
        name = canonical or draft.tail
        existing = next((p for p in self.by_name.get(_key(name), []) if p.name == name), None)
        if existing is None:
            if draft.kind == "unknown":
                words = draft.tail.split()
                family = _family(draft.tail), _before_given(draft.tail)
                self.claimed.update(map(_key, (words[0], words[-1], *family)))
                return
            existing = Person(name, *self._actor(draft, canonical, name))
            for key in {
                _key(name),
                _key(draft.tail),
                _key(_family(name)),
                _key(_family(draft.tail)),
                _key(draft.tail.rpartition(" ")[2]),
                _key(_given_first(name, canonical)),
                _key(_before_given(draft.tail)),
            }:
                if key:
                    self.by_name.setdefault(key, []).append(existing)
            if _full(draft.tail):
                self.by_given.setdefault(_key(draft.tail.split(maxsplit=1)[0]), []).append(existing)
        existing.seen.append(draft.flat.span(draft.head_start, draft.head_end).start)
        if draft.role is not None and draft.actor is not None:
            existing.posts.add(draft.post)
            if not existing.titled and not canonical and draft.actor.known:
                existing.actor, existing.titled = ActorId(draft.actor.polity, draft.actor.sector, slug(name)), True

    def _canonical(self, draft: Draft) -> str | None:
        names = list(dict.fromkeys(entry.name for entry in draft.entries))
        if draft.role is not None and draft.role.title and " " not in draft.tail:
            names = self._in_post(names, draft)
        elif len(names) > 1:
            names = self._in_post(names, draft) or self._in_office(names)
        return names[0] if len(names) == 1 else None

    def _in_post(self, names: list[str], draft: Draft) -> list[str]:
        """Those of the persons who fit the post and polity given with the name."""
        if draft.role is None:
            return []
        polity = draft.actor.polity if draft.actor and draft.actor.known else ""
        fitting = []
        for name in names:
            rows = persons().get(name, ())
            if polity and not any(row.actor.split("/")[0] == polity for row in rows):
                continue
            posts = {row.post for row in rows} | {role for row in rows for role in row.roles}
            if draft.post in posts or any(draft.post in post or post in draft.post for post in posts):
                fitting.append(name)
        held_now = [name for name in fitting if any(not row.former for row in held(name, self.day))]
        return held_now or fitting

    def _in_office(self, names: list[str]) -> list[str]:
        current = [name for name in names if any(not row.former for row in held(name, self.day))]
        leading = [name for name in current if self._leads(name, HEADING)]
        return leading if len(leading) == 1 else current if len(current) == 1 else []

    def _leads(self, name: str, posts: frozenset[str]) -> bool:
        """Whether a person is known worldwide by family name on the day."""
        return any(
            not row.former and (row.post in posts or not posts.isdisjoint(row.roles)) and not row.rival
            for row in held(name, self.day)
        )

    def _supported(self, name: str, draft: Draft) -> bool:
        """Whether a bare family name may be this person's: a title, an office that leads, or a polity of the report."""
        titled = draft.role is not None and draft.role.title
        if _full(draft.tail) or titled:
            return True
        if _key(draft.tail) in self.claimed:
            return False
        alone = len({entry.name for entry in draft.entries}) == 1
        if alone and self._leads(name, LEADING):
            return True
        return any(row.actor.split("/")[0] in self.support for row in held(name, self.day))

    def _actor(self, draft: Draft, canonical: str | None, name: str) -> tuple[ActorId, str]:
        if canonical and (row := self.office(canonical, draft.post)):
            return of_office(row, canonical, draft), "office"
        if draft.actor is not None:
            return ActorId(draft.actor.polity, draft.actor.sector, slug(name)), draft.how
        return ActorId(UNKNOWN_POLITY, "", slug(name)), "shape"

    def office(self, name: str, post: str = "") -> OfficeRow | None:
        """The office that counts for a person on the day: the one named, else a post of the executive, else any.

        In a report that tells nothing of its day, nobody is a former anything but by its words.
        """
        row = office_of(name, post, self.day)
        return replace(row, former=False) if row is not None and row.former and self.day is None else row

    def _by_role(self, known: list[Person], draft: Draft) -> list[Person]:
        if draft.role is None or draft.actor is None:
            return []
        return [
            p
            for p in known
            if (not draft.actor.known or p.actor.polity == draft.actor.polity)
            and (not p.posts or draft.post in p.posts or any(draft.post in post for post in p.posts))
        ]

    def _nearest(self, known: list[Person], draft: Draft) -> list[Person]:
        """Of persons with one name: those named in full before, and of these the one near, if there is one."""
        here = draft.flat.span(draft.head_start, draft.head_end).start
        last = {id(p): max((at for at in p.seen if at <= here), default=-1) for p in known}
        before = [p for p in known if last[id(p)] >= 0]
        if len(before) > 1:
            near = [p for p in before if here - last[id(p)] < NEAR]
            return near if len(near) == 1 else _principal(before)
        return before or known

    def _from_table(self, draft: Draft) -> None:
        canonical = self._canonical(draft)
        if canonical is not None and not self._supported(canonical, draft):
            if draft.role is not None and draft.actor is not None:  # her son, Khalil
                draft.actor = ActorId(draft.actor.polity, draft.actor.sector, slug(draft.tail))
            else:
                draft.actor, draft.how, draft.kind = None, "surname", "unknown"
        elif canonical is not None:
            actor, how = self._actor(draft, canonical, canonical)
            self._settle(draft, Person(canonical, actor, how), how)
        elif draft.entries:
            rows = [(e.name, self.office(e.name)) for e in draft.entries]
            draft.candidates = tuple(sorted({str(of_office(row, name, None)) for name, row in rows if row}))
            draft.actor, draft.how = None, "ambiguous"
        elif draft.actor is not None:
            draft.actor = ActorId(draft.actor.polity, draft.actor.sector, slug(draft.tail))
        elif draft.kind == "person":
            draft.actor, draft.how = ActorId(UNKNOWN_POLITY, "", slug(draft.tail)), "shape"

    def _settle(self, draft: Draft, person: Person, how: str) -> None:
        draft.kind, draft.actor, draft.name, draft.how = "person", person.actor, person.name, how
        draft.candidates = ()
        person.named += 1


def office_of(name: str, post: str, on: date | None) -> OfficeRow | None:
    """The office that counts for a person on a day: the one named, else a post of the executive, else any.

    Before the first office the table knows, the first.
    """
    rows = held(name, on) or persons().get(name, ())[:1]
    if not rows:
        return None
    return min(rows, key=lambda row: (post not in (row.post, *row.roles), row.rival, *_lesser(row.sector)))


OFFICIAL = frozenset("GOV LEG MIL JUD COP SPY IGO PTY".split())
"""Sectors whose former holders are of the elites; a former banker is a banker, and a bishop remains one."""


def _lesser(sector: str) -> tuple[bool, bool]:
    """What makes an office count less for who a person is: not to govern, and a party's beside a seat in parliament."""
    return sector not in ("GOV", "IGO"), sector == "PTY"


def of_office(row: OfficeRow, name: str, draft: Draft | None = None) -> ActorId:
    """The actor id of a person by an office; after it of the elites, unless the text still gives the title."""
    polity, _, organ = row.actor.partition("/")
    sector = "ELI" if row.former and row.sector in OFFICIAL else organ or row.sector
    if row.former and draft is not None and draft.role is not None and not draft.role.former:
        sector = organ or draft.role.sector
    return ActorId(polity, sector, slug(name))


def _principal(persons: list[Person]) -> list[Person]:
    """The one person the report has named at least twice as often as any other of the name, else all."""
    first, second, *_ = sorted(persons, key=lambda p: -p.named)
    return [first] if first.named >= 2 * max(second.named, 1) else persons


def holder(polity: str, post: str, day: date | None) -> str | None:
    """The one person who held the post on the day, by the table."""
    if day is None:
        return None
    found = {row.person for row in by_post(polity, post, day) if not row.rival}
    return found.pop() if len(found) == 1 else None


def _family(name: str) -> str:
    """The family name as reports repeat it: the last word, with its particle."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[start:]) if len(words) > 1 else name


def _before_given(name: str) -> str:
    """The family name before a given name of two syllables: "Li" for Donald Li Kwok-tung, "Kim" for Kim Hyun-sook."""
    *before, last = name.split()
    syllables = last.split("-")
    return before[-1] if before and len(syllables) == 2 and syllables[1][:1].islower() else ""


def _given_first(name: str, canonical: str | None) -> str:
    """The first word where the table knows it as the family name: "Wang" for Wang Yi."""
    first = name.split(maxsplit=1)[0]
    return first if canonical and canonical in aliases().get(first, ()) else ""


def _full(name: str) -> bool:
    """Whether a name is more than a family name with its particles: "Mercedes de Freitas", not "De Freitas"."""
    return sum(word.lower() not in PARTICLES for word in name.split()) > 1


def _key(name: str) -> str:
    return slug(name) if name else ""
