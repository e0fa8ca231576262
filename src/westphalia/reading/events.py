"""Events: who did what to whom, as one sentence asserts it, with status, time, place, and the trace that coded it.

Acts come from `acts`, their status from `status`; here they get type, mode, context, time, place and trace.
"""

from westphalia.model import UNKNOWN_TIME, Event, Interval, Party, Place, Span, Trace, ontology
from westphalia.reading.acts import OTHERWISE, UNLIKELY, Act, acts, merged
from westphalia.reading.coding import contexts_of, mode_by_words
from westphalia.reading.convention import MARK, convention
from westphalia.reading.frames import objects
from westphalia.reading.parties import Parties, parties, party
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.status import Status, status
from westphalia.reading.step import Step

ROOT = 0.5
"""From this probability the model's root stands for the convention's."""


def _clause(act: Act, sentence: Sentence) -> Span:
    """The words from the first to the last part of the act: its parties, predicate and objects."""
    spans = [sentence.locate(act.predicate)] + [m.span for m in act.sources + act.recipients]
    spans += [sentence.locate(o) for o in objects(act.predicate)]
    spans = [s for s in spans if sentence.span.covers(s)]
    total = spans[0]
    for span in spans[1:]:
        total = total.cover(span)
    return total


def _when(act: Act, reading: Reading, sentence: Sentence) -> tuple[Interval, str]:
    """The time that modifies the predicate: in its clause, else the only one of its sentence."""
    held = [t for t in reading.times if sentence.span.covers(t.span) and t.interval.first is not None]
    if not held:
        return UNKNOWN_TIME, ""
    doc = sentence.doc
    assert doc is not None
    verb = act.predicate
    best = None
    for time in held:
        tokens = sentence.tokens(time.span)
        if tokens is None:
            continue
        head = tokens.root
        distance = next((n for n, a in enumerate((head, *head.ancestors)) if a.i == verb.i), None)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, time)
    if best is None and len(held) == 1:
        best = (9, held[0])
    return (best[1].interval, best[1].text) if best else (UNKNOWN_TIME, "")


def _where(act: Act, reading: Reading, sentence: Sentence) -> Place | None:
    """The place that stands "in", "at", "near" the predicate or its object."""
    held = [p for p in reading.places if sentence.span.covers(p.span)]
    parties = [m.span for m in act.sources + act.recipients]
    for place in held:
        tokens = sentence.tokens(place.span)
        if tokens is None or any(span.overlaps(place.span) for span in parties):
            continue
        head = tokens.root
        if head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "near", "outside", "inside", "off"):
            above = [a.i for a in head.head.ancestors][:4]
            if act.predicate.i in above:
                return place
    return None


def _event(act: Act, reading: Reading, sentence: Sentence) -> Event:
    when, when_text = _when(act, reading, sentence)
    truth = _ahead(status(act.predicate), when, reading)
    event_type, overruled = _type(act, truth)
    mode = mode_by_words(act.predicate, event_type) or (act.frame.mode if event_type == act.type else "")
    if (event_type, mode) not in ontology.modes():
        mode = ""
    event_type, mode = _refused(event_type, mode, truth)
    sources, recipients = parties(act.sources), parties(act.recipients)
    if act.mutual:
        sources = recipients = parties(act.sources + act.recipients)
    span = _clause(act, sentence)
    return Event(
        span=span,
        text=span.of(reading.clean),
        predicate=sentence.locate(act.predicate),
        sentence=sentence.span,
        type=event_type,
        status=truth.name,
        sources=sources,
        recipients=recipients,
        mode=mode,
        context=contexts_of(act.predicate),
        mutual=act.mutual,
        when=when,
        when_text=when_text,
        place=_where(act, reading, sentence),
        alleged_by=_accuser(truth, reading, sentence),
        intensity=ontology.intensity(event_type, mode),
        trace=_trace(act, truth, overruled),
    )


def _type(act: Act, truth: Status) -> tuple[str, bool]:
    """The type of an act, and whether the model overruled the lexicon."""
    if act.coding is None:
        return act.type, False
    weights = dict(act.coding.types)
    fits = {merged(act.type), merged(convention(act.type, truth.name))}
    if act.coding.probability >= OTHERWISE and max(weights.get(name, 0.0) for name in fits) < UNLIKELY:
        return act.coding.type, True
    return act.type, False


def _trace(act: Act, truth: Status, overruled: bool) -> Trace:
    rule = f"lexicon:{act.frame.head}/{act.frame.pos}" if act.frame.head and not overruled else "model:code_pair"
    fired: tuple[str, ...] = (act.predicate.text, *truth.fired)
    if act.coding is None:
        return Trace("events", rule, fired)
    if act.coding.probability >= ROOT:
        fired = (*fired, MARK + act.coding.type)
    seen = tuple((name, f"{p:.2f}") for name, p in act.coding.types[:3] if name != merged(act.type))
    return Trace("events", rule, fired, round(act.coding.probability, 3), seen)


def _refused(event_type: str, mode: str, truth: Status) -> tuple[str, str]:
    """Refusing to cooperate is REJECT; refusing a conflict (to condemn) keeps its type and is `refused`."""
    if truth.name == "refused" and ontology.quad(event_type) <= 2:
        return "REJECT", {"CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield"}.get(event_type, "assist")
    return event_type, mode


def _ahead(truth: Status, when: Interval, reading: Reading) -> Status:
    """An act dated after the report is planned, whatever the tense."""
    if truth.name in ("happened", "ongoing") and reading.day and when.first and when.first > reading.day:
        return Status("planned", ("dated after the report",))
    return truth


def _accuser(truth: Status, reading: Reading, sentence: Sentence) -> Party | None:
    if truth.by is None:
        return None
    mention = reading.mention_at(sentence.locate(truth.by))
    return party(mention)[0] if mention is not None else None


def find_events(reading: Reading) -> None:
    """Fills `reading.events` in order of the text."""
    for sentence, _ in reading.parsed():
        if sentence.part == "aside":
            continue
        held = Parties.of(reading, sentence)
        reading.events.extend(_event(act, reading, sentence) for act in acts(sentence, held))


EVENTS = Step("events", 1, ("sentences", "mentions", "times", "places", "statements"), ("events",), find_events)
