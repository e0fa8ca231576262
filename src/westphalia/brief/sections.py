"""The sections of a brief, each from the rows that concern it; None where there is nothing to say."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from westphalia.brief import telling
from westphalia.brief.document import Block, Bullets, Cite, Inline, Line, Section, Soft, Strong, Table, Words
from westphalia.brief.material import Material, Row
from westphalia.brief.telling import DONE, MOST_ROWS
from westphalia.brief.words import bare, count, day, number, short, when
from westphalia.model import ActorId
from westphalia.model.assertion import LIKELY
from westphalia.model.ontology import quad
from westphalia.reconciling.quantities import quantities
from westphalia.reconciling.utterances import OTHERWISE, kept, nearest

MOST_VALUES = 6
RANGED = {"differ": "accounts differ", "over time": "for different days"}
MOST_NAMING = 12
"""Reports shown one by one with how they name a thing; more are shown by outlet."""

MOST_SPEAKERS = 14
MOST_SAYINGS = 7
_FRAGMENT = re.compile(r"(?:which|who|whom|whose|regarding|concerning|about)\b", re.IGNORECASE)
LEAST_WORDS = 6
"""Words of an indirect statement; shorter ones are topics ("the invasion") more often than assertions."""


def in_short(material: Material) -> Section:
    """Headline counts: reports, outlets, dates, happenings, cooperation and conflict; what is not known of them."""
    reports = material.reports
    outlets = {r["outlet"] for r in reports if r["outlet"]}
    dated = [r for r in reports if r["published"]]
    copies = sum(1 for r in reports if r["copy_of"])
    lines: list[Line] = [
        (
            Strong(count(len(reports), "report")),
            f", {count(copies, 'of them a copy', 'of them copies')}" if copies else "",
            f"; outlet known for {sum(1 for r in reports if r['outlet'])} ({count(len(outlets), 'outlet')}), "
            f"publication date known for {len(dated)}.",
        )
    ]
    done = [h for h in material.happenings if h["status"] in DONE and material.between(h["participants"])]
    who = "both take part" if material.pair else "it takes part"
    tally = _tally(done)
    lines.append((Strong(count(len(done), "happening")), f" in which {who}: {tally}."))
    if most := telling.most_told(material, done):
        lines.append(most)
    if material.pair and not any(_quad(h) > 2 for h in done):
        lines.append(("Conflict between the two: none reported.",))
    if len(dated) > 1 and (gap := _widest_gap(dated)):
        lines.append((f"Coverage: no report between {day(gap[0])} and {day(gap[1])}; nothing is known of that time.",))
    return Section("In short", tuple(lines))


def _quad(happening: Row) -> int:
    return quad(happening["type"])


def _tally(happenings: Sequence[Row]) -> str:
    quads = [_quad(h) for h in happenings]
    named = (
        (1, "verbal cooperation"),
        (2, "material cooperation"),
        (3, "verbal conflict"),
        (4, "material conflict"),
    )
    return ", ".join(f"{quads.count(kind)} {name}" for kind, name in named if kind in quads) or "none"


def _widest_gap(dated: Sequence[Row], least: int = 60) -> tuple[str, str] | None:
    days = sorted({r["published"] for r in dated})
    gaps = [((date.fromisoformat(b) - date.fromisoformat(a)).days, a, b) for a, b in pairwise(days)]
    widest = max(gaps, default=(0, "", ""))
    return (widest[1], widest[2]) if widest[0] >= least else None


def said(material: Material) -> Section | None:
    """Who said what: by speaker, wordings of one utterance together, with the chain of each."""
    by_speaker: dict[str, list[Row]] = defaultdict(list)
    for row in material.statements:
        if not _worth_telling(row):
            continue
        speaker = material.spoken_by.get(row["statement"]) or row["speaker"]
        if speaker and material.concerns([speaker]):
            by_speaker[speaker].append(row)
    if not by_speaker:
        return None
    order = sorted(by_speaker, key=lambda s: (-len({r["report"] for r in by_speaker[s]}), -len(by_speaker[s]), s))
    blocks: list[Block] = []
    for speaker in order[:MOST_SPEAKERS]:
        groups = _utterances(material, by_speaker[speaker])
        blocks.append((Strong(material.name(speaker)), " ", Soft(f"({speaker})")))
        blocks.append(Bullets(tuple(_utterance(material, group) for group in groups[:MOST_SAYINGS])))
        if len(groups) > MOST_SAYINGS:
            blocks.append((Soft(f"and {count(len(groups) - MOST_SAYINGS, 'other statement')}"),))
    if len(order) > MOST_SPEAKERS:
        blocks.append((Soft(f"{count(len(order) - MOST_SPEAKERS, 'further speaker')} with fewer statements"),))
    return Section("Who said what", tuple(blocks))


def _worth_telling(row: Row) -> bool:
    """Whether a statement is sure enough and says something: quoted words, or a clause rather than a mere topic."""
    if (row["trace"] or {}).get("confidence", 1.0) < LIKELY:
        return False
    return row["quotation"] != "indirect" or (
        len(row["content"].split()) >= LEAST_WORDS and not _FRAGMENT.match(row["content"])
    )


def _utterances(material: Material, rows: Sequence[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        key: str = material.quotations.get(row["statement"]) or row["statement"]
        groups[key].append(row)
    others = [f.name.casefold() for f in material.actors]

    def weight(group: list[Row]) -> tuple[int, int, int]:
        text = " ".join(r["content"] for r in group).casefold()
        return (
            -len({r["report"] for r in group}),
            -sum(name in text for name in others),
            -(group[0]["quotation"] != "indirect"),
        )

    return sorted(groups.values(), key=lambda g: (weight(g), material.notes.number[g[0]["report"]], g[0]["start"]))


def _utterance(material: Material, group: Sequence[Row]) -> Line:
    """All wordings of one utterance, each with its chain; of several the one nearest to all others first."""
    line: list[Inline] = []
    kinds = {r["kind"] for r in group} - {"asserts"}
    if kinds:
        line += [Soft("/".join(sorted(kinds)) + ": ")]
    wordings: dict[str, list[Row]] = defaultdict(list)
    for row in group:
        wordings[bare(row["content"])].append(row)
    base = list(wordings)[nearest(list(wordings), [rows[0]["quotation"] for rows in wordings.values()])]
    if len(wordings) > 1:
        line.append(Soft(f"one utterance, {len(wordings)} wordings: "))
    for i, (wording, rows) in enumerate(sorted(wordings.items(), key=lambda one: one[0] != base)):
        line.append(" · " if i else "")
        line.append(Words(wording) if rows[0]["quotation"] == "direct" else wording)
        told_by = {r["speaker_name"] for r in rows}
        chain = [name for name in dict.fromkeys(n for r in rows for n in r["via"] or ()) if name not in told_by]
        line.append(f" (via {', '.join(chain)}) " if chain else " ")
        line.append(material.notes.cite(rows))
        if i:
            share = kept(base, wording)
            line.append(Soft(f" (keeps {share:.0%} of the words)" if share >= OTHERWISE else " (worded otherwise)"))
    return tuple(line)


def positions(material: Material) -> Section | None:
    """Who stands where: issues with stances, actors of one stance together."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in material.positions:
        if row["actor"]:
            groups[row["issue"].casefold(), row["stance"]].append(row)
    if not groups:
        return None

    def weight(key: tuple[str, str]) -> tuple[int, bool, tuple[str, str]]:
        actors = {r["actor"] for r in groups[key]}
        return -len(actors), not material.concerns(list(actors)), key

    rows = []
    for issue, stance in sorted(groups, key=weight)[:MOST_ROWS]:
        held = groups[issue, stance]
        who = dict.fromkeys(material.name(r["actor"]) for r in held)
        rows.append(((groups[issue, stance][0]["issue"],), (stance,), (", ".join(who), " ", material.notes.cite(held))))
    return Section("Positions and compliance", (Table(("issue", "stance", "who, as reported"), tuple(rows)),))


