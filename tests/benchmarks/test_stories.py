"""The layout of the data: piles, splits, and the two texts of an article."""

import json

import pytest

from benchmarks.stories import run

QUAKE = "A strong earthquake hit the port of Belmar on Monday and killed nine people, said rescuers in Belmar."
QUAKE_TOO = "Nine people were killed when an earthquake struck Belmar on Monday. Rescuers searched the port of Belmar."
VOTE = "The parliament of Orvia voted 120 to 80 for the budget of minister Tessa Lund after a night of debate."
VOTE_TOO = "Orvia has a budget: its parliament passed the plan of minister Tessa Lund by 120 votes to 80."


def line(ident, group, text, **more):
    return json.dumps({"id": ident, "group": group, "title": "", "text": text, **more}) + "\n"


def test_run(tmp_path):
    pile = line("1", "q", QUAKE) + line("2", "v", VOTE) + line("3", "q", QUAKE_TOO) + line("4", "v", VOTE_TOO)
    (tmp_path / "news.jsonl").write_text(pile, encoding="utf-8")
    split = [line(str(i), "q", QUAKE, split=s, full_text=f"{QUAKE} {VOTE}") for i, s in enumerate(("train", "dev"))]
    (tmp_path / "parts.jsonl").write_text("".join(split), encoding="utf-8")
    figures, predictions = run(tmp_path)
    assert figures["n"] == 6
    assert figures["news"] == {"n": 4, "groups": 2, "b3_precision": 1.0, "b3_recall": 1.0, "b3_f1": 1.0}
    assert set(figures) == {"n", "news", "parts_train", "parts_dev"}
    assert figures["parts_dev"]["full"]["b3_f1"] == 1.0
    found = {row["id"]: row["found"] for row in predictions if row["pile"] == "news"}
    assert found == {"1": "1", "2": "2", "3": "1", "4": "2"}


def test_no_pile(tmp_path):
    with pytest.raises(FileNotFoundError):
        run(tmp_path)
