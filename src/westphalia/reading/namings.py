"""Step: how the report names things that others name otherwise, and whether in its own voice.

In: sentences, mentions, statements. Out: namings. Two ways in: a table of wordings for disputed things
(`data/namings.tsv`), and the grammar of conflicts: a noun such as war, crisis or operation with the name of a
country ("the war in Ruritania", "Ruritania crisis") names the conflict there. Once a report has named one
conflict in full, "the war" alone is that one; with two, it stays unresolved and is not recorded.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from westphalia import vocabulary
from westphalia.model import ActorId, Naming, Party, Span, Statement
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step
from westphalia.reference.states import state

_OPENING, _CLOSING = "“\"„«‘'", "”\"“»’'"
_CALLED = re.compile(r"\b(?:so-called|what (?:\w+ ){1,4}calls?|as (?:\w+ ){1,4}calls? (?:it|the \w+))\b", re.IGNORECASE)
_PLACE_PREPOSITIONS = frozenset({"in", "of", "on", "against", "with", "over", "into", "around", "between"})
_KINDS = frozenset({"state", "region", "organ", "body", "people"})


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, list[tuple[str, frozenset[str], bool]]]]:
    """One pattern over all wordings, and wording → (referent, words the report must also hold, proper name or not)."""
    rows = vocabulary.rows("westphalia.reading", "namings.tsv")
    meanings: dict[str, list[tuple[str, frozenset[str], bool]]] = {}
    for row in rows:
        needs = frozenset(filter(None, row["needs"].casefold().split("|")))
        meanings.setdefault(_plain(row["words"]), []).append((row["referent"], needs, not row["words"].islower()))
    wordings = sorted({row["words"] for row in rows}, key=lambda w: (-len(w), w))
    parts = (re.escape(w).replace("'", "['’]").replace(r"\ ", r"\s+") for w in wordings)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE), meanings


@lru_cache(maxsize=1)
def _conflict_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in vocabulary.rows("westphalia.reading", "conflict_nouns.tsv"))


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.casefold().replace("’", "'"))


def _run(reading: Reading) -> None:
    listed = list(_from_table(reading))
    found = listed + [n for n in _conflicts(reading) if not any(n.span.overlaps(one.span) for one in listed)]
    reading.namings = sorted(found, key=lambda n: (n.span.start, n.span.end))


def _from_table(reading: Reading) -> Iterator[Naming]:
    pattern, meanings = _table()
    text = reading.clean
    folded = text.casefold()
    for match in pattern.finditer(text):
        for referent, needs, proper in meanings.get(_plain(match.group()), ()):
            if proper and match.group().islower():
                continue  # "the turkey", "ceded territory" are no names
            if not needs or any(word in folded for word in needs):
                yield _naming(reading, Span(*match.span()), referent)
                break


def _conflicts(reading: Reading) -> Iterator[Naming]:
    named: set[str] = set()
    bare: list[Span] = []
    for sentence, doc in reading.parsed():
        for token in doc:
            if token.lemma_.lower() not in _conflict_nouns() or token.pos_ not in ("NOUN", "PROPN"):
                continue
            if place := _theatre(reading, sentence, token):
                referent = f"conflict in {place}"
                named.add(referent)
                yield _naming(reading, _phrase(sentence, doc, token), referent)
            elif _definite(token):
                bare.append(sentence.locate(token))
    if len(named) == 1:
        (referent,) = named
        yield from (_naming(reading, span, referent) for span in bare)


def _theatre(reading: Reading, sentence: Sentence, noun: Token) -> str:
    """Name of the state the conflict is in: by preposition ("war in X"), compound ("X war") or as its victim."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _PLACE_PREPOSITIONS:
            for place in child.children:
                if place.dep_ == "pobj" and (name := _state_name(reading, sentence, place)):
                    return name
    for child in reversed(list(noun.lefts)):
        if child.dep_ in ("compound", "nmod", "amod") and (name := _state_name(reading, sentence, child)):
            # "Ruritania crisis" is in Ruritania; "Ruritanian invasion" is by Ruritania and says not where
            return name if child.pos_ == "PROPN" or child.dep_ == "compound" else ""
    return ""


def _state_name(reading: Reading, sentence: Sentence, token: Token) -> str:
    mention = reading.mention_at(sentence.locate(token))
    if mention is None or not mention.actors or mention.kind not in _KINDS:
        return ""
    known = state(ActorId.parse(mention.actors[-1]).polity)
    return known.name if known else ""


def _definite(noun: Token) -> bool:
    words = {child.lower_ for child in noun.children}
    return noun.lemma_.lower() in ("war", "invasion", "conflict", "crisis", "aggression", "offensive") and bool(
        words & {"the", "this"} and len(words) == 1
    )


def _phrase(sentence: Sentence, doc: Doc, noun: Token) -> Span:
    """The noun with what names the conflict: adjectives, compounds, possessor and its first prepositional phrase."""
    inside = [noun.i]
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod", "poss"):
            inside += [t.i for t in child.subtree]
        elif child.dep_ == "prep" and child.lower_ in _PLACE_PREPOSITIONS and child.i - noun.i <= 4:
            objects = [t for t in child.children if t.dep_ == "pobj"]
            inside += [child.i, *(t.i for o in objects for t in (*o.lefts, o) if t.dep_ != "punct")]
    first, last = min(inside), max(inside)
    return sentence.locate(doc[first : last + 1])


def _naming(reading: Reading, span: Span, referent: str) -> Naming:
    words = span.of(reading.clean)
    voice, by = _voice(reading, span)
    return Naming(span, words, referent, words, voice, by)


def _voice(reading: Reading, span: Span) -> tuple[str, Party | None]:
    """Own voice, quoted (in quotation marks or inside a direct quotation) or attributed to a speaker."""
    text = reading.clean
    said = _statement_over(reading, span)
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 2]
    if before and before in _OPENING and any(mark in _CLOSING for mark in after):
        return "quoted", said.speaker if said else None
    if said is not None:
        quoted = said.quotation == "direct" or _inside_marks(text, said.span, span)
        return ("quoted" if quoted else "attributed"), said.speaker
    near = text[max(span.start - 60, 0) : min(span.end + 60, len(text))]
    return ("attributed", None) if _CALLED.search(near) else ("own", None)


def _statement_over(reading: Reading, span: Span) -> Statement | None:
    covering = [s for s in reading.statements if s.sure and s.span.covers(span)]
    return min(covering, key=lambda s: len(s.span), default=None)


def _inside_marks(text: str, content: Span, span: Span) -> bool:
    """Whether an odd number of quotation marks stands between the start of the content and the naming."""
    return sum(text.count(mark, content.start, span.start) for mark in '“"«”»') % 2 == 1


NAMINGS = Step("namings", 2, reads=("sentences", "mentions", "statements"), fills=("namings",), run=_run)
