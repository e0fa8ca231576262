"""Who did what to whom, from a raw sentence: (source country, target country, root), strict.

Gold triples: every source with every target of a record. A record without target is a mutual act: each pair of its
sources is one triple without order, which is right if it is predicted in either order, and so is a mutual act of
ours for a gold triple in either order ("A met B" is coded as A to B or as A and B). `f1_ordered` is the strictest
reading: a mutual act counts as both ordered pairs, in gold and in predictions, and each must be met. Parties
without a code give no triple. Predictions are expanded the same way: every source with every recipient of an event,
duplicates collapsed, whatever the status of the event, because a gold coder codes a threat or a refusal by its
type. Roots go by the name the records use: REQUEST is DEMAND, ACCUSE is INVESTIGATE or DISAPPROVE by its mode,
FIGHT counts as ASSAULT. International bodies are IGO, and a gold code of the body's own name counts as IGO too.
Coders give a party without a country ("the rebels", "30 civilians") the country where it is: so here such a party
takes the country of the event's place, else of the only other country its sentence names as a place, else of the
only country it names at all.

Events too unsure to be told (`Reading.held_events`) count here, since the score weighs what is missed as much as what
is wrong; `told_precision`, `told_recall` and `told_f1` are of those told alone.
"""

import json
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from westphalia.model import Event, OffsetMap, Party, Published, Report
from westphalia.model.actor import ActorId
from westphalia.reading import read_many
from westphalia.reading.act.convention import root
from westphalia.reading.reading import Reading
from westphalia.reference.states import states

type Triple = tuple[str, str, str]


@dataclass(slots=True)
class Tally:
    """Counts of what was right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, gold: Set[object], predicted: Set[object]) -> None:
        """Counts one text."""
        self.right += len(gold & predicted)
        self.found += len(predicted)
        self.wanted += len(gold)

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return round(self.right / self.found, 4) if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found."""
        return round(self.right / self.wanted, 4) if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return round(2 * self.right / (self.found + self.wanted), 4) if self.found + self.wanted else 0.0


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(state.code for state in states())


def country(actor: str | None) -> str:
    """The code the records use for an actor: ISO 3166-1 alpha-3, IGO or NGO; "" if it is not known."""
    if not actor:
        return ""
    who = ActorId.parse(actor)
    if who.sector == "NGO":
        return "NGO"
    if not who.known:
        return ""
    return who.polity if who.polity in _countries() else "IGO"


def gold_code(code: str) -> str:
    """A gold code, bodies as IGO."""
    code = code.strip().upper()[:3] if code.strip().upper() not in ("IGO", "NGO") else code.strip().upper()
    if code in ("IGO", "NGO", "") or code in _countries():
        return code
    return "IGO" if code in ("UNO", "EUR", "EU", "NAT", "UN", "IMG") else code


def gold_root(record: dict[str, object]) -> str:
    """Root of a record."""
    name = str(record["event"]).upper()
    return "ASSAULT" if name == "FIGHT" else name


def predicted_root(event: Event) -> str:
    """The records' name of an event's root, by PLOVER's conventions for what is announced or refused."""
    name = root(event)
    if name == "REQUEST":
        return "DEMAND"
    if name == "ACCUSE":
        return "INVESTIGATE" if event.mode == "investigate" else "DISAPPROVE"
    return name


def gold_triples(record: dict[str, object]) -> set[Triple]:
    """The triples of one record."""
    sources, targets = _codes(record.get("source")), _codes(record.get("target"))
    name = gold_root(record)
    if targets:
        return {(s, t, name) for s in sources for t in targets}
    return {(s, t, name) for i, s in enumerate(sources) for j, t in enumerate(sources) if i != j}


def _codes(parties: object) -> list[str]:
    held = parties if isinstance(parties, list) else [parties] if isinstance(parties, dict) else []
    return [code for one in held if (code := gold_code(str(one.get("code", "") or "")))]


def gold_pairs(record: dict[str, object]) -> set[Triple]:
    """The mutual triples of one record, in the order of the alphabet."""
    if _codes(record.get("target")):
        return set()
    return {_sorted(triple) for triple in gold_triples(record)}


def _sorted(triple: Triple) -> Triple:
    first, second = sorted(triple[:2])
    return first, second, triple[2]


def aligned(predicted: set[Triple], mutual: set[Triple], gold: set[Triple], pairs: set[Triple]) -> set[Triple]:
    """The predictions of one text with mutual acts told once, in the order in which the gold has them.

    Args:
        predicted: all triples, mutual acts in both orders.
        mutual: those of `predicted` that are of mutual acts.
        gold: directed gold triples.
        pairs: mutual gold triples, sorted.
    """
    found: set[Triple] = set()
    for triple in predicted:
        turned = triple[1], triple[0], triple[2]
        if _sorted(triple) in pairs:
            found.add(_sorted(triple))
        elif triple in gold or triple not in mutual:
            found.add(triple)
        elif turned not in gold:
            found.add(_sorted(triple))
    return found


