"""Drops and rebuilds every derived table: copies, identities, actors, happenings, quotations.

In: the asserted tables of a world and the decisions of its journal that are in force. Out: the derived tables.
The result depends on these alone, so it can be thrown away at any time.
"""

import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from westphalia.intake import similar
from westphalia.model import ActorId
from westphalia.reconciling import happenings, quotations, summary
from westphalia.reconciling.copies import copies
from westphalia.reconciling.decisions import Decisions
from westphalia.reconciling.naming import name_of
from westphalia.reconciling.nearness import Nearness
from westphalia.reconciling.persons import same_actors
from westphalia.reconciling.told import Said, Source, Told
from westphalia.reconciling.wordings import Wordings
from westphalia.world.rows import unpack_sketch
from westphalia.world.store import Store

Row = dict[str, Any]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_TERM = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this with from have been were will would could said says also their they them than then when what which "
    "while where after before about into over under between other some such more most many much only just very "
    "there these those against during both each its his her our your".split()
)


def reconcile(store: Store) -> None:
    """Rebuilds all derived tables of a world."""
    decided = Decisions.of(store.query("journal in force"))
    sources = _copies(store, decided)
    _identities(store, decided)
    names = _actors(store)
    _happenings(store, decided, sources, names)
    _quotations(store, decided, sources)


def _copies(store: Store, decided: Decisions) -> dict[str, Source]:
    reports = [row for row in store.query("sources") if row["report"] not in decided.withdrawn]
    sketches = {row["report"]: array("Q", unpack_sketch(row["sketch"])) for row in reports if row["sketch"]}
    published = {row["report"]: _day(row["published"]) for row in reports}
    copied = copies(sketches, published)
    store.replace_derived(
        {
            "copies": [
                {"report": one, "copy_of": other, "similarity": round(similar(sketches[one], sketches[other]), 3)}
                for one, other in copied.items()
            ]
        }
    )
    return {
        row["report"]: Source(row["report"], row["outlet"], published[row["report"]], copied.get(row["report"]))
        for row in reports
    }


def _identities(store: Store, decided: Decisions) -> None:
    used = {row["actor"]: row["mentions"] for row in store.query("mentions of actors")}
    offices = [(row["person"], row["post"], row["report"]) for row in store.rows("offices") if "/" in row["person"]]
    links = {same.alias: (same.actor, same.why) for same in same_actors(used, offices)}
    links.update({alias: (actor, "decided by a person") for alias, actor in decided.same_actors.items()})
    rows = [{"asserted": a, "actor": actor, "how": why} for a, (actor, why) in sorted(links.items()) if a != actor]
    store.replace_derived({"identities": rows})


def _actors(store: Store) -> dict[str, str]:
    """Writes the actors and returns the name of each."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in store.query("actors meant"):
        actor, mentions = row["actor"], row["mentions"]
        kinds[actor][row["kind"]] += 0 if row["kind"] == "pronoun" else mentions
        words[actor][row["name"]] += mentions
    reports = {row["actor"]: row["reports"] for row in store.query("reports of actors")}
    names = {actor: name_of(actor, tally) for actor, tally in words.items()}
    store.replace_derived(
        {
            "actors": [
                {
                    "actor": actor,
                    "name": names[actor],
                    "kind": max(kinds[actor].items(), key=lambda kv: (kv[1], kv[0]))[0],
                    "polity": ActorId.parse(actor).polity,
                    "sector": ActorId.parse(actor).sector or None,
                    "mentions": sum(words[actor].values()),
                    "reports": reports[actor],
                }
                for actor in sorted(words)
            ]
        }
    )
    return names


def _happenings(store: Store, decided: Decisions, sources: Mapping[str, Source], names: Mapping[str, str]) -> None:
    events = [
        told
        for row in store.frame_rows("events")
        if row["report"] in sources and row["event"] not in decided.wrong
        for told in [_told(row, sources[row["report"]])]
    ]
    near = Nearness(store.text)
    groups = decided.apply(happenings.group(events, near))
    rows, members = [], []
    for group in groups:
        row = _happening(group, names, near)
        rows.append(row)
        members += [{"event": told.event, "happening": row["happening"]} for told in group]
    store.replace_derived({"happenings": rows, "happening_events": members})


def _told(row: Row, source: Source) -> Told:
    weekday = _WEEKDAY.search(row["when_text"] or "")
    return Told(
        event=row["event"],
        source=source,
        start=row["start"],
        type=row["type"],
        mode=row["mode"] or "",
        status=row["status"],
        sources=tuple(row["sources"]),
        recipients=tuple(row["recipients"]),
        first=_day(row["date_from"]),
        last=_day(row["date_to"]),
        precision=row["date_precision"] or "unknown",
        weekday=_WEEKDAYS.index(weekday.group().lower()) if weekday else None,
        place=row["place"],
        country=row["place_country"],
        within=tuple(row["place_within"] or ()),
        terms=frozenset(_TERM.findall(row["sentence"].casefold())) - _COMMON,
        text=row["text"],
        predicate=_predicate(row),
    )


def _predicate(row: Row) -> str:
    """The word that carries an event, in lower case."""
    begin = row["sentence_start"]
    return str(row["sentence"][row["predicate_start"] - begin : row["predicate_end"] - begin]).casefold()


def _happening(group: Sequence[Told], names: Mapping[str, str], near: Nearness) -> Row:
    first, last, precision = happenings.span_of(group)
    place = summary.place(group)
    sources, recipients = summary.cast(group)
    rarity = happenings.Rarity()
    return {
        "happening": _id("h", (told.event for told in group)),
        "type": summary.commonest(group, lambda t: t.type),
        "mode": summary.commonest(group, lambda t: t.mode) or None,
        "status": summary.status(group),
        "participants": list(dict.fromkeys(sources + recipients)),
        "date_from": first,
        "date_to": last,
        "date_precision": None if first is None else precision,
        "place": place[0],
        "place_country": place[1],
        "reports": len({told.source.report for told in group}),
        "independent_reports": len({told.source.independent for told in group}),
        "summary": summary.sentence(group, names),
        "why": [
            [other.event, {k: round(v, 3) for k, v in happenings.likeness(group[0], other, rarity, near).parts}]
            for other in group[1:]
        ]
        or None,
    }


def _quotations(store: Store, decided: Decisions, sources: Mapping[str, Source]) -> None:
    said = [
        Said(
            row["statement"],
            sources[row["report"]],
            row["start"],
            row["content"],
            row["speaker"],
            row["speaker_name"] or row["speaker_text"] or "",
            row["quotation"],
        )
        for row in store.frame_rows("statements")
        if row["report"] in sources and row["statement"] not in decided.wrong
    ]
    rows, members = [], []
    for group in quotations.group(said, Wordings(store).vectors):
        ident = _id("q", (s.statement for s in group))
        stands = max(group, key=lambda s: (s.quotation == "direct", len(s.content), s.statement))
        rows.append(
            {
                "quotation": ident,
                "speaker": next(
                    (s.speaker for s in group if s.speaker and ActorId.parse(s.speaker).slug), stands.speaker
                ),
                "speaker_name": next((s.speaker_text for s in group if s.speaker), stands.speaker_text) or None,
                "content": stands.content,
                "reports": len({s.source.report for s in group}),
                "wordings": len({s.content for s in group}),
            }
        )
        members += [{"statement": s.statement, "quotation": ident} for s in group]
    store.replace_derived({"quotations": rows, "quotation_statements": members})


def _id(letter: str, members: Iterable[str]) -> str:
    return letter + hashlib.sha256("\0".join(sorted(members)).encode()).hexdigest()[:16]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
