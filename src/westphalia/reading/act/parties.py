"""Who stands at a word of a sentence: the actor mentions, found from the tokens of the parse."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from westphalia.model import Mention, Party, Place, Span, Time
from westphalia.reading.act.bylines import byline
from westphalia.reading.act.foes import ENEMY, fighting
from westphalia.reading.act.frames import after, match
from westphalia.reading.reading import Reading, Sentence

PARTITIVE = frozenset(
    "number group member dozen hundred thousand million some many most two three leader representative official team "
    "series part majority handful each both one all several delegation head ministry department government".split()
)
"""Nouns that stand for what follows their "of": "dozens of soldiers", "members of the Taliban"."""
IDLE = frozenset(
    "sanction goods economy market war crisis deal talk talks agreement treaty law people issue question relation tie "
    "border language culture history sea city town village province fund money capital product earthquake quake tremor "
    "storm typhoon hurricane cyclone flood drought virus pandemic epidemic heatwave wildfire blaze accident".split()
)
"""Nouns that do nothing for their owner: "Chinese goods flooded …" is no act of China."""
NAMED_AFTER = frozenset(
    "crisis war invasion conflict convention treaty protocol accord pact charter declaration statute report summit "
    "conference forum".split()
)
"""What is called after a country or town without being its: "the Ukraine crisis", "the Istanbul Convention"."""
DOCUMENTS = frozenset("convention treaty protocol accord pact charter declaration statute".split())
"""Those among them that no adjective makes anybody's: "the European Treaty"."""
HOSTED = frozenset({"visit", "delegation", "call", "visitor", "guest"})
"""Nouns of whom one receives: "received a visit from …"."""
BESIDES = frozenset(
    "over near during before since ahead after despite until inside outside within beside behind".split()
)
"""Prepositions that tie no party to a noun: "a missile over Chile" is nobody's."""
OFFICES = frozenset("President Premier Chancellor King Emir Minister Secretary Ambassador".split())
"""Offices that stand before "of" and the name of who holds them: "President of Chile Ana Soto"."""
REACH = 9
DEPTH = 6
"""Levels of a noun phrase in which a recipient may stand: "a camp of forces loyal to General H." has six."""
BESIDE = ("poss", "compound", "amod", "nmod")
PRIVATE = frozenset({"CVL", "BUS", "EDU", "JRN", "MED", "UNK", "NGO", "AGR", "LAB", "REL", "ACT"})
"""Sectors that act for no state: what they do to one another is told only if it is conflict of groups."""
PEOPLED = frozenset({"CVL", "MED", "EDU", "COP", "GOV", "MIL", "JRN", "REF"})
"""Sectors whose members belong to the country where they are struck; hotels and ports stand for the country."""


