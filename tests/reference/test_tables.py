"""Reading tables: ours, the user's, and what is wrong with them."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import ReferenceDataError
from westphalia.reference import tables
from westphalia.reference.bodies import members
from westphalia.reference.outlets import outlet, outlet_by_host
from westphalia.reference.states import state, states
from westphalia.reference.tables import day, held_on, read_table, spellings, split

BLOCS = ("id", "name", "names", "demonyms", "adjectives", "ambiguous")
HEADER = "\t".join((*BLOCS, "source", "as_of"))
OUTLETS = "id\tname\tnames\tweak_names\thosts\tcountry\townership\tkind\tsource\tas_of"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's tables; what is cached is cached per folder, so each test writes before it reads."""
    monkeypatch.setenv("WESTPHALIA_REFERENCE", str(tmp_path))
    return tmp_path


def test_user_rows_are_added_and_override_ours(user: Path) -> None:
    (user / "outlets.tsv").write_text(
        f"{OUTLETS}\n"
        "harbour-post\tThe Harbour Post\t\t\tharbourpost.example\tNOR\tprivate\tpaper\tmine\t2026\n"
        "reuters\tReuters\t\t\treuters.example\tCAN\tprivate\tagency\tmine\t2026\n"
    )
    assert outlet_by_host("www.harbourpost.example") == outlet("harbour-post")
    reuters = outlet("reuters")
    assert reuters is not None
    assert (reuters.country, reuters.source) == ("CAN", "mine")
    assert outlet_by_host("reuters.com") is None
    assert outlet("xinhua") is not None


def test_replace_takes_the_place_of_the_whole_table(user: Path) -> None:
    (user / "blocs.tsv").write_text(f"# replace\n{HEADER}\nRIM\tthe Rim\t\t\t\t\tmine\t2026\n")
    rows = read_table("blocs", BLOCS)
    assert [row["id"] for row in rows] == ["RIM"]


def test_a_table_without_user_file_stays_ours(user: Path) -> None:
    assert any(row["id"] == "WEST" for row in read_table("blocs", BLOCS))


def test_columns_of_the_user_may_stand_in_any_order(user: Path) -> None:
    columns = [*reversed(BLOCS), "as_of", "source"]
    cells = {"id": "RIM", "name": "the Rim", "source": "mine", "as_of": "2026"}
    (user / "blocs.tsv").write_text(
        "\ufeff" + "\t".join(columns) + "\r\n" + "\t".join(cells.get(c, "") for c in columns) + "\r\n", newline=""
    )
    assert read_table("blocs", BLOCS)[-1]["name"] == "the Rim"


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (f"{HEADER}\nRIM\tthe Rim\n", 2, "2 cells"),
        (f"# note\n{HEADER}\n\nRIM\tthe Rim\t\t\t\t\t\t2026\n", 4, "no source"),
        (f"{HEADER}\n\tthe Rim\t\t\t\t\tmine\t2026\n", 2, "no id"),
        (f"{HEADER}\nRIM\tthe Rim\t\t\t\t\tmine\tlast year\n", 2, "not a date"),
        (f"# note\n{HEADER}\tcolour\n", 2, "does not know"),
        ("id\tname\n", 1, "lacks names, demonyms"),
    ],
)
def test_malformed_table_names_file_line_and_remedy(user: Path, content: str, line: int, says: str) -> None:
    (user / "blocs.tsv").write_text(content)
    with pytest.raises(ReferenceDataError) as caught:
        read_table("blocs", BLOCS)
    assert f"blocs.tsv, line {line}:" in caught.value.message
    assert says in caught.value.message
    assert caught.value.hint


def test_file_that_is_not_utf8_names_the_line(user: Path) -> None:
    (user / "blocs.tsv").write_bytes(HEADER.encode() + b"\nRIM\tthe R\xedm\t\t\t\t\tmine\t2026\n")
    with pytest.raises(ReferenceDataError, match="line 2: not UTF-8"):
        read_table("blocs", BLOCS)


