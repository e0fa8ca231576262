"""The page of the ledger: all forecasts with rule and outcome, counted with what they are a part of."""

import csv
import io
import re
from datetime import date, timedelta

import lxml.html
from starlette.testclient import TestClient

from tests.web.conftest import HOME
from westphalia.forecast.ledger import summary
from westphalia.web import application
from westphalia.world import Store
from westphalia.world.ledger import Issued, Ledger, Resolution


def text(html):
    return re.sub(r"\s+", " ", lxml.html.fromstring(html).xpath("//main")[0].text_content())


def test_every_forecast_is_shown_and_counted_once(client, path):
    with Store(path, readonly=True) as store:
        known = summary(store)
    data = client.get("/forecasts.json").json()
    counts = data["counts"]
    assert [row["forecast"] for row in data["rows"]] == [row["forecast"] for row in known["rows"]]
    assert counts["issued"] == known["issued"] == counts["due"] + counts["not_yet_due"]
    assert counts["due"] == counts["asked"] + counts["measured"] + counts["void"] + counts["awaited"]
    assert counts["hits"] + counts["misses"] == counts["asked"] >= 4
    assert counts["misses"] == known["misses"]
    assert counts["measured"] > 0
    assert counts["void"] == known["void"] > 0
    assert counts["not_yet_due"] > 0
    assert counts["retrospective"] == sum(row["retrospective"] for row in known["rows"]) > 0
    assert data["means"] == [], "scores of what was issued afterwards stand apart"
    assert {row["method"] for row in data["means_retrospective"]} == {"outlook", "recurrency", "base rate"}


def test_a_forecast_shows_its_rule_and_how_it_came_out(client):
    rows = client.get("/forecasts.json").json()["rows"]
    html = client.get("/forecasts").text
    shown = text(html)
    for row in rows:
        assert row["question"] in shown
        assert row["rule"] in shown
        assert row["due"] > row["ends"]
        assert row["why"] in shown
    resolved = [row for row in rows if row["result"] in ("came", "did not come")]
    for row in resolved:
        assert (row["result"] == "came") == bool(row["outcome"])
        assert row["hit"] == ((row["probability"] >= 0.5) == bool(row["outcome"]))
        assert abs(row["brier_outlook"] - (row["probability"] - row["outcome"]) ** 2) < 1e-9
        assert row["brier_base_rate"] is not None
    for words in (
        "its window holds 0 events of any kind",
        "the level stood at",
        "not yet due",
        "hits",
        "misses",
        "void",
    ):
        assert words in shown
    links = lxml.html.fromstring(html).xpath("//main//td/a[@class='ref']/@href")
    assert links
    assert all(client.get(link).status_code == 200 for link in links)
    assert "Ada &lt;b&gt;" in html


def test_the_table_holds_the_same_as_the_page(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/forecasts.csv").text)))
    data = client.get("/forecasts.json").json()["rows"]
    assert [row["forecast"] for row in rows] == [row["forecast"] for row in data]
    assert {"rule", "due", "result", "brier_outlook", "crps_recurrency", "log_base_rate"} <= set(rows[0])


def test_without_a_forecast_it_says_how_to_issue_one(tmp_path):
    Store(tmp_path / "w.db", create=True).close()
    with TestClient(application(tmp_path / "w.db"), base_url=HOME) as client:
        shown = text(client.get("/forecasts").text)
        assert "No forecast has been issued" in shown
        assert "westphalia forecast issue ACTOR ACTOR --who NAME --world w.db" in shown
        assert client.get("/forecasts.csv").status_code == 200


def made(number, day):
    """A forecast of .75 whose window ends on a day."""
    rule = {"source": "FRA", "recipient": "DEU", "from": f"{day}", "until": f"{day}", "table": "made", "covered_by": 1,
            "counts": "events", "of": "CONSULT", "least": 1}  # fmt: skip
    return Issued(f"f{number:03}", "ben", f"Question {number}?", rule, {"probability": 0.75}, {"recurrency": 0.5},
                  f"{day}", f"{day}", "made 1", "d", False)  # fmt: skip


def test_a_long_ledger_goes_on_and_days_pass(tmp_path):
    today = date.today()
    with Store(tmp_path / "w.db", create=True) as store:
        ledger = Ledger(store)
        ledger.issue([made(n, today - timedelta(days=1)) for n in range(100)] + [made(100, today)])
        losses = {"outlook": {"brier": 0.0625}, "recurrency": {"brier": 0.25}}
        ledger.resolve([Resolution("f000", "resolved", 1.0, "1 events in its window", ("e1",), losses, "d"),
                        Resolution("f001", "resolved", 0.0, "none among 9", (), losses, "d")])  # fmt: skip
    with TestClient(application(tmp_path / "w.db"), base_url=HOME) as client:
        address, seen = "/forecasts", []
        while address:
            html = client.get(address).text
            page = lxml.html.fromstring(html)
            assert len(html.encode()) < 100_000
            seen += page.xpath("//tbody//th/@id")
            address = next((f"/forecasts{link}" for link in page.xpath("//a[@rel='next']/@href")), "")
        assert seen == [f"f{n:03}" for n in range(100, -1, -1)]
        counts = client.get("/forecasts.json").json()["counts"]
        expected = {"issued": 101, "due": 100, "not_yet_due": 1, "hits": 1, "misses": 1, "awaited": 98, "void": 0}
        assert {name: counts[name] for name in expected} == expected
        assert "due, not resolved yet" in text(client.get("/forecasts").text)


def test_an_answer_of_yesterday_is_not_taken_for_one_of_today(path, monkeypatch):
    from westphalia.web import app

    class Tomorrow(date):
        @classmethod
        def today(cls):
            return date.today() + timedelta(days=1)

    with TestClient(application(path), base_url=HOME) as client:
        tag = client.get("/forecasts").headers["etag"]
        assert client.get("/forecasts", headers={"if-none-match": tag}).status_code == 304
        monkeypatch.setattr(app, "date", Tomorrow)
        assert client.get("/forecasts", headers={"if-none-match": tag}).status_code == 200
