"""Happenings of a world: written for all its reports, or anew around the events of new ones.

A new event is compared with those of its family and pair of polities that are near in time, found by an index. The
components it is linked to are clustered again, scores of old pairs taken from the world, and only happenings that come
out otherwise are written. So the cost follows from how much is told of those days and parties, not from the world.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from westphalia.reconciling import grouping, telling
from westphalia.reconciling.actors import names_of
from westphalia.reconciling.decisions import Decisions
from westphalia.reconciling.grouping import LONG, UNKNOWN, Component, Misses, Scores
from westphalia.reconciling.groups import Joined
from westphalia.reconciling.happenings import (
    NEARLY,
    REACH,
    SLACK,
    THRESHOLD,
    Rarity,
    compared,
    hopeless,
    near_day,
    order,
)
from westphalia.reconciling.nearness import Nearness
from westphalia.reconciling.sources import listed
from westphalia.reconciling.told import Told
from westphalia.world.store import Store

Row = dict[str, Any]


def rebuild(store: Store, decided: Decisions, names: Mapping[str, str]) -> None:
    """Writes the happenings of all reports."""
    events = [event for event in map(telling.told, store.query("all events told")) if decided.admits(event)]
    near = Nearness(store.text)
    components, misses = grouping.cluster(events, near)
    groups = decided.apply([held for component in components for held in component.groups])
    rows, members = [], []
    for group in sorted((sorted(held, key=order) for held in groups), key=lambda held: order(held[0])):
        rows.append(telling.happening(group, names, near))
        members += [{"event": event.event, "happening": rows[-1]["happening"]} for event in group]
    store.replace_derived(
        {
            "event_keys": (row for event in events for row in _keys(event)),
            "linked_events": [row for component in components for row in _linked(component)],
            "link_scores": [row for component in components for row in _scores(component)],
            "near_events": _missed(misses),
            "happenings": rows,
            "happening_events": members,
            "near_misses": [],
        },
        apart=decided.apart,
    )


def _keys(event: Told) -> Iterator[Row]:
    day = near_day(event)
    glance = telling.glance(event)
    for pair in grouping.pairs(event):
        yield {
            "family": grouping.family(event),
            "pair": pair,
            "reach": grouping.reach(event),
            "day": day.isoformat() if day else "",
            "event": event.event,
            "first": event.first.isoformat() if event.first and event.last else "",
            "last": event.last.isoformat() if event.first and event.last else "",
            "glance": glance,
        }


def _linked(component: Component) -> Iterator[Row]:
    if len(component.members) > 1:
        first = min(event.event for event in component.members)
        yield from ({"event": event.event, "component": first} for event in component.members)


def _scores(component: Component) -> Iterator[Row]:
    if component.scores:
        yield {"component": component.scores.ids[0], "scores": component.scores.packed}


def _missed(misses: Misses) -> list[Row]:
    return [
        {"event": one, "other": other, "score": round(found.total, 3), "why": found.rounded}
        for (one, other), found in misses.items()
    ]


# Joining


@dataclass(slots=True)
class Around:
    """New events of a world and what stands around them."""

    store: Store
    decided: Decisions
    near: Nearness
    fresh: dict[str, Told] = field(default_factory=dict)
    held: dict[str, Told] = field(default_factory=dict)
    """Events that were looked up."""

    def tell(self, idents: Iterable[str]) -> list[Told]:
        """Events by their ids, each looked up once."""
        wanted = sorted(set(idents))
        missing = [i for i in wanted if i not in self.fresh and i not in self.held]
        if missing:
            for event in map(telling.told, self.store.query("events told", ids=json.dumps(missing))):
                if self.decided.admits(event):
                    self.held[event.event] = event
        both = self.held | self.fresh
        return [both[i] for i in wanted if i in both]


def join(
    store: Store, decided: Decisions, new: Collection[str], older: Collection[str], again: Collection[str],
) -> None:  # fmt: skip
    """Writes happenings anew around the events of new reports, and around older ones that mean something else now.

    Args:
        store: the world.
        decided: decisions in force.
        new: the new reports.
        older: events of other reports that are told by others now, or that decisions are about.
        again: happenings whose rows change though their events do not: of reports that became copies, of actors
            called otherwise.
    """
    around = Around(store, decided, Nearness(store.text))
    older = sorted(older)
    rows = store.query("events told by", ids=listed(new)) + store.query("events told", ids=listed(older))
    around.fresh = {event.event: event for event in map(telling.told, rows) if decided.admits(event)}
    of_older = _components(store, older)
    store.take("event_keys", "event", older)
    store.take("near_events", "event", older)
    store.take("near_events", "other", older)
    linked, misses = _compared(around)
    touched = set(of_older.values()) | set(_components(store, {other for _, other in linked}).values())
    members = _members(store, _decided_too(around, touched))
    local = around.tell([*(i for ids in members.values() for i in ids), *around.fresh])
    inside = {event.event for event in local}
    links = Joined(inside)
    for one, other in linked:
        links.join(one, other)
    misses |= _link_again(around, links, members.values(), set(older))
    known = _known(store, members, older)
    beside = {pair: misses.pop(pair) for pair in list(misses) if not inside.issuperset(pair)}
    components, misses = grouping.refine(local, links, misses, around.near, known)
    store.put("event_keys", [row for event in around.fresh.values() for row in _keys(event)])
    _write_links(store, members, components)
    _forget_misses(store, members, links)
    store.put("near_events", _missed(misses | beside))
    groups = decided.apply([held for component in components for held in component.groups])
    _write(around, [sorted(held, key=order) for held in groups], set(older), again)


def events_of(store: Store, actors: Collection[str]) -> set[str]:
    """Events of the world, not of new reports, that have one of these actors."""
    if not actors:
        return set()
    idents = {row["event"] for row in store.query("events of actors", ids=listed(actors))}
    return {row["event"] for row in store.query("keys of events", ids=listed(idents))}


def _components(store: Store, idents: Iterable[str]) -> dict[str, str]:
    """Event → its component; an event linked to none is one of its own."""
    idents = sorted(set(idents))
    found = {row["event"]: row["component"] for row in store.query("components of events", ids=json.dumps(idents))}
    return {ident: found.get(ident, ident) for ident in idents}


def _compared(around: Around) -> tuple[list[tuple[str, str]], Misses]:
    """Pairs that are linked, and near misses, by comparing new events with those around them."""
    rarity = Rarity()
    linked, misses = [], {}
    for ident, other in _likely(around):
        one, two = sorted((around.fresh[ident], other), key=order)
        if found := compared(one, two, rarity, around.near):
            if found.total >= THRESHOLD:
                linked.append((ident, other.event))
            elif found.total >= NEARLY:
                misses[min(ident, other.event), max(ident, other.event)] = found
    return linked, misses


def _likely(around: Around) -> Iterator[tuple[str, Told]]:
    """New events with those around them that may be the same; a glance tells most apart, the rest are told."""
    seen: dict[str, Told] = {}
    likely: dict[str, list[str]] = {}
    for ident, event in around.fresh.items():
        for other, glance in _neighbours(around.store, event).items():
            if other not in around.fresh:
                seen[other] = beside = seen.get(other) or telling.glanced(other, glance)
                if grouping.comparable(event, beside) and not hopeless(event, beside):
                    likely.setdefault(ident, []).append(other)
    around.tell({other for others in likely.values() for other in others})
    for ident, others in likely.items():
        yield from ((ident, around.held[other]) for other in sorted(others) if other in around.held)


def _neighbours(store: Store, event: Told) -> dict[str, str]:
    """Events that may be comparable to this one, by the index, and a glance of each."""
    day, reach = near_day(event), grouping.reach(event)
    glances: dict[str, str] = {}
    for pair in grouping.pairs(event):
        block = {"family": grouping.family(event), "pair": pair}
        if day is None or reach == UNKNOWN:
            found = store.query("block of events", **block)
        else:
            window = {"first": _text(day, -REACH), "final": _text(day, REACH)}
            if event.first and event.last:
                span = {"since": _text(event.first, -SLACK), "until": _text(event.last, SLACK)}
                found = store.query("events near", **block, **window, **span)
                if reach == LONG:
                    found += store.query("events within", **block, **span)
            else:
                found = store.query("events near undated", **block, **window)
        glances.update((row["event"], row["glance"]) for row in found)
    return glances


def _text(day: date, days: int) -> str:
    """A day so many days later, or the first or last of all days."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return (date.min if days < 0 else date.max).isoformat()


