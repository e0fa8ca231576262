import sqlite3

import polars as pl
import pytest

from westphalia.world.functions import register
from westphalia.world.schema import codebook
from westphalia.world.tables import EXPORTED, TABLES, VERSION, ddl

CONTRACT = {
    "reports": "report name title outlet outlet_country published published_from language copy_of words",
    "statements": "statement report name start end content kind speaker speaker_name speaker_text cue via quotation",
    "events": "event report name start end text type mode context status sources recipients date_from date_to"
    " date_precision place place_country alleged_by intensity event_root quad cameo_root cameo_code happening trace",
    "figures": "figure report name start end what value unit according_to",
    "namings": "naming report name start end referent words own_voice",
    "positions": "position report name start end actor issue stance date_from",
    "offices": "office report name start end person post actor since until source",
    "actors": "actor name kind polity sector mentions reports",
    "mentions": "mention report name start end text actors kind how acts",
    "happenings": "happening type mode status participants date_from date_to date_precision place place_country"
    " reports independent_reports events summary",
    "forecasts": "forecast at question begins ends answer baselines rule model data",
    "resolutions": "forecast at state outcome why evidence scores",
    "quotations": "quotation speaker speaker_name content reports wordings statements",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_the_promised_columns_are_there(table):
    assert set(CONTRACT[table].split()) <= {column.name for column in TABLES[table].frame}


def test_the_promised_tables_are_exported():
    assert set(EXPORTED) == set(CONTRACT)


def test_the_file_has_the_declared_columns_and_every_query_of_a_frame_runs():
    connection = sqlite3.connect(":memory:")
    register(connection)
    for statement in ddl():
        connection.execute(statement)
    for name, table in TABLES.items():
        there = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        assert set(there) == {c.name for c in table.stored}
        assert len(there) == len(set(there))
        if table.exported:
            shown = connection.execute(f"{table.select()} ORDER BY {table.order}").description
            assert [d[0] for d in shown] == [c.name for c in table.frame]


def test_every_column_has_one_sentence_in_the_codebook():
    page = codebook(TABLES.values(), VERSION)
    for table in TABLES.values():
        assert f"## {table.name}\n" in page
        for column in table.columns:
            assert column.doc
            assert f"| `{column.name}` |" in page


def test_frame_types_and_json_schema_name_the_same_columns():
    for name in EXPORTED:
        table = TABLES[name]
        schema = table.json_schema()
        assert list(table.polars_schema()) == list(schema["properties"]) == schema["required"]
    assert TABLES["events"].polars_schema()["sources"] == pl.List(pl.String)
    assert TABLES["events"].polars_schema()["date_from"] is pl.Date
    assert TABLES["events"].json_schema()["properties"]["place"]["type"] == ["string", "null"]


def test_references_point_to_what_is_there():
    for table in TABLES.values():
        for column in table.columns:
            if column.references:
                other, key = column.references.split(".")
                assert TABLES[other].key == (key,)
