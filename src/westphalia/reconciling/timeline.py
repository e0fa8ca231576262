"""The events of one person or thing over many texts, dated and in order of time.

In: sentences with their parses, the time expressions of each text and its day. Out: what the entity did or what was
done to it, each with a date as exact as the text gives it. An event without an expression of its own takes the one
that rules its sentence, else the day the text is about; what is still to come and undated stays undated.
The entity need not be an actor: products and works have timelines too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from westphalia.model import Time
from westphalia.reading.reading import Reading, Sentence
from westphalia.reference.given_names import gender

EVENT_NOUNS = frozenset(
    "launch release announcement resignation death lawsuit suit sale keynote speech appearance leave decision absence "
    "request settlement dispute trial deal agreement claim change cut increase introduction unveiling departure "
    "visit meeting talk talks attack bombing strike crash merger purchase order delivery flight recall investigation "
    "bankruptcy loss growth election appointment acquisition statement demand closure production development report "
    "rise fall drop decline bid offer contract rescue loan testimony invitation birth funeral wedding arrest victory "
    "defeat performance debut shutdown layoff bailout restructuring pre-order arrival use".split()
)
"""Nouns that name events when the entity has or does them."""

_LIGHT = frozenset("be will would can could may might shall should must".split())
_ASPECT = frozenset("continue begin start stop plan expect decide choose want agree try set slate".split())
"""Verbs that lend their place in time to the verb they govern, which is the event."""

_HE = {"m": frozenset("he him his himself".split()), "f": frozenset("she her hers herself".split())}
_HE[""] = _HE["m"] | _HE["f"]
_IT = frozenset("it its itself".split())
_ROLES = frozenset("nsubj nsubjpass dobj obj iobj dative agent attr oprd".split())
_OVER = 3
"""Sentences a pronoun reaches back."""

_LEAD = 3
"""Sentences in which news says when the thing was."""

_NEWS = 7
"""Days after which a thing is no news."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One event. `value` is a day, a month ("2006-03"), a year or "" where it cannot be dated."""

    text: str
    sentence: int
    word: str
    value: str


def timeline(readings: Sequence[tuple[str, Reading]], entity: str) -> list[tuple[int, list[Dated]]]:
    """Events by place in time: 0 for what cannot be placed, then 1, 2 …, those of one date together."""
    person = is_person(entity, (reading for _, reading in readings))
    found = {event for name, reading in readings for event in events_of(name, reading, entity, person=person)}
    events = sorted(found, key=_order)
    groups: list[tuple[int, list[Dated]]] = [(0, [e for e in events if not e.value])]
    for event in events:
        if event.value and groups[-1][1] and groups[-1][1][-1].value == event.value:
            groups[-1][1].append(event)
        elif event.value:
            groups.append((groups[-1][0] + 1, [event]))
    return [group for group in groups if group[1]]


def _order(event: Dated) -> tuple[str, str, int, str]:
    return event.value, event.text, event.sentence, event.word


def is_person(entity: str, readings: Iterable[Reading]) -> bool:
    """Whether an entity is a person: a given name, or the last of several names alone in the texts ("Lind said")."""
    names = entity.split()
    if len(names) < 2 or not all(name.isalpha() and name[0].isupper() for name in names):
        return False
    alone = re.compile(rf"(?<![A-Z]\w)(?:^|[^\w\s]\s*|\b[a-z][\w-]*\s){re.escape(names[-1])}\b(?!\s+[A-Z])")
    return bool(gender(entity)) or any(alone.search(sentence) for reading in readings for sentence in _lines(reading))


def _lines(reading: Reading) -> Iterator[str]:
    return (sentence.span.of(reading.clean) for sentence in reading.sentences)


def events_of(name: str, reading: Reading, entity: str, *, person: bool) -> Iterator[Dated]:
    """The events of the entity in one text, in its order."""
    spoken_of, story = _Reference(entity, person=person), story_day(reading)
    for sentence in reading.sentences:
        if sentence.doc is None or sentence.part == "headline":  # a headline tells again what follows
            continue
        found = {token.i: token for mention in spoken_of.mentions(sentence.doc) for token in _events(mention)}
        for place in sorted(found):
            value = _date(found[place], sentence, reading, story)
            yield Dated(name, sentence.index, found[place].text, value)


