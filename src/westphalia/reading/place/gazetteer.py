"""The gazetteer: names of places and what they can stand for, from GeoNames, the table of states and `places.tsv`.

Rows are kept as text and read when a name is looked up, so that the whole costs little memory.
"""

from dataclasses import dataclass
from functools import lru_cache

from westphalia import vocabulary
from westphalia.reference.states import states
from westphalia.reference.tables import read_table, split, user_folder

COLUMNS = ("name", "names", "kind", "country", "within", "seat", "latitude", "longitude")
WEIGHTS = {"region": 2e6, "world": 5e8, "water": 1e7, "town": 3e5}
"""What a curated place counts for in the choice between places of one name, as if it were its population."""
OTHER_NAME = 0.02
"""A place under another of its names counts for this share: "Man" is seldom the Breton for Le Mans."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name can stand for.

    Attributes:
        precision: "point", "region" or "country".
        weight: population, or what stands for it; shared out among less usual names.
        division: GeoNames' code of the first-order division that holds it.
        within: names of what holds it, nearest first, without the state.
        capital: whether it is a seat of government, which may stand for the government.
    """

    name: str
    country: str
    precision: str
    weight: float
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    division: str = ""
    within: tuple[str, ...] = ()
    capital: bool = False
    curated: bool = False


class Gazetteer:
    """Names to entries. `longest` maps the first word of a name to the number of words of the longest such name."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._names: dict[str, tuple[int, ...]] = {}
        self._others: dict[str, tuple[int, ...]] = {}
        self._curated: dict[str, list[Entry]] = {}
        self._divisions: dict[tuple[str, str], str] = {}
        self._capitals: dict[str, str] = {}
        self._towns = self._load_towns()
        self.adjectives: dict[str, str] = {}
        self._load_states()
        self._load_curated()
        self.longest: dict[str, int] = {}
        for names in (self._names, self._others, self._curated, self.adjectives):
            for name in names:
                first, count = name.split(" ", 1)[0], name.count(" ") + 1
                if self.longest.get(first, 0) < count:
                    self.longest[first] = count

    def _load_towns(self) -> int:
        text = vocabulary.data("westphalia.reading", "gazetteer.tsv").read_text(encoding="utf-8")
        self._rows = text.split("\n")[2:-1]
        for number, row in enumerate(self._rows):
            name, others, _ = row.split("\t", 2)
            self._names[name] = (*self._names.get(name, ()), number)
            for other in others.split("|") if others else ():
                self._others[other] = (*self._others.get(other, ()), number)
        return len(self._rows)

    def _load_states(self) -> None:
        for state in states():
            if not state.exists():
                continue
            entry = Entry(state.name, state.code, "country", 1e8 if state.status != "territory" else 1e6, curated=True)
            for name in state.names:
                self._curated.setdefault(name, []).append(entry)
            for word in state.adjectives + state.demonyms:
                self.adjectives.setdefault(word, state.code)
            for capital in state.capitals:
                self._capitals.setdefault(capital, state.code)

    def _load_curated(self) -> None:
        rows = read_table("places", COLUMNS, key=("name", "country"))
        for row in rows:
            if row["seat"]:
                seat = next((e for e in self._plain(row["seat"]) if e.country == row["country"]), None)
                if seat:
                    self._divisions[row["country"], seat.division] = row["name"]
        for row in rows:
            point = row["kind"] == "town"
            town = next((e for e in self._plain(row["name"]) if e.country == row["country"]), None) if point else None
            entry = Entry(
                name=row["name"],
                country=row["country"],
                precision="point" if point else "region",
                weight=max(WEIGHTS[row["kind"]], town.weight if town else 0),
                geonames=town.geonames if town else None,
                latitude=float(row["latitude"]) if row["latitude"] else None,
                longitude=float(row["longitude"]) if row["longitude"] else None,
                within=split(row["within"]),
                capital=bool(town and town.capital),
                curated=True,
            )
            for name in (row["name"], *split(row["names"])):
                self._curated.setdefault(name, []).append(entry)

    def _entry(self, number: int, share: float = 1.0) -> Entry:
        name, _, ident, country, division, latitude, longitude, population = self._rows[number].split("\t")
        region = self._divisions.get((country, division), "")
        return Entry(
            name=name,
            country=country,
            precision="point",
            weight=max(float(population), 1000.0) * share,
            geonames=int(ident),
            latitude=float(latitude),
            longitude=float(longitude),
            division=division,
            within=(region,) if region and region != name else (),
            capital=self._capitals.get(name) == country,
        )

    def _plain(self, name: str) -> list[Entry]:
        return [self._entry(n) for n in self._names.get(name, ())] + [
            self._entry(n, OTHER_NAME) for n in self._others.get(name, ()) if n not in self._names.get(name, ())
        ]

    def lookup(self, name: str) -> list[Entry]:
        """All that a name can stand for, weightiest first; curated places hide towns they repeat."""
        curated = self._curated.get(name, [])
        known = {(e.geonames, e.country) for e in curated}
        towns = [
            e
            for e in self._plain(name)
            if (e.geonames, e.country) not in known
            and not any(c.precision == "point" and c.country == e.country for c in curated)
        ]
        if self._capitals.get(name):
            # "Kiev", "Peking": the capital under an older name is the capital all the same
            own = self._capitals[name]
            towns = [self._promoted(e) if e.country == own and e.geonames else e for e in towns]
        return sorted(curated + towns, key=lambda e: (-e.weight, e.name, e.country))

    def _promoted(self, entry: Entry) -> Entry:
        share = 1.0 if entry.name in self._capitals else 1 / OTHER_NAME
        return Entry(
            entry.name, entry.country, "point", entry.weight * share, entry.geonames, entry.latitude, entry.longitude,
            entry.division, entry.within, capital=True,
        )  # fmt: skip

    def state_name(self, code: str) -> str:
        """Name of a state, empty if unknown."""
        return next((s.name for s in states() if s.code == code), "") if code else ""


@lru_cache(maxsize=2)
def _built(folder: str) -> Gazetteer:
    return Gazetteer()


def gazetteer() -> Gazetteer:
    """The gazetteer, built on first use (and anew for another folder of the user's tables)."""
    return _built(user_folder())