@dataclass(slots=True)
class Parties:
    """The mentions of one sentence by the tokens of their heads."""

    sentence: Sentence
    mentions: dict[int, Mention]
    places: dict[int, Place] = field(default_factory=dict)
    fighting: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, reading: Reading, sentence: Sentence) -> "Parties":
        """The parties a sentence names, its dateline left out."""
        held: dict[int, Mention] = {}
        others = [t.span for t in within(reading.times, sentence.span)]
        # the Indian Ocean is not India
        others += [p.span for p in within(reading.places, sentence.span) if not p.country and " " in p.text]
        for mention in reading.mentions_in(sentence.span):
            if _dateline(mention, reading.clean, sentence) or any(o.covers(mention.head) for o in others):
                continue
            if byline(mention, reading.clean, sentence):
                continue
            tokens = sentence.tokens(mention.head)
            for token in tokens if tokens is not None else ():
                if token.i not in held or len(mention.span) < len(held[token.i].span):
                    held[token.i] = mention
        towns: dict[int, Place] = {}
        if not held:
            return cls(sentence, held)
        _find_enemies(held, sentence)
        for place in within(reading.places, sentence.span):
            if (tokens := sentence.tokens(place.span)) is not None:
                towns[tokens.root.i] = place
        return cls(sentence, held, towns, fighting(reading.mentions))

    def acting(self, tokens: list[Token]) -> list[Mention]:
        """Those who act at these tokens: the actors they name, or the owners of the forces they name."""
        return self._each(tokens, deep=False)

    def affected(self, tokens: list[Token]) -> list[Mention]:
        """Those whom an act at these tokens touches, also as owners: "condemned Iran's decision"."""
        return self._each(tokens, deep=True)

    def hit(self, tokens: list[Token]) -> list[Mention]:
        """As `affected`, but also nobody in particular: "arrested the son of a farmer"."""
        found = self._each(tokens, deep=True)
        if found:
            return found
        inner = (self.mentions.get(one.i) for token in tokens for one in _inner(token))
        return [m for m in inner if m is not None][:1]

    def present(self, tokens: list[Token]) -> list[Mention]:
        """Those who stand there themselves, not as owners: one meets "the minister", not "China's goods"."""
        return [
            m for m in self.acting(tokens) if any(self._stands(m, one) for t in tokens for one in (t, *t.conjuncts))
        ]

    def _stands(self, mention: Mention, token: Token) -> bool:
        if self.mentions.get(token.i) == mention or token.lemma_.lower() in PARTITIVE | HOSTED:
            return True
        return any(c.dep_ == "appos" and self.mentions.get(c.i) == mention for c in token.children)

    def struck(self, tokens: list[Token], recipients: list[Mention]) -> list[Mention]:
        """Whom an attack on a place befalls: the country of the place in the phrase of what is struck.

        "missiles hit the port of Odesa" befalls Ukraine, though ports are nobody; civilians become its civilians.
        """
        if any(not a.startswith("?") for m in recipients for a in m.actors):
            return recipients
        place = next((p for t in tokens for one in _inner(t) if (p := self.places.get(one.i)) and p.country), None)
        if place is None:
            return recipients
        if not recipients:
            return [Mention(place.span, place.text, place.span, (place.country,), "state", place.name, how="place")]
        return [
            replace(m, actors=tuple(_of_country(a, place.country) for a in m.actors) or (place.country,))
            for m in recipients
        ]

    def at(self, token: Token) -> list[Mention]:
        """Those named at a token and beside it."""
        return [m for one in (token, *token.conjuncts) if (m := self.mentions.get(one.i)) is not None]

    def within(self, token: Token) -> list[Mention]:
        """Those named in the noun phrase of a token."""
        return self._within(token)

    def countries(self) -> set[str]:
        """The countries of the places of the sentence."""
        return {place.country for place in self.places.values() if place.country}

    def befallen(self, mention: Mention) -> bool:
        """Whether a deed befalls a mention in its noun phrase: "the sanctions on Iran"."""
        tokens = self.sentence.tokens(mention.head)
        if tokens is None or tokens.root.dep_ != "pobj" or tokens.root.head.lower_ not in ("on", "against", "upon"):
            return False
        deed = tokens.root.head.head
        return deed.pos_ == "NOUN" and match(deed) is not None

    def ground(self, tokens: list[Token]) -> bool:
        """Whether these are towns, regions or countries themselves."""
        held = (self.mentions.get(token.i) for token in tokens)
        named = any(m is not None and (m.kind in ("state", "region") or m.how == "table:seat") for m in held)
        return named or any(token.i in self.places for token in tokens)

    def located(self, mention: Mention) -> bool:
        """Whether a mention says where something is: "crimes in Chile"."""
        tokens = self.sentence.tokens(mention.head)
        return tokens is not None and tokens.root.dep_ == "pobj" and tokens.root.head.lower_ in ("in", "at")

    def _each(self, tokens: list[Token], *, deep: bool) -> list[Mention]:
        found: list[Mention] = []
        for token in (one for t in tokens for one in self._examples(t)):
            for one in (token, *token.conjuncts, *_added(token)):
                mentions = self._within(one) if deep else [m for m in (self._owner(one),) if m is not None]
                found += [m for m in mentions if m not in found]
        return found

    def _examples(self, token: Token) -> list[Token]:
        """Those a general word is said to mean: "institutions such as the UN and the EU"."""
        held = self.mentions.get(token.i)
        if held is not None and any(actor[0] != "?" for actor in held.actors):
            return [token]
        named = [
            inner
            for c in token.children
            if c.dep_ == "prep" and (c.lower_ == "like" or (c.lower_ == "as" and c.nbor(-1).lower_ == "such"))
            for inner in c.children
            if inner.dep_ == "pobj" and inner.i in self.mentions
        ]
        return named or [token]

    def _owner(self, token: Token, depth: int = 2) -> Mention | None:
        mention = self.mentions.get(token.i)
        if mention is not None and (mention.acts or token.dep_ in ("nsubj", "dobj", "npadvmod")):
            return self._person(mention, token)
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.mentions:
                return self.mentions[child.i]
        lemma = token.lemma_.lower()
        if lemma not in IDLE:
            for child in token.children:
                if child.dep_ in BESIDE and child.i in self.mentions:
                    return self.mentions[child.i]
        if depth and lemma in PARTITIVE:
            for inner in after(token, "of"):
                if mention := self._owner(inner, depth - 1):
                    return mention
        return None

    def _person(self, mention: Mention, token: Token) -> Mention:
        """The person named in the noun phrase of an office: "the Chinese head of state and leader Xi Jinping"."""
        by_office = mention.kind == "person" and mention.text.islower() | (mention.text in OFFICES)
        if (mention.kind == "person" and not by_office) or len(mention.actors) != 1:
            return mention
        place = mention.actors[0].split("/")[:2]
        inner = (self.mentions.get(t.i) for t in token.subtree if t.i > token.i and t.i - token.i < REACH)
        for m in inner:
            if m is not None and m.kind == "person" and len(m.actors) == 1 and mention.kind != "group":
                named = m.actors[0].split("/")
                if len(place) == 2 and len(named) > 2 and named[:2] == place:
                    return m
        return mention

    def _within(self, token: Token) -> list[Mention]:
        """The nearest mention in the noun phrase of a token and those beside it; unknown ones only at its head."""
        for one in _inner(token):
            mention = self.mentions.get(one.i)
            if mention is None:
                continue
            known = any(not actor.startswith("?") for actor in mention.actors)
            if known or one.i == token.i or one.lower_ in ENEMY or token.lemma_.lower() in PARTITIVE or token.like_num:
                beside = [m for c in one.conjuncts if one.i != token.i and (m := self.mentions.get(c.i)) is not None]
                return [self._person(mention, one), *(m for m in beside if m != mention)]
        return []


