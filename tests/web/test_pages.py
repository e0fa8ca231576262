"""Every page shows what the world holds, its twins hold the same, and what cannot be shown says so."""

import csv
import io
import json
import re
from urllib.parse import quote

import lxml.html
import pytest

from westphalia.web.openapi import document
from westphalia.web.pages import PAGES
from westphalia.world import Store


@pytest.fixture(scope="module")
def held(path):
    with Store(path, readonly=True) as store:
        yield store


@pytest.fixture(scope="module")
def port(held):
    """The happening that most reports tell of."""
    return max(held.rows("happenings"), key=lambda row: (row["reports"], row["happening"]))


def text(html):
    return re.sub(r"\s+", " ", lxml.html.fromstring(html).xpath("//main")[0].text_content())


def twin(client, address, ending):
    path, _, query = address.partition("?")
    return client.get(f"{'/index' if path == '/' else path}.{ending}{'?' + query if query else ''}")


def test_every_kind_of_page_is_reached_by_links_from_the_start(site):
    for page in PAGES:
        shape = re.compile(
            re.sub(r"\\{\w+:path\\}", r".+", re.sub(r"\\{\w+\\}", r"[^/]+", re.escape(page.path))) + r"(\?.*)?\Z"
        )
        assert any(shape.match(address) for address in site), page.name


def test_every_page_is_small(site):
    assert max(len(html.encode()) for html in site.values()) < 100_000


def test_every_page_has_its_twins(site, client):
    for address in list(site)[:-3]:
        links = lxml.html.fromstring(site[address]).xpath("//footer//a/@href")
        data = client.get(next(link for link in links if ".json" in link))
        assert data.status_code == 200
        assert data.headers["content-type"] == "application/json"
        assert "title" in data.json()
        for table in [link for link in links if ".csv" in link]:
            answer = client.get(table)
            rows = list(csv.reader(io.StringIO(answer.text)))
            assert answer.headers["content-type"].startswith("text/csv")
            assert len({len(row) for row in rows}) <= 1, table


def test_a_happening_shows_its_reports_passages_and_verdicts(client, port, held):
    html = client.get(f"/happenings/{port['happening']}").text
    shown = text(html)
    assert port["summary"] in shown
    events = [row["event"] for row in held.rows("happening_events", happening=port["happening"])]
    reports = {row["report"] for row in held.rows("events", event=events)}
    links = lxml.html.fromstring(html).xpath("//ol[@class='sources']//a/@href")
    assert {f"/reports/{report}" for report in reports} <= set(links)
    assert shown.count("agrees") >= 2
    assert "silent" in shown
    marked = lxml.html.fromstring(html).xpath("//blockquote//mark[contains(@class, 'word')]")
    assert marked
    assert all(mark.text_content().strip() for mark in marked)


def test_the_reader_chooses_two_to_four_reports(client, port):
    data = client.get(f"/happenings/{port['happening']}.json").json()
    two = [report["report"] for report in data["reports"]][-2:]
    chosen = client.get(f"/happenings/{port['happening']}.json", params={"report": two}).json()
    assert [column["report"] for column in chosen["columns"]] == two


def test_what_no_report_says_is_unknown_and_what_is_not_held_is_not_zero(client, port):
    data = client.get(f"/happenings/{port['happening']}.json").json()
    cells = [cell for row in data["coverage"]["rows"] for cell in row["cells"]]
    assert None in cells, "no day without reports: the test tests nothing"
    assert all(cell["held"] >= 1 and cell["told"] <= cell["held"] for cell in cells if cell)
    html = client.get(f"/happenings/{port['happening']}").text
    assert "nothing held" in html
    assert not re.search(r"\b0 of 0\b", html)


