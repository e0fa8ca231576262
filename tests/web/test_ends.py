"""Past the end of a list, and what was asked wrongly: the page says so, and leads on."""

import lxml.html
import pytest

from tests.web.test_pages import text
from westphalia.system.drawing import Plot
from westphalia.web import render
from westphalia.web.views import relation
from westphalia.web.views.report import NOTES
from westphalia.world import Store

PAST = (
    "/actors?after=0~",
    "/actors/RUS?after=~h0",
    "/quotations?after=0~q0",
    "/namings?after=0~a",
    "/sources?after=0~",
    "/reports?after=0001-01-01~r0",
    "/search?after=~h0",
    "/search?q=Odesa&page=33",
    "/timeline?after=~h0",
    "/pair?one=RUS&other=UKR&after=~h0",
    "/review?after=0.999~e0",
    "/review?kind=merges&after=0.0~a b",
    "/journal?after=1~",
    "/forecasts?page=99",
)


@pytest.mark.parametrize("address", PAST)
def test_past_its_end_a_list_says_so_and_leads_back(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "The list ends before this place" in text(answer.text)
    back = lxml.html.fromstring(answer.text).xpath("//a[text()='first page']/@href")
    first = client.get(address.partition("?")[0] + back[0])
    assert first.status_code == 200
    assert "The list ends before this place" not in text(first.text)


def test_an_empty_table_is_no_table(client):
    assert not lxml.html.fromstring(client.get("/forecasts?page=99").text).xpath("//tbody[not(tr)]")
    assert client.get("/forecasts.csv?page=99").text.strip() == ""


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/pair?one=RUS&other=UKR&months_to=soon", 400, "is no date"),
        ("/timeline?months_to=9999-99", 400, "is no date"),
        ("/search?from=2023&to=2022", 400, "ends (2022-12-31) before it begins (2023-01-01)"),
        ("/search?q=Odesa&from=2023&to=2022", 400, "before it begins"),
        ("/relation?one=RUS&other=UKR&from=2023&to=2022", 400, "before it begins"),
        ("/system?on=2022-08&against=2023", 400, "is not before"),
        ("/relation?one=RUS&other=Nobody", 404, "actors are at /actors"),
        ("/triad?one=RUS&other=UKR&third=Ukrane", 404, "Did you mean Ukraine"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client, address, status, says):
    answer = client.get(address)
    assert answer.status_code == status
    assert says in text(answer.text)
    path, _, query = address.partition("?")
    twin = client.get(f"{path}.json?{query}")
    assert (twin.status_code, twin.json()["error"]["status"]) == (status, status)


def test_a_day_of_which_nothing_is_known_leads_to_one_of_which_something_is(client):
    page = lxml.html.fromstring(client.get("/system?on=1999").text)
    assert "Nothing that still counts is known" in page.text_content()
    assert page.xpath("//input[@name='on']/@value") == ["1999"]
    assert page.xpath("//main//a/@href") == ["/system"]


def test_words_that_hold_nothing_to_search_for_are_called_so(client):
    answer = client.get("/search?q=***")
    assert "There is no word in “***” to search for" in text(answer.text)


def test_a_saved_choice_of_reports_says_which_do_not_tell_any_more(client):
    rows = client.get("/search.json").json()["rows"]
    told = max(rows, key=lambda row: row["reports"])["happening"]
    reports = [row["report"] for row in client.get(f"/happenings/{told}.json").json()["reports"]]
    found = client.get(f"/happenings/{told}.json?report={reports[-1]}&report=r0").json()
    assert found["not_here"] == ["r0"]
    assert found["chosen"] == [reports[-1], reports[0]], "one alone is not side by side"
    shown = text(client.get(f"/happenings/{told}?report={reports[-1]}&report=r0").text)
    assert "1 report of those asked for does not tell of this happening" in shown


def test_a_report_full_of_assertions_is_shown_in_parts_that_are_small(writable, world):
    with Store(world) as store:
        told = max(store.rows("reports"), key=lambda row: row["words"])
        like = next(store.rows("figures"))
        rows = [
            {**like, "figure": f"f{start:016x}", "report": told["report"], "start": start, "end": start + 3}
            for start in range(0, len(store.text(told["report"])) - 3, 4)
        ]
        columns = [name for name in like if name != "row"]
        store._connection.executemany(
            f"INSERT INTO figures ({', '.join(map(quoted, columns))}) VALUES ({', '.join('?' * len(columns))})",
            [[row[name] for name in columns] for row in rows],
        )
    seen = []
    for part in range(1, 2 + len(rows) // NOTES * 2):
        answer = writable.get(f"/reports/{told['report']}?part={part}")
        if answer.status_code == 400:
            break
        assert len(answer.content) < 100_000
        twin = writable.get(f"/reports/{told['report']}.json?part={part}")
        assert len(twin.content) < 100_000
        seen += [note["id"] for note in twin.json()["notes"] if note["table"] == "figures"]
    assert len(seen) == len(set(seen)) >= len(rows) > 2 * NOTES


def quoted(name):
    return f'"{name}"'


def test_a_long_relation_shows_what_fits_and_refuses_what_does_not(client, monkeypatch):
    address = "/relation?one=RUS&other=UKR"
    whole = client.get(address.replace("?", ".json?")).json()
    monkeypatch.setattr(relation, "SHOWN", 2)
    monkeypatch.setattr(relation, "ROWS", 1)
    shorter = "/relation.json?one=UKR&other=RUS"  # what was asked for before is kept
    fewer = client.get(shorter).json()
    assert 0 < len(fewer["figure"]["rows"]) <= 2 * 4 < len(whole["figure"]["rows"])
    page = client.get(shorter.replace(".json", ""))
    assert fewer["points"], "the latest of the pair, not of the world"
    assert (f"And {len(fewer['points']) - 1} earlier rows" in text(page.text)) == (len(fewer["points"]) > 1)
    refused = client.get(f"{address}&from=2022&to=2022-09")
    assert refused.status_code == 400
    assert "more than 2 months" in text(refused.text)


def test_a_large_drawing_loses_the_words_over_its_parts_alone(monkeypatch):
    drawn = Plot("Ties", "Who", 10, 10, '<rect><title>A to B</title></rect><text x="1">A</text>', ("a",), (("b",),))
    assert "A to B" in render.environment().filters["drawn"](drawn)
    monkeypatch.setattr(render, "LARGE", 10)
    small = render.environment().filters["drawn"](drawn)
    assert "A to B" not in small
    assert "Ties" in small, "its name stays"
    assert '<text x="1">A</text>' in small
