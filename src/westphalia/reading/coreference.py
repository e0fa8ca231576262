"""Pronouns and group words ("he", "both ministers", "the two countries") to what they stand for in the report.

A few rules in the order of how sure they are: subject before object, near before far, number and kind must
fit, gender where a title tells it. Where two answers fit alike there is none: better unresolved than wrong.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from westphalia.model import ActorId
from westphalia.reading.agents import Agent, singular
from westphalia.reading.drafts import HUMAN, Draft
from westphalia.reading.noun_phrases import Flat
from westphalia.reading.owners import COUNTRIES
from westphalia.reading.reading import Reading
from westphalia.reference.given_names import gender
from westphalia.reference.states import state, states

SINGULAR = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
FEMININE = frozenset({"she", "her", "herself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "my", "me", "we", "our", "us"})
FIRST_PLURAL = frozenset({"we", "our", "us"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
WOMEN = re.compile(
    r"\b(?:mrs|ms|miss|madam|queen|princess|empress|\w*woman|sister|mother|wife|daughter|actress|widow|nun|girl|lady)\b",
    re.I,
)
MEN = re.compile(
    r"\b(?:mr|sir|king|prince|emperor|emir|sultan|\w+sman|brother|father|husband|son|lord|pope|imam|priest|ayatollah|sheikh|boy)\b",
    re.I,
)
OF_STATES = frozenset(
    "country nation state neighbour neighbor power side party government capital superpower people military".split()
) | {"neighbouring country", "neighboring country", "major power"}
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj", "pcomp"})
PAIRS = frozenset({"pair", "duo", "trio", "two", "three"})
NUMBERS = {"both": 2, "two": 2, "2": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4}
ORGANS = frozenset({"state", "organ", "body", "company", "group", "outlet", "bloc", "region"})
SAYING = frozenset(
    """say tell add note argue explain claim warn insist declare announce stress write tweet comment reply state
    emphasise emphasize reiterate""".split()
)
NATIONAL = frozenset({"GOV", "MIL", "LEG", "COP", "SPY", "OPP"})
DEFINITE = frozenset({"police", "parliament", "congress", "authority", "opposition"})
"""Organs a country has one of, so that their name needs no article."""
POSSESSIVES = frozenset("my your his her its our their".split())
STYLES = frozenset({"kingdom", "emirate", "sultanate"})
REACH = 3
"""Sentences a pronoun may look back. Chosen while reading news by eye, not measured on marked text."""


class Discourse:
    """What the report has mentioned so far, sentence by sentence."""

    def __init__(self, reading: Reading, context: str = "") -> None:
        self.reading = reading
        self.before: list[list[Draft]] = []
        self.states: Counter[str] = Counter()
        self.persons: Counter[str] = Counter()
        self.speaker: Draft | None = None
        self.context = context

    def take(self, flat: Flat, drafts: list[Draft]) -> list[Draft]:
        """The drafts of the next sentence with those of its pronouns, in order; group words resolved."""
        here: list[Draft] = []
        for item in sorted([*drafts, *_pronouns(flat), *_groups(flat, drafts)], key=lambda d: (d.start, -d.end)):
            if item.kind == "pronoun":
                self._pronoun(flat, item, here, drafts)
                if not item.actors and item.words.lower() not in SINGULAR | PLURAL:
                    continue
            elif item.role is not None and not item.tail and not item.actors:
                self._role(flat, item, here)
            here.append(item)
            for polity in _polities([item]):
                self.states[polity] += 1
            if item.kind == "person" and item.actor is not None and item.actor.slug:
                self.persons[str(item.actor)] += 1
        _possessed(here)
        self.speaker = _speaker(flat, here) or (self.speaker if flat.sentence.quoted else None)
        self.before.append(here)
        return here

    # pronouns

    def _pronoun(self, flat: Flat, item: Draft, here: list[Draft], drafts: list[Draft]) -> None:
        word = item.words.lower()
        found: Draft | None = None
        if word in FIRST:
            self._first_person(flat, item, word, drafts)
            return
        if word in SINGULAR:
            found = self._antecedent(item, here, drafts, lambda d: _is_person(d) and _gender_fits(d, word))
        elif word in NEUTER:
            object_ = word == "it" and flat.dep[item.head_start] not in SUBJECTS  # mostly a thing, not an actor
            quoted = word == "it" and _in_quotation(flat, item.head_start)
            if not object_ and not quoted and not _expletive(flat, item.head_start):
                found = self._antecedent(item, here, drafts, _is_organ, reach=1)
        else:
            self._plural(flat, item, here)
            return
        if found is not None:
            item.actors, item.name, item.how = _actors(found), found.name, "coreference"

    def _antecedent(  # noqa: PLR0911 - the reasons to refuse, one after the other
        self,
        item: Draft,
        here: list[Draft],
        drafts: list[Draft],
        fits: Callable[[Draft], bool],
        reach: int = REACH,
    ) -> Draft | None:
        flat = item.flat
        barred = _barred(flat, item, drafts)
        neuter = item.words.lower() in NEUTER
        own = [d for d in here if fits(d) and d.end <= item.start and not _same_clause_object(flat, d, item)]
        own = [d for d in own if _actors(d) not in barred]
        if subjects := [d for d in own if _is_subject(d)]:
            if neuter and _thing_between(flat, here, subjects[-1].end, item.head_start):
                return None
            if not neuter and _told(flat, subjects, own, item):
                return None
            return subjects[-1] if len({_actors(d) for d in subjects}) == 1 else _governing(flat, subjects, item)
        if own and not (neuter and _thing_is_subject(flat, here, item.head_start)):
            return own[0] if len({_actors(d) for d in own}) == 1 else None
        if own or (neuter and _thing_between(flat, here, 0, item.head_start)) or _unknown_before(here, item):
            return None
        for sentence in reversed(self.before[-reach:]):
            found = [d for d in sentence if fits(d) and _actors(d) not in barred]
            if _breaks(sentence, item):
                return None
            if subjects := [d for d in found if _is_subject(d)]:
                distinct = {_actors(d) for d in subjects}
                return subjects[0] if len(distinct) == 1 else _main(subjects)
            if found:
                return found[0] if len({_actors(d) for d in found}) == 1 else None
        return None

    def _plural(self, flat: Flat, item: Draft, here: list[Draft]) -> None:
        # an object or owner of its own sentence's subject, as a rule; a subject may be that of the one before
        back = self.before[-1:] if flat.dep[item.head_start] in SUBJECTS else []
        for sentence in [here, *back]:
            subjects = [d for d in sentence if _is_subject(d)]
            end = item.head_start if sentence is here else len(sentence[0].flat) if sentence else 0
            if subjects and _plural_between(subjects[-1].flat, sentence, subjects[-1].end, end):
                return
            for draft in reversed(subjects):
                joined = _coordinated(draft, sentence)
                if not _alike(joined) or (draft.kind == "people" and sentence is not here):
                    return
                actors = tuple(dict.fromkeys(a for d in joined for a in _actors(d)))
                plural = (draft.role is not None and draft.role.plural) or draft.kind == "people"
                if len(actors) > 1 or (plural and actors):
                    item.actors, item.how = actors, "coreference"
                    item.name = " and ".join(dict.fromkeys(d.name for d in joined))
                    return
            if subjects or (sentence and _thing_is_subject(sentence[0].flat, sentence, len(sentence[0].flat))):
                return

    def _first_person(self, flat: Flat, item: Draft, word: str, drafts: list[Draft]) -> None:
        if not _in_quotation(flat, item.head_start):
            return
        speaker = _speaker(flat, drafts) or self.speaker
        if speaker is None or speaker.actor is None:
            return
        item.name, item.how = speaker.name, "coreference"
        if word not in FIRST_PLURAL:
            item.actors = _actors(speaker) if _is_person(speaker) else ()
        elif speaker.actor.known:
            governs = speaker.actor.sector in ("GOV", "MIL", "") and speaker.kind != "body"
            item.actors = (speaker.actor.polity if governs else str(speaker.actor),)

    # group words and short forms

    def _role(self, flat: Flat, item: Draft, here: list[Draft]) -> None:
        role = item.role
        assert role is not None
        if (
            role.plural
            and _countable(role)
            and (number := _number(flat, item))
            and (item.actor is None or not item.actor.known)
        ):
            self._group(item, number, here)
        elif (
            role.plural
            and role.title
            and item.actor is not None
            and not item.actor.known
            and flat.lower[item.start] == "the"
        ):
            self._several(item, here)
        elif (
            item.actor is not None
            and not item.actor.known
            and (_definite(flat, item) or role.term in DEFINITE)
            and flat.lower[item.start] not in POSSESSIVES
        ):
            if not role.plural:
                self._short(item, here)
            if not item.actor.known and not item.actors:
                self._by_context(item)

    def _group(self, item: Draft, number: int, here: list[Draft]) -> None:
        """Both ministers, the two countries: the last so many of that kind, else the pair the report is about."""
        assert item.role is not None
        of_states = item.role.term in OF_STATES
        if of_states:
            item.actor = None
        near: dict[str, None] = {}
        for sentence in [here, *reversed(self.before[-4:])]:
            distinct = _polities(sentence) if of_states else _persons(sentence, item.role.term)
            near = dict.fromkeys(distinct) if len(distinct) == number else {**dict.fromkeys(distinct), **near}
            if len(near) == number:
                item.actors, item.how = tuple(near), "coreference"
                return
            if len(near) > number:
                break
        common = (self.states if of_states else self.persons).most_common(number + 1)
        if len(common) >= number and (len(common) == number or common[number - 1][1] >= 2 * common[number][1]):
            item.actors, item.how = tuple(sorted(actor for actor, _ in common[:number])), "coreference"

    def _several(self, item: Draft, here: list[Draft]) -> None:
        """The foreign ministers: those of that post whom one sentence named together."""
        assert item.role is not None
        last = item.role.term.rsplit(maxsplit=1)[-1]
        for sentence in [here, *reversed(self.before[-4:])]:
            for draft in reversed(sentence):  # "both ministers" before "the foreign ministers"
                if draft.role is not None and draft.role.term.endswith(last) and len(draft.actors) > 1:
                    item.actors, item.how = draft.actors, "coreference"
                    return
            distinct = _with_post(sentence, item.role.term)
            if 2 <= len(distinct) <= 3:
                item.actors, item.how = distinct, "coreference"
                return
            if distinct:
                return

    def _by_context(self, item: Draft) -> None:
        """The government, police in a report on one country alone are that country's."""
        assert item.role is not None and item.actor is not None
        if item.role.sector in NATIONAL and self.context and not item.role.yields:
            sector = "" if item.role.term in COUNTRIES else item.actor.sector
            item.actor, item.how = ActorId(self.context, sector), "context"

    def _short(self, item: Draft, here: list[Draft]) -> None:
        """The ministry, the minister: the last one named with an owner; the country: the only one near."""
        assert item.role is not None and item.actor is not None
        term = item.role.term
        if term in STYLES:
            of_style = [polity for polity, _ in self.states.most_common() if polity in _styled(term)]
            if of_style and (len(of_style) == 1 or self.states[of_style[0]] >= 2 * self.states[of_style[1]]):
                item.actors, item.actor, item.how = (of_style[0],), ActorId(of_style[0]), "coreference"
            return
        if term in ("country", "nation", "state", "republic"):
            for sentence in [here, *reversed(self.before[-2:])]:
                near = _polities(sentence)
                if near:
                    if len(near) == 1:
                        item.actors, item.actor, item.how = near, ActorId(near[0]), "coreference"
                    return
            return
        last = term.split()[-1]
        for sentence in [here, *reversed(self.before)]:
            for draft in reversed(sentence):
                named = draft.role.term if draft.role else draft.name.lower()
                person = draft.role.kind == "person" if draft.role else draft.kind == "person"
                fits = person == (item.role.kind == "person") and (
                    named == term or (term == last and named.split()[-1:] == [last])
                )
                if fits and draft.actor is not None and draft.actor.known and not (draft.role and draft.role.plural):
                    item.actor, item.name, item.how = draft.actor, draft.name, "coreference"
                    return


