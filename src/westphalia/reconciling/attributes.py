"""What reports can say of a happening, and when two sayings agree: one entry for each attribute.

Each kind draws sayings from the events, figures and namings of the reports that tell of one happening, and judges
whether two of them agree. "Anhui" and "Tunxi" agree, "this week" and "30 March" too, and "Wednesday" with the
Wednesday; a district and its city are one place; a plan told before the day agrees with what came of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from math import asin, cos, radians, sin, sqrt
from typing import Any

from westphalia.model import ActorId, ontology
from westphalia.reconciling.happenings import FAMILIES, FIRE
from westphalia.reconciling.likeness import content_words
from westphalia.reconciling.parties import exactness, one_actor
from westphalia.reconciling.placed import placed
from westphalia.reconciling.quantities import allowed, of_one_scale, overlap, running, says_what, told
from westphalia.reconciling.terms import stem
from westphalia.reconciling.told import is_begin, is_course

Row = Mapping[str, Any]

NEAR_KM = 25.0
"""Points nearer than this in one state are one place: a district and its city, a base and its town."""

OF_SENTENCE = 300
"""Characters after the sentence of an event within which a figure is still about it, in the same paragraph."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CAUSE = re.compile(
    r"\b(?:because of|because|due to|owing to|as a result of|in response to|in retaliation (?:for|against)|in protest "
    r"(?:at|against|over)|in revenge for|triggered by|prompted by|provoked by|caused by|on the grounds (?:of|that))\s+"
    r"([^.;:!?\n]{4,160})",
    re.IGNORECASE,
)
SPELLING = 0.75
"""Likeness from which two names are spellings of one ("Odesa", "Odessa": .91; "Kyiv", "Kiev": .75)."""
_NAME = re.compile(r"\b[A-Z][\w’'-]*[a-z]")
_AT = re.compile(
    r"\b(?:in|at|near|outside)\s+(?:the\s+)?(?:(?:\w+\s+){0,3}(?:city|town|village|district|port|resort|capital)\s+of\s+)?"
    r"([A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,2})"
)
_PREPOSITION = re.compile(r"\s(?:in|of|on|against|with|between|by|for|to)\s")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december spring summer autumn".split()
) | frozenset(_WEEKDAYS)
_STATES = {"ongoing": "done", "happened": "done", "alleged": "done", "denied": "not", "refused": "not"}


