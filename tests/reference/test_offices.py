"""Offices: whole, consistent, without gaps where it matters, and found by person, post and name."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import westphalia.reference.offices as reference_offices
from westphalia.model.actor import SECTORS
from westphalia.reference.bodies import bodies
from westphalia.reference.offices import OfficeRow, aliases, by_post, held, offices, persons
from westphalia.reference.states import states
from westphalia.reference.tables import USER_FOLDER, Row, read_table

P5 = ("CHN", "FRA", "GBR", "RUS", "USA")
G20 = ("ARG", "AUS", "BRA", "CAN", "DEU", "IDN", "IND", "ITA", "JPN", "KOR", "MEX", "SAU", "TUR", "ZAF", "EU")
LEADERS = ("head of state", "head of government", "foreign minister")
CALLINGS = set(
    "activist|actor|athlete|celebrity|citizen|doctor|executive|journalist|religious leader|royal|scholar|singer"
    "|writer".split("|")
)
"""What a person is known as rather than holds; the comment at the head of the table names the same."""
FIRST, LAST = date(2010, 1, 1), date(2025, 6, 30)


def people(rows: tuple[OfficeRow, ...]) -> set[str]:
    return {row.person for row in rows}


def begin(row: OfficeRow) -> date:
    return row.since or date.min


def test_rows_are_well_formed() -> None:
    known = {one.code for one in states()} | {one.id for one in bodies()} | {"?"}
    for row in offices():
        assert row.person and row.person.isascii(), row
        assert row.post and (row.post[0].islower() or row.post[0].isdigit()), row
        assert row.actor in known, row
        assert row.sector in SECTORS, row
        assert not row.until or begin(row) <= row.until, row
        assert row.person not in row.names, row


def test_only_a_calling_has_no_beginning() -> None:
    """A singer is one without a date; who holds an office does so from some day on."""
    undated = [row for row in offices() if not row.since]
    assert {row.post for row in undated} == CALLINGS
    for row in undated:
        assert not row.until and not row.roles, row


def test_the_table_is_broad() -> None:
    assert len(offices()) > 6000
    assert len({row.actor for row in offices()} & {one.code for one in states() if one.status == "member"}) > 190


def test_no_state_has_two_heads_of_government_for_long() -> None:
    governing = defaultdict(list)
    for row in offices():
        stands_in = row.rival or row.post.startswith("acting ")
        if "head of government" in row.roles and not stands_in and row.since:
            governing[row.actor].append(row)
    for rows in governing.values():
        for index, one in enumerate(rows):
            for other in rows[index + 1 :]:
                ends = min(one.until or date.max, other.until or date.max)
                both = ends - max(begin(one), begin(other))
                assert one.person == other.person or both <= timedelta(days=31), (one, other)


@pytest.mark.parametrize("actor", P5 + G20)
@pytest.mark.parametrize("post", LEADERS)
def test_leading_posts_have_no_gap_of_two_months(actor: str, post: str) -> None:
    rows = [row for row in offices() if row.actor == actor and post in (row.post, *row.roles) and row.since]
    covered = FIRST
    for row in sorted(rows, key=begin):
        if begin(row) > LAST:
            break
        assert begin(row) - covered < timedelta(days=62), (covered, row)
        covered = max(covered, row.until or date.max)
    assert covered >= LAST


@pytest.mark.parametrize(
    ("actor", "post", "on", "who"),
    [
        ("RUS", "foreign minister", date(2022, 3, 30), {"Sergey Lavrov"}),
        ("CHN", "foreign minister", date(2022, 3, 30), {"Wang Yi"}),
        ("CHN", "foreign minister", date(2023, 5, 1), {"Qin Gang"}),
        ("CHN", "premier", date(2012, 5, 1), {"Wen Jiabao"}),
        ("GBR", "foreign secretary", date(2015, 5, 1), {"Philip Hammond"}),
        ("IND", "external affairs minister", date(2022, 4, 1), {"S. Jaishankar"}),
        ("USA", "Secretary of State", date(2022, 4, 1), {"Antony Blinken"}),
        ("USA", "foreign minister", date(2022, 4, 1), {"Antony Blinken"}),
        ("GBR", "head of state", date(2022, 12, 1), {"Charles III"}),
        ("DEU", "head of government", date(2022, 4, 1), {"Olaf Scholz"}),
        ("EU", "foreign policy chief", date(2022, 4, 1), {"Josep Borrell"}),
        ("NATO", "secretary general", date(2022, 4, 1), {"Jens Stoltenberg"}),
        ("AFG", "foreign minister", date(2022, 4, 1), {"Amir Khan Muttaqi"}),
        ("RUS", "Kremlin spokesman", date(2022, 4, 1), {"Dmitry Peskov"}),
        ("RUS", "foreign minister", date(1990, 1, 1), set()),
        ("RUS", "court astrologer", date(2022, 1, 1), set()),
    ],
)
def test_a_post_is_found_by_its_wordings(actor: str, post: str, on: date, who: set[str]) -> None:
    assert people(by_post(actor, post, on)) == who


def test_on_the_day_of_a_handover_both_are_found() -> None:
    assert {"Angela Merkel", "Olaf Scholz"} == people(by_post("DEU", "chancellor", date(2021, 12, 8)))


def test_a_person_holds_different_posts_at_different_times() -> None:
    assert {row.post for row in held("Vladimir Putin", date(1999, 1, 1))} == {
        "director of the federal security service"
    }
    assert {row.sector for row in held("Vladimir Putin", date(1999, 1, 1))} == {"SPY"}
    assert {row.post for row in held("Vladimir Putin", date(2010, 1, 1))} == {"prime minister"}
    assert {(row.actor, row.post) for row in held("Jens Stoltenberg", date(2010, 1, 1))} == {("NOR", "prime minister")}


def test_after_the_last_post_a_person_is_former() -> None:
    (row,) = held("Qin Gang", date(2025, 1, 1))
    assert row.former and row.until == date(2023, 10, 24)
    assert all(row.former for row in held("Hu Jintao"))
    assert not any(row.former for row in held("Sergey Lavrov"))


def test_nothing_is_known_before_the_first_post_or_of_strangers() -> None:
    assert held("Emmanuel Macron", date(1990, 1, 1)) == ()
    assert held("Nobody Of That Name", date(2020, 1, 1)) == ()


def test_names_lead_to_persons() -> None:
    assert aliases()["Lavrov"] == ("Sergey Lavrov",)
    assert aliases()["Sergei Lavrov"] == ("Sergey Lavrov",)
    assert aliases()["Zelenskiy"] == ("Volodymyr Zelenskyy",)
    assert {"Wang Yi", "Wang Wenbin"} <= set(aliases()["Wang"])
    assert "Xi Jinping" in aliases()["Xi"]
    for name, whom in aliases().items():
        assert name and set(whom) <= set(persons())


@given(st.sampled_from(sorted(persons())), st.dates(date(1980, 1, 1), date(2026, 1, 1)))
def test_held_is_current_or_the_last_before(person: str, on: date) -> None:
    rows = held(person, on)
    if any(row.former for row in rows):
        assert all(row.former and row.until and row.until < on for row in rows)
        assert len({row.until for row in rows}) == 1
    for row in rows:
        assert row.former or ((row.since is None or row.since <= on) and (row.until is None or on <= row.until))


def test_a_users_table_adds_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "person\taliases\tpost\tactor\tsector\trole\tsince\tuntil\tsource\tas_of\n"
    row = "Ann Example\tExample\tmayor\tFRA\tGOV\t\t2020\t\tour own notes\t2024\n"
    (tmp_path / "offices.tsv").write_text(header + row, encoding="utf-8")
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    assert people(by_post("FRA", "mayor", date(2021, 1, 1))) > {"Ann Example"}
    assert aliases()["Example"] == ("Ann Example",)
    monkeypatch.delenv(USER_FOLDER)
    assert "Ann Example" not in persons()


def test_the_table_is_read_once_for_all_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(name: str, *shape: tuple[str, ...]) -> tuple[Row, ...]:
        read.append(name)
        return read_table(name, *shape)

    monkeypatch.setattr(reference_offices, "read_table", counted)
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))  # a folder not yet seen, so that nothing is kept from before
    for day in range(1, 29):
        assert held("Sergey Lavrov", date(2022, 3, day))
        assert by_post("IND", "external affairs minister", date(2022, 3, day))
    assert aliases()["Lavrov"] and len(offices()) > 6000
    assert read == ["offices", "posts"]
