"""What single events tell: of a day it was on, or of one since which something goes on."""

import pytest

from westphalia.reconciling.told import is_accession, is_begin


@pytest.mark.parametrize(
    "before",
    [
        "Fifty ships have been sunk since ",
        "Fifty ships have been sunk since the war began on ",
        "From ",
        "The port stayed shut from early ",
        "Since the morning of ",
    ],
)
def test_a_day_since_which_something_goes_on(before: str) -> None:
    assert is_begin(f"{before}Monday, the navy said.", "Monday")


@pytest.mark.parametrize(
    "before",
    [
        "Ms Berg took a call from the president of Peru on ",
        "A convoy from Lima crossed the border on ",
        "Talks between Norway and Peru were held on ",
        "Ms Berg has since met Mr Soto on ",
        "Since taking office she had been silent, but she spoke on ",
        "",
    ],
)
def test_a_day_of_the_act_itself(before: str) -> None:
    assert not is_begin(f"{before}Monday, the navy said.", "Monday")


def test_no_day_is_no_begin() -> None:
    assert not is_begin("Fifty ships have been sunk since.", "")


@pytest.mark.parametrize(
    ("predicate", "once"), [("joined", True), ("became", True), ("quits", True), ("praised", False)]
)
def test_who_becomes_a_member_does_so_once(predicate: str, once: bool) -> None:
    assert is_accession(predicate) == once
