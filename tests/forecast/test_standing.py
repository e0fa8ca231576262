"""Polity and role read from names and ids; a polity from history where the name tells none."""

import numpy as np
import pytest

from westphalia.forecast.history import Classes
from westphalia.forecast.names import standing
from westphalia.forecast.quadruples import Quadruples


@pytest.mark.parametrize(
    ("name", "polity", "role"),
    [
        ("CHN", "CHN", "state"),
        ("CHN/GOV", "CHN", "GOV"),
        ("CHN/GOV/wang-yi", "CHN", "GOV"),
        ("?/REB", "", "REB"),
        ("USAGOV", "USA", "GOV"),
        ("China", "CHN", "state"),
        ("South_Korea", "KOR", "state"),
        ("Police (India)", "IND", "police"),
        ("Citizen_(Kenya)", "KEN", "citizen"),
        ("Member of Legislative  (Brazil)", "BRA", "member of legislative"),
        (
            "Education Ministry (Palestinian Territory, Occupied)",
            "PSE",
            "education ministry",
        ),
        ("Combatant_(Hamas)", "hamas", "combatant"),
        ("Angela_Merkel", "DEU", "person"),
        ("Sergey Viktorovich Lavrov", "RUS", "person"),
        ("Argentine Navy", "ARG", "MIL"),
        ("Somebody Quite Unheard-of", "", "person"),
    ],
)
def test_names_tell_polity_and_role(name, polity, role):
    found = standing(name)
    assert (found.polity, found.role) == (polity, role)


def test_who_is_mostly_with_one_polity_is_placed_there():
    names = ["Police (India)", "Citizen (India)", "Police (Kenya)", "Somebody Unheardof", "Another Unheardof"]
    rows = np.array(
        [(3, 0, 0, 1), (3, 0, 1, 2), (3, 0, 0, 3), (3, 0, 2, 4), (4, 0, 0, 1), (4, 0, 2, 1), (4, 0, 2, 2), (4, 0, 0, 3)]
    )
    classes = Classes.of_names(names)
    placed = classes.placed(Quadruples.of(rows, 5, 1).doubled())
    assert placed.polity[3] == placed.polity[0] == placed.polity[1]
    assert placed.polity[4] == placed.unknown
    assert placed.polity[2] != placed.polity[0]
    assert placed.both[3] != placed.both[0]
