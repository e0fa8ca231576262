"""Batches, parts and loading, without Ray: what a worker does is plain Python."""

import hashlib
import json
import pickle
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.engine.loading import load
from westphalia.engine.local import Plan, read_reports
from westphalia.engine.parting import PartReader, batches, done_in, rejected_key, report_key
from westphalia.errors import ReadingError
from westphalia.model import Rejected, Sourced
from westphalia.world import Store, examine
from westphalia.world.parts import PartError, Writer, open_part, parts, tidy

from .test_local import report, some

ROOT = Path(__file__).resolve().parents[2]
BAD = Rejected("x.bin", "", "format", "no text", "leave it out")


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def write(folder, records, characters=200, version="stub-1"):
    reader = PartReader(Path(folder), "stub_reader", version)
    try:
        done = set(done_in(Path(folder), version))
        return [reader.read(batch) for batch in batches(records, done, characters)]
    finally:
        reader.close()


def digest(world):
    with Store(world) as store:
        assert not [f for f in examine(store).findings if f.check != "derived"]
        return store.digest()


def local(tmp_path, records, name="local.db"):
    from westphalia.engine.local import reconcile

    with Store(tmp_path / name, create=True) as store:
        read_reports(records, store, Plan(1, reader="stub_reader"))
        reconcile(store)
        return store.digest()


def mixed():
    return [
        *some(12),
        BAD,
        report("zz.txt", some(3)[1].text),  # a copy elsewhere, whose name goes after
        report("000a.txt", some(3)[2].text),  # and one whose name goes before
        report("bad.txt", "RAISE here"),
        report("fr.txt", "La Chine.", language="fr"),
        report("x.txt", "One.", outlet=Sourced("Xinhua", "host")),
    ]


def test_parts_loaded_are_the_world_that_is_read_here(tmp_path):
    write(tmp_path / "parts", mixed())
    summary = load([tmp_path / "parts"], tmp_path / "w.db")
    assert digest(tmp_path / "w.db") == local(tmp_path, mixed())
    assert summary.rejected == {"format": 1, "reading": 1}


def test_the_order_and_size_of_parts_do_not_show(tmp_path):
    records = mixed()
    write(tmp_path / "one", records, 10_000)
    random.Random(3).shuffle(records)
    write(tmp_path / "two", records, 60)
    assert len(list(parts(tmp_path / "one"))) < len(list(parts(tmp_path / "two")))
    for name in ("one", "two"):
        load([tmp_path / name], tmp_path / f"{name}.db")
    assert digest(tmp_path / "one.db") == digest(tmp_path / "two.db")


def test_a_second_run_reads_nothing_and_writes_no_part(tmp_path):
    write(tmp_path, some(12))
    before = sorted(parts(tmp_path))
    counts = write(tmp_path, [*some(12), BAD])
    assert sum(c.read for c in counts) == 0
    assert sum(c.already for c in counts) == 12
    assert len(list(parts(tmp_path))) == len(before) + 1  # the reject is new
    again = write(tmp_path, [*some(12), BAD])
    assert [c.part for c in again if c.part] == []
    assert [r.name for c in again for r in c.rejected] == ["x.bin"]  # told again, as the local engine does


def test_a_run_cut_short_goes_on_with_what_is_missing(tmp_path):
    write(tmp_path / "parts", some(5))
    counts = write(tmp_path / "parts", mixed())
    assert sum(c.read for c in counts) == len(mixed()) - 2 - 5
    load([tmp_path / "parts"], tmp_path / "w.db")
    assert digest(tmp_path / "w.db") == local(tmp_path, mixed())


def test_the_same_work_done_twice_is_one_part(tmp_path):
    batch = next(iter(batches(some(3))))
    for _ in range(2):
        reader = PartReader(tmp_path, "stub_reader", "stub-1")
        reader.read(batch)
        reader.close()
    assert len(list(parts(tmp_path))) == 1
    assert len(list(tmp_path.iterdir())) == 1  # no draft, nothing set aside


def test_another_version_of_reading_is_read_again_and_stands(tmp_path):
    with pytest.raises(ReadingError, match="same westphalia"):
        write(tmp_path, some(1), version="older")
    writer = Writer(tmp_path / "parts", "older")
    from westphalia.world.rows import report_row

    writer.add({"reports": [report_row(some(1)[0], "older")]})
    writer.finish()
    counts = write(tmp_path / "parts", some(1))
    assert counts[0].read == 1
    load([tmp_path / "parts"], tmp_path / "w.db")
    assert digest(tmp_path / "w.db") == local(tmp_path, some(1))


def test_loading_again_changes_nothing(tmp_path):
    write(tmp_path / "parts", mixed())
    load([tmp_path / "parts"], tmp_path / "w.db")
    first = digest(tmp_path / "w.db")
    summary = load([tmp_path / "parts"], tmp_path / "w.db")
    assert (summary.read, digest(tmp_path / "w.db")) == (0, first)


def test_parts_are_queried_where_they_lie(tmp_path):
    write(tmp_path, some(12))
    events = pl.scan_parquet(tmp_path / "*" / "events.parquet")
    parties = pl.scan_parquet(tmp_path / "*" / "event_parties.parquet")
    joined = events.join(parties.filter(pl.col("role") == "source"), on="event").collect()
    assert joined.height == 24
    assert set(joined["actor"]) == {"CHN"}


@pytest.fixture
def one(tmp_path):
    write(tmp_path / "parts", some(2))
    return next(parts(tmp_path / "parts"))