def figures(material: Material) -> Section | None:
    """Numbers asserted, with whose they are; the same quantity from several reports together, as a range."""
    if not material.figures:
        return None
    found = quantities(material.figures)
    lines: list[Line] = []
    for quantity in found[:MOST_ROWS]:
        parts: list[Inline] = [Strong(quantity.what), ": "]
        if quantity.verdict in RANGED and quantity.least < quantity.most:
            parts += [
                f"{number(quantity.least)} to {number(quantity.most)} ",
                Soft(f"({RANGED[quantity.verdict]}) "),
                "— ",
            ]
        rows = [(row, value.told) for value in quantity.values for row in value.rows][:MOST_VALUES]
        for i, (row, told) in enumerate(rows):
            according = row["according_to_name"]
            on = f", for {when(row)}" if row["date_from"] and quantity.verdict == "over time" else ""
            parts += [" · " if i else "", told, on, f", according to {according} " if according else " "]
            parts.append(material.notes.cite([row]))
        lines.append(tuple(parts))
    blocks: list[Block] = [Bullets(tuple(lines))]
    if len(found) > MOST_ROWS:
        blocks.append((Soft(f"{count(len(found) - MOST_ROWS, 'further figure')} left out"),))
    return Section("Figures", tuple(blocks))


def namings(material: Material) -> Section | None:
    """How each report names what others name otherwise, in its own voice and in quotation or attributed."""
    by_referent: dict[str, list[Row]] = defaultdict(list)
    for row in material.namings:
        by_referent[row["referent"]].append(row)
    blocks: list[Block] = []
    for referent in sorted(by_referent, key=lambda r: -len(by_referent[r])):
        rows = by_referent[referent]
        if len({r["words"].casefold() for r in rows}) < 2:
            continue
        by_report: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_report[row["report"]].append(row)
        blocks.append((Strong(referent[0].upper() + referent[1:]),))
        if len(by_report) > MOST_NAMING:
            blocks.append(_by_outlet(material, rows))
            continue
        table_rows = [
            (_report(material, report), _wordings(material, told, own=True), _wordings(material, told, own=False))
            for report, told in sorted(by_report.items(), key=lambda kv: material.notes.number[kv[0]])
        ]
        blocks.append(Table(("report", "in its own voice", "in quotation marks or attributed"), tuple(table_rows)))
    return Section("How each names it", tuple(blocks)) if blocks else None


