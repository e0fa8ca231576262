"""An explanation written for a terminal of 100 columns, without colours."""

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from westphalia.explaining.explanation import (
    Coding,
    EventExplanation,
    Explanation,
    Node,
    Origin,
    Passage,
    PlaceReasons,
    Rejected,
    StatementExplanation,
    StatusReasons,
    TableRow,
    TimeReasons,
    TypeReasons,
    Who,
)

WIDTH = 100
LABEL = 13
"""Columns of the label before an entry."""
BAR = 20
"""Columns of the bar of a probability of 1."""


class Sources:
    """The sources of the rows cited, numbered in order, each told once at the end."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def cite(self, row: TableRow) -> str:
        """The number of the row's source, in brackets."""
        said = f"{row.source.replace('|', '; ')}" + (f", as of {row.as_of}" if row.as_of else "")
        return f"[{self._numbers.setdefault(said, len(self._numbers) + 1)}]"

    def lines(self) -> Iterator[str]:
        """The sources cited so far."""
        for said, number in self._numbers.items():
            yield from _wrapped(f"[{number}] {said}", "  ", "      ")


def render(explanation: Explanation) -> str:
    """The explanation as text; it ends with a line break."""
    sources = Sources()
    if isinstance(explanation, EventExplanation):
        lines = list(_event(explanation, sources))
    else:
        lines = list(_statement(explanation, sources))
    lines += _section("Sources of the tables", sources.lines())
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _event(found: EventExplanation, sources: "Sources") -> Iterator[str]:
    yield from _head(f"EVENT {found.id}", found.origin)
    yield from _passage(found.passage)
    yield from _section("Coded as", _coding(found.coding))
    yield from _tree(found.tree)
    yield from _section("Why this type", _type(found.type))
    yield from _section("Why this status", _status(found.status))
    yield from _section("Who", [line for who in found.parties for line in _who(who, sources)])
    yield from _section("Named, but no party", _others(found.rejected))
    yield from _section("When", _time(found.time))
    yield from _section("Where", _place(found.place))


def _statement(found: StatementExplanation, sources: "Sources") -> Iterator[str]:
    yield from _head(f"STATEMENT {found.id}", found.origin)
    yield from _passage(found.passage)
    coded = [
        *_entry("says", _dashed(found.says, found.says_meaning)),
        *_entry("quotation", found.quotation),
        *_entry("content", found.content),
        *_entry("cue", f"“{_flat(found.cue)}”" if found.cue else "none"),
    ]
    if found.cue_row is not None:
        coded += _entry("", f"{found.cue_row.table}: {found.cue_row.says} {sources.cite(found.cue_row)}")
    if found.wording_of:
        wordings = f"{found.wordings} wording{'s' if found.wordings > 1 else ''}"
        coded += _entry("one of", f"{wordings} of quotation {found.wording_of}")
    yield from _section("Coded as", coded)
    yield from _tree(found.tree)
    how = [line for word in found.found for line in _entry("", word)]
    yield from _section("How it was found", how)
    yield from _section("What the linker weighed (the best is taken)", _links(found))
    speakers = [found.speaker] if found.speaker else []
    people = [line for who in (*speakers, *found.via) for line in _who(who, sources)]
    yield from _section("Who", people or _entry("speaker", "none named"))
    yield from _section("How sure", _confidence(found))
    yield from _section("Considered and not taken", _others(found.rejected))


def _head(title: str, origin: Origin) -> Iterator[str]:
    yield title
    published = _day(origin.published) if origin.published else "date unknown"
    yield from _wrapped(" · ".join((origin.outlet or "outlet unknown", published, origin.name)), "  ")
    if origin.read_by != origin.explained_by:
        yield from _wrapped(
            f"Read by another version of reading ({origin.read_by}; this is {origin.explained_by}):"
            " what is shown below is how this version codes it, which may differ from what coded it then.",
            "  ! ",
        )
    if origin.reproduced != "same":
        yield from _wrapped(f"This version codes it otherwise: {origin.now}", "  ! ")


def _passage(passage: Passage) -> Iterator[str]:
    yield from _section("The sentence, with the words that count", _wrapped(_marked(passage), "  "))


