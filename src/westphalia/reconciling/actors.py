"""Actors after reconciling: who is who, how often named, by what name; for all reports or for new ones.

A name that a report leaves open depends on persons of the same last name alone, and which spelling stands on those of
the same polity and sector too; so a new report changes no other names.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from westphalia.model import ActorId
from westphalia.reconciling.decisions import Decisions
from westphalia.reconciling.naming import name_of
from westphalia.reconciling.persons import last_name, same_actors
from westphalia.reconciling.sources import listed
from westphalia.world.store import Store

Row = dict[str, Any]

DECIDED = "decided by a person"


@dataclass(frozen=True, slots=True)
class Changes:
    """What new reports changed.

    Attributes:
        identities: ids that mean another actor now, with whom before and now.
        names: actors called otherwise than before.
    """

    identities: Mapping[str, tuple[str, str]]
    names: frozenset[str]


def rebuild(store: Store, decided: Decisions) -> dict[str, str]:
    """Writes identities and actors of all reports; returns the name of each actor."""
    tallies = store.query("actors mentioned")
    used: Counter[str] = Counter()
    for row in tallies:
        used[row["actor"]] += row["mentions"]
    officers = {row["person"] for row in store.rows("offices") if "/" in row["person"]}
    links = {same.alias: (same.actor, same.why) for same in same_actors(used, officers)}
    links.update({alias: (actor, DECIDED) for alias, actor in decided.same_actors.items()})
    identities = [
        {"asserted": a, "actor": actor, "how": why} for a, (actor, why) in sorted(links.items()) if a != actor
    ]
    store.replace_derived(
        {
            "identities": identities,
            "actor_names": tallies,
            "actor_reports": store.query("actors by report"),
            "bearers": [
                _bearer(actor, officers) for actor in sorted(used.keys() | officers) if ActorId.parse(actor).slug
            ],
        }
    )
    meant = {row["asserted"]: row["actor"] for row in identities}
    by_actor: dict[str, list[Row]] = defaultdict(list)
    for row in tallies:
        by_actor[str(meant.get(row["actor"], row["actor"]))].append(row)
    reports = {row["actor"]: row["reports"] for row in store.query("reports of actors")}
    rows = [_actor(actor, by_actor[actor], reports[actor]) for actor in sorted(by_actor)]
    store.replace_derived({"actors": rows})
    return {row["actor"]: row["name"] for row in rows}


def _bearer(actor: str, officers: Collection[str]) -> Row:
    return {"name": last_name(ActorId.parse(actor)), "actor": actor, "office": actor in officers}


def _actor(actor: str, tallies: Iterable[Row], reports: int) -> Row:
    words: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for row in tallies:
        kinds[row["kind"]] += 0 if row["kind"] == "pronoun" else row["mentions"]
        words[row["name"]] += row["mentions"]
    ident = ActorId.parse(actor)
    return {
        "actor": actor,
        "name": name_of(actor, words),
        "kind": max(kinds.items(), key=lambda kv: (kv[1], kv[0]))[0],
        "polity": ident.polity,
        "sector": ident.sector or None,
        "mentions": sum(words.values()),
        "reports": reports,
    }


# Joining


def join(store: Store, decided: Decisions, new: Collection[str], redecided: Collection[str]) -> Changes:
    """Writes identities and actors anew as far as new reports, and decisions about these actors, bear on them."""
    mentioned = store.query("actors mentioned in", ids=listed(new))
    officers = {row["person"] for row in store.query("officers in", ids=listed(new)) if "/" in row["person"]}
    _count(store, mentioned)
    changed = _relink(store, decided, {row["actor"] for row in mentioned}, officers, redecided)
    names = _rewrite(store, mentioned, changed)
    return Changes(changed, names)


def _count(store: Store, mentioned: Iterable[Row]) -> None:
    """Adds what new reports mention to the tallies by name."""
    tally: Counter[tuple[str, str, str]] = Counter()
    for row in mentioned:
        tally[row["actor"], row["kind"], row["name"]] += row["mentions"]
    for row in store.query("names of some", ids=listed({actor for actor, _, _ in tally})):
        if (key := (row["actor"], row["kind"], row["name"])) in tally:
            tally[key] += row["mentions"]
    rows = [{"actor": a, "kind": kind, "name": name, "mentions": n} for (a, kind, name), n in tally.items()]
    store.put("actor_names", rows)
    store.put("actor_reports", [{"actor": row["actor"], "report": row["report"]} for row in mentioned])


def _relink(
    store: Store, decided: Decisions, used: set[str], officers: set[str], redecided: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Writes identities anew; returns ids that mean another actor now, with whom before and now."""
    persons = _persons(used | officers)
    keys = json.dumps([[last_name(ident), actor] for actor, ident in persons.items()])
    offices = {row["actor"]: row["office"] for row in store.query("bearers themselves", keys=keys)}
    fresh = [a for a in persons if a not in offices or (a in officers and not offices[a])]
    held = officers | {actor for actor, office in offices.items() if office}
    store.put("bearers", [_bearer(actor, held) for actor in fresh])
    whole = {last_name(persons[a]) for a in persons if a in fresh or (a in held and not persons[a].known)}
    undecided = _persons(redecided)
    whole |= {last_name(person) for person in undecided.values()}
    scopes = {(last_name(i), a.rpartition("/")[0]) for a, i in (persons | undecided).items() if i.known}
    around = {row["actor"]: row for row in store.query("bearers of names", ids=listed(whole))}
    around |= {row["actor"]: row for row in store.query("bearers beside", keys=json.dumps(sorted(scopes)))}
    counts = {row["actor"]: row["mentions"] for row in store.query("mentions of some", ids=listed(around))}
    links = {s.alias: (s.actor, s.why) for s in same_actors(counts, {a for a, row in around.items() if row["office"]})}
    links |= {a: (decided.same_actors[a], DECIDED) for a in redecided if decided.same_actors.get(a, a) != a}
    given = {*around, *redecided}
    before = {row["asserted"]: (row["actor"], row["how"]) for row in store.query("identities of", ids=listed(given))}
    mine = [actor for actor in sorted(given) if actor in redecided or actor not in decided.same_actors]
    different = [actor for actor in mine if links.get(actor) != before.get(actor)]
    store.take("identities", "asserted", different)
    rows = [(actor, *links[actor]) for actor in different if actor in links]
    store.put("identities", [{"asserted": a, "actor": actor, "how": why} for a, actor, why in rows])
    meant = {actor: (_target(before, actor), _target(links, actor)) for actor in different}
    return {actor: (was, now) for actor, (was, now) in meant.items() if was != now}


