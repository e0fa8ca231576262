"""One table of all names we know, found in raw text in one pass.

A trie over tokens: only tokens that begin with a capital or a digit are looked up, so the cost of a text
is that of one regular expression over it. Matching ignores diacritics and the kind of hyphen and
apostrophe, minds capitals ("US" is a state, "us" is not), and takes the longest name at each place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from westphalia.model import slug
from westphalia.reference.blocs import blocs
from westphalia.reference.bodies import bodies
from westphalia.reference.offices import aliases
from westphalia.reference.organisations import organisations, regions
from westphalia.reference.outlets import outlets
from westphalia.reference.seats import seats
from westphalia.reference.states import State, states
from westphalia.reference.tables import read_table, user_folder

FORMS = ("name", "demonym", "adjective", "seat", "prefix", "surname")

OF_PERSONS = "word and surname"
"""Reason of a weak name that concerns persons alone: bare, it is the word ("Friday"), as a name it is never weak."""

ACRONYM = 4
"""Letters up to which an acronym of one country may be another's elsewhere, unless it is known worldwide."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a name may stand for.

    Attributes:
        actor: actor id; for persons the id without polity (`?/UNK/slug`): who they act for depends on the day.
        kind: "state", "body", "organ", "group", "company", "outlet", "bloc", "region", "people", "person".
        name: its canonical name.
        form: one of FORMS.
        weak: the word often means something else; needs support from its surroundings.
    """

    actor: str
    kind: str
    name: str
    form: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found at `start..end` and everything it may stand for, the likeliest first."""

    start: int
    end: int
    entries: tuple[Entry, ...]


type _Node = dict[str, "_Node | list[tuple[str, Entry]]"]

_TOKEN = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z0-9][A-Za-z0-9]*|al(?=-[A-Z]))")
_NEXT = re.compile(r"( ?[&/(] ?|, |\. |' |[ \n'.-]| {2,3})([A-Za-z0-9]+)")
_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMPED = re.compile(r"[a-z][A-Z]")
_HERE = ""  # the key of a node under which the entries of the name that ends there lie; no token is empty


def _folding() -> dict[int, str]:
    """Letters with diacritics to plain letters, one to one so that offsets stay what they are."""
    import unicodedata

    table = {ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("`"): "'", ord("\u00a0"): " ", ord("\u00ad"): "-"}
    table |= dict.fromkeys(range(0x2010, 0x2016), "-")
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFKD", chr(code))[0]
        if plain.isascii():
            table[code] = plain
    return table | {ord(a): b for a, b in zip("ØøŁłĐđıÐðÞþŦŧĦħÆæŒœə", "OoLlDdiDdTtTtHhAaOoa", strict=True)}


_FOLDING = _folding()


def fold(text: str) -> str:
    """The text without diacritics and typographic variants, of the same length."""
    return text if text.isascii() else text.translate(_FOLDING)


class Names:
    """A trie of names. `find` reads a text once."""

    def __init__(self, named: Iterable[tuple[str, Entry]]) -> None:
        self._first: _Node = {}
        for surface, entry in named:
            self._add(surface, entry)

    def _add(self, surface: str, entry: Entry) -> None:
        surface = fold(surface.rstrip("-")) if entry.form == "prefix" else fold(surface)
        node = self._first
        for token in _WORD.findall(surface.lower()):
            following = node.setdefault(token, {})
            assert isinstance(following, dict)
            node = following
        if node is self._first:
            return
        here = node.setdefault(_HERE, [])
        assert isinstance(here, list)
        if not any(known.actor == entry.actor and written == surface for written, known in here):
            here.append((surface, entry))

    def find(self, text: str) -> list[Hit]:
        """All names in `text`, in order, none overlapping, the longest at each place."""
        folded = fold(text)
        first, hits, free = self._first, [], 0
        for match in _TOKEN.finditer(folded):
            node = first.get(match.group().lower())
            if node is None or match.start() < free:
                continue
            hit = self._longest(folded, match.start(), match.end(), node)  # type: ignore[arg-type]
            if hit is not None and folded[hit.end : hit.end + 1] != "$":  # HK$20 is money
                hits.append(hit)
                free = hit.end
        return hits

    def _longest(self, text: str, start: int, end: int, node: _Node) -> Hit | None:
        best = None
        token_length = end - start
        while True:
            here = node.get(_HERE)
            if here and (entries := _fitting(text, start, end, here)):  # type: ignore[arg-type]
                best = Hit(start, _with_stop(text, start, end), entries)
            following = _NEXT.match(text, end)
            if following is None or (following.group(1) == ". " and token_length > 2):
                return best
            further = node.get(following.group(2).lower())
            if further is None:
                return best
            node, end, token_length = further, following.end(), len(following.group(2))  # type: ignore[assignment]


def _fitting(text: str, start: int, end: int, here: list[tuple[str, Entry]]) -> tuple[Entry, ...]:
    """The entries whose written form allows what stands in the text, each actor once."""
    words = text[start:end]
    found: dict[str, Entry] = {}
    for surface, entry in here:
        if entry.actor in found or (entry.form == "prefix" and text[end : end + 1] != "-"):
            continue
        if words == surface or _case_allows(words, surface, entry):
            found[entry.actor] = entry
    return tuple(found.values())


