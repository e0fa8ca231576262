import os
import resource
import sqlite3
import subprocess
import sys

import pytest

from westphalia.errors import WorldError
from westphalia.world import VERSION, Store, derived, indexed, issued, listed
from westphalia.world import connection as opening


def test_a_world_that_is_not_there_is_not_made_by_looking(tmp_path):
    with pytest.raises(WorldError, match="there is no world"):
        Store(tmp_path / "w.db")
    assert not (tmp_path / "w.db").exists()


def test_making_it_twice_is_the_same(tmp_path):
    Store(tmp_path / "w.db", create=True).close()
    Store(tmp_path / "w.db", create=True).close()


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"date,title\n1,2\n", "no SQLite file"), (os.urandom(4096), "no SQLite file"), (b"S", "no SQLite")],
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content, word):
    path = tmp_path / "w.db"
    path.write_bytes(content)
    for create in (True, False):
        with pytest.raises(WorldError, match=word):
            Store(path, create=create)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_world_only_when_asked(tmp_path):
    path = tmp_path / "w.db"
    path.touch()
    with pytest.raises(WorldError, match="empty"):
        Store(path, readonly=True)
    Store(path, create=True).close()
    Store(path).close()


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE cats (name)")
    with pytest.raises(WorldError, match="not a world"):
        Store(path, create=True)


def test_a_damaged_world_is_said_to_be(tmp_path):
    path = tmp_path / "w.db"
    Store(path, create=True).close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(WorldError, match=r"damaged|not a world|malformed"):
        Store(path).counts()


def test_a_newer_world_is_refused(tmp_path):
    path = tmp_path / "w.db"
    Store(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(WorldError, match="newer version"):
        Store(path)


def declared(connection):
    """Everything in the file's schema, without its white space."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {(name, "".join(sql.split())) for name, sql in rows}


def test_an_older_world_is_migrated_or_refused(tmp_path, monkeypatch):
    path = tmp_path / "w.db"
    Store(path, create=True).close()
    with sqlite3.connect(path) as connection:
        later = (*listed.ALL, *indexed.ALL, indexed.UNJOINED, derived.NEAR_MISSES, *reversed(issued.ALL))  # 3, 4 and 5
        for table in ("wordings", *(table.name for table in later)):
            connection.execute(f"DROP TABLE {table}")
        for index in ("reports_outlet_published_report", "offices_person", "offices_actor", "events_confidence_event",
                      "actors_mentions_actor", "quotations_reports_quotation", "namings_referent_report",
                      "identities_actor"):  # fmt: skip
            connection.execute(f"DROP INDEX {index}")
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(WorldError, match="cannot migrate"):
        Store(path)
    monkeypatch.setitem(opening.MIGRATIONS, 0, lambda c: c.execute("CREATE TABLE added (x)"))
    with pytest.raises(WorldError, match="older version"):
        Store(path, readonly=True)
    Store(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM added").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        migrated = declared(connection) - {("added", "CREATETABLEadded(x)")}
    Store(tmp_path / "new.db", create=True).close()
    with sqlite3.connect(tmp_path / "new.db") as connection:
        assert migrated == declared(connection)


@pytest.mark.parametrize("place", ["", "no/such/folder/w.db"])
def test_a_place_that_cannot_hold_a_world(tmp_path, place):
    with pytest.raises(WorldError, match="folder"):
        Store(tmp_path / place, create=True)


def test_a_device_is_no_world():
    with pytest.raises(WorldError, match="not a file"):
        Store("/dev/null", create=True)


def test_a_writer_that_waits_too_long_says_so(tmp_path, reading, monkeypatch):
    path = tmp_path / "w.db"
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with Store(path, create=True) as one, Store(path) as two, one.writing():
        with pytest.raises(WorldError, match="another process is writing"):
            two.add(reading(), "v1")
        assert two.counts()["reports"] == 0


def test_readers_see_whole_reports_while_one_writes(tmp_path, reading):
    path = tmp_path / "w.db"
    with Store(path, create=True) as one, Store(path, readonly=True) as two:
        with one.writing():
            one._connection.execute("INSERT INTO rejected VALUES ('', 'x', 'c', 'r', NULL)")
            assert two.counts()["rejected"] == 0
        assert two.counts()["rejected"] == 1


def test_a_reader_cannot_write(tmp_path, reading):
    Store(tmp_path / "w.db", create=True).close()
    with Store(tmp_path / "w.db", readonly=True) as store, pytest.raises(WorldError, match="cannot be written"):
        store.add(reading(), "v1")


def test_a_full_disk_is_one_clear_word_and_leaves_whole_reports(tmp_path, reading):
    """The database may not grow beyond some pages, which SQLite reports as a full disk."""
    texts = [f"China met Russia in Tunxi {n}. We oppose sanctions said Envoy Li 40 cases operation" for n in range(200)]
    done = 0
    with Store(tmp_path / "w.db", create=True) as store:
        pages = store.pragma("page_count")[0]
        store.pragma(f"max_page_count = {pages + 40}")
        with pytest.raises(WorldError, match="disk is full"):
            for text in texts:
                store.add(reading(text, text[:40]), "v1")
                done += 1
    with Store(tmp_path / "w.db") as store:
        assert store.counts()["reports"] == done > 0
        assert store.pragma("integrity_check") == ["ok"]
        store.add(reading(), "v1")


def test_a_file_that_may_not_grow_is_one_clear_word(tmp_path):
    """A limit of the system on file size, as a quota sets it."""
    code = (
        "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from westphalia.world import Store; from westphalia.model import Rejected\n"
        "s = Store(sys.argv[1], create=True)\n"
        "for n in range(100000): s.reject(Rejected(str(n), '', 'c', 'x' * 5000))\n"
    )

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "w.db")],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WorldError" in done.stderr
    assert "disk" in done.stderr.splitlines()[-1]
    with Store(tmp_path / "w.db") as store:
        assert store.counts()["rejected"] > 0
        assert store.pragma("integrity_check") == ["ok"]


def test_a_world_can_be_made_by_two_processes_at_once(tmp_path):
    for number in range(5):
        world = tmp_path / f"{number}.db"
        code = f"from westphalia.world import Store\nStore({str(world)!r}, create=True).close()"
        makers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
        assert [(maker.communicate()[1], maker.returncode) for maker in makers] == [(b"", 0)] * 3
