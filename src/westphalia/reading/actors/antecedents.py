"""Whom a pronoun can stand for: what number, kind, gender and the grammar of its clause allow."""

import re
from collections.abc import Iterable

from westphalia.reading.actors.agents import singular
from westphalia.reading.actors.drafts import HUMAN, Draft
from westphalia.reading.actors.noun_phrases import Flat
from westphalia.reference.given_names import gender

SINGULAR = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})


FEMININE = frozenset({"she", "her", "herself"})


NEUTER = frozenset({"it", "its", "itself"})


SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})


WOMEN = re.compile(
    r"\b(?:mrs|ms|miss|madam|queen|princess|empress|\w*woman|sister|mother|wife|daughter|actress|widow|nun|girl|lady)\b",
    re.I,
)


MEN = re.compile(
    r"\b(?:mr|sir|king|prince|emperor|emir|sultan|\w+sman|brother|father|husband|son|lord|pope|imam|priest|ayatollah|sheikh|boy)\b",
    re.I,
)


CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj", "pcomp"})


ORGANS = frozenset({"state", "organ", "body", "company", "group", "outlet", "bloc", "region"})


SAYING = frozenset(
    """say tell add note argue explain claim warn insist declare announce stress write tweet comment reply state
    emphasise emphasize reiterate""".split()
)


def actors(draft: Draft) -> tuple[str, ...]:
    """Everyone a mention is resolved to."""
    return draft.actors or ((str(draft.actor),) if draft.actor is not None else ())


def is_person(draft: Draft) -> bool:
    """Whether a mention can be he or she."""
    if draft.kind == "pronoun":
        return draft.words.lower() in SINGULAR and bool(draft.actors)
    return draft.kind == "person" and bool(actors(draft)) and not (draft.role is not None and draft.role.plural)


def is_organ(draft: Draft) -> bool:
    """Whether a mention can be it."""
    if draft.kind == "pronoun":
        return draft.words.lower() in NEUTER and bool(draft.actors)
    plural = draft.role is not None and draft.role.plural
    return draft.kind in ORGANS and len(actors(draft)) == 1 and draft.acts and not plural


def is_subject(draft: Draft) -> bool:
    """Whether a mention is a subject, or joined to one by "and"."""
    flat, head = draft.flat, draft.head_end - 1
    for _ in range(5):
        if flat.dep[head] in SUBJECTS:
            return True
        if flat.dep[head] not in ("conj", "appos") or flat.head[head] == head:
            return False
        head = flat.head[head]
    return False


def main(subjects: list[Draft]) -> Draft | None:
    """The subject of the main clause, if there is one alone."""
    found = [d for d in subjects if d.flat.dep[d.flat.head[d.head_end - 1]] == "ROOT"]
    return found[0] if len({actors(d) for d in found}) == 1 else None


def governing(flat: Flat, subjects: list[Draft], item: Draft) -> Draft | None:
    """The subject of the nearest verb above the pronoun: "Lavrov said Wang knew that he …" is Wang, if it is either."""
    by_verb = {flat.head[d.head_end - 1]: d for d in subjects}
    token = flat.head[item.head_start]
    for _ in range(12):
        if token in by_verb and flat.dep[item.head_start] not in ("nsubj", "nsubjpass"):
            return by_verb[token]
        above = flat.head[token]
        if above in by_verb:
            return by_verb[above]
        if above == token:
            return None
        token = above
    return None


def same_clause_object(flat: Flat, draft: Draft, item: Draft) -> bool:
    """Whether `item` is an object of the very verb whose subject is `draft` and so cannot be it: "Wang met him"."""
    if flat.dep[item.head_start] in ("poss", "nsubj", "nsubjpass"):
        return False
    verb = flat.head[item.head_start]
    if flat.dep[item.head_start] == "pobj":
        verb = flat.head[verb]
    return flat.head[top(flat, draft.head_end - 1)] == verb and item.words.lower() not in (
        "himself",
        "herself",
        "itself",
        "themselves",
    )


def barred(flat: Flat, item: Draft, drafts: Iterable[Draft]) -> set[tuple[str, ...]]:
    """Whom a pronoun cannot be as they are named in its own clause: "he echoed Lavrov's view", "Wang met him"."""
    if flat.dep[item.head_start] == "poss" or item.words.lower().endswith("self"):
        return set()
    own = clause(flat, item.head_start)
    return {actors(d) for d in drafts if d.kind != "pronoun" and clause(flat, d.head_end - 1) == own}


def beside(flat: Flat, item: Draft, own: Iterable[Draft]) -> Draft | None:
    """Whose partner an owner's is: "called on Chile and its neighbours", "met the king and his brother"."""
    owned = flat.head[item.head_start]
    if flat.dep[item.head_start] != "poss" or flat.dep[owned] != "conj":
        return None
    return next((draft for draft in own if draft.head_end - 1 == flat.head[owned]), None)


def clause(flat: Flat, token: int) -> int:
    """The verb of the clause a token stands in: the first above it that is one or is joined as a clause."""
    for _ in range(20):
        above = flat.head[token]
        if above == token or (flat.pos[token] in ("VERB", "AUX") and flat.dep[token] in CLAUSES):
            return token
        token = above
    return token


def passing(draft: Draft, item: Draft) -> bool:
    """Whether somebody unnamed is only named in passing: "a citizen's arrest", or “an elder” of another's words."""
    if draft.kind != "person" or draft.actor is None or draft.actor.slug:
        return False
    head = draft.head_end - 1
    quoted = in_quotation(draft.flat, head) and not in_quotation(item.flat, item.head_start)
    return quoted or draft.flat.dep[head] in ("poss", "compound")