def _by_outlet(material: Material, rows: Sequence[Row]) -> Table:
    """Where many reports name a thing: by outlet, each name with the number of reports that use it so."""
    outlets = {r["report"]: r["outlet"] or "" for r in material.reports}
    by_outlet: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_outlet[outlets[row["report"]]].append(row)
    order = sorted(by_outlet, key=lambda o: (-len({r["report"] for r in by_outlet[o]}), o))[:MOST_NAMING]
    return Table(
        ("outlet", "reports that name it", "in its own voice", "in quotation marks or attributed"),
        tuple(
            (
                (outlet or Soft("outlet unknown"),),
                (
                    f"{len({r['report'] for r in by_outlet[outlet]})} of "
                    f"{sum(1 for o in outlets.values() if o == outlet)}",
                ),
                _counted(material, by_outlet[outlet], own=True),
                _counted(material, by_outlet[outlet], own=False),
            )
            for outlet in order
        ),
    )


def _counted(material: Material, rows: Sequence[Row], own: bool) -> Line:
    words: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        if row["own_voice"] is own:
            words[row["words"].casefold()].setdefault(row["report"], row)
    line: list[Inline] = []
    for name in sorted(words, key=lambda w: (-len(words[w]), w))[:MOST_VALUES]:
        those = list(words[name].values())
        line += [" · " if line else "", f"{short(those[0]['words'], 60)} ({len(those)}) "]
        line.append(Cite(material.notes.cite(those[:1]).labels[:1]))
    return tuple(line) or ("–",)


def _report(material: Material, report: str) -> Line:
    row = next(r for r in material.reports if r["report"] == report)
    return (f"[{material.notes.number[report]}] ", row["outlet"] or Soft("outlet unknown"))


