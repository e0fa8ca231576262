"""Which place a name of a text stands for: a choice among candidates by weights learnt from annotated news.

Two rounds: the first looks at each name alone and at what stands beside it, the second also at where the other names
of the text most probably are. The weights (`data/place_weights.tsv`) are those of a conditional logit model, trained by
tools/train_places.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from westphalia import vocabulary
from westphalia.model import Span
from westphalia.reading.place.candidates import BESIDE, Candidate
from westphalia.reading.place.context import LOCAL, SHARED, Context
from westphalia.reading.place.gazetteer import Entry

ROUNDS = 2
FAR = 1500
"""Characters within which a town says roughly where an unknown name lies."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name stands for, most probable first, with the probability of the first."""

    candidates: tuple[Candidate, ...]
    probability: float

    @property
    def best(self) -> Candidate:
        """The most probable candidate."""
        return self.candidates[0]


@lru_cache(maxsize=1)
def weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of the features in the first round (LOCAL) and in the later ones (LOCAL and SHARED)."""
    rows = {row["feature"]: row for row in vocabulary.rows("westphalia.reading", "place_weights.tsv")}
    first = np.array([float(rows[name]["first"]) for name in LOCAL])
    return first, np.array([float(rows[name]["later"]) for name in LOCAL + SHARED])


def resolve(text: str, spans: Sequence[Span]) -> Mapping[Span, Resolved]:
    """What the names at the spans of a text stand for; names that nothing is known of are left out.

    Args:
        text: the whole text.
        spans: where the names stand, adjectives too ("Russian"): all say something about all others.
    """
    context = Context(text, spans)
    if not context.groups:
        return {}
    first, later = weights()
    chances = context.softmax(context.local @ first)
    for _ in range(ROUNDS - 1):
        chances = context.softmax(np.hstack([context.local, context.shared(chances)]) @ later)
    found: dict[Span, Resolved] = {}
    for number, name in enumerate(context.groups):
        start, end = context.starts[number], context.starts[number + 1]
        order = np.argsort(-chances[start:end], kind="stable")
        resolved = Resolved(tuple(name.candidates[i] for i in order), float(chances[start + order[0]]))
        found.update((span, resolved) for span in name.spans)
    for span in sorted(set(spans) - set(found)):
        beside = _beside(text, span, found)
        if beside is not None:
            found[span] = beside
    return found


def _beside(text: str, span: Span, found: Mapping[Span, Resolved]) -> Resolved | None:
    """Roughly where a name lies that nothing knows: where the town beside it does ("Khayelitsha, Cape Town")."""
    best: tuple[int, Span] | None = None
    for other, resolved in found.items():
        kind, how = resolved.best.entry.kind, resolved.best.how
        gap = other.start - span.end if other.start >= span.end else span.start - other.end
        if kind not in ("town", "second") or how == BESIDE or gap > FAR:
            continue
        gap -= FAR * (other.start >= span.end and text[span.end : other.start].strip() == ",")
        if best is None or (gap, other) < best:
            best = (gap, other)
    if best is None:
        return None
    town = found[best[1]].best.entry
    entry = Entry(
        span.of(text), town.country, "town", 1.0, latitude=town.latitude, longitude=town.longitude,
        first=town.first, second=town.second, within=(town.name, *town.within),
    )  # fmt: skip
    return Resolved((Candidate(entry, BESIDE),), 0.0)
