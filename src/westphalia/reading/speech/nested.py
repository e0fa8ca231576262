"""What is said within what is said, and around it.

As in "Turkey reported that Moscow denied any role": Moscow denies, Turkey relays.
"""

from collections.abc import Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from westphalia.model import Party, Span
from westphalia.reading.speech.completion import clause_before, clause_of, sourced
from westphalia.reading.speech.cues import LEVELS, entry, kind
from westphalia.reading.speech.script import Script, noun_phrase, subject_phrase
from westphalia.reading.speech.utterance import Utterance, in_marks

SURE = LEVELS[3]
"""Weight of a cue from which a verb within a content is one of saying."""
_FINITE = frozenset(("VBD", "VBZ", "VBP"))


def nested(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """The drafts with those of known actors within what others say in the narrator's words."""
    cues = [draft.cue for draft in drafts if draft.cue is not None]
    added: list[Utterance] = []
    for draft in drafts:
        if draft.speaker is None or draft.cue is None or in_marks(script, draft.content):
            continue
        home = script.sentence_at(draft.content.start)
        words = home.tokens(draft.content) if home is not None and home.span.covers(draft.content) else None
        if home is None or words is None:
            continue
        for verb, content, subject in _said(words):
            at, who = home.locate(verb), script.party(noun_phrase(subject), home)
            if any(cue.overlaps(at) for cue in cues) or not _another(who, draft.speaker):
                continue
            cue = verb.doc[verb.i : verb.i + 1]
            added.append(Utterance(home.locate(content), at, cue, who, [draft.speaker], ["within"], home))
    return sorted((*drafts, *added), key=lambda d: d.content)


def headlined(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """The drafts with what the sources behind the dashes of headlines say; whom they quote reaches us through them."""
    for sentence in script.sentences:
        if (found := sourced(script.reading, sentence)) is None:
            continue
        content, dash = sentence.locate(found.content), sentence.locate(found.cue)
        source, kept = script.party(found.source, sentence), []
        for draft in drafts:
            if draft.content.covers(dash):
                draft.content = Span(draft.content.start, content.end)
            inside = content.covers(draft.content)
            if inside and draft.speaker is not None:
                draft.via.append(source)
            if not sentence.span.covers(draft.content) or (inside and draft.speaker is not None):
                kept.append(draft)
        drafts = [*kept, Utterance(content, dash, found.cue, source, [], [found.rule], sentence)]
    return sorted(drafts, key=lambda d: d.content)


def enclosing(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """The drafts with those whose content holds another's cue, where the model marked the inner alone.

    As in "The rules called for a search of the ship, officials said": the officials say so, whoever calls.
    """
    cues = [draft.cue for draft in drafts if draft.cue is not None]
    added: list[Utterance] = []
    for sentence in script.sentences:
        assert sentence.doc is not None
        for verb in sentence.doc:
            cue = verb.doc[verb.i : verb.i + 1]
            at = sentence.locate(verb)
            if not _says(cue) or any(one.overlaps(at) for one in cues):
                continue
            below = {child.dep_: child for child in verb.children}
            clause, subject = below.get("ccomp"), below.get("nsubj")
            words = _clause_beside(clause, verb) if clause is not None and subject is not None else None
            if words is None or subject is None or words.start <= subject.i < words.end:
                continue
            content = sentence.locate(words)
            if any(content.covers(one) for one in cues):
                who = script.party(subject_phrase(subject), sentence)
                added.append(Utterance(content, at, cue, who, [], ["around"], sentence))
    return sorted((*drafts, *added), key=lambda d: d.content)


def _says(cue: TokenSpan) -> bool:
    verb = cue.root
    row = entry(cue) if verb.pos_ == "VERB" and verb.tag_ in _FINITE else None
    return row is not None and row.weight >= SURE


def _clause_beside(clause: Token, verb: Token) -> TokenSpan | None:
    """A clause of a verb, on whichever side of it."""
    return clause_of(clause, verb) if clause.i > verb.i else clause_before(clause, verb)


def _said(words: TokenSpan) -> Iterator[tuple[Token, TokenSpan, Token]]:
    """Verbs of saying within some words, with what is said and their subject."""
    for verb in words:
        cue = verb.doc[verb.i : verb.i + 1]
        if not _says(cue):
            continue
        below = {child.dep_: child for child in verb.children if words.start <= child.i < words.end}
        what = below.get("ccomp") or (below.get("dobj") if kind(cue, "") == "denies" else None)
        if "nsubj" not in below or "neg" in below or what is None or what.i < verb.i:
            continue
        content = clause_of(what, verb)
        if content is not None and content.end <= words.end:
            yield verb, content, below["nsubj"]


def _another(who: Party, outer: Party) -> bool:
    """Whether somebody known is another than who tells it."""
    return who.actor is not None and not who.actor.startswith("?") and who.actor != outer.actor
