"""The ledger: issued once, never changed, apart from what reading digests."""

import sqlite3

import pytest

from westphalia.errors import WorldError
from westphalia.world import Store
from westphalia.world.ledger import Issued, Ledger, Resolution


def issued(name="f1"):
    return Issued(
        forecast=name, who="ann", question="does A consult B?", rule={"source": "A"}, answer={"probability": 0.4},
        baselines={"base rate": 0.1}, begins="2025-01-01", ends="2025-01-30", model="outlook 1", data="d",
        retrospective=False,
    )  # fmt: skip


def test_a_forecast_is_issued_once_and_comes_back_as_it_was(tmp_path):
    with Store(tmp_path / "w.db", create=True) as store:
        before = store.digest()
        assert Ledger(store).issue([issued(), issued("f2")]) == 2
        assert Ledger(store).issue([issued()]) == 0
        assert store.digest() == before
    with Store(tmp_path / "w.db", readonly=True) as store:
        one, two = Ledger(store).issued()
        assert (one["forecast"], two["forecast"]) == ("f1", "f2")
        assert one["answer"] == {"probability": 0.4}
        assert one["retrospective"] is False
        assert store.frame("forecasts")["question"].to_list() == ["does A consult B?"] * 2


def test_nothing_in_it_can_be_changed(tmp_path):
    with Store(tmp_path / "w.db", create=True) as store:
        Ledger(store).issue([issued()])
        Ledger(store).resolve([Resolution("f1", "void", None, "nothing is held", (), {}, "d")])
        assert Ledger(store).resolutions()["f1"]["state"] == "void"
        with pytest.raises(WorldError):
            Ledger(store).resolve([Resolution("f1", "resolved", 1.0, "changed my mind", (), {}, "d")])
    connection = sqlite3.connect(tmp_path / "w.db")
    for statement in ("UPDATE forecasts SET who = 'x'", "DELETE FROM resolutions", "DELETE FROM forecasts"):
        with pytest.raises(sqlite3.IntegrityError, match="ledger is append-only"):
            connection.execute(statement)


def test_only_such_tables_are_appended_to(tmp_path):
    with Store(tmp_path / "w.db", create=True) as store, pytest.raises(WorldError, match="not a table"):
        store.append("meta", [{"key": "a", "value": "b"}])
