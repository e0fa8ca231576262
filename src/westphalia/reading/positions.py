"""Step: where actors stand on issues — supports, opposes, abstains, complies or not, has not condemned, neutral.

In: sentences, mentions, times. Out: positions, one for each actor: a sentence that names twelve states gives twelve.
Read off the parse: a predicate of `data/stances.tsv`, who its subject is (lists included), what its object is,
and whether it is negated, refused or refrained from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia import vocabulary
from westphalia.model import ActorId, Interval, Mention, Party, Position, Span, Trace
from westphalia.model.when_where import UNKNOWN_TIME
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step

_AVOIDING = frozenset({"refuse", "decline", "refrain", "abstain", "avoid", "fail", "stop", "hesitate", "reluctant"})
_UNREAL = frozenset({"would", "could", "might", "may", "should", "if", "whether", "must", "will"})
_WISHING = frozenset({"urge", "ask", "want", "call", "press", "expect", "pressure", "threaten"})
_HOLDING = frozenset("be remain stay adopt maintain keep take declare claim hold have".split())
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "any", "its", "their", "his", "her"})
_TOPIC = frozenset({"on", "in", "over", "towards", "against"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PASS_THROUGH = frozenset({"xcomp", "pcomp", "conj", "advcl", "acl"})
_KINDS = frozenset({"state", "body", "organ", "person", "bloc", "group", "people", "pronoun"})
_NEUTRAL = re.compile(r"\bneutral(?:ity)?\b", re.IGNORECASE)
LONGEST_ISSUE = 12
"""Words kept of an object; what follows is a clause about the issue, not its name."""


@lru_cache(maxsize=1)
def _stances() -> dict[str, tuple[str, str, re.Pattern[str]]]:
    return {
        row["lemma"]: (row["stance"], row["negated"], re.compile(row["object"], re.IGNORECASE))
        for row in vocabulary.rows("westphalia.reading", "stances.tsv")
    }


def _run(reading: Reading) -> None:
    for sentence, doc in reading.parsed():
        if sentence.part != "aside":
            for token in doc:
                reading.positions.extend(_of_predicate(reading, sentence, doc, token))


def _of_predicate(reading: Reading, sentence: Sentence, doc: Doc, token: Token) -> Iterator[Position]:
    if token.pos_ in ("NOUN", "ADJ") and _NEUTRAL.fullmatch(token.text):
        yield from _neutral(reading, sentence, doc, token)
        return
    found = _stances().get(token.lemma_.lower())
    if found is None or token.pos_ != "VERB":
        return
    plain, denied, wanted = found
    issue = _issue(doc, token)
    if not issue or not wanted.search(issue.text) or _unreal(token):
        return
    negated, why = _negated(token)
    stance = denied if negated else plain
    if not stance or _names_actor_only(reading, sentence, issue):
        return
    for mention in _subjects(reading, sentence, doc, token):
        yield from _positions(reading, sentence, mention, _Stand(_name_of(issue), stance, token.lemma_, why))


def _issue(doc: Doc, verb: Token) -> TokenSpan | None:
    """The object phrase of the predicate, or of its preposition ("comply with", "abstain from")."""
    heads = [c for c in verb.children if c.dep_ in ("dobj", "obj", "nsubjpass")]
    if verb.lemma_ in ("comply", "abide", "adhere", "abstain", "join", "refrain"):
        heads += [o for p in verb.children if p.dep_ == "prep" for o in p.children if o.dep_ in ("pobj", "pcomp")]
    if not heads or heads[0].pos_ not in ("NOUN", "PROPN", "VERB"):
        return None
    head = heads[0]
    left = min((t.i for t in head.subtree if t.i <= head.i), default=head.i)
    right = head.i
    for t in head.subtree:
        if t.i > right and t.i - left < LONGEST_ISSUE and t.dep_ != "punct" and not _clause(t, head):
            right = t.i
    return doc[left : right + 1]


def _clause(token: Token, head: Token) -> bool:
    while token != head:
        if token.dep_ in ("relcl", "acl", "advcl", "appos", "conj", "cc"):
            return True
        token = token.head
    return False


def _name_of(issue: TokenSpan) -> str:
    words = issue.text.split()
    while words and words[0].casefold() in _DETERMINERS:
        words.pop(0)
    return " ".join(words).strip(" ,.;:'\"“”’‘")


def _negated(verb: Token) -> tuple[bool, str]:
    """Whether the predicate is negated, refused or refrained from, up its chain of governing verbs."""
    token, steps = verb, 0
    while steps < 3:
        if any(c.dep_ == "neg" or c.lower_ in ("never", "neither") for c in token.children):
            return True, "negated"
        up = token.head
        if token.dep_ not in _PASS_THROUGH and not (token.dep_ == "pobj" or up.dep_ == "prep"):
            break
        if up.dep_ == "prep":
            up = up.head
        if up.lemma_.lower() in _AVOIDING and token.dep_ != "conj":
            return True, f"{up.lemma_.lower()}s to"
        if token.dep_ in ("advcl", "acl", "conj") or up == token:
            break
        token, steps = up, steps + 1
    return False, "plain"


def _unreal(verb: Token) -> bool:
    """Whether the predicate is only wished, expected or asked for; those are not positions held."""
    if any(c.dep_ in ("aux", "mark") and c.lower_ in _UNREAL for c in verb.children):
        return True
    if verb.dep_ == "xcomp" and verb.head.lemma_ in (
        "urge",
        "ask",
        "want",
        "call",
        "press",
        "expect",
        "pressure",
        "threaten",
    ):
        return True
    return verb.dep_ in ("acl", "advcl", "relcl") and verb.tag_ == "VB" and verb.head.lemma_.lower() not in _AVOIDING


def _names_actor_only(reading: Reading, sentence: Sentence, issue: TokenSpan) -> bool:
    """Whether the object is a mere actor ("criticised Lavrov"): that is an event, not a position on an issue."""
    span = sentence.locate(issue)
    return any(m.span.start <= span.start + 4 and m.span.end >= span.end for m in reading.mentions_in(span))


def _subjects(reading: Reading, sentence: Sentence, doc: Doc, verb: Token) -> list[Mention]:
    """Mentions that are the subject of the predicate or of the verb that controls it, lists included."""
    token = verb
    for _ in range(4):
        subject = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
        if subject is not None and subject.dep_ != "nsubjpass":
            return _listed(reading, sentence, doc, subject, token)
        if subject is not None:
            agent = next((o for a in token.children if a.dep_ == "agent" for o in a.children), None)
            return _listed(reading, sentence, doc, agent, token) if agent is not None else []
        if token.head == token or token.dep_ not in (*_PASS_THROUGH, "prep", "pobj", "ccomp"):
            return []
        token = token.head
    return []


def _listed(reading: Reading, sentence: Sentence, doc: Doc, subject: Token, verb: Token) -> list[Mention]:
    """All actors of a subject. A general head ("partners such as A, B and many other states") stands for its list."""
    left = min(t.i for t in subject.subtree)
    if subject.lemma_.lower() in ("state", "country", "nation", "partner", "government", "member", "ally", "power"):
        left = next((t.i for t in doc if t.lower_ == "such" and t.i < verb.i), left)
    region = sentence.locate(doc[left : max(left + 1, min(verb.i, max(t.i for t in subject.subtree) + 1))])
    mentions = [m for m in reading.mentions_in(region) if m.kind in _KINDS and m.actors]
    head = reading.mention_at(sentence.locate(subject))
    if head is not None and head not in mentions and head.actors and head.kind in _KINDS:
        mentions.append(head)
    return [m for m in mentions if not _modifier(sentence, doc, m, subject)]


def _modifier(sentence: Sentence, doc: Doc, mention: Mention, subject: Token) -> bool:
    """Whether a mention only describes another noun of the subject ("Russian partners", "sanctions on Iran")."""
    tokens = sentence.tokens(mention.head)
    if tokens is None or tokens.root == subject:
        return False
    root = tokens.root
    if root.dep_ in ("amod", "compound", "poss", "nmod"):
        return root.head != subject or root.head.pos_ != "PROPN"
    return root.dep_ == "pobj" and root.head.lower_ not in ("as", "like", "including", "and")


def _neutral(reading: Reading, sentence: Sentence, doc: Doc, token: Token) -> Iterator[Position]:
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX") or _unreal(verb) or _negated(verb)[0]:
        return
    if verb.lemma_ not in (
        "be",
        "remain",
        "stay",
        "adopt",
        "maintain",
        "keep",
        "take",
        "declare",
        "claim",
        "hold",
        "have",
    ):
        return
    about = next(
        (t for t in token.subtree if t.dep_ == "prep" and t.lower_ in ("on", "in", "over", "towards", "against")), None
    )
    issue = " ".join(t.text for t in about.subtree if t != about) if about is not None else "neutrality"
    for mention in _subjects(reading, sentence, doc, verb):
        yield from _positions(reading, sentence, mention, _Stand(issue, "neutral", verb.lemma_, "neutrality"))


@dataclass(frozen=True, slots=True)
class _Stand:
    """What a sentence says that somebody holds: issue, stance, and what shows it."""

    issue: str
    stance: str
    predicate: str
    why: str


def _positions(reading: Reading, sentence: Sentence, mention: Mention, stand: _Stand) -> Iterator[Position]:
    span = sentence.span
    trace = Trace("positions", f"{stand.predicate}: {stand.why}", (stand.predicate,))
    for actor in mention.actors:
        if not ActorId.parse(actor).known:
            continue  # "many other states" is nobody
        party = Party(actor, mention.span, mention.text, mention.name)
        yield Position(span, span.of(reading.clean), party, stand.issue, stand.stance, _when(reading, span), trace)


def _when(reading: Reading, span: Span) -> Interval:
    """The one dated expression of the sentence, unknown if there is none or several."""
    dated = [t.interval for t in reading.times if span.covers(t.span) and t.interval.first is not None]
    return dated[0] if len(dated) == 1 else UNKNOWN_TIME


POSITIONS = Step("positions", 1, reads=("sentences", "mentions", "times"), fills=("positions",), run=_run)
