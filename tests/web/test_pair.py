"""Two actors: what binds them stands with its stage, its day, and the passages that tell of it."""

import pytest

from tests.web.test_pages import text


def between(client, one, other):
    return client.get("/pair.json", params={"one": one, "other": other}).json()["commitments"]


def test_a_commitment_stands_with_its_stage_and_opens_onto_its_passages(client):
    found = next(row for row in between(client, "IRN", "SAU") if row["kind"] == "diplomatic relations")
    assert (found["stage"], found["since"], found["reports"]) == ("in force", "2023-03-10", 3)
    assert {party["name"] for party in found["parties"]} == {"Iran", "Saudi Arabia"}
    shown = text(client.get("/pair?one=IRN&other=SAU").text)
    assert "in forceFri 10 Mar 2023" in shown
    for piece in found["evidence"]:
        led = client.get(f"/events/{piece['event']}")
        assert f'id="{piece["event"]}"' in led.text


def test_a_commitment_of_others_is_not_theirs(client):
    assert all("IRN" in str(row) and "SAU" in str(row) for row in between(client, "IRN", "SAU"))
    assert between(client, "NOR", "SAU") == []
    assert "The reports held tell of none" in text(client.get("/pair?one=NOR&other=SAU").text)


def test_an_alliance_in_which_both_are_is_known_from_the_table(client):
    found = between(client, "NOR", "USA")
    assert [(row["name"], row["source"]) for row in found] == [("North Atlantic Treaty Organization", "reference")]
    assert found[0]["evidence"] == []


def test_who_is_no_polity_has_no_commitments_of_its_own(client):
    assert between(client, "NOR/GOV", "PER") is None


@pytest.mark.parametrize("order", [("NOR", "PER"), ("PER", "NOR")])
def test_the_order_of_two_actors_changes_nothing(client, order):
    assert between(client, *order) == between(client, "NOR", "PER") != []
