"""What a name in a text may stand for: as it stands, without "County", as an adjective, or by the name it contains."""

import re
from dataclasses import dataclass
from functools import lru_cache

from westphalia import vocabulary
from westphalia.reading.place.gazetteer import Entry, Gazetteer, gazetteer
from westphalia.reading.place.names import OTHER, key


def _words(kind: str) -> frozenset[str]:
    rows = vocabulary.rows("westphalia.reading", "place_words.tsv")
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


DIVISIONS, SETTLEMENTS, COMPASS, ARTICLES, COMMON = map(
    _words, ("division", "settlement", "compass", "article", "common")
)
MOST = 40
"""Candidates looked at for one name: the weightiest; of 1,000 names of news the right one was never beyond."""
WHOLE, CUT, PART, BESIDE = range(4)
"""How a candidate was found: by the whole name, without a word for its kind, by a part of it, or by a neighbour."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a name may stand for, and how it was found.

    Attributes:
        how: WHOLE, CUT, PART or BESIDE.
        people: whether the name is an adjective or a people.
    """

    entry: Entry
    how: int = WHOLE
    people: bool = False


@lru_cache(maxsize=20_000)
def candidates(name: str) -> tuple[Candidate, ...]:
    """All that a name may stand for, the weightiest first, at most MOST."""
    names = gazetteer()
    bare = re.sub(r"['’]s?$", "", name.strip(" ,;:"))
    if key(bare) in COMPASS:
        return ()  # there are towns called South, but nobody means them
    found = _peoples(bare, names) + [Candidate(entry) for entry in names.senses(bare)]
    words = key(bare).split()
    found += _cut(words, names, {c.entry.geonames for c in found})
    if not found and len(words) > 1 and words[0] in ARTICLES | COMPASS and re.search(r"\w[\s-]+\w", bare):
        found = [Candidate(c.entry, CUT, c.people) for c in candidates(re.split(r"[\s-]+", bare, maxsplit=1)[-1])]
    if not found:
        found = _part(bare, names)
    return tuple(found[:MOST])


def _peoples(name: str, names: Gazetteer) -> list[Candidate]:
    """What an adjective or the name of a people is of."""
    found: dict[int | None, Candidate] = {}
    for word in (name, name.title() if name.isupper() else name, re.sub(r"s$", "", name)):
        if word in names.peoples:
            entry = names.peoples[word]
            found.setdefault(entry.geonames, Candidate(entry, people=True))
        if word in names.adjectives:
            state = names.state_entry(names.adjectives[word])
            if state and not any(e.geonames == state.geonames for e in names.senses(name)):
                found.setdefault(state.geonames, Candidate(state, people=True))
    return list(found.values())


def _cut(words: list[str], names: Gazetteer, known: set[int | None]) -> list[Candidate]:
    """Divisions and towns by the name without the word that says what they are."""
    forms = []
    if len(words) > 1 and words[-1] in DIVISIONS | SETTLEMENTS:
        forms.append((words[-1], words[:-1]))
    if len(words) > 2 and words[0] in DIVISIONS | SETTLEMENTS and words[1] == "of":
        forms.append((words[0], words[2:]))
    elif len(words) > 1 and words[0] in DIVISIONS:
        forms.append((words[0], words[1:]))
    found = []
    for said, rest in forms:
        for entry in names.senses(" ".join(rest)):
            kinds = ("first", "second", "region") if said in DIVISIONS else ("town",)
            if entry.geonames not in known and entry.kind in kinds:
                found.append(Candidate(entry, CUT))
    return found


def _part(name: str, names: Gazetteer) -> list[Candidate]:
    """Places whose name is part of the name of something there: "Colchester General Hospital", "Bank of Japan"."""
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        found = []
        for start in range(len(words) - count + 1):
            part = words[start : start + count]
            if key(" ".join(part)) in COMMON or not part[0][:1].isupper():
                continue
            known = names.lookup(" ".join(part)) + [c.entry for c in _peoples(" ".join(part), names)]
            found += [Candidate(entry, PART) for entry in known if entry.usual != OTHER]
        if found:
            return sorted(found, key=lambda c: -c.entry.weight)
    return []
