"""Names one report leaves open are resolved by the offices of others, if only one person fits."""

from westphalia.reconciling.persons import same_actors


def links(used: dict[str, int], *offices: tuple[str, str, str]) -> dict[str, str]:
    return {same.alias: same.actor for same in same_actors(used, [person for person, _, _ in offices])}


def test_the_only_bearer_of_a_name() -> None:
    office = ("PER/GOV/luis-soto", "foreign minister", "r1")
    assert links({"?/UNK/soto": 3}, office) == {"?/UNK/soto": "PER/GOV/luis-soto"}


def test_two_bearers_leave_it_open() -> None:
    offices = [("PER/GOV/luis-soto", "foreign minister", "r1"), ("CHL/GOV/ana-soto", "mayor", "r2")]
    assert links({"?/UNK/soto": 3}, *offices) == {}


def test_two_spellings_of_one_name() -> None:
    used = {"BLR/GOV/sergei-orlov": 2, "BLR/GOV/sergey-orlov": 9}
    assert links(used) == {"BLR/GOV/sergei-orlov": "BLR/GOV/sergey-orlov"}


def test_brothers_stay_two() -> None:
    assert links({"LKA/GOV/mahinda-silva": 2, "LKA/GOV/gotabaya-silva": 9}) == {}


def test_short_forms_and_middle_initials_are_one_name() -> None:
    used = {"USA/LEG/dick-soto": 3, "USA/LEG/richard-j-soto": 1, "USA/LEG/ana-soto": 1, "USA/LEG/robert-soto": 1}
    assert {(same.alias, same.actor) for same in same_actors(used, used)} == {
        ("USA/LEG/richard-j-soto", "USA/LEG/dick-soto")
    }
    apart = {"USA/LEG/dick-soto": 3, "USA/GOV/richard-soto": 1}
    assert not same_actors(apart, apart)