def test_a_report_is_its_text_and_marks_and_notes_lead_to_each_other(client, held):
    for row in held.frame_rows("reports"):
        page = lxml.html.fromstring(client.get(f"/reports/{row['report']}").text)
        for extra in page.xpath("//p[@class='words']//a[@class='at'] | //p[@class='words']//span[@id='here']"):
            extra.drop_tree()
        words = "".join(p.text_content() for p in page.xpath("//p[@class='words']"))
        whole = re.sub(r"[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", "\ufffd", held.text(row["report"]))
        assert re.sub(r"\s", "", words) == re.sub(r"\s", "", whole)
        page = lxml.html.fromstring(client.get(f"/reports/{row['report']}").text)
        ids = set(page.xpath("//@id"))
        for link in page.xpath("//div[@class='reading']//a[@class='at']/@href"):
            assert link[1:] in ids, f"{row['name']}: {link} leads nowhere"
        events = {e["event"] for e in held.rows("events", report=row["report"])}
        assert {f"n-{event}" for event in events} <= ids


def test_evidence_leads_to_the_words(client, held):
    event = next(held.rows("events"))
    answer = client.get(f"/events/{event['event']}")
    assert answer.status_code == 200
    assert answer.url.path == f"/reports/{event['report']}"
    assert f'id="{event["event"]}"' in answer.text


def test_the_raw_bytes_are_there_and_are_only_to_be_kept(client, held):
    report = next(held.rows("reports"))
    answer = client.get(f"/reports/{report['report']}/raw")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    shown = client.get(f"/reports/{report['report']}.json").json()
    import hashlib

    assert hashlib.sha256(answer.content).hexdigest() == shown["raw_sha256"]


def test_two_actors_show_months_without_reports_as_such(client):
    data = client.get("/pair.json?one=Iran&other=SAU").json()
    assert data["one"]["actor"] == "IRN"
    assert any(month["held"] == 0 for month in data["months"])
    assert sum(month["verbal cooperation"] + month["material cooperation"] for month in data["months"]) > 0
    page = lxml.html.fromstring(client.get("/pair?one=Iran&other=SAU").text)
    assert page.xpath("//svg//*[contains(@class, 'gap')]")
    assert len(page.xpath("//details//tbody/tr")) == len(data["months"])


def test_search_by_facets_gives_what_fits(client, held):
    rows = client.get("/search.json?type=ASSAULT&actor=RUS").json()["rows"]
    assert rows
    assert all(row["type"] == "ASSAULT" for row in rows)
    assert all(any(actor.startswith("RUS") for actor in row["participants"]) for row in rows)
    all_rows = client.get("/search.json").json()["rows"]
    assert len(all_rows) == min(40, len(list(held.rows("happenings"))))


def test_search_by_words_marks_them_and_filters(client):
    data = client.get("/search.json?q=Odesa").json()
    assert data["rows"]
    assert all(any(hit for _, hit in row["marked"]) for row in data["passages"]["rows"])
    outlet = next(row["outlet"] for row in data["passages"]["rows"] if row["outlet"])
    fewer = client.get("/search.json", params={"q": "Odesa", "outlet": outlet}).json()
    assert {row["outlet"] for row in fewer["passages"]["rows"]} == {outlet}
    assert 0 < len(fewer["passages"]["rows"]) < len(data["passages"]["rows"])


