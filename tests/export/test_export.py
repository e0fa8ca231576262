import csv
import io
import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.conftest import made
from westphalia.errors import UsageError, WestphaliaError
from westphalia.export import FORMATS, export
from westphalia.export.delimited import FORMULA, cell
from westphalia.world import EXPORTED, TABLES, Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "w.db", create=True) as opened:
        opened.add(made(), "v1")
        yield opened


@pytest.mark.parametrize("table", EXPORTED)
@pytest.mark.parametrize("form", FORMATS)
def test_every_table_in_every_format_has_the_declared_columns(store, tmp_path, table, form):
    out = tmp_path / f"{table}.{form}"
    rows = export(store, table, form, out)
    columns = [column.name for column in TABLES[table].frame]
    if form == "parquet":
        frame = pl.read_parquet(out)
        assert (frame.columns, frame.height) == (columns, rows)
    elif form == "csv":
        head, *lines = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"))))
        assert (head, len(lines)) == (columns, rows)
    else:
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert len(lines) == rows
        assert all(list(line) == columns for line in lines)


def test_json_lines_hold_lists_objects_and_nulls(store, tmp_path):
    export(store, "events", "jsonl", tmp_path / "e")
    row = json.loads((tmp_path / "e").read_text())
    assert row["sources"] == ["CHN", "RUS"]
    assert row["trace"]["confidence"] == 0.9
    assert row["happening"] is None
    assert row["date_from"] == "2022-03-30"
    assert row["mutual"] is True


def test_csv_joins_lists_and_leaves_the_unknown_empty(store, tmp_path):
    export(store, "events", "csv", tmp_path / "e")
    (row,) = csv.DictReader((tmp_path / "e").open(encoding="utf-8", newline=""))
    assert (row["sources"], row["happening"], row["mutual"], row["intensity"]) == ("CHN;RUS", "", "true", "3.0")


def test_parquet_keeps_types(store, tmp_path):
    export(store, "events", "parquet", tmp_path / "e")
    row = pl.read_parquet(tmp_path / "e").row(0, named=True)
    assert (row["date_from"], row["sources"]) == (date(2022, 3, 30), ["CHN", "RUS"])


@given(st.text())
def test_no_cell_is_a_formula(text):
    assert not str(cell(text)).startswith(FORMULA)
    assert not str(cell([text])).startswith(FORMULA)
    assert str(cell(text)).endswith(text)


def test_numbers_stay_numbers():
    assert (cell(-5.0), cell(-5), cell(False), cell(None)) == (-5.0, -5, "false", "")


def test_unknown_table_and_format_are_told_with_what_is_near(store):
    with pytest.raises(UsageError, match="did you mean events"):
        export(store, "event")
    with pytest.raises(UsageError, match="did you mean parquet"):
        export(store, "events", "parket")
    with pytest.raises(UsageError):
        export(store, "reports; DROP TABLE reports")
    with pytest.raises(UsageError):
        export(store, "journal")


def test_a_failed_export_leaves_the_older_file(store, tmp_path, monkeypatch):
    out = tmp_path / "e.jsonl"
    out.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(FORMATS, "jsonl", fail)
    with pytest.raises(WestphaliaError, match="No space left"):
        export(store, "events", "jsonl", out)
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("place", ["no/such/folder/e.csv", "."])
def test_a_place_that_cannot_be_written_is_one_clear_word(store, tmp_path, place):
    with pytest.raises(WestphaliaError, match="cannot be written"):
        export(store, "events", "csv", tmp_path / place)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_device_is_one_clear_word(store, form):
    with pytest.raises(WestphaliaError, match="cannot be written"):
        export(store, "events", form, Path("/dev/full"))
    assert Path("/dev/full").is_char_device()


def test_new_files_have_the_usual_permissions(store, tmp_path):
    mask = os.umask(0o022)
    try:
        export(store, "events", "csv", tmp_path / "e.csv")
    finally:
        os.umask(mask)
    assert (tmp_path / "e.csv").stat().st_mode & 0o777 == 0o644
