import random
from hashlib import sha256
from pathlib import Path

import pytest

from westphalia.engine.local import Plan, read_reports
from westphalia.engine.pool import Pool
from westphalia.errors import ReadingError
from westphalia.model import OffsetMap, Rejected, Report, Sourced
from westphalia.world import Store

STUB = Plan(processes=2, reader="stub_reader")


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def report(name, text, container="", **facts):
    identity = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    raw = text.encode("utf-8", "surrogatepass")
    return Report(identity, name, text, text, OffsetMap(((0, 0, len(text)),)), raw, container=container, **facts)


def some(count):
    return [report(f"{n:03}.txt", f"China met envoy {n}. They agreed on point {n}.") for n in range(count)]


def run(tmp_path, records, plan=STUB, name="w.db"):
    with Store(tmp_path / name, create=True) as store:
        summary = read_reports(records, store, plan)
        return summary, store.digest(), store.counts(), list(store.rows("rejected")), list(store.rows("reports"))


def test_reads_every_report_and_counts(tmp_path):
    summary, _, counts, _, _ = run(tmp_path, some(150))
    assert (summary.read, counts["reports"], counts["events"], counts["sentences"]) == (150, 150, 300, 300)
    assert summary.words == sum(r.words for r in some(150))


def test_a_second_run_reads_nothing_and_changes_nothing(tmp_path):
    _, first, _, _, _ = run(tmp_path, some(20))
    summary, second, _, _, _ = run(tmp_path, some(20))
    assert (summary.read, summary.already, first) == (0, 20, second)


def test_again_reads_anew_to_the_same_content(tmp_path):
    _, first, _, _, _ = run(tmp_path, some(5))
    summary, second, _, _, _ = run(tmp_path, some(5), Plan(1, again=True, reader="stub_reader"))
    assert (summary.read, first) == (5, second)


def test_order_and_number_of_processes_do_not_show(tmp_path):
    records = [*some(130), Rejected("x.bin", "", "format", "no text")]
    one = run(tmp_path, records, Plan(1, reader="stub_reader"), "one.db")[1]
    random.Random(7).shuffle(records)
    two = run(tmp_path, records, Plan(3, reader="stub_reader"), "two.db")[1]
    assert one == two


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_of_one_report_in_two_places_the_first_name_stands(tmp_path, names):
    records = [report(name, "China met Russia.") for name in names]
    _, _, counts, _, rows = run(tmp_path, records)
    assert counts["reports"] == 1
    assert rows[0]["name"] == "a.txt"


def test_a_report_that_raises_is_a_row_with_its_reason(tmp_path):
    summary, _, counts, rejected, _ = run(tmp_path, [*some(3), report("bad.txt", "RAISE here")])
    assert summary.read == 3 == counts["reports"]
    assert [(r["name"], r["code"]) for r in rejected] == [("bad.txt", "reading")]
    assert "the text says so" in rejected[0]["reason"]


def test_a_report_that_kills_its_worker_is_given_up_and_the_rest_read(tmp_path):
    records = [*some(10), report("killer.txt", "CRASH now"), *[report(f"z{n}", f"Later {n}.") for n in range(80)]]
    summary, _, counts, rejected, _ = run(tmp_path, records)
    assert summary.read == 90 == counts["reports"]
    assert [(r["name"], r["code"]) for r in rejected] == [("killer.txt", "killed")]


def test_a_report_that_never_ends_is_given_up(tmp_path):
    Path(tmp_path).mkdir(exist_ok=True)
    with Pool(1, "stub_reader", patience=0.5) as pool:
        done = {o.report: o for batch in pool.read([[*some(2), report("h", "HANG")]]) for o in batch}
    assert sorted(o.code for o in done.values()) == ["", "", "too-long"]


def test_what_a_library_prints_does_not_disturb(tmp_path):
    assert run(tmp_path, [report("p", "PRINT this.")])[0].read == 1


def test_half_a_character_rejects_one_report_only(tmp_path):
    summary, _, _, rejected, _ = run(tmp_path, [*some(2), report("half.txt", "China \ud800 met.")])
    assert summary.read == 2
    assert [r["code"] for r in rejected] == ["unfit"]


def test_other_languages_are_kept_and_counted(tmp_path):
    summary, _, _, _, rows = run(tmp_path, [report("fr.txt", "La Chine.", language="fr")])
    assert (summary.read, summary.not_english, rows[0]["language"]) == (1, 1, "fr")


def test_a_known_outlet_comes_with_its_country(tmp_path):
    records = [
        report("x", "One.", outlet=Sourced("Xinhua", "host")),
        report("y", "Two.", outlet=Sourced("Zephyr", "host")),
    ]
    found = {row["name"]: (row["outlet"], row["outlet_country"]) for row in run(tmp_path, records)[4]}
    assert found == {"x": ("Xinhua", "CHN"), "y": ("Zephyr", None)}


def test_only_rejects_start_no_worker(tmp_path):
    summary = run(tmp_path, [Rejected("x", "", "empty", "empty")], Plan(reader="no_such_module"))[0]
    assert summary.nothing
    assert summary.rejected == {"empty": 1}


def test_a_reader_that_cannot_start_is_said(tmp_path):
    with pytest.raises(ReadingError, match="no_such_module"):
        run(tmp_path, some(1), Plan(reader="no_such_module"))


def test_a_new_version_of_reading_reads_again(tmp_path):
    run(tmp_path, some(3))
    with Store(tmp_path / "w.db") as store:
        assert not store.wants(some(1)[0], "stub-1")
        assert store.wants(some(1)[0], "stub-2")


def test_progress_is_told(tmp_path):
    seen = []
    with Store(tmp_path / "w.db", create=True) as store:
        read_reports(some(5), store, STUB, lambda s: seen.append(s.read))
    assert seen == [1, 2, 3, 4, 5]


def test_a_worker_killed_while_it_starts_is_started_once_more(tmp_path, monkeypatch):
    (tmp_path / "dying_reader.py").write_text(
        "import os, pathlib, signal\n"
        f"mark = pathlib.Path({str(tmp_path / 'mark')!r})\n"
        "if not mark.exists():\n"
        "    mark.touch()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "from stub_reader import *\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    summary, *_ = run(tmp_path, some(3), Plan(processes=1, reader="dying_reader"))
    assert summary.read == 3
