"""What gave an event its status, its date and its place, and what else the sentence offered."""

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from westphalia.explaining.explanation import PlaceReasons, Rejected, StatusReasons, StatusStep, TimeReasons
from westphalia.explaining.live import Live
from westphalia.explaining.wording import meaning
from westphalia.model import Event, Interval, Time, ontology
from westphalia.reading import Sentence
from westphalia.reading.act.status import climb

NOT_OF_THE_VERB = "it is said of other words than the predicate"


def status_reasons(event: Event, predicate: Token | None) -> StatusReasons:
    """The words looked at, from the predicate up, and what was decided after them."""
    if predicate is None:
        return StatusReasons((), (), "", ())
    steps, fired = [], tuple[str, ...]()
    for token, now in climb(predicate):
        steps.append(StatusStep(token.text, now.name, tuple(word for word in now.fired if word not in fired)))
        fired = now.fired
    last = steps[-1].status
    later = ""
    if last != event.status:
        why = [word for word in event.trace.fired[1:] if word not in fired and not word.startswith("root:")]
        later = f"{last} → {event.status}" + (f": {', '.join(why)}" if why else "")
    return StatusReasons(tuple(steps), fired, later, tuple(_other(steps, event.status)))


def _other(steps: list[StatusStep], final: str) -> Iterator[Rejected]:
    """Statuses on the way that a word higher up overruled."""
    for step, above in pairwise(steps):
        if step.status not in (above.status, final):
            yield Rejected(step.status, f"at “{step.word}”; “{above.word}” makes it {above.status}")


def status_meaning(name: str) -> str:
    """What a status says."""
    return ontology.statuses().get(name, "")


def time_of(event: Event, live: Live) -> Time | None:
    """The expression an event got its date from: the nearest to its predicate that fits."""
    fits = [t for t in live.reading.times if event.when_text and (t.text, t.interval) == (event.when_text, event.when)]
    return min(fits, key=lambda t: (abs(t.span.start - event.predicate.start), t.span), default=None)


def time_reasons(event: Event, sentence: Sentence | None, live: Live) -> TimeReasons:
    """How the date was found; the other times of the sentence."""
    here = [t for t in live.reading.times if sentence is not None and sentence.span.covers(t.span)]
    taken = time_of(event, live)
    rejected = tuple(Rejected(_flat(t.text), _passed(t)) for t in here if t is not taken)
    when = event.when
    reckoned = _reckoned(taken, here, live) if taken is not None else ""
    return TimeReasons(
        _flat(event.when_text),
        taken.value if taken is not None else "",
        when.first.isoformat() if when.first else None,
        when.last.isoformat() if when.last else None,
        when.precision,
        reckoned,
        rejected,
    )


def _reckoned(taken: Time, here: list[Time], live: Live) -> str:
    said = meaning("anchor", taken.anchor) or taken.anchor
    if taken.anchor == "published" and (day := live.reading.day) is not None:
        source = live.report.published.source if live.report.published else ""
        said = f"{said}, {day.isoformat()} (found in: {source or 'unknown'})"
    return said if taken in here else f"{said}; from the sentence before, which tells of the same meeting"


def _passed(time: Time) -> str:
    if time.kind not in ("DATE", "TIME"):
        return f"{time.value}: a {time.kind.lower()} is no day"
    return f"{time.value} ({_days(time.interval)}): {NOT_OF_THE_VERB}"


def _days(when: Interval) -> str:
    if when.first is None:
        return "no day known"
    return when.first.isoformat() if when.first == when.last else f"{when.first} to {when.last}"


def place_reasons(event: Event, sentence: Sentence | None, live: Live) -> PlaceReasons:
    """How the place was found; the other places of the sentence."""
    here = [p for p in live.reading.places if sentence is not None and sentence.span.covers(p.span)]
    taken = event.place
    parties = [party.span for party in (*event.sources, *event.recipients)]
    rejected = tuple(
        Rejected(
            _flat(p.text),
            f"{p.name}, {p.country or 'country unknown'}: "
            + ("it names a party" if any(p.span.overlaps(span) for span in parties) else NOT_OF_THE_VERB),
        )
        for p in here
        if taken is None or p.span != taken.span
    )
    if taken is None:
        return PlaceReasons("", "", "", None, (), (), rejected)
    return PlaceReasons(
        taken.name, taken.country, taken.precision, taken.geonames, taken.within, taken.candidates, rejected
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
