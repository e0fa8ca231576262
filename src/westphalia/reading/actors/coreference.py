"""Pronouns and group words ("he", "both ministers", "the two countries") to what they stand for in the report.

A few rules in the order of how sure they are: subject before object, near before far, number and kind must
fit, gender where a title tells it. Where two answers fit alike there is none: better unresolved than wrong.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from westphalia.model import ActorId
from westphalia.reading.actors.agents import Agent
from westphalia.reading.actors.antecedents import (
    NEUTER,
    SAYING,
    SINGULAR,
    SUBJECTS,
    actors,
    alike,
    barred,
    beside,
    breaks,
    coordinated,
    expletive,
    gender_fits,
    governing,
    in_quotation,
    is_organ,
    is_person,
    is_subject,
    main,
    passing,
    plural_between,
    same_clause_object,
    thing_between,
    thing_is_subject,
    told,
    unknown_before,
)
from westphalia.reading.actors.drafts import Draft
from westphalia.reading.actors.home import NATIONAL, NOWHERE, Home, settle
from westphalia.reading.actors.noun_phrases import Flat
from westphalia.reading.reading import Reading
from westphalia.reference.states import state, states

PLURAL = frozenset({"they", "them", "their", "themselves"})
FIRST = frozenset({"i", "my", "me", "we", "our", "us"})
FIRST_PLURAL = frozenset({"we", "our", "us"})
OF_STATES = frozenset(
    "country nation state neighbour neighbor power side party government capital superpower people military".split()
) | {"neighbouring country", "neighboring country", "major power"}
PAIRS = frozenset({"pair", "duo", "trio", "two", "three"})
NUMBERS = {"both": 2, "two": 2, "2": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4}
DEFINITE = frozenset({"police", "parliament", "congress", "authority", "opposition"})
"""Organs a country has one of, so that their name needs no article."""
POSSESSIVES = frozenset("my your his her its our their".split())
STYLES = frozenset({"kingdom", "emirate", "sultanate"})
GENERAL = frozenset(
    """official politician executive businessman businesswoman expert analyst economist researcher scientist academic
    professor scholar historian lawyer attorney judge artist actor actress singer musician writer author driver athlete
    player coach activist journalist officer commander doctor physician bishop""".split()
)
"""Words by which a report refers back to a person whom it has introduced by another."""
REACH = 3
"""Sentences a pronoun may look back. Chosen while reading news by eye, not measured on marked text."""


def _nobody(_draft: Draft) -> None:
    """Names no holder of a post."""


class Discourse:
    """What the report has mentioned so far, sentence by sentence."""

    def __init__(self, reading: Reading, at_home: Home = NOWHERE, hold: Callable[[Draft], None] = _nobody) -> None:
        self.reading = reading
        self.before: list[list[Draft]] = []
        self.states: Counter[str] = Counter()
        self.persons: Counter[str] = Counter()
        self.speaker: Draft | None = None
        self.at_home = at_home
        self.hold = hold

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
                if not item.actors and item.actor is not None and not item.actor.known:
                    settle(item, self.at_home)
                    self.hold(item)
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
            found = self._meant(item, here, drafts, lambda d: is_person(d) and gender_fits(d, word))
        elif word in NEUTER:
            object_ = word == "it" and flat.dep[item.head_start] not in SUBJECTS  # mostly a thing, not an actor
            quoted = word == "it" and in_quotation(flat, item.head_start)
            if not object_ and not quoted and not expletive(flat, item.head_start):
                found = self._meant(item, here, drafts, is_organ, reach=1)
        else:
            self._plural(flat, item, here)
            return
        if found is not None:
            item.actors, item.name, item.how = actors(found), found.name, "coreference"

    def _meant(
        self,
        item: Draft,
        here: list[Draft],
        drafts: list[Draft],
        fits: Callable[[Draft], bool],
        reach: int = REACH,
    ) -> Draft | None:
        """Whose partner he is, else who is meant by what stands before."""
        partner = beside(item.flat, item, [d for d in here if fits(d) and d.end <= item.start])
        return partner or self._antecedent(item, here, drafts, fits, reach)

    def _antecedent(  # noqa: PLR0911 - the reasons to refuse, one after the other
        self,
        item: Draft,
        here: list[Draft],
        drafts: list[Draft],
        fits: Callable[[Draft], bool],
        reach: int,
    ) -> Draft | None:
        flat = item.flat
        shut = barred(flat, item, drafts) | self._saying(item, drafts)
        neuter = item.words.lower() in NEUTER
        own = [d for d in here if fits(d) and d.end <= item.start and not same_clause_object(flat, d, item)]
        own = [d for d in own if actors(d) not in shut]
        if subjects := [d for d in own if is_subject(d)]:
            if neuter and thing_between(flat, here, subjects[-1].end, item.head_start):
                return None
            if not neuter and told(flat, subjects, own, item):
                return None
            return subjects[-1] if len({actors(d) for d in subjects}) == 1 else governing(flat, subjects, item)
        if own and not (neuter and thing_is_subject(flat, here, item.head_start)):
            return own[0] if len({actors(d) for d in own}) == 1 else None
        if own or (neuter and thing_between(flat, here, 0, item.head_start)) or unknown_before(here, item):
            return None
        for sentence in reversed(self.before[-reach:]):
            found = [d for d in sentence if fits(d) and actors(d) not in shut and not passing(d, item)]
            if breaks(sentence, item):
                return None
            if subjects := [d for d in found if is_subject(d)]:
                distinct = {actors(d) for d in subjects}
                return subjects[0] if len(distinct) == 1 else main(subjects)
            if found:
                return found[0] if len({actors(d) for d in found}) == 1 else None
        return None

    def _saying(self, item: Draft, drafts: list[Draft]) -> set[tuple[str, ...]]:
        """Who speaks the quotation a pronoun stands in: he is "I" there, never "he"."""
        if not in_quotation(item.flat, item.head_start):
            return set()
        speaker = _speaker(item.flat, drafts) or self.speaker
        return {actors(speaker)} - {()} if speaker is not None else set()

    def _plural(self, flat: Flat, item: Draft, here: list[Draft]) -> None:
        # an object or owner of its own sentence's subject, as a rule; a subject may be that of the one before
        back = self.before[-1:] if flat.dep[item.head_start] in SUBJECTS else []
        for sentence in [here, *back]:
            subjects = [d for d in sentence if is_subject(d)]
            end = item.head_start if sentence is here else len(sentence[0].flat) if sentence else 0
            if subjects and plural_between(subjects[-1].flat, sentence, subjects[-1].end, end):
                return
            for draft in reversed(subjects):
                joined = coordinated(draft, sentence)
                if not alike(joined) or (draft.kind == "people" and sentence is not here):
                    return
                named = tuple(dict.fromkeys(a for d in joined for a in actors(d)))
                plural = (draft.role is not None and draft.role.plural) or draft.kind == "people"
                if len(named) > 1 or (plural and named):
                    item.actors, item.how = named, "coreference"
                    item.name = " and ".join(dict.fromkeys(d.name for d in joined))
                    return
            if subjects or (sentence and thing_is_subject(sentence[0].flat, sentence, len(sentence[0].flat))):
                return

    def _first_person(self, flat: Flat, item: Draft, word: str, drafts: list[Draft]) -> None:
        if not in_quotation(flat, item.head_start):
            return
        speaker = _speaker(flat, drafts) or self.speaker
        if speaker is None or speaker.actor is None:
            return
        item.name, item.how = speaker.name, "coreference"
        if word not in FIRST_PLURAL:
            item.actors = actors(speaker) if is_person(speaker) else ()
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
            and not role.plural
        ):
            self._short(item, here)

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
        found = self._so_called(item, here) or self._kindred(item, here)
        if found is not None:
            item.actor, item.name, item.how = found.actor, found.name, "coreference"

    def _so_called(self, item: Draft, here: list[Draft]) -> Draft | None:
        """The last one called so, one of the report's own country before others: "the ministry", "the president"."""
        assert item.role is not None
        person, term = item.role.kind == "person", item.role.term
        last: Draft | None = None
        for sentence in [here, *reversed(self.before)]:
            for draft in reversed(sentence):
                if draft.actor is None or not (draft.actor.known or draft.actor.slug):
                    continue
                if person != (draft.role.kind == "person" if draft.role else draft.kind == "person"):
                    continue
                named = draft.role.term if draft.role else draft.name.lower()
                if (named != term and noun(named) != term) or (draft.role and draft.role.plural):
                    continue
                if not self.at_home.all or draft.actor.polity == self.at_home.all or item.role.sector != "GOV":
                    return draft
                last = last or draft
        return last

    def _kindred(self, item: Draft, here: list[Draft]) -> Draft | None:
        """The person named last whom a general word may mean: "the official" after a minister, "the researcher"."""
        assert item.role is not None
        if item.role.kind != "person" or item.role.term not in GENERAL or item.flat.lower[item.start] != "the":
            return None
        fitting = NATIONAL if item.role.term == "official" else {item.role.sector}
        for sentence in [here, *reversed(self.before[-2 * REACH :])]:
            named = [d for d in sentence if is_person(d) and d.actor is not None and d.actor.slug]
            if named:
                alone = len({actors(d) for d in named}) == 1 or None
                found = named[-1] if alone else main([d for d in named if is_subject(d)])
                return (
                    found if found is not None and found.actor is not None and found.actor.sector in fitting else None
                )
        return None


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


