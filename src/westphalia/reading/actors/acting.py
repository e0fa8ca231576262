"""Whether the grammar lets a state or capital act: "Moscow responded" does, "in Moscow" and "Chinese food" do not."""

from westphalia.reading.actors.deeds import is_deed, words
from westphalia.reading.actors.drafts import Draft
from westphalia.reading.actors.noun_phrases import Flat

PLACE = frozenset(
    """in at near across inside outside within throughout around via through into onto off above below under along
    amid beside behind during""".split()
)
PARTS = frozenset(
    """city town village capital east west north south centre center heart part parts region map state province district
    island coast border borders outskirts suburbs area areas airport port territory territories edge side shores streets
    rest kilometers kilometres miles university republic kingdom bank gulf sea strait mayor people residents citizens
    inhabitants population women children youth voters natives""".split()
)
"""Nouns whose "of" is a place's: the city of Moscow, the east of Ukraine."""
TOPIC = frozenset("on about regarding over concerning upon".split())
STATIVE = frozenset("be stand lie have remain become look collapse burn reopen close stay".split())
"""What a building does as a building."""
FOUGHT = frozenset("shoot intercept down destroy repel attack sink sue accuse fine sanction".split())
LIKE_PLACES = frozenset({"state", "region", "organ", "body", "bloc"})
GONE_TO = frozenset({"leave", "enter", "reach", "tour", "flee", "cross", "exit"})
DATELINE = frozenset({"(", "—", "–", "-", "--", ",", ":"})


def acts(draft: Draft) -> bool:
    """Whether the mention names someone who acts or is acted on here."""
    if draft.role is not None and not draft.tail and draft.role.kind in ("site", "weapon"):
        return _willed(draft)
    named = draft.how.startswith("table:") and draft.how != "table:demonym" and draft.kind in LIKE_PLACES
    if not named or (draft.kind == "organ" and draft.how != "table:seat"):
        return True
    if draft.how == "table:seat" and _listed(draft.flat, draft.head_end - 1):
        return False
    return not _dateline(draft) and _governed(draft.flat, draft.head_end - 1, draft.how == "table:adjective")


def _willed(draft: Draft) -> bool:
    """Whether what stands for those who run it acts: "the hospital said", "drones hit"; not "in the hospital"."""
    flat, head = draft.flat, _first_joined(draft.flat, draft.head_end - 1)
    relation, governor = flat.dep[head], flat.head[head]
    if relation in ("nsubj", "poss"):
        return relation == "poss" or flat.doc[governor].lemma_ not in STATIVE
    if relation == "pobj":
        return flat.lower[governor] in ("by", "against") or (
            flat.lower[governor] in ("to", "with") and draft.role is not None and draft.role.kind == "site"
        )
    return relation == "agent" or (relation == "dobj" and flat.doc[governor].lemma_ in FOUGHT)


def _first_joined(flat: Flat, head: int) -> int:
    while flat.dep[head] == "conj" and flat.head[head] != head:
        head = flat.head[head]
    return head


def _governed(flat: Flat, head: int, adjective: bool) -> bool:
    """Whether the relation of a name to the word that governs it lets it act."""
    while flat.head[head] != head and (
        flat.dep[head] == "conj" or (flat.dep[head] == "appos" and flat.pos[flat.head[head]] == "PROPN")
    ):
        head = flat.head[head]
    relation, governor = flat.dep[head], flat.head[head]
    if adjective and relation in ("nsubj", "nsubjpass", "dobj", "attr", "ROOT"):  # a language: "English is spoken"
        return False
    if relation in ("amod", "compound", "nmod", "npadvmod"):
        return _modifies_deed(flat, head)
    if relation == "pobj":
        return _after_preposition(flat, flat.lower[governor], flat.head[governor])
    if relation == "dobj":
        return flat.doc[governor].lemma_ not in GONE_TO
    return relation != "ROOT" or len(flat) > 3


def _listed(flat: Flat, head: int) -> bool:
    """Whether a capital is one of the places listed: "flights to cities including Lomé and Maun"."""
    head = _first_joined(flat, head)
    return flat.dep[head] == "pobj" and flat.lower[flat.head[head]] in ("including", "like", "as", "except", "besides")


def _dateline(draft: Draft) -> bool:
    """Whether a name only says where the report was written: "MOSCOW (Agency) — …"."""
    flat = draft.flat
    after = flat.words[draft.end] if draft.end < len(flat) else ""
    return draft.start == 0 and flat.words[0].isupper() and len(flat.words[0]) > 3 and after in DATELINE


def _modifies_deed(flat: Flat, head: int) -> bool:
    """Whether the noun that an adjective stands with is something done: "Sino-Russian talks"."""
    for _ in range(4):
        if flat.dep[head] not in ("amod", "compound", "nmod", "npadvmod", "conj", "poss"):
            break
        head = flat.head[head]
    return is_deed(flat.lower[head])


def _after_preposition(flat: Flat, preposition: str, governor: int) -> bool:
    lemma = flat.doc[governor].lemma_.lower()
    if preposition in PLACE:
        return False
    if preposition in TOPIC:
        return lemma in words("on") or (preposition == "over" and lemma in ("war", "fire"))
    if preposition in ("from", "to", "toward", "towards"):
        return lemma not in words("motion")
    if preposition == "of":
        return flat.lower[governor] not in PARTS
    return True
