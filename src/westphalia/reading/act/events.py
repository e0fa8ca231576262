"""Events: who did what to whom, as one sentence asserts it, with status, time, place, and the trace that coded it.

Acts come from `acts`, their status from `status`; here they get type, mode, context, time, place and trace.
"""

import re
from dataclasses import replace

from spacy.tokens import Token

from westphalia.model import UNKNOWN_TIME, Event, Interval, Place, Span, Time, Trace, ontology
from westphalia.reading.act import confidence
from westphalia.reading.act.act import Act
from westphalia.reading.act.acts import OTHERWISE, UNLIKELY, merged
from westphalia.reading.act.attribution import accuser, teller
from westphalia.reading.act.coding import contexts_of, mode_by_words
from westphalia.reading.act.convention import MARK, WORDS, convention
from westphalia.reading.act.frames import match, objects
from westphalia.reading.act.parties import Parties, parties, within
from westphalia.reading.act.status import Status, status, taken_for_granted
from westphalia.reading.act.weighing import weighed
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step

DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID"})
"""Types of what is done at a place, not said about it."""
LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "off", "around"})
MAX_NESTING = 6
PRECISIONS = ("point", "region", "country", "unknown")
ASIDE = frozenset({"person", "sidelines", "margins", "private"})
"""Nouns between a place and the act: "met in person in the city", "on the sidelines of a forum in"."""
TELLS = frozenset("say tell announce state report add note claim confirm declare inform explain insist".split())
TOGETHER = re.compile(
    r"(?i)\b(?:the (?:pair|two|duo|sides|ministers|leaders|presidents|meeting|talks|call|visit|summit)|both|they)\b"
)
"""Words by which a sentence goes on about the meeting of the one before."""
NEAR = 4
"""Steps in the parse from a time to the predicate it modifies; beyond four it is mostly the time of something else."""
PRESSURE = frozenset({"SANCTION", "COERCE"})
"""Imposed sanctions are COERCE in the records the model learnt from, SANCTION in the manual and the lexicon."""
FOLDED = {
    "planned": ("AGREE", "THREATEN"),
    "possible": ("AGREE", "THREATEN"),
    "denied": ("REJECT",),
    "refused": ("REJECT",),
}
"""Roots by which the records tell a status, which we keep apart: "did not attack" is REJECT there, and no rejection."""
CERTAIN = 0.9
"""From this probability the model overrules a frame that names its object or its mode too."""
MODELS = "model:code_pair"
"""Rule of an event whose type comes from the models."""
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
    """The time that modifies the predicate: the nearest of its clause, else the only one of its sentence."""
    # "agreed on Friday to reopen within two months": a length is no day
    held = [t for t in within(reading.times, sentence.span) if t.kind in ("DATE", "TIME")]
    best: tuple[int, Time] | None = None
    for time in held:
        tokens = sentence.tokens(time.span)
        above = [] if tokens is None else [tokens.root, *tokens.root.ancestors]
        steps = next((n for n, token in enumerate(above) if token.i == act.predicate.i), None)
        if steps is not None and steps <= NEAR and (best is None or steps < best[0]):
            best = (steps, time)
    if best is None and len(held) == 1 and held[0].kind == "DATE" and not _of_saying(held[0], act.predicate, sentence):
        best = (NEAR, held[0])
    if best is None:
        return UNKNOWN_TIME, ""
    return best[1].interval, best[1].text


def _of_saying(time: Time, predicate: Token, sentence: Sentence) -> bool:
    """Whether a time is that of the saying which holds the predicate: "told him on Monday that …"."""
    tokens = sentence.tokens(time.span)
    above = [] if tokens is None else [t.i for t in tokens.root.ancestors]
    held = predicate
    while held.head != held:
        if held.dep_ == "ccomp" and held.head.lemma_ in TELLS:
            return held.head.i in above and held.i not in above and predicate.i not in above
        held = held.head
    return False


