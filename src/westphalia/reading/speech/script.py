"""The tagged text of one report: tokens, tags and the sentences they stand in, as the rules of speech read it."""

from dataclasses import dataclass, field
from math import exp

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.model import Party, Span
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.speech.attribution import Attribution, Scene, Stretch, attributions, stretches
from westphalia.reading.speech.field import LABELS
from westphalia.reading.speech.model import Marked, model
from westphalia.reading.speech.quotes import Quote, quotations
from westphalia.reading.speech.tokens import Tokens, columns, quote_columns
from westphalia.reference.outlets import Outlet, outlet_by_name

_RELATIVE = frozenset(("who", "which", "that", "whom"))
_STRAY = frozenset("relcl acl appos parataxis advcl cc conj punct".split())

_DASHES = frozenset(("-", "–", "—", "--"))
_PAPERS = frozenset("statement communique letter announcement spokesman spokesperson spokeswoman source".split())
_OFFICE = tuple("er or ist man woman secretary president chief head chair founder".split())
"""How the word for an office or a trade ends."""
_TIMES = frozenset("year month week day quarter decade century".split())


@dataclass(slots=True)
class Script:
    """A reading with its tokens and quotations, and the attributions the model found in it."""

    reading: Reading
    tokens: Tokens
    quotes: list[Quote]
    sentences: list[Sentence]
    firsts: npt.NDArray[np.int64]
    scene: Scene
    marked: Marked
    found: list[Attribution]
    _logs: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading) -> "Script":
        """Tags and links the parsed sentences of a reading."""
        text, tokens = reading.clean, columns(reading.sentences)
        quotes = quotations(text)
        sentences = [s for s in reading.sentences if s.doc is not None and len(s.doc)]
        quoted = quote_columns(tokens, quotes, text)
        marked = model().mark(sentences, tokens, quoted)
        scene = Scene(tokens, stretches(marked.labels, tokens), quoted.inside)
        found = list(attributions(scene, model().linker))
        return cls(reading, tokens, quotes, sentences, np.unique(tokens.first), scene, marked, found)

    def sentence(self, place: int) -> Sentence:
        """The sentence a token stands in."""
        return self.sentences[int(np.searchsorted(self.firsts, place, side="right")) - 1]

    def token(self, place: int) -> Token:
        """A token by its number in the report."""
        doc = self.sentence(place).doc
        assert doc is not None
        return doc[place - int(self.tokens.first[place])]

    def words(self, one: Stretch) -> TokenSpan:
        """The tokens of a stretch, as far as its first sentence goes."""
        first = int(self.tokens.first[one.first])
        doc = self.sentence(one.first).doc
        assert doc is not None
        return doc[one.first - first : min(one.last - first, len(doc))]

    def share(self, one: Stretch | None) -> float:
        """How likely the words of a stretch have its role, on (geometric) average; 1 for no stretch."""
        if one is None:
            return 1.0
        logs = self._logs.get(one.role)
        if logs is None:  # sums up to each word, because many stretches are asked for
            shares = self.marked.shares[:, [LABELS.index(f"{place}-{one.role}") for place in "BI"]].sum(axis=1)
            logs = self._logs[one.role] = [0.0, *np.cumsum(np.log(np.maximum(shares, 1e-6)), dtype=np.float64).tolist()]
        return exp((logs[one.last] - logs[one.first]) / (one.last - one.first))

    def bounded(self, one: Stretch) -> float:
        """How likely a stretch begins and ends where it does: the less likely of the two."""
        begin, inside = (LABELS.index(f"{place}-{one.role}") for place in "BI")
        beyond = float(self.marked.shares[one.last, inside]) if one.last < len(self.tokens) else 0.0
        return min(float(self.marked.shares[one.first, begin]), 1.0 - beyond)

    def span(self, one: Stretch) -> Span:
        """Offsets of a stretch in the clean text."""
        return Span(int(self.tokens.start[one.first]), int(self.tokens.end[one.last - 1]))

    def party(self, words: TokenSpan, sentence: Sentence) -> Party:
        """Who is meant by some words of a sentence: the actor at their head, else the words alone."""
        words = _undated(words)
        span = sentence.locate(words)
        head = sentence.locate(words.root)
        comma = next((t.i for t in words if t.text == "," and t.i > words.root.i), words.end)
        core = sentence.locate(words.doc[words.start : comma])  # whom an apposition names is not who speaks
        mention = self.reading.mention_at(head)
        if mention is None and _speaks_for(words):
            mention = self.reading.mention_at(core)
        if mention is None:
            outlet = named_outlet(words)
            name = outlet.name if outlet else _own_name(words)
            return Party(outlet.actor if outlet else None, span, span.of(self.reading.clean), name)
        return Party(mention.actor, span, span.of(self.reading.clean), mention.name)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The parsed sentence at an offset of the clean text."""
        return next((s for s in self.sentences if s.span.start <= offset < s.span.end), None)

    def person_before(self, words: TokenSpan, sentence: Sentence) -> Party | None:
        """The last person named before "who": the parse may have hung the clause on the place in between."""
        at = sentence.locate(words)
        if words.root.lower_ not in ("who", "whom"):
            return None
        near = Span(sentence.span.start, at.start)
        clean = self.reading.clean
        people = [
            m
            for m in self.reading.mentions_in(near)
            if m.kind == "person" and clean[m.head.end : m.head.end + 2] not in ("’s", "'s")
        ]
        if not people:
            return None
        last = max(people, key=lambda m: (m.head.end, -len(m.span)))
        return Party(last.actor, last.span, last.span.of(self.reading.clean), last.name)

    def each(self, speaker: Party | None) -> list[Party | None]:
        """The speakers one by one: "Lavrov and Wang said" is said by each, known or not."""
        if speaker is None:
            return [None]
        mention = self.reading.mention_at(speaker.span)
        if mention is not None and speaker.actor is None and len(mention.actors) > 1:
            return [Party(actor, speaker.span, speaker.text, speaker.name) for actor in mention.actors]
        sentence = self.sentence_at(speaker.span.start)
        words = sentence.tokens(speaker.span) if sentence is not None else None
        if sentence is None or words is None:
            return [speaker]
        heads = [words.root, *(t for t in words.root.conjuncts if t.i < words.end and t.i >= words.start)]
        titled = [t for t in heads[1:] if _title_of(heads[0], t)]
        if titled:  # one person of two titles: who is named, if one is
            named = next((t for t in titled if t.pos_ == "PROPN" and not t.lower_.endswith(_OFFICE)), None)
            return [self.party(noun_phrase(named), sentence) if named is not None else speaker]
        each = [self.party(noun_phrase(head, joined=False), sentence) for head in heads]
        different = len({party.actor or party.text for party in each}) == len(each) > 1
        return list(each) if different and any(party.actor for party in each) else [speaker]


def _undated(words: TokenSpan) -> TokenSpan:
    """Words without the place a report is sent from at their head: "MANILA — The embassy"."""
    dash = next((t for t in words[:6] if t.text in _DASHES), None)
    if dash is None or words.start or dash.i + 1 >= words.end or not words[0].is_upper:
        return words
    spaced = dash.text not in ("-", "–") or (dash.nbor(-1).whitespace_ and dash.whitespace_)
    return words.doc[dash.i + 1 : words.end] if spaced else words


def _speaks_for(words: TokenSpan) -> bool:
    """Whether a phrase without an actor at its head may speak for one it names: "a statement of the ministry".

    Not "investigations in Brazil", nor "the Canadian Conference of Bishops".
    """
    if words.root.pos_ == "PROPN":
        return not any(c.dep_ in ("amod", "prep") for c in words.root.children)
    return words.root.pos_ not in ("NOUN", "ADJ") or words.root.lemma_ in _PAPERS


def _title_of(first: Token, other: Token) -> bool:
    """Whether two joined nouns are of one name or person: "Hall & Sons", "said founder and president Aida Seif"."""
    if any(t.text == "&" for t in first.children):
        return True
    if any(c.dep_ in ("det", "poss") for c in other.children):
        return False
    if first.tag_ != "NN":
        return _titled(first, other)
    return other.tag_ == "NN" or (other.tag_ == "NNP" and not any(c.dep_ in ("det", "poss") for c in first.children))


def _titled(first: Token, other: Token) -> bool:
    """Whether a noun with a capital is a title: "Writer and broadcaster Ann Lee"."""
    bare = not any(c.dep_ in ("det", "compound", "amod", "poss", "nmod", "nummod") for c in first.children)
    lead = other.doc[other.left_edge.i]
    office = first.lower_.endswith(_OFFICE) or (first.i == 0 and lead.text.islower())
    return bare and office and first.i < other.i and (lead.text.islower() or other.lower_.endswith(_OFFICE))


def named_outlet(words: TokenSpan) -> Outlet | None:
    """The outlet that a noun phrase names by itself or by its last name ("the Russian news agency Tass")."""
    if not any(t.pos_ == "PROPN" for t in words):
        return None  # "the report" is no outlet of that name
    return outlet_by_name(words.text) or outlet_by_name(words.doc[_name_start(words) : words.end].text)


def _name_start(words: TokenSpan) -> int:
    start = words.end
    while start > words.start and words.doc[start - 1].pos_ == "PROPN":
        start -= 1
    return start


def _own_name(words: TokenSpan) -> str:
    """The proper name at the head of a noun phrase, "" if its head is none: "Sapper" of "Sapper, who led it"."""
    low = high = words.root.i
    if words.root.pos_ != "PROPN":
        return ""
    while low > words.start and (words.doc[low - 1].pos_ == "PROPN" or words.doc[low - 1].text == "-"):
        low -= 1
    while high + 1 < words.end and words.doc[high + 1].pos_ == "PROPN":
        high += 1
    return words.doc[low : high + 1].text


def noun_phrase(token: Token, joined: bool = True) -> TokenSpan:
    """A noun with its determiners, modifiers and name parts, without relative clauses and appositions."""
    inside = {token.i}
    queue = [c for c in token.children if c.dep_ not in _STRAY or _named_by(c)]
    while queue:
        child = queue.pop()
        inside.add(child.i)
        queue.extend(c for c in child.children if c.dep_ not in _STRAY or (joined and c.dep_ in ("cc", "conj")))
    low = high = token.i
    while low - 1 in inside or (low > 1 and _hyphenated(token.doc, low - 2)):
        low -= 1
    while high + 1 in inside or _hyphenated(token.doc, high):
        high += 1
    return token.doc[low : high + 1]


def subject_phrase(token: Token) -> TokenSpan:
    """The noun phrase of a subject with those that are joined to it: "the writer and broadcaster Ann Lee"."""
    words, last = noun_phrase(token), max((t.i for t in token.conjuncts), default=token.i)
    return token.doc[words.start : max(words.end, noun_phrase(token.doc[last]).end)]


def _hyphenated(doc: Doc, at: int) -> bool:
    """Whether a word goes on behind a hyphen without blanks: "Smith-Jones"."""
    beyond = doc[at + 1] if at + 1 < len(doc) else None
    if beyond is None or doc[at].whitespace_ or beyond.whitespace_:
        return False
    return beyond.text == "-" or (doc[at].text == "-" and beyond.is_alpha)


def _named_by(child: Token) -> bool:
    """Whether an apposition is the name of what stands right before it ("news agency Tass")."""
    before = child.left_edge.i - 1
    return child.dep_ == "appos" and child.i > child.head.i and child.doc[before].pos_ in ("NOUN", "PROPN")


def antecedent(words: TokenSpan) -> TokenSpan | None:
    """The noun phrase that a relative pronoun stands for, None if `words` are no relative pronoun."""
    root = words[0]
    if (
        any(t.pos_ in ("NOUN", "PROPN") and t.dep_ != "npadvmod" for t in words)
        or root.lower_ not in _RELATIVE
        or root.tag_ not in ("WP", "WDT", "IN")
    ):
        return None
    clause = root.head
    while clause.dep_ in ("conj", "xcomp", "ccomp", "aux", "prep") and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ not in ("relcl", "acl") or clause.head.i >= root.i:
        return None
    noun = clause.head
    if noun.lemma_ in _TIMES and noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":
        noun = noun.head.head  # "the report for the year 2021, which showed": a year shows nothing
    if (
        root.lower_ in ("who", "whom")
        and noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and noun.head.head.tag_ == "NNS"
    ):
        noun = noun.head.head  # "members of the party, who": people, not a party
    return noun_phrase(noun)
