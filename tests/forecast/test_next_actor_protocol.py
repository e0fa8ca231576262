"""The protocol of next-actor forecasting: nothing of the day reaches a feature; ranks are those of the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.forecast.candidates import Candidates, Prior
from westphalia.forecast.features import GROUPS
from westphalia.forecast.forecaster import Forecaster, Span
from westphalia.forecast.history import Classes, History
from westphalia.forecast.quadruples import Quadruples, Questions
from westphalia.forecast.ranks import ranks
from westphalia.forecast.rules import Rules
from westphalia.forecast.walking import Batch, Describer, batch

ENTITIES, RELATIONS, DAYS = 25, 4, 40
NAMES = ["China", "France", *(f"Police (State {k})" for k in range(ENTITIES - 2))]


def drawn(seed: int, facts: int = 600) -> np.ndarray:
    """Random facts in which what has happened once tends to happen again."""
    random = np.random.default_rng(seed)
    usual = np.stack([random.integers(0, high, 60) for high in (ENTITIES, RELATIONS, ENTITIES)], axis=1)
    rows = np.stack([random.integers(0, high, facts) for high in (ENTITIES, RELATIONS, ENTITIES, DAYS)], axis=1)
    again = random.random(facts) < 0.7
    rows[again, :3] = usual[random.integers(0, len(usual), again.sum())]
    return rows


def doubled(rows: np.ndarray) -> Quadruples:
    return Quadruples.of(rows, ENTITIES, RELATIONS).doubled()


def described(rows: np.ndarray, day: int) -> tuple[Candidates, np.ndarray]:
    """Candidates and features of fixed questions of a day, with weights that do not depend on the rows."""
    facts = doubled(rows)
    history, prior, rules = History(facts, Classes.of_names(NAMES)), Prior(), Rules(facts.relations)
    rules.general = np.linspace(-1, 1, len(rules.general))
    describe = Describer(history, rules)
    history.advance(day)
    subject, relation = (part.ravel() for part in np.meshgrid(np.arange(ENTITIES), np.arange(facts.relations)))
    none = np.zeros(0, np.int64)
    of = batch(history, prior, Questions(subject, relation, none, none), 10)
    return of.candidates, describe(of)


@pytest.mark.parametrize("day", [1, 20, 39])
def test_no_answer_of_the_day_or_later_reaches_a_feature(day):
    rows = drawn(1)
    other = rows.copy()
    later = rows[:, 3] >= day
    other[later] = drawn(2)[later]
    other[later, 3] = np.maximum(other[later, 3], day)
    assert not np.array_equal(rows[later], other[later])
    candidates, values = described(rows, day)
    candidates_too, values_too = described(other, day)
    assert np.array_equal(candidates.entity, candidates_too.entity)
    assert candidates.dense.tobytes() == candidates_too.dense.tobytes()
    assert values.tobytes() == values_too.tobytes()


def test_an_answer_of_the_day_before_reaches_the_features():
    rows = drawn(1)
    other = rows.copy()
    other[rows[:, 3] == 19, 2] = (other[rows[:, 3] == 19, 2] + 1) % ENTITIES
    assert described(rows, 20)[1].tobytes() != described(other, 20)[1].tobytes()


def test_weights_see_nothing_of_the_days_ranked():
    rows = drawn(3)
    other = rows.copy()
    later = rows[:, 3] >= 30
    other[later, :3] = drawn(4)[later, :3]
    scores = []
    for facts in (rows, other):
        model = Forecaster(doubled(facts), NAMES)
        model.fit(30, Span())
        question = Questions.one(0, 0)
        _, values = model.asked(30, question)
        scores.append(model.ranker.score(values, question.relation))
    assert scores[0].tobytes() == scores[1].tobytes()


def test_the_history_does_not_go_back():
    history = History(doubled(drawn(1)), Classes.of_names(NAMES))
    history.advance(10)
    with pytest.raises(ValueError, match="past 9"):
        history.advance(9)


def test_decayed_counts_are_those_of_the_formula():
    rows = drawn(5)
    facts = doubled(rows)
    history = History(facts, Classes.of_names(NAMES))
    history.advance(33)
    for subject, relation, target in [(0, 1, 2), *np.unique(rows[:, :3], axis=0)[:20]]:
        same = (rows[:, 0] == subject) & (rows[:, 1] == relation) & (rows[:, 2] == target) & (rows[:, 3] < 33)
        days = np.unique(rows[same, 3])
        expected = sum((2.0 ** (-(33 - day) / np.array([2.0, 8.0, 40.0, 400.0])) for day in days), np.zeros(4))
        at = history.triple.find(np.array([subject * 2 * RELATIONS + relation]), np.array([target]))
        assert np.allclose(history.triple.sums[at[0]], expected, rtol=1e-4)
        assert history.triple.last[at[0]] == (days.max() if len(days) else -10_000)


@st.composite
def rankings(draw):
    """Scores of all entities, with many ties, some of them candidates, and true answers of two questions."""
    entities = draw(st.integers(3, 12))
    levels = st.integers(0, 3)
    dense = np.array(draw(st.lists(st.lists(levels, min_size=entities, max_size=entities), min_size=2, max_size=2)))
    width = draw(st.integers(1, entities))
    scores = np.array(draw(st.lists(st.lists(levels, min_size=width, max_size=width), min_size=2, max_size=2)))
    answers = [draw(st.sets(st.integers(0, entities - 1), min_size=1)) for _ in range(2)]
    return dense.astype(np.float32), scores.astype(np.float32), answers


@settings(max_examples=200, deadline=None)
@given(rankings())
def test_ranks_are_those_of_the_definition(case):
    dense, scores, answers = case
    width = scores.shape[1]
    entity = np.argsort(-dense, axis=1, kind="stable")[:, :width]
    asked = np.array([question for question in range(2) for _ in answers[question]])
    answer = np.array([one for question in range(2) for one in sorted(answers[question])])
    truth = np.array([[e in answers[q] for e in entity[q]] for q in range(2)])
    zero = np.zeros(2, np.int64)
    questions = Questions(zero, zero, asked, answer)
    candidates = Candidates(entity, np.take_along_axis(dense, entity, axis=1), dense)
    found = ranks(Batch(0, questions, candidates, truth), scores)
    for question, one, rank in zip(asked, answer, found, strict=True):
        # one number per entity: candidates before all others
        value = {e: (0, dense[question, e]) for e in range(dense.shape[1])}
        value |= {e: (1, s) for e, s in zip(entity[question].tolist(), scores[question], strict=True)}
        rivals = [v for e, v in value.items() if e not in answers[question]]
        better, equal = sum(v > value[one] for v in rivals), sum(v == value[one] for v in rivals)
        assert rank == 1 + better + equal / 2


def test_every_feature_has_a_group_and_a_number():
    facts = doubled(drawn(6))
    history, rules = History(facts, Classes.of_names(NAMES)), Rules(facts.relations)
    describe = Describer(history, rules)
    history.advance(25)
    of = batch(history, Prior(), Questions.of(facts.of_days(25, 26)), 10)
    values = describe(of)
    assert np.isfinite(values).all()
    assert set(describe.groups) == set(GROUPS)
    assert len(set(describe.names)) == len(describe.names) == values.shape[-1]


def test_a_fact_told_twice_on_a_day_counts_once():
    rows = drawn(7)
    assert len(Quadruples.of(np.concatenate([rows, rows]), ENTITIES, RELATIONS)) == len(np.unique(rows, axis=0))
