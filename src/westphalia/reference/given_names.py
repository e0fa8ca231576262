"""Given names by which a report says he or she of a person."""

from functools import lru_cache

from westphalia.reference.names import fold
from westphalia.reference.tables import read_table, user_folder


def gender(name: str) -> str:
    """`f` or `m` by the given name that a person's name begins with, empty where it does not tell."""
    return _genders(user_folder()).get(fold(name.split(maxsplit=1)[0]) if " " in name else "", "")


@lru_cache(maxsize=4)
def _genders(_folder: str) -> dict[str, str]:
    return {row["name"]: row["gender"] for row in read_table("given_names", ("name", "gender"))}
