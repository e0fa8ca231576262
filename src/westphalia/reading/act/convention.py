"""The PLOVER root of an event by the convention of its manual, which has no status: what is announced or refused.

Cooperation announced is AGREE, harm announced THREATEN, cooperation refused REJECT (PLOVER manual, sections on
AGREE, THREATEN and REJECT). Our events keep type and status apart; exports and benchmarks want the one word.
`westphalia.model.ontology` has the rule, since exports need it too.
"""

from westphalia.model import Event
from westphalia.model.ontology import WORDS, convention

__all__ = ["MARK", "WORDS", "convention", "root"]

MARK = "root:"
"""Begins the word in `Trace.fired` that holds the model's root, where it was sure of one."""


def root(event: Event) -> str:
    """The root of an event: as the model sees the whole sentence where it was sure, else by convention."""
    for word in event.trace.fired:
        if word.startswith(MARK):
            return word[len(MARK) :]
    return convention(event.type, event.status)