def _marked(passage: Passage) -> str:
    """The passage with `[role: words]`; marks may lie in one another."""
    opens: dict[int, list[tuple[int, str]]] = {}
    closes: dict[int, int] = {}
    for mark in passage.marks:
        opens.setdefault(mark.start, []).append((-mark.end, mark.role))
        closes[mark.end] = closes.get(mark.end, 0) + 1
    written = []
    for at, sign in enumerate(passage.text, passage.start):
        written.append("]" * closes.get(at, 0))
        written += [f"[{role}: " for _, role in sorted(opens.get(at, ()))]
        written.append(sign)
    return _flat("".join(written) + "]" * closes.get(passage.end, 0))


def _coding(coding: Coding) -> Iterator[str]:
    yield from _entry("type", _dashed(coding.type, coding.type_meaning))
    if coding.mode:
        yield from _entry("mode", _dashed(coding.mode, coding.mode_meaning))
    if coding.context:
        yield from _entry("context", ", ".join(coding.context))
    yield from _entry("status", _dashed(coding.status, coding.status_meaning))
    if coding.intensity is not None:
        yield from _entry("intensity", f"{coding.intensity:+g} (−10 conflict to +10 cooperation), of type and mode")
    yield from _entry("confidence", f"{coding.confidence:.2f}")
    root = coding.event_root or "none: PLOVER does not code conflict that is denied, refused or merely possible"
    yield from _entry("event root", root + (" (status folded in)" if coding.event_root else ""))
    if coding.quad:
        yield from _entry("quad", f"{coding.quad} {coding.quad_name}")
    yield from _entry("CAMEO", _cameo(coding))
    if coding.happening:
        told = f"{coding.accounts} report{'' if coding.accounts == 1 else 's'}"
        yield from _entry("happening", f"{coding.happening}, told by {told}")


def _cameo(coding: Coding) -> str:
    code = coding.cameo
    if not code.code:
        return f"no equivalent: {code.note}"
    goldstein = f"; Goldstein score {code.goldstein:+g}" if code.goldstein is not None else ""
    fit = "says less than our coding: " if code.fits == "broader" else ""
    return _dashed(f"{code.code} {code.name} (root {code.root} {code.root_name}{goldstein})", f"{fit}{code.note}")


def _tree(node: Node | None) -> Iterator[str]:
    if node is not None:
        yield from _section("How the words hang together", _branches(node, "", "", ""))


def _branches(node: Node, before: str, knot: str, under: str) -> Iterator[str]:
    relation = f"{node.relation}  " if node.relation else ""
    roles = f"   ← {', '.join(node.roles)}" if node.roles else ""
    yield from _wrapped(f"{relation}{node.word}{roles}", f"  {before}{knot}", f"  {under}   ")
    for number, child in enumerate(node.below):
        last = number == len(node.below) - 1
        yield from _branches(child, under, "└─ " if last else "├─ ", under + ("   " if last else "│  "))


def _type(found: TypeReasons) -> Iterator[str]:
    yield from _entry("rule", _dashed(found.rule, found.rule_meaning))
    fired = (f"“{word}”" for word in found.fired if not word.startswith("root:"))
    yield from _entry("fired", ", ".join(fired))
    if found.judged:
        event = f"; an event at all: {found.event:.2f}" if found.event is not None else ""
        yield from _entry("model", f"judged “{found.judged}”, where the ways between the parties meet{event}")
    widest = max((len(one.type) for one in found.probabilities), default=0)
    for number, one in enumerate(found.probabilities):
        bar = "▪" * max(round(one.probability * BAR), 1)
        yield from _entry(
            "" if found.judged or number else "model", f"{one.type:<{widest}} {one.probability:.3f} {bar}"
        )
    if found.weights:
        first, second = found.compared
        yield from _entry("weights", f"what spoke for {first} (+) or for {second} (−), log-odds:")
        for weight in found.weights:
            yield from _entry("", f"{weight.weight:+6.2f}  {weight.what}", 8)
        if found.weights_left:
            yield from _entry("", f"{found.rest:+6.2f}  {found.weights_left} smaller ones together", 8)
    yield from _rejected(found.rejected, "not taken")


