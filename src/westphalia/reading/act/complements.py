"""What the complements of a verb make of it: vows of harm, opinions, duties, proposals."""

from collections.abc import Container, Iterator

from spacy.tokens import Token

from westphalia.model import ontology
from westphalia.reading.act.frames import after, below, match, objects, slot

PROPOSED = frozenset(
    "proposal plan demand call request offer resolution deal ceasefire truce agreement treaty invitation".split()
)


HARMFUL = frozenset("punish retaliate avenge crush eliminate annihilate fight destroy attack".split())
"""Verbs of harm, whatever else the lexicon has them tell."""


def harms(verb: Token) -> bool:
    """Whether what is vowed is harm: "pledged to attack"."""
    return any(True for _ in _harm(verb))


def threatened(verb: Token) -> list[Token]:
    """Whom the harm that is vowed is to befall: "vowed to fight Chile"."""
    return [t for inner in _harm(verb) for t in (*objects(inner), *after(inner, "against"), *after(inner, "on"))]


def _harm(verb: Token) -> Iterator[Token]:
    below = (c for c in verb.children if c.dep_ in ("xcomp", "acomp"))
    for token in (d for c in below for d in c.subtree if d.dep_ == "xcomp" or d.i == c.i):
        frame = match(token) if token.pos_ == "VERB" else None
        framed = frame is not None and frame.type and ontology.quad(frame.type.split("|")[0]) > 2
        if framed or token.lemma_ in HARMFUL:
            yield token


def vows_not(verb: Token) -> bool:
    """Whether it is vowed not to do something: "vowed to never meet him"."""
    below = (c for c in verb.children if c.dep_ == "xcomp")
    return any(t.dep_ == "neg" or t.lower_ == "never" for clause in below for t in clause.children)


def must(verb: Token) -> list[Token] | None:
    """The subject of what somebody says must be done: "said Israel must withdraw"."""
    for child in verb.children:
        if child.dep_ == "ccomp" and child.pos_ in ("VERB", "AUX"):
            duty = any(c.dep_ == "aux" and c.lower_ in ("must", "should") for c in child.children)
            if duty or (child.lemma_ in ("need", "have") and any(c.dep_ == "xcomp" for c in child.children)):
                return [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")]
    return None


def refuses_conflict(verb: Token) -> bool:
    """Whether it refuses to harm ("refuses to condemn"): the inner act tells that, with status refused."""
    for child in verb.children:
        if child.dep_ == "xcomp" and (frame := match(child)) is not None and frame.type:
            return ontology.quad(frame.type.split("|")[0]) > 2
    return False


def opines(verb: Token) -> bool:
    """Whether one agrees that something is so, which is an opinion: "agreed that the army had acted alone"."""
    told = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX")]
    return verb.lemma_ == "agree" and any(_past(c) for c in told)


def _past(verb: Token) -> bool:
    helpers = [c.lower_ for c in verb.children if c.dep_ == "aux"]
    finite = verb.tag_ == "VBD" or (verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP"))
    return any(low in ("had", "has", "have") for low in helpers) or (finite and not helpers)


def of_what(verb: Token) -> bool:
    """Whether an agreement says what on: "agreed to withdraw", "agreed on a truce"; not "agreed vehemently"."""
    return any(c.dep_ in ("xcomp", "ccomp", "dobj", "prep", "acomp", "advcl") for c in verb.children)


def to_do(verb: Token) -> bool:
    """Whether readiness that is voiced is readiness to do something, not interest in it."""
    if verb.lemma_ not in ("express", "signal", "voice", "show"):
        return True
    return any(c.dep_ in ("acl", "xcomp", "ccomp") for o in (verb, *objects(verb)) for c in o.children)


def of_note(verb: Token) -> bool:
    """Whether what is rejected is itself an act: talks, a demand, to withdraw."""
    below = [*objects(verb), *(c for c in verb.children if c.dep_ == "xcomp")]
    return any(match(token) is not None or token.lemma_ in PROPOSED for token in below)


def promised(verb: Token) -> list[Token]:
    """To whom what is promised is done: "to lift the ban on Chile", not "to abolish the ministry"."""
    found: list[Token] = []
    for inner in below(verb):
        frame = match(inner)
        kind = frame.type.split("|")[0] if frame is not None else ""
        if frame is not None and kind and ontology.quad(kind) <= 2:
            found += objects(inner) + (slot(inner, "ccomp") if "ccomp" in frame.recipient else [])
            found += after(inner, "from") + [t for o in objects(inner) for t in after(o, "from")]
        found += [c for c in inner.children if c.dep_ == "dative"]
        for name in ("with", "to", "for", "against"):
            found += after(inner, name) + [t for o in objects(inner) for t in after(o, name)]
    return found


def foretells(verb: Token, named: Container[int]) -> bool:
    """Whether a warning says what may come by itself: "warned him that the floods could last"; `named`: who acts."""
    for child in verb.children:
        if child.dep_ == "ccomp":
            doers = [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass", "expl")]
            return bool(doers) and all(c.i not in named and c.pos_ == "NOUN" for c in doers) and match(child) is None
    return False
