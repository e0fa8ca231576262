"""The engine over Ray, on a local Ray of two workers. One Ray for all tests here: starting it takes seconds."""

import io
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from westphalia.engine import Plan
from westphalia.engine import read as read_here
from westphalia.engine.loading import load
from westphalia.errors import UsageError, WestphaliaError
from westphalia.intake import Options
from westphalia.world import Store

pytest.importorskip("ray", reason="Ray is not installed: pip install 'westphalia[ray]'")

STUB = Plan(2, reader="stub_reader")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def cluster():
    from westphalia.engine.ray import _connected

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        patch.syspath_prepend(str(Path(__file__).parent))
        with _connected("", 2) as workers:
            assert workers == 2
            yield


def digest(world):
    with Store(world) as store:
        return store.digest()


def over_ray(sources, tmp_path, plan=STUB, options=None, **more):
    from westphalia.engine.ray import read

    summary = read(sources, tmp_path / "parts", options, plan, **more)
    load([tmp_path / "parts"], tmp_path / "ray.db")
    return summary, digest(tmp_path / "ray.db")


def here(sources, tmp_path, plan=STUB, options=None):
    summary = read_here(sources, tmp_path / "here.db", options, plan)
    return summary, digest(tmp_path / "here.db")


@pytest.fixture
def pile(tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.txt").write_text(f"SLOW China met envoy {number}. They agreed on point {number}.")
    lines = (f'{{"kop": "T{n}", "body": "Oman hosted talks {n}."}}\n' for n in range(30))
    (folder / "many.jsonl").write_text("".join(lines))
    (folder / "empty.txt").write_text("")
    (folder / "bad.txt").write_text("RAISE here")
    (folder / "killer.txt").write_text("CRASH now")
    (folder / "z.txt").write_text((folder / "007.txt").read_text())
    return folder


def stdin(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"China met Russia.")

    monkeypatch.setattr(sys, "stdin", Stdin())


def reading_actors():
    """Processes above the workers: the actors of Ray, by what runs beneath them."""
    found = set()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"westphalia.engine.worker" in (place / "cmdline").read_bytes():
                above = int((place / "stat").read_text().rpartition(")")[2].split()[1])
                if b"ray::" in (Path("/proc") / str(above) / "cmdline").read_bytes():
                    found.add(above)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the actors")
def test_a_worker_killed_half_way_costs_a_retry_and_no_row(pile, tmp_path, monkeypatch):
    struck = []

    def strike(summary):
        if summary.read >= 30 and not struck:
            struck.extend(sorted(reading_actors())[:1])
            for pid in struck:
                os.kill(pid, signal.SIGKILL)

    options = Options(outlet="Harbour Gazette", fields={"title": "kop"})
    stdin(monkeypatch)
    summary, found = over_ray([pile, "-"], tmp_path, options=options, characters=400, progress=strike)
    stdin(monkeypatch)
    local, expected = here([pile, "-"], tmp_path, options=options)
    assert struck, "no actor was found to kill"
    assert found == expected
    assert summary.rejected == local.rejected == {"empty": 1, "reading": 1, "killed": 1}
    assert summary.read + summary.already == local.read + local.already == 152
    assert not list((tmp_path / "parts").glob(".*"))

    again, found = over_ray([pile], tmp_path, options=options, characters=400)
    assert (again.read, again.already, found) == (0, 151, expected)


def test_the_real_reader_gives_the_same_digest(tmp_path):
    examples = sorted((ROOT / "examples" / "reports").rglob("*.*"))[:8]
    summary, found = over_ray(examples, tmp_path, Plan(2))
    assert summary.read == 10  # some of the eight files hold several
    assert found == here(examples, tmp_path, Plan(2))[1]
    with Store(tmp_path / "ray.db") as store:
        assert store.counts()["events"] > 3


def test_a_reader_that_cannot_start_is_said(tmp_path):
    with pytest.raises(WestphaliaError, match="no_such_module"):
        over_ray([tmp_path], tmp_path, Plan(2, reader="no_such_module"))


def test_without_ray_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"westphalia\[ray\]"):
        over_ray([tmp_path], tmp_path)
