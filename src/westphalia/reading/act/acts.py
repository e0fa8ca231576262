"""Acts: predicates of a sentence with their parties, found by the frames of the lexicon.

Precision first: an act without a source, or without the recipient its frame needs, is left out, and what an
agreement, a demand or a threat is about is not told a second time.
"""

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.model import Mention, ontology
from westphalia.reading.act.act import Act, ids, known, polities, sectors
from westphalia.reading.act.complements import (
    foretells,
    harms,
    must,
    opines,
    promised,
    refuses_conflict,
    threatened,
    vows_not,
)
from westphalia.reading.act.completeness import complete
from westphalia.reading.act.event_features import path, turn
from westphalia.reading.act.event_type import code_pair
from westphalia.reading.act.foes import name_foes
from westphalia.reading.act.frames import Frame, after, agents, match, objects, slot
from westphalia.reading.act.ground import settle_ground
from westphalia.reading.act.parties import Parties, private
from westphalia.reading.reading import Sentence

SWALLOWS = frozenset({"AGREE", "REJECT", "THREATEN", "REQUEST"})
"""Types whose clause is what they are about, not a second event."""
OTHERWISE = 0.7
"""From this probability the model overrules the lexicon, if it gives the lexicon's type less than UNLIKELY."""
UNLIKELY = 0.1
ELSEWHERE = ("to", "against", "with", "for", "from", "towards", "toward", "on", "of", "over", "about")
"""Prepositions of a verb that may hold a recipient its frame does not name, since parses attach them loosely."""
CLOSE = ELSEWHERE[:7]
"""Those that hold recipients of any act; the others only whom one praises, blames or refuses."""
GOOD = frozenset({"SUPPORT", "AID"})
FOR = tuple(name for name in ELSEWHERE if name not in ("against", "from"))
"""Those that hold whom one helps: "defends the port from Chile" is no help for Chile."""
UNSTATED = frozenset({"PROTEST", "MOBILIZE", "RETREAT", "CONSULT"})
"""Types whose further prepositions name topics and places, not recipients."""
LIGHT = frozenset(
    "make launch carry stage mount begin continue resume start conduct order give issue pay offer provide intensify "
    "escalate step extend maintain keep impose lead host hold have attend conclude open wage pursue deliver send "
    "increase reduce end suspend halt stop join chair initiate restart cancel postpone plan schedule announce".split()
)
"""Verbs whose subject does what their object tells: "staged an attack", not "condemned" or "saw the attack"."""
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
POLICE = frozenset({"COP", "JUD", "SPY"})
"""Those whose raids are searches, not attacks."""
TAKES = frozenset({"capture", "seize"})
MEN = frozenset({"MIL", "CVL", "REB", "UNK", "MED", "JRN", "REL", "AGR", "UAF"})
"""Sectors of whom one takes captive; a tanker of a country has none."""
SPORT = frozenset(
    "fifa uefa midfielder goalkeeper semifinal badminton football soccer cricket tennis olympic olympics athlete "
    "player coach match tournament championship cup league qualifier qualification team squad stadium medal".split()
)
FREES = frozenset({"liberate", "retake", "recapture", "regain", "reclaim"})
"""What one does to one's own towns, against whoever held them."""
VOWS = frozenset({"pledge", "vow", "promise", "be", "commit", "threaten", "undertake"})
STRIKES = frozenset({"on", "against", "at", "in", "into", "across", "toward", "towards", "obj.on", "obj.in"})
SEVERALLY = frozenset({"separate", "own", "respective", "parallel"})
"""Agreements signed severally tie each side to its partner, not the sides to one another."""


SAYING = frozenset(
    "say insist stress argue state declare tell add emphasize emphasise maintain reiterate repeat".split()
)
MUST = Frame("say … must", "V", (), "REQUEST", "", (), "p")


def acts(sentence: Sentence, parties: Parties) -> list[Act]:
    """Every act of a sentence that has the parties it needs, in order of the text, each told once."""
    if sentence.doc is None or not parties.mentions:
        return []
    found: list[Act] = []
    taken: set[int] = set()
    for token in sentence.doc:
        if token.pos_ not in ("VERB", "NOUN", "AUX") or token.i in taken or _epithet(token):
            continue
        act = _act(token, parties, sentence)
        if act is None or any(_same(act, other) for other in found):
            continue
        found.append(act)
        taken |= {o.i for o in objects(token)} if act.frame.pos == "V" else set()
        if act.type in SWALLOWS:
            taken |= _clause(token)
    return [] if found and sports(sentence.doc) else found


