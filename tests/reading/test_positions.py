"""Positions: who stands where, one row an actor, refusals and negations told apart."""

import pytest

from tests.helpers import read_until


def stances(text: str) -> set[tuple[str | None, str]]:
    return {(p.actor.actor, p.stance) for p in read_until("positions", text).positions}


def polities(text: str, stance: str) -> set[str]:
    return {(actor or "?").split("/")[0] for actor, held in stances(text) if held == stance}


@pytest.mark.parametrize(
    ("text", "polity", "stance"),
    [
        ("Brazil has not condemned the blockade.", "BRA", "has not condemned"),
        ("Norway condemned the blockade of the port on Monday.", "NOR", "opposes"),
        ("Kenya refuses to condemn the coup.", "KEN", "has not condemned"),
        ("Peru has refrained from condemning the raid.", "PER", "has not condemned"),
        ("Chile supports the plan for a ceasefire.", "CHL", "supports"),
        ("India does not support the embargo.", "IND", "opposes"),
        ("Serbia does not comply with the sanctions.", "SRB", "does not comply"),
        ("Japan opposes the new tariffs.", "JPN", "opposes"),
        ("Ghana remained neutral in the dispute.", "GHA", "neutral"),
    ],
)
def test_stance(text: str, polity: str, stance: str) -> None:
    assert polity in polities(text, stance), stances(text)


def test_a_list_of_states_gives_a_row_for_each() -> None:
    text = (
        "Partners such as Peru and Chile, but also Kenya, Ghana, "
        "Nepal and many other states do not comply with the embargo."
    )
    assert polities(text, "does not comply") >= {"PER", "CHL", "KEN", "GHA", "NPL"}


@pytest.mark.parametrize(
    "text",
    [
        "Norway urged Peru to condemn the blockade.",
        "Kenya would support the plan.",
        "If Chile opposes the treaty, talks will end.",
        "Norway condemned Peru.",
    ],
)
def test_what_is_asked_wished_or_aimed_at_an_actor_is_no_position(text: str) -> None:
    assert not {actor for actor, _ in stances(text) if actor and actor.startswith(("PER", "KEN", "CHL"))}
