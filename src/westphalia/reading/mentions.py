"""Step 3: who is mentioned: names, roles and pronouns, each resolved to an actor where the text allows it.

In: parsed sentences. Out: mentions in order of the text, and the offices the report itself teaches.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from westphalia.model import ActorId, Mention, Office
from westphalia.reading.acting import acts
from westphalia.reading.coreference import NATIONAL, Discourse
from westphalia.reading.drafts import Draft, sentence_drafts
from westphalia.reading.noun_phrases import Flat
from westphalia.reading.reading import Reading
from westphalia.reading.step import Step
from westphalia.reading.whom import Persons
from westphalia.reference.names import names

RELATIONAL = frozenset({"counterpart", "leader", "official", "deputy", "aide", "ally"})
"""Words before a name that are no posts one holds."""


def _run(reading: Reading) -> None:
    support = _support(reading.clean)
    table = names()
    flats = [Flat(sentence, doc, table, sentence.span.of(reading.clean)) for sentence, doc in reading.parsed()]
    drafts = [sentence_drafts(flat, support) for flat in flats]
    drafts = [_appose(one) for one in drafts]
    everything = [draft for one in drafts for draft in one]
    context = _context(everything)
    for draft in everything:
        _give_context(draft, context)
    persons = Persons(reading.day)
    persons.learn(everything)
    for draft in everything:
        if draft.tail:
            persons.resolve(draft)
        elif draft.role is not None:
            persons.hold(draft)
    for draft in everything:
        draft.acts = acts(draft)
    offices = list(_offices(everything))
    discourse = Discourse(reading, context)
    drafts = [discourse.take(flat, one) for flat, one in zip(flats, drafts, strict=True)]
    reading.mentions.extend(_mention(draft) for one in drafts for draft in one if _worth(draft))
    reading.offices.extend(offices)


def _support(text: str) -> frozenset[str]:
    """Polities that the report names beyond doubt."""
    found = (hit.entries for hit in names().find(text))
    return frozenset(
        ActorId.parse(entries[0].actor).polity
        for entries in found
        if len(entries) == 1 and not entries[0].weak and entries[0].kind in ("state", "organ", "region")
    )


DOMINANT = 0.6
LEAST = 4
"""A report is on one country if at least four mentions and that share of all name it. Chosen while reading news by eye,
not measured on marked text."""


def _context(drafts: Iterable[Draft]) -> str:
    """The one country a report is on, empty if it is on several."""
    counted = Counter(
        draft.actor.polity
        for draft in drafts
        if draft.actor is not None
        and draft.actor.known
        and len(draft.actor.polity) == 3
        and draft.kind not in ("company", "outlet")
    )
    if not counted:
        return ""
    (first, number), *_ = counted.most_common(1)
    return first if number >= LEAST and number >= DOMINANT * counted.total() else ""


def _give_context(draft: Draft, context: str) -> None:
    """President Arce in a report on one country alone is that country's."""
    role, actor = draft.role, draft.actor
    if not context or not draft.tail or role is None or actor is None or actor.known:
        return
    if role.title and not role.yields and role.sector in NATIONAL and role.sector == actor.sector:
        draft.actor, draft.how = ActorId(context, actor.sector), "context"


def _appose(drafts: list[Draft]) -> list[Draft]:
    """Joins a name with the role in apposition to it: "Jane Doe, the Ruritanian minister of trade"."""
    merged: list[Draft] = []
    at_head = {draft.head_end - 1: draft for draft in drafts}
    for draft in drafts:
        flat, head = draft.flat, draft.head_end - 1
        if flat.dep[head] != "appos":
            continue
        other = at_head.get(flat.head[head])
        if other is None:
            continue
        named, role = (draft, other) if draft.tail or draft.how.startswith("table:") else (other, draft)
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
            if named.role is None and not role.role.plural:
                named.role, named.post, named.actor, named.how = role.role, role.post, role.actor, "apposition"
                named.kind = "person" if named.kind == "unknown" else named.kind
            if role.end == named.start:  # "his Chinese counterpart Wang Yi" is one phrase
                named.start = role.start
                merged.append(role)
            else:
                role.linked.append(named)
    return [draft for draft in drafts if not any(draft is gone for gone in merged)]


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


MENTIONS = Step("mentions", 1, reads=("sentences", "parses"), fills=("mentions", "offices"), run=_run)
