"""`read --engine ray` says what it lacks; `load` makes a world of parts, or says why not."""

import json

import pytest
from typer.testing import CliRunner

from westphalia.cli.app import app
from westphalia.model import Rejected
from westphalia.world.parts import Writer
from westphalia.world.rows import rejected_row


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--engine", "ray"), "--engine ray needs --parts FOLDER"),
        (("--engine", "spark"), "no engine 'spark'"),
        (("--parts", "p"), "are for --engine ray"),
        (("--address", "here:1"), "are for --engine ray"),
    ],
)
def test_engines_that_lack_something(tmp_path, words, said):
    done = run("read", tmp_path, "--world", tmp_path / "w.db", *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_loading_what_is_not_there_or_no_part(tmp_path):
    done = run("load", tmp_path / "nowhere", "--world", tmp_path / "w.db")
    assert done.exit_code == 1
    assert "nowhere" in done.stderr
    (tmp_path / "parts" / "x").mkdir(parents=True)
    done = run("load", tmp_path / "parts", "--world", tmp_path / "w.db")
    assert done.exit_code == 1
    assert "no part of a world" in done.stderr
    assert not (tmp_path / "w.db").exists()


def test_rejects_in_parts_are_counted(tmp_path):
    writer = Writer(tmp_path / "parts", "v")
    writer.add({"rejected": [rejected_row(Rejected("a.bin", "", "format", "no text"))]})
    writer.finish()
    done = run("load", tmp_path / "parts", "--world", tmp_path / "w.db", "--json")
    assert json.loads(done.stdout)["rejected_by_reason"] == {"format": 1}