def _where(act: Act, reading: Reading, sentence: Sentence) -> Place | None:
    """The most exact place that stands "in", "at", "near" the predicate, or the noun that says what was done."""
    named = [m.head for m in act.sources + act.recipients if m.how != "place"]
    around = {act.predicate.i}
    if act.type not in WORDS:  # "condemned the invasion in Kenya" was not said in Kenya
        around |= {o.i for o in objects(act.predicate) if match(o) is not None}
    found: list[Place] = []
    if act.frame.pos == "N":
        around.add(act.predicate.head.i)
    # a person stands nowhere as a rule: "met Mr Soto in Lima" is a meeting in Lima, whatever the parse hangs it on
    # and whom one strikes is struck where he is: "opened fire on residents in Bria"
    deed = act.type in DEEDS or act.frame.mode == "visit"
    held = [m for m in act.sources + act.recipients if m.kind == "person" or (deed and m in act.recipients)]
    persons = [sentence.tokens(m.head) for m in held]
    around |= {tokens.root.i for tokens in persons if tokens is not None}
    places = within(reading.places, sentence.span)
    for place in places:
        tokens = sentence.tokens(place.span)
        if tokens is None or any(head.overlaps(place.span) for head in named):
            continue
        if (holder := _stands(tokens.root)) is not None and holder.i in around:
            found.append(place)
    if not found and (act.frame.mode == "visit" or act.type == "ASSAULT"):
        # one visits a town there, and what is struck is struck where it is
        heads = [m.head for m in act.recipients]
        found = [p for p in places if any(head.overlaps(p.span) for head in heads)]
    return min(found, key=lambda p: PRECISIONS.index(p.precision), default=None)


def _stands(place: Token) -> Token | None:
    """The word a place is said of: "met on Monday in the town of T." → "met"."""
    at = place
    for _ in range(MAX_NESTING):
        if at.dep_ == "pobj" and at.head.lower_ in LOCATIVE:
            above = at.head.head
            return above.head.head if above.dep_ == "pobj" and (_is_time(above) or above.lower_ in ASIDE) else above
        if at.dep_ in ("pobj", "prep", "compound", "appos", "poss", "npadvmod"):
            at = at.head
        else:
            return None
    return None


def _is_time(token: Token) -> bool:
    return token.lower_.endswith("day") or token.like_num or token.lower_ in ("week", "month", "year", "morning")


def _event(act: Act, reading: Reading, sentence: Sentence) -> Event:
    when, when_text = _when(act, reading, sentence)
    truth = _ahead(act, status(act.predicate), when, reading)
    event_type, overruled = _type(act, truth)
    mode = mode_by_words(act.predicate, event_type) or (act.frame.mode if event_type == act.type else "")
    if (event_type, mode) not in ontology.modes():
        mode = ""
    event_type, mode, truth = _refused(event_type, mode, truth)
    sources, recipients = parties(act.sources), parties(act.recipients)
    if act.mutual:
        sources = recipients = parties(act.sources + act.recipients)
    span = _clause(act, sentence)
    by = accuser(truth, reading, sentence)
    if truth.name in ("happened", "ongoing", "alleged") and by is None and ontology.quad(event_type) > 2:
        by = teller(act, reading, sentence)
        truth = truth if by is None else Status("alleged", (*truth.fired, "said by the other side"))
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
        alleged_by=by,
        intensity=ontology.intensity(event_type, mode),
        trace=_trace(act, truth, overruled, _sure(act, event_type, truth, reading, sentence)),
    )


def _sure(act: Act, event_type: str, truth: Status, reading: Reading, sentence: Sentence) -> float:
    return confidence.confidence(confidence.traits(act, event_type, truth.name, reading, sentence))


def _type(act: Act, truth: Status) -> tuple[str, bool]:
    """The type of an act, and whether the model overruled the lexicon."""
    if act.coding is None:
        return act.type, False
    weights = dict(act.coding.types)
    fits = _fits(act, truth)
    sure = CERTAIN if act.frame.needs or act.frame.mode else OTHERWISE
    if act.direct and act.coding.probability >= sure and max(weights.get(name, 0.0) for name in fits) < UNLIKELY:
        return act.coding.type, True
    return act.type, False


