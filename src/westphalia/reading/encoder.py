"""Words in context as vectors: the lower layers of a small transformer, and the pieces words are made of.

The trunk is the embeddings and the first two layers of MiniLM-L6 (Apache-2.0), untrained by us, with the word
pieces that news in English uses, in eight bits. What stands on it (`act/transformer.py`) has layers of its own.
Everything is run one text at a time on one thread: in eight bits, the scale of the numbers depends on
all that is in the batch, so that a text alone gives the same vectors whatever was read before or beside it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data"
LONGEST = 256
"""Word pieces of the longest text; what is beyond is not read."""

LONGEST_PART = 100
"""Characters of the longest part of a word that is looked up; longer ones are unknown, as in BERT."""
ALONE = re.compile(r"([!-/:-@\[-`{-~]|[^\w\s]|_|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])|\s+|[\x00-\x1f\ufffd]")

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in word pieces, with the marks of its beginning and end.

    Attributes:
        ids: numbers of the pieces.
        words: for each piece the number of its word, -1 for the marks.
    """

    ids: npt.NDArray[np.int64]
    words: tuple[int, ...]


@lru_cache(maxsize=4)
def session(name: str) -> Any:
    """The network `data/NAME.onnx`, loaded on first use, on one thread."""
    import onnxruntime

    runtime: Any = onnxruntime  # its names are not exported in a way that type checkers see
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = runtime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return runtime.InferenceSession(str(DATA / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    return {piece: n for n, piece in enumerate((DATA / "encoder.txt").read_text(encoding="utf-8").split("\n")[:-1])}


def pieces(words: Sequence[str]) -> Pieces:
    """The word pieces of a text that is given as words."""
    held = _vocabulary()
    ids, of = [held["[CLS]"]], [-1]
    for n, word in enumerate(words):
        made = split(word)
        ids += made
        of += [n] * len(made)
    return Pieces(np.array([*ids[: LONGEST - 1], held["[SEP]"]], dtype=np.int64), (*of[: LONGEST - 1], -1))


@lru_cache(maxsize=1 << 16)
def split(word: str) -> tuple[int, ...]:
    """The numbers of the pieces of a word, by the rules of BERT.

    No case, no accents, punctuation and ideographs by themselves.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    found: list[int] = []
    for part in ALONE.split(plain):
        if part and not part.isspace():
            found += _longest(part)
    return tuple(found)


def _longest(part: str) -> list[int]:
    """The longest pieces that make up a part of a word, from the left; [UNK] if none do."""
    held = _vocabulary()
    found: list[int] = []
    start = 0
    while start < len(part):
        mark = "##" if start else ""
        end = next((e for e in range(len(part), start, -1) if mark + part[start:e] in held), start)
        if end == start or len(part) > LONGEST_PART:
            return [held["[UNK]"]]
        found.append(held[mark + part[start:end]])
        start = end
    return found


def trunk(ids: npt.NDArray[np.int64]) -> Vectors:
    """The vectors of the pieces of one text after the shared layers.

    Args:
        ids: numbers of the pieces, marks included, shape (n,), at most LONGEST.

    Returns:
        Shape (n, 384).
    """
    found: Vectors = session("encoder").run(None, {"ids": ids})[0]
    return found