def _persons(actors: Iterable[str]) -> dict[str, ActorId]:
    return {actor: ident for actor in sorted(actors) if (ident := ActorId.parse(actor)).slug}


def _target(links: Mapping[str, tuple[str, str]], actor: str) -> str:
    return links[actor][0] if actor in links else actor


def _rewrite(store: Store, mentioned: list[Row], changed: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    """Writes anew the actors that are mentioned or meant by others now; returns those called otherwise."""
    asserted = {row["actor"] for row in mentioned}
    meant = {a: a for a in asserted | {x for pair in changed.values() for x in pair}}
    meant |= {row["asserted"]: row["actor"] for row in store.query("identities of", ids=listed(meant))}
    moved = {actor for pair in changed.values() for actor in pair}
    touched = {meant[actor] for actor in asserted} | moved
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in store.query("aliases of", ids=listed(touched)):
        aliases[row["actor"]].add(row["asserted"])
    itself = touched - {row["asserted"] for row in store.query("identities of", ids=listed(touched))}
    for actor in itself:
        aliases[actor].add(actor)
    tallies: dict[str, list[Row]] = defaultdict(list)
    for row in store.query("names of some", ids=listed({a for held in aliases.values() for a in held})):
        tallies[row["actor"]].append(row)
    added: dict[str, set[str]] = defaultdict(set)
    for row in mentioned:
        added[meant[row["actor"]]].add(row["report"])
    before = {row["actor"]: row for row in store.query("actors held", ids=listed(touched))}
    rows = []
    for actor in sorted(touched):
        held = [row for alias in sorted(aliases[actor]) for row in tallies[alias]]
        if actor in moved:
            reports = store.query("reports of some", ids=listed(aliases[actor]))[0]["reports"]
        else:
            reports = (before[actor]["reports"] if actor in before else 0) + len(added[actor])
        if held:
            rows.append(_actor(actor, held, reports))
    store.take("actors", "actor", list(before))
    store.put("actors", rows)
    names = {row["actor"]: row["name"] for row in rows}
    was = {actor: row["name"] for actor, row in before.items()}
    return frozenset(actor for actor in touched if names.get(actor) != was.get(actor))


def names_of(store: Store, actors: Iterable[str]) -> dict[str, str]:
    """The names of actors."""
    return {row["actor"]: row["name"] for row in store.query("actors held", ids=json.dumps(sorted(set(actors))))}