def rejected_load(folder, world):
    told = []
    summary = load([folder], world, lambda s: told.append(s.last_rejected) if s.last_rejected else None)
    return summary, " ".join(f"{r.name} {r.reason} {r.hint}" for r in told)


def damage_bytes(part):
    place = part / "events.parquet"
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)


def foreign_table(part):
    place = part / "events.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(place)
    facts = json.loads((part / "part.json").read_text())
    facts["files"]["events"] = hashlib.sha256(place.read_bytes()).hexdigest()
    (part / "part.json").write_text(json.dumps(facts))


def other_version(part):
    facts = json.loads((part / "part.json").read_text())
    (part / "part.json").write_text(json.dumps({**facts, "schema": 99}))


DAMAGES = {
    "is damaged": damage_bytes,
    "cannot be read": lambda part: (part / "events.parquet").unlink(),
    "no part of a world": lambda part: (part / "part.json").unlink(),
    "part.json is damaged": lambda part: (part / "part.json").write_text("{"),
    "other columns": foreign_table,
    "another version": other_version,
}


@pytest.mark.parametrize("said", DAMAGES)
def test_a_part_that_cannot_be_used_is_told_and_the_others_loaded(tmp_path, one, said):
    write(tmp_path / "parts", [report("other.txt", "Oman hosted talks.")])
    DAMAGES[said](one)
    summary, told = rejected_load(tmp_path / "parts", tmp_path / "w.db")
    assert summary.rejected == {"part": 1}
    assert summary.read == 1
    assert said in told
    assert one.name in told


def test_a_folder_of_something_else_makes_no_world(tmp_path):
    (tmp_path / "else").mkdir()
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "else" / "a.parquet")
    summary, _ = rejected_load(tmp_path / "else", tmp_path / "w.db")
    assert summary.nothing
    assert not (tmp_path / "w.db").exists()
    with pytest.raises(PartError, match="nowhere"):
        load([tmp_path / "nowhere"], tmp_path / "w.db")


def test_parts_that_contradict_themselves_are_told(tmp_path, one):
    """Rows that no world takes: two events of one id."""
    frame = pl.read_parquet(one / "events.parquet")
    pl.concat([frame, frame]).write_parquet(one / "events.parquet")
    facts = json.loads((one / "part.json").read_text())
    facts["files"]["events"] = hashlib.sha256((one / "events.parquet").read_bytes()).hexdigest()
    (one / "part.json").write_text(json.dumps(facts))
    summary, told = rejected_load(tmp_path / "parts", tmp_path / "w.db")
    assert (summary.read, summary.rejected) == (0, {"unfit": 1})
    assert "do not fit" in told
    assert "UNIQUE" in told


def test_a_draft_of_a_killed_worker_is_no_part_and_goes(tmp_path, one):
    draft = one.with_name(f".{one.name}.host.1")
    draft.mkdir()
    assert list(parts(one.parent)) == [one]
    tidy(one.parent)
    assert not draft.exists()


def test_a_damaged_part_is_mended_by_the_same_work(tmp_path, one):
    (one / "events.parquet").write_bytes(b"")
    reader = PartReader(one.parent, "stub_reader", "stub-1")
    reader.read(next(batches(some(2))))
    reader.close()
    assert open_part(one).frame("events").height == 4


RECORDS = st.lists(
    st.one_of(
        st.builds(report, st.sampled_from("abc"), st.sampled_from(["One.", "Two two.", "Three three three."])),
        st.builds(Rejected, st.sampled_from("xyz"), st.just(""), st.just("format"), st.just("no text")),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(RECORDS, st.integers(1, 40), st.integers(0, 30))
def test_batches_lose_nothing_and_skip_only_what_is_done(records, characters, cut):
    done = {
        rejected_key(r) if isinstance(r, Rejected) else report_key(r.id, r.name, r.container) for r in records[:cut]
    }
    found = list(batches(records, done, characters))
    reports = [r for r in records if not isinstance(r, Rejected)]
    assert sum(b.already + len(b.reports) for b in found) == len(reports)
    assert [r for b in found for r in b.reports.values() if report_key(r.id, r.name, r.container) in done] == []
    told = [r for b in found for r in (*b.told, *b.rejected)]
    assert sorted(r.name for r in told) == sorted(r.name for r in records if isinstance(r, Rejected))
    fresh = {report_key(r.id, r.name, r.container) for r in reports} - done
    if fresh:
        assert {r.id for b in found for r in b.reports.values()} == {
            r.id for r in reports if report_key(r.id, r.name, r.container) in fresh
        }


def test_the_real_reader_in_parts_gives_the_same_digest(tmp_path):
    from westphalia.engine import read as read_here
    from westphalia.intake import reports
    from westphalia.reading import VERSION

    examples = sorted((ROOT / "examples" / "reports").rglob("*.*"))[:3]
    reader = PartReader(tmp_path / "parts", "westphalia.reading", VERSION)
    for batch in batches(reports(examples)):
        reader.read(batch)
    reader.close()
    load([tmp_path / "parts"], tmp_path / "w.db")
    read_here(examples, tmp_path / "here.db", plan=Plan(1))
    assert digest(tmp_path / "w.db") == digest(tmp_path / "here.db")


def test_what_goes_wrong_in_an_actor_comes_back_as_it_was_raised(tmp_path):
    from westphalia.engine.ray import _Actor

    (tmp_path / "parts").write_text("a file in the way")
    actor = _Actor(tmp_path / "parts", "stub_reader", "stub-1")
    error = pickle.loads(actor({"batch": pickle.dumps(next(batches(some(1))))})["counts"])
    assert isinstance(error, PartError)
    assert "no part can be written" in str(error)
    assert "space and permissions" in error.hint
