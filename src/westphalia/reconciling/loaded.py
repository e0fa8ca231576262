"""What outlets call the things that others call otherwise: who uses which words, in whose voice, month by month.

In: namings and reports as frames show them. Out: flat counts with their denominators (reports of the outlet in the
month, and of these how many name the thing at all). Copies of a report count once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from westphalia.world.store import Store

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Usage:
    """How one outlet uses one name of a thing in one month.

    Attributes:
        referent: the thing.
        words: the name, in lower case.
        outlet: "" where unknown.
        month: year and month of publication, "" where unknown.
        own: reports that use it in their own voice.
        quoted: reports that set it in quotation marks.
        attributed: reports that leave it to somebody else.
        naming: reports of outlet and month that name the thing at all.
        reports: all reports of outlet and month.
    """

    referent: str
    words: str
    outlet: str
    month: str
    own: int
    quoted: int
    attributed: int
    naming: int
    reports: int


def usage(store: Store, referents: Iterable[str] | None = None) -> list[Usage]:
    """Who calls what how, for all things that are called in more than one way, or for those given."""
    wanted = None if referents is None else sorted(set(referents))
    namings = list(store.frame_rows("namings") if wanted is None else store.frame_rows("namings", referent=wanted))
    return of_rows(namings, list(store.frame_rows("reports")))


def of_rows(namings: Sequence[Row], reports: Sequence[Row]) -> list[Usage]:
    """The same from rows."""
    cells = {r["report"]: (r["outlet"] or "", (r["published"] or "")[:7]) for r in reports if not r["copy_of"]}
    held: dict[tuple[str, str], int] = defaultdict(int)
    for cell in cells.values():
        held[cell] += 1
    called: dict[str, set[str]] = defaultdict(set)
    using: dict[tuple[str, str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    naming: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in namings:
        if row["report"] not in cells:
            continue
        words, cell = " ".join(row["words"].casefold().split()), cells[row["report"]]
        called[row["referent"]].add(words)
        using[row["referent"], words, *cell][row["voice"]].add(row["report"])
        naming[row["referent"], *cell].add(row["report"])
    return [
        Usage(
            referent,
            words,
            outlet,
            month,
            len(voices["own"]),
            len(voices["quoted"]),
            len(voices["attributed"]),
            len(naming[referent, outlet, month]),
            held[outlet, month],
        )
        for (referent, words, outlet, month), voices in sorted(using.items())
        if len(called[referent]) > 1
    ]
