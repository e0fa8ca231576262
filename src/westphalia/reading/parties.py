"""Who stands at a word of a sentence: the actor mentions, found from the tokens of the parse."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from westphalia.model import Mention, Party
from westphalia.reading.frames import after, match
from westphalia.reading.reading import Reading, Sentence

PARTITIVE = frozenset(
    "number group member dozen hundred thousand million some many most two three leader representative official team "
    "series part majority each both one all several delegation head ministry department government".split()
)
"""Nouns that stand for what follows their "of": "dozens of soldiers", "members of the Taliban"."""
IDLE = frozenset(
    "sanction goods economy market war crisis deal talk talks agreement treaty law people issue question relation tie "
    "border language culture history sea city town village province".split()
)
"""Nouns that do nothing for their owner: "Chinese goods flooded …" is no act of China."""
DEPTH = 6
"""Levels of a noun phrase in which a recipient may stand: "a camp of forces loyal to General H." has six."""
BESIDE = ("poss", "compound", "amod", "nmod")


@dataclass(slots=True)
class Parties:
    """The mentions of one sentence by the tokens of their heads."""

    sentence: Sentence
    mentions: dict[int, Mention]

    @classmethod
    def of(cls, reading: Reading, sentence: Sentence) -> "Parties":
        """The parties a sentence names, its dateline left out."""
        held: dict[int, Mention] = {}
        for mention in reading.mentions_in(sentence.span):
            if _dateline(mention, reading.clean, sentence):
                continue
            tokens = sentence.tokens(mention.head)
            for token in tokens if tokens is not None else ():
                if token.i not in held or len(mention.span) < len(held[token.i].span):
                    held[token.i] = mention
        return cls(sentence, held)

    def acting(self, tokens: list[Token]) -> list[Mention]:
        """Those who act at these tokens: the actors they name, or the owners of the forces they name."""
        return self._each(tokens, deep=False)

    def affected(self, tokens: list[Token]) -> list[Mention]:
        """Those whom an act at these tokens touches, also as owners: "condemned Iran's decision"."""
        return self._each(tokens, deep=True)

    def befallen(self, mention: Mention) -> bool:
        """Whether a deed befalls a mention in its noun phrase: "the sanctions on Iran"."""
        tokens = self.sentence.tokens(mention.head)
        if tokens is None or tokens.root.dep_ != "pobj" or tokens.root.head.lower_ not in ("on", "against", "upon"):
            return False
        deed = tokens.root.head.head
        return deed.pos_ == "NOUN" and match(deed) is not None

    def _each(self, tokens: list[Token], *, deep: bool) -> list[Mention]:
        found: list[Mention] = []
        for token in tokens:
            for one in (token, *token.conjuncts):
                mention = self._within(one) if deep else self._owner(one)
                if mention is not None and mention not in found:
                    found.append(mention)
        return found

    def _owner(self, token: Token, depth: int = 2) -> Mention | None:
        mention = self.mentions.get(token.i)
        if mention is not None and (mention.acts or token.dep_ in ("nsubj", "dobj")):
            return mention
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

    def _within(self, token: Token) -> Mention | None:
        """The nearest mention in the noun phrase of a token, one that is known before one that is not."""
        unknown = None
        for one in _inner(token):
            mention = self.mentions.get(one.i)
            if mention is None:
                continue
            if any(not actor.startswith("?") for actor in mention.actors):
                return mention
            if one.i == token.i and mention.kind in ("person", "pronoun", "group"):
                return mention
            unknown = unknown or mention
        return unknown


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
    if child.dep_ in (*BESIDE, "appos", "pobj", "pcomp", "acomp", "dobj"):
        return True
    return child.dep_ in ("prep", "agent", "acl") and head.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "VERB", "NUM")


def _dateline(mention: Mention, text: str, sentence: Sentence) -> bool:
    """Whether a mention is the place a report was sent from: "KHARTOUM (Agency) --", "Washington -"."""
    if mention.head.start - sentence.span.start > 20:
        return False
    rest = text[mention.span.end : mention.span.end + 40].lstrip(" ,ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if mention.text.isupper() and len(mention.text) > 3 and rest[:1] in ("(", "-", "–", "—", ":"):
        return True
    return mention.span.start == sentence.span.start and rest.startswith(("--", "- ", "– ", "— "))


def party(mention: Mention) -> list[Party]:
    """The parties a mention names: one for each actor, one without an actor where none was resolved."""
    return [Party(actor, mention.span, mention.text, mention.name) for actor in mention.actors or (None,)]


def parties(mentions: list[Mention]) -> tuple[Party, ...]:
    """The parties of several mentions, each actor once."""
    found: dict[tuple[str | None, int], Party] = {}
    for mention in mentions:
        for one in party(mention):
            found.setdefault((one.actor, -1 if one.actor else mention.head.start), one)
    return tuple(found.values())