def _act(token: Token, parties: Parties, sentence: Sentence) -> Act | None:  # noqa: PLR0911 - a list of cases
    frame = match(token)
    if token.lemma_.lower() in SAYING and (told := must(token)) is not None:
        frame, recipients = MUST, parties.acting(told)
        act = Act(token, frame, "REQUEST", parties.acting(agents(token)), [m for m in recipients if m.acts])
        if not complete(act) or not _across(act):
            return None
        _code(act, sentence)
        return act
    if frame is not None and not frame.type:
        return None
    if frame is None:
        return None
    act = _nominal(token, frame, parties) if frame.pos == "N" else _verbal(token, frame, parties)
    _settle(act, parties)
    act.recipients = [m for m in act.recipients if _takes(act, m)]
    if (act.type == "REJECT" and refuses_conflict(token)) or (act.type == "AGREE" and opines(token)):
        return None
    if not complete(act) or (act.type == "THREATEN" and foretells(token, parties.mentions)):
        return None
    _code(act, sentence)
    guests = [m for m in act.recipients if m.kind not in ("body", "bloc")]  # not of whom: "hosted the UN summit"
    if "h" in frame.flags and act.type == "CONSULT" and guests:
        act.sources, act.recipients = act.recipients, act.sources
    return act


def _settle(act: Act, parties: Parties) -> None:
    """Type and recipients by what the parties are and what is vowed."""
    token, lemma = act.predicate, act.predicate.lemma_.lower()
    if act.type in ("ASSAULT", "COERCE") and not act.frame.mutual:
        act.recipients = parties.struck(_targets(act), act.recipients)
    settle_ground(act, parties)
    if act.frame.mode == "investigate":  # "an investigation into war crimes in Chile" accuses nobody there
        act.recipients = [m for m in act.recipients if not parties.located(m)]
    if lemma in FREES or act.type == "MOBILIZE":  # one deploys troops at home against others
        act.recipients = [m for m in act.recipients if not polities([m]) <= polities(act.sources)]
    if act.type == "AGREE" and lemma in VOWS:
        act.type = "REJECT" if vows_not(token) else "THREATEN" if harms(token) else "AGREE"
        if act.type == "THREATEN":
            act.recipients = parties.affected(threatened(token)) or act.recipients
    if _of_the_people(act):
        act.type = "PROTEST"
    if act.type == "PROTEST" and act.frame.mode == "boycott" and not any(map(private, act.sources)):
        act.type = "SANCTION"
    if act.type == "COERCE" and lemma in TAKES:
        _settle_taking(act, parties)
    if act.type == "ASSAULT" and lemma == "raid" and act.sources and sectors(act.sources) <= POLICE:
        act.type = "COERCE"
    name_foes(act, parties.fighting)


def _settle_taking(act: Act, parties: Parties) -> None:
    """Captives of war and towns taken by arms (CAMEO 192, occupy territory) are no seizure of property."""
    if _captives(act):
        act.type, act.frame = "ASSAULT", replace(act.frame, mode="abduct")
    elif parties.ground(objects(act.predicate)) and not sectors(act.sources) & POLICE:
        act.type, act.frame = "ASSAULT", replace(act.frame, mode="")


def _captives(act: Act) -> bool:
    """Whether those captured are people, taken by no police: captives of war."""
    people = act.recipients and all(m.kind in ("group", "people", "person") for m in act.recipients)
    men = {a.partition("/")[2] for m in act.recipients if m.kind != "people" for a in m.actors}
    return bool(people) and not sectors(act.sources) & POLICE and {one.split("/")[0] for one in men} <= MEN


def sports(doc: Doc) -> bool:
    """Whether a sentence is about a match, by two words of sport or one that is nothing else."""
    found = {t.lemma_.lower() for t in doc} & SPORT
    return len(found) > 1 or bool(found & {"fifa", "uefa", "midfielder", "goalkeeper", "semifinal", "badminton"})


def _epithet(token: Token) -> bool:
    """Whether a verb form is an adjective of what follows: "the opposing sides", "to occupied Chile"."""
    if token.dep_ == "amod":
        return token.pos_ == "VERB"
    bare = token.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass", "agent", "prep") for c in token.children)
    before, behind = (token.nbor(step) if 0 <= token.i + step < len(token.doc) else None for step in (-1, 1))
    joins = (
        before is not None and before.pos_ in ("ADP", "DET", "PART") and before.lower_ not in ("by", "after", "when")
    )
    return bare and joins and behind is not None and behind.pos_ == "PROPN"


def _targets(act: Act) -> list[Token]:
    """Where what an attack strikes is named: its object, or what follows its prepositions."""
    if act.frame.pos == "N":
        return [t for name in ("on", "against", "of", "in", "at") for t in after(act.predicate, name)]
    there = ("in", "at") if objects(act.predicate) or "in" in act.frame.recipient else ()
    places = [name for name in (*act.frame.recipient, *there) if name in STRIKES]
    return [*objects(act.predicate), *(t for name in places for t in slot(act.predicate, name))]