def _wordings(material: Material, rows: Sequence[Row], own: bool) -> Line:
    words: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["own_voice"] is own:
            words[row["words"].casefold()].append(row)
    line: list[Inline] = []
    for i, told in enumerate(words.values()):
        line += [" · " if i else "", short(told[0]["words"], 60), " ", Cite(material.notes.cite(told[:1]).labels[:1])]
    return tuple(line) or ("–",)


def coverage(material: Material) -> Section | None:
    """Outlets with their reports here and in the whole world, and who was first with what several tell."""
    held = {row["outlet"]: row for row in material.store.rows("outlets")}
    here: dict[str, list[Row]] = defaultdict(list)
    for row in material.reports:
        here[row["outlet"] or ""].append(row)
    if len(here) < 2:
        return None
    order = sorted(here, key=lambda outlet: (-len(here[outlet]), outlet))
    told = material.first_told()
    rows = [_outlet(outlet, here[outlet], held.get(outlet), told) for outlet in order[:MOST_ROWS]]
    head = ("outlet", "reports here", "of all held", "days", "happenings told", "told first")
    blocks: list[Block] = [Table(head, tuple(rows))]
    if len(order) > MOST_ROWS:
        blocks.append((Soft(f"{count(len(order) - MOST_ROWS, 'further outlet')} left out"),))
    return Section("Coverage", tuple(blocks))


def _outlet(
    outlet: str, reports: Sequence[Row], held: Row | None, told: Mapping[str, Mapping[str, str | None]]
) -> tuple[Line, ...]:
    days = sorted(r["published"] for r in reports if r["published"])
    ends = list(dict.fromkeys(day(d) for d in (*days[:1], *days[-1:])))
    copies = sum(1 for r in reports if r["copy_of"])
    known = [{o: d for o, d in first.items() if o and d} for first in told.values()]
    compared = [first for first in known if outlet in first and len(first) > 1]
    foremost = sum(1 for first in compared if first[outlet] == min(first.values()))
    return (
        (outlet or Soft("outlet unknown"),),
        (f"{len(reports)}" + (f" ({count(copies, 'copy', 'copies')})" if copies else ""),),
        (f"{held['reports']:,}" if held and outlet else "–",),
        (" to ".join(ends) or "–",),
        (f"{sum(1 for first in told.values() if outlet in first)} of {len(told)}",),
        (f"{foremost} of {len(compared)} compared" if compared else "–",),
    )


def unknown(material: Material) -> Section:
    """What is not known, counted: outlets, dates, parties, speakers. An unknown is not a zero."""
    lines: list[Line] = []
    for label, missing in (
        ("Outlet not known", [r for r in material.reports if not r["outlet"]]),
        ("Publication date not known", [r for r in material.reports if not r["published"]]),
    ):
        if missing:
            numbers = sorted(material.notes.number[r["report"]] for r in missing)
            shown = ", ".join(f"[{number}]" for number in numbers[:30])
            lines.append((f"{label}: {shown}{' …' if len(numbers) > 30 else ''}",))
    undated = [h for h in material.happenings if not h["date_from"]]
    if undated:
        lines.append(
            (f"{count(len(undated), 'happening')} of {len(material.happenings)} without a date that can be fixed.",)
        )
    nameless = sum(1 for r in material.statements if not r["speaker"])
    if nameless:
        lines.append((f"{count(nameless, 'statement')} of {len(material.statements)} whose speaker is not resolved.",))
    open_actors = sorted({a for h in material.happenings for a in h["participants"] if not ActorId.parse(a).known})
    if open_actors:
        named = ", ".join(material.name(a) for a in open_actors[:12])
        lines.append((f"Parties whose polity is not known: {named}{' …' if len(open_actors) > 12 else ''}.",))
    foreign = [r for r in material.reports if r["language"] not in (None, "en")]
    if foreign:
        lines.append((f"{count(len(foreign), 'report')} not in English, kept but not read.",))
    return Section("Unknown", (Bullets(tuple(lines)),) if lines else (("Nothing of what is counted here.",),))
