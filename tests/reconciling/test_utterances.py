"""Wordings against each other word by word, and the chain of each; nothing is lost of either wording."""

from hypothesis import given
from hypothesis import strategies as st

from westphalia.reconciling.utterances import Link, chain, compare, kept, nearest

BASE = "there are no limits to our friendship with the island"


def test_what_was_kept_cut_and_changed():
    pieces = compare(BASE, "there is no limit to our old friendship")
    assert [(p.kind, p.base, p.words) for p in pieces] == [
        ("kept", "there", "there"),
        ("changed", "are", "is"),
        ("kept", "no limits to our", "no limit to our"),
        ("added", "", "old"),
        ("kept", "friendship", "friendship"),
        ("cut", "with the island", ""),
    ]
    assert kept(BASE, "there is no limit to our old friendship") == 0.6


def test_other_words_altogether_have_no_marks():
    assert compare(BASE, "copper will rise again") == ()


WORDS = st.lists(st.sampled_from("we our Friendship friendships has no limits limit peace".split()), max_size=12).map(
    " ".join
)


@given(WORDS, WORDS)
def test_pieces_put_together_are_both_wordings(base, other):
    pieces = compare(base, other)
    if pieces:
        assert " ".join(p.base for p in pieces if p.base).split() == base.split()
        assert " ".join(p.words for p in pieces if p.words).split() == other.split()
        assert {p.kind for p in pieces} <= {"kept", "cut", "added", "changed"}
    assert 0 <= kept(base, other) <= 1


def test_the_wording_nearest_to_all_is_the_base():
    assert nearest(["peace", "no limits to peace and trade", "limits to peace and trade"]) in (1, 2)
    assert nearest(["one", "two"]) == 0
    assert nearest(["limits to peace", "no limits to peace and trade"]) == 1


def test_what_is_quoted_is_the_base_rather_than_what_is_retold():
    retold, cut, whole = "there would be peace soon", "there will be peace", "there will be peace in the harbour"
    assert nearest([retold, cut, whole], ["indirect", "direct", "direct"]) in (1, 2)
    assert nearest([retold, whole, cut], ["indirect", "mixed", "direct"]) == 2
    assert nearest([retold, whole], ["indirect", "indirect"]) == 1


def test_the_chain_leads_from_the_outlet_to_the_speaker():
    report = {"report": "a", "outlet": "Southern Post", "copy_of": "b"}
    original = {"report": "b", "outlet": "Northern Star", "copy_of": None}
    said = {
        "via": ["Agency", "the ministry"],
        "speaker": "PER/GOV/luis-soto",
        "speaker_name": "Luis Soto",
        "speaker_text": "he",
    }
    assert chain(said, report, {"a": report, "b": original}) == (
        Link("Southern Post", "outlet"),
        Link("Northern Star", "copied"),
        Link("Agency", "relayed"),
        Link("the ministry", "relayed"),
        Link("Luis Soto", "speaker", "PER/GOV/luis-soto"),
    )


def test_an_outlet_that_copies_itself_stands_once():
    report = {"report": "a", "outlet": "Southern Post", "copy_of": "b"}
    original = {"report": "b", "outlet": "Southern Post", "copy_of": None}
    said = {"via": [], "speaker": None, "speaker_name": None, "speaker_text": None}
    assert chain(said, report, {"b": original}) == (Link("Southern Post", "outlet"),)
