"""What happened, as tables: one row a happening, with where its accounts agree in other words, differ or are silent."""

from collections.abc import Iterable, Sequence

from westphalia.brief.document import Block, Inline, Line, Section, Soft, Strong, Table, Words
from westphalia.brief.material import Material, Row
from westphalia.brief.words import day, short, when
from westphalia.reconciling.accounts import DIFFERS, SILENT, Attribute

DONE = ("happened", "ongoing", "alleged")
MOST_ROWS = 40
COMPARED = ("who", "to whom", "what", "when", "where", "status", "on whose word", "cause given")
"""Attributes of the table; figures and namings have sections of their own."""

MATTERS = ("when", "where")
"""Attributes on which silence is said."""


def most_told(material: Material, happenings: Sequence[Row]) -> Line | None:
    """The happening that most independent reports tell, in a line: what they agree on and what not."""
    several = [happening for happening in happenings if happening["independent_reports"] > 1]
    if not several:
        return None
    told = max(several, key=lambda h: (h["independent_reports"], h["reports"], h["happening"]))
    where = f", {told['place']}" if told["place"] else ""
    when_ = f", {when(told)}" if told["date_from"] else ""
    line: list[Inline] = [
        "Told by most: ",
        Strong(told["summary"]),
        f"{when_}{where} ({_of(told)} of {len(material.reports)} reports).",
    ]
    accounts = material.accounts(told)
    for verdict, phrase in (("agree", "Accounts agree on"), ("differ", "they differ on"), ("one", "one alone tells")):
        names = [attribute.name for attribute in accounts if attribute.verdict == verdict]
        if names:
            line.append(f"{'; ' if len(line) > 3 else ' '}{phrase} {', '.join(names)}")
    return (*line, "." if len(line) > 3 else "")


def between(material: Material) -> Section | None:
    """What happened, in order of time, with all the actors asked for in it."""
    rows = [h for h in material.happenings if h["status"] in DONE and material.between(h["participants"])]
    return _table(material, "What happened", rows)


def around(material: Material) -> Section | None:
    """What one of a pair did with others."""
    if not material.pair:
        return None
    rows = [h for h in material.happenings if h["status"] in DONE and not material.between(h["participants"])]
    return _table(material, "With others", rows)


def not_done(material: Material) -> Section | None:
    """What was planned, possible, refused or denied: asserted, but not as having happened."""
    rows = [h for h in material.happenings if h["status"] not in DONE]
    return _table(material, "Planned, possible, refused, denied", rows)


def _table(material: Material, title: str, rows: Sequence[Row]) -> Section | None:
    if not rows:
        return None
    kept = sorted(rows, key=lambda h: (-h["independent_reports"], -abs(_intensity(material, h)), h["happening"]))[
        :MOST_ROWS
    ]
    kept.sort(key=lambda h: (h["date_from"] or _first_published(material, h) or "9999", h["happening"]))
    table = Table(
        ("when", "what", "where", "reports", "where accounts differ"),
        tuple(_row(material, happening) for happening in kept),
    )
    blocks: list[Block] = [table]
    if len(kept) < len(rows):
        blocks.append((f"{len(rows) - len(kept)} more, told by fewer reports, are left out here.",))
    return Section(title, tuple(blocks))


def _intensity(material: Material, happening: Row) -> float:
    return max((e["intensity"] or 0.0 for e in material.events[happening["happening"]]), key=abs, default=0.0)


def _first_published(material: Material, happening: Row) -> str | None:
    dates = {r["report"]: r["published"] for r in material.reports}
    return min((d for e in material.events[happening["happening"]] if (d := dates.get(e["report"]))), default=None)


def _row(material: Material, happening: Row) -> tuple[Line, ...]:
    events = material.events[happening["happening"]]
    accounts = {attribute.name: attribute for attribute in material.accounts(happening)}
    cite = material.notes.cite(events)
    words = _telling(events)
    what: list[Inline] = [Strong(happening["summary"]), " "]
    if words:
        what += [Words(words), " "]
    if alleged := {e["alleged_by_name"] for e in events if e["status"] == "alleged" and e["alleged_by_name"]}:
        what += [Soft(f"according to {', '.join(sorted(alleged))}"), " "]
    what.append(Soft(f"({happening['type']}{' · ' + happening['mode'] if happening['mode'] else ''})"))
    return (
        _when(material, happening),
        tuple(what),
        _where(material, happening, accounts.get("where")),
        (_of(happening), " ", cite),
        _parts(material, [accounts[name] for name in COMPARED if name in accounts]),
    )


def _telling(events: Sequence[Row]) -> str:
    """The words of the surest account, shortened."""
    best = max(events, key=lambda e: (e["confidence"] or 0.0, -len(e["text"])), default=None)
    return short(best["text"], 160) if best else ""


def _when(material: Material, happening: Row) -> Line:
    """The date with its precision; where there is none, when it was told, said as such."""
    precision = happening["date_precision"]
    if happening["date_from"]:
        return (when(happening),) if precision in ("day", "time") else (when(happening), " ", Soft(f"({precision})"))
    told = _first_published(material, happening)
    return ("–", Soft(f" told {day(told)}")) if told else ("–",)


def _where(material: Material, happening: Row, where: Attribute | None) -> Line:
    """The place; several names of one place with who uses which."""
    if where is None or where.verdict != "agree" or len(where.values) < 2:
        return (happening["place"] or "–",)
    return (*_values(material, where), Soft(" (one place, or one in the other)"))


def _of(happening: Row) -> str:
    told, independent = happening["reports"], happening["independent_reports"]
    return f"{told}" if told == independent else f"{told} ({independent} independent)"


def _parts(material: Material, attributes: Iterable[Attribute]) -> Line:
    """Where the accounts do not all say the same: differences, then other words for the same, then silence."""
    parts: list[Line] = []
    silent: list[Line] = []
    for attribute in attributes:
        if attribute.verdict == "differ":
            parts.append((Strong(attribute.name), ": ", *_values(material, attribute)))
        elif attribute.verdict == "agree" and attribute.name in ("when", "status") and len(attribute.values) > 1:
            parts.append((f"{attribute.name}: ", *_values(material, attribute), Soft(" (agree)")))
        quiet = [account.report for account in attribute.accounts if account.verdict == SILENT]
        if quiet and attribute.name in MATTERS and len(attribute.accounts) > 1:
            silent.append((f"silent on {attribute.name}: {material.notes.numbers(quiet)}",))
    line: list[Inline] = []
    for part in parts + silent:
        line += ["; " if line else "", *part]
    return tuple(line) or ("–",)


def _values(material: Material, attribute: Attribute) -> Line:
    """What is said, each with the reports that say it; what differs from the rest is marked."""
    line: list[Inline] = []
    for reads, accounts in attribute.values.items():
        rows = [{"report": s.report, "start": s.start, "end": s.end} for a in accounts for s in a.sayings[:1]]
        differs = attribute.verdict == "differ" and accounts[0].verdict == DIFFERS
        line += [" · " if line else "", Strong(short(reads, 120)) if differs else short(reads, 120), " "]
        line.append(material.notes.cite(rows, most=3))
    return tuple(line)