def test_lists_go_on_without_gaps_or_doubles(client, held, monkeypatch):
    from westphalia.web import gathering

    monkeypatch.setattr(gathering.listed, "__defaults__", (7,))
    found, after = [], ""
    while True:
        data = client.get("/search.json", params={"after": after} if after else {}).json()
        found += [row["happening"] for row in data["rows"]]
        if not (after := data["next"]):
            break
    assert sorted(found) == sorted(row["happening"] for row in held.rows("happenings"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/happenings/h000", 404), ("/reports/none", 404), ("/actors/Nobody%20Known", 404), ("/quotations/q", 404),
        ("/events/e", 404), ("/judge?subject=x", 404), ("/search?type=WAR", 400), ("/search?from=yesterday", 400),
        ("/search?after=%27%22", 400), ("/pair?one=RUS&other=Russia", 400), ("/reports?after=~~", 400),
        ("/timeline?from=2022-02-31", 400), ("/nowhere", 404), ("/namings/nothing", 404),
        ("/search?q=" + "x" * 600, 400),
    ],
)  # fmt: skip
def test_errors_are_pages_that_say_what_to_do(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    shown = lxml.html.fromstring(answer.text)
    assert shown.xpath("//h1")
    path, _, query = address.partition("?")
    if path.startswith(("/events",)):
        return
    data = client.get(f"{path}.json?{query}").json()["error"]
    assert data["status"] == status
    assert data["message"]
    assert data["hint"]


def test_every_refusal_has_one_shape(client):
    """Whatever is wrong, and whoever finds out: the guard, the router or a page."""
    asked = [("GET", "/nowhere.json", {}), ("GET", "/reports/x.json", {}), ("GET", "/search.json?type=WAR", {}),
             ("PUT", "/search.json", {"sec-fetch-site": "same-origin"}), ("PUT", "/search.json", {}),
             ("GET", "/search.json", {"host": "evil.example"})]  # fmt: skip
    statuses = []
    for method, address, headers in asked:
        answer = client.request(method, address, headers=headers)
        told = answer.json()["error"]
        assert set(answer.json()) == {"error"}
        assert set(told) == {"status", "code", "message", "hint"}
        assert told["status"] == answer.status_code
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        statuses.append(answer.status_code)
    assert statuses == [404, 404, 400, 405, 403, 421]
    assert "GET" in client.put("/search", headers={"sec-fetch-site": "same-origin"}).headers["allow"]


def test_pages_that_have_not_changed_are_not_sent_again(client):
    first = client.get("/search")
    again = client.get("/search", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/search?type=AID", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_names_of_a_thing_are_told_by_outlet_and_voice_with_denominators(client, held):
    listed = client.get("/namings.json").json()["rows"]
    assert listed
    assert all(row["names"] > 1 for row in listed)
    for row in listed:
        address = f"/namings/{quote(row['referent'])}"
        data = client.get(f"{address}.json").json()
        assert data["referent"]["referent"] == row["referent"], "each thing has a page of its own"
        assert len(data["names"]) == row["names"]
        told = list(held.frame_rows("namings", referent=row["referent"]))
        assert {" ".join(n["words"].casefold().split()) for n in told} == {name["words"] for name in data["names"]}
        for outlet in data["outlets"]:
            assert 0 < outlet["naming"] <= outlet["reports"]
            assert all(cell is None or cell["calling"] <= outlet["naming"] for cell in outlet["cells"])
        for month in data["months"]:
            assert all(cell["own"] <= cell["calling"] <= month["naming"] for cell in month["cells"])
        assert data["passages"]
        assert all(p["sentence_start"] <= p["start"] < p["end"] for p in data["passages"])


def test_passages_of_a_name_are_those_that_hold_it(client):
    referent = client.get("/namings.json").json()["rows"][0]["referent"]
    address = f"/namings/{quote(referent)}"
    for name in client.get(f"{address}.json").json()["names"]:
        for voice in ("own", "quoted", "attributed"):
            asked = {"words": name["words"], "voice": voice}
            found = client.get(f"{address}.json", params=asked).json()["passages"]
            assert bool(found) == bool(name[voice])
            for row in found:
                words = row["sentence"][row["start"] - row["sentence_start"] : row["end"] - row["sentence_start"]]
                assert " ".join(words.casefold().split()) == name["words"]
                assert row["voice"] == voice
    page = lxml.html.fromstring(client.get(address).text)
    marked = page.xpath("//mark[@class='hit']")
    assert len(marked) == len(page.xpath("//li[@class='wording']")) > 0


def test_links_to_names_lead_to_a_page(client, held):
    several = {row["referent"] for row in held.rows("referents")}
    once = next(row for row in held.rows("namings") if row["referent"] not in several)
    assert client.get(f"/namings/{quote(once['referent'])}").status_code == 404
    page = lxml.html.fromstring(client.get(f"/reports/{once['report']}").text)
    assert once["referent"] not in [a.text_content() for a in page.xpath("//li[contains(@class, 'named')]//a")]


def test_the_system_is_shown_with_its_table_and_opens_onto_happenings(client, held):
    data = client.get("/system.json?against=2022-08-01").json()
    known = {row["happening"] for row in held.rows("happenings")}
    assert data["ties"]
    assert all(-1 <= tie["tie"] <= 1 and set(tie["heaviest"]) <= known and tie["heaviest"] for tie in data["ties"])
    assert data["balance"]["ties"] == data["balance"]["positive"] + data["balance"]["negative"] == len(data["ties"])
    members = [m["actor"] for bloc in data["blocs"] for m in bloc["members"]]
    assert len(members) == len(set(members))
    assert data["changes"]["pairs"]
    assert len(data["figure"]["rows"]) == 2 * len(data["ties"]), "the table behind the matrix has both orders"
    page = lxml.html.fromstring(client.get("/system?against=2022-08-01").text)
    assert len(page.xpath("//section[@aria-labelledby='matrix']//details//tbody/tr")) == len(data["figure"]["rows"])
    days = data["figure_blocs"]["columns"][1:]
    assert (days[0], days[-1]) == ("2022-08-01", data["on"])
    assert len(page.xpath("//section[@aria-labelledby='succession']//svg")) == 1
    assert client.get("/system.json").json()["figure_blocs"] is None
    rows = list(csv.DictReader(io.StringIO(client.get("/system.csv").text)))
    assert {"one_name", "other_name", "tie"} <= set(rows[0])
    assert client.get("/system.json?on=1900").json()["ties"] == []


def test_a_relation_is_shown_with_intervals_and_opens_onto_happenings(client, held):
    pair = client.get("/index.json").json()["pairs"][0]
    data = client.get("/relation.json", params={"one": pair["one"], "other": pair["other"]}).json()
    known = {row["happening"] for row in held.rows("happenings")}
    assert data["points"]
    for point in data["points"]:
        assert set(point["events"]) <= known
        assert len(point["events"]) == point["happenings"]
        assert -10 <= point["level_low"] <= point["level"] <= point["level_high"] <= 10
    months = [point["period"] for point in data["points"]]
    assert months == sorted(months)
    assert client.get("/relation", params={"one": pair["one"], "other": pair["one"]}).status_code == 400
    assert client.get("/relation?one=RUS").status_code == 400
    assert client.get("/relation?one=RUS&other=Nobody%20Known").status_code == 404


def test_three_actors_are_shown_with_what_is_between_each_two(client):
    pair = client.get("/index.json").json()["pairs"][0]
    asked = {"one": pair["one"], "other": pair["other"], "third": "Peru"}
    data = client.get("/triad.json", params=asked).json()
    assert len(data["sides"]) == 3
    assert {row["actor"] for row in data["actors"]} == {pair["one"], pair["other"], "PER"}
    assert [side["tie"] is None for side in data["sides"]].count(True) >= 1, "what is not told is unknown, not 0"
    shown = text(client.get("/triad", params=asked).text)
    assert "unknown" in shown
    assert "Balance is open" in shown


def test_what_is_too_large_for_a_page_says_what_to_do(client, monkeypatch):
    from westphalia.web import relating

    monkeypatch.setattr(relating, "MOST", 3)
    answer = client.get("/system.json?on=2022-07")
    assert answer.status_code == 400
    assert "westphalia relation" in answer.json()["error"]["hint"]


def test_openapi_names_every_twin_and_its_parameters(client):
    served = client.get("/openapi.json").json()
    assert served == json.loads(json.dumps(document()))
    twins = {path: methods for path, methods in served["paths"].items() if path.endswith((".json", ".csv"))}
    assert len(twins) == sum(1 + bool(page.table) for page in PAGES)
    for path, methods in twins.items():
        names = set(re.findall(r"{(\w+)}", path))
        assert {p["name"] for p in methods["get"]["parameters"] if p["in"] == "path"} == names
