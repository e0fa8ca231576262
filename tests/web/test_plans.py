"""No page reads a whole table that grows with the reports, but the few that weigh all events and say so."""

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import HOME
from westphalia.web import application
from westphalia.web.pages import PAGES
from westphalia.world import Store

LARGE = (
    "reports sentences mentions statements events event_parties figures namings positions offices happenings identities"
    " happening_events happening_facets dyad_months speakers naming_months referents quotation_statements"
).split()
WEIGH_ALL = {"relation", "system", "triad"}
"""Pages that read all events, up to a number of events, and beyond it say which command does it."""


@pytest.fixture
def asked(monkeypatch):
    """Every statement that is run, as SQLite runs it."""
    said: list[str] = []
    opened = Store.__init__

    def traced(self, *given, **named):
        opened(self, *given, **named)
        self._connection.set_trace_callback(said.append)

    monkeypatch.setattr(Store, "__init__", traced)
    return said


def addresses(path):
    """Addresses of every kind of page, with what there is to be asked of it."""
    with Store(path, readonly=True) as store:
        happening = max(store.rows("happenings"), key=lambda row: row["reports"])
        report = next(row["report"] for row in store.rows("reports") if row["outlet"])
        event = next(store.rows("happening_events"))["event"]
        quotation, referent = next(store.rows("quotations"))["quotation"], next(store.rows("referents"))["referent"]
    facets = "actor=RUS&type=ASSAULT&status=happened&from=2022&to=2023"
    return {
        "start": ["/"],
        "happening": [f"/happenings/{happening['happening']}"],
        "report": [f"/reports/{report}", f"/reports/{report}?at=5"],
        "reports": ["/reports", "/reports?outlet=Interfax", "/reports?outlet=unknown&of=unknown"],
        "actor": ["/actors/RUS", "/actors/RUS/GOV", "/actors/Russia"],
        "actors": ["/actors", "/actors?kind=body", "/actors?name=berg"],
        "pair": ["/pair", "/pair?one=RUS&other=UKR", "/pair?one=RUS/GOV&other=UKR&from=2022"],
        "quotation": [f"/quotations/{quotation}"],
        "quotations": ["/quotations", "/quotations?speaker=RUS"],
        "naming": [f"/namings/{quote(referent)}", f"/namings/{quote(referent)}?voice=own&outlet=x&words=y"],
        "namings": ["/namings"],
        "search": ["/search", f"/search?{facets}", f"/search?{facets}&outlet=Interfax&country=RUS", "/search?q=Odesa",
                   f"/search?q=Odesa&{facets}", "/search?type=AGREE"],
        "timeline": ["/timeline", "/timeline?actor=RUS", "/timeline?actor=RUS/GOV&type=AGREE&months_to=2022-08"],
        "sources": ["/sources"],
        "review": ["/review", "/review?kind=merges"],
        "judge": [f"/judge?subject={event}"],
        "journal": ["/journal"],
        "forecasts": ["/forecasts"],
    }  # fmt: skip


def scanned(store, statements):
    """Large tables that some statement reads from end to end, with the statement."""
    found = {}
    for sql in statements:
        if re.match(r"\s*(SELECT|WITH)\b", sql):
            for row in store._connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall():
                whole = re.match(r"SCAN (\w+)(?! VIRTUAL)", row["detail"])
                if whole and named(whole[1], sql) in LARGE:
                    found[named(whole[1], sql)] = sql
    return found


def named(alias, sql):
    """The table behind an alias."""
    tables = re.findall(rf"\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?{alias}\b", sql)
    return tables[0] if tables else alias


def test_no_page_reads_a_large_table_from_end_to_end(path, asked):
    known = addresses(path)
    assert set(known) == {page.name for page in PAGES} - WEIGH_ALL
    found = {}
    with TestClient(application(path), base_url=HOME) as client, Store(path, readonly=True) as store:
        for those in known.values():
            for address in those:
                asked.clear()
                assert client.get(address).status_code == 200, address
                statements = list(dict.fromkeys(asked))
                found |= {(address, table): sql for table, sql in scanned(store, statements).items()}
    assert not found


def test_a_scan_would_be_seen(path, asked):
    """Else the test above would test nothing."""
    with Store(path, readonly=True) as store:
        store.query("sources")
        list(store.frame_rows("events"))
        assert set(scanned(store, list(asked))) >= {"reports", "events"}
