import os

from tests.crash.harness import run, sources

RUNS = int(os.environ.get("CRASH_RUNS", "2"))
"""Kills in the usual suite; `CRASH_RUNS=50` or `python -m tests.crash.harness` for the whole of it."""


def test_killed_at_any_moment_and_resumed_it_ends_the_same(tmp_path):
    results = run(RUNS, sources(tmp_path / "reports"), tmp_path, seed=3)
    assert [result for result in results if result.problem] == []
    assert len(results) == RUNS
