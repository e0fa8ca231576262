"""The table of weights gives what a dense one would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from westphalia.reading.speech.tagger import Table


@given(
    some.dictionaries(some.integers(0, 499), some.lists(some.integers(-127, 127), min_size=7, max_size=7)), some.data()
)
def test_table_sums_as_a_dense_one(known: dict[int, list[int]], data: some.DataObject) -> None:
    features = np.array(
        data.draw(some.lists(some.lists(some.integers(0, 499), min_size=3, max_size=3), min_size=1)), np.int32
    )
    dense = np.zeros((500, 7), np.int8)
    for bucket, row in known.items():
        dense[bucket] = row
    buckets = np.array(sorted(known), np.int32)
    table = Table.of(buckets, dense[buckets], 500)
    assert (table.sums(features, 7) == dense[features].sum(axis=1)).all()
