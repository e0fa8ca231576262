import inspect
import json
from pathlib import Path

import polars as pl
import pytest

from westphalia import WestphaliaError, World
from westphalia.engine import local
from westphalia.world import EXPORTED, TABLES


@pytest.fixture
def world(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[1] / "engine"))
    monkeypatch.setattr(local, "READER", "stub_reader")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("SLOW China met Russia on Tuesday in the capital. They agreed to trade.")
    (tmp_path / "in" / "b.txt").write_text("SLOW The minister rejected the new sanctions. He spoke in Geneva.")
    with World(tmp_path / "w.db") as world:
        yield world


def test_reading_gives_counts_and_frames(world, tmp_path):
    summary = world.read(tmp_path / "in", processes=1, outlet="Zephyr Daily")
    assert summary.read == 2
    assert world.reports()["outlet"].to_list() == ["Zephyr Daily"] * 2
    assert world.events().height == 2
    assert world.counts()["reports"] == 2
    assert world.doctor().healthy


@pytest.mark.parametrize("table", EXPORTED)
def test_every_exported_table_has_a_frame(world, tmp_path, table):
    world.read([tmp_path / "in"], processes=1)
    frame = getattr(world, table)()
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns == [column.name for column in TABLES[table].frame]


def test_looking_makes_no_file(world):
    with pytest.raises(WestphaliaError, match="there is no world"):
        world.events()
    assert not world.path.exists()
    assert "not there yet" in world._repr_html_()


def test_search_export_digest(world, tmp_path):
    world.read(tmp_path / "in", processes=1)
    assert world.search("sanctions")[0]["name"] == "b.txt"
    assert world.export("reports", "jsonl", tmp_path / "r.jsonl") == 2
    assert len([json.loads(line) for line in (tmp_path / "r.jsonl").open()]) == 2
    digest = world.digest()
    world.read(tmp_path / "in", processes=1)
    assert world.digest() == digest
    assert "<table>" in world._repr_html_()


def test_decisions(world, tmp_path):
    world.read(tmp_path / "in", processes=1)
    taken = world.decide("wrong", world.events()["event"][0], who="Ada", why="not so")
    world.undo(taken.entry, who="Ada", why="it is")
    assert [row["action"] for row in world.journal()] == ["wrong", "undo"]


def test_names_in_html_are_text(tmp_path):
    assert "<b>x" not in World(tmp_path / "<b>x")._repr_html_()


def test_public_methods_are_documented():
    for name, method in inspect.getmembers(World, inspect.isfunction):
        assert name.startswith("_") or method.__doc__, name
