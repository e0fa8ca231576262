"""Who alleges an act: he whose words the grammar makes it, or a speaker who is not its doer."""

from westphalia.model import Party, ontology
from westphalia.reading.act.act import Act, polities
from westphalia.reading.act.bylines import STAFFS, speaker, unknown
from westphalia.reading.act.parties import party, private
from westphalia.reading.act.status import Status, taken_for_granted
from westphalia.reading.reading import Reading, Sentence

ENOUGH = 0.85
"""Confidence of a statement held back from which what it tells is still not told by the outlet itself."""
OWN = frozenset("repel repulse defend foil thwart liberate intercept".split())
"""What a staff tells of its own side."""


def accuser(truth: Status, reading: Reading, sentence: Sentence) -> Party | None:
    """The party that claims or accuses, by the word which the status names."""
    if truth.by is None:
        return None
    mention = reading.mention_at(sentence.locate(truth.by))
    return party(mention)[0] if mention is not None else None


def teller(act: Act, reading: Reading, sentence: Sentence) -> Party | None:
    """Who alleges a conflict: a speaker who is not its doer, and whose content or headline it stands in.

    Violence and force told by anybody but its doer are alleged; words only if the other side or an accuser tells them.
    What is known is not: "spoke of Chile's invasion".
    """
    if act.frame.pos == "N" and taken_for_granted(act.predicate):
        return None
    at = sentence.locate(act.predicate)
    unsure = (held for held in reading.held if held.trace and held.trace.confidence >= ENOUGH)
    for statement in (*reading.statements, *unsure):
        said = statement.speaker
        if not statement.sure or said is None or not statement.span.covers(at):
            continue
        if at.start == (statement.cue.start if statement.cue else -1) or said.span.overlaps(at):
            continue
        if _other(said, act) and (statement.kind == "accuses" or _concerned(said, act)):
            return said
    named = speaker(reading, sentence)
    if named is None:
        source = unknown(reading, sentence)
        return source if source is not None and _forceful(act) and act.predicate.lemma_ not in OWN else None
    if named.span.overlaps(at):
        return None
    said = party(named)[0]
    staff = said.actor in STAFFS and act.predicate.lemma_ not in OWN and not any(map(private, act.sources))
    return said if (staff or _other(said, act)) and _concerned(said, act) else None


def _other(said: Party, act: Act) -> bool:
    """Whether a speaker is known and of another polity than the doers."""
    if said.actor is None or said.actor[0] == "?":
        return False
    return said.actor.split("/")[0] not in polities(act.sources) - {"?"}


def _concerned(said: Party, act: Act) -> bool:
    """Whether it is for a speaker to allege: he is the other side, or the deed is force."""
    if not act.recipients or (said.actor or "").split("/")[0] in polities(act.recipients):
        return True
    return _forceful(act)


def _forceful(act: Act) -> bool:
    return ontology.quad(act.type) == 4 and act.frame.pos == "V"
