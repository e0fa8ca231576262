import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from westphalia.cli.app import app
from westphalia.engine import local
from westphalia.world import Store

ENGINE = Path(__file__).resolve().parents[1] / "engine"


@pytest.fixture(autouse=True)
def stub(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ENGINE))
    monkeypatch.setattr(local, "READER", "stub_reader")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WESTPHALIA_PROCESSES", "1")


def ask(*arguments, **kwargs):
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="westphalia", **kwargs)


@pytest.fixture
def world(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("SLOW China met Russia on Tuesday in the capital. They agreed to trade.")
    (tmp_path / "in" / "b.txt").write_text("SLOW The minister rejected the new sanctions. He spoke in Geneva.")
    assert ask("read", "in", "--world", "w.db").exit_code == 0
    return tmp_path / "w.db"


def one_line(result, code):
    """The command failed with one line on standard error, which says what and what to do; no data, no traceback."""
    assert result.exit_code == code, (result.output, result.exception)
    lines = result.stderr.strip().splitlines()
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert lines[-1].startswith("westphalia: ")
    return lines[-1]


def test_version():
    assert re.fullmatch(r"westphalia \d+\.\d+\.\d+\S*\n", ask("--version").stdout)


def test_help_names_every_command():
    for name in ("demo", "read", "brief", "search", "export", "explain", "doctor", "journal"):
        assert name in ask("--help").stdout
        assert ask(name, "--help").exit_code == 0
        assert not re.search(r"<(?!=)", ask(name, "--help").stdout), "arguments are not named by their type"


def test_explaining_what_is_not_there_is_a_usage_error(world):
    assert "no event 'e00000'" in one_line(ask("explain", "e00000", "--world", world), 2)
    assert "is a mention" in one_line(ask("explain", "m00000", "--world", world), 2)
    assert "there is no world" in one_line(ask("explain", "e00000", "--world", "nosuch.db"), 1)


def test_completion_is_there():
    shown = subprocess.run(
        [sys.executable, "-c", "from westphalia.cli import main; main()", "--show-completion", "bash"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "_WESTPHALIA_COMPLETE" in shown.stdout + shown.stderr


def test_reading_says_its_counts_on_standard_error(world):
    result = ask("read", "in", "--world", "w.db")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "0 read; 2 already there" in result.stderr


def test_reading_in_json(world, tmp_path):
    (tmp_path / "in" / "c.txt").write_bytes(b"")
    result = ask("read", "in", "--world", "w.db", "--json")
    counts = json.loads(result.stdout)
    assert (counts["read"], counts["already_there"], counts["rejected"]) == (0, 2, 1)
    assert counts["rejected_by_reason"] == {"empty": 1}
    assert "rejected c.txt: empty: " in result.stderr
    assert ask("read", "in", "--world", "w.db", "--strict").exit_code == 3


@pytest.mark.parametrize("kind", ["missing", "empty file", "empty folder", "random bytes"])
def test_where_nothing_could_be_done_the_status_says_so(tmp_path, kind):
    source = tmp_path / "source"
    if kind == "empty file":
        source.touch()
    elif kind == "empty folder":
        source.mkdir()
    elif kind == "random bytes":
        source.write_bytes(os.urandom(3000))
    result = ask("read", source, "--world", "w.db")
    assert one_line(result, 1) == "westphalia: nothing could be read"
    assert len([line for line in result.stderr.splitlines() if line.startswith("rejected ")]) == 1
    assert Path("w.db").exists() == (kind != "missing")


def test_what_can_be_read_is_read_and_the_rest_rejected(world, tmp_path):
    (tmp_path / "in" / "bytes.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "in" / "new.txt").write_text("SLOW A third report tells of an exercise at sea near the islands.")
    result = ask("read", "in", "no-such-file", "--world", "w.db")
    assert result.exit_code == 0
    assert "1 read; 2 already there; 2 rejected" in result.stderr


def test_standard_input(tmp_path):
    result = ask("read", "-", "--world", "w.db", input="SLOW The envoy of China met the minister in the capital today.")
    assert result.exit_code == 0
    assert "1 read" in result.stderr


def test_a_file_that_is_no_world(tmp_path):
    (tmp_path / "w.db").write_text("dear diary")
    assert "no SQLite file" in one_line(ask("read", ".", "--world", "w.db"), 1)
    for command in (["search", "x"], ["export", "events"], ["doctor"], ["brief", "CHN"]):
        assert "no SQLite file" in one_line(ask(*command, "--world", "w.db"), 1)
    assert (tmp_path / "w.db").read_text() == "dear diary"


def test_no_world_yet(tmp_path):
    for command in (["search", "x"], ["export", "events"], ["doctor"], ["brief", "CHN"]):
        assert "there is no world" in one_line(ask(*command), 1)
    assert not (tmp_path / "world.db").exists()


def test_the_world_can_be_named_by_a_variable(world, monkeypatch):
    monkeypatch.setenv("WESTPHALIA_WORLD", str(world))
    assert len(ask("export", "reports").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["export", "event"], "did you mean events?"),
        (["export", "events", "--format", "cvs"], "did you mean csv?"),
        (["brief", "CHN", "--format", "doc"], "text, md, html"),
        (["brief", "CHN", "--from", "soon"], "2022-03-30"),
        (["brief", "CHN", "--from", "2022-13"], "2022-03-30"),
        (["brief", "A", "B", "C"], "one actor or two"),
        (["read", "in", "--field", "heading=x"], "title, text, date"),
        (["read", "in", "--limit", "seconds=soon"], "not a number"),
        (["read", "in", "--folder-rule", "("], "regular expression"),
        (["search", "***"], "at least one word"),
        (["journal", "decide", "smae", "x", "--why", "y"], "did you mean same?"),
    ],
)
def test_requests_that_make_no_sense_say_what_would(world, arguments, word):
    assert word in one_line(ask(*arguments, "--world", "w.db"), 2)


def test_an_unexpected_error_is_one_line_and_its_place_on_request(world, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("something new")

    monkeypatch.setattr("westphalia.world.store.Store.search", fail)
    assert "something new" in one_line(ask("search", "x", "--world", "w.db"), 1)
    monkeypatch.setenv("WESTPHALIA_DEBUG", "1")
    assert isinstance(ask("search", "x", "--world", "w.db").exception, RuntimeError)


def test_unknown_commands_and_options_are_usage_errors():
    for arguments in (["raed"], ["read", "--nonsense"], ["export"]):
        result = ask(*arguments)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr


def test_search_shows_where_things_stand(world):
    result = ask("search", "sanctions", "--world", "w.db")
    assert "b.txt [0–" in result.stdout
    (found,) = json.loads(ask("search", "sanctions", "--world", "w.db", "--json").stdout)
    assert found["text"].startswith("SLOW The minister rejected")
    nothing = ask("search", "zebra", "--world", "w.db", "--json")
    assert (nothing.stdout, nothing.exit_code) == ("[]\n", 1)


def test_export_to_standard_output_and_to_a_file(world, tmp_path):
    rows = [json.loads(line) for line in ask("export", "reports", "--world", "w.db").stdout.splitlines()]
    assert sorted(row["name"] for row in rows) == ["a.txt", "b.txt"]
    result = ask("export", "reports", "--world", "w.db", "--format", "csv", "--out", "r.csv", "--json")
    assert json.loads(result.stdout)["rows"] == 2
    assert (tmp_path / "r.csv").read_text().startswith("report,name,title")


def test_the_doctor_says_healthy_or_what_is_wrong(world):
    result = ask("doctor", "--world", "w.db")
    assert result.exit_code == 0
    assert "healthy" in result.stdout
    with Store(world) as store, store.writing():
        store._connection.execute("UPDATE reports SET words = 1")
    result = ask("doctor", "--world", "w.db", "--json")
    assert result.exit_code == 1
    assert {f["check"] for f in json.loads(result.stdout)["findings"]} == {"reports"}


def test_the_journal_from_the_command_line(world):
    assert (
        ask("journal", "decide", "withdraw", "r1", "--why", "retracted", "--who", "Ada", "--world", "w.db").exit_code
        == 0
    )
    assert ask("journal", "undo", "1", "--why", "stands after all", "--who", "Ada", "--world", "w.db").exit_code == 0
    rows = json.loads(ask("journal", "list", "--world", "w.db", "--json").stdout)
    assert [row["action"] for row in rows] == ["withdraw", "undo"]


def child(*arguments, **kwargs):
    code = (
        f"import sys; sys.path.insert(0, {str(ENGINE)!r}); from westphalia.engine import local;"
        "local.READER = 'stub_reader'; from westphalia.cli import main; main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kwargs
    )


def test_control_c_ends_cleanly_and_the_run_can_be_resumed(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"SLOW Envoy {number} met minister {number} in the capital on Tuesday.")
    (folder / "9999.txt").write_text("HANG This report never ends.")
    process = child("read", str(folder), "--world", "w.db")
    for _ in range(200):
        time.sleep(0.1)
        if Path("w.db").exists():
            try:
                with Store("w.db") as store:
                    if store.counts()["reports"] > 5:
                        break
            except Exception:
                continue
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "goes on from there" in said
    with Store("w.db") as store:
        before = store.counts()["reports"]
    assert before > 5
    (folder / "9999.txt").unlink()
    assert f"{before} already there" in ask("read", "many", "--world", "w.db").stderr


def test_a_closed_pipe_is_no_error(world):
    process = child("export", "reports", "--world", "w.db")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_to_a_full_disk_is_one_clear_line(world):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from westphalia.cli import main; main()", "export", "reports", "--world", "w.db"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode != 0
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "wrong", [("brief", " "), ("search", "x", "--limit", "99999999999999999999"), ("search", "x", "--limit", "0")]
)
def test_a_request_that_makes_no_sense_is_a_usage_error(world, wrong):
    result = ask(*wrong, "--world", world)
    assert result.exit_code == 2
    assert "unexpected" not in result.stderr
    assert result.stdout == ""