@dataclass(frozen=True, slots=True)
class Saying:
    """What one report says of one attribute in one place.

    Attributes:
        topic: what it is about where a kind has several (the quantity, the thing named).
        value: what is compared; None if it cannot be.
        reads: the value for people.
        words: the words of the report.
        exact: how exact it is; the more the better.
    """

    report: str
    topic: str
    value: Any
    reads: str
    words: str
    start: int
    end: int
    exact: float = 0.0
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The rows one happening is judged by. `order`: its reports by day; `independent`: the report each counts as."""

    events: tuple[Row, ...]
    figures: tuple[Row, ...]
    namings: tuple[Row, ...]
    order: tuple[str, ...]
    independent: Mapping[str, str]
    published: Mapping[str, str | None]
    called: Mapping[str, str]


def scene(
    events: Sequence[Row],
    reports: Sequence[Row],
    figures: Sequence[Row],
    namings: Sequence[Row],
    called: Mapping[str, str],
) -> Scene:
    """Sorts rows as frames show them, the surest events of a report first. `called`: actor → its name."""
    known = {row["report"]: row for row in reports}
    order = sorted(known, key=lambda r: (known[r]["published"] or "9999", known[r]["name"], r))
    place = {report: number for number, report in enumerate(order)}
    kept = [event for event in events if event["report"] in known]
    return Scene(
        tuple(sorted(kept, key=lambda e: (place[e["report"]], -(e["confidence"] or 0.0), e["start"], e["event"]))),
        tuple(sorted(figures, key=lambda f: (f["report"], f["start"], f["figure"]))),
        tuple(sorted(namings, key=lambda n: (n["report"], n["start"], n["naming"]))),
        tuple(order),
        {report: known[report]["copy_of"] or report for report in order},
        {report: known[report]["published"] for report in order},
        called,
    )


def _known(one: Saying, other: Saying) -> bool:
    return one.value is not None and other.value is not None


@dataclass(frozen=True, slots=True)
class Kind:
    """An attribute.

    Attributes:
        name: what it is called.
        sayings: where its sayings come from.
        agree: when two agree.
        topical: whether it has topics of its own.
        comparable: when two that do not agree differ; of others nothing can be said.
    """

    name: str
    sayings: Callable[[Scene], Iterator[Saying]]
    agree: Callable[[Saying, Saying], bool]
    topical: bool = False
    comparable: Callable[[Saying, Saying], bool] = _known


def _saying(event: Row, value: Any, reads: str, words: str = "", exact: float = 0.0) -> Saying:
    return Saying(
        event["report"], "", value, reads, words or event["text"], event["start"], event["end"], exact, event["event"]
    )


def _same(one: Saying, other: Saying) -> bool:
    return bool(one.value is not None and one.value == other.value)


# Who, whom


def _parties(role: str) -> Callable[[Scene], Iterator[Saying]]:
    def sayings(told: Scene) -> Iterator[Saying]:
        for event in told.events:
            if role == "recipient" and event["mutual"]:
                continue  # with each other: told as "who"
            actors = tuple(dict.fromkeys(event[f"{role}s"]))
            names = [name for name in dict.fromkeys(event[f"{role}_names"]) if name]
            if names or actors:
                known = tuple(a for a in actors if ActorId.parse(a).known)
                exact = sum(exactness(a) for a in known)
                shown = [told.called.get(actor, actor) for actor in actors]
                if len(names) > len(actors):  # who is not resolved stands in the words of the report
                    shown = list(dict.fromkeys([*shown, *names[len(actors) :]]))
                yield _saying(event, known or None, ", ".join(sorted(shown)), exact=exact)

    return sayings


def _parties_agree(one: Saying, other: Saying) -> bool:
    """Whether the actors of the one that names fewer are among, or act for or through, those of the other."""
    if one.value is None or other.value is None:
        return False
    fewer, more = sorted((one.value, other.value), key=len)
    return all(any(one_actor(a, b) for b in more) for a in fewer)


# What, status


def _what(told: Scene) -> Iterator[Saying]:
    for event in told.events:
        reads = event["type"].lower() + (f", {event['mode']}" if event["mode"] else "")
        yield _saying(
            event, (event["type"], event["mode"] or ""), reads, _verb(event), exact=float(bool(event["mode"]))
        )


def _verb(event: Row) -> str:
    begin = event["sentence_start"]
    return str(event["sentence"][event["predicate_start"] - begin : event["predicate_end"] - begin])


def _what_agree(one: Saying, other: Saying) -> bool:
    (a, how), (b, otherwise) = one.value, other.value
    if a == b:
        return not how or not otherwise or how == otherwise or {how, otherwise} <= FIRE
    return FAMILIES.get(a, a) == FAMILIES.get(b, b) or ontology.quad(a) == ontology.quad(b)


def _status(told: Scene) -> Iterator[Saying]:
    for event in told.events:
        ahead = event["status"] in ("planned", "possible")
        day, published = event["date_to"], told.published[event["report"]]
        early = ahead and (not day or not published or published <= day)
        value = "ahead" if early else _STATES.get(event["status"], "ahead late")
        yield _saying(event, value, event["status"], exact=float(event["status"] == "happened"))


def _status_agree(one: Saying, other: Saying) -> bool:
    both = {one.value, other.value}
    return len(both) == 1 or both in ({"ahead", "done"}, {"ahead", "ahead late"})


# When


def _when(told: Scene) -> Iterator[Saying]:
    for event in told.events:
        words = event["when_text"] or ""
        weekday = next((n for n, name in enumerate(_WEEKDAYS) if name in words.casefold()), None)
        if is_begin(event["sentence"], words):
            yield _saying(event, None, f"since “{words}”", words)
        elif event["date_from"]:
            span = date.fromisoformat(event["date_from"]), date.fromisoformat(event["date_to"])
            reads = event["date_from"] if span[0] == span[1] else f"{event['date_from']} to {event['date_to']}"
            yield _saying(event, (span, None), reads, words or event["text"], exact=1 / ((span[1] - span[0]).days + 1))
        elif words:
            yield _saying(event, None if weekday is None else (None, weekday), f"“{words}”", words)


def _when_agree(one: Saying, other: Saying) -> bool:
    """Whether spans overlap; a bare weekday agrees with a span that holds such a day."""
    if one.value is None or other.value is None:
        return False
    (span, weekday), (another, day) = one.value, other.value
    if span and another:
        return bool(span[0] <= another[1] and another[0] <= span[1])
    if not span and not another:
        return bool(weekday == day)
    known, wanted = (span, day) if span else (another, weekday)
    days: int = (known[1] - known[0]).days
    return days >= 6 or bool((wanted - known[0].weekday()) % 7 <= days)


# Where


def _where(told: Scene) -> Iterator[Saying]:
    for event in map(_placed, told.events):
        if name := event["place"]:
            words = _place_words(event["sentence"], name) if event["place_precision"] == "point" else name
            reads = name if words in ("", name) else f"{words} ({name})"
            exact = {"point": 2.0, "region": 1.0}.get(event["place_precision"], 0.0) + 0.01 * len(
                event["place_within"] or ()
            )
            yield _saying(event, event, reads, words or event["text"], exact=exact)


def _placed(event: Row) -> Row:
    place, within = placed(event["place"], event["place_within"] or (), event["sentence"])
    if place == event["place"]:
        return event
    region = {"place": place, "place_within": within, "place_precision": "region", "place_geonames": None}
    return {**event, **region, "latitude": None, "longitude": None}


def _place_words(sentence: str, name: str) -> str:
    """The name by which a sentence calls a place.

    The coded one or another spelling of it, else the first name after "in" or "at"; "" if none.
    """
    if name in sentence:
        return name
    spelt: list[str] = [
        word for word in _NAME.findall(sentence) if SequenceMatcher(None, word, name).ratio() >= SPELLING
    ]
    if spelt:
        return spelt[0]
    named = (found.group(1).removesuffix("’s").removesuffix("'s") for found in _AT.finditer(sentence))
    return next((called for called in named if called.casefold() not in _CALENDAR), "")


def _where_agree(one: Saying, other: Saying) -> bool:
    a, b = one.value, other.value
    if a["place"] == b["place"] or (a["place_geonames"] and a["place_geonames"] == b["place_geonames"]):
        return True
    if a["place"] in (b["place_within"] or ()) or b["place"] in (a["place_within"] or ()):
        return True
    if not a["place_country"] or a["place_country"] != b["place_country"]:
        return False
    return bool("country" in (a["place_precision"], b["place_precision"]) or _kilometres(a, b) <= NEAR_KM)


def _where_comparable(one: Saying, other: Saying) -> bool:
    """Whether it is known where both places are: of a name in no gazetteer nobody knows whether it is the other."""
    return all(saying.value["place_country"] or saying.value["place_within"] for saying in (one, other))


def _kilometres(a: Row, b: Row) -> float:
    """Distance of two points (haversine), infinite where one is none."""
    if None in (a["latitude"], b["latitude"]):
        return float("inf")
    north, south = radians(a["latitude"]), radians(b["latitude"])
    east = radians(b["longitude"] - a["longitude"])
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))


# Figures, on whose word, cause, naming


def _figures(scene_: Scene) -> Iterator[Saying]:
    from westphalia.reconciling.quantities import quantities

    acts = [event for event in scene_.events if not is_course(_verb(event).casefold())]  # of a war there are all sorts
    near = [figure for figure in scene_.figures if any(_beside(figure, event) for event in acts)]
    for quantity in (q for q in quantities(near) if says_what(q.what)):
        topic = quantity.what + (f" ({quantity.unit})" if quantity.unit not in ("", "persons", "count") else "")
        for value in quantity.values:
            for row in value.rows:
                low, high = allowed(row)
                source = f", according to {row['according_to_name']}" if row["according_to_name"] else ""
                exact = 0.0 if high - low > 0 else 1.0
                counted = (value, row["date_from"], row["date_to"], scene_.published[row["report"]])
                yield Saying(
                    row["report"], topic, counted, told(row) + source, row["text"], row["start"], row["end"], exact
                )


def _beside(figure: Row, event: Row) -> bool:
    after = event["sentence_end"] + OF_SENTENCE
    return bool(figure["report"] == event["report"] and event["sentence_start"] <= figure["start"] <= after)


def _figures_agree(one: Saying, other: Saying) -> bool:
    return overlap(one.value[0], other.value[0])


def _figures_comparable(one: Saying, other: Saying) -> bool:
    """Whether two values are of one scale and day: a toll of another day, or one that has grown, is no other toll."""
    (a, first, last, published), (b, begin, end, told_on) = one.value, other.value
    if first and begin and (last < begin or end < first):
        return False
    return of_one_scale(a, b) and not running(a, published, b, told_on)


def _word(told: Scene) -> Iterator[Saying]:
    for event in told.events:
        if name := event["alleged_by_name"]:
            yield _saying(event, event["alleged_by"] or name.casefold(), name)


def _word_agree(one: Saying, other: Saying) -> bool:
    return one_actor(one.value, other.value)


def _cause(told: Scene) -> Iterator[Saying]:
    for event in told.events:
        if found := _CAUSE.search(event["sentence"]):
            start = event["sentence_start"] + found.start()
            words = found.group().strip(" ,")
            yield Saying(
                event["report"],
                "",
                content_words(found.group(1)),
                f"“{words}”",
                words,
                start,
                start + len(found.group()),
                0.0,
                event["event"],
            )


def _cause_agree(one: Saying, other: Saying) -> bool:
    """Whether two causes share a word that says something."""
    return bool(one.value & other.value)


def _naming(told: Scene) -> Iterator[Saying]:
    for row in told.namings:
        if row["own_voice"]:
            value = _head(row["words"])
            yield Saying(
                row["report"], row["referent"], value, f"“{row['words']}”", row["text"], row["start"], row["end"]
            )


def _head(words: str) -> str:
    """The noun of a name: "war" of "Ukraine war" and of "full-scale war against Ukraine"; else all of it."""
    before = _PREPOSITION.split(words, maxsplit=1)[0].split()
    return stem(before[-1].casefold()) if before and before[-1].islower() else words.casefold()


ATTRIBUTES: tuple[Kind, ...] = (
    Kind("who", _parties("source"), _parties_agree),
    Kind("to whom", _parties("recipient"), _parties_agree),
    Kind("what", _what, _what_agree),
    Kind("when", _when, _when_agree),
    Kind("where", _where, _where_agree, comparable=_where_comparable),
    Kind("status", _status, _status_agree),
    Kind("figures:", _figures, _figures_agree, topical=True, comparable=_figures_comparable),
    Kind("on whose word", _word, _word_agree),
    Kind("cause given", _cause, _cause_agree),
    Kind("naming of", _naming, _same, topical=True),
)
"""In the order in which a reader asks."""
