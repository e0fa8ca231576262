"""Where contents begin and end: with their clause, behind whom they are told to, from quotation mark to quotation mark.

The tagger now and then stops early, at a dash, a "who", or the last sentence of a long quotation.
"""

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from westphalia.model import Span
from westphalia.reading.reading import Sentence
from westphalia.reading.speech.completion import around
from westphalia.reading.speech.cues import LEVELS, entry
from westphalia.reading.speech.relays import TELLING
from westphalia.reading.speech.script import Script, named_outlet
from westphalia.reading.speech.utterance import Utterance, in_marks

INFORMED = frozenset("tell inform notify brief assure remind".split())
"""Verbs whose bare object hears."""

OPEN_ENDS = frozenset("aux auxpass neg nsubj nsubjpass dobj mark det amod compound poss".split())
"""Relations of a last word to a word behind its content that tell of a content cut short."""

EDGE = 2
"""Signs by which a content may miss the marks it stands in."""
_BREAKS = frozenset((",", "-", "–", "—", "--"))
_TIGHT = frozenset("of for by with against between into from about than toward towards through without".split())
"""Prepositions that bind what follows to the noun before: behind others a time or place is often the narrator's."""


def joined(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """Contents of one cue and paragraph with nothing between them but blanks are one content."""
    text, found = script.reading.clean, list[Utterance]()
    for draft in drafts:
        last = found[-1] if found else None
        same = last is not None and draft.cue is not None and last.cue == draft.cue
        if last and same and not text[last.content.end : draft.content.start].strip(" "):
            last.content = last.content.cover(draft.content)
        else:
            found.append(draft)
    return found


def whole(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """A quotation that is said, from outside its marks, to be somebody's is his from mark to mark."""
    for quote in script.quotes:
        if quote.opened and (quote.closed or quote.runs_on):
            drafts = _filled(quote.span, drafts)
    return drafts


def _filled(quote: Span, drafts: list[Utterance]) -> list[Utterance]:
    """Drafts with one for all of a quotation in place of those within it that are not quoted in it."""
    inside = [d for d in drafts if d.content.overlaps(quote)]
    own = [d for d in inside if d.cue is None or not d.cue.overlaps(quote)]
    if not own or not all(_within(quote, d.content) for d in inside):
        return drafts
    first = min(own, key=lambda d: _distance(d, quote))
    cover = own[0].content.cover(own[-1].content).cover(quote)
    if cover.end - cover.start > first.content.end - first.content.start + 4:
        first.rules.append("whole quotation")
    first.content = cover
    return [d for d in drafts if d is first or d not in own]


def run_on(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """A quotation that runs on over several paragraphs is one content, if one cue is all it has."""
    text, found = script.reading.clean, list[Utterance]()
    ends = {quote.span.end for quote in script.quotes if quote.runs_on}
    for draft in drafts:
        last = found[-1] if found else None
        open_ = last is not None and any(abs(last.content.end - end) <= EDGE for end in ends)
        if last is None or not open_ or text[last.content.end : draft.content.start].strip(" \n"):
            found.append(draft)
        elif draft.cue is None or last.cue in (None, draft.cue):
            kept = draft if last.cue is None else last
            kept.content = last.content.cover(draft.content)
            kept.rules.append("runs on")
            found[-1] = kept
        else:
            found.append(draft)
    return found


def _distance(draft: Utterance, quote: Span) -> int:
    """How far a cue stands from a quotation; one that follows it counts as nearer, one that is missing as far."""
    if draft.cue is None:
        return 1 << 20
    if draft.cue_words is not None and draft.cue_words.root.tag_ == "VBG":
        return 1 << 10  # "…”, adding that": what is added follows
    return draft.cue.start - quote.end if draft.cue.start >= quote.end else (quote.start - draft.cue.end) * 3


def _within(outer: Span, inner: Span) -> bool:
    """Whether one span holds another but for the signs at its edges."""
    return outer.start <= inner.start + EDGE and inner.end <= outer.end + EDGE


def parted(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """As in "backed the report, saying it was late" taken whole: the report is backed, that it was late is said."""
    added = []
    for draft in drafts:
        home, cue = draft.sentence, draft.cue_words
        words = home.tokens(draft.content) if home is not None and home.span.covers(draft.content) else None
        if home is None or cue is None or words is None or cue.end > words.start or in_marks(script, draft.content):
            continue
        saying = next((t for t in words[1:] if _goes_on_saying(t, cue.root, words)), None)
        if saying is None or saying.i + 2 >= words.end:
            continue
        rest = words.doc[saying.i + 1 : words.end]
        before = words.doc[words.start : saying.i - (saying.nbor(-1).text == ",")]
        if not len(before):
            continue
        verb = saying.doc[saying.i : saying.i + 1]
        added.append(Utterance(home.locate(rest), home.locate(saying), verb, draft.speaker, [], ["parted"], home))
        draft.content = home.locate(before)
        draft.rules.append("parted")
    return sorted((*drafts, *added), key=lambda d: d.content)


def _goes_on_saying(token: Token, verb: Token, words: TokenSpan) -> bool:
    """Whether a participle begins another content of the same speaker: ", adding that", "the report saying"."""
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "acl", "conj") or token.i < words.start + 1:
        return False
    row = entry(token.doc[token.i : token.i + 1])
    clause = any(c.dep_ == "ccomp" and c.i > token.i for c in token.children)
    return clause and row is not None and row.weight >= LEVELS[4] and (token.head == verb or token.nbor(-1).text == ",")


def addressed(drafts: list[Utterance]) -> list[Utterance]:
    """Contents begin behind whom they are told to; whom something is told to is not what is told."""
    kept = []
    for draft in drafts:
        words = draft.sentence.tokens(draft.content) if draft.sentence is not None else None
        if words is None or draft.sentence is None or draft.cue_words is None:
            kept.append(draft)
            continue
        verb, first = draft.cue_words.root, words[0]
        if verb.lemma_ in INFORMED and (late := _late_that(words)) is not None:
            draft.content = Span(draft.sentence.locate(late).start, draft.content.end)
            draft.rules.append("behind the addressee")
            words, first = words.doc[late.i : words.end], late
        if verb.lemma_ in INFORMED and words[0].pos_ == "PROPN" and len(words) > 1 and named_outlet(words[:1]):
            draft.content = Span(draft.sentence.locate(words[1]).start, draft.content.end)
            draft.rules.append("behind the addressee")
            words, first = words[1:], words[1]
        while first.head.i not in (verb.i, first.i):
            first = first.head
        object_ = first.dep_ in ("dobj", "dative") and verb.lemma_ in INFORMED
        addressee = object_ or (first.dep_ == "prep" and first.lower_ == "to" and verb.lemma_ in TELLING)
        clause = next((c for c in verb.children if c.dep_ == "ccomp" and words.start < c.i < words.end), None)
        if first.head.i != verb.i or first.i < verb.i or not addressee:
            kept.append(draft)
        elif clause is not None and words.start < clause.left_edge.i and first.right_edge.i < clause.left_edge.i:
            draft.content = Span(draft.sentence.locate(clause.left_edge).start, draft.content.end)
            draft.rules.append("behind the addressee")
            kept.append(draft)
        elif any(t.pos_ in ("VERB", "AUX") for t in words) or '"' in words.text:
            kept.append(draft)
    return kept


def _late_that(words: TokenSpan) -> Token | None:
    """The "that" of a content which begins with whom it is told to: "CBC's Sabrina that the event was planned"."""
    for token in words:
        if token.pos_ in ("VERB", "AUX") or token.text in '“”"':
            return None
        if token.lower_ == "that" and token.dep_ == "mark":
            return token if token.i > words.start else None
    return None


def unbroken(script: Script, drafts: list[Utterance]) -> None:
    """Contents that stop at "which" or "and were" go on to the end of their clause."""
    for draft in drafts:
        home = script.sentence_at(draft.content.start)
        words = home.tokens(draft.content) if home is not None and home.span.covers(draft.content) else None
        if home is None or words is None or len(words) < 4:
            continue
        last, open_ = words[-1], words[-1].dep_ in OPEN_ENDS
        if last.tag_ in ("WDT", "WP", "WP$") and words.start <= last.head.i < last.i and last.head.pos_ == "ADP":
            last, open_ = last.head, True  # "a conference at which"
        cut = last.head.i >= words.end and open_
        edge = words.root.right_edge if cut else _goes_on(words, draft, home)
        if edge is None:
            continue
        if edge.is_punct and edge.i > words.end:
            edge = edge.nbor(-1)
        if edge.i >= words.end:
            draft.content = Span(draft.content.start, home.locate(edge).end)
        draft.rules.append("to the end of the clause" if edge.i >= words.end else "piece")


def according(script: Script, drafts: list[Utterance]) -> None:
    """What "according to N" is said of is all the rest of its sentence, where "although" leads the part marked."""
    for draft in drafts:
        home, cue = draft.sentence, draft.cue_words
        words = home.tokens(draft.content) if home is not None else None
        if home is None or cue is None or words is None or cue[0].lower_ != "according":
            continue
        root = words.root
        if root.dep_ != "advcl" or root.head in words or draft.speaker is None:
            continue
        named = home.tokens(draft.speaker.span)
        rest = around(words.doc, cue.start, named.end) if named is not None else None
        span = home.locate(rest) if rest is not None else None
        if span is not None and not any(d is not draft and _apart(d, span) for d in drafts):
            draft.content = span
            draft.rules.append("to the end of the clause")


def _apart(draft: Utterance, span: Span) -> bool:
    """Whether some words are a content by a cue elsewhere, not one told of within them."""
    return draft.content.overlaps(span) and not (draft.cue is not None and span.covers(draft.cue))


def _goes_on(words: TokenSpan, draft: Utterance, home: Sentence) -> Token | None:
    """The last word of what still belongs to a content behind its cue, None if it stops where its clause does."""
    if draft.cue is None or draft.cue.start > draft.content.start or not home.span.overlaps(draft.cue):
        return None
    root, verb = words.root, words.root.head
    if root.dep_ in ("nsubj", "nsubjpass", "mark") and verb.i >= words.end and verb.head in (draft.cue_words or ()):
        return verb.right_edge  # "that the claims that he fled ## are meant to harm him"
    beyond = next((t.head for t in words if t.i != root.i and t.head.i >= words.end), None)
    if beyond is not None and any(above in words for above in beyond.ancestors):
        return beyond.right_edge  # "prices rose and in March ## wages fell"
    return _tail(words, draft) if words.end < len(words.doc) else None


def _tail(words: TokenSpan, draft: Utterance) -> Token | None:
    """The end of a relative clause or the like that hangs on a content and follows it."""
    doc = words.doc
    at = words.end + (doc[words.end].text in _BREAKS and words.end + 1 < len(doc))
    first = next((t for t in (doc[at], *doc[at].ancestors) if t.left_edge.i == at and t.head in words), None)
    if first is None:
        return None
    near = at == words.end
    if first.dep_ == "relcl":
        return first.right_edge if near or _says(draft) else None
    tight = first.dep_ == "acl" or (first.dep_ == "prep" and first.lower_ in _TIGHT)
    return first.right_edge if near and tight else None


def _says(draft: Utterance) -> bool:
    row = entry(draft.cue_words) if draft.cue_words is not None else None
    return row is not None and row.weight >= LEVELS[4]


def inserted(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """As in "The port, she said, is closed": the subject before the cue is of the content behind it."""
    for draft in list(drafts):
        home, cue = draft.sentence, draft.cue
        words = home.tokens(draft.content) if home is not None else None
        if home is None or cue is None or words is None or cue.end > draft.content.start or draft not in drafts:
            continue
        subject = next((c for c in words.root.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < words.start), None)
        if subject is None or home.locate(subject).end > cue.start or subject.lower_ in ("that", "which", "who"):
            continue
        phrase = Span(home.locate(subject.left_edge).start, home.locate(subject).end)
        if draft.speaker is not None and draft.speaker.span.overlaps(phrase):
            continue
        draft.content = phrase.cover(draft.content)
        draft.rules.append("around the cue")
        drafts = [d for d in drafts if d is draft or d.cue != cue or not draft.content.covers(d.content)]
    return drafts
