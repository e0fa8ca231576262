"""The gazetteer: names of places and what they can stand for, from GeoNames, the table of states and `places.tsv`.

The towns and divisions of GeoNames are columns of numbers beside one sorted run of names, so that the whole is read in
a moment, costs some 20 MB, and an entry is made only when its name is met.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from westphalia import vocabulary
from westphalia.reading.place.names import ENGLISH, MAIN, OTHER, abbreviation, key
from westphalia.reference.states import states
from westphalia.reference.tables import read_table, split, user_folder

COLUMNS = ("name", "names", "adjectives", "kind", "country", "within", "geonames", "latitude", "longitude")
KINDS = ("country", "first", "second", "town")
"""Kinds of the entries of GeoNames: countries, their divisions of first and second order, towns."""
WEIGHTS = {"region": 2e6, "world": 5e8, "water": 1e7, "town": 3e5}
"""What a curated place counts for in the choice between places of one name, as if it were its population."""
SHARES = {MAIN: 1.0, ENGLISH: 1.0, OTHER: 0.02}
"""A place under another of its names counts for this share: "Man" is seldom the Breton for Le Mans."""
KNOWN = 15_000
"""Population from which a town may be meant where nothing else speaks for a place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name can stand for.

    Attributes:
        kind: "country", "first" or "second" (divisions), "town", "region", "world" or "water".
        weight: population, or what stands for it; shared out among less usual names.
        usual: how usual the name it was looked up by is: MAIN, ENGLISH or OTHER.
        first: id of the first-order division that holds it, 0 if none does; `second` likewise.
        within: names of what holds it, nearest first, without the state.
        capital: whether it is a seat of government, which may stand for the government.
        latitude: of a town its own, of a division the middle of its towns; `longitude` likewise.
    """

    name: str
    country: str
    kind: str
    weight: float
    population: int = 0
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    first: int = 0
    second: int = 0
    within: tuple[str, ...] = ()
    capital: bool = False
    curated: bool = False
    usual: int = MAIN

    @property
    def precision(self) -> str:
        """How exact it is: "point", "region" or "country"."""
        return {"town": "point", "country": "country"}.get(self.kind, "region")


class Gazetteer:
    """Names to entries."""

    def __init__(self) -> None:
        with vocabulary.data("westphalia.reading", "gazetteer.npz").open("rb") as file, np.load(file) as read:
            self._columns = {name: read[name] for name in read.files}
        self._keys: bytes = self._columns.pop("keys").tobytes()
        self._names: bytes = self._columns.pop("names").tobytes()
        self._key_ends = _ends(self._keys)
        self._name_ends = _ends(self._names)
        self._senses = np.concatenate(([0], np.cumsum(self._columns.pop("counts"), dtype=np.int32)))
        self._by_id = np.argsort(self._columns["ids"])
        self._renamed: dict[int, str] = {}
        self._own: dict[str, list[Entry]] = defaultdict(list)
        self._added: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._beginnings: set[str] = set()
        self._short: set[str] = set()
        self._capitals: dict[str, set[str]] = defaultdict(set)
        self.adjectives: dict[str, str] = {}
        self.peoples: dict[str, Entry] = {}
        self._load_states()
        self._load_curated()
        self.first_words = {word.split()[0] for word in (*self.adjectives, *self.peoples) if " " in word}

    def _load_states(self) -> None:
        codes = [str(code) for code in self._columns["codes"]]
        count = int((self._columns["kinds"] == 0).sum())
        rows = self._states = {codes[c]: row for row, c in enumerate(self._columns["countries"][:count])}
        for state in states():
            if not state.exists():
                continue
            for capital in state.capitals:
                self._capitals[state.code].add(key(capital))
            for word in state.adjectives + state.demonyms:
                self.adjectives.setdefault(word, state.code)
            row = rows.get(state.code)
            if row is not None:
                self._renamed[row] = state.name
            entry = Entry(state.name, state.code, "country", 1e6, curated=True)
            for name in state.names:
                self._name_it(name, row, entry)

    def _load_curated(self) -> None:
        for row in read_table("places", COLUMNS, key=("name", "country")):
            known = self._row_of(int(row["geonames"])) if row["geonames"] else None
            entry = Entry(
                name=row["name"],
                country=row["country"],
                kind=row["kind"],
                weight=WEIGHTS[row["kind"]],
                population=int(WEIGHTS[row["kind"]]) if row["kind"] == "town" else 0,
                geonames=int(row["geonames"]) if row["geonames"] else None,
                latitude=float(row["latitude"]) if row["latitude"] else None,
                longitude=float(row["longitude"]) if row["longitude"] else None,
                within=split(row["within"]),
                curated=True,
            )
            if known is not None:
                self._renamed.setdefault(known, row["name"])
            for name in (row["name"], *split(row["names"])):
                self._name_it(name, known, entry)
            for word in split(row["adjectives"]):
                self.peoples[word] = entry if known is None else self._entry(known)

    def _name_it(self, name: str, row: int | None, entry: Entry) -> None:
        """Adds a name for a row, or for an entry of our own; abbreviations are kept as they are written."""
        short = abbreviation(name)
        if short:
            self._short.add(short)
        written = short or key(name)
        if row is None:
            self._own[written].append(entry)
        elif (row, MAIN) not in self._added[written]:
            self._added[written].append((row, MAIN))
        words = key(name).split()
        self._beginnings.update(" ".join(words[:count]) for count in range(1, len(words) + 1))

    def _row_of(self, ident: int) -> int | None:
        at = int(np.searchsorted(self._columns["ids"], ident, sorter=self._by_id))
        row = int(self._by_id[at]) if at < len(self._by_id) else -1
        return row if row >= 0 and int(self._columns["ids"][row]) == ident else None

    def _key(self, at: int) -> bytes:
        return self._keys[self._key_ends[at] + 1 : self._key_ends[at + 1]]

    def _name(self, row: int) -> str:
        found = self._renamed.get(row)
        return found or self._names[self._name_ends[row] + 1 : self._name_ends[row + 1]].decode()

    @lru_cache(maxsize=20_000)  # noqa: B019  (there is one gazetteer to a process)
    def _entry(self, row: int) -> Entry:
        column = self._columns
        kind = KINDS[column["kinds"][row]]
        country = str(column["codes"][column["countries"][row]])
        above = [int(column[order][row]) for order in ("second", "first")]
        name, population = self._name(row), int(column["populations"][row])
        holders = dict.fromkeys(self._name(part) for part in above if part >= 0)
        return Entry(
            name=name,
            country=country,
            kind=kind,
            weight=max(float(population), 1000.0) * (10.0 if kind == "country" else 1.0),
            population=population,
            geonames=int(column["ids"][row]),
            latitude=float(column["latitudes"][row]) / 100,
            longitude=float(column["longitudes"][row]) / 100,
            first=int(column["ids"][above[1]]) if above[1] >= 0 else 0,
            second=int(column["ids"][above[0]]) if above[0] >= 0 else 0,
            within=tuple(h for h in holders if h != name),
            capital=kind == "town" and key(name) in self._capitals[country],
            curated=row in self._renamed,
        )

    @lru_cache(maxsize=50_000)  # noqa: B019
    def senses(self, name: str) -> tuple[Entry, ...]:
        """All that a name can stand for, weightiest first."""
        written, short = key(name), abbreviation(name)
        at = bisect_left(range(len(self._key_ends) - 1), written.encode(), key=self._key)
        found = dict(self._added.get(written, ())) | dict(self._added.get(short, ()))
        if at + 1 < len(self._key_ends) and self._key(at) == written.encode():
            for sense in range(self._senses[at], self._senses[at + 1]):
                found.setdefault(int(self._columns["rows"][sense]), int(self._columns["usual"][sense]))
        entries = self._own.get(written, []) + (self._own.get(short, []) if short else [])
        for row, usual in found.items():
            entry = self._entry(row)
            share = 1.0 if entry.capital else SHARES[usual]
            entries.append(replace(entry, usual=usual, weight=entry.weight * share) if usual else entry)
        return tuple(sorted(entries, key=lambda e: (-e.weight, e.kind, e.name, e.country, e.geonames or 0)))

    def lookup(self, name: str) -> list[Entry]:
        """What a name can stand for where nothing else speaks for a place: no small town, no lesser division."""
        return [
            e
            for e in self.senses(name)
            if e.curated or e.capital or e.kind in ("country", "first") or (e.kind == "town" and e.population >= KNOWN)
        ]

    @lru_cache(maxsize=50_000)  # noqa: B019
    def begins(self, words: str) -> bool:
        """Whether a name begins with these whole words, given as a key."""
        if words in self._beginnings:
            return True
        at = bisect_left(range(len(self._key_ends) - 1), words.encode(), key=self._key)
        if at + 1 >= len(self._key_ends):
            return False
        return self._key(at) == words.encode() or self._key(at).startswith(words.encode() + b" ")

    def state_entry(self, code: str) -> Entry | None:
        """The entry of a state, None for one that GeoNames does not know."""
        row = self._states.get(code)
        return None if row is None else self._entry(row)

    def shortened(self, written: str) -> bool:
        """Whether a word is an abbreviation we know, written as abbreviations are ("U.S.", "Ky.", "UK")."""
        return abbreviation(written) in self._short

    def state_name(self, code: str) -> str:
        """Name of a state, empty if unknown."""
        return next((s.name for s in states() if s.code == code), "") if code else ""


def _ends(joined: bytes) -> np.ndarray:
    """Where the lines of a text end; the first number is before the text."""
    found = np.flatnonzero(np.frombuffer(joined, np.uint8) == 10)
    return np.concatenate(([-1], found, [len(joined)])).astype(np.int64)


@lru_cache(maxsize=2)
def _built(folder: str) -> Gazetteer:
    return Gazetteer()


def gazetteer() -> Gazetteer:
    """The gazetteer, built on first use (and anew for another folder of the user's tables)."""
    return _built(user_folder())
