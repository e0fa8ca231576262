"""Bodies and who belonged to them on which day."""

from datetime import date

import pytest

from westphalia.reference.bodies import _memberships, bodies, body, members, memberships
from westphalia.reference.states import state, states

ASKED = (
    "EU UN UN/UNSC UN/UNGA UN/UNHCR IMF WB NATO BRICS SCO EAEU CIS CSTO G7 G20 ASEAN AU ARAB-LEAGUE OPEC OPEC+ OSCE "
    "QUAD AUKUS GCC OIC ECOWAS SADC MERCOSUR OAS CELAC COMMONWEALTH WTO WHO IAEA ICC ICJ EU/GOV EU/LEG EU/ECB ECHR COE "
    "PIF BIMSTEC APEC IGAD EAC ECCAS OECD INTERPOL"
).split()


def test_the_bodies_asked_for_are_there() -> None:
    ids = {one.id for one in bodies()}
    assert set(ASKED) <= ids
    assert len(ids) >= 90


def test_no_two_bodies_share_a_name_and_none_a_code() -> None:
    seen: dict[str, str] = {}
    for one in bodies():
        for name in one.names:
            assert seen.setdefault(name, one.id) == one.id, name
    assert {one.id for one in bodies()}.isdisjoint({one.code for one in states()})
    assert all(one.ambiguous <= set(one.names) for one in bodies())


def test_memberships_name_known_bodies_and_actors() -> None:
    for row in _memberships(""):
        assert body(row.body), row
        assert state(row.member) or body(row.member), row
        assert row.source


def test_nobody_holds_one_role_twice_at_a_time() -> None:
    held: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
    for row in _memberships(""):
        span = (row.since or date.min, row.until or date.max)
        for since, until in held.setdefault((row.body, row.member, row.role), []):
            assert span[1] < since or until < span[0], row
        held[row.body, row.member, row.role].append(span)


def test_coverage_is_said() -> None:
    with_rows = {row.body for row in _memberships("")}
    assert {one.id for one in bodies() if one.covered} == with_rows
    for name in ("UN", "UN/UNSC", "EU", "NATO", "BRICS", "SCO", "EAEU", "CIS", "CSTO", "G7", "G20", "ASEAN", "AU"):
        assert name in with_rows


@pytest.mark.parametrize(
    ("name", "on", "count"),
    [
        ("UN", "2022-03-30", 193),
        ("UN", "2011-07-13", 192),
        ("UN", "1945-12-31", 51),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("EU", "2010-06-01", 27),
        ("EU", "1957-12-31", 0),
        ("NATO", "2023-04-03", 30),
        ("NATO", "2023-04-04", 31),
        ("NATO", "2024-03-07", 32),
        ("BRICS", "2010-01-01", 4),
        ("BRICS", "2023-12-31", 5),
        ("BRICS", "2024-01-01", 9),
        ("BRICS", "2025-02-01", 10),
        ("SCO", "2017-06-08", 6),
        ("SCO", "2022-09-16", 8),
        ("SCO", "2025-09-01", 10),
        ("G20", "2022-11-15", 20),
        ("G20", "2023-09-09", 21),
        ("G7", "2013-06-17", 8),
        ("G7", "2014-06-05", 7),
        ("ASEAN", "2025-10-25", 10),
        ("ASEAN", "2025-10-26", 11),
        ("AU", "2016-12-31", 54),
        ("AU", "2018-01-01", 55),
        ("ARAB-LEAGUE", "2022-01-01", 22),
        ("OPEC", "2018-12-31", 15),
        ("OPEC", "2019-01-01", 14),
        ("OPEC", "2020-01-01", 13),
        ("OPEC", "2024-01-01", 12),
        ("OSCE", "2022-03-30", 57),
        ("EAEU", "2022-03-30", 5),
        ("CSTO", "2022-03-30", 6),
        ("CIS", "2008-08-01", 10),
        ("CIS", "2010-01-01", 9),
        ("COE", "2022-03-16", 47),
        ("COE", "2022-03-17", 46),
        ("ECOWAS", "2024-06-01", 15),
        ("ECOWAS", "2025-02-01", 12),
        ("UN/UNSC", "2022-03-30", 15),
        ("UN/UNSC", "2025-02-24", 15),
        ("MERCOSUR", "2010-01-01", 4),
        ("GCC", "2022-03-30", 6),
        ("OIC", "2022-03-30", 57),
        ("COMMONWEALTH", "2025-01-01", 56),
        ("OAS", "2022-03-30", 35),
        ("CELAC", "2022-03-30", 33),
        ("OECD", "2022-03-30", 38),
        ("APEC", "2022-03-30", 21),
        ("PIF", "2024-01-01", 18),
        ("QUAD", "2022-05-24", 4),
        ("AUKUS", "2022-03-30", 3),
        ("EUROZONE", "2023-01-01", 20),
        ("SADC", "2022-03-30", 16),
        ("EAC", "2024-04-01", 8),
        ("CARICOM", "2022-03-30", 15),
    ],
)
def test_how_many_belonged(name: str, on: str, count: int) -> None:
    assert len(members(name, date.fromisoformat(on))) == count


def test_the_security_council_always_has_fifteen_members_of_which_five_are_permanent() -> None:
    for year in range(2010, 2027):
        for on in (date(year, 1, 1), date(year, 12, 31)):
            permanent = members("UN/UNSC", on, ("permanent member",))
            assert permanent == ("CHN", "FRA", "GBR", "RUS", "USA")
            if year < 2027:
                assert len(members("UN/UNSC", on)) == 15, on


def test_successors_take_the_place_of_their_predecessors() -> None:
    assert "SUN" in members("UN/UNSC", date(1991, 12, 23))
    assert "RUS" in members("UN/UNSC", date(1991, 12, 24))
    assert "TWN" in members("UN", date(1971, 10, 24))
    assert "CHN" not in members("UN", date(1971, 10, 24))
    assert "CHN" in members("UN", date(1971, 10, 25))


def test_disputed_invited_and_partner_are_not_members() -> None:
    on = date(2025, 6, 30)
    assert "SAU" not in members("BRICS", on)
    assert "SAU" in members("BRICS", on, ("disputed",))
    assert members("BRICS", on, ("partner",)) == (
        "BLR", "BOL", "CUB", "KAZ", "MYS", "NGA", "THA", "UGA", "UZB", "VNM",
    )  # fmt: skip
    assert "UKR" not in members("CIS", date(2015, 1, 1))


def test_suspension_stands_beside_membership() -> None:
    on = date(2015, 1, 1)
    assert "SYR" in members("ARAB-LEAGUE", on)
    assert {row.role for row in memberships("SYR", on) if row.body == "ARAB-LEAGUE"} == {"member", "suspended"}
    assert {row.role for row in memberships("SYR", date(2023, 5, 8)) if row.body == "ARAB-LEAGUE"} == {"member"}


def test_what_two_actors_share() -> None:
    on = date(2022, 3, 30)
    shared = {row.body for row in memberships("CHN", on)} & {row.body for row in memberships("RUS", on)}
    assert {"UN", "UN/UNSC", "BRICS", "SCO", "G20", "APEC"} <= shared
    assert "NATO" not in shared


def test_without_a_day_it_is_what_has_no_end() -> None:
    assert "GBR" not in members("EU")
    assert "FRA" in members("EU")


def test_a_body_not_covered_is_not_empty_by_claim() -> None:
    wto = body("WTO")
    assert wto is not None
    assert not wto.covered
    assert members("WTO") == ()
    assert body("NO-SUCH-BODY") is None
