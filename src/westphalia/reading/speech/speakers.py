"""Who speaks, where the words alone do not tell: "he" who spoke before, and when to name nobody.

A wrong actor misleads, an empty one does not: where two could be meant, the words of the speaker stay and the actor
is left open.
"""

import re

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from westphalia.model import Mention, Party
from westphalia.reading.speech.relays import subject_of
from westphalia.reading.speech.script import Script, antecedent, noun_phrase, subject_phrase
from westphalia.reading.speech.utterance import Utterance, in_marks, worth
from westphalia.reference.given_names import gender

NEAR_SPEAKER = 600
"""Characters over which "he" may mean who spoke before: a long quotation and a sentence."""
_PERSONAL = frozenset(("he", "she"))
SEEMING = frozenset(("seem", "appear"))
MOVED = frozenset(
    "alarm anger assure commit concern convince dedicate determine disappoint divide encourage excite focus frustrate "
    "incline interest persuade please poise prepare resolve satisfy scare shock split startle surprise tempt unsettle "
    "worry".split()
)
"""Participles of a state of mind: "is convinced that" has its source for a subject."""
_NOBODY = frozenset(("it", "there"))


def subjects(script: Script, drafts: list[Utterance]) -> None:
    """The subject of a verb of saying says it, where the model took a name beside the subject.

    As in "The farmer, who grew up in Oslo, Norway said" and "which the king left after nine lawmakers said".
    """
    for draft in drafts:
        him, cue, home = draft.speaker, draft.cue_words, draft.sentence
        if him is None or cue is None or home is None or not home.span.covers(him.span):
            continue
        verb = cue.root
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
        if subject is None or subject.lower_ in _NOBODY or subject.tag_ in ("WP", "WDT") or verb.pos_ != "VERB":
            continue
        words = home.tokens(him.span)
        if words is None or words.start <= subject.i < words.end or draft.content.covers(home.locate(subject)):
            continue
        beside = any(c.dep_ == "relcl" and c.i < words.start for c in subject.children)
        if words.root.head == verb and not beside:
            continue
        draft.speaker = script.party(subject_phrase(subject), home)
        draft.rules.append("subject of the verb")


def purposes(script: Script, drafts: list[Utterance]) -> None:
    """As in "The Republicans met with the envoy to discuss it": who met does, not whom they met."""
    for draft in drafts:
        him, cue, home = draft.speaker, draft.cue_words, draft.sentence
        words = home.tokens(him.span) if him is not None and home is not None and home.span.covers(him.span) else None
        if words is None or cue is None or home is None:
            continue
        verb, held = cue.root, words.root
        bare = any(c.tag_ == "TO" for c in verb.children) and all(c.dep_ != "nsubj" for c in verb.children)
        met = held.dep_ == "pobj" or (held.dep_ == "dobj" and verb.dep_ == "advcl")
        if not bare or not met or verb.dep_ not in ("advcl", "xcomp") or not verb.head.i < held.i < verb.i:
            continue
        if (subject := subject_of(verb)) is not None and subject.tag_ not in ("WP", "WDT"):
            draft.speaker = script.party(subject_phrase(subject), home)
            draft.rules.append("subject of the verb")


