"""One world for all tests of the pages: the example reports and a hostile corpus, read once."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from starlette.testclient import TestClient

from westphalia import World
from westphalia.forecast.ledger import issue, score
from westphalia.system.table import EventTable
from westphalia.web import application
from westphalia.world import Store

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
HOME = "http://127.0.0.1:8648"
SAME = {"sec-fetch-site": "same-origin", "origin": HOME}

PAGE = """<html><head><title>&lt;/title&gt;<script>alert(1)</script> Peru and Norway</title>
<link rel="canonical" href="javascript:alert(2)"><meta property="og:url" content="javascript:alert(3)">
<meta property="og:site_name" content="&quot;onmouseover=&quot;alert(4)"></head><body><article>
<h1>"&gt;&lt;img src=x onerror=alert(5)&gt;</h1><p>Norwegian Foreign Minister Ada "&lt;b onclick=alert(6)&gt;" Berg met
Peruvian Foreign Minister Luis Soto in Lima on 6 May 2024. “&lt;svg onload=alert(7)&gt; our friendship has no limits,”
Berg said.</p>
<p>Peru and Norway signed an agreement on fish on 6 May 2024. {{ 7 * 7 }} {% raw %}</p></article></body></html>"""

RECORDS = [
    {
        "title": "=cmd|' /C calc'!A0 <iframe src=javascript:alert(8)>",
        "url": "javascript:alert(document.domain)",
        "source": "@SUM(1)<script>alert(9)</script>",
        "date": "2024-05-07",
        "text": "Norwegian Foreign Minister Ada Berg met Peruvian Foreign Minister Luis Soto in Lima on Monday. "
        "“Our friendship has no limits,” Berg said. Norway rejected '><script>alert(10)</script> sanctions against "
        "Peru. Ada Berg said \x02that fish\x03 is </mark></p><style>*{display:none}</style> a matter of trust.",
    },
    {
        "title": "\u202e\u2066Lima talks javascript:alert(11)",
        "url": "data:text/html,<script>alert(12)</script>",
        "source": "+Southern Post",
        "date": "2024-05-08",
        "text": "Peru's Foreign Minister Luis Soto met Norwegian Foreign Minister Ada Berg on Monday in the Peruvian "
        "capital, Lima. Berg said that there are no limits to the friendship. Norway and Peru signed an agreement "
        "on fish on Monday, <a href='//evil.example'>the ministry</a> said.",
    },
]


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    reports = folder / "reports"
    shutil.copytree(EXAMPLES, reports)
    (reports / '"><svg onload=alert(0)>.html').write_text(PAGE, encoding="utf-8")
    (reports / "records.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    summary = World(folder / "world.db").read(reports, processes=1)
    assert summary.read > 20, f"the reader fails: {summary.rejected}"
    issue_forecasts(folder / "world.db")
    return folder / "world.db"


def issue_forecasts(path: Path) -> None:
    """Forecasts of every state: resolved, void because no report reaches their window, and not yet due."""
    with Store(path) as store:
        table = EventTable.of_world(store)
        for on in (date(2022, 7, 15), date(2022, 7, 23), date(2025, 1, 1)):
            issue(store, table, "RUS", "UKR", who="Ada <b>", horizon=10, on=on)
        score(store, table)
        tomorrow = date.today() + timedelta(days=1)
        issue(store, table, "RUS", "UKR", who="Ada <b>", on=tomorrow, of="material conflict")


@pytest.fixture(scope="session")
def client(path: Path) -> Iterator[TestClient]:
    """Reads only: tests that decide have a world of their own."""
    with TestClient(application(path), base_url=HOME, follow_redirects=True) as opened:
        yield opened


@pytest.fixture
def world(path: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copy(path, tmp_path / "world.db"))


@pytest.fixture
def writable(world: Path) -> Iterator[TestClient]:
    with TestClient(application(world), base_url=HOME, follow_redirects=False) as opened:
        yield opened


def crawl(client: TestClient, most: int) -> dict[str, str]:
    """Pages reached by links from the start page, by address: some of every kind first."""
    seen: dict[str, str] = {}
    waiting: dict[str, list[str]] = {"": ["/"]}
    while waiting and len(seen) < most:
        for kind in sorted(waiting):  # one of each kind in turn, so that no kind crowds the others out
            address = waiting[kind].pop(0)
            if not waiting[kind]:
                del waiting[kind]
            if address in seen:
                continue
            answer = client.get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            if "text/html" not in answer.headers["content-type"]:
                continue
            seen[address] = answer.text
            for link in lxml.html.fromstring(answer.text).xpath("//a/@href"):
                target = urlsplit(urljoin(f"{HOME}{address}", link))
                there = target.path + (f"?{target.query}" if target.query else "")
                if there not in seen and not there.endswith((".json", "/raw")) and ".csv" not in there:
                    waiting.setdefault(there.split("?")[0].split("/")[1], []).append(there)
    return seen


@pytest.fixture(scope="session")
def site(client: TestClient) -> dict[str, str]:
    pages = crawl(client, 160)
    for address in ("/reports/none", "/search?from=never", "/nowhere"):
        pages[address] = client.get(address).text
    return pages
