"""The commands of `westphalia forecast`, on a file of events and on a world."""

import json
import re

import pytest
from typer.testing import CliRunner

from tests.forecast.sequences import simulated
from westphalia.cli.app import app
from westphalia.world import Store

STATES = ("ARG", "BRA", "CHL", "COL", "ECU", "PER", "URY", "VEN")


def ask(*arguments):
    return CliRunner().invoke(app, ["forecast", *map(str, arguments)], prog_name="westphalia")


def one_line(result, code=2):
    assert result.exit_code == code, (result.output, result.exception)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """A file of events in the layout of an export of ours, half a year between eight states."""
    from datetime import date

    made = simulated({"inertia": 0.6, "reciprocity": 1.0}, -5.0, actors=8, days=240, seed=11)
    path = tmp_path_factory.mktemp("events") / "events.csv"
    lines = ["Event ID,Event Date,Source Name,Source Country,Target Name,Target Country,CAMEO Code,Intensity"]
    codes = dict(zip(made.types, ("070", "190", "040", "020", "163"), strict=True))
    for at in range(len(made)):
        ends = [STATES[place[at]] for place in (made.source, made.recipient)]
        names = [f"{end},{end}" for end in ends]
        day = date.fromordinal(int(made.day[at]))
        lines.append(f"{at},{day},{names[0]},{names[1]},{codes[made.types[made.type[at]]]},{made.intensity[at]}")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_outlook_as_text_and_data(events):
    shown = ask("outlook", "Argentina", "BRA", "--events", events, "--horizon", 14)
    assert shown.exit_code == 0, shown.output
    assert "ARG → BRA" in shown.stdout
    assert "material conflict" in shown.stdout
    found = json.loads(ask("outlook", "ARG", "BRA", "--events", events, "--horizon", 14, "--json").stdout)
    assert found["horizon"] == 14
    assert all(0 <= one["probability"] <= 1 for one in found["directions"][0]["quads"])


def test_how_outlooks_did_with_a_plot(events, tmp_path):
    done = ask("outlook", "--tried", "--events", events, "--svg", tmp_path / "c.svg")
    assert done.exit_code == 0, done.output
    assert "base rate" in done.stdout
    assert (tmp_path / "c.svg").read_text().count("<circle") >= 2
    assert "--tried" in one_line(ask("outlook", "ARG", "BRA", "--events", events, "--svg", tmp_path / "d.svg"))


def test_a_scenario_is_the_same_for_the_same_seed(events):
    given = ("scenario", "ARG ASSAULT BRA x5", "--events", events, "--runs", 20)
    one, two = (ask(*given) for _ in range(2))
    assert one.exit_code == 0, one.output
    assert one.stdout == two.stdout
    assert "WHAT HISTORY HOLDS LIKE IT" in one.stdout
    found = json.loads(ask(*given, "--json").stdout)
    assert found["changes"] == ["ARG ASSAULT BRA x5"]
    assert "Brazil" not in one_line(ask("scenario", "ARG likes BRA", "--events", events))


def test_the_model_and_its_options(events):
    shown = ask("model", "--events", events, "--statistic", "inertia", "--statistic", "reciprocity")
    assert shown.exit_code == 0, shown.output
    assert re.search(r"^reciprocity +1?\.?\d", shown.stdout, re.M)
    timed = json.loads(ask("model", "--events", events, "--kind", "timed", "--of", "CONSULT", "--json").stdout)
    assert timed["coefficients"][0]["name"] == "baseline"
    assert "no statistic 'luck'" in one_line(ask("model", "--events", events, "--statistic", "luck"))
    assert "ordinal or timed" in one_line(ask("model", "--events", events, "--kind", "odd"))


def test_issued_then_scored_then_shown(events, tmp_path):
    world = tmp_path / "ledger.db"
    from_file = ("--events", events, "--world", world)
    issued = ask("issue", "ARG", "BRA", "--who", "ann", "--on", "2020-06-01", *from_file)
    assert issued.exit_code == 0, issued.output
    assert len(issued.stdout.splitlines()) >= 8
    assert ask("score", *from_file).stdout.endswith("0 still open\n")
    shown = json.loads(ask("ledger", "--world", world, "--json").stdout)
    assert shown["resolved"] == shown["issued"] == len(issued.stdout.splitlines())
    assert shown["retrospective"] == shown["issued"]
    assert "issued afterwards" in ask("ledger", "--world", world).stdout
    assert "--who" in ask("issue", "ARG", "BRA", *from_file).stderr


def test_a_world_without_events_says_so(tmp_path):
    Store(tmp_path / "w.db", create=True).close()
    for asked in (("outlook", "CHN", "RUS"), ("scenario", "CHN AID RUS"), ("model",)):
        assert "event" in one_line(ask(*asked, "--world", tmp_path / "w.db"))
    assert ask("ledger", "--world", tmp_path / "w.db").stdout.startswith("0 issued")