def predicted_triples(reading: Reading, *, held: bool = True) -> set[Triple]:
    """The triples of everything read from one sentence, with or without what was held back."""
    return {triple for event in events_of(reading, held=held) for triple in _of_event(event, reading)}


def mutual_triples(reading: Reading, *, held: bool = True) -> set[Triple]:
    """The triples of the mutual acts read from one sentence, in both orders."""
    return {triple for event in events_of(reading, held=held) if event.mutual for triple in _of_event(event, reading)}


def events_of(reading: Reading, *, held: bool = True) -> list[Event]:
    """The events of a reading in order of the text, with those held back unless `held` is false."""
    events = [*reading.events, *(reading.held_events if held else ())]
    return sorted(events, key=lambda event: (event.sentence, event.predicate))


def _of_event(event: Event, reading: Reading) -> Iterator[Triple]:
    name = predicted_root(event)
    if not event.recipients:
        for source in event.sources:
            codes = country(source.actor), _whereabouts(event, reading, source)
            if all(codes) and name in STAY:
                yield (*codes, name)
        return
    pairs = [(s, t) for s in event.sources for t in event.recipients if not (event.mutual and _same(s, t))]
    for source, target in pairs:
        codes = (
            country(source.actor) or _whereabouts(event, reading, target),
            country(target.actor) or _whereabouts(event, reading, source),
        )
        if all(codes):
            yield (*codes, name)


STAY = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "CONCEDE", "AID", "SANCTION", "ACCUSE"})
"""Roots whose recipient, where none is named, is whoever is at the place."""


def _whereabouts(event: Event, reading: Reading, other: Party) -> str:
    """The country a party without one is in."""
    if event.place is not None and event.place.country:
        return event.place.country
    inside = [m for m in reading.mentions if not m.acts]
    for held in (inside, reading.mentions):
        codes = {code for m in held for actor in m.actors if (code := country(actor))} - {"IGO", "NGO"}
        if len(codes) == 1:
            return codes.pop()
        if len(codes - {country(other.actor)}) == 1:
            return (codes - {country(other.actor)}).pop()
    return country(other.actor)


def _same(one: Party, other: Party) -> bool:
    return one.span == other.span and one.actor == other.actor


def report(text: str, day: str = "", name: str = "") -> Report:
    """A sentence as a report of its own."""
    try:
        published = Published(date.fromisoformat(day), "record") if day else None
    except ValueError:
        published = None
    whole = OffsetMap(((0, 0, len(text)),))
    return Report(id=name, name=name, text=text, clean=text, offsets=whole, raw=text.encode(), published=published)


def run(data: Path) -> tuple[dict[str, object], Iterable[dict[str, object]]]:
    """Scores gsr.json."""
    records = json.loads((data / "gsr.json").read_text(encoding="utf-8"))
    texts: dict[str, list[dict[str, object]]] = {}
    for record in records:
        texts.setdefault(str(record["text"]), []).append(record)
    reports = [report(text, str(held[0].get("date", "")), str(held[0]["id"])) for text, held in texts.items()]
    whole, strict, dyads, sure = Tally(), Tally(), Tally(), Tally()
    predictions: list[dict[str, object]] = []
    for reading, held in zip(read_many(reports), texts.values(), strict=True):
        ordered = set().union(*(gold_triples(record) for record in held))
        pairs = set().union(*(gold_pairs(record) for record in held))
        gold = set().union(*(gold_triples(record) for record in held if _codes(record.get("target")))) | pairs
        predicted = predicted_triples(reading)
        told = aligned(predicted, mutual_triples(reading), gold - pairs, pairs)
        whole.add(gold, told)
        surely = predicted_triples(reading, held=False)
        sure.add(gold, aligned(surely, mutual_triples(reading, held=False), gold - pairs, pairs))
        strict.add(ordered, predicted)
        dyads.add({t[:2] for t in gold}, {t[:2] for t in told})
        predictions.append(
            {"id": [r["id"] for r in held], "gold": sorted(gold), "predicted": sorted(told)}
        )  # fmt: skip
    figures: dict[str, object] = {
        "precision": whole.precision,
        "recall": whole.recall,
        "f1": whole.f1,
        "dyad_f1": dyads.f1,
        "f1_ordered": strict.f1,
        "told_precision": sure.precision,
        "told_recall": sure.recall,
        "told_f1": sure.f1,
        "n": whole.wanted,
        "n_ordered": strict.wanted,
    }
    return figures, predictions
