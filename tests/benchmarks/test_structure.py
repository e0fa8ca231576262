import gzip
import json

import pytest

from benchmarks import balance, votes

EDGES = '"from","to","sign"\n"A","B",1\n"B","C",-1\n"A","C",1\n"C","D",-1\n'
HEAD = "network,n,m,pos,neg,triangles,T_balanced_fraction,walk_balance,frustration_L,status,1-2L/m\n"


def networks(folder):
    (folder / "ours_edges.csv").write_text(EDGES)
    windows = '"from","to","sign","network","n"\n"A","B",1,2,3\n"B","C",1,2,3\n"A","C",1,2,3\n"A","C",1,3,3\n'
    (folder / "cow_signed_1946_1999.csv.gz").write_bytes(gzip.compress(windows.encode()))


def test_balance_counts_a_row_only_if_all_of_it_is_right(tmp_path):
    networks(tmp_path)
    walk = balance.balance(balance._network(tmp_path, "ours")).walk
    rows = (
        f"ours,4,4,2,2,1,0.000000,{walk:.6f},1,optimal,0.5\ncow02(1947-1950),3,3,3,0,1,1.000000,1.000000,0,optimal,1\n"
    )
    (tmp_path / "reference_balance.csv").write_text(HEAD + rows)
    figures, found = balance.run(tmp_path)
    assert (figures["n"], figures["exact"], figures["proven"]) == (2, 1.0, 2)
    assert figures["seconds_largest"] >= 0
    (tmp_path / "reference_balance.csv").write_text(HEAD + rows.replace(",1,optimal,0.5", ",2,optimal,0.5"))
    figures, found = balance.run(tmp_path)
    assert figures["exact"] == 0.5
    assert [row["exact"] for row in found] == [False, True]


def test_missing_files_are_named(tmp_path):
    with pytest.raises(FileNotFoundError):
        balance.run(tmp_path)
    (tmp_path / "reference_balance.csv").write_text(HEAD + "gone,1,1,1,0,0,0,1,0,optimal,1\n")
    with pytest.raises(FileNotFoundError, match="gone_edges"):
        balance.run(tmp_path)
    with pytest.raises(FileNotFoundError):
        votes.run(tmp_path)


def test_votes(tmp_path):
    states = [(f"S{k}", c) for k, c in enumerate("US GB FR CN RU IN BR ZA MX CU EG TR".split())]
    said = [
        (f"{r},{n},{c},{'yes' if (k < 6) == (r % 2 == 0) else 'no'}\n")
        for r in range(20)
        for k, (n, c) in enumerate(states)
    ]
    (tmp_path / "un_votes.csv.gz").write_bytes(
        gzip.compress(("rcid,country,country_code,vote\n" + "".join(said)).encode())
    )
    calls = "".join(f"{r},1,2000-01-01,,x,\n" for r in range(20))
    (tmp_path / "un_roll_calls.csv").write_text("rcid,session,date,unres,short,descr\n" + calls)
    asked = [
        {"session": 1, "a": "US", "b": "GB", "n": 20, "agreement": 1.0},
        {"session": 1, "a": "US", "b": "CU", "n": 20, "agreement": 0.5},
    ]
    (tmp_path / "reference.json").write_text(json.dumps({"values": asked}))
    figures, _ = votes.run(tmp_path)
    assert figures == {"n": 2, "agreement_exact": 0.5}
    points = "Row,ccode,session,NVotes,IdealPoint,iso3c,Countryname\n"
    iso = "USA GBR FRA CHN RUS IND BRA ZAF MEX CUB EGY TUR".split()
    points += "".join(f"{k},0,1,20,{1 - 2 * (k >= 6)},{code},S{k}\n" for k, code in enumerate(iso))
    (tmp_path / "IdealpointestimatesAll_Apr2020.csv.gz").write_bytes(gzip.compress(points.encode()))
    figures, rows = votes.run(tmp_path)
    assert figures["ideal_rank_median"] > 0.8
    assert figures["ideal_sessions"] == 1
    assert len(list(rows)) == 14