def breaks(sentence: list[Draft], item: Draft) -> bool:
    """Whether a sentence before has a subject that could be meant but is not known: then nobody further back is."""
    word = item.words.lower()
    if word in NEUTER:
        return bool(sentence) and thing_is_subject(sentence[0].flat, sentence, len(sentence[0].flat))
    for draft in sentence:
        if actors(draft) or not is_subject(draft):
            continue
        if draft.kind == "pronoun" and draft.words.lower() in SINGULAR:
            return (draft.words.lower() in FEMININE) == (word in FEMININE)
        if draft.kind in ("unknown", "person") and draft.tail:
            return draft.flat.doc[draft.flat.head[draft.head_end - 1]].lemma_ in HUMAN
    return False


def told(flat: Flat, subjects: list[Draft], own: list[Draft], item: Draft) -> bool:
    """Whether a pronoun may as well be who was told: "Rask assured Odhis that she would go"."""
    if flat.dep[item.head_start] not in SUBJECTS:
        return False
    verb = flat.head[subjects[-1].head_end - 1]
    return any(
        flat.dep[d.head_end - 1] in ("dobj", "dative") and flat.head[d.head_end - 1] == verb and d.end < item.start
        for d in own
        if actors(d) != actors(subjects[-1])
    )


def unknown_before(here: list[Draft], item: Draft) -> bool:
    """Whether a name that no table tells stands before the pronoun: it may be the one meant."""
    return item.words.lower() in SINGULAR and any(
        d.kind in ("unknown", "person") and d.tail and d.end <= item.start and not actors(d) and is_subject(d)
        for d in here
    )


def thing_between(flat: Flat, drafts: Iterable[Draft], start: int, end: int) -> bool:
    """Whether a thing is the subject of a clause between the tokens: "it" may be that."""
    heads = {d.head_end - 1 for d in drafts}
    return any(
        flat.pos[t] == "NOUN" and t not in heads and flat.dep[t] in ("nsubj", "nsubjpass") for t in range(start, end)
    )


def plural_between(flat: Flat, drafts: Iterable[Draft], start: int, end: int) -> bool:
    """Whether things in the plural stand as subject between the tokens: "they" may be those."""
    heads = {d.head_end - 1 for d in drafts}
    return any(
        flat.pos[t] == "NOUN"
        and t not in heads
        and flat.dep[t] in ("nsubj", "nsubjpass", "dobj")
        and singular(flat.lower[t]) != flat.lower[t]
        for t in range(start, end)
    )


def thing_is_subject(flat: Flat, drafts: Iterable[Draft], before: int) -> bool:
    """Whether the main clause has a common noun as its subject that is no actor: "the plan", "talks"."""
    heads = {d.head_end - 1 for d in drafts}
    for token in range(min(before, len(flat))):
        if flat.dep[token] in ("nsubj", "nsubjpass") and flat.dep[flat.head[token]] == "ROOT":
            return flat.pos[token] == "NOUN" and token not in heads
    return False


def alike(drafts: list[Draft]) -> bool:
    """Whether all are named persons, or none is: Lavrov and Wang, both armies, not a scholar and some citizens."""
    return len({d.kind == "person" and d.actor is not None and bool(d.actor.slug) for d in drafts}) == 1


def coordinated(draft: Draft, drafts: Iterable[Draft]) -> list[Draft]:
    """A mention and those joined to it: "Lavrov and Wang"."""
    flat = draft.flat
    root = top(flat, draft.head_end - 1, ("conj",))
    return [other for other in drafts if top(flat, other.head_end - 1, ("conj",)) == root] or [draft]


def top(flat: Flat, token: int, relations: tuple[str, ...] = ("conj", "appos")) -> int:
    """The first of the words joined to one another by these relations."""
    while flat.dep[token] in relations and flat.head[token] != token:
        token = flat.head[token]
    return token


def gender_fits(draft: Draft, word: str) -> bool:
    """Whether nothing the text or the given name tells speaks against he or she."""
    words = draft.flat.text(draft.start, draft.end) + " " + draft.post
    if draft.kind == "pronoun":
        return (draft.words.lower() in FEMININE) == (word in FEMININE)
    told = gender(draft.name)
    if told:
        return (told == "f") == (word in FEMININE)
    return not (MEN if word in FEMININE else WOMEN).search(words)


def expletive(flat: Flat, token: int) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "when it comes to"."""
    if flat.lower[token] != "it":
        return False
    if token + 1 < len(flat) and flat.pos[token + 1] == "ADJ":  # "making it hard for her"
        return True
    verb = flat.doc[flat.head[token]].lemma_
    if flat.dep[token] == "nsubjpass" and verb in SAYING | {"report", "know", "believe", "expect", "learn"}:
        return True
    return flat.dep[token] == "expl" or verb in (
        "be",
        "seem",
        "appear",
        "come",
        "rain",
        "take",
        "happen",
        "turn",
        "mean",
        "make",
    )


def in_quotation(flat: Flat, token: int) -> bool:
    """Whether an odd number of quotation marks stands before the token, counting one left open by earlier sentences."""
    quoted = flat.sentence.quoted
    for word in flat.words[:token]:
        if word in ("“", "„", "«", "``"):
            quoted = True
        elif word in ("”", "»", "''"):
            quoted = False
        elif word == '"':
            quoted = not quoted
    return quoted