class _Reference:
    """Finds what refers to the entity, sentence after sentence: its name, its last name, pronouns."""

    def __init__(self, entity: str, *, person: bool) -> None:
        self._words = [word.casefold() for word in entity.split()]
        self._person = person
        self._pronouns = _HE[gender(entity)] if person else _IT
        initials = "".join(word[0] for word in entity.split() if word[:1].isupper())
        self._initials = initials if len(initials) > 1 and not self._person else ""
        self._last: tuple[str, int] = ("", -_OVER)
        self._sentence = 0

    def mentions(self, doc: Doc) -> list[Token]:
        """The head words of mentions in the next sentence."""
        self._sentence += 1
        found: list[Token] = []
        for token in doc:
            word = token.text.casefold()
            if head := self._named(doc, token):
                found.append(head)
                self._last = ("entity", self._sentence)
            elif self._other(token):
                self._last = ("other", self._sentence)
            elif word in self._pronouns and self._refers(token):
                found.append(token)
        return found

    def _other(self, token: Token) -> bool:
        """Whether another person is named whom a pronoun may mean."""
        subject = token.dep_ in ("nsubj", "nsubjpass") and token.pos_ == "PROPN"
        return self._person and subject and token.text.casefold() not in self._words

    def _refers(self, token: Token) -> bool:
        kind, sentence = self._last
        reach = _OVER if self._person else 1
        return kind == "entity" and self._sentence - sentence <= reach and (self._person or token.dep_ in _ROLES)

    def _named(self, doc: Doc, token: Token) -> Token | None:
        """The head of a mention that ends at this token."""
        word, last = token.text.casefold(), self._words[-1]
        if token.text == self._initials:  # "GM"
            return token
        if word != last and not (word == f"{last}s" and not self._person):
            return None
        size = next((n for n in (len(self._words), len(self._words) - 1) if n and self._ends(doc, token, n)), 0)
        if size == len(self._words) or (size > 1 and size == len(self._words) - 1):  # "Apple Corps" of the Beatles
            return _head(doc[token.i - size + 1 : token.i + 1])
        if self._person:  # the last name alone, unless another first name stands before it
            other = token.i and doc[token.i - 1].pos_ == "PROPN" and doc[token.i - 1].dep_ == "compound"
            return None if other else token
        if _MODEL.fullmatch(last):  # "A380", whoever builds it
            return token
        before = doc[token.i - 2].text.casefold() if token.i > 1 else ""
        return token if len(self._words) == 2 and before == self._words[0] else None  # "iTunes Music Store"

    def _ends(self, doc: Doc, token: Token, size: int) -> bool:
        """Whether the last `size` words of the name end here."""
        there = [t.text.casefold() for t in doc[max(0, token.i - size + 1) : token.i]]
        return there == self._words[len(self._words) - size : -1]


def _head(span: Span) -> Token:
    """The word of a name that stands for it in the parse: the only one that hangs from outside, the last of several."""
    outside = [token for token in span if token.head not in span or token.head == token]
    return outside[-1] if outside else span[-1]


def _events(mention: Token) -> Iterator[Token]:
    """The words of the events a mention takes part in."""
    node = mention
    while node.dep_ in ("appos", "conj", "flat") and node.head.pos_ in ("NOUN", "PROPN"):
        node = node.head
    if node.dep_ in ("compound", "poss", "nmod"):  # "iPhone release", "the minister's visit"; "iPod users" is no event
        if node.head.lemma_.casefold() not in EVENT_NOUNS:
            return
        node = node.head
        yield node
    elif node.dep_ == "pobj":
        node = node.head
        if node.dep_ == "prep" and node.head.pos_ == "NOUN":
            if node.head.lemma_.casefold() not in EVENT_NOUNS:
                return
            node = node.head
            yield node
    if node.head.pos_ in ("VERB", "AUX") and (node.dep_ in _ROLES or node.dep_ in ("prep", "agent")):
        yield from _clauses(node.head, subject=node.dep_ in ("nsubj", "nsubjpass"))
    for child in mention.children:
        if child.dep_ in ("relcl", "acl") and child.pos_ == "VERB":
            yield from _clauses(child, subject=True)


