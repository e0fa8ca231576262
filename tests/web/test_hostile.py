"""Hostile titles, names, HTML and addresses come through intake to every page and are inert; and the guard."""

import csv
import io
import json
import re
from urllib.parse import urlsplit

import lxml.html
import pytest

from tests.web.conftest import HOME, SAME
from westphalia.export.delimited import FORMULA
from westphalia.web.guard import HEADERS, POLICY, Guard
from westphalia.web.render import environment
from westphalia.world import Store

ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "img",
    "base",
    "applet",
    "frame",
    "audio",
    "video",
    "template",
    "style",
}


def test_the_hostile_words_are_in_the_pages(site):
    """Else the tests below would test nothing."""
    everything = "".join(site.values())
    for words in (
        "&lt;script&gt;alert(9)",
        "javascript:alert",
        "onmouseover=",
        "&lt;img src=x onerror=alert(5)",
        "{{ 7 * 7 }}",
    ):
        assert words in everything, words
    assert "49 {% raw %}" not in everything


def test_no_page_holds_anything_that_runs_or_calls_out(site):
    for address, html in site.items():
        tree = lxml.html.fromstring(html)
        assert not {e.tag for e in tree.iter() if isinstance(e.tag, str)} & ACTIVE, address
        for element in tree.iter():
            for attribute, value in element.attrib.items():
                assert not attribute.startswith("on"), f"{address}: {attribute}"
                assert attribute not in ("style", "srcdoc", "formaction", "ping"), address
                if attribute in ("href", "src", "action", "xlink:href"):
                    parts = urlsplit(value)
                    own = not parts.scheme and not parts.netloc and "\\" not in value
                    assert own or value == "data:,", f"{address}: {value}"


def test_no_markup_of_a_report_becomes_markup_of_a_page(site):
    for address, html in site.items():
        tree = lxml.html.fromstring(html)
        assert len(tree.xpath("//title")) - len(tree.xpath("//svg//title")) == 1, address
        assert not tree.xpath("//main//b|//main//a[starts-with(@href, '//') or starts-with(@href, 'javascript')]"), (
            address
        )
        shown = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", html)
        assert not shown, f"{address}: {shown}"


def test_every_answer_carries_the_headers(client, path):
    addresses = ["/", "/search.json", "/search.csv", "/static/style.css", "/openapi.json", "/nowhere", "/search?from=x"]
    with Store(path, readonly=True) as store:
        addresses.append(f"/reports/{next(store.rows('reports'))['report']}/raw")
    for address in addresses:
        headers = client.get(address).headers
        for name, value in HEADERS.items():
            if not (name == "content-security-policy" and address.endswith("/raw")):
                assert headers[name] == value, f"{address}: {name}"
    assert "script-src" not in POLICY
    assert "unsafe" not in POLICY


def test_a_page_that_fails_carries_them_too(path, monkeypatch):
    from starlette.testclient import TestClient

    from westphalia.web import application
    from westphalia.web.views import start

    monkeypatch.setattr(start, "_quotations", lambda store: 1 / 0)
    app = application(path)
    with TestClient(app, base_url=HOME, raise_server_exceptions=False) as opened:
        answer = opened.get("/")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == POLICY
    assert "division" not in answer.text


def test_no_cell_of_a_table_is_a_formula(site, client):
    cells = 0
    for address in list(site)[:-3]:
        for link in lxml.html.fromstring(site[address]).xpath("//footer//a[contains(@href, '.csv')]/@href"):
            for row in csv.reader(io.StringIO(client.get(link).text)):
                for cell in row:
                    cells += cell.startswith("'")
                    assert not cell.startswith(FORMULA) or re.fullmatch(r"-?[\d.]+", cell), f"{link}: {cell}"
    assert cells, "no formula came this far: the test tests nothing"


def test_twins_of_hostile_reports_are_data(client):
    found = client.get("/reports.json", params={"outlet": "@SUM(1)<script>alert(9)</script>"})
    assert found.headers["content-type"] == "application/json"
    assert found.json()["rows"]
    assert json.loads(found.text)["outlet"].startswith("@SUM")


def test_everything_is_escaped_unless_a_template_is_ours():
    made = environment()
    assert made.autoescape is True
    for name in made.list_templates():
        assert "| safe" not in made.loader.get_source(made, name)[0]
        assert "|safe" not in made.loader.get_source(made, name)[0]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::1", "localhost:x"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_only_names_of_this_machine_are_answered(client, host, method):
    for address in ("/", "/static/style.css", "/nowhere", "/journal", "/openapi.json", "/search/", "/actors//"):
        answer = client.request(method, address, headers={"host": host, **SAME}, follow_redirects=False)
        assert answer.status_code == 421, address
        assert "location" not in answer.headers, f"{address}: sent to whatever host was named"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8648", "LOCALHOST", "[::1]:8648"])
def test_names_of_this_machine_are_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


DECISION = {"action": "wrong", "who": "Ada", "why": "it was planned"}


@pytest.fixture
def event(path):
    with Store(path, readonly=True) as store:
        return next(store.rows("events"))["event"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": HOME},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
def test_a_write_from_elsewhere_is_refused(writable, event, headers):
    answer = writable.post("/journal", data={**DECISION, "subject": event}, headers=headers)
    assert answer.status_code == 403
    assert writable.get("/journal.json").json()["rows"] == []


@pytest.mark.parametrize("headers", [SAME, {"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": HOME}])
def test_a_write_from_our_pages_is_taken(writable, event, headers):
    assert writable.post("/journal", data={**DECISION, "subject": event}, headers=headers).status_code == 303
    assert len(writable.get("/journal.json").json()["rows"]) == 1


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "/\tevil", "javascript:1"]
)
def test_after_a_write_one_stays_here(writable, event, back):
    answer = writable.post("/journal", data={**DECISION, "subject": event, "back": back}, headers=SAME)
    assert answer.headers["location"] == "/journal"


def test_no_method_but_get_reads_and_nothing_is_written_by_get(writable, event):
    for method in ("PUT", "DELETE", "PATCH"):
        assert writable.request(method, "/search", headers=SAME).status_code == 405
    assert writable.get("/journal/undo").status_code in (404, 405)
    assert writable.get(f"/journal?action=wrong&subject={event}&who=a&why=b").status_code == 200
    assert writable.get("/journal.json").json()["rows"] == []


def test_long_bodies_are_refused_before_they_are_read(writable):
    answer = writable.post(
        "/journal", content=b"x" * 30_000, headers={**SAME, "content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert answer.json is not None


def test_the_guard_knows_hosts_by_name_alone():
    guard = Guard(lambda *_: None, ["Desk.Example"])
    assert guard._hosts == {"desk.example"}
