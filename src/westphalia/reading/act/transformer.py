"""What the transformer makes of a pair: scores of the types, and whether there is an event at all.

Four layers and two heads on the shared trunk of `westphalia.reading.encoder`, weights in `data/events.onnx`.
`tools/train_encoder.py` makes the file; the model card is `docs/models/events.md`.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from westphalia.reading.act.event_text import SOURCE, TARGET
from westphalia.reading.encoder import pieces, session, trunk

ROOTS = tuple(
    "ACCUSE AGREE AID ASSAULT COERCE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST SANCTION SUPPORT THREATEN "
    "YIELD".split()
)
"""The classes in the order of the scores: PLOVER's types, CONCEDE and RETREAT as one."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores before any normalisation: of each of ROOTS, given an event; and of there being one."""

    types: npt.NDArray[np.float32]
    event: float


@lru_cache(maxsize=4096)
def judge(text: str) -> Judgement:
    """What a marked text (`event_text.marked`) tells. A text alone decides: the same text is the same answer."""
    words = text.split(" ")
    held = pieces(words)
    first = [words.index(mark) if mark in words else -1 for mark in (SOURCE, TARGET)]
    at = np.array([held.words.index(n) if n >= 0 and n in held.words else 0 for n in first], dtype=np.int64)
    types, event = session("events").run(None, {"hidden": trunk(held.ids), "at": at})
    return Judgement(types, float(event[0]))
