"""Wordings are encoded once, to the same vector whatever is beside them."""

import numpy as np
import pytest

from westphalia.errors import WorldError
from westphalia.reconciling import wordings
from westphalia.reconciling.wordings import Wordings, encode
from westphalia.world import Store

TEXTS = ["we want peace", "there are no limits", "the price of copper will rise " * 90, "no", "we want lasting peace"]


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "w.db", create=True) as made:
        yield made


def test_a_vector_depends_on_its_wording_alone():
    together = encode(TEXTS)
    assert all(np.array_equal(encode([text])[0], vector) for text, vector in zip(TEXTS, together, strict=True))
    assert np.array_equal(encode(TEXTS[::-1]), together[::-1])


def test_like_is_near_like():
    vectors = encode(TEXTS).astype(np.float32)
    assert vectors[0] @ vectors[4] > vectors[0] @ vectors[2]


def test_none_is_encoded_twice(store, monkeypatch):
    first = Wordings(store).vectors(TEXTS[:3])
    asked = []
    monkeypatch.setattr(wordings, "encode", lambda texts: asked.extend(texts) or encode(texts))
    again = Wordings(store).vectors([TEXTS[3], *TEXTS[1:3]])
    assert asked == [TEXTS[3]]
    assert np.array_equal(again[1:], first[1:])
    assert store.counts()["wordings"] == 3  # what nothing says any more is gone


def test_they_are_no_part_of_what_a_world_says(store):
    before = store.digest()
    Wordings(store).vectors(TEXTS[:1])
    assert store.digest() == before


def test_a_killed_run_keeps_what_it_encoded(store, monkeypatch):
    monkeypatch.setattr(wordings, "TOGETHER", 2)
    left = [encode(TEXTS[:2])]
    monkeypatch.setattr(wordings, "encode", lambda texts: left.pop())
    with pytest.raises(IndexError):
        Wordings(store).vectors(TEXTS)
    assert store.counts()["wordings"] == 2


def test_only_tables_about_the_file_are_kept_and_dropped(store):
    with pytest.raises(WorldError, match="not a table about the file"):
        store.keep("reports", [])
    with pytest.raises(WorldError, match="not a table about the file"):
        store.drop("journal", ["1"])
