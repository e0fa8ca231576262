"""The fast ways of grouping find what the plain ones would."""

from datetime import date, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.reconciling import quotations
from westphalia.reconciling.groups import average_link_of, components
from westphalia.reconciling.likeness import pair
from westphalia.reconciling.quotations import compatible, group
from westphalia.reconciling.told import Said, Source

SCORES = st.sampled_from([-np.inf, -1.0, 0.0, 0.5, 1.0, 1.25, 2.0])


def plain_average_link(count, score, threshold):
    groups = [[item] for item in range(count)]
    while True:
        best, pair = threshold, None
        for one, other in combinations(range(len(groups)), 2):
            links = [score(a, b) for a in groups[one] for b in groups[other]]
            mean = sum(links) / len(links)
            if mean > best or (mean == best and pair is None):
                best, pair = mean, (one, other)
        if pair is None:
            return groups
        groups[pair[0]] += groups.pop(pair[1])


@given(st.integers(0, 6).flatmap(lambda n: st.tuples(st.just(n), st.lists(SCORES, min_size=n * n, max_size=n * n))))
def test_average_link(case):
    count, scores = case

    def score(a, b):
        return scores[min(a, b) * count + max(a, b)]

    matrix = np.array([[score(a, b) for b in range(count)] for a in range(count)], dtype=float).reshape(count, count)
    found = average_link_of(range(count), matrix, 1.0)
    assert {frozenset(g) for g in found} == {frozenset(g) for g in plain_average_link(count, score, 1.0)}


STATEMENTS = st.lists(
    st.tuples(
        st.integers(0, 5),  # report
        st.sampled_from([None, 0, 20, 45, 46, 100]),  # day
        st.sampled_from([None, "PER/GOV", "PER/GOV/luis-soto", "PER/GOV/ana-diaz"]),
        st.sampled_from(["we want to go on", "we do not want to", "send 300 tonnes now", "send 400 tonnes now"]),
    ),
    max_size=14,
)


@settings(deadline=None)
@given(STATEMENTS, st.randoms(use_true_random=False))
def test_quotations_compared_in_blocks_are_those_compared_one_by_one(rows, chance):
    days = {report: day for report, day, _, _ in rows}  # a report has one day
    said = [
        Said(str(n), Source(str(report), None, _day(days[report])), n, f"{words} {n % 4}", speaker, "x", "direct")
        for n, (report, _, speaker, words) in enumerate(rows)
    ]
    contents = {s.content: np.float16([chance.choice([1, 0.9, 0.7]), chance.choice([0, 0.4, 0.8])]) for s in said}
    vectors = {content: row / np.linalg.norm(row.astype(np.float32)) for content, row in contents.items()}

    def table(texts):
        return np.array([vectors[t] for t in texts], dtype=np.float16).reshape(-1, 2)

    def cosine(a, b):
        one, other = table([a.content])[0].astype(np.float32), table([b.content])[0].astype(np.float32)
        return float(np.round(np.einsum("i,i->", one, other), 3))

    def edges(members):
        for (i, a), (j, b) in combinations(enumerate(members), 2):
            score = pair(a.content, b.content, near := cosine(a, b))
            if near >= quotations.FLOOR and compatible(a, b, score):
                yield i, j, score

    plain = set()
    for block in {_block(s) for s in said}:
        members = sorted((s for s in said if _block(s) == block), key=lambda s: (s.source.report, s.start))
        for numbers in components(range(len(members)), quotations._best(members, edges(members))):
            if len({(members[n].source.report, members[n].start) for n in numbers}) > 1:
                plain.add(frozenset(members[n].statement for n in numbers))
    rows_before, columns_before = quotations.ROWS, quotations.COLUMNS
    quotations.ROWS, quotations.COLUMNS = 3, 4
    try:
        found = {frozenset(s.statement for s in g) for g in group(said, table)}
    finally:
        quotations.ROWS, quotations.COLUMNS = rows_before, columns_before
    assert found == plain


def _day(offset):
    return None if offset is None else date(2024, 1, 1) + timedelta(days=offset)


def _block(said):
    return "?" if said.speaker is None else "PER"
