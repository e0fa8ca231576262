"""The ground of an act: the town or region where it is done is no party to it; those struck there are, or its state.

"Shelled 11 settlements in the region" befalls the state of the region, "wounded ten others in the region" its people.
"""

from dataclasses import replace

from spacy.tokens import Token

from westphalia.model import Mention
from westphalia.reading.act.act import Act, known, polities, sectors
from westphalia.reading.act.frames import after, agents, antecedent, match, objects
from westphalia.reading.act.parties import PEOPLED, Parties

DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST", "THREATEN", "SANCTION"})
"""Types of what is done on a ground; visits are, too."""
PEOPLE = frozenset("other others another one people person man woman child more some several dozens resident".split())
"""Words for persons who belong to nobody in particular."""
HARMS = frozenset("kill wound injure die hurt maim massacre murder execute".split())
PERSONAL = HARMS | frozenset("arrest detain jail imprison apprehend capture abduct kidnap rescue deport free".split())
"""What is done to persons only: an unknown name that is arrested is a person."""
REBELS = frozenset({"REB", "UAF", "CRM", "SEP", "PRM", "OPP"})
CLIMB = 5
"""Words between an attack and the verb that tells whom it killed: "killed as a result of the latest attack on"."""


def settle_ground(act: Act, parties: Parties) -> None:
    """Puts those struck, else the state of the place, where the recipient of a deed is but a place."""
    if act.frame.mutual or not (act.type in DEEDS or act.frame.mode == "visit"):
        return
    if act.type == "ASSAULT" and not known(act.recipients):
        act.recipients = _aimed_at(act, parties) or act.recipients
    own = [m for m in act.recipients if (is_place(m) or (m.how == "place" and m.kind == "state")) and _at_home(m, act)]
    act.at_home = bool(own)
    act.recipients = [m for m in act.recipients if m not in own]
    if known(act.recipients):  # "Russian positions and the enemy's depots"
        act.recipients = [m for m in act.recipients if m.how != "enemy" or known([m])]
    if act.type in ("ASSAULT", "COERCE") and (struck := _struck(act, parties)):
        act.recipients = struck
        return
    places = [m for m in act.recipients if is_place(m)]
    if not places:
        if act.type in ("ASSAULT", "COERCE") and len(there := parties.countries()) == 1:
            country = next(iter(there))
            act.recipients = [_of_place(_unassumed(m, act, country), country) for m in act.recipients]
        return
    others = [m for m in act.recipients if m not in places]
    act.recipients = others if known(others) else [_state(m) for m in places]


def _aimed_at(act: Act, parties: Parties) -> list[Mention]:
    """At whom the attack was that does the harm: "the strike on Lima destroyed three houses"."""
    deeds = [t for t in agents(act.predicate) if t.pos_ == "NOUN" and match(t) is not None]
    return parties.affected([t for deed in deeds for name in ("on", "against") for t in after(deed, name)])


def is_place(mention: Mention) -> bool:
    """Whether a mention is but a region or a town: a seat of government, or a region of no office."""
    return mention.kind == "region" or mention.how == "table:seat"


def _state(mention: Mention) -> Mention:
    return replace(mention, actors=tuple(dict.fromkeys(a.split("/")[0] for a in mention.actors)), kind="state")


def _at_home(mention: Mention, act: Act) -> bool:
    """Whether a ground is the doer's own; that of rebels is their state's."""
    return polities([mention]) <= polities(act.sources) and not sectors(act.sources) & REBELS


def _struck(act: Act, parties: Parties) -> list[Mention]:
    """The people a deed befalls, where its recipient is none of them: its own object, or whom the attack killed."""
    own = [t for t in objects(act.predicate) if act.frame.pos == "V"]
    if any(is_place(m) or m.how == "place" for m in act.recipients) or not act.recipients:
        if found := [m for o in own if (m := _person(act, antecedent(o, act.predicate), parties))]:
            return found
        if act.type == "ASSAULT" and act.recipients:
            return _killed(act, parties)
    return []


def _person(act: Act, token: Token, parties: Parties) -> Mention | None:
    """A person or people whom no mention names, of the country of the ground."""
    if token.i in parties.mentions or any(not is_place(m) for m in parties.within(token)):
        return None
    named = token.tag_ in ("NNP", "NNPS") and token.i not in parties.places
    if act.predicate.lemma_ not in PERSONAL or not (named or token.lemma_.lower() in PEOPLE):
        return None
    before = act.predicate.head if act.predicate.dep_ == "conj" else act.predicate
    sector = next(
        (a.split("/")[1] for o in objects(before) for m in parties.at(o) for a in m.actors if "/" in a), "CVL"
    )
    countries = polities([m for m in act.recipients if is_place(m) or m.how == "place"]) or parties.countries()
    country = next(iter(countries)) if len(countries) == 1 else "?"
    span = parties.sentence.locate(token.doc[token.left_edge.i : token.i + 1] if named else token)
    return Mention(span, token.text, span, (f"{country}/{sector}",), "group", how="place")


def _killed(act: Act, parties: Parties) -> list[Mention]:
    """Whom an attack killed, told by the verb above it or by a participle below it."""
    country = next(iter(polities(act.recipients)), "?")
    verbs = [c for c in act.predicate.children if c.dep_ in ("advcl", "conj") and c.tag_ == "VBG"]
    at = act.predicate
    for _ in range(CLIMB if act.frame.pos == "N" else 0):
        at = at.head
        verbs.append(at)
    for verb in verbs:
        if verb.lemma_ in HARMS:
            hurt = objects(verb) if verb.lemma_ != "die" else [c for c in verb.children if c.dep_ == "nsubj"]
            if found := [m for o in hurt for m in parties.at(o) if not _at_home(m, act)]:
                return [_of_place(m, country) for m in found]
    return []


def _unassumed(mention: Mention, act: Act, country: str) -> Mention:
    """Victims without the country of their killers, which the text does not give them, where the place has another."""
    assumed = mention.how == "role" and mention.kind == "group" and polities([mention]) == polities(act.sources)
    if not assumed or country in polities(act.sources) or len(mention.actors) != 1:
        return mention
    return replace(mention, actors=("?/" + mention.actors[0].partition("/")[2],))


def _of_place(mention: Mention, country: str) -> Mention:
    """People of no known country are taken to be of the country where they are struck."""
    if mention.kind not in ("group", "person", "people") or mention.how == "enemy":
        return mention
    return replace(mention, actors=tuple(_of(a, country) for a in mention.actors))


def _of(actor: str, country: str) -> str:
    return f"{country}/{actor[2:]}" if actor.startswith("?/") and actor[2:] in PEOPLED else actor