def _link_again(around: Around, links: Joined[str], held: Iterable[list[str]], older: set[str]) -> Misses:
    """Links new events among each other, and events of a component as they were; returns near misses.

    Of a component that an event left or changed in, those that are left are compared again.
    """
    misses = grouping.connect(around.fresh.values(), links, around.near)
    for idents in held:
        if older.isdisjoint(idents):
            for other in idents[1:]:
                links.join(idents[0], other)
        else:
            misses |= grouping.connect(around.tell(set(idents) - older), links, around.near)
    return misses


def _decided_too(around: Around, touched: set[str]) -> set[str]:
    """Adds the components of events that a person joined to those touched."""
    told = listed({event for pair in around.decided.same_events for event in pair})
    joined = {row["event"] for row in around.store.query("events joined", ids=told)}
    pairs = [pair for pair in around.decided.same_events if joined.issuperset(pair)]
    where = _components(around.store, joined)
    touched = set(touched)
    grew = True
    while grew:
        grew = False
        for one, other in (*pairs, *((b, a) for a, b in pairs)):
            near = one in around.fresh or where[one] in touched
            if near and other not in around.fresh and where[other] not in touched:
                touched.add(where[other])
                grew = True
    return touched


def _members(store: Store, components: Iterable[str]) -> dict[str, list[str]]:
    """Component → its events in order of ids."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.query("linked events", ids=listed(components)):
        found[row["component"]].append(row["event"])
    return {component: found[component] or [component] for component in sorted(components)}


def _known(store: Store, members: Mapping[str, list[str]], older: Collection[str]) -> list[Scores]:
    """Scores of pairs that were compared before, but of components in which an event changed."""
    known = []
    for row in store.query("scores of components", ids=listed(members)):
        scores = Scores.unpacked(members[row["component"]], row["scores"])
        if set(older).isdisjoint(scores.ids):  # else those that are left may be sure without what changed
            known.append(scores)
    return known


def _write_links(store: Store, touched: Collection[str], components: list[Component]) -> None:
    store.take("linked_events", "component", touched)
    store.take("link_scores", "component", touched)
    store.put("linked_events", [row for component in components for row in _linked(component)])
    store.put("link_scores", [row for component in components for row in _scores(component)])


def _forget_misses(store: Store, members: Mapping[str, list[str]], links: Joined[str]) -> None:
    """Takes away near misses of events that are linked now, or were; the latter are found again."""
    where = {ident: component for component, held in members.items() for ident in held}
    for row in store.query("near events of", ids=listed(where)):
        one, other = row["event"], row["other"]
        if other in where and (where[one] == where[other] or links.same(one, other)):
            store.take("near_events", ("event", "other"), [(one, other)])


def _write(around: Around, groups: list[list[Told]], older: set[str], again: Collection[str]) -> None:
    """Writes the happenings that came out otherwise, and those whose rows change for other reasons."""
    store = around.store
    events = [event.event for group in groups for event in group] + sorted(older)
    before = {row["happening"] for row in store.query("happenings of events", ids=json.dumps(events))}
    ids = [telling.ident("h", (event.event for event in group)) for group in groups]
    kept = {
        ident
        for ident, group in zip(ids, groups, strict=True)
        if ident in before and ident not in again and around.fresh.keys().isdisjoint(e.event for e in group)
    }
    rest: dict[str, list[str]] = defaultdict(list)
    for row in store.query("events of happenings", ids=listed(set(again) - before)):
        rest[row["happening"]].append(row["event"])
    more = [sorted(around.tell(held), key=order) for held in rest.values()]
    changed = [group for ident, group in zip(ids, groups, strict=True) if ident not in kept] + more
    names = names_of(store, {actor for group in changed for actor in telling.cast(group)})
    gone = (before - kept) | set(rest)
    known = _why_before(store, gone, around.fresh)
    rows, members = [], []
    for group in changed:
        rows.append(telling.happening(group, names, around.near, known.get(group[0].event)))
        members += [{"event": event.event, "happening": rows[-1]["happening"]} for event in group]
    store.exchange_happenings(gone, rows, members, kept, around.decided.apart)


def _why_before(store: Store, gone: Collection[str], fresh: Mapping[str, Told]) -> dict[str, dict[str, Any]]:
    """First event of a happening → other event → what joined them; events that are new or changed left out."""
    members: dict[str, set[str]] = defaultdict(set)
    for row in store.query("events of happenings", ids=listed(gone)):
        members[row["happening"]].add(row["event"])
    known: dict[str, dict[str, Any]] = {}
    for row in store.query("happenings held", ids=listed(gone)):
        why = json.loads(row["why"]) if row["why"] else []
        first = members[row["happening"]] - {event for event, _ in why}
        if len(first) == 1 and fresh.keys().isdisjoint(first):
            known[first.pop()] = {event: parts for event, parts in why if event not in fresh}
    return known
