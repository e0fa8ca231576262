"""Step 3: who is mentioned: names, roles and pronouns, each resolved to an actor where the text allows it.

In: parsed sentences. Out: mentions in order of the text, and the offices the report itself teaches.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from westphalia.model import ActorId, Mention, Office, slug
from westphalia.model.actor import UNKNOWN_POLITY
from westphalia.reading.actors.acting import acts
from westphalia.reading.actors.coreference import Discourse
from westphalia.reading.actors.drafts import PROFESSORS, Draft, sentence_drafts
from westphalia.reading.actors.employers import AFFILIATED
from westphalia.reading.actors.era import era
from westphalia.reading.actors.home import Home, home, settle
from westphalia.reading.actors.introduced import INTRODUCED, introduced
from westphalia.reading.actors.noun_phrases import Flat
from westphalia.reading.actors.whom import Persons, office_of
from westphalia.reading.reading import Reading
from westphalia.reading.step import Step
from westphalia.reference.names import ACRONYM, names

RELATIONAL = frozenset({"counterpart", "leader", "official", "deputy", "aide", "ally"})
"""Words before a name that are no posts one holds."""


def _run(reading: Reading) -> None:
    support = _support(reading.clean)
    table = names()
    own = introduced(reading.clean, reading.day)
    flats = [Flat(sentence, doc, table, sentence.span.of(reading.clean), own) for sentence, doc in reading.parsed()]
    drafts = [sentence_drafts(flat, support) for flat in flats]
    drafts = [_appose(one) for one in drafts]
    for one in drafts:
        _join_posted(one)
    everything = [draft for one in drafts for draft in one]
    at_home = home(reading.report, everything)
    policed = _policed(everything)
    for draft in everything:
        _give_context(draft, at_home)
        if policed:
            _of_police(draft)
    day = reading.day or era(reading.clean, everything)
    persons = Persons(day, support)
    persons.learn(everything)
    for draft in everything:
        _rename(draft, persons)
        _own(draft, day)
        if draft.tail:
            persons.resolve(draft)
        elif draft.role is not None:
            persons.hold(draft)
    for draft in everything:
        draft.acts = acts(draft)
    offices = list(_offices(everything))
    discourse = Discourse(reading, at_home, persons.hold)
    drafts = [discourse.take(flat, one) for flat, one in zip(flats, drafts, strict=True)]
    reading.mentions.extend(_mention(draft) for one in drafts for draft in one if _worth(draft))
    reading.offices.extend(offices)


def _rename(draft: Draft, persons: Persons) -> None:
    """Takes the name of a firm for a person's where the report has named that person in full: "said Michelin"."""
    if draft.tail or draft.how != "table:name" or draft.kind not in ("company", "outlet", "group", "organ"):
        return
    known = persons.by_name.get(slug(draft.words), []) if draft.words.istitle() and " " not in draft.words else []
    here = draft.flat.span(draft.head_start, draft.head_end).start
    if len(known) == 1 and " " in known[0].name and min(known[0].seen, default=here) < here:
        draft.tail, draft.kind, draft.actor, draft.entries = draft.words, "person", None, ()


SERVANTS = frozenset("adviser advisor aide spokesman spokesperson spokeswoman envoy minister official".split())
"""Who are of the state of whom they serve: "the president's adviser"."""


def _own(draft: Draft, day: date | None) -> None:
    """A government named after who leads it is that state's: "the Assad regime"."""
    role, actor = draft.role, draft.actor
    if role is None or actor is None or actor.known or draft.tail or role.sector != "GOV":
        return
    if role.kind != "organ" and role.term.rpartition(" ")[2] not in SERVANTS:
        return
    whose = role.start - 1
    whose -= draft.flat.lower[whose] in ("'s", "’s", "'", "’")
    hit = draft.flat.hit_at.get(whose)
    if hit is not None and (hit.start >= draft.start or whose < role.start - 1):
        names = {entry.name for entry in hit.entries if entry.kind == "person"}
        rows = [row for name in names if (row := office_of(name, "", day)) is not None and row.sector == "GOV"]
        polities = {row.actor.split("/")[0] for row in rows}
        if len(polities) == 1:
            draft.actor, draft.how = ActorId(polities.pop(), actor.sector), "office"


def _support(text: str) -> frozenset[str]:
    """Polities that the report names beyond doubt."""
    found = (hit.entries for hit in names().find(text))
    return frozenset(
        ActorId.parse(entries[0].actor).polity
        for entries in found
        if len(entries) == 1 and not entries[0].weak and entries[0].kind in ("state", "organ", "region")
    )


