"""A happening to take away: references and a comparison, which hold what the page shows and run nowhere."""

import json
import re
from urllib.parse import quote

import pytest
from starlette.routing import Route
from typer.testing import CliRunner

from tests.web.conftest import HOME
from westphalia.cli.app import app
from westphalia.web import application
from westphalia.web.openapi import document


@pytest.fixture(scope="module")
def told(client):
    """What several reports tell of, the hostile ones among them."""
    rows = client.get("/search.json?actor=NOR").json()["rows"]
    ident = max(rows, key=lambda row: row["reports"])["happening"]
    return client.get(f"/happenings/{ident}.json").json()


def kept(client, told, form):
    answer = client.get(f"/happenings/{told['happening']['happening']}.{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.text


def test_every_report_of_the_page_is_cited_once(client, told):
    reports = {row["report"] for row in told["reports"]}
    assert len(reports) > 1
    cited = json.loads(kept(client, told, "csl"))
    assert {row["note"].rsplit(", ", 1)[1] for row in cited} == reports
    assert len(re.findall(r"^@\w+\{", kept(client, told, "bib"), re.MULTILINE)) == len(reports)


def test_the_comparison_has_footnotes(client, told):
    written = kept(client, told, "md")
    assert "Where the accounts agree and part" in written
    assert set(re.findall(r"\[\^(\d+)\](?!:)", written)) == set(re.findall(r"^\[\^(\d+)\]:", written, re.MULTILINE))


def test_no_hostile_title_or_address_is_live_in_them(client, told):
    assert "alert(9)" in str(told["reports"]), "else this would test nothing"
    for form in ("bib", "csl", "md"):
        written = kept(client, told, form)
        assert not re.search(r"(?i)\b(url|URL)\W+(javascript|data):", written)
        assert not re.search(r"\]\(\s*(javascript|data):", written)
    assert not re.search(r"(?<!\\)<(script|iframe|img|svg)", kept(client, told, "md"))


def test_what_there_is_not_cannot_be_cited(client):
    for form in ("bib", "csl", "md"):
        assert client.get(f"/happenings/none.{form}").status_code == 404


def test_the_page_offers_them(client, told):
    page = client.get(f"/happenings/{told['happening']['happening']}").text
    assert all(f"/happenings/{told['happening']['happening']}.{form}" in page for form in ("bib", "csl", "md"))


def test_the_command_writes_the_same_references(client, told, path, tmp_path):
    ident = told["happening"]["happening"]
    done = CliRunner().invoke(
        app, ["compare", ident, "--world", str(path), "--format", "bibtex", "--out", str(tmp_path / "b")]
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "b").read_text(encoding="utf-8") == kept(client, told, "bib")


def test_the_description_names_every_address(path):
    """All that answers, but the pages themselves, whose twins stand for them, and the style sheet."""
    described = document()["paths"]
    routes = application(path)._app.routes
    for route in (route for route in routes if isinstance(route, Route)):
        plain = re.sub(r"{(\w+):path}", r"{\1}", route.path)
        shown = {plain, f"{'/index' if plain == '/' else plain}.json"}
        assert shown & set(described) or plain in ("/static/style.css", "/openapi.json"), route.path
    for address, operations in described.items():
        assert all(len(found["responses"]) > 1 and found["summary"] for found in operations.values()), address
    assert quote(HOME, safe="") not in str(described)