def _of_the_people(act: Act) -> bool:
    """Whether those who complain or obstruct are people of no office: they protest."""
    if not act.sources or not (
        (act.type == "ACCUSE" and act.predicate.lemma_ == "protest")
        or (act.type == "COERCE" and act.frame.mode in ("restrict", "censor") and all(private(m) for m in act.sources))
    ):
        return False
    return all(m.kind not in ("person", "body", "organ") for m in act.sources) and not sectors(act.sources) & OFFICIAL


def _takes(act: Act, mention: Mention) -> bool:
    """Whether somebody can be the recipient of an act: one joins a body."""
    return "b" not in act.frame.flags or mention.kind in ("body", "bloc")


def _across(act: Act) -> bool:
    """Whether a demand goes from one polity to another, or to those who govern."""
    sources = {a.split("/")[0] for m in act.sources for a in m.actors}
    return any(
        a.split("/")[0] not in sources or a.split("/")[1:2] == ["GOV"]
        for m in act.recipients
        if not private(m)
        for a in m.actors
    )


def _verbal(verb: Token, frame: Frame, parties: Parties) -> Act:
    sources = (parties.present if frame.mode == "visit" else parties.acting)(agents(verb))
    recipients: list[Mention] = []
    look = _look(frame, parties)
    # one blames the doer of a deed, not those it befell: "slammed the sanctions on Iran by the US"
    deeds = [o for o in objects(verb) if o.pos_ == "NOUN" and o.i not in parties.mentions and match(o) is not None]
    if frame.type == "ACCUSE" and deeds and not frame.needs:
        doers = [m for o in deeds for m in _doers(o, parties)] or parties.acting(after(verb, "by"))
        return Act(verb, frame, frame.type, sources, [m for m in doers if m not in sources], frame.mutual)
    led = frame.type == "REQUEST" and bool(objects(verb)) and any(c.dep_ in ("xcomp", "ccomp") for c in verb.children)
    # "urged the parties to trust Kenya": who is urged stands as object, whoever it is
    for name in ("obj",) if led else frame.recipient:
        # "appealed for support for refugees" asks nothing of them
        seek = parties.present if name == "for" and frame.type == "REQUEST" else look
        places = _slot(verb, name, frame)
        if name and (recipients := [m for m in seek(places) if m not in sources]):
            break
    if (
        not recipients
        and not led
        and not set("de") & set(frame.flags)
        and frame.type not in UNSTATED
        and not frame.mutual
    ):
        loose = frame.type == "REJECT" or frame.mode == "disapprove"
        asks = frame.type == "REQUEST"
        into = frame.mode == "investigate" or verb.lemma_ == "blame"  # "with the help of Chile", "for Chile's woes"
        further = () if into else FOR if frame.type in GOOD else ELSEWHERE if loose else CLOSE
        for name in ("from", "to") if asks else further:
            near = parties.acting if asks else parties.affected
            held = [m for m in near(slot(verb, name)) if m not in sources and known([m])]
            if held and not (set(frame.recipient) & {"in"} and name == "in"):
                recipients = held
                break
    if frame.type in ("ACCUSE", "SUPPORT"):  # who endorses an attack on Chile supports others
        recipients = [m for m in recipients if not parties.befallen(m)]
    apart = any(c.lower_ in SEVERALLY for o in objects(verb) for c in o.children) or _calls(verb, frame, recipients)
    if apart and frame.mutual and recipients:
        return Act(verb, replace(frame, flags=frame.flags.replace("m", "")), frame.type, sources, recipients)
    return Act(verb, frame, frame.type.split("|")[0], sources, recipients, frame.mutual)


def _slot(verb: Token, name: str, frame: Frame) -> list[Token]:
    """Where a recipient stands in one place of a frame."""
    if name == "with" and _of_talks(verb, frame):
        return after(verb, name)
    if name in ("on", "upon", "to") and frame.type == "REQUEST":  # "called for pressure on Chile" asks nothing of it
        return after(verb, name) + [t for o in objects(verb) for t in after(o, name)]
    return promised(verb) if name == "clause" and frame.type == "AGREE" else slot(verb, name)


def _calls(verb: Token, frame: Frame, others: list[Mention]) -> bool:
    """Whether one has several calls, with each of several: they do not speak to one another."""
    return frame.mode == "phone" and len(others) > 1 and any(o.tag_ == "NNS" for o in objects(verb))


def _of_talks(verb: Token, frame: Frame) -> bool:
    """Whether what one talks about are talks themselves: "discussed his meetings with Chile"."""
    told = (match(o) for o in objects(verb)) if frame.type == "CONSULT" and verb.lemma_ not in LIGHT else ()
    return any(inner is not None and inner.mutual for inner in told)