OUTSIDERS = frozenset("neighbor neighbour rival partner opponent counterpart critic foe".split())
"""Who is another's, whoever's he is said to be: "its neighbours"."""


def _possessed(here: list[Draft]) -> None:
    """His ministry, its army are those of the state he or it acts for."""
    owners = {d.start: d for d in here if d.kind == "pronoun" and len(d.actors) == 1}
    for item in here:
        by, role = owners.get(item.start), item.role
        if by is None or role is None or item.tail or item.actors or item.actor is None or item.actor.known:
            continue
        whose = ActorId.parse(by.actors[0])
        governs = whose.known and (whose.sector in NATIONAL or not whose.sector)
        if role.term.removesuffix("s") in OUTSIDERS:
            continue
        if governs and role.sector in NATIONAL and (role.kind == "organ" or role.title or role.plural):
            item.actor, item.how = ActorId(whose.polity, item.actor.sector), "coreference"


def noun(term: str) -> str:
    """The noun of a post without what it is of: "minister" for "minister of tourism" and "tourism minister"."""
    return re.split(r" (?:of|for|in) ", term, maxsplit=1)[0].rpartition(" ")[2]


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
        for actor in actors(draft):
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


def _speaker(flat: Flat, drafts: Iterable[Draft]) -> Draft | None:
    for draft in drafts:
        head = draft.head_end - 1
        if flat.dep[head] == "nsubj" and flat.doc[flat.head[head]].lemma_ in SAYING and not in_quotation(flat, head):
            return draft
    return None
