"""Grammar of relayed speech: who passes on whose words.

"The ministry quoted Wang as saying" has the ministry as its subject and Wang as its speaker; "told Interfax" and
"according to Tass" behind words already credited to somebody name the relay, not the speaker.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.speech.script import named_outlet, noun_phrase

_QUOTING = frozenset("quote cite".split())
_SAYS_AS = re.compile(r"(?is)\b(?:quot|cit)(?:e|es|ed|ing)\b.*\sas\s")
"""What a sentence must hold to quote somebody as saying."""
TELLING = frozenset("tell inform say speak write declare announce explain add note report reply stress".split())
KEEPING = frozenset(
    "wish will plan schedule guideline rule regulation law standard norm principle procedure protocol requirement "
    "custom tradition need taste preference ability size type criterion instruction order ideal "
    "whim merit vision habit".split()
)
"""What is done according to these is done in keeping with them; they say nothing."""
_TALKS = frozenset("interview conversation statement article column appearance broadcast call".split())


@dataclass(frozen=True, slots=True)
class Quoting:
    """As in "R quoted S as saying C": the verb of quoting, relay, speaker, the verb of saying, and its content."""

    verb: Token
    relay: TokenSpan | None
    speaker: TokenSpan
    saying: Token


def quotings(reading: Reading, sentence: Sentence) -> Iterator[Quoting]:
    """Every quoting construction of a sentence, active or passive ("was quoted by R as saying")."""
    if sentence.doc is None or not _SAYS_AS.search(sentence.span.of(reading.clean)):
        return
    for token in sentence.doc:
        if token.lemma_.lower() not in _QUOTING or token.pos_ not in ("VERB", "AUX"):
            continue
        saying = next(
            (t for t in token.subtree if t.tag_ == "VBG" and t.i > token.i and t.nbor(-1).lower_ == "as"), None
        )
        if saying is None:
            continue
        roles = {child.dep_: child for child in token.children}
        agent = next((c for c in roles["agent"].children if c.dep_ == "pobj"), None) if "agent" in roles else None
        if "nsubjpass" in roles:
            yield Quoting(token, noun_phrase(agent) if agent else None, noun_phrase(roles["nsubjpass"]), saying)
        elif speaker := _object(token, saying):
            relay = roles.get("nsubj") or (token.head if token.dep_ == "acl" else subject_of(token))
            yield Quoting(token, noun_phrase(relay) if relay else None, noun_phrase(speaker), saying)


def _object(verb: Token, saying: Token) -> Token | None:
    """Whose words are quoted: the last noun between the verb and "as", whichever way the parse attaches it."""
    for child in verb.children:
        if child.dep_ in ("dobj", "obj", "nsubj") and verb.i < child.i < saying.i:
            return child
    nouns = [t for t in verb.doc[verb.i + 1 : saying.i] if t.pos_ in ("NOUN", "PROPN", "PRON") and t.dep_ != "compound"]
    return nouns[0] if nouns else None


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb: its own, or the one it shares with a verb above it ("echoed him by saying")."""
    for _ in range(3):
        own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if own is not None:
            return own
        if _passive(verb):
            return None
        above = verb.head
        if verb.tag_ == "VBG" and (holder := _holder(verb)) is not None:
            return holder
        if verb.dep_ == "pcomp" and above.dep_ == "prep":
            above = above.head
        elif verb.dep_ not in ("conj", "advcl", "xcomp"):
            return None
        if above.i == verb.i or above.pos_ not in ("VERB", "AUX"):
            return None
        verb = above
    return None


def _passive(verb: Token) -> bool:
    """Whether somebody who is not named does it: "was deemed so", "Asked about the talks, the minister said"."""
    helpers = {c.dep_ for c in verb.children}
    return bool(helpers & {"nsubjpass", "auxpass"}) or (
        verb.tag_ == "VBN" and verb.dep_ == "advcl" and "aux" not in helpers
    )


def _holder(verb: Token) -> Token | None:
    """As in "It ended badly with the mayor of Rome saying that": the noun between "with" and the participle."""
    before = [t for t in verb.doc[max(0, verb.i - 12) : verb.i] if t.dep_ == "pobj" and t.head.lower_ == "with"]
    return next((t for t in before if t.right_edge.i == verb.i - 1), None)


def hearers(reading: Reading, sentence: Sentence, cue: TokenSpan) -> Iterator[TokenSpan]:
    """Outlets the words were spoken to: "told Interfax", "said in an interview with CNN", "said on state TV"."""
    for token in cue:
        for child in token.children:
            if child.dep_ in ("dobj", "dative", "obj") and token.lemma_.lower() in TELLING:
                yield from _outlets(reading, sentence, child)
            elif child.dep_ == "prep" and child.lower_ in ("to", "in", "on", "with", "for", "during"):
                for noun in child.subtree:
                    if noun.dep_ == "pobj" and (noun.head == child or noun.head.head.lemma_.lower() in _TALKS):
                        yield from _outlets(reading, sentence, noun)


def _outlets(reading: Reading, sentence: Sentence, noun: Token) -> Iterator[TokenSpan]:
    phrase = noun_phrase(noun)
    if noun.pos_ == "PROPN" and named_outlet(phrase) is not None:
        yield phrase
        return
    mention = reading.mention_at(sentence.locate(noun))
    if mention is None or mention.kind != "outlet":
        return
    if not (mention.actor or "?").startswith("?"):  # "told reporters" is nobody in particular
        yield phrase


def accordings(reading: Reading, sentence: Sentence) -> Iterator[tuple[Token, TokenSpan]]:
    """Every "according to N": the word "according" and the noun phrase."""
    if sentence.doc is None or "ccording" not in sentence.span.of(reading.clean):
        return
    for token in sentence.doc:
        if token.lower_ != "according":
            continue
        to = next((c for c in token.children if c.lower_ == "to"), None)
        if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
            to = token.nbor()
        noun = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to is not None else None
        if noun is not None and noun.lemma_ not in KEEPING:
            yield token, noun_phrase(noun)
