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


def numbered(text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The word pieces of a marked text, and which of them begin source and target; 0 where there is none."""
    words = text.split(" ")
    held = pieces(words)
    first = [words.index(mark) if mark in words else -1 for mark in (SOURCE, TARGET)]
    at = [held.words.index(n) if n >= 0 and n in held.words else 0 for n in first]
    return held.ids, np.array(at, dtype=np.int64)


@lru_cache(maxsize=4096)
def judge(text: str) -> Judgement:
    """What a marked text (`event_text.marked`) tells. A text alone decides: the same text is the same answer."""
    ids, at = numbered(text)
    types, event = session("events").run(None, {"hidden": trunk(ids), "at": at})
    return Judgement(types, float(event[0]))
