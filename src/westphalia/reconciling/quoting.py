"""Quotations of a world: written for all its reports, or anew around the statements of new ones.

Statements lie in the world by the polity of the speaker and by day, with rough vectors, so that those near in time and
meaning are found without reading any other. Links are a fact of two reports alone; a new one adds links, and
takes none away.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from westphalia.reconciling import quotations, telling
from westphalia.reconciling.decisions import Decisions
from westphalia.reconciling.likeness import most_alike, signature
from westphalia.reconciling.quotations import ALIKE, APART, FLOOR
from westphalia.reconciling.sources import listed
from westphalia.reconciling.told import Said
from westphalia.reconciling.wordings import ERROR, WIDTH, Vectors, Wordings, rough, rough_cosines
from westphalia.world.store import Store

Row = dict[str, Any]
Rough = NDArray[np.int8]

ROUNDED = 0.001
"""What rounding may add to the likeness of two statements."""


def rebuild(store: Store, decided: Decisions) -> None:
    """Writes the quotations of all reports."""
    said = [s for s in map(telling.said, store.query("all statements made")) if decided.admits_said(s)]
    said = [s for s in said if quotations.speaks(s)]
    kept: dict[str, Vectors] = {}

    def vectors(contents: Any) -> Vectors:
        table = Wordings(store).vectors(contents)
        kept.update(zip(contents, table, strict=True))
        return table

    links = sorted(set(quotations.links(said, vectors)))
    groups = quotations.grouped(said, links)
    rows, members = _rows(groups)
    days: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        days[quotations.block(one), _day(one)].append(one)
    store.replace_derived(
        {
            "statement_days": (_packed(key, held, kept) for key, held in sorted(days.items())),
            "quotation_links": [{"statement": one, "other": other} for one, other in links],
            "quotations": rows,
            "quotation_statements": members,
        }
    )


def _rows(groups: Iterable[list[Said]]) -> tuple[list[Row], list[Row]]:
    rows, members = [], []
    for group in groups:
        rows.append(telling.quotation(group))
        members += [{"statement": s.statement, "quotation": rows[-1]["quotation"]} for s in group]
    return rows, members


def _day(said: Said) -> str:
    return said.source.published.isoformat() if said.source.published else ""


def _packed(key: tuple[str, str], held: Iterable[Said], vectors: Mapping[str, Vectors]) -> Row:
    ordered = sorted(held, key=lambda said: said.statement)
    return _day_row(key, [said.statement for said in ordered], _rough(ordered, vectors))


def _rough(held: Sequence[Said], vectors: Mapping[str, Vectors]) -> Rough:
    """Rough vectors of statements, and signatures of their words, shape (n, WIDTH + 17)."""
    meaning = rough(np.stack([vectors[said.content] for said in held]))
    return np.hstack([meaning, np.stack([signature(said.content) for said in held]).view(np.int8)])


def _day_row(key: tuple[str, str], statements: list[str], table: Rough) -> Row:
    return {"polity": key[0], "day": key[1], "statements": statements, "vectors": table.tobytes()}


def _unpacked(row: Row) -> tuple[list[str], Rough]:
    return json.loads(row["statements"]), np.frombuffer(row["vectors"], dtype=np.int8).reshape(-1, WIDTH + 17)


# Joining


def join(
    store: Store, decided: Decisions, new: Collection[str], moved: Mapping[str, tuple[str, str]], older: Collection[str]
) -> None:
    """Writes quotations anew around the statements of new reports.

    Args:
        store: the world.
        decided: decisions in force.
        new: the new reports.
        moved: actor ids that mean somebody else now, with whom before and now.
        older: other reports that join anew: one of these speaks in them, or decisions are about their statements.
    """
    gone = [row["statement"] for row in store.query("statements made in", ids=listed(older))]
    touched = _unlink(store, gone, moved)
    rows = store.query("statements made in", ids=listed({*new, *older}))
    fresh = [s for s in map(telling.said, rows) if decided.admits_said(s) and quotations.speaks(s)]
    wordings = Wordings(store)
    contents = list(dict.fromkeys(said.content for said in fresh))
    kept = dict(zip(contents, wordings.some(contents), strict=True))
    others = {s.statement: s for s in _neighbours(store, decided, fresh, kept)}
    again = {said.source.report for said in fresh}
    both = [*fresh, *(s for s in others.values() if s.source.report not in again)]
    links = sorted(set(quotations.links(both, wordings.some, again)))
    store.put("quotation_links", [{"statement": one, "other": other} for one, other in links])
    _file(store, fresh, kept)
    _regroup(store, touched | {ident for link in links for ident in link})


def reports_of(store: Store, actors: Collection[str]) -> set[str]:
    """Reports of the world in which one of these actors speaks."""
    return {row["report"] for row in store.query("reports of speakers", ids=listed(actors))} if actors else set()


def _unlink(store: Store, gone: list[str], moved: Mapping[str, tuple[str, str]]) -> set[str]:
    """Takes statements out of links and days; returns those they were linked to."""
    if not gone:
        return set()
    links = store.query("links of statements", ids=listed(gone))
    store.take("quotation_links", "statement", gone)
    store.take("quotation_links", "other", gone)
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for said in map(telling.said, store.query("statements made", ids=listed(gone))):
        for speaker in {said.speaker, *(was for was, now in moved.values() if now == said.speaker)}:
            polity = speaker.partition("/")[0] if speaker else "?"
            where[polity, _day(said)].add(said.statement)
    for key, idents in sorted(where.items()):
        for row in store.query("statement day", polity=key[0], day=key[1]):
            statements, table = _unpacked(row)
            stay = [n for n, ident in enumerate(statements) if ident not in idents]
            store.take("statement_days", ("polity", "day"), [key])
            if stay:
                store.put("statement_days", [_day_row(key, [statements[n] for n in stay], table[stay])])
    return {ident for row in links for ident in (row["statement"], row["other"])} | set(gone)


def _neighbours(store: Store, decided: Decisions, fresh: Iterable[Said], kept: Mapping[str, Vectors]) -> Iterator[Said]:
    """Statements of the world that are near to new ones in time and meaning."""
    blocks: dict[str, list[Said]] = defaultdict(list)
    for said in fresh:
        blocks[quotations.block(said)].append(said)
    found: set[str] = set()
    for polity, members in sorted(blocks.items()):
        days = [said.source.published for said in members]
        known = [day for day in days if day]
        window = {"first": "", "final": "~"}
        if len(known) == len(days):
            window = {"first": _shifted(min(known), -APART), "final": _shifted(max(known), APART)}
        held = [_unpacked(row) for row in store.query("statement days", polity=polity, **window)]
        if held:
            names = [ident for statements, _ in held for ident in statements]
            ours, theirs = _rough(members, kept), np.concatenate([table for _, table in held])
            found.update(names[n] for n in _likely(ours, theirs))
    for said in map(telling.said, store.query("statements made", ids=listed(found))):
        if decided.admits_said(said):
            yield said


def _likely(ours: Rough, theirs: Rough) -> list[int]:
    """Which of the others may be one utterance with any of ours."""
    cosines = rough_cosines(ours[:, :WIDTH], theirs[:, :WIDTH]) + ERROR
    one, other = np.nonzero(cosines >= FLOOR)
    words = ours[:, WIDTH:].view(np.uint8), theirs[:, WIDTH:].view(np.uint8)
    alike = most_alike(cosines[one, other], words[0][one], words[1][other])
    return sorted(set(other[alike >= ALIKE - ROUNDED].tolist()))


def _shifted(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return (date.min if days < 0 else date.max).isoformat()


def _file(store: Store, fresh: Iterable[Said], kept: Mapping[str, Vectors]) -> None:
    """Puts new statements to those of their polity and day."""
    days: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for said in fresh:
        days[quotations.block(said), _day(said)].append(said)
    for key, held in sorted(days.items()):
        vectors = dict(zip((s.statement for s in held), _rough(held, kept), strict=True))
        for row in store.query("statement day", polity=key[0], day=key[1]):
            vectors |= dict(zip(*_unpacked(row), strict=True))
        idents = sorted(vectors)
        store.put("statement_days", [_day_row(key, idents, np.stack([vectors[i] for i in idents]))])


def _regroup(store: Store, touched: set[str]) -> None:
    """Writes the quotations of statements and of all that is linked to them."""
    linked: set[tuple[str, str]] = set()
    seen: set[str] = set()
    todo = set(touched)
    while todo:
        seen |= todo
        links = {(row["statement"], row["other"]) for row in store.query("links of statements", ids=listed(todo))}
        linked |= links
        todo = {ident for link in links for ident in link} - seen
    said = [telling.said(row) for row in store.query("statements made", ids=listed(seen))]
    groups = quotations.grouped(said, sorted(linked))
    rows, members = _rows(groups)
    before = {row["quotation"] for row in store.query("quotations of", ids=listed(seen))}
    store.take("quotations", "quotation", before)
    store.put("quotations", rows)
    store.put("quotation_statements", members)
