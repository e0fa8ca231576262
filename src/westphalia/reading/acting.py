"""Whether the grammar lets a state or capital act: "Moscow responded" does, "in Moscow" and "Chinese food" do not."""

from westphalia.reading.deeds import is_deed, words
from westphalia.reading.drafts import Draft
from westphalia.reading.noun_phrases import Flat

PLACE = frozenset(
    """in at near across inside outside within throughout around via through into onto off above below under along
    amid beside behind during""".split()
)
PARTS = frozenset(
    """city town village capital east west north south centre center heart part parts region map state province district
    island coast border borders outskirts suburbs area areas airport port territory territories edge side shores streets
    rest kilometers kilometres miles university republic kingdom bank gulf sea strait mayor""".split()
)
"""Nouns whose "of" is a place's: the city of Moscow, the east of Ukraine."""
TOPIC = frozenset("on about regarding over concerning upon".split())
LIKE_PLACES = frozenset({"state", "region", "organ", "people", "bloc"})


def acts(draft: Draft) -> bool:
    """Whether the mention names someone who acts or is acted on here."""
    if draft.tail or draft.role is not None or draft.kind not in LIKE_PLACES:
        return True
    place = draft.how in ("table:name", "table:seat", "table:adjective", "table:prefix") and draft.kind != "bloc"
    if not place or (draft.kind == "organ" and draft.how != "table:seat"):
        return True
    flat, head = draft.flat, draft.head_end - 1
    relation, governor = flat.dep[head], flat.head[head]
    while governor != head and (relation == "conj" or (relation == "appos" and flat.pos[governor] == "PROPN")):
        head = governor
        relation, governor = flat.dep[head], flat.head[head]
    if relation in ("amod", "compound", "nmod", "npadvmod"):
        return _modifies_deed(flat, head)
    if relation == "poss":
        return True
    if relation == "pobj":
        return _after_preposition(flat, flat.lower[governor], flat.head[governor])
    if relation == "dobj" and flat.doc[governor].lemma_ in (
        "leave",
        "visit",
        "enter",
        "reach",
        "tour",
        "flee",
        "cross",
        "exit",
    ):
        return flat.doc[governor].lemma_ == "visit"
    return relation != "ROOT" or len(flat) > 3


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
