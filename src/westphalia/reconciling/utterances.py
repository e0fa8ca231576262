"""One utterance side by side: what each outlet kept, cut or changed of it, word by word, and how each came by it.

`wordings(store, quotation)` gives them as data. Words are compared by their beginnings, so that "limit" and "limits"
are one word in another form; what stands in the place of other words is changed. Nothing here decides what was
really said: the wording nearest to all others is what the rest are shown against.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from westphalia.reconciling.likeness import STEM
from westphalia.world.store import Store

Row = Mapping[str, Any]

LONGEST = 400
"""Words compared of one wording; the matcher's time grows with the square."""

_TOKEN = re.compile(r"\S+")
_EDGES = "\"'“”„«»‘’()[]–—-.,;:!?…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words against the base: "kept", "changed" (other words in the same place), "cut" or "added".

    `base` are the words of the base, empty for "added"; `words` those of this wording, empty for "cut".
    """

    kind: str
    base: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """One station of a chain. `role` is "outlet", "copied", "relayed" or "speaker"."""

    name: str
    role: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """An utterance as one statement of one report has it.

    Attributes:
        form: direct, indirect or mixed.
        pieces: against the base; empty if too little is shared for marks to say anything.
        kept: share of the base's words it keeps, 0 to 1.
        chain: how it reached us, the nearest to us first.
    """

    statement: str
    report: str
    outlet: str | None
    published: str | None
    start: int
    end: int
    content: str
    form: str
    kept: float
    pieces: tuple[Piece, ...]
    chain: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One quotation in all its wordings, in order of publication; `base` is the number of the one compared with."""

    quotation: str
    speaker: str | None
    speaker_name: str | None
    base: int
    wordings: tuple[Wording, ...]


OTHERWISE = 0.3
"""Share of words in common below which two wordings are worded otherwise as a whole."""


def wordings(store: Store, quotation: str) -> Utterance | None:
    """The wordings of a quotation; None if there is none of this id."""
    found = list(store.frame_rows("quotations", quotation=quotation))
    if not found:
        return None
    statements = list(store.frame_rows("statements", statement=found[0]["statements"]))
    reports = {r["report"]: r for r in store.frame_rows("reports", report=sorted({s["report"] for s in statements}))}
    originals = {r["copy_of"] for r in reports.values() if r["copy_of"]} - reports.keys()
    known = reports | {r["report"]: r for r in store.frame_rows("reports", report=sorted(originals))}
    return _utterance(found[0], statements, known)


def _utterance(quotation: Row, statements: Sequence[Row], reports: Mapping[str, Row]) -> Utterance:
    def order(row: Row) -> tuple[str, str, int]:
        return reports[row["report"]]["published"] or "9999", row["report"], row["start"]

    ordered = sorted(statements, key=order)
    base = nearest([row["content"] for row in ordered], [row["quotation"] for row in ordered])
    told = []
    for number, row in enumerate(ordered):
        report = reports[row["report"]]
        pieces = compare(ordered[base]["content"], row["content"]) if number != base else ()
        told.append(
            Wording(
                row["statement"],
                row["report"],
                report["outlet"],
                report["published"],
                row["start"],
                row["end"],
                row["content"],
                row["quotation"],
                1.0 if number == base else kept(ordered[base]["content"], row["content"]),
                pieces,
                chain(row, report, reports),
            )
        )
    return Utterance(quotation["quotation"], quotation["speaker"], quotation["speaker_name"], base, tuple(told))


def chain(statement: Row, report: Row, reports: Mapping[str, Row]) -> tuple[Link, ...]:
    """How a statement reached us: outlet, the outlet it copies, who relayed it, who said it.

    Args:
        statement: as frames show it.
        report: its report.
        reports: report → row, with the one it copies if it is a copy.
    """
    links = [Link(report["outlet"] or "outlet unknown", "outlet")]
    if (original := reports.get(report["copy_of"] or "")) is not None:
        links.append(Link(original["outlet"] or "outlet unknown", "copied"))
    links += [Link(name, "relayed") for name in statement["via"] or () if name]
    speaker = statement["speaker_name"] or statement["speaker_text"]
    if speaker:
        links.append(Link(speaker, "speaker", statement["speaker"]))
    return tuple(link for n, link in enumerate(links) if not n or link.name != links[n - 1].name)


def nearest(contents: Sequence[str], forms: Sequence[str] = ()) -> int:
    """Number of the wording that shares most words with all others; the earlier of equals, the longer of two.

    Where some are quoted and others told in the outlet's own words, it is one of the quoted: these say what was said.

    Args:
        contents: the wordings.
        forms: of each whether it is direct, mixed or indirect; [] if that is not known.
    """
    quoted = [n for form in ("direct", "mixed") for n, this in enumerate(forms) if this == form]
    among = [n for n in quoted if forms[n] == forms[quoted[0]]] or list(range(len(contents)))
    held = [frozenset(map(_bare, _tokens(content))) for content in contents]

    def shared(number: int) -> tuple[float, int]:
        own = held[number]
        return round(sum(len(own & other) / max(len(own | other), 1) for other in held), 6), len(own)

    return max(among, key=lambda number: (shared(number), -number))


def compare(base: str, other: str) -> tuple[Piece, ...]:
    """The other wording in pieces against the base; empty if the two share too little."""
    one, two = _tokens(base), _tokens(other)
    matcher = SequenceMatcher(None, [_bare(w) for w in one], [_bare(w) for w in two], autojunk=False)
    if not one or not two or matcher.ratio() < OTHERWISE:
        return ()
    kinds = {"equal": "kept", "replace": "changed", "delete": "cut", "insert": "added"}
    return tuple(Piece(kinds[tag], " ".join(one[i:j]), " ".join(two[k:m])) for tag, i, j, k, m in matcher.get_opcodes())


def kept(base: str, other: str) -> float:
    """Share of the words of the base that stand in the other wording, in their order."""
    one, two = [[_bare(w) for w in _tokens(text)] for text in (base, other)]
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return round(sum(block.size for block in matcher.get_matching_blocks()) / max(len(one), 1), 3)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.removeprefix("that "))[:LONGEST]


def _bare(word: str) -> str:
    """A word as it is compared: its beginning, without case and without marks around it."""
    return word.casefold().strip(_EDGES)[:STEM] or word
