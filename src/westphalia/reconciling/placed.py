"""Where an act was: a town's name before "region" names the region, not the town.

In: a place as it was read, what it lies in, the sentence. Out: the place. Only what the sentence itself shows is
mended: "in Poltava region" is a region, "in Poltava, Poltava region" the town. A fifth of all towns read in news of
a war were regions (190 of 786).
"""

import re
from collections.abc import Sequence
from functools import lru_cache


def placed(place: str | None, within: Sequence[str], sentence: str) -> tuple[str | None, tuple[str, ...]]:
    """The place of an act, and what it lies in.

    Args:
        place: as it was read.
        within: what that lies in, the nearest first, the country last; a town lies in a region at least, unless it is
            in no gazetteer.
        sentence: that of the act.
    """
    if not place or len(within) == 1 or not _is_region(place, sentence):
        return place, tuple(within)
    if not within:
        return f"{place} region", ()
    region, country = within[-2:]
    own = region[:4] == place[:4] and not region.endswith("City")
    return region if own else f"{place} region", (country,)


def _is_region(place: str, sentence: str) -> bool:
    found = _pattern(place).findall(sentence)
    return bool(found) and all(found)


@lru_cache(maxsize=1 << 12)
def _pattern(place: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(place)}(\s+(?:region|oblast|province|governorate|prefecture)\b)?", re.IGNORECASE)