def _look(frame: Frame, parties: Parties) -> Callable[[list[Token]], list[Mention]]:
    """How recipients are looked for: one meets those named, and condemns also those whose decision it is."""
    if "t" in frame.flags or (frame.type.startswith("CONSULT") and "obj" in frame.recipient):
        return parties.present
    if frame.mutual or "d" in frame.flags:
        return parties.acting
    kind = frame.type.split("|")[0]
    return parties.hit if kind != "REQUEST" and kind and ontology.quad(kind) > 2 else parties.affected


def _doers(noun: Token, parties: Parties) -> list[Mention]:
    """Who does the deed a noun names: "Israel's attack", "the attack by Israel"."""
    owners = [c for c in noun.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
    owners = [c for c in owners if c.dep_ == "poss"] or owners  # "our committee meeting"
    return parties.acting([c for c in owners if c.i in parties.mentions]) or parties.acting(after(noun, "by"))


def _nominal(noun: Token, frame: Frame, parties: Parties) -> Act:
    """A noun that tells an act: "talks between A and B", "A's visit to B", "sanctions on B by A"."""
    sources = [] if noun.dep_ == "compound" else _doers(noun, parties)
    if not sources and noun.dep_ == "dobj" and noun.head.pos_ == "VERB" and noun.head.lemma_.lower() in LIGHT:
        sources = parties.acting(agents(noun.head))
    recipients: list[Mention] = []
    for name in frame.recipient:
        held = [m for m in _look(frame, parties)(after(noun, name)) if m not in sources]
        if held and frame.mutual and (name == "between" or (name == "of" and len(held) > 1)):
            # "clashes between students of Delhi": those between whom it is, not whose place it is
            sources = held if name == "between" and len(held) > 1 else [*sources, *held]
            break
        if held and not (frame.mutual and name == "of" and held[0].kind != "body"):
            recipients = held
            break
    return Act(noun, frame, frame.type.split("|")[0], sources, recipients, frame.mutual)


def _code(act: Act, sentence: Sentence) -> None:
    """Lets the model choose among the frame's types, and overrule it where it is sure."""
    if sentence.doc is None or not act.sources:
        return
    source = sentence.tokens(act.sources[0].head)
    others = act.recipients or act.sources[1:]
    target = sentence.tokens(others[0].head) if others else None
    if source is None or not _leads(turn(source, target), act.predicate):
        return
    if act.frame.pos == "N" and target is not None and path(source.root, target.root)[1].i == act.predicate.i:
        return
    act.direct = turn(source, target).i == act.predicate.i
    act.coding = code_pair(sentence.doc, source, target)
    if "|" not in act.frame.type:
        return
    weights = dict(act.coding.types)
    choices = act.frame.type.split("|")
    act.type = max(choices, key=lambda name: (weights.get(merged(name), 0.0), -choices.index(name)))


def _leads(top: Token, predicate: Token) -> bool:
    """Whether the model, which judges the verb where the parties' ways meet, judges this predicate.

    It does if the predicate is that verb, or hangs from it as clause, object or what an object is about.
    """
    at = predicate
    for _ in range(4):
        if at.i == top.i:
            return True
        if at.dep_ not in ("xcomp", "ccomp", "dobj", "pcomp", "acl", "prep", "pobj", "conj", "acomp", "oprd"):
            return False
        at = at.head
    return False


def merged(name: str) -> str:
    """The class of the model that holds a type: it does not tell CONCEDE from RETREAT."""
    return "YIELD" if name in ("CONCEDE", "RETREAT") else name


def _same(act: Act, other: Act) -> bool:
    """Whether two predicates tell one act: "met him for talks"."""
    mine, theirs = ids(act.sources + act.recipients), ids(other.sources + other.recipients)
    return act.type == other.type and mine <= theirs and (act.mutual or ids(act.sources) == ids(other.sources))


def _clause(token: Token) -> set[int]:
    """The predicates of the clause a verb holds."""
    found: set[int] = set()
    for child in token.children:
        asked = child.dep_ == "advcl" and child.tag_ == "VB"  # "called on Chile to stop and withdraw"
        if asked or child.dep_ in ("xcomp", "ccomp", "acomp", "oprd", "prep", "dobj"):
            found |= {t.i for t in child.subtree if t.pos_ in ("VERB", "AUX", "NOUN")}
    return found


def spans(act: Act, sentence: Sentence) -> list[TokenSpan]:
    """Token spans of the parties of an act that stand in its sentence."""
    held = (sentence.tokens(m.head) for m in act.sources + act.recipients)
    return [span for span in held if span is not None]