def _status(found: StatusReasons) -> Iterator[str]:
    before = ""
    for step in found.steps:
        because = f", because of {', '.join(f'“{word}”' for word in step.because)}" if step.because else ""
        change = step.status if step.status != before else f"{step.status} (no change)"
        yield from _entry(f"“{step.word}”"[:LABEL], change + because)
        before = step.status
    if found.later:
        yield from _entry("afterwards", found.later)
    carried = ", ".join(f"“{word}”" for word in found.carried_by)
    yield from _entry("carried by", carried or "no word against it: plain past or present")
    yield from _rejected(found.rejected, "not taken")


def _who(who: Who, sources: "Sources") -> Iterator[str]:
    actor = who.actor or "not resolved"
    yield from _entry(who.role, f"“{_flat(who.text)}” → {actor}" + (f", {who.name}" if who.name else ""))
    if who.how_meaning:
        yield from _entry("", f"how: {who.how_meaning}" + (f"; post: {who.post}" if who.post else ""))
    for link in who.chain:
        yield from _entry("", f"stands for “{link.text}” in sentence {link.sentence} ({link.how})")
    for row in who.rows:
        yield from _entry("", f"{row.table}: {row.says} {sources.cite(row)}")
    if who.candidates:
        yield from _entry("", f"could also be: {', '.join(who.candidates)}")
    if who.meant:
        yield from _entry("", f"in this world: {who.meant} ({who.meant_how})")


def _time(found: TimeReasons) -> Iterator[str]:
    if found.words:
        days = found.date_from or "no day"
        if found.date_to and found.date_to != found.date_from:
            days += f" to {found.date_to}"
        yield from _entry("date", f"“{found.words}” → {days}, precision {found.precision}")
        yield from _entry("", _dashed(found.value, found.reckoned))
    else:
        yield from _entry("date", "unknown: no time is said of the predicate")
    yield from _rejected(found.rejected, "not taken")


def _place(found: PlaceReasons) -> Iterator[str]:
    if found.name:
        number = f", GeoNames {found.geonames}" if found.geonames else ""
        within = f" in {', '.join(found.within)}" if found.within else ""
        country = found.country or "country unknown"
        yield from _entry("place", f"{found.name}{within}, {country} ({found.precision}{number})")
        if found.candidates:
            others = ", ".join(str(number) for number in found.candidates[:5])
            yield from _entry("", f"other places of that name, in GeoNames: {others}")
    else:
        yield from _entry("place", "unknown: none stands with the predicate")
    yield from _rejected(found.rejected, "not taken")


def _links(found: StatementExplanation) -> Iterator[str]:
    before = ""
    for score in found.links:
        mark = "  ← taken" if score.taken else ""
        yield from _entry(score.role if score.role != before else "", f"{score.score:+6.2f}  {score.text}{mark}", 8)
        before = score.role


def _confidence(found: StatementExplanation) -> Iterator[str]:
    if found.confidence is None:
        return
    yield from _entry("confidence", f"{found.confidence:.2f}: the share of statements like it that were right")
    for part in found.parts:
        measured = f"({part.measured:,} measured)" if part.measured else "(not measured)"
        yield from _entry("", f"{part.weight:+6.2f}  {part.what} {measured}", 8)


def _rejected(rejected: Iterable[Rejected], label: str = "") -> Iterator[str]:
    for one in rejected:
        yield from _entry(label, f"{one.what}: {one.why}")
        label = ""


def _others(rejected: Iterable[Rejected]) -> Iterator[str]:
    for one in rejected:
        yield from _wrapped(f"{one.what}: {one.why}", "  ", "      ")


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    held = list(lines)
    if held:
        yield ""
        yield title.upper()
        yield from held


def _entry(label: str, text: str, hang: int = 0) -> Iterator[str]:
    """A label and what it says, wrapped beside the label."""
    yield from _wrapped(text, f"  {label:<{LABEL}} ", " " * (LABEL + 3 + hang))


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    indent = rest if rest is not None else " " * len(first)
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True
    ) or [first]


def _dashed(name: str, meaning: str) -> str:
    return f"{name} — {meaning}" if meaning else name


def _flat(text: str) -> str:
    return " ".join(text.split())


def _day(text: str) -> str:
    known = date.fromisoformat(text)
    return f"{known:%a} {known.day} {known:%b %Y}"