def _case_allows(words: str, surface: str, entry: Entry) -> bool:
    if words == words.upper() and any(c.isalpha() for c in words):
        return len(surface) > 3 or surface.isupper()
    if _HUMPED.search(surface) and len(surface) <= ACRONYM:  # LeT, not "Let"
        return False
    if surface.replace(".", "").isupper():
        # acronyms of five letters and more, and those of bodies, are also written as names: Nato, Brics, Unesco
        letters = sum(c.isalpha() for c in surface)
        return (letters >= 5 or (letters == 4 and entry.kind == "body")) and words.istitle()
    capitals = [not token[0].islower() for token in _WORD.findall(words)]
    wanted = [token[0].isupper() and token.lower() != "al" for token in _WORD.findall(surface)]
    if len(capitals) > 2 and entry.kind in ("organ", "body"):  # "Supreme court of India": the first word and one more
        return (capitals[0] or not wanted[0]) and sum(capitals) >= min(2, sum(wanted))
    return all(has or not needs for has, needs in zip(capitals, wanted, strict=True))


def _with_stop(text: str, start: int, end: int) -> int:
    """Includes the last stop of a dotted abbreviation: `U.S.`."""
    dotted = end - start >= 3 and text[end - 2 : end - 1] == "." and text[end : end + 1] == "."
    return end + 1 if dotted else end


def names() -> Names:
    """The table of all names of the reference tables, ours and the user's. Raises ReferenceDataError."""
    return _names(user_folder())


def find(text: str) -> list[Hit]:
    """All names of the reference tables in `text`."""
    return names().find(text)


@lru_cache(maxsize=2)
def _names(_folder: str) -> Names:
    weak = {row["name"] for row in read_table("weak_names", ("name", "reason")) if row["reason"] != OF_PERSONS}
    by_rank = (_of_states, _of_seats, _of_bodies, _of_blocs, _of_outlets, _of_persons, _of_organisations, _of_regions)
    return Names(
        (surface, entry if surface not in weak else Entry(entry.actor, entry.kind, entry.name, entry.form, True))
        for source in by_rank
        for surface, entry in source()
    )


def _of_states() -> Iterator[tuple[str, Entry]]:
    """States first: a polity claimed but not generally recognised acts under the id the table of regions gives it."""
    claimed = {region.name: region for region in regions() if region.actor.sector == "PRE"}
    for state in states():
        region = claimed.get(state.name) if state.code.startswith("X") else None
        actor, kind = (str(region.actor), "region") if region else (state.code, "state")
        for form, surfaces in _forms(state):
            for surface in surfaces:
                yield surface, Entry(actor, kind, state.name, form, surface in state.ambiguous)


def _forms(state: State) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "name", state.names
    yield "adjective", state.adjectives
    yield "demonym", state.demonyms
    yield "prefix", state.prefixes


def _of_seats() -> Iterator[tuple[str, Entry]]:
    named = {name for state in states() for name in state.names}
    for seat in seats():
        if seat.name not in named:
            yield seat.name, Entry(seat.actor, "organ", seat.name, "seat", seat.ambiguous)


def _of_bodies() -> Iterator[tuple[str, Entry]]:
    for body in bodies():
        for surface in body.names:
            yield surface, Entry(body.id, "body", body.name, "name", surface in body.ambiguous)


def _of_blocs() -> Iterator[tuple[str, Entry]]:
    for bloc in blocs():
        forms = (
            ("name", bloc.names),
            ("adjective", bloc.adjectives),
            ("demonym", bloc.demonyms),
            ("prefix", bloc.prefixes),
        )
        for form, surfaces in forms:
            for surface in surfaces:
                yield surface, Entry(bloc.id, "bloc", bloc.name, form, surface in bloc.ambiguous)


def _of_outlets() -> Iterator[tuple[str, Entry]]:
    for outlet in outlets():
        for surface in outlet.names:
            yield (
                surface,
                Entry(outlet.actor, "outlet", outlet.name, "name", surface.lower() in ("the", "time", "mirror")),
            )
        for surface in filter(_capitalised, outlet.weak_names):
            yield surface, Entry(outlet.actor, "outlet", outlet.name, "name", True)


_SMALL = frozenset("a an and at by de des di el for in la le les of on the to und y".split())


def _capitalised(surface: str) -> bool:
    """Whether no word but the small ones is in lower case: "India today" in running text is a state and a day."""
    return not any(word.islower() and word not in _SMALL for word in surface.split()[1:])


def _of_persons() -> Iterator[tuple[str, Entry]]:
    words = {row["name"] for row in read_table("weak_names", ("name", "reason")) if "word" in row["reason"]}
    for surface, persons in aliases().items():
        if surface in words:  # a report that means Theresa May names her in full first
            continue
        form = "name" if " " in surface else "surname"
        for person in persons:
            yield surface, Entry(f"?/UNK/{slug(person)}", "person", person, form, form == "surname")


def _of_organisations() -> Iterator[tuple[str, Entry]]:
    known = {row["name"] for row in read_table("known_acronyms", ("name",))}
    for one in organisations():
        for surface in one.names:
            weak = surface.isupper() and len(surface) <= ACRONYM and surface not in known and one.actor.known
            yield surface, Entry(str(one.actor), one.kind, one.name, "name", weak)


_ADJECTIVE = re.compile(r"(?:ish|ian|ean|ese|chen|sh|lan|tan|tian)$")


def _of_regions() -> Iterator[tuple[str, Entry]]:
    for one in regions():
        for surface in one.names:
            adjective = surface != one.name and " " not in surface and _ADJECTIVE.search(surface)
            form = "demonym" if one.kind == "people" else "adjective" if adjective else "name"
            yield surface, Entry(str(one.actor), one.kind, one.name, form)


__all__ = ["FORMS", "Entry", "Hit", "Names", "find", "fold", "names"]
