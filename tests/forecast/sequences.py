"""Event sequences made up for the tests: simulated from a known model, or written down."""

from datetime import date

import numpy as np

from westphalia.forecast.sequence import EventSequence
from westphalia.forecast.statistics import STATISTICS, Pairs, Past

START = date(2020, 1, 1).toordinal()
TYPES = ("AID", "ASSAULT", "CONSULT", "REQUEST", "SANCTION")
QUADS = (2, 4, 1, 3, 4)


def sequence(rows, actors=None):
    """Rows (day from the start, source, recipient, type) as a sequence."""
    rows = sorted(rows)
    actors = tuple(actors or sorted({name for _, source, recipient, _ in rows for name in (source, recipient)}))
    place = {name: at for at, name in enumerate(actors)}
    kind = np.array([TYPES.index(row[3]) for row in rows], dtype=np.int64)
    return EventSequence(
        actors=actors,
        types=TYPES,
        day=np.array([START + row[0] for row in rows], dtype=np.int64),
        source=np.array([place[row[1]] for row in rows], dtype=np.int64),
        recipient=np.array([place[row[2]] for row in rows], dtype=np.int64),
        type=kind,
        quad=np.array(QUADS, dtype=np.int64)[kind],
        weight=np.ones(len(rows)),
        intensity=np.array([(10.0, -9.0, 2.5, 0.0, -6.0)[k] for k in kind]),
        ids=tuple(f"e{at}" for at in range(len(rows))),
    )


def simulated(theta, baseline, *, actors=12, days=300, half_life=20.0, seed=0):
    """Events drawn day by day from a timed model with these coefficients (statistic → θ)."""
    drawn = np.random.default_rng(seed)
    names = [f"A{at:02}" for at in range(actors)]
    codes = [(i, j) for i in range(actors) for j in range(actors) if i != j]
    sources, recipients = (np.array(side) for side in zip(*codes, strict=True))
    rows = []
    for day in range(days):
        past = Past(sequence(rows or [(-1, names[0], names[1], "CONSULT")], names), half_life)
        state, view = past.eve(START + day), Pairs(sources, recipients)
        linear = baseline + sum(value * STATISTICS[name](view, state) for name, value in theta.items())
        counts = drawn.poisson(np.exp(np.minimum(linear, 3)))
        for at in np.flatnonzero(counts):
            rows += [(day, names[sources[at]], names[recipients[at]], TYPES[drawn.integers(5)])] * int(counts[at])
    return sequence(rows, names)
