import pytest

from westphalia.reference.cow import COLUMNS, state_of_cow
from westphalia.reference.states import state
from westphalia.reference.tables import read_table


@pytest.mark.parametrize(
    ("code", "means"),
    [(2, "USA"), ("200", "GBR"), ("UKG", "GBR"), (365, "RUS"), (710, "CHN"), ("255", "DEU"), (260, "DEU"), (265, "DDR"),
     (484, "COG"), (490, "COD"),
     (678, "YEM"), (680, "YMD"), (817, "VDR"), (816, "VNM"), ("300", "AUH"), ("365.0", "RUS")],
)  # fmt: skip
def test_codes(code, means):
    assert state_of_cow(code) == means


def test_an_unknown_code():
    assert state_of_cow(999) is None
    assert state_of_cow("") is None


def test_every_code_is_a_state_of_ours_or_says_why_not():
    for row in read_table("cow_codes", COLUMNS):
        known = state(row["code"])
        assert known is not None or (row["code"] == row["abbreviation"] and "no ISO code" in row["note"])
        assert row["cow"].isdigit()