def _shared_acronym(draft: Draft) -> bool:
    weak = bool(draft.entries) and draft.entries[0].weak and draft.entries[0].kind == "organ"
    return weak and not draft.tail and draft.words.isupper() and len(draft.words) <= ACRONYM


def _give_context(draft: Draft, at_home: Home) -> None:
    """President Arce in a report on one country alone is that country's; a short acronym is not another country's."""
    if at_home.all and draft.actor is not None and draft.actor.polity != at_home.all and _shared_acronym(draft):
        draft.actor, draft.name, draft.how = ActorId(UNKNOWN_POLITY, draft.actor.sector), draft.words, "acronym"
        return
    if draft.tail or draft.how in (f"table:{INTRODUCED}", AFFILIATED):
        settle(draft, at_home)


RANKS = frozenset("general brigadier colonel major captain lieutenant sergeant commander corporal".split())
POLICED = 3
"""Mentions of the police to one of an army in a report whose bare ranks are the police's. Chosen by reading."""


def _policed(drafts: Iterable[Draft]) -> bool:
    """Whether a report is on the police and no army."""
    sectors = [d.role.sector if d.role else d.actor.sector for d in drafts if d.actor is not None and not d.tail]
    return sectors.count("COP") >= POLICED and POLICED * sectors.count("MIL") <= sectors.count("COP")


def _of_police(draft: Draft) -> None:
    """Makes a bare rank one of the police: "Brigadier Jane Doe" in a report on the police."""
    role, actor = draft.role, draft.actor
    if not draft.tail or role is None or actor is None or draft.entries or not actor.sector == role.sector == "MIL":
        return
    if role.term.split()[-1].rpartition("-")[2] in RANKS:
        draft.actor, draft.role = ActorId(actor.polity, "COP"), replace(role, sector="COP")


def _appose(drafts: list[Draft]) -> list[Draft]:
    """Joins a name with the role in apposition to it: "Jane Doe, the Ruritanian minister of trade"."""
    merged: list[Draft] = []
    at_head = {draft.head_end - 1: draft for draft in drafts}
    _join_titles(drafts, merged)
    for draft in drafts:
        other = _same_as(draft, at_head)
        if other is None:
            continue
        named, role = (draft, other) if draft.tail or draft.how.startswith("table:") else (other, draft)
        if role is draft and draft.role is not None and draft.role.plural and named.tail and named.role is None:
            single = replace(draft.role, plural=False)  # "one of the reporters"
            named.role, named.post, named.actor, named.how = single, role.post, role.actor, "apposition"
            named.kind = "person" if named.kind == "unknown" else named.kind
            continue
        if (
            named.how.startswith("table:")
            and role.role is not None
            and role.role.kind == "organ"
            and role.end == named.start
        ):
            named.start = role.start  # "the Russian agency Interfax" is the agency
            merged.append(role)
            continue
        if named.tail and not role.tail and role.role is not None and role.role.kind == "person":
            if (
                named.kind == "unknown" and role.role.sector in ("BUS", "UNK") and not role.role.title
            ):  # "Dunamu, the operator of …" is a firm
                continue
            honoured = named.role is not None and named.flat.lower[named.role.head] in PROFESSORS
            if (named.role is None or honoured) and not role.role.plural:
                named.role, named.post, named.actor, named.how = role.role, role.post, role.actor, "apposition"
                named.kind = "person" if named.kind == "unknown" else named.kind
            if role.end == named.start:  # "his Chinese counterpart Wang Yi" is one phrase
                named.start = role.start
                merged.append(role)
            else:
                role.linked.append(named)
    return [draft for draft in drafts if not any(draft is gone for gone in merged)]


def _same_as(draft: Draft, at_head: dict[int, Draft]) -> Draft | None:
    """The mention that this one stands in apposition to, or that it is said to be: "Jane Doe is a lawyer"."""
    flat, head = draft.flat, draft.head_end - 1
    above = flat.head[head]
    if flat.dep[head] == "appos":
        return at_head.get(above) if not (draft.role and draft.role.plural) else None
    if flat.lower[above] == "of" and flat.lower[flat.head[above]] == "one" and flat.dep[flat.head[above]] == "appos":
        return at_head.get(flat.head[flat.head[above]])
    if flat.dep[head] == "attr" and flat.lower[above] in ("is", "was") and draft.role is not None:
        children = flat.children[above]
        if any(flat.dep[child] == "neg" for child in children):
            return None
        return next((at_head[c] for c in children if flat.dep[c] == "nsubj" and c in at_head and at_head[c].tail), None)
    return None