def _find_enemies(held: dict[int, Mention], sentence: Sentence) -> None:
    """Finds the enemy where the word stands beside what is his: his forces, whoever he is."""
    for token in sentence.doc or ():
        if token.lower_ in ENEMY and token.i not in held and (token.dep_ == "dobj" or token.head.i not in held):
            at = sentence.locate(token)
            held[token.i] = Mention(at, token.text, at, ("?/MIL",), "group", how="enemy")


def _added(token: Token) -> list[Token]:
    """Who stands beside the name in apposition: "his colleague, Ana Soto, as well as President Rojas"."""
    names = [c for c in token.children if c.dep_ == "appos"]
    joined = [c for name in names for c in name.conjuncts]
    more = names[1:] if any(c.dep_ == "cc" for c in token.children) else []
    # "President of Chile Ana Soto and Kenyan President Rojas": the parse hangs the second from the first's country
    titled = [p for c in token.children if c.lower_ == "of" and token.tag_ == "NNP" for p in c.children]
    titled = [p for p in titled if p.dep_ == "pobj" and any(c.dep_ == "compound" for c in p.children)]
    return [*joined, *more, *(c for p in titled for c in p.conjuncts)]


def _inner(token: Token) -> Iterator[Token]:
    """A token and the words of its noun phrase, level by level."""
    level = [token]
    for _ in range(DEPTH):
        yield from level
        below: list[Token] = []
        for one in level:
            below += [child for child in one.children if _belongs(child, one)]
        level = below
        if not level:
            return