def _fits(act: Act, truth: Status) -> set[str]:
    """The model's classes that agree with the lexicon's type."""
    fits = {merged(act.type), merged(convention(act.type, truth.name)), *FOLDED.get(truth.name, ())}
    if act.type == "AGREE" and act.frame.mutual:
        fits.add("SUPPORT")  # an agreement reached: the records do not tell it from one signed
    if act.frame.mode == "boycott":
        fits.add("PROTEST")
    return fits | PRESSURE if act.type in PRESSURE else fits


def _trace(act: Act, truth: Status, overruled: bool, sure: float) -> Trace:
    rule = f"lexicon:{act.frame.head}/{act.frame.pos}" if act.frame.head and not overruled else MODELS
    fired: tuple[str, ...] = (act.predicate.text, *truth.fired)
    if act.coding is None:
        return Trace("events", rule, fired, sure)
    if act.coding.probability >= ROOT and (act.direct or act.coding.types[0][0] in _fits(act, truth)):
        pressed = act.type in PRESSURE and act.coding.type in PRESSURE
        fired = (*fired, MARK + (act.type if pressed else act.coding.type))
    seen = tuple((name, f"{p:.2f}") for name, p in act.coding.types[:3] if name != merged(act.type))
    return Trace("events", rule, fired, sure, seen)


def _refused(event_type: str, mode: str, truth: Status) -> tuple[str, str, Status]:
    """Refusing to cooperate is REJECT, which happens; refusing a conflict (to condemn) keeps its type, `refused`."""
    if truth.name == "refused" and ontology.quad(event_type) <= 2:
        mode = {"CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield"}.get(event_type, "assist")
        return "REJECT", mode, replace(truth, name="happened")
    return event_type, mode, truth


def _ahead(act: Act, truth: Status, when: Interval, reading: Reading) -> Status:
    """An act that is but ordered, or dated after the report, is planned, whatever the tense."""
    if "f" in act.frame.flags and truth.name in ("happened", "ongoing"):
        return Status("planned", (act.predicate.lemma_,))
    if act.frame.pos == "N" and taken_for_granted(act.predicate):
        return truth  # "a session on Chile's invasion begins on Monday"
    if truth.name in ("happened", "ongoing") and reading.day and when.first and when.first > reading.day:
        return Status("planned", ("dated after the report",))
    return truth


def _dated_before(event: Event, sentence: Sentence, before: list[tuple[Sentence, Event]]) -> Event:
    """The day of the meeting in the sentence before, if this one goes on about it and names no time."""
    if event.when != UNKNOWN_TIME or event.status not in ("happened", "ongoing"):
        return event
    ours = {p.actor for p in event.sources + event.recipients}
    for held, other in before:
        near = held.paragraph == sentence.paragraph and held.index == sentence.index - 1
        theirs = {p.actor for p in other.sources + other.recipients}
        if near and other.when_text and other.status == "happened" and ours and ours <= theirs:
            return replace(event, when=other.when, when_text=other.when_text)
    return event


def find_events(reading: Reading) -> None:
    """Fills `reading.events` in order of the text, and `reading.held_events` with those too unsure to be told."""
    before: list[tuple[Sentence, Event]] = []
    for sentence, _ in reading.parsed():
        if sentence.part == "aside":
            continue
        held = Parties.of(reading, sentence)
        found = [_event(act, reading, sentence) for act in weighed(sentence, held)]
        timeless = not within(reading.times, sentence.span)
        if timeless and TOGETHER.search(sentence.span.of(reading.clean)):
            found = [_dated_before(event, sentence, before) for event in found]
        told = [event for event in found if _told(event)]
        reading.events.extend(told)
        reading.held_events.extend(event for event in found if not _told(event))
        before = [(sentence, event) for event in told] or before


def _told(event: Event) -> bool:
    """Whether an event is sure enough; what only the models tell is not: of 13 judged by hand 5 were right."""
    return event.trace.confidence >= confidence.TOLD and event.trace.rule != MODELS


EVENTS = Step("events", 7, ("sentences", "mentions", "times", "places", "statements"), ("events",), find_events)
