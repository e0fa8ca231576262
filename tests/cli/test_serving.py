"""`westphalia serve` and `westphalia compare`."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import lxml.html
import pytest
from typer.testing import CliRunner

from westphalia.cli.app import app
from westphalia.engine import local
from westphalia.world import Store

ENGINE = Path(__file__).resolve().parents[1] / "engine"
REPORTS = {
    "a.txt": "China met Russia on Tuesday in the capital. They agreed to trade <b>grain</b>.",
    "b.txt": "China and Russia talked in the city on Tuesday. Nothing was signed | there.",
}


@pytest.fixture
def world(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ENGINE))
    monkeypatch.setattr(local, "READER", "stub_reader")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WESTPHALIA_PROCESSES", "1")
    for name, text in REPORTS.items():
        (tmp_path / name).write_text(text)
    assert ask("read", *REPORTS, "--world", "w.db").exit_code == 0
    return tmp_path / "w.db"


@pytest.fixture
def happening(world):
    with Store(world, readonly=True) as store:
        return max(store.rows("happenings"), key=lambda row: (row["reports"], row["happening"]))["happening"]


def ask(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="westphalia")


def test_compare_tells_what_the_accounts_say(world, happening):
    done = ask("compare", happening, "--world", world)
    assert done.exit_code == 0, done.stderr
    assert happening in done.stdout
    assert "WHERE THE ACCOUNTS AGREE AND PART" in done.stdout
    assert "EVIDENCE" in done.stdout
    assert ask("compare", happening[:8], "--world", world).stdout == done.stdout


def test_compare_writes_markdown_html_and_json(world, happening, tmp_path):
    assert ask("compare", happening, "--world", world, "--format", "md").stdout.startswith("# ")
    page = ask("compare", happening, "--world", world, "--format", "html").stdout
    assert not lxml.html.fromstring(page).xpath("//b|//script")
    found = json.loads(ask("compare", happening, "--world", world, "--json").stdout)
    assert happening in found["title"]
    assert found["sources"]
    done = ask("compare", happening, "--world", world, "--out", tmp_path / "out.txt")
    assert done.stdout == ""
    assert happening in (tmp_path / "out.txt").read_text()


@pytest.mark.parametrize(("asked", "code"), [(("compare", "h0"), 1), (("compare", "HAPPENING", "--format", "pdf"), 2)])
def test_compare_says_what_is_wrong(world, happening, asked, code):
    done = ask(*(happening if word == "HAPPENING" else word for word in asked), "--world", world)
    assert done.exit_code == code
    assert done.stdout == ""
    assert done.stderr.strip().splitlines()[-1].startswith("westphalia: ")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_on_this_machine_until_it_is_told_to_end(world, sign):
    program = [sys.executable, "-c", "from westphalia.cli import main; main()", "serve", str(world), "--port", "0"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(address, timeout=60) as answer:
                assert b"Westphalia" in answer.read()
                assert answer.headers["content-security-policy"].startswith("default-src 'none'")
                assert "server" not in answer.headers
        finally:
            server.send_signal(sign)
            server.wait(30)
        assert "Traceback" not in server.stderr.read()


def test_serve_says_what_is_wrong_with_the_file_or_the_port(tmp_path, world):
    import socket

    assert "no world" in ask("serve", tmp_path / "none.db").stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = ask("serve", world, "--port", taken.getsockname()[1])
    assert done.exit_code == 1
    assert "--port" in done.stderr
