import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import UsageError
from westphalia.world import Store
from westphalia.world.search import match_expression


def test_finds_sentences_and_statements_with_their_place(store, reading):
    store.add(reading(), "v1")
    (met,) = store.search("tunxi met")
    assert (met["kind"], met["text"], met["published"]) == ("sentence", "China met Russia in Tunxi.", "2022-03-30")
    kinds = [row["kind"] for row in store.search("sanctions")]
    assert sorted(kinds) == ["sentence", "statement"]
    for row in store.search("sanctions"):
        assert store.text(row["report"])[row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize(
    ("words", "found"), [("met china", 1), ('"met china"', 0), ('"china met"', 1), ("tun*", 1), ("tun", 0)]
)
def test_words_phrases_and_open_ends(store, reading, words, found):
    store.add(reading(), "v1")
    assert len(store.search(words)) == found


def test_what_is_gone_is_not_found(store, reading):
    one = reading()
    store.add(one, "v1")
    one.sentences.clear()
    one.statements.clear()
    store.add(one, "v2")
    assert store.search("sanctions") == []


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    from tests.world.conftest import made

    with Store(tmp_path_factory.mktemp("s") / "w.db", create=True) as store:
        store.add(made(), "v1")
        yield store


@given(st.text(max_size=40))
def test_nothing_a_user_types_breaks_it(searched, words):
    if match_expression(words):
        searched.search(words)
    else:
        with pytest.raises(UsageError):
            searched.search(words)


@pytest.mark.parametrize(
    "words", ['"', "a AND", "NEAR(", "text:china", "-china", "^china", "(china", "china NOT", "*", "a\0b"]
)
def test_query_syntax_is_only_words(searched, words):
    try:
        searched.search(words)
    except UsageError:
        assert not any(c.isalnum() for c in words)
