import json

import pytest
from typer.testing import CliRunner

from westphalia.cli.app import app


def ask(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="westphalia")


@pytest.fixture
def votes(tmp_path):
    """Twelve roll calls: one pair always agrees, another parts in the last four."""
    head = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title,subjects"
    lines = [head]
    for n in range(12):
        for code, name, vote in (
            ("FRA", "FRANCE", "Y"), ("DEU", "GERMANY", "Y"), ("RUS", "RUSSIAN FEDERATION", "N" if n > 7 else "Y"),
        ):  # fmt: skip
            lines.append(f"{n},{code},{name},{vote},2020-01-{n + 1:02d},74,A/RES/74/{n},Matter {n},PEACE")
    path = tmp_path / "votes.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_what_a_file_holds(votes):
    assert "12 roll calls, 36 votes of 3 states" in ask("votes", votes).stdout


def test_two_states_and_where_they_part(votes):
    text = ask("votes", votes, "France", "Russia").stdout
    assert "agreement 0.667" in text and "(12 common roll calls)" in text
    assert "Yes against no in 4 roll calls, the last:" in text
    assert "2020-01-12 A/RES/74/11: Matter 11 (France yes, Russia no)" in text
    found = json.loads(ask("votes", votes, "FRA", "RUS", "--json").stdout)
    assert found["all"]["agreement"] == pytest.approx(8 / 12)
    assert [row["roll_calls"] for row in found["sessions"]] == [12]


def test_one_state_with_all_others(votes):
    lines = ask("votes", votes, "Germany").stdout.splitlines()
    assert lines[1].split() == ["1.000", "France", "(12", "roll", "calls)"]
    assert lines[2].split()[:2] == ["0.667", "Russia"]


@pytest.mark.parametrize("words", [["--session", "3"], ["Ruritania"], ["--measure", "love"], ["FRA", "DEU", "RUS"]])
def test_what_makes_no_sense_is_one_line(votes, words):
    made = ask("votes", votes, *words)
    assert made.exit_code == 2
    assert made.stderr.startswith("westphalia: ") and made.stdout == ""
