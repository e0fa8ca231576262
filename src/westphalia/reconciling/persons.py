"""What the reports teach each other about persons: who an unresolved name in one report is, by the offices of others.

In: offices learnt from reports, actor ids in use. Out: actor id as read → actor id it stands for, with the reason.
Only unambiguous cases are linked; two possible persons leave the name as it was read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from westphalia import vocabulary
from westphalia.model import ActorId

SPELLING = 0.8
"""Likeness of two given names with one surname and polity from which they are one person ("sergei", "sergey": .83)."""


@dataclass(frozen=True, slots=True)
class Same:
    """`alias` as read in some report stands for `actor`; `why` says what shows it."""

    alias: str
    actor: str
    why: str


def same_actors(used: Mapping[str, int], officers: Iterable[str]) -> list[Same]:
    """Links actor ids that name one person. Who has another last name changes nothing.

    Args:
        used: actor id → number of mentions in the world.
        officers: actor ids of persons to whom any report gives an office.
    """
    known = {*officers} | {a for a in used if ActorId.parse(a).known}
    persons = [ActorId.parse(a) for a in sorted(known) if ActorId.parse(a).slug]
    links = [*_spellings(persons, Counter(used)), *_unresolved(used, persons)]
    return sorted(links, key=lambda same: same.alias)


def last_name(person: ActorId) -> str:
    """The last part of a person's name."""
    return person.slug.rsplit("-", 1)[-1]


def _unresolved(used: Mapping[str, int], persons: list[ActorId]) -> Iterable[Same]:
    """`?/UNK/lavrov` is `RUS/GOV/sergey-lavrov` if no other known person has the name."""
    by_name: dict[str, set[ActorId]] = defaultdict(set)
    for person in persons:
        by_name[person.slug].add(person)
        by_name[last_name(person)].add(person)
    for alias in sorted(used):
        read = ActorId.parse(alias)
        if not read.known and read.slug and len(candidates := by_name.get(read.slug, set())) == 1:
            (person,) = candidates
            yield Same(alias, str(person), f"the only {read.slug!r} whose office any report gives")


def _spellings(persons: list[ActorId], used: Counter[str]) -> Iterable[Same]:
    """Two spellings of one given name, same surname, same polity and sector: the commoner one stands."""
    families: dict[tuple[str, str, str], list[ActorId]] = defaultdict(list)
    for person in persons:
        given, _, family = person.slug.rpartition("-")
        if given:
            families[person.polity, person.sector, family].append(person)
    for members in families.values():
        members.sort(key=lambda p: (-used[str(p)], p.slug))
        first = members[0].slug.rpartition("-")[0]
        for other in members[1:]:
            given = other.slug.rpartition("-")[0]
            if SequenceMatcher(None, first, given).ratio() >= SPELLING:
                yield Same(str(other), str(members[0]), "another spelling of the same name")
            elif _full(first) == _full(given):
                yield Same(str(other), str(members[0]), "a short form of the same name")


def _full(given: str) -> str:
    """A given name without initials of middle names and in full: "dick" and "richard-j" are "richard"."""
    first, *rest = given.split("-")
    kept = [part for part in rest if len(part) > 1]
    return "-".join([_nicknames().get(first, first), *kept])


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, str]:
    return {row["short"]: row["full"] for row in vocabulary.rows("westphalia.reconciling", "nicknames.tsv")}
