"""Two reports alone: near if they tell one story, whatever else there is; and what that does for their events."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconciling.test_happenings import told
from westphalia.reconciling import grouping, happenings, nearness, pile
from westphalia.reconciling.nearness import Nearness
from westphalia.reconciling.terms import terms

TEXTS = {
    "quake": "A strong earthquake hit the port of Belmar on Monday and killed nine people, said rescuers in Belmar.",
    "quake too": "Nine people were killed when an earthquake struck Belmar on Monday. Rescuers searched its port.",
    "vote": "The parliament of Orvia voted 120 to 80 for the budget of minister Tessa Lund after a night of debate.",
    "empty": "",
}


def test_one_story_is_near_and_another_is_not():
    near = Nearness(TEXTS.__getitem__)
    assert near("quake", "quake too") > 0.5
    assert near("quake", "vote") < 0.1
    assert near("quake", "empty") < 0.1
    assert near("quake", "quake") > 0.99


def test_texts_are_read_once():
    asked = []
    near = Nearness(lambda report: asked.append(report) or TEXTS[report])
    assert near("quake", "vote") == near("vote", "quake")
    near("quake", "quake too")
    assert sorted(asked) == ["quake", "quake too", "vote"]


WORDS = st.lists(st.sampled_from("war peace talks Belmar Orvia 12 4,000 signed signs budget".split()), max_size=12)


@given(WORDS, WORDS)
def test_cosine_is_that_of_the_pile_without_the_pile(one, other):
    bags = terms(" ".join(one)).words, terms(" ".join(other)).words
    expected = pile.cosines(bags, known=True, by_pile=False)[0, 1]
    assert np.isclose(nearness.cosine(*(nearness.Weighed.of(bag, known=True) for bag in bags)), expected)


PARTIAL = {"sources": ("NOR",), "recipients": ("PER",), "first": None, "last": None, "precision": "unknown", "mode": ""}


@pytest.mark.parametrize(("near", "count"), [(1.0, 1), (0.4, 2)])
def test_reports_of_one_story_raise_the_likeness(near, count):
    one, other = (told(x, x, **PARTIAL, terms=frozenset({x})) for x in "ab")
    assert len(grouping.group([one, other], lambda *_: near)) == count
    parts = dict(happenings.likeness(one, other, happenings.Rarity(), lambda *_: near).parts)
    assert parts["story"] == (happenings.MOST_STORY if near == 1 else 0)


def test_one_story_does_not_overrule_a_contradiction():
    assert len(grouping.group([told("a", "1"), told("b", "2", mode="phone")], lambda *_: 1.0)) == 2


def test_events_of_one_report_are_no_nearer_for_it():
    one, other = (told(x, "1", **PARTIAL, terms=frozenset({x})) for x in "ab")
    rarity = happenings.Rarity()
    assert dict(happenings.likeness(one, other, rarity, lambda *_: 1.0).parts)["story"] == 0


@given(st.lists(st.sampled_from(["ministers harbour", "harbour salt", "grain", "grain talks salt"]), max_size=6))
def test_events_of_other_states_change_nothing(others):
    ours = [
        told(x, x, **PARTIAL, terms=frozenset(words.split())) for x, words in (("a", "harbour"), ("b", "harbour salt"))
    ]
    strange = {"sources": ("FJI",), "recipients": ("TON",)}
    theirs = [told(f"o{n}", f"o{n}", **PARTIAL | strange, terms=frozenset(w.split())) for n, w in enumerate(others)]
    alone = {frozenset(t.event for t in g) for g in grouping.group(ours)}
    beside = {frozenset(t.event for t in g) for g in grouping.group(ours + theirs)}
    assert alone <= beside
