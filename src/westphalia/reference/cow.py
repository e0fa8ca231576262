"""Country codes of the Correlates of War project: what state a number or abbreviation of it means."""

from functools import lru_cache

from westphalia.reference.tables import read_table, user_folder

COLUMNS = ("cow", "abbreviation", "code", "name", "note")


def state_of_cow(code: str | int) -> str | None:
    """Our id of the state with this number (365) or abbreviation (`RUS`, `UKG`); None if there is none.

    Russia and the Soviet Union are one state in these codes, `RUS` here; West Germany and Germany are two, `DEU` here.
    """
    return _codes(user_folder()).get(str(code).strip().upper().removesuffix(".0"))


@lru_cache(maxsize=4)
def _codes(folder: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_table("cow_codes", COLUMNS):
        found[row["cow"]] = found[row["abbreviation"]] = row["code"]
    return found