def _join_titles(drafts: list[Draft], merged: list[Draft]) -> None:
    """Joins a name with a title parted from it: "Councillor and Minister Doe", "Ambassador in Cairo Jane Doe"."""
    for title, named in pairwise(drafts):
        role, flat = title.role, named.flat
        if role is None or title.tail or not named.tail or title in merged:
            continue
        between = flat.lower[title.end : named.start]
        if not role.title or role.plural:
            continue
        if (
            not between and named.role is None and named.actor is None and not role.plural
        ):  # the parse parted what is one phrase
            named.role, named.post, named.actor, named.how = role, title.post, title.actor, "title"
            named.kind, named.start = "person", title.start
            merged.append(title)
        if between == ["and"] and named.role is not None and not named.role.plural and _bare(title):
            if named.actor is not None and title.actor is not None and title.actor.known and not named.actor.known:
                named.actor = ActorId(title.actor.polity, named.actor.sector)
            named.start = title.start
            merged.append(title)


def _bare(title: Draft) -> bool:
    return title.flat.pos[title.start] != "DET"


def _join_posted(drafts: list[Draft]) -> None:
    """Gives a name the post that its complement parts from it: "the Ruritanian ambassador in Cairo Jane Doe"."""
    for at, named in enumerate(drafts):
        if not named.tail or named.role is not None or " " not in named.tail:
            continue
        near = reversed(drafts[max(0, at - 3) : at])
        title = next((d for d in near if d.role is not None and d.role.kind == "person"), None)
        if title is None or title.tail or title.role is None or not title.role.title or title.role.plural:
            continue
        flat = named.flat
        between = flat.pos[title.end : named.start]
        if between[-1:] == ["PUNCT"] and flat.words[named.end : named.end + 1] == [","]:
            between = between[:-1]
        if (
            2 <= len(between) <= COMPLEMENT
            and between[0] == "ADP"
            and between[-1] in ("PROPN", "NOUN")
            and OF_POSTS.issuperset(between)
        ):
            named.role, named.post, named.actor, named.how = title.role, title.post, title.actor, "title"
            named.kind = "person"
            title.linked.append(named)


COMPLEMENT = 6
OF_POSTS = frozenset({"ADP", "PROPN", "DET", "NOUN", "ADJ", "CCONJ"})
"""What may stand between a post and the name of its holder: "for Foreign Affairs", "in the Congo"."""


def _offices(drafts: Iterable[Draft]) -> Iterator[Office]:
    """Posts that the report gives persons, the first time it does."""
    seen: set[tuple[str, str]] = set()
    for draft in drafts:
        if not draft.tail or draft.role is None or draft.actor is None or not draft.actor.known or draft.role.former:
            continue
        person, post = str(draft.actor), draft.post
        if not draft.actor.slug or (person, post) in seen or not draft.role.title or draft.post in RELATIONAL:
            continue
        seen.add((person, post))
        span = draft.flat.span(draft.start, draft.end)
        for_whom = str(ActorId(draft.actor.polity, draft.actor.sector))
        yield Office(person, post, for_whom, source="report", span=span, text=draft.flat.text(draft.start, draft.end))


def _worth(draft: Draft) -> bool:
    grouped = draft.role is not None and draft.role.term in ("side", "pair")
    return bool(draft.actors) if draft.kind == "unknown" or grouped else True


def _mention(draft: Draft) -> Mention:
    for other in draft.linked:
        if other.actor is not None and other.actor.slug:
            draft.actor, draft.name, draft.how = other.actor, other.name, "apposition"
    actors = draft.actors or ((str(draft.actor),) if draft.actor is not None else ())
    return Mention(
        span=draft.flat.span(draft.start, draft.end),
        text=draft.flat.text(draft.start, draft.end),
        head=draft.flat.span(draft.head_start, draft.head_end),
        actors=actors,
        kind=draft.kind,
        name=draft.name,
        post=draft.post,
        candidates=draft.candidates,
        how=draft.how,
        acts=draft.acts,
    )


MENTIONS = Step("mentions", 6, reads=("sentences", "parses"), fills=("mentions", "offices"), run=_run)
