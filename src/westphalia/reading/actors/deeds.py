"""Nouns of doing: where a state that stands with one acts or is acted on ("China's response", "talks with Iran")."""

from functools import cache, lru_cache

from westphalia import vocabulary
from westphalia.reading.actors.agents import singular


@cache
def words(use: str) -> frozenset[str]:
    """The words of `data/deeds.tsv` with that use: "deed", "on" or "motion"."""
    return frozenset(row["word"] for row in vocabulary.rows("westphalia.reading", "deeds.tsv") if row["use"] == use)


@lru_cache(maxsize=20_000)
def is_deed(word: str) -> bool:
    """Whether a noun (lower case) names something done between actors."""
    return word in words("deed") or singular(word) in words("deed")


SAID = frozenset(
    """statement report announcement release notice document memo letter source communique communiqué declaration
    decree order ruling decision verdict warning data press-release briefing conference offer plan proposal demand
    raid fire""".split()
)
"""Nouns before which an organ is the one that says or decides."""


def says_or_does(word: str) -> bool:
    """Whether an organ that stands before this noun (lower case) says or does something."""
    return is_deed(word) or singular(word) in SAID
