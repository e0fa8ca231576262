"""Which way a clause looks, past or future: decides between last and next Wednesday."""

import re

from spacy.tokens import Doc, Token

AHEAD = frozenset(
    "expect schedule set plan due slate hope aim intend want prepare ready poise likely fix postpone".split()
)
"""Governors whose infinitive or date lies ahead ("is expected on Thursday", "due to meet Friday")."""
REPORTING = frozenset("say tell report write state add announce claim note show".split())
"""Verbs of which the present tense tells of what has been said already."""
FUTURE_WORDS = re.compile(
    r"\b(?:will|shall|’ll|'ll|would|going to|set to|due|expected|scheduled|plans?|planned|slated|is to|are to"
    r"|until|by)\b",
    re.IGNORECASE,
)
PAST_WORDS = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|since|[a-z]{2,}ed|met|took|began|came|went|fell|rose|won|held|left|saw|made|gave|found|sent|became|spoke|fled|fought"
    r"|struck|hit|shot|broke|kept|brought|bought|sold|paid|lost|led|put|grew|got|ran|flew)\b",
    re.IGNORECASE,
)
_LEADS = 12


def tense(sentence: str, doc: Doc | None, start: int) -> str:
    """Either "past", "future" or "", for the clause that holds character `start` of the sentence."""
    if doc is not None and doc.has_annotation("DEP"):
        token = next((t for t in doc if t.idx <= start < t.idx + len(t.text)), None)
        if token is not None:
            return _of_parse(token)
    lead = sentence[max(0, start - 60) : start]
    if FUTURE_WORDS.search(lead):
        return "future"
    return "past" if PAST_WORDS.search(sentence) else "future" if FUTURE_WORDS.search(sentence) else ""


def _of_parse(token: Token) -> str:
    before = next((t.lower_ for t in (token.head, *token.lefts) if t.dep_ == "prep"), "")
    if before in ("until", "till", "by"):
        return "future"
    if before == "since" or (before == "of" and token.head.head.lower_ == "as"):  # "as of February"
        return "past"
    for _ in range(_LEADS):
        governs = token.lemma_.lower() in AHEAD and token.tag_ in ("VBN", "JJ", "IN") and token.pos_ != "NOUN"
        if governs or token.lower_ == "ahead":
            return "future"
        if token.pos_ in ("VERB", "AUX"):
            return _of_verb(token)
        if token.head == token:
            return ""
        token = token.head
    return ""


def _of_verb(verb: Token) -> str:
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    governor = verb.head if verb.head != verb else None
    if helpers & {"will", "shall", "'ll", "’ll", "wo", "would", "ll"}:
        return "future"
    if "to" in helpers:
        return _of_infinitive(governor)
    if helpers & {"has", "have", "had", "was", "were", "did", "been"} or verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in ("VBG", "VBN") and not helpers and governor is not None:
        return _of_parse(governor) if governor.pos_ in ("VERB", "AUX") else "past" if verb.tag_ == "VBN" else ""
    under_way = verb.tag_ == "VBG" and helpers & {"is", "are", "'s", "’s", "am"}
    present = verb.tag_ in ("VBZ", "VBP") and verb.lemma_ not in REPORTING and verb.lemma_ != "be"
    return "future" if under_way or present else ""


def _of_infinitive(governor: Token | None) -> str:
    if governor is None or governor.lemma_.lower() in AHEAD or governor.pos_ == "NOUN" or governor.lemma_ == "be":
        return "future"
    return _of_verb(governor) if governor.pos_ in ("VERB", "AUX") else ""