@lru_cache(maxsize=4)
def _styled(style: str) -> frozenset[str]:
    """States that call themselves so: the kingdoms, the emirates."""
    other = {"kingdom": {"SAU", "GBR", "JOR", "THA"}, "emirate": {"KWT", "QAT"}, "sultanate": {"OMN", "BRN"}}[style]
    return frozenset(one.code for one in states() if any(style in name.lower() for name in one.names)) | other


def _pronouns(flat: Flat) -> Iterator[Draft]:
    words = SINGULAR | PLURAL | NEUTER | FIRST
    for token, word in enumerate(flat.lower):
        if word in words and flat.pos[token] == "PRON" and not (word == "us" and flat.words[token] != "us"):
            yield Draft(flat, token, token + 1, token, token + 1, "pronoun")


def _groups(flat: Flat, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Group words that are no agent nouns: "the pair", "both sides", "the two"."""
    taken = {token for draft in drafts for token in range(draft.start, draft.end)}
    for token, word in enumerate(flat.lower):
        before = flat.lower[token - 1] if token else ""
        of_two = word in ("sides", "parties", "neighbours", "neighbors", "capitals") and before in NUMBERS
        alone = word in PAIRS and before == "the" and flat.dep[token] in (*SUBJECTS, "dobj", "pobj")
        if token in taken or not (of_two or alone) or (alone and word == "three"):
            continue
        start = token - 1 if token > 1 and before in (*NUMBERS, "the") else token
        start -= start > 0 and flat.lower[start - 1] == "the"
        role = Agent(token, token, "", "person", "side" if of_two else "pair", plural=True)
        yield Draft(flat, start, token + 1, token, token + 1, "group", role=role)


def _actors(draft: Draft) -> tuple[str, ...]:
    return draft.actors or ((str(draft.actor),) if draft.actor is not None else ())


def _is_person(draft: Draft) -> bool:
    if draft.kind == "pronoun":
        return draft.words.lower() in SINGULAR and bool(draft.actors)
    return draft.kind == "person" and bool(_actors(draft)) and not (draft.role is not None and draft.role.plural)


def _is_organ(draft: Draft) -> bool:
    if draft.kind == "pronoun":
        return draft.words.lower() in NEUTER and bool(draft.actors)
    plural = draft.role is not None and draft.role.plural
    return draft.kind in ORGANS and len(_actors(draft)) == 1 and draft.acts and not plural


def _is_subject(draft: Draft) -> bool:
    """Whether a mention is a subject, or joined to one by "and"."""
    flat, head = draft.flat, draft.head_end - 1
    for _ in range(5):
        if flat.dep[head] in SUBJECTS:
            return True
        if flat.dep[head] not in ("conj", "appos") or flat.head[head] == head:
            return False
        head = flat.head[head]
    return False


def _main(subjects: list[Draft]) -> Draft | None:
    """The subject of the main clause, if there is one alone."""
    found = [d for d in subjects if d.flat.dep[d.flat.head[d.head_end - 1]] == "ROOT"]
    return found[0] if len({_actors(d) for d in found}) == 1 else None


def _governing(flat: Flat, subjects: list[Draft], item: Draft) -> Draft | None:
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


def _same_clause_object(flat: Flat, draft: Draft, item: Draft) -> bool:
    """Whether `item` is an object of the very verb whose subject is `draft` and so cannot be it: "Wang met him"."""
    if flat.dep[item.head_start] in ("poss", "nsubj", "nsubjpass"):
        return False
    verb = flat.head[item.head_start]
    if flat.dep[item.head_start] == "pobj":
        verb = flat.head[verb]
    return flat.head[_top(flat, draft.head_end - 1)] == verb and item.words.lower() not in (
        "himself",
        "herself",
        "itself",
        "themselves",
    )


def _barred(flat: Flat, item: Draft, drafts: Iterable[Draft]) -> set[tuple[str, ...]]:
    """Whom a pronoun cannot be as they are named in its own clause: "he echoed Lavrov's view", "Wang met him"."""
    if flat.dep[item.head_start] == "poss" or item.words.lower().endswith("self"):
        return set()
    clause = _clause(flat, item.head_start)
    return {_actors(d) for d in drafts if d.kind != "pronoun" and _clause(flat, d.head_end - 1) == clause}


def _possessed(here: list[Draft]) -> None:
    """His ministry, its army are those of the state he or it acts for."""
    owners = {d.start: d for d in here if d.kind == "pronoun" and len(d.actors) == 1}
    for item in here:
        by, role = owners.get(item.start), item.role
        if by is None or role is None or item.tail or item.actors or item.actor is None or item.actor.known:
            continue
        whose = ActorId.parse(by.actors[0])
        governs = whose.known and (whose.sector in NATIONAL or not whose.sector)
        if governs and role.sector in NATIONAL and (role.kind == "organ" or role.title or role.plural):
            item.actor, item.how = ActorId(whose.polity, item.actor.sector), "coreference"


def _clause(flat: Flat, token: int) -> int:
    """The verb of the clause a token stands in: the first above it that is one or is joined as a clause."""
    for _ in range(20):
        above = flat.head[token]
        if above == token or (flat.pos[token] in ("VERB", "AUX") and flat.dep[token] in CLAUSES):
            return token
        token = above
    return token


def _breaks(sentence: list[Draft], item: Draft) -> bool:
    """Whether a sentence before has a subject that could be meant but is not known: then nobody further back is."""
    word = item.words.lower()
    if word in NEUTER:
        return bool(sentence) and _thing_is_subject(sentence[0].flat, sentence, len(sentence[0].flat))
    for draft in sentence:
        if _actors(draft) or not _is_subject(draft):
            continue
        if draft.kind == "pronoun" and draft.words.lower() in SINGULAR:
            return (draft.words.lower() in FEMININE) == (word in FEMININE)
        if draft.kind in ("unknown", "person") and draft.tail:
            return draft.flat.doc[draft.flat.head[draft.head_end - 1]].lemma_ in HUMAN
    return False


def _told(flat: Flat, subjects: list[Draft], own: list[Draft], item: Draft) -> bool:
    """Whether a pronoun may as well be who was told: "Rask assured Odhis that she would go"."""
    if flat.dep[item.head_start] not in SUBJECTS:
        return False
    verb = flat.head[subjects[-1].head_end - 1]
    return any(
        flat.dep[d.head_end - 1] in ("dobj", "dative") and flat.head[d.head_end - 1] == verb and d.end < item.start
        for d in own
        if _actors(d) != _actors(subjects[-1])
    )


def _unknown_before(here: list[Draft], item: Draft) -> bool:
    """Whether a name that no table tells stands before the pronoun: it may be the one meant."""
    return item.words.lower() in SINGULAR and any(
        d.kind == "unknown" and d.tail and d.end <= item.start and not _actors(d) and _is_subject(d) for d in here
    )


def _thing_between(flat: Flat, drafts: Iterable[Draft], start: int, end: int) -> bool:
    """Whether a thing is the subject of a clause between the tokens: "it" may be that."""
    heads = {d.head_end - 1 for d in drafts}
    return any(
        flat.pos[t] == "NOUN" and t not in heads and flat.dep[t] in ("nsubj", "nsubjpass") for t in range(start, end)
    )


def _plural_between(flat: Flat, drafts: Iterable[Draft], start: int, end: int) -> bool:
    """Whether things in the plural stand as subject between the tokens: "they" may be those."""
    heads = {d.head_end - 1 for d in drafts}
    return any(
        flat.pos[t] == "NOUN"
        and t not in heads
        and flat.dep[t] in ("nsubj", "nsubjpass", "dobj")
        and singular(flat.lower[t]) != flat.lower[t]
        for t in range(start, end)
    )


def _thing_is_subject(flat: Flat, drafts: Iterable[Draft], before: int) -> bool:
    """Whether the main clause has a common noun as its subject that is no actor: "the plan", "talks"."""
    heads = {d.head_end - 1 for d in drafts}
    for token in range(min(before, len(flat))):
        if flat.dep[token] in ("nsubj", "nsubjpass") and flat.dep[flat.head[token]] == "ROOT":
            return flat.pos[token] == "NOUN" and token not in heads
    return False


def _alike(drafts: list[Draft]) -> bool:
    """Whether all are named persons, or none is: Lavrov and Wang, both armies, not a scholar and some citizens."""
    return len({d.kind == "person" and d.actor is not None and bool(d.actor.slug) for d in drafts}) == 1


def _coordinated(draft: Draft, drafts: Iterable[Draft]) -> list[Draft]:
    """A mention and those joined to it: "Lavrov and Wang"."""
    flat = draft.flat
    root = _top(flat, draft.head_end - 1, ("conj",))
    return [other for other in drafts if _top(flat, other.head_end - 1, ("conj",)) == root] or [draft]


def _top(flat: Flat, token: int, relations: tuple[str, ...] = ("conj", "appos")) -> int:
    """The first of the words joined to one another by these relations."""
    while flat.dep[token] in relations and flat.head[token] != token:
        token = flat.head[token]
    return token


def _gender_fits(draft: Draft, word: str) -> bool:
    words = draft.flat.text(draft.start, draft.end) + " " + draft.post
    if draft.kind == "pronoun":
        return (draft.words.lower() in FEMININE) == (word in FEMININE)
    told = gender(draft.name)
    if told:
        return (told == "f") == (word in FEMININE)
    return not (MEN if word in FEMININE else WOMEN).search(words)


def _expletive(flat: Flat, token: int) -> bool:
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


def _countable(role: Agent) -> bool:
    """Whether two of these could be the two already named: ministers and states, not two refugees."""
    return role.title or role.term in OF_STATES or role.sector == ""


def _number(flat: Flat, item: Draft) -> int:
    """How many a group word says there are: "both sides", "the two leaders"; 0 if it does not say."""
    words = flat.lower[item.start : item.head_end]
    if flat.pos[item.start : item.head_end].count("NUM") > 1:  # "four million"
        return 0
    before = flat.lower[item.start - 1] if item.start else ""
    return next((NUMBERS[word] for word in (*words, before) if word in NUMBERS), 0)


def _definite(flat: Flat, item: Draft) -> bool:
    first = flat.lower[item.start]
    assert item.role is not None
    if item.role.start > item.start + 1 and item.role.term not in (
        "country",
        "nation",
    ):  # "the South American president" says more than "the president"
        return False
    return first in ("the", "this", "that") or flat.words[item.head_start][:1].isupper()


def _polities(drafts: Iterable[Draft]) -> tuple[str, ...]:
    """Distinct states among the mentions, in order; a person or organ counts for the state it acts for."""
    found: dict[str, None] = {}
    for draft in drafts:
        for actor in _actors(draft):
            polity = ActorId.parse(actor).polity
            if draft.acts and draft.kind != "outlet" and state(polity) is not None:
                found[polity] = None
    return tuple(found)


def _persons(drafts: Iterable[Draft], term: str) -> tuple[str, ...]:
    """Distinct persons among the mentions whose post could be called `term` ("minister")."""
    found: dict[str, str] = {}
    for draft in drafts:
        if draft.kind == "person" and draft.actor is not None and draft.actor.slug:
            found[str(draft.actor)] = draft.post
    return _with_post(drafts, term) or tuple(found)


def _with_post(drafts: Iterable[Draft], term: str) -> tuple[str, ...]:
    """Distinct persons whose post ends with the last word of `term`, a counterpart's being that of the other."""
    posts = ((d, d.post) for d in drafts if d.kind == "person" and d.actor is not None and d.actor.slug)
    last = term.rsplit(maxsplit=1)[-1]
    return tuple(dict.fromkeys(str(d.actor) for d, post in posts if post.split()[-1:] in ([last], ["counterpart"])))


def _in_quotation(flat: Flat, token: int) -> bool:
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


def _speaker(flat: Flat, drafts: Iterable[Draft]) -> Draft | None:
    for draft in drafts:
        head = draft.head_end - 1
        if flat.dep[head] == "nsubj" and flat.doc[flat.head[head]].lemma_ in SAYING and not _in_quotation(flat, head):
            return draft
    return None
