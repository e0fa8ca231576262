"""An utterance: a statement in the making, from what the model marked to the finished statement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span as TokenSpan

from westphalia.model import Party, Span, Statement, Trace
from westphalia.reading.reading import Sentence
from westphalia.reading.speech.attribution import Attribution
from westphalia.reading.speech.confidence import confidence, cue_form, marks, traits
from westphalia.reading.speech.cues import LEVELS, entry, kind
from westphalia.reading.speech.script import Script, antecedent

_WORD = re.compile(r"\w+")
_LEFT_OVER = re.compile(r"[\s,;]+(?:and|but|or|while)[\s,;]*$")
_AS_IT_IS = frozenset("while although though as when if because since after before unless".split())
_WHO = frozenset("person pronoun group".split())
"""Kinds of mentions that "who" may stand for."""
GRAMMAR = frozenset(("for whom", "colon", "quoted as saying", "divided", "within", "turn", "dash"))
"""Rules that rest on grammar alone."""
GUESSES = frozenset(
    ("speaker goes on", "who spoke before", "subject of the cue", "to the end of the clause", "around the cue")
)
"""Rules that are right less often than what they make looks like."""
RULED = 0.89
"""Confidence of what these rules make: too few occur in PolNeAR for the traits to tell."""
HELD = frozenset(("piece", "topic", "title", "thing", "narrator", "deed", "supposed", "in keeping", "label", "unsaid"))
"""Rules by which what was found is held back: half of what is said, or nothing that is said (`topics.py`)."""
CLEAR, PLAIN = 0.01, 0.12
"""Least weight of a cue for a clause, and for a mere noun phrase, to be a statement."""


@dataclass(slots=True)
class Utterance:
    """A statement in the making: spans in the clean text, the cue's words, who speaks and who relays."""

    content: Span
    cue: Span | None = None
    cue_words: TokenSpan | None = None
    speaker: Party | None = None
    via: list[Party] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    sentence: Sentence | None = None
    marks: tuple[str, ...] = ("by rule",)


def drafts_of(script: Script) -> list[Utterance]:
    """What the model found, in order of the text."""
    return [_draft(script, one) for one in script.found]


def _draft(script: Script, one: Attribution) -> Utterance:
    made = Utterance(script.span(one.content), rules=["tagger"], sentence=script.sentence(one.content.first))
    shares = {"content": script.share(one.content), "cue": script.share(one.cue), "source": script.share(one.source)}
    made.marks = marks(shares | {"bounds": script.bounded(one.content)}, one.margin)
    if one.cue is not None:
        made.cue, made.cue_words = script.span(one.cue), script.words(one.cue)
        made.sentence = script.sentence(one.cue.first)
        made.rules.append("linker")
    if one.source is not None:
        words, sentence = script.words(one.source), script.sentence(one.source.first)
        made.speaker = script.party(words, sentence)
        if (noun := antecedent(words)) is not None:
            known = script.reading.mention_at(sentence.locate(noun.root))
            placed = noun.root.pos_ == "PROPN" or (
                noun.root.dep_ == "pobj" and known is not None and known.kind not in _WHO
            )
            person = script.person_before(words, sentence) if placed else None
            made.speaker = person or script.party(noun, sentence)
            made.rules.append("relative pronoun")
    return made


def worth(script: Script, draft: Utterance) -> bool:
    """Whether a draft says something of somebody: not "11 pages were written", not "laid the basis for growth".

    Without a speaker it must be quoted or a clause behind a cue of speech; with one it must be quoted, a clause,
    or governed by a cue that is one in at least CLEAR of its uses.
    """
    if draft.rules[0] != "tagger":
        return True
    if in_marks(script, draft.content):
        return draft.cue is not None or draft.speaker is not None or fills_paragraph(script, draft)
    if draft.cue_words is None or draft.sentence is None:
        return False
    words = draft.sentence.tokens(draft.content)
    if words is None or sum(t.is_alpha for t in words) < 2:
        return False
    if words.root.pos_ == "ADP" and not any(t.pos_ in ("VERB", "AUX") for t in words):
        return False
    clause = any(t.pos_ in ("VERB", "AUX") for t in words)
    row = entry(draft.cue_words)
    weight = row.weight if row else 0.0
    return weight >= (CLEAR if clause and draft.speaker else PLAIN if draft.speaker or clause else 1.0)


def fills_paragraph(script: Script, draft: Utterance) -> bool:
    """Whether a quotation nobody is credited with stands by itself, as a heading does."""
    text, span = script.reading.clean, draft.content
    before, after = text[: span.start].rstrip(" "), text[span.end :].lstrip(" .")
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


def in_marks(script: Script, span: Span) -> bool:
    """Whether some of a span stands in quotation marks."""
    return any(q.span.overlaps(span) for q in script.quotes)