def _belongs(child: Token, head: Token) -> bool:
    """Whether a word is part of the noun phrase of its head."""
    if child.dep_ in ("compound", "nmod", "amod") and head.lemma_.lower() in NAMED_AFTER:
        return head.lemma_.lower() not in DOCUMENTS and child.dep_ == "amod"
    if child.dep_ in (*BESIDE, "appos", "pobj", "pcomp", "acomp", "dobj"):
        return True
    if child.lower_ in BESIDES:
        return False
    return child.dep_ in ("prep", "agent", "acl") and head.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "VERB", "NUM")


def _of_country(actor: str, country: str) -> str:
    """An unknown actor in a known country: "?/CVL" in Odesa is "UKR/CVL", a port there is "UKR"."""
    sector = actor.split("/")[1] if "/" in actor else ""
    return f"{country}/{sector}" if sector in PEOPLED else actor if sector in ("REB", "UAF", "CRM") else country


def within[T: (Place, Time)](things: list[T], span: Span) -> list[T]:
    """Those of a list in order of the text that lie within a span."""
    first = bisect_left(things, span.start, key=_start)
    last = bisect_left(things, span.end, lo=first, key=_start)
    return [thing for thing in things[first:last] if span.covers(thing.span)]


def _start(thing: Place | Time) -> int:
    return thing.span.start


def private(mention: Mention) -> bool:
    """Whether a mention is of nobody who acts for a state, a body, a force or a party."""
    return all(_private(actor) for actor in mention.actors)


def _private(actor: str) -> bool:
    parts = actor.split("/")
    return len(parts) > 1 and parts[1] in PRIVATE


_DATED = re.compile(r",?\s+(?:[A-Z][a-z]{2,8}\.?\s+\d|\d{1,2}\s+[A-Z])[^.!?]{0,40}[(–—-]")
"""What follows the place of a dateline with its date: "LIMA, May 6, 2024 (Agency) —"."""


def _dateline(mention: Mention, text: str, sentence: Sentence) -> bool:
    """Whether a mention is the place a report was sent from: "KHARTOUM (Agency) --", "Washington -"."""
    if mention.head.start - sentence.span.start > 20:
        return False
    rest = text[mention.span.end : mention.span.end + 40].lstrip(" ,ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    sent_from = rest[:1] in ("(", "-", "–", "—", ":") or _DATED.match(text, mention.span.end)
    if sent_from and mention.text.isupper() and len(mention.text) > 3:
        return True
    if mention.span.start != sentence.span.start:
        return False
    town = len(mention.actors) == 1 and "/" in mention.actors[0] and mention.kind != "person"
    return rest.startswith(("--", "- ", "– ", "— ")) or (town and rest.startswith(": "))


def party(mention: Mention) -> list[Party]:
    """The parties a mention names: one for each actor, one without an actor where none was resolved."""
    return [Party(actor, mention.span, mention.text, mention.name) for actor in mention.actors or (None,)]


def parties(mentions: list[Mention]) -> tuple[Party, ...]:
    """The parties of several mentions, each actor once."""
    found: dict[tuple[str | None, int], Party] = {}
    for mention in mentions:
        if any(_holds(mention, other) for other in mentions):
            continue
        for one in party(mention):
            found.setdefault((one.actor, -1 if one.actor else mention.head.start), one)
    return tuple(found.values())


def _holds(organ: Mention, person: Mention) -> bool:
    """Whether an organ stands beside its own person: "the ministry, Sergey Lavrov" is one party."""
    if person.kind != "person" or organ.kind == "person" or len(organ.actors) != 1 or len(person.actors) != 1:
        return False
    place, who = organ.actors[0].split("/"), person.actors[0].split("/")
    return len(place) > 1 and len(who) > 2 and place[:2] == who[:2] and organ.kind != "group"
