"""How sure a statement is: the share of such statements that were right on articles kept for measuring.

"Such" is told by how sure the tagger is of the words and the linker of what joins them, the shape of the content,
how readily its cue is one, who speaks, and whether the statement is of a kind that PolNeAR counts but a reader
rarely means by one ("heralds a stable end"). Their
weights (log-odds, `data/confidence.tsv`) are fitted by `tools/calibrate_statements.py`.
"""

import math
from bisect import bisect_right
from functools import lru_cache

from spacy.tokens import Span as TokenSpan

from westphalia import vocabulary
from westphalia.model import Party
from westphalia.reading.speech.cues import LEVELS, entry

SHARES = (0.5, 0.65, 0.8, 0.9, 0.96, 0.99)
"""Bounds of the classes of what the tagger says of a source, cue or content."""
MARGINS = (1.0, 3.0, 6.0, 10.0)
"""Bounds of the classes of the linker's margins."""
_PERSONAL = frozenset("i we you some many one who this that".split())

OTHERS = frozenset("he she it they".split())


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Log-odds by trait.

    Raises:
        ReferenceDataError: if a row does not have the shape the header declares.
    """
    return {row["trait"]: float(row["weight"]) for row in vocabulary.rows("westphalia.reading", "confidence.tsv")}


def traits(
    content: TokenSpan | None, quotation: str, cue: TokenSpan | None, speaker: Party | None, doubtful: bool
) -> tuple[str, ...]:
    """What the confidence of a statement is judged by."""
    row = entry(cue) if cue is not None else None
    level = bisect_right(LEVELS, row.weight) if row is not None else 0
    shape = _shape(content, quotation)
    found = ["any", f"content {shape}", f"cue {level}" if cue is not None else "no cue", f"speaker {_who(speaker)}"]
    if level <= 3:
        found.append(f"{shape} behind a weak cue")
    if doubtful:
        found.append("doubtful")
    return tuple(found)


def marks(shares: dict[str, float], margin: float) -> tuple[str, ...]:
    """What the model itself says of the parts of an attribution (their shares) and of how they hang together."""
    found = [f"{part} marked {bisect_right(SHARES, share)}" for part, share in shares.items()]
    return (*found, f"linked {bisect_right(MARGINS, margin)}")


def cue_form(cue: TokenSpan) -> str:
    """As "finite" what is said to have been said; "modal", "infinitive", "participle" or "nominal" what may not."""
    root = cue.root
    helpers = [c for c in root.children if c.dep_ in ("aux", "auxpass")]
    if any(c.tag_ == "MD" and c.lower_ not in ("will", "would") for c in helpers):
        return "modal"
    if any(c.tag_ == "TO" for c in helpers):
        return "infinitive"
    if root.tag_ in ("VBD", "VBZ", "VBP", "VB") or helpers:
        return "finite"
    return "participle" if root.tag_ in ("VBG", "VBN") else "nominal"


def confidence(found: tuple[str, ...]) -> float:
    """The share of statements with these traits that are right, between 0 and 1."""
    table = weights()
    return round(1 / (1 + math.exp(-sum(table.get(trait, 0.0) for trait in found))), 2)


def _shape(content: TokenSpan | None, quotation: str) -> str:
    if quotation == "direct":
        return "quoted"
    if content is None:
        return "of several sentences"
    if quotation == "mixed":
        return "partly quoted"
    words = [t for t in content if t.is_alpha]
    if len(words) < 3:
        return "fragment"
    if any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in content):
        return "clause"
    return "infinitive" if any(t.tag_ == "TO" and t.i <= content.start + 1 for t in content) else "phrase"


def _who(speaker: Party | None) -> str:
    if speaker is None:
        return "none"
    if speaker.text.lower() in OTHERS:
        return "pronoun resolved" if speaker.actor is not None else "pronoun unresolved"
    if speaker.actor is not None:
        return "known" if not speaker.actor.startswith("?") else "of unknown country"
    if speaker.text.lower() in _PERSONAL:
        return "pronoun"
    return "named" if speaker.name else "thing"
