"""Which country a town tells, and whether it is large enough to tell it by its name alone."""

from functools import lru_cache

from westphalia.reading.place.gazetteer import gazetteer

TOWN = 100_000
"""Inhabitants from which a town's name alone says its country."""


def is_large(name: str) -> bool:
    """Whether the likeliest place of a name that the gazetteer knows is a large town."""
    return gazetteer().lookup(name)[0].weight >= TOWN


@lru_cache(maxsize=20_000)
def country_of_town(name: str) -> str:
    """Alpha-3 code of the country of the largest place with the name, empty if it is small and not the only one."""
    found = gazetteer().lookup(name)
    if not found or not found[0].country:
        return ""
    unique = len({entry.country for entry in found}) == 1
    return found[0].country if unique or found[0].weight >= TOWN else ""
