"""The system on a day: who is how to whom, blocs and how sure they are, balance, what changed; and three actors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from westphalia.errors import UsageError
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.refusing import RefusedError
from westphalia.web.relating import actor, table
from westphalia.world import Store

if TYPE_CHECKING:
    from westphalia.system.changes import Changes
    from westphalia.system.structure import Structure
    from westphalia.system.triad import Triad

Row = dict[str, Any]

ACTORS = 40
"""Actors at most, the most active: as many as a matrix shows legibly."""

DRAWN, FOLLOWED = 28, 12
"""Of these in the matrix, and in the blocs over time: as many as keep the page under 100 kB where all are tied."""

DRAWS = 25
"""Times the events are drawn again to say how sure blocs are: shares known to some .1."""

TIES, STRAINED, CHANGED, EVIDENCE = 300, 12, 20, 3
"""Rows of each list; happenings named for one."""


def view(store: Store, asked: Asked) -> Row:
    """The system on the day asked for, or the last of which events tell."""
    from westphalia.system import succession
    from westphalia.system.structure import Inputs, network_on, structure

    day, against = asked.date_of("on", last=True), asked.date_of("against", last=True)
    states = table(store).states(bodies=True, official=True).most_active(ACTORS)
    last = states.happened().last
    if against and (day or last) and against >= (day or last or against):
        raise RefusedError(f"{against} is not before {day or last}", "changes are told since an earlier day")
    if last is None or (day and not network_on(Inputs(states), day).weights.any()):
        return {"title": "The system", "on": None, "last": last, "ties": []}
    found = structure(Inputs(states), day, against, draws=DRAWS)
    groups, made = found.groups(), found.balance
    ties = sorted(found.network.edges(), key=lambda edge: (-abs(edge[2]), edge[0], edge[1]))
    index = found.frustration
    return {
        "title": "The system",
        "on": found.on,
        "against": found.changes.before if found.changes else None,
        "method": found.network.method,
        "actors": len(found.network.nodes),
        "actors_at_most": ACTORS,
        "draws": found.sure.draws,
        "blocs": _blocs(found),
        "alone": [found.names[a] for a in found.network.nodes if a not in groups],
        "quality": found.sure.blocs.quality,
        "ties": [_tie(store, found, groups, edge) for edge in ties[:TIES]],
        "balance": {name: getattr(made, name) for name in
                    ("ties", "positive", "negative", "kinds", "triangles", "share", "weak_share", "walk")},
        "frustration": {"index": index.index, "bound": index.bound, "optimal": index.optimal, "ties": index.ties},
        "strained": [_strained(found, row) for row in found.strained.head(STRAINED).to_dicts()],
        "changes": _changes(store, found, found.changes) if found.changes else None,
        "figure": found.plot(DRAWN),
        "figure_blocs": succession.plot(Inputs(states), against, found.on, most=FOLLOWED) if against else None,
    }  # fmt: skip


def _blocs(found: "Structure") -> list[Row]:
    certain = {row["actor"]: row["certainty"] for row in found.sure.members.iter_rows(named=True)}
    return [
        {
            "bloc": number,
            "centre": found.names[found.sure.blocs.centres[number - 1]],
            "members": [
                {"actor": actor, "name": found.names[actor], "certainty": certain.get(actor)}
                for actor in sorted(group, key=lambda a: (-(certain.get(a) or 0), a))
            ],
        }
        for number, group in enumerate(found.sure.blocs.groups, 1)
        if len(group) > 1
    ]


def _tie(store: Store, found: "Structure", groups: dict[str, str], edge: tuple[str, str, float]) -> Row:
    a, b, value = edge
    happenings = [ident for one in found.network.components.get((a, b), ()) for ident in one.evidence]
    return {
        "one": a, "one_name": found.names[a], "one_bloc": groups.get(a), "other": b, "other_name": found.names[b],
        "other_bloc": groups.get(b), "tie": round(value, 4), "happenings": len(happenings),
        "heaviest": happenings[:EVIDENCE],
    }  # fmt: skip


def _strained(found: "Structure", row: Row) -> Row:
    """A triad that is not balanced, with its three ties."""
    sides = (("a", "b", "ab"), ("b", "c", "bc"), ("a", "c", "ac"))
    ties = [{"one": found.names[row[x]], "other": found.names[row[y]], "tie": row[tie]} for x, y, tie in sides]
    return {"actors": [row["a"], row["b"], row["c"]], "ties": ties}


def _changes(store: Store, found: "Structure", made: "Changes") -> Row:
    from westphalia.system.countries import name_of

    rows = made.pairs.head(CHANGED).to_dicts()
    told = _told(store, [event for row in rows for event in row["events"][:EVIDENCE]])
    first, last = made.balances
    return {
        "pairs": [
            {
                **{key: row[key] for key in ("before", "after", "change", "turned")},
                **{"one": row["a"], "one_name": found.names.get(row["a"]) or name_of(row["a"])},
                **{"other": row["b"], "other_name": found.names.get(row["b"]) or name_of(row["b"])},
                "happenings": [told[event] for event in row["events"][:EVIDENCE] if event in told],
            }
            for row in rows
        ],
        "share_before": first.share,
        "share_after": last.share,
        "ties_before": first.ties,
        "ties_after": last.ties,
    }


def _told(store: Store, idents: Sequence[str]) -> dict[str, Row]:
    rows = gathering.happenings(store, sorted(set(idents)))
    return {row["happening"]: {"happening": row["happening"], "summary": row["summary"]} for row in rows}


def triad(store: Store, asked: Asked) -> Row:
    """Three actors on a day."""
    from westphalia.system import actors
    from westphalia.system.commitments import commitments
    from westphalia.system.triad import triad as found_for

    asked_for = [asked.text(name) for name in ("one", "other", "third")]
    if not all(asked_for):
        raise UsageError("a triad is of three actors", "name them as one=, other= and third=")
    events = table(store)
    one, other, third = (actor(events, name) for name in asked_for)
    day = asked.date_of("on", last=True)
    bound = tuple(commitments(store, day))
    found = found_for(actors.view(events, one, other, third), (one, other, third), day, None, bound)
    return {
        "title": f"{', '.join(list(found.names.values())[:2])} and {list(found.names.values())[2]}",
        "actors": [{"actor": actor, "name": name} for actor, name in found.names.items()],
        "on": found.on,
        "sides": _sides(store, found),
        "balanced": found.wedge.balanced,
        "balanced_share": found.balanced,
        "signs": found.wedge.signs,
        "closing": found.wedge.closing,
        "cheapest": _between(found, found.wedge.cheapest),
        "moving": _between(found, found.wedge.moving),
        "days": found.wedge.days,
        "levels": [_way(found, row) for row in found.levels.to_dicts()],
        "commitments": [_commitment(one) for one in found.commitments],
        "figure": found.plot(),
    }


def _commitment(one: Any) -> Row:
    from westphalia.system.countries import name_of

    kept = {key: getattr(one, key) for key in ("kind", "name", "stage", "since", "reports")}
    return {**kept, **{side: [name_of(actor) for actor in getattr(one, side)] for side in ("parties", "targets")}}


def _sides(store: Store, found: "Triad") -> list[Row]:
    from westphalia.system.countries import name_of

    told = _told(store, [e for s in found.wedge.sides for c in s.components for e in c.evidence[:EVIDENCE]])
    rows = []
    for side in found.wedge.sides:
        events = [event for one in side.components for event in one.evidence]
        rows.append({
            "one": side.a, "one_name": found.names[side.a], "other": side.b, "other_name": found.names[side.b],
            "tie": side.tie if side.components else None, "cooperative": found.cooperative[side.a, side.b],
            "moved": side.moved, "happenings": len(events),
            "shared": [name_of(body) for body in found.shared[side.a, side.b]],
            "heaviest": [told[event] for event in events[:EVIDENCE] if event in told],
        })  # fmt: skip
    return rows


def _between(found: "Triad", side: Any) -> str:
    return f"{found.names[side.a]} – {found.names[side.b]}" if side else ""


def _way(found: "Triad", row: Row) -> Row:
    kept = {key: row[key] for key in ("level", "low", "high", "happenings", "last")}
    return {"from": found.names[row["source"]], "to": found.names[row["recipient"]], **kept}