def undergone(script: Script, drafts: list[Utterance]) -> None:
    """As in "He is said to be ill" and "She seems to doubt it": the subject says nothing; an agent does.

    In PolNeAR's training part the subject of a passive cue is its source in 8 % (mostly states of mind), of "seem" and
    "appear" in 16 %.
    """
    for draft in drafts:
        him, cue, home = draft.speaker, draft.cue_words, draft.sentence
        if him is None or cue is None or home is None or (role := _undergoes(cue)) is None:
            continue
        verb = cue.root
        agents = (c for a in verb.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj")
        agent = next(agents, None)
        if agent is not None and him.span.overlaps(home.locate(agent)):
            continue
        subject = subject_phrase(role)
        if him.span.overlaps(home.locate(antecedent(subject) or subject)):
            draft.speaker = script.party(noun_phrase(agent), home) if agent is not None else None
            draft.rules.append("of whom it is said")


def _undergoes(cue: TokenSpan) -> Token | None:
    """Whom a passive or a verb of seeming is said of; in "she seems to want it" it is she who wants."""
    verb, alone = cue.root, sum(token.pos_ == "VERB" for token in cue) == 1
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return verb.head
    below = {child.dep_: child for child in verb.children}
    if "nsubjpass" in below and alone and verb.lemma_ not in MOVED:
        return below["nsubjpass"]
    return below.get("nsubj") if verb.lemma_ in SEEMING and alone else None


def remembered(script: Script, drafts: list[Utterance]) -> None:
    """As in "said Juan Paz. “President Ruiz knows,” he added": he is who spoke before, not whom the speech names."""
    last: Party | None = None
    for draft in drafts:
        him = draft.speaker
        mention = script.reading.mention_at(him.span) if him is not None else None
        if him is None or mention is None or mention.kind not in ("person", "pronoun") or not worth(script, draft):
            continue
        near = last is not None and him.span.start - last.span.end < NEAR_SPEAKER
        if last is not None and near and him.text.lower() in _PERSONAL and him.actor not in (None, last.actor):
            named = _named(script, him)
            if named is not None and any(d.content.covers(named.span) for d in drafts):
                draft.speaker = him = Party(last.actor, him.span, him.text, last.name)
                draft.rules.append("who spoke before")
        last = him


def doubted(script: Script, drafts: list[Utterance]) -> None:
    """Leaves the actor open where it rests on a guess between namesakes, or on somebody within a quotation."""
    for draft in drafts:
        him = draft.speaker
        if him is None or him.actor is None:
            continue
        if him.text.lower() in _PERSONAL and _passing(script, him):
            draft.speaker = Party(None, him.span, him.text, "")
            draft.rules.append("nobody known")
        elif _shared(script, him) or _named_after(script, him):
            draft.speaker = Party(None, him.span, him.text, him.text)
            draft.rules.append("namesakes")


def _named(script: Script, him: Party) -> Mention | None:
    """The last mention of the actor before the pronoun that is no pronoun itself."""
    before = (m for m in script.reading.mentions if m.actor == him.actor and m.kind != "pronoun")
    return max((m for m in before if m.span.end <= him.span.start), key=lambda m: m.span, default=None)


def _passing(script: Script, him: Party) -> bool:
    """Whether "he" was taken for somebody unnamed whom the text names in passing: "a citizen's arrest", “an elder”."""
    if him.actor is None or him.actor.count("/") != 1:
        return False
    named, clean = _named(script, him), script.reading.clean
    if named is None:
        return False
    return in_marks(script, named.span) or clean[named.head.end : named.head.end + 2] in ("'s", "’s") or _title(named)


def _title(named: Mention) -> bool:
    """Whether all words are capitals at their start, as the title of a film or book has them."""
    words = named.text.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words) and not named.name.startswith("the ")


def _shared(script: Script, him: Party) -> bool:
    """Whether a surname alone may be another of the report: "Ruto" after William and Rachel, a town's name."""
    if " " in him.text or not him.text[:1].isupper() or him.text.lower() in _PERSONAL:
        return False
    named = {m.actor for m in script.reading.mentions if m.kind == "person" and m.name.endswith(" " + him.text)}
    persons = {actor for actor in named if actor is not None and actor.count("/") > 1}
    return len(persons) > 1 or bool(named and him.actor not in named)


def _named_after(script: Script, him: Party) -> bool:
    """Whether a region that speaks is a person's surname in the report: "Marcelo Arequipa, a professor"."""
    mention = script.reading.mention_at(him.span)
    if mention is None or mention.kind != "region":
        return False
    found = re.findall(rf"\b[A-Z]\w+ {re.escape(mention.name)}\b", script.reading.clean)
    return any(gender(name) for name in found)
