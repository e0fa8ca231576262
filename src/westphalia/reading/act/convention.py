"""The PLOVER root of an event by the convention of its manual, which has no status: what is announced or refused.

Cooperation announced is AGREE, harm announced THREATEN, cooperation refused REJECT (PLOVER manual, sections on
AGREE, THREATEN and REJECT). Our events keep type and status apart; exports and benchmarks want the one word.
"""

from westphalia.model import Event, ontology

MARK = "root:"
AHEAD = ("planned", "possible")
WORDS = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are words already: announcing them changes nothing."""


def convention(event_type: str, status: str) -> str:
    """The root of an act of some type with some status."""
    cooperative = ontology.quad(event_type) <= 2
    if status == "refused" or (status == "denied" and cooperative):
        return "REJECT"
    if event_type in WORDS:
        return event_type
    if status == "planned":
        return "AGREE" if cooperative else "THREATEN"
    if status == "possible" and cooperative:
        return "AGREE"
    return event_type


def root(event: Event) -> str:
    """The root of an event: as the model sees the whole sentence where it was sure, else by convention."""
    for word in event.trace.fired:
        if word.startswith(MARK):
            return word[len(MARK) :]
    return convention(event.type, event.status)
