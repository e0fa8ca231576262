"""The system at a date as a note that can be pasted."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from westphalia.system.changes import Changes
from westphalia.system.countries import name_of
from westphalia.system.drawing import signed
from westphalia.system.footnotes import Footnotes
from westphalia.system.structure import Structure

MOST_MEMBERS = 14
"""Members of a bloc named, the surest first."""

MOST_PAIRS = 8
"""Pairs named as strongest, strained or changed."""

STALE = 4.0
"""Half-lives after which an event of a tie is not named any more: it counts a sixteenth."""

UNSURE = 0.5
"""Share of draws below which a member is said to be unsure."""


def lines(found: Structure, notes: Footnotes) -> list[str]:
    """The note, line by line; the footnotes cited in it come last."""
    if notes.table is not None:
        notes.know(notes.table.frame.with_columns(value=notes.table.frame["intensity"]).iter_rows(named=True))
    text = [*_head(found), "", *_blocs(found), "", *_ties(found, notes), "", *_balance(found, notes)]
    text += ["", *_polarity(found)]
    if found.changes is not None:
        text += ["", *_changes(found, found.changes, notes)]
    cited = notes.lines()
    return [*text, "", "Evidence", *cited] if cited else text


def _head(found: Structure) -> list[str]:
    ties = found.balance
    return [
        f"The system on {found.on}, from {found.origin}: {len(found.network.nodes)} actors, {ties.ties}"
        f" tie{'s' if ties.ties != 1 else ''} ({ties.positive} of cooperation, {ties.negative} of conflict)",
        f"Ties: {found.network.method}. Pairs of which nothing is told have no tie; that is not neutrality.",
    ]


def _blocs(found: Structure) -> list[str]:
    sure = found.sure
    drawn = "; in brackets how often a member is with the others of its bloc when the evidence is drawn again"
    text = [f"Blocs by {sure.blocs.measure}, quality {sure.blocs.quality:.2f}" + (drawn if sure.draws else "")]
    certain = {row["actor"]: row for row in sure.members.iter_rows(named=True)}
    small = [group[0] for group in sure.blocs.groups if len(group) == 1]
    for number, group in enumerate(sure.blocs.groups, 1):
        if len(group) > 1:
            ranked = sorted(group, key=lambda a: (-(certain[a]["certainty"] or 0), a))
            shown = ", ".join(_member(found, actor, certain[actor]) for actor in ranked[:MOST_MEMBERS])
            more = f" and {len(group) - MOST_MEMBERS} more" if len(group) > MOST_MEMBERS else ""
            centre = found.names[sure.blocs.centres[number - 1]]
            text.append(f"  {number}. around {centre} ({len(group)}): {shown}{more}")
    if small:
        text.append(f"  alone: {_names(found, small)}")
    if sure.draws:
        counts = ", ".join(f"{n} in {times}" for n, times in sorted(sure.counts.items()))
        unsure = sum(1 for row in certain.values() if row["certainty"] is not None and row["certainty"] < UNSURE)
        text.append(f"  Number of blocs over {sure.draws} draws: {counts}. Unsure (below {UNSURE:g}): {unsure} actors.")
    return text


def _member(found: Structure, actor: str, row: dict[str, Any]) -> str:
    share = f" ({row['certainty']:.2f})" if row["certainty"] is not None else ""
    return f"{found.names[actor]}{share}"


def _ties(found: Structure, notes: Footnotes) -> list[str]:
    edges = sorted(found.network.edges(), key=lambda e: (e[2], e[0], e[1]))
    text = ["Strongest ties (−1 to 1)"]
    for head, chosen in (("conflict", edges[:MOST_PAIRS]), ("cooperation", edges[::-1][:MOST_PAIRS])):
        kept = [edge for edge in chosen if (edge[2] < 0) == (head == "conflict")]
        if kept:
            text.append(f"  {head}:")
            text += [f"    {_pair(found, a, b)} {signed(w, 2)} {_marks(found, a, b, notes)}" for a, b, w in kept]
    return text


def _marks(found: Structure, a: str, b: str, notes: Footnotes, most: int = 2) -> str:
    """Marks of the heaviest events of a tie."""
    made = found.network.components.get((a, b), ())
    parts = [one for one in made if one.kind == "events"]
    others = [f"{one.kind} {signed(one.value, 2)}" for one in made if one.kind != "events"]
    stale = STALE * found.weights.half_life
    counting = [event for one in parts for event in one.evidence if notes.age(event, found.on) <= stale]
    marks = notes.mark(counting, most)
    return " ".join(filter(None, (marks, f"({', '.join(others)})" if others else "")))


def _balance(found: Structure, notes: Footnotes) -> list[str]:
    made, index = found.balance, found.frustration
    if made.share is None:
        return ["Balance: unknown, no three actors are all tied with each other."]
    kinds = ", ".join(f"{number} {kind}" for kind, number in made.kinds.items())
    proof = "exact" if index.optimal else f"at most; {index.bound:g} at least"
    text = [
        f"Balance: {made.share:.0%} of {made.triangles} triads are balanced ({kinds});"
        f" weak balance {made.weak_share:.0%}; closed walks {made.walk:.2g}",
        f"Frustration index {index.index:g} of {index.ties:g} ties ({proof}): so many would have to change their sign"
        " for two camps without a tie against them.",
    ]
    rows = found.strained.head(MOST_PAIRS // 2).to_dicts()
    if rows:
        text.append("Most strained triads")
    for row in rows:
        sides = (("a", "b", "ab"), ("b", "c", "bc"), ("a", "c", "ac"))
        told = "; ".join(
            f"{_pair(found, row[one], row[two])} {signed(row[tie], 2)} {_marks(found, row[one], row[two], notes, 1)}"
            for one, two, tie in sides
        )
        text.append(f"  {told}")
    return text


def _polarity(found: Structure) -> list[str]:
    made = found.polarity
    remarks = [f"  {why}" for why in found.missing]
    if made is None:
        return ["Polarity: unknown, no capabilities were given.", *remarks]
    first = ", ".join(f"{found.names.get(s) or s} {share:.1%}" for s, share in list(made.shares.items())[:6])
    return [
        f"Polarity ({made.source}): {made.category}; concentration {made.concentration:.3f}, effective number"
        f" {made.effective:.1f}, poles {_names(found, made.poles)}; {first}",
        *remarks,
    ]


def _changes(found: Structure, made: Changes, notes: Footnotes) -> list[str]:
    text = [f"What changed since {made.before}"]
    for row in made.pairs.head(MOST_PAIRS).iter_rows(named=True):
        was, now = (signed(row[name], 2) or "unknown" for name in ("before", "after"))
        turned = ", sign turned" if row["turned"] else ""
        text.append(f"  {_pair(found, row['a'], row['b'])}: {was} → {now}{turned} {notes.mark(row['events'], 3)}")
    before, after = made.balances
    if before.share is not None and after.share is not None:
        text.append(f"  balanced triads {before.share:.0%} → {after.share:.0%}; ties {before.ties} → {after.ties}")
    return text


def _pair(found: Structure, a: str, b: str) -> str:
    return f"{found.names.get(a) or _called(a)} – {found.names.get(b) or _called(b)}"


def _called(actor: str) -> str:
    """The name of an actor that has no tie on the day."""
    return name_of(actor)


def _names(found: Structure, actors: Iterable[str]) -> str:
    return ", ".join(found.names.get(actor) or _called(actor) for actor in actors)


def data(found: Structure, notes: Footnotes) -> dict[str, Any]:
    """The structure as plain data: every tie with what it was made of, every bloc with how sure it is."""
    ties = [
        {"a": a, "b": b, "tie": weight, "components": [asdict(one) for one in found.network.components.get((a, b), ())]}
        for a, b, weight in found.network.edges()
    ]
    made = found.balance
    return {
        "on": found.on,
        "origin": found.origin,
        "method": found.network.method,
        "names": dict(found.names),
        "ties": ties,
        "blocs": {**asdict(found.sure.blocs), "draws": found.sure.draws, "counts": found.sure.counts},
        "members": found.sure.members.to_dicts(),
        "balance": {
            **{name: getattr(made, name) for name in ("ties", "positive", "negative", "kinds", "triangles", "share")},
            **{"weak_share": made.weak_share, "walk": made.walk, "method": made.method},
        },
        "frustration": asdict(found.frustration),
        "strained": found.strained.to_dicts(),
        "polarity": None if found.polarity is None else {**asdict(found.polarity)},
        "changes": None if found.changes is None else _changed(found.changes),
        "missing": list(found.missing),
    }


def _changed(made: Changes) -> dict[str, Any]:
    tables: Sequence[str] = ("pairs", "events", "mates")
    return {"before": made.before, "after": made.after, **{name: getattr(made, name).to_dicts() for name in tables}}
