import gzip
import json
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import IntakeError
from westphalia.system.codes import coded
from westphalia.system.countries import actor_named, country_of
from westphalia.system.table import SCHEMA, EventTable

GDELT_ROW = [
    "1", "20220330", "202203", "2022", "2022.24", "CHNGOV", "BEIJING", "CHN", *[""] * 7, "RUS", "RUSSIA", "RUS",
    *[""] * 7, "1", "042", "042", "04", "1", "1.9", "8", "2", "4", "0.1",
]  # fmt: skip


def rows(table):
    return [
        (r["date"], r["source"], r["recipient"], r["type"], r["intensity"]) for r in table.frame.iter_rows(named=True)
    ]


def test_quadruples_are_named_and_dated(tmp_path):
    folder = tmp_path / "events14"
    folder.mkdir()
    (folder / "entity2id.txt").write_text("China\t0\nPolice_(France)\t1\n")
    (folder / "relation2id.txt").write_text("Host_a_visit\t0\nMake_statement\t1\n")
    with gzip.open(folder / "train.txt.gz", "wt") as file:
        file.write("0\t0\t1\t0\n1\t1\t0\t24\n9\t0\t1\t24\nbroken\n")
    table = EventTable.read(folder)
    assert rows(table) == [
        (date(2014, 1, 1), "China", "Police_(France)", "CONSULT", 2.8),
        (date(2014, 1, 2), "Police_(France)", "China", "Make_statement", 0.0),
    ]
    assert [b.line for b in table.broken] == [3, 4]
    assert table.notes
    assert EventTable.read(folder, begins=date(2020, 5, 1)).first == date(2020, 5, 1)
    assert table.states().frame["recipient"].to_list() == ["FRA", "CHN"]


def test_icews_countries_come_from_the_file_and_broken_rows_are_told(tmp_path):
    path = tmp_path / "icews.csv"
    path.write_text(
        "Event ID,Event Date,Source Name,Source Country,Event Text,CAMEO Code,Intensity,Target Name,Target Country\n"
        "7,2014-02-03,Wang Yi,China,Consult,40,1.0,Lavrov,Russian Federation\n"
        "8,not a day,Wang Yi,China,Consult,040,1.0,Lavrov,Russian Federation\n"
        "9,2014-02-04,Lavrov,Russian Federation,Criticize or denounce,111,-2.0,,\n"
    )
    table = EventTable.read(path)
    assert rows(table) == [(date(2014, 2, 3), "Wang Yi", "Lavrov", "CONSULT", 1.0)]
    assert [(b.line, b.why) for b in table.broken] == [
        (3, "event date 'not a day' is no date"),
        (4, "no target name"),
    ]
    assert rows(table.states()) == [(date(2014, 2, 3), "CHN", "RUS", "CONSULT", 1.0)]


def test_polecat_keeps_its_own_intensity_and_a_stray_quotation_mark(tmp_path):
    path = tmp_path / "polecat.txt"
    path.write_text(
        "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tActor Name\tActor Country\tRecipient Name"
        "\tRecipient Country\n"
        'A1\t2023-01-01\tSANCTION\tdiscontinue\t-5\t"EU\tNone\tMoscow\tRUS\n'
        "A2\t2023-01-02\tAID\t\t\tGermany\tDEU\tKyiv\tUKR\n"
    )
    table = EventTable.read(path)
    assert [(r[3], r[4]) for r in rows(table)] == [("SANCTION", -5.0), ("AID", 10.0)]
    assert rows(table.states()) == [(date(2023, 1, 2), "DEU", "UKR", "AID", 10.0)]


@pytest.mark.parametrize("width", [57, 58, 61])
def test_gdelt_without_header(tmp_path, width):
    path = tmp_path / "20220330.export.CSV"
    path.write_text("\t".join([*GDELT_ROW, *["x"] * (width - len(GDELT_ROW))]) + "\n")
    table = EventTable.read(path)
    assert rows(table) == [(date(2022, 3, 30), "CHNGOV", "RUS", "CONSULT", 1.9)]
    assert table.frame["reports"].to_list() == [4]
    assert table.name("CHNGOV") == "BEIJING"