def quotation(script: Script, span: Span) -> str:
    """As in "direct" if all words of the span stand in quotation marks, "mixed" if some do, else "indirect"."""
    inside = [(q.span.start, q.span.end) for q in script.quotes if q.span.overlaps(span)]
    if not inside:
        return "indirect"
    if len(inside) == 1 and inside[0][0] <= span.start and span.end <= inside[0][1]:
        return "direct"
    words = [span.start + hit.start() for hit in _WORD.finditer(span.of(script.reading.clean))]
    quoted = sum(any(a <= w < z for a, z in inside) for w in words)
    return "direct" if quoted == len(words) else "mixed" if quoted else "indirect"


def _finished(text: str, content: Span) -> Span:
    """A content without a conjunction left over at its end."""
    found = _LEFT_OVER.search(content.of(text))
    return Span(content.start, content.start + found.start()) if found and found.start() else content


def _confidence(draft: Utterance, why: tuple[str, ...]) -> float:
    """As the traits have it, and not less than RULED where a construction leaves no doubt who says what."""
    return max(confidence(why), RULED if GRAMMAR & set(draft.rules) else 0.0)


def _rule(rules: list[str]) -> str:
    """The last rule that shaped a statement."""
    return next(rule for rule in reversed(rules) if rule not in HELD)


def _piece(words: TokenSpan, cue: TokenSpan | None) -> bool:
    """Whether words are half of what is said: "While prices rose", "In March, N said, …" without a finite verb."""
    if words[0].lower_ in _AS_IT_IS and words.root.dep_ == "advcl" and words.root.head not in words:
        return True
    row = entry(cue) if cue is not None else None
    if row is None or row.weight < LEVELS[4] or row.kind != "asserts":
        return False
    return not any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in words)


def _bonds(script: Script, draft: Utterance, speaker: Party | None) -> tuple[str, ...]:
    """How speaker, cue and content hang together: traits of the confidence."""
    if draft.cue is None or draft.cue_words is None or draft.sentence is None:
        return ()
    gap = script.reading.clean[min(draft.cue.end, draft.content.end) : max(draft.cue.start, draft.content.start)]
    home = draft.sentence.span
    place = "same sentence" if home.overlaps(draft.content) else "other paragraph" if "\n" in gap else "other sentence"
    words = draft.sentence.tokens(speaker.span) if speaker is not None and home.overlaps(speaker.span) else None
    root, cue = (words.root, draft.cue_words) if words is not None else (None, draft.cue_words)
    bond = "elsewhere" if root is None else root.dep_ if root.head in cue else "beyond"
    content = draft.sentence.tokens(draft.content) if home.overlaps(draft.content) else None
    nested = any(q.span.covers(draft.cue) and q.span.overlaps(draft.content) for q in script.quotes)
    below = content.root.dep_ if content is not None and content.root.head in cue else "not below"
    found = (f"cue in {place}", f"speaker {bond} of the cue", f"cue {cue_form(cue)}", f"content {below} the cue")
    beyond = _beyond(script, draft)
    if beyond == "a sign" and not in_marks(script, draft.content):
        beyond = "a sign, unquoted"
    return (*found, f"content before {beyond}", *(["within a quotation"] if nested else []))


def _beyond(script: Script, draft: Utterance) -> str:
    """What follows a content: "the stop" of its sentence, "a sign", "a mark", its "cue", or other "words"."""
    rest = script.reading.clean[draft.content.end : draft.content.end + 12]
    near = rest.lstrip(" ,”\"'’»")
    if not near or near[0] in ".?!\n" or (draft.content.of(script.reading.clean)[-1] in '”"’»' and near[0].isupper()):
        return "the stop"
    at = draft.content.end + len(rest) - len(near)
    parts = [span for span in (draft.cue, draft.speaker.span if draft.speaker else None) if span is not None]
    if any(span.start <= at < span.end for span in parts):
        return "its cue"
    return "words" if rest[:1] == " " else "a sign"


def made(script: Script, draft: Utterance, doubtful: bool) -> Iterator[Statement]:
    """The statements of a draft: one for each speaker."""
    text = script.reading.clean
    span = _finished(text, draft.content)
    words, quoted = span.of(text), quotation(script, span)
    home = script.sentence_at(span.start)
    inside = home.tokens(span) if home is not None and home.span.end >= span.end else None
    if inside is not None and quoted == "indirect" and _piece(inside, draft.cue_words):
        draft.rules.append("piece")
    for speaker in script.each(draft.speaker):
        told = tuple(f"by rule: {rule}" for rule in draft.rules if rule in GUESSES)
        why = traits(inside, quoted, draft.cue_words, speaker, doubtful)
        why += (*_bonds(script, draft, speaker), *draft.marks, *told)
        fired = (*draft.rules, *(f"trait: {one}" for one in why))
        yield Statement(
            span=span,
            text=words,
            kind=kind(draft.cue_words, words) if draft.cue_words is not None else "asserts",
            quotation=quoted,
            speaker=speaker,
            cue=draft.cue,
            cue_text=draft.cue.of(text) if draft.cue else "",
            via=tuple(p for p in draft.via if speaker is None or not p.span.overlaps(speaker.span)),
            trace=Trace("statements", _rule(draft.rules), fired, _confidence(draft, why)),
        )
