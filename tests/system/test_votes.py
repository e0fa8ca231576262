import gzip

import pytest

from westphalia.errors import IntakeError, UsageError
from westphalia.system import votes

ROLL_CALLS = """rcid,session,importantvote,date,unres,amend,para,short,descr
1,43,0,1988-11-01,R/43/1,0,0,SEA,"ON THE SEA, AND FISH"
2,43,0,1988-11-02,R/43/2,0,0,,ON THE MOON
3,44,0,1989-10-05,R/44/1,0,0,TRADE,
"""
UN_VOTES = """rcid,country,country_code,vote
1,United States,US,no
1,Namibia,NA,yes
1,Federal Republic of Germany,NA,abstain
1,German Democratic Republic,DD,yes
2,United States,US,yes
2,Yugoslavia,YU,yes
2,Zanzibar,NA,no
3,Namibia,NA,yes
"""
LIBRARY = """undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title,agenda_title,subjects,total_yes
900,USA,UNITED STATES,N,2023-10-27,ES-10,A/RES/ES-10/21,Protection,Item,PEACE|LAW--SEA,1
900,NAM,NAMIBIA,Y,2023-10-27,ES-10,A/RES/ES-10/21,Protection,Item,PEACE|LAW--SEA,1
900,FRA,FRANCE,X,2023-10-27,ES-10,A/RES/ES-10/21,Protection,Item,PEACE|LAW--SEA,1
12,RUS,USSR,A,1950-12-01,5,A/RES/5/1,On water,Item,,3
12,,YUGOSLAVIA,Y,1950-12-01,5,A/RES/5/1,On water,Item,,3
12,GBR,UNITED KINGDOM,,1950-12-01,5,A/RES/5/1,On water,Item,,3
"""


@pytest.fixture
def unvotes(tmp_path):
    (tmp_path / "un_votes.csv.gz").write_bytes(gzip.compress(UN_VOTES.encode()))
    (tmp_path / "un_roll_calls.csv").write_text(ROLL_CALLS)
    (tmp_path / "un_roll_call_issues.csv").write_text("rcid,short_name,issue\n1,ec,Economic development\n")
    return tmp_path


def held(found):
    return {(roll, state): vote for roll, state, vote in found.frame.select("roll", "state", "vote").iter_rows()}


def test_unvotes_and_the_code_na(unvotes):
    found = votes.read(unvotes)
    assert held(found) == {
        ("1", "USA"): "no", ("1", "NAM"): "yes", ("1", "DEU"): "abstain", ("1", "DDR"): "yes",
        ("2", "USA"): "yes", ("2", "YUG"): "yes", ("2", "Zanzibar"): "no", ("3", "NAM"): "yes",
    }  # fmt: skip
    assert found.broken == ()
    assert found.rolls["title"].to_list() == ["SEA", "ON THE MOON", "TRADE"]
    assert found.rolls["subjects"].to_list() == [["Economic development"], [], []]
    assert held(votes.read(unvotes / "un_votes.csv.gz")) == held(found)


def test_states_are_found_by_code_and_name(unvotes):
    found = votes.read(unvotes)
    words = ("US", "usa", "NA", "Namibia", "Federal Republic of Germany", "DD", "Zanzibar")
    assert [found.state_of(w) for w in words] == ["USA", "USA", "NAM", "NAM", "DEU", "DDR", "Zanzibar"]
    with pytest.raises(UsageError, match="Ruritania"):
        found.state_of("Ruritania")


def test_selecting(unvotes):
    found = votes.read(unvotes)
    assert found.select(session=43).frame["roll"].unique().sort().to_list() == ["1", "2"]
    assert found.select(year=1989).states() == ("NAM",)
    assert found.select(subject="development").rolls["roll"].to_list() == ["1"]
    assert found.select(since=found.rolls["date"][1], until=found.rolls["date"][1]).rolls["roll"].to_list() == ["2"]


def test_the_digital_library(tmp_path):
    (tmp_path / "voting.csv").write_text("\ufeff" + LIBRARY)
    found = votes.read(tmp_path)
    assert held(found) == {
        ("900", "USA"): "no", ("900", "NAM"): "yes", ("12", "SUN"): "abstain", ("12", "YUG"): "yes",
    }  # fmt: skip
    assert dict(found.rolls.select("roll", "session").iter_rows()) == {"12": 5, "900": 78}
    assert found.rolls.filter(found.rolls["roll"] == "900")["subjects"].to_list() == [["PEACE", "LAW--SEA"]]
    assert found.select(subject="law").rolls["roll"].to_list() == ["900"]


def test_broken_rows_are_told_and_the_others_kept(unvotes):
    extra = "9,Cuba,CU,yes\n1,Cuba,CU,maybe\n1,United States,US,yes\n1,,,yes\n3,Cuba,CU,no\n"
    (unvotes / "un_votes.csv.gz").write_bytes(gzip.compress((UN_VOTES + extra).encode()))
    found = votes.read(unvotes)
    assert [(b.line, b.why) for b in found.broken] == [
        (10, "roll call 9 has no session"),
        (11, "no vote is written maybe"),
        (12, "USA votes a second time in roll call 1"),
        (13, "it names no state"),
    ]
    assert held(found)["1", "USA"] == "no"
    assert held(found)["3", "CUB"] == "no"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"x,y\n1,2\n", "lacks"),
        ("a.csv", UN_VOTES.encode(), "un_roll_calls"),
        ("a.csv", LIBRARY.split("\n")[0].encode() + b"\n1,USA,UNITED STATES,Q,2020-01-01,74,R,T,I,,1\n", "line 2"),
        ("a.csv", b"undl_id,ms_code\n1,2,3,4,5\n6,7\n", "no comma-separated table"),
        ("a.csv.gz", gzip.compress(UN_VOTES.encode(), mtime=0)[:40], "cannot be unpacked"),
        ("a.csv.gz", b"\x1f\x8b not gzip at all", "cannot be unpacked"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(IntakeError, match=said):
        votes.read(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(IntakeError):
        votes.read(tmp_path / "none.csv")
    with pytest.raises(IntakeError, match="no file of votes"):
        votes.read(tmp_path)
