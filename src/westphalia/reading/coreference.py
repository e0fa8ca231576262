"""Pronouns and group words ("he", "both ministers", "the two countries") to what they stand for in the report."""

from westphalia.reading.drafts import Draft
from westphalia.reading.noun_phrases import Flat
from westphalia.reading.reading import Reading


def refer(drafts: list[list[Draft]], number: int, flat: Flat, reading: Reading) -> list[Draft]:
    """The drafts of one sentence with those of its pronouns and group words, all in order."""
    return drafts[number]