def _clauses(verb: Token, *, subject: bool) -> Iterator[Token]:
    """A verb, what it governs with the same subject, and the event noun it takes."""
    governed = [child for child in verb.children if child.dep_ == "xcomp" and child.pos_ == "VERB"] if subject else []
    lemma = verb.lemma_.casefold()
    if lemma not in _LIGHT and not (governed and lemma in _ASPECT):
        yield verb
    for child in governed:
        yield from _clauses(child, subject=True)
    if not subject:
        return
    for child in verb.children:
        if child.dep_ in ("conj", "advcl") and child.pos_ == "VERB" and not _own_subject(child):
            yield from _clauses(child, subject=True)
        elif child.dep_ in ("dobj", "obj") and child.lemma_.casefold() in EVENT_NOUNS:
            yield child


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _date(event: Token, sentence: Sentence, reading: Reading, story: str) -> str:
    """The date of an event: an expression in its clause, else in its sentence, else the day of the text."""
    times = [time for time in reading.times if sentence.span.covers(time.span) and dated(time)]
    ruled = [(time, _ruling(time, sentence)) for time in times]
    own = [time for time, verb in ruled if verb == event]
    above = [time for time, verb in ruled if verb is None or verb in event.ancestors or event in verb.ancestors]
    if chosen := (own or above):
        at = sentence.locate(event).start
        return dated(min(chosen, key=lambda time: (abs(time.span.start - at), time.span.start)))
    if _ahead(event) or reading.day is None:
        return ""
    return reading.day.isoformat() if event.tag_ in ("VBZ", "VBP") else story


def story_day(reading: Reading) -> str:
    """The day a text is about: a day shortly before its own that rules one of its first sentences, else its own."""
    if reading.day is None:
        return ""
    for sentence in [s for s in reading.sentences if s.doc is not None and s.part != "headline"][:_LEAD]:
        for time in (t for t in reading.times if sentence.span.covers(t.span)):
            verb, value = _ruling(time, sentence), dated(time)
            if len(value) == 10 and verb is not None and verb.dep_ == "ROOT" and not _ahead(verb):
                before = (reading.day - date.fromisoformat(value)).days
                if 0 <= before <= _NEWS:
                    return value
    return reading.day.isoformat()


def _ruling(time: Time, sentence: Sentence) -> Token | None:
    """The verb or event noun an expression hangs from."""
    tokens = sentence.tokens(time.span)
    node = None if tokens is None else tokens.root
    while node is not None and node.head != node:
        node = node.head
        if node.pos_ == "VERB" or node.lemma_.casefold() in EVENT_NOUNS:
            return node
    return None


def _ahead(event: Token) -> bool:
    """Whether the event is still to come or only possible."""
    verb = event if event.pos_ == "VERB" else event.head
    if any(child.dep_ == "aux" and child.lemma_.casefold() in _LIGHT - {"be"} for child in verb.children):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_.casefold() in ("plan", "expect", "want")


_MODEL = re.compile(r"(?=\S*[a-z])(?=\S*\d)\S{3,}")
_VALUE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def dated(time: Time) -> str:
    """The day, month or year of an expression, "" if it is none of these."""
    found = _VALUE.match(time.value)
    week = re.fullmatch(r"(\d{4})-W(\d{2})", time.value)
    if week:
        return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()[:7]
    return found.group() if found else ""


def relations(groups: Sequence[tuple[int, Sequence[str]]], *, whole: bool) -> set[tuple[str, str, str]]:
    """A timeline as relations ("=", "<") of its events; `whole`: closed, else with the next place in time alone.

    What cannot be placed (0) has none.
    """
    placed = [list(events) for order, events in groups if order > 0]
    found: set[tuple[str, str, str]] = set()
    for number, events in enumerate(placed):
        found.update((min(a, b), "=", max(a, b)) for i, a in enumerate(events) for b in events[i + 1 :] if a != b)
        later = placed[number + 1 :] if whole else placed[number + 1 : number + 2]
        found.update((a, "<", b) for a in events for others in later for b in others if a != b)
    return found