def test_gdelt_with_header(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("SQLDATE,Actor1Code,Actor2Code,EventCode,GoldsteinScale\n20220330,USA,IRN,163,-8\n")
    assert rows(EventTable.read(path)) == [(date(2022, 3, 30), "USA", "IRN", "SANCTION", -8.0)]


def test_what_is_written_is_read_again(tmp_path):
    columns = {
        "event": "e1", "date": date(2022, 3, 30), "source": "CHN/GOV", "recipient": "RUS", "type": "AGREE",
        "intensity": 2.5, "weight": 1.0, "status": "planned", "reports": 2, "dated": False, "relation": "AGREE",
        "evidence": ["e5", "e6"],
    }  # fmt: skip
    frame = pl.DataFrame([columns], schema=SCHEMA)
    frame.write_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.jsonl").write_text(json.dumps(columns, default=str) + "\n")
    for name in ("t.parquet", "t.jsonl"):
        assert EventTable.read(tmp_path / name).frame.equals(frame), name
    assert not EventTable.read(tmp_path / "t.parquet").happened()


def test_what_is_no_event_data_is_refused(tmp_path):
    for name, text in (("a.csv", "one,two\n1,2\n"), ("b.txt", ""), ("c.jsonl", '{"a": 1}\n')):
        (tmp_path / name).write_text(text)
        with pytest.raises(IntakeError):
            EventTable.read(tmp_path / name)
    with pytest.raises(IntakeError, match="cannot be read"):
        EventTable.read(tmp_path / "nothing")
    with pytest.raises(IntakeError, match="entity2id"):
        EventTable.read(tmp_path)


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(b"SQLDATE,Actor1Code,Actor2Code,EventCode\n" + text.encode("utf-8", "replace"))
        with suppress(IntakeError):
            EventTable.read(path)


def test_one_happening_counts_a_dyad_of_states_once():
    row = {"event": "h1", "date": date(2022, 1, 1), "type": "CONSULT", "intensity": 2.0, "weight": 1.0,
           "status": "happened", "dated": True, "relation": "CONSULT"}  # fmt: skip
    frame = pl.DataFrame(
        [
            {**row, "source": "CHN", "recipient": "RUS", "reports": 1, "evidence": ["b"]},
            {**row, "source": "CHN/GOV/wang-yi", "recipient": "RUS/GOV", "reports": 3, "evidence": ["a", "b"]},
            {**row, "source": "CHN/GOV", "recipient": "CHN", "reports": 1, "evidence": ["c"]},
            {**row, "source": "EU/COUNCIL", "recipient": "CHN", "reports": 1, "evidence": ["d"]},
        ],
        schema=SCHEMA,
    )
    states = EventTable(frame).states()
    assert states.frame.select("source", "recipient", "reports", "evidence").rows() == [("CHN", "RUS", 3, ["a", "b"])]
    assert EventTable(frame).states(bodies=True).frame["source"].to_list() == ["CHN", "EU"]
    assert len(EventTable(frame).dyad("RUS", "CHN")) == 2


@pytest.mark.parametrize(
    ("word", "type_", "intensity"),
    [
        ("Express_intent_to_meet_or_negotiate", "AGREE", 4.0),
        ("Impose embargo, boycott, or sanctions", "SANCTION", -8.0),
        ("42", "CONSULT", 1.9),
        ("14", "PROTEST", -6.5),
        ("0841", "RETREAT", 7.0),
        ("MOBILIZE", "MOBILIZE", -5.5),
        ("Threaten with military force", "THREATEN", -7.0),
        ("shrug at", "shrug at", None),
    ],
)
def test_words_of_other_coders(word, type_, intensity):
    assert (coded(word).type, coded(word).intensity) == (type_, intensity)


@pytest.mark.parametrize(
    ("actor", "country"),
    [
        ("CHN/GOV/wang-yi", "CHN"), ("USAGOV", "USA"), ("Police_(Australia)", "AUS"), ("South_Korea", "KOR"),
        ("EU", None), ("?/REB", None), ("Barack_Obama", None), ("RUS", "RUS"),
    ],
)  # fmt: skip
def test_countries(actor, country):
    assert country_of(actor) == country


def test_actors_by_name():
    assert [actor_named(n) for n in ("Russia", "the EU", "usa", "NATO", "nobody")] == ["RUS", "EU", "USA", "NATO", None]


def test_what_people_do_and_law_enforcement_on_them_are_no_policy():
    ends = [
        ("a", "RUS/CVL", "ISR", "REQUEST"),
        ("b", "RUS/MIL", "UKR/CVL", "ASSAULT"),
        ("c", "Police_(United_States)", "Citizen_(United_Kingdom)", "ACCUSE"),
        ("d", "USAGOV", "GBRCVL", "COERCE"),
        ("e", "USA", "CHN/BUS/x", "SANCTION"),
        ("f", "UN/UNHCR", "SYR/REF", "AID"),
        ("g", "Militant_(Pakistan)", "India", "ASSAULT"),
    ]
    rest = {"date": date(2022, 1, 1), "intensity": 1.0, "weight": 1.0, "status": "happened", "reports": 1,
            "dated": True, "relation": "", "evidence": []}  # fmt: skip
    made = [{"event": e, "source": s, "recipient": r, "type": t, **rest} for e, s, r, t in ends]
    frame = pl.DataFrame(made, schema=SCHEMA)
    assert EventTable(frame).states(bodies=True, official=True).frame["event"].to_list() == ["b", "e", "f"]
    assert EventTable(frame).states(bodies=True).frame.height == 7
