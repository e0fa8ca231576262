import os
import subprocess

from tests.crash.harness import command, finish, run, sources

RUNS = int(os.environ.get("CRASH_RUNS", "2"))
"""Kills in the usual suite; `CRASH_RUNS=50` or `python -m tests.crash.harness` for the whole of it."""


def test_killed_at_any_moment_and_resumed_it_ends_the_same(tmp_path):
    results = run(RUNS, sources(tmp_path / "reports"), tmp_path, seed=3)
    assert [result for result in results if result.problem] == []
    assert len(results) == RUNS


def test_two_readings_into_one_world_at_once(tmp_path):
    source = sources(tmp_path / "reports", 40)
    alone, _ = finish(tmp_path / "alone.db", source, real=False)
    both = tmp_path / "both.db"
    children = [subprocess.Popen(command(both, source, real=False), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [child.wait(timeout=60) for child in children] == [0, 0]
    assert finish(both, source, real=False)[0] == alone