CELL = st.text(st.characters(blacklist_characters="\t\n", blacklist_categories=["Cs"]), max_size=6)
LINES = st.lists(st.lists(CELL | st.sampled_from(["2026", "mine", "", "a|b"]), min_size=6, max_size=9), max_size=5)


@given(LINES)
def test_whatever_a_file_holds_gives_whole_rows_or_says_where(lines: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "blocs.tsv"
        file.write_bytes("\n".join([HEADER, *("\t".join(cells) for cells in lines)]).encode())
        try:
            rows = list(tables._rows(file, (*BLOCS, "source", "as_of")))
        except ReferenceDataError as error:
            assert f"{file}, line " in error.message
            assert error.hint
        else:
            written = [cells for cells in lines if "".join(cells).strip() and not "\t".join(cells).startswith("#")]
            assert [list(row.values()) for row in rows] == [[cell.strip() for cell in cells] for cells in written]


def test_empty_file_and_missing_folder(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (user / "blocs.tsv").write_text("# nothing yet\n")
    with pytest.raises(ReferenceDataError, match="no header row"):
        read_table("blocs", BLOCS)
    monkeypatch.setenv("WESTPHALIA_REFERENCE", str(user / "nowhere"))
    with pytest.raises(ReferenceDataError, match="not a folder"):
        read_table("blocs", BLOCS)


def test_dates_in_the_wrong_order_and_unknown_values(user: Path) -> None:
    header = "body\tmember\tsince\tuntil\trole\tnote\tsource\tas_of\n"
    file = user / "memberships.tsv"
    file.write_text(header + "UN\tUSA\t2020\t2019\tmember\t\tmine\t2026\n")
    with pytest.raises(ReferenceDataError, match="line 2: until lies before since"):
        members("UN")
    file.write_text(header + "UN\tUSA\t2020\t\tboss\t\tmine\t2026\n")
    tables._read.cache_clear()
    with pytest.raises(ReferenceDataError, match="line 2: unknown role 'boss'"):
        members("UN")


def test_tables_follow_the_folder(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = (Path(tables.FOLDER) / "states.tsv").read_text(encoding="utf-8").split("\n")
    columns = next(line for line in header if not line.startswith("#"))
    row = {"code": "RUR", "name": "Ruritania", "status": "member", "source": "mine", "as_of": "2026"}
    (user / "states.tsv").write_text(columns + "\n" + "\t".join(row.get(c, "") for c in columns.split("\t")) + "\n")
    assert state("RUR") is not None
    assert state("FRA") is not None
    monkeypatch.delenv("WESTPHALIA_REFERENCE")
    assert state("RUR") is None
    assert len(states()) > 250


def test_split_and_spellings() -> None:
    assert split("U.S.| US |") == ("U.S.", "US")
    assert split("") == ()
    assert spellings(("N'Djamena", "Lome", "Lome")) == ("N'Djamena", "N’Djamena", "Lome")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2010", date(2010, 1, 1), date(2010, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2010-05-01", date(2010, 5, 1), date(2010, 5, 1)),
    ],
)
def test_partial_dates_name_their_first_and_last_day(value: str, first: date, last: date) -> None:
    assert day(value) == first
    assert day(value, last=True) == last


@pytest.mark.parametrize("value", ["10", "2010-5", "2010-13", "2010-00", "2010-02-30", "2010-05-01-01", "now", "-2010"])
def test_other_dates_are_refused(value: str) -> None:
    with pytest.raises(ValueError):
        day(value)
    with pytest.raises(ValueError):
        day(value, last=True)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_partial_date_covers_the_days_it_abbreviates(on: date) -> None:
    for length in (4, 7, 10):
        value = on.isoformat()[:length]
        first, last = day(value), day(value, last=True)
        assert first is not None
        assert last is not None
        assert first <= on <= last
        assert held_on(first, last, on)
        assert not held_on(first, last, first - timedelta(days=1))


def test_an_open_end_holds_still() -> None:
    assert held_on(date(2020, 1, 1), None, None)
    assert not held_on(date(2020, 1, 1), date(2021, 1, 1), None)
    assert held_on(None, None, date(1900, 1, 1))
