"""What coders who keep no status would write down for one of our events: PLOVER's one root, and the CAMEO code.

Both fold the status into the type: a visit announced is an agreement, an attack announced a threat, help refused a
rejection. Conflict that is denied, refused or merely possible they do not code at all; nor do we for them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from westphalia.model.ontology import convention, quad, tables, types

MARK = "root:"
"""Begins the word among those that fired which names the root the type model was sure of."""
UNREAL = frozenset({"denied", "possible", "refused"})
"""Statuses in which conflict is not coded: nobody did or threatened anything."""
FIGHTERS = frozenset({"", "GOV", "MIL", "REB", "SEP", "PRM", "UAF"})
"""Sectors whose violence CAMEO codes as fighting (19); that of all others is assault (18)."""
CONVENTIONAL = "190"
FITS = ("same", "broader", "none")

_HEAD = re.compile(r"^lexicon:([^/\s]+)")


@dataclass(frozen=True, slots=True)
class Code:
    """The CAMEO code of an event. `code` and `root` are empty where CAMEO has no equivalent; `note` says why.

    Attributes:
        root: two digits, "04".
        root_name: what the root means.
        code: two to four digits, "042".
        name: what the code means.
        fits: "same", "broader" if the code says less than ours does, or "none".
        note: what is lost, or why there is none.
    """

    root: str
    root_name: str
    code: str
    name: str
    fits: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """One row of to_cameo.tsv."""

    code: str
    by_context: tuple[tuple[str, str], ...]
    by_word: tuple[tuple[frozenset[str], str], ...]
    announced: str
    refused: str
    fits: str
    note: str


def event_root(event_type: str, status: str, fired: Collection[str] = ()) -> str:
    """PLOVER's root of an event as coders without a status have it, "" if they would not code it.

    Args:
        event_type: our type.
        status: our status.
        fired: the words of the trace, among which the model may have left the root it was sure of.
    """
    seen = next((word.removeprefix(MARK) for word in fired if word.startswith(MARK)), "")
    if seen in types() and seen != event_type:
        return seen
    refusal = (event_type, status) == ("REJECT", "refused")  # a rejection whose word is "refuse"
    if status in UNREAL and quad(event_type) > 2 and not refusal:
        return ""
    return seen if seen in types() else convention(event_type, status)


def cameo_names() -> dict[str, str]:
    """Meaning of every CAMEO root and code, by code."""
    return _names()


def cameo_code(  # noqa: PLR0913 - what an event says of itself
    event_type: str,
    mode: str = "",
    contexts: Collection[str] = (),
    *,
    root: str | None = None,
    head: str = "",
    sources: Collection[str] = (),
) -> Code:
    """The CAMEO code of an event.

    Args:
        event_type: our type.
        mode: our mode.
        contexts: our contexts; the first that decides counts.
        root: what `event_root` says; the type if not given. Empty: not coded.
        head: lemma of the predicate, or the rule of the trace that names it.
        sources: actor ids of who did it, which tell fighting from assault.
    """
    if root == "":
        return Code("", "", "", "", "none", "CAMEO does not code conflict that is denied, refused or merely possible")
    way = _ways().get((event_type, mode)) or _ways()[event_type, ""]
    if root is None or root == event_type:
        return _direct(way, contexts, _lemma(head), _fought(event_type, mode, sources))
    if root in ("AGREE", "THREATEN") and convention(event_type, "planned") == root:
        return _named(way.announced, "same", "announced, not done")
    if root == "REJECT":
        return _named(way.refused, "same", "refused, not done")
    return _direct(_ways()[root, ""], contexts, _lemma(head), _fought(root, "", sources))


def _direct(way: _Way, contexts: Collection[str], head: str, fought: bool) -> Code:
    if not way.code:
        return Code("", "", "", "", "none", way.note)
    if fought:
        return _named(CONVENTIONAL, "same")
    for words, code in way.by_word:
        if head in words:
            return _named(code, "same")
    held = dict(way.by_context)
    if (narrower := next((held[context] for context in contexts if context in held), "")) != "":
        return _named(narrower, "same")
    return _named(way.code, way.fits, way.note)


def _named(code: str, fits: str, note: str = "") -> Code:
    names = _names()
    return Code(code[:2], names[code[:2]], code, names[code], fits, note)


def _fought(event_type: str, mode: str, sources: Collection[str]) -> bool:
    """Whether an assault without a mode is what CAMEO calls fighting: a state, its forces or rebels do it."""
    return (event_type, mode) == ("ASSAULT", "") and any(_sector(source) in FIGHTERS for source in sources)


def _sector(actor: str) -> str:
    return [*actor.split("/"), ""][1]


def _lemma(head: str) -> str:
    """`lexicon:demand/V` → `demand`; a plain word stays what it is."""
    found = _HEAD.match(head)
    return found.group(1) if found else "" if ":" in head else head


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in tables.rows("cameo")}


@lru_cache(maxsize=1)
def _ways() -> dict[tuple[str, str], _Way]:
    return {
        (row["type"], row["mode"]): _Way(
            row["code"],
            tuple((context, code) for context, _, code in _pairs(row["by_context"])),
            tuple((frozenset(words.split(",")), code) for words, _, code in _pairs(row["by_word"])),
            row["announced"],
            row["refused"],
            row["fits"],
            row["note"],
        )
        for row in tables.rows("to_cameo")
    }


def _pairs(cell: str) -> list[tuple[str, str, str]]:
    return [part.partition("=") for part in cell.split("|") if part]
