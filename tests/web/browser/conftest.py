"""One Chromium, driven over its debugger, and a server of the small world on a free port.

axe is put into the pages by the debugger, which no policy of theirs forbids; the policy itself is as it is for readers.
"""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn

from westphalia.web import application
from westphalia.web.pages import PAGES

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@contextmanager
def served(world: Path) -> Iterator[str]:
    """The pages of a world on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(world), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="session")
def home(path) -> Iterator[str]:
    with served(path) as address:
        yield address


@pytest.fixture(scope="module")  # Playwright keeps an event loop in this thread while it is open
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser):
    """A tab of its own, as wide as a laptop's."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def kinds(client) -> dict[str, str]:
    """An address of every kind of page, with the richest content the world has; and pages that say what is wrong."""
    found = _found(client)
    assert set(found) >= {page.name for page in PAGES}, "a page that nobody has looked at"
    return found


def _found(client) -> dict[str, str]:
    rows = client.get("/search.json").json()["rows"]
    happening = max(rows, key=lambda row: (row["reports"], row["happening"]))["happening"]
    told = client.get(f"/happenings/{happening}.json").json()
    report = max((client.get(f"/reports/{r['report']}.json").json() for r in told["reports"]),
                 key=lambda found: len({note["mark"] for note in found["notes"]}))  # fmt: skip
    quotation = client.get("/quotations.json").json()["rows"][0]["quotation"]
    referent = client.get("/namings.json").json()["rows"][0]["referent"]
    pair = client.get("/index.json").json()["pairs"][0]
    return {
        "start": "/",
        "happening": f"/happenings/{happening}",
        "report": f"/reports/{report['report']['report']}?at={report['notes'][0]['start']}",
        "reports": f"/reports?outlet={quote(told['reports'][0]['outlet'])}",
        "actor": "/actors/RUS/GOV",
        "actors": "/actors?kind=body",
        "pair": f"/pair?one={pair['one']}&other={pair['other']}&type=CONSULT",
        "pair, asking": "/pair",
        "relation": f"/relation?one={pair['one']}&other={pair['other']}",
        "system": "/system?against=2022-08-01",
        "triad": f"/triad?one={pair['one']}&other={pair['other']}&third=USA",
        "forecasts": "/forecasts",
        "quotation": f"/quotations/{quotation}",
        "quotations": "/quotations",
        "naming": f"/namings/{quote(referent)}",
        "namings": "/namings",
        "search": "/search?type=CONSULT&status=happened",
        "search, words": "/search?q=Odesa",
        "search, nothing": "/search?q=zxqv",
        "timeline": "/timeline?type=AGREE",
        "sources": "/sources",
        "review": "/review",
        "review, merges": "/review?kind=merges",
        "judge": f"/judge?subject={told['columns'][0]['passages'][0]['event']}",
        "journal": "/journal",
        "missing": "/reports/none",
        "refused": "/search?from=never",
    }
