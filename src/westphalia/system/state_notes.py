"""Commitments, memberships and positions as lists that can be pasted, with footnotes."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from westphalia.system.commitments import Commitment
from westphalia.system.countries import name_of
from westphalia.system.footnotes import Footnotes
from westphalia.system.memberships import Belonging
from westphalia.system.positions import Standing


def commitments(found: Sequence[Commitment], notes: Footnotes) -> list[str]:
    """Commitments by kind."""
    text: list[str] = []
    for (kind, listed), group in groupby(found, key=lambda c: (c.kind, c.source == "reference")):
        head = f"{kind.capitalize()}, by the reference table" if listed else kind.capitalize()
        text += ["", head] if text else [head]
        text += [line for one in group for line in commitment_lines(one, notes)]
    return _with_notes(text or ["No commitments are known."], notes)


def commitment_lines(one: Commitment, notes: Footnotes) -> list[str]:
    """One commitment, and who is said to comply with it."""
    whom = _names(one.targets, notes) or "a target not named"
    against = {"sanctions": f" against {whom}", "recognition": f" of {whom}"}.get(one.kind, "")
    sides = f"{_names(one.parties, notes) or 'imposed by somebody not named'}{against}"
    name = f"{one.name}: " if one.name else ""
    stage = f"{one.stage}{_when(one.since, one.precision, one.until)}"
    text = [f"  {name}{sides}: {stage} {notes.cite(one.evidence, 3)}"]
    if one.compliers:
        text.append(f"    said to comply: {_names(one.compliers, notes)}")
    if one.non_compliers:
        text.append(f"    said not to comply: {_names(one.non_compliers, notes)}")
    return text


def _when(since: date | None, precision: str, until: date | None = None) -> str:
    begun = ""
    if since is not None:
        shown = {"year": f"{since:%Y}", "month": f"{since:%Y-%m}"}.get(precision, str(since))
        begun = f", told on {since}" if precision == "told" else f", since {shown}"
    return f"{begun}, until {until}" if until else begun


def memberships(found: Sequence[Belonging], notes: Footnotes) -> list[str]:
    """Memberships, one a line."""
    text = []
    for one in found:
        role = "" if one.role == "member" else f", {one.role}"
        when = f"{one.since or '?'} to {one.until or 'now'}" if one.stage in ("in force", "ended") else one.stage
        told = notes.cite([piece for piece in one.evidence if piece.report]) if one.reports else ""
        remark = f"; {one.note}" if one.note else ""
        line = f"{_names([one.member], notes)} in {_names([one.body], notes)}{role}: {when}{remark} {told}"
        text.append(line.rstrip())
    tables = sorted({f"{p.published}" for one in found for p in one.evidence if not p.report})
    if tables:
        text += ["", f"Reference table of memberships, as of {', '.join(tables)}."]
    return _with_notes(text or ["No memberships are known."], notes)


def positions(found: Sequence[Standing], notes: Footnotes) -> list[str]:
    """Positions by actor."""
    text: list[str] = []
    for actor, group in groupby(found, key=lambda s: s.actor):
        text.append(_names([actor], notes))
        for one in group:
            mark = "" if one.stage == "held" else f" ({one.stage})"
            when = _when(one.since, one.precision).removeprefix(", ")
            text.append(f"  {one.stance}: {one.issue}{mark}{f', {when}' if when else ''} {notes.cite(one.evidence, 3)}")
    return _with_notes(text or ["No positions are known."], notes)


def _names(actors: Iterable[str], notes: Footnotes) -> str:
    return ", ".join(notes.table.names.get(actor) or name_of(actor) for actor in actors)


def _with_notes(text: list[str], notes: Footnotes) -> list[str]:
    cited = notes.lines()
    return [*text, "", "Evidence", *cited] if cited else text
