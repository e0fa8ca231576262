"""The gate fails when it must: a figure falls, a figure goes missing, the sample or a floor changes unsaid."""

import json

import pytest

from benchmarks import gate

FINE = 0.9


def results(**changed):
    """Benchmarks that all give .9, but for the figures named `benchmark__figure`."""

    def run(name, data):
        found = dict.fromkeys(gate.JUDGED[name], FINE)
        found |= {key.split("__")[1]: value for key, value in changed.items() if key.startswith(f"{name}__")}
        return {key: value for key, value in found.items() if value is not None} | {"n": 60}

    return run


@pytest.fixture
def place(tmp_path):
    sample = tmp_path / "sample"
    (sample / "events").mkdir(parents=True)
    (sample / "events" / "plv.tsv").write_text("sentence\n")
    held = {"sample": sample, "file": tmp_path / "floors.json"}
    assert gate.main(["--set", "first measured"], run=results(), **held) == 0
    return held


def test_passes_while_nothing_fell(place):
    assert gate.main([], run=results(), **place) == 0


def test_a_figure_at_its_floor_passes_and_just_below_fails(place, capsys):
    floor = json.loads(place["file"].read_text())[-1]["floors"]["times"]["value_f1"]
    assert gate.main([], run=results(times__value_f1=floor), **place) == 0
    assert gate.main([], run=results(times__value_f1=floor - 0.0001), **place) == 1
    assert "times value_f1" in capsys.readouterr().err


def test_a_figure_that_is_gone_fails(place, capsys):
    assert gate.main([], run=results(events__quad_f1=None), **place) == 1
    assert "events quad_f1 is not measured" in capsys.readouterr().err


def test_a_changed_sample_fails_until_the_floors_are_set(place, capsys):
    (place["sample"] / "events" / "plv.tsv").write_text("easier sentence\n")
    assert gate.main([], run=results(), **place) == 1
    assert "the sample has changed" in capsys.readouterr().err
    assert gate.main(["--set", "sentences added"], run=results(), **place) == 0
    assert gate.main([], run=results(), **place) == 0


def test_setting_never_lowers_unless_told(place):
    worse = results(actors__sector_accuracy=0.5)
    assert gate.main(["--set", "try"], run=worse, **place) == 1
    assert gate.main(["--set", "sectors split in two", "--lower"], run=worse, **place) == 0
    assert json.loads(place["file"].read_text())[-1]["lowered"] is True


def test_setting_raises(place):
    assert gate.main(["--set", "better model"], run=results(events__root_f1=0.97), **place) == 0
    assert gate.main([], run=results(), **place) == 1


def test_a_floor_lowered_by_hand_fails(place, capsys):
    history = json.loads(place["file"].read_text())
    quiet = json.loads(json.dumps(history[-1])) | {"why": "tidied"}
    quiet["floors"]["triples"]["f1"] = 0.1
    place["file"].write_text(json.dumps([*history, quiet]))
    assert gate.main([], run=results(), **place) == 1
    assert "lowers triples f1" in capsys.readouterr().err


def test_an_entry_without_a_reason_fails(place):
    history = json.loads(place["file"].read_text())
    history[-1]["why"] = " "
    place["file"].write_text(json.dumps(history))
    assert gate.main([], run=results(), **place) == 1


def test_no_floors_at_all_fails(place):
    place["file"].unlink()
    assert gate.main([], run=results(), **place) == 1


def test_the_floors_in_the_repository_are_those_of_its_sample():
    history = json.loads(gate.FLOORS.read_text())
    assert list(gate.faults_of_history(history, gate.digest(gate.SAMPLE))) == []
    floors = history[-1]["floors"]
    assert {name: set(keys) for name, keys in floors.items()} == {n: set(k) for n, k in gate.JUDGED.items()}


def test_the_sample_has_four_sentences_of_every_root():
    import csv
    from collections import Counter

    with (gate.SAMPLE / "events" / "plv.tsv").open(newline="") as held:
        rows = list(csv.DictReader(held, delimiter="\t"))
    assert set(Counter(row["gold_root"] for row in rows).values()) == {4}
    assert len({row["gold_root"] for row in rows}) == 15
    assert all(row["source"] in row["sentence"] and row["target"] in row["sentence"] for row in rows)
