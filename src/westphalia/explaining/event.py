"""Why an event is in the world as it is."""

import textwrap
from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from westphalia.explaining.circumstances import place_reasons, status_meaning, status_reasons, time_of, time_reasons
from westphalia.explaining.explanation import (
    Cameo,
    Coding,
    EventExplanation,
    Mark,
    Node,
    Origin,
    Passage,
    Rejected,
)
from westphalia.explaining.kinds import act_at, type_reasons
from westphalia.explaining.live import Live
from westphalia.explaining.parties import not_taken, who
from westphalia.explaining.tree import tree
from westphalia.model import Event, Party, Span, ontology
from westphalia.model.ontology.coders import cameo_code
from westphalia.reading import Sentence
from westphalia.reading.act.status import climb
from westphalia.world import Store
from westphalia.world.rows import Row

NAME = 60
"""Characters of a name, or of a content, that the tree shows."""
NO_RECIPIENT = "none named: this type may stand without"


def explain_event(store: Store, row: Row, origin: Origin, event: Event, live: Live) -> EventExplanation:
    """The explanation of an event.

    Args:
        store: the world.
        row: the event as frames show it.
        origin: its report.
        event: the same event, or what this version has in its place, with spans in the clean text.
        live: the reading that `event` is of.
    """
    sentence = live.sentence_of(event.sentence)
    tokens = sentence.tokens(event.predicate) if sentence is not None else None
    predicate = tokens.root if tokens is not None else None
    act = act_at(live.reading, sentence, predicate, event.type) if sentence is not None and predicate else None
    roles = list(_roles(event, live))
    meant = identities(store)
    taken = [*event.sources, *event.recipients, *([event.alleged_by] if event.alleged_by else [])]
    rejected = tuple(not_taken(sentence, predicate, taken, live)) if sentence is not None and predicate else ()
    return EventExplanation(
        kind="event",
        id=row["event"],
        origin=origin,
        passage=passage(live, event.sentence, roles),
        tree=_tree(sentence, predicate, roles) if sentence is not None else None,
        rejected=rejected if event.recipients else (Rejected("a recipient", NO_RECIPIENT), *rejected),
        coding=_coding(store, row),
        type=type_reasons(event, act, sentence),
        status=status_reasons(event, predicate),
        parties=tuple(who(role, party, live, meant) for role, party in _parties(event)),
        time=time_reasons(event, sentence, live),
        place=place_reasons(event, sentence, live),
    )


def identities(store: Store) -> Mapping[str, tuple[str, str]]:
    """Who an actor id that reports leave open turned out to be, and what tells so."""
    return {row["asserted"]: (row["actor"], row["how"]) for row in store.rows("identities")}


def _parties(event: Event) -> Iterator[tuple[str, Party]]:
    if event.mutual:
        yield from (("party", party) for party in event.sources)
    else:
        yield from (("source", party) for party in event.sources)
        yield from (("recipient", party) for party in event.recipients)
    if event.alleged_by:
        yield "alleged by", event.alleged_by


def _roles(event: Event, live: Live) -> Iterator[tuple[str, Span]]:
    """The words that count, by what they are."""
    yield from ((role, party.span) for role, party in _parties(event))
    yield "predicate", event.predicate
    if event.place is not None:
        yield "place", event.place.span
    if (time := time_of(event, live)) is not None:
        yield "time", time.span


def _coding(store: Store, row: Row) -> Coding:
    kind, mode = row["type"], row["mode"] or ""
    trace = row["trace"] or {}
    code = cameo_code(
        kind,
        mode,
        row["context"],
        root=row["event_root"] or "",
        head=trace.get("rule", ""),
        sources=row["sources"],
    )
    crossing = ontology.crosswalk().get(code.code)
    happening = row["happening"]
    accounts = next((h["reports"] for h in store.rows("happenings", happening=happening)), 0) if happening else 0
    known = ontology.modes().get((kind, mode))
    return Coding(
        kind,
        ontology.types()[kind].description,
        row["mode"],
        known.description if known else "",
        tuple(row["context"]),
        row["status"],
        status_meaning(row["status"]),
        row["mutual"],
        row["intensity"],
        row["confidence"],
        row["event_root"],
        row["quad"],
        ontology.QUADS.get(row["quad"] or 0, ""),
        Cameo(
            code.root,
            code.root_name,
            code.code,
            code.name,
            code.fits,
            code.note,
            crossing.goldstein if crossing else None,
        ),
        happening,
        accounts,
    )


def passage(live: Live, around: Span, roles: list[tuple[str, Span]]) -> Passage:
    """A stretch of the report with the words that count marked, none twice, in order."""
    whole, text = live.raw(around), live.report.text
    marks: dict[tuple[int, int], Mark] = {}
    for role, span in roles:
        at = live.raw(span)
        if len(at) and whole.covers(at):
            old = marks.get((at.start, at.end))
            both = f"{old.role}, {role}" if old and role not in old.role.split(", ") else role
            marks[at.start, at.end] = Mark(both, at.start, at.end, at.of(text))
    return Passage(whole.start, whole.end, whole.of(text), tuple(marks[key] for key in sorted(marks)))


def heads(sentence: Sentence, roles: list[tuple[str, Span]]) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Token number → its roles, and → the words it stands for, for the words of one sentence."""
    found: dict[int, tuple[str, ...]] = {}
    names: dict[int, str] = {}
    for role, span in roles:
        tokens = sentence.tokens(span) if sentence.span.covers(span) else None
        if tokens is not None:
            number = tokens.root.i
            if role not in found.get(number, ()):
                found[number] = (*found.get(number, ()), role)
            if len(tokens) > 1:
                names[number] = textwrap.shorten(tokens.text, NAME, placeholder=" …")
    return found, names


def _tree(sentence: Sentence, predicate: Token | None, roles: list[tuple[str, Span]]) -> Node | None:
    if sentence.doc is None:
        return None
    found, names = heads(sentence, roles)
    if predicate is not None:
        for number in _carriers(predicate):
            found.setdefault(number, ("status",))
    return tree(sentence.doc, found, names)


def _carriers(predicate: Token) -> Iterator[int]:
    """The tokens that carried the status: those whose words fired, where they stand next to the climb."""
    for token, now in climb(predicate):
        near = [token, *token.children]
        for one in near:
            if one.i != predicate.i and {one.lower_, one.lemma_.lower()} & set(now.fired):
                yield one.i
