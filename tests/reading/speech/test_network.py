"""Words become vectors by their pieces; what is marked in a report does not depend on what is read beside it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from tests.helpers import report
from westphalia.reading import read, read_many
from westphalia.reading.encoder import split
from westphalia.reading.speech.model import model
from westphalia.reading.speech.network import MOST, Vectors

WORDS = some.lists(
    some.sampled_from(["Norway", "minister", " ", "", "said", "Tegucigalpa", "anti-armament", "“", "été"])
)


@given(WORDS)
def test_a_word_is_the_mean_of_its_pieces(words: list[str]) -> None:
    rng = np.random.default_rng(1)
    size = len(model().vectors.rows)
    vectors = Vectors(rng.integers(-127, 128, (size, 5), np.int8), rng.random(size, np.float32))
    found = vectors.of(words)
    assert found.shape == (len(words), 5)
    for word, row in zip(words, found, strict=True):
        pieces = split(word)[:MOST]
        wanted = [vectors.rows[p] * vectors.scale[p] for p in pieces]
        np.testing.assert_allclose(row, np.mean(wanted, axis=0) if pieces else np.zeros(5), rtol=1e-4, atol=1e-5)


def test_there_is_a_vector_for_every_piece() -> None:
    held = model().vectors
    assert len(held.rows) == len(held.scale) > max(p for word in ("Norway", "zzyzx", "“", "東") for p in split(word))
    assert np.isfinite(held.scale).all() and (held.scale > 0).all()


def test_a_report_is_read_the_same_beside_others() -> None:
    texts = [
        "“We will not sign,” said the minister of Norway. She added that talks go on.",
        "The president of Kenya said on Monday that the border with Chile would stay shut until May.",
    ]
    alone = [[(s.span, s.speaker, s.cue, s.trace) for s in read(report(text)).statements] for text in texts]
    beside = [[(s.span, s.speaker, s.cue, s.trace) for s in one.statements] for one in read_many(map(report, texts))]
    assert alone == beside
    assert all(alone)
