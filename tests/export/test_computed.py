"""Tables made when asked for are exported like the others; references hold what is known and nothing else."""

import csv
import json
import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.api import World
from westphalia.engine.local import reconcile
from westphalia.errors import UsageError
from westphalia.export import FORMATS, export
from westphalia.export.bibliography import bibtex, cited, csl, key
from westphalia.export.rows import COMPUTED
from westphalia.intake import report_from_text
from westphalia.reading import VERSION, read
from westphalia.world import Store

TEXTS = {
    "north.txt": (
        "Norwegian Foreign Minister Ada Berg met Peruvian Foreign Minister Luis Soto in Lima on Monday, days into the "
        "Amber war. “Our friendship has no limits,” Berg said.",
        "Northern Star",
        date(2024, 5, 7),
    ),
    "south.txt": (
        "Peru's Foreign Minister Luis Soto met Norwegian Foreign Minister Ada Berg on Monday in Lima. Berg said that "
        "there are no limits to the friendship.",
        "Southern Post",
        date(2024, 5, 9),
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    path = tmp_path_factory.mktemp("w") / "w.db"
    with Store(path, create=True) as store:
        for name, (text, outlet, day) in TEXTS.items():
            store.add(read(report_from_text(text, name=name, outlet=outlet, published=day)), VERSION)
        reconcile(store)
    return path


@pytest.mark.parametrize("table", COMPUTED)
def test_rows_have_the_declared_columns_in_every_format(world, tmp_path, table):
    columns = [column.name for column in COMPUTED[table].table.frame]
    with Store(world, readonly=True) as store:
        held = list(COMPUTED[table].rows(store))
        for form in FORMATS:
            assert export(store, table, form, tmp_path / f"x.{form}") == len(held)
    assert all(list(row) == columns for row in held)
    assert next(csv.reader((tmp_path / "x.csv").open(encoding="utf-8", newline=""))) == columns
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    frame = pl.read_parquet(tmp_path / "x.parquet")
    assert frame.columns == columns
    assert lines == held
    assert frame.equals(getattr(World(world), table.removeprefix("quotation_"))())
    unknown = {name for row in held for name, value in row.items() if value is None}
    assert unknown <= {column.name for column in COMPUTED[table].table.frame if column.null}


def test_accounts_hold_every_report_of_a_happening_that_several_tell(world):
    frame = World(world).accounts()
    assert set(frame["outlet"]) == {"Northern Star", "Southern Post"}
    where = frame.filter(pl.col("attribute") == "who")
    assert set(where["says"]) == {"agrees"}


def test_truth_and_nought_are_no_unknowns(world):
    assert set(World(world).coverage()["delay"]) == {0, 2}
    assert set(World(world).wordings()["base"]) == {True, False}


@pytest.mark.parametrize("table", COMPUTED)
def test_rows_are_what_the_json_schema_says(world, table):
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    schema = COMPUTED[table].table.json_schema()["properties"]
    with Store(world, readonly=True) as store:
        for row in COMPUTED[table].rows(store):
            for name, value in row.items():
                asked = schema[name]["type"]
                wanted = asked if isinstance(asked, list) else [asked]
                assert ("null" in wanted) if value is None else isinstance(value, kinds[wanted[0]]), name


def test_references_are_for_reports(world, tmp_path):
    with Store(world, readonly=True) as store:
        assert export(store, "reports", "bibtex", tmp_path / "r.bib") == 2
        with pytest.raises(UsageError, match="for reports"):
            export(store, "events", "csl", tmp_path / "r.json")
        some = next(iter(store.frame_rows("reports")))["report"]
        assert [row["report"] for row in cited(store, [some])] == [some]
    text = (tmp_path / "r.bib").read_text(encoding="utf-8")
    assert "journal = {Northern Star}" in text
    assert "month = may,\n  day = {7}" in text


def report(**changes):
    return {"report": "r12345678abc", "name": "a.txt", "title": None, "outlet": None, "published": None, "url": None,
            "published_precision": None, "language": "en"} | changes  # fmt: skip


def test_what_is_not_known_is_left_out():
    assert "journal" not in bibtex([report()])
    assert "year" not in bibtex([report()])
    assert json.loads(csl([report()]))[0].keys() == {"id", "type", "language", "note"}
    month = report(published="2024-05-01", published_precision="month")
    assert json.loads(csl([month]))[0]["issued"] == {"date-parts": [[2024, 5]]}
    assert "day" not in bibtex([month])


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_no_text_breaks_out_of_its_field(title, outlet, url):
    made = bibtex([report(title=title, outlet=outlet, url=url)])
    bare = re.sub(r"\\[\\{}%$&#_]|\\text\w+\{\}", "", made)
    assert bare.count("{") == bare.count("}")
    assert len(re.findall(r"^@", made, re.MULTILINE)) == 1
    assert re.fullmatch(r"[a-z0-9-]+", key(report(title=title, outlet=outlet)))
    assert len(json.loads(csl([report(title=title, outlet=outlet, url=url)]))) == 1
