"""An actor: each office once with the days it was named, however often it was."""

from tests.web.test_pages import text
from westphalia.world import Store


def test_an_office_stands_once_with_its_first_and_last_day(writable, world):
    with Store(world) as store:
        like = next(row for row in store.rows("offices") if row["report"] and row["start"] is not None)
        days = {row["report"]: row["published"] for row in store.rows("reports") if row["published"]}
        columns = list(like)
        rows = [
            {**like, "office": f"o{number:04x}", "report": report, "person": "NOR/GOV/ada-berg", "post": "minister",
             "actor": "NOR/GOV", "since": None, "until": None}
            for number, report in enumerate(sorted(days) * 8)
        ]  # fmt: skip
        store._connection.executemany(
            f'INSERT INTO offices ("{'", "'.join(columns)}") VALUES ({", ".join("?" * len(columns))})',
            [[row[name] for name in columns] for row in rows],
        )
    for address in ("/actors/NOR/GOV/ada-berg", "/actors/NOR/GOV"):
        found = [row for row in writable.get(f"{address}.json").json()["offices"] if row["post"] == "minister"]
        assert len(found) == 1, "however often it is named"
        assert (found[0]["since"], found[0]["until"]) == (min(days.values()), max(days.values()))
        assert (found[0]["named"], found[0]["reports"]) == (len(rows), len(days))
        assert 0 < len(found[0]["evidence"]) <= 6
        assert f"+{len(rows) - len(found[0]['evidence'])}" in text(writable.get(address).text)


def test_names_are_looked_for_among_so_many_and_it_says_so(client):
    assert "among the 50,000 most named" in text(client.get("/actors?name=berg").text)
    assert "among the" not in text(client.get("/actors").text)
