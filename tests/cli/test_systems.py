import json
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from westphalia.api import World
from westphalia.cli.app import app
from westphalia.engine.local import reconcile
from westphalia.intake import report_from_text
from westphalia.reading import VERSION, read
from westphalia.world import Store

TEXTS = {
    "a.txt": (
        "Russian Foreign Minister Sergey Lavrov met Chinese Foreign Minister Wang Yi in Beijing on Monday. "
        "The United States imposed sanctions on Russia on Tuesday. China condemned the United States on Tuesday. "
        "Turkey does not comply with the sanctions against Russia.",
        date(2022, 3, 30),
    ),
    "b.txt": (
        "The United States has imposed new sanctions on Russia. The United States praised Ukraine on Tuesday. "
        "Russia attacked Ukraine on Sunday.",
        date(2022, 3, 31),
    ),
}


def ask(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="westphalia")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    path = tmp_path_factory.mktemp("system") / "w.db"
    with Store(path, create=True) as store:
        for name, (text, published) in TEXTS.items():
            store.add(read(report_from_text(text, name=name, published=published, outlet="The Courier")), VERSION)
        reconcile(store)
    return path


@pytest.fixture
def events(tmp_path):
    """A file: three that are at odds, told for a year, and a turn in the middle of it."""
    lines = ["SQLDATE,Actor1Code,Actor2Code,EventCode,GoldsteinScale"]
    for n in range(120):
        day = (date(2020, 1, 1) + timedelta(days=3 * n)).strftime("%Y%m%d")
        lines.append(f"{day},USA,GBR,057,8.0")
        lines.append(f"{day},RUS,USA,{'190,-10.0' if n > 60 else '042,1.9'}")
        lines.append(f"{day},GBR,RUS,036,4.0")
    lines.append("not a day,USA,GBR,057,8.0")
    path = tmp_path / "events.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_relation_as_a_note(events):
    made = ask("relation", "Russia", "the United States", "--events", events)
    assert made.exit_code == 0, made.output
    text = made.stdout
    assert text.startswith("Russia – United States, by month, 2020-01 to 2020-12")
    assert "2020-07 (probability" in text
    assert "material conflict" in text
    assert "[1]" in text.split("Evidence")[1]
    assert "line 362" in made.stderr
    assert "Traceback" not in made.stderr


def test_a_relation_as_data_and_plot(events, tmp_path):
    svg = tmp_path / "p.svg"
    made = ask("relation", "RUS", "USA", "--events", events, "--by", "quarter", "--json", "--svg", svg)
    found = json.loads(made.stdout)
    assert found["names"] == ["Russia", "United States"]
    assert {point["period"] for point in found["points"]} == {"2020-01-01", "2020-04-01", "2020-07-01", "2020-10-01"}
    cited = {note["event"] for note in found["notes"]}
    assert {event for point in found["points"] for event in point["events"]} <= cited
    root = ET.fromstring(svg.read_text())
    assert root.tag.endswith("svg") and root.find("{*}title") is not None and root.find("{*}desc") is not None


def test_weights_and_their_mistakes(events):
    plain = json.loads(ask("relation", "USA", "GBR", "--events", events, "--json").stdout)
    other = json.loads(ask("relation", "USA", "GBR", "--events", events, "--json", "--weight", "support=1").stdout)
    assert plain["points"][0]["net"] == 8 * other["points"][0]["net"]
    for wrong in (
        ["--weight", "LOVE=1"],
        ["--weight", "AID=much"],
        ["--scale", "x"],
        ["--by", "day"],
        ["--half-life", "0"],
    ):
        made = ask("relation", "USA", "GBR", "--events", events, *wrong)
        assert made.exit_code == 2
        assert made.stderr.strip().splitlines()[-1].startswith("westphalia: ")


def test_the_system_of_a_file(events, tmp_path):
    gexf, svg = tmp_path / "n.gexf", tmp_path / "m.svg"
    made = ask(
        "system", "--events", events, "--on", "2020-12-20", "--against", "2020-03-01", "--svg", svg, "--gexf", gexf
    )
    assert made.exit_code == 0, made.output
    assert "3 actors, 3 ties (2 of cooperation, 1 of conflict)" in made.stdout
    assert "0% of 1 triads are balanced" in made.stdout
    assert "sign turned" in made.stdout
    assert "Polarity: unknown" in made.stdout
    tree = ET.parse(gexf)
    assert len(tree.findall(".//{*}node")) == 3
    signs = {e.get("value") for e in tree.findall(".//{*}attvalue[@for='sign']")}
    assert signs == {"positive", "negative"}
    data = json.loads(ask("system", "--events", events, "--json", "--draws", "5").stdout)
    assert {(tie["a"], tie["b"]): tie["tie"] > 0 for tie in data["ties"]}[("RUS", "USA")] is False
    assert all(tie["components"][0]["evidence"] for tie in data["ties"])


def test_blocs_over_time_are_drawn_between_two_days(events, tmp_path):
    svg = tmp_path / "b.svg"
    asked = ["system", "--events", events, "--draws", "0", "--svg-blocs", svg]
    made = ask(*asked, "--on", "2020-12-20", "--against", "2020-03-01")
    assert made.exit_code == 0, made.output
    said = [text.text for text in ET.parse(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert {"2020-03-01", "2020-12-20", "United States", "A"} <= set(said)
    for wrong in ([], ["--on", "2020-03-01", "--against", "2020-12-20"]):
        made = ask(*asked, *wrong)
        assert made.exit_code == 2
        assert "--against" in made.stderr


def test_a_triad_and_where_it_may_give(events, tmp_path):
    svg = tmp_path / "t.svg"
    made = ask("triad", "Russia", "UK", "US", "--events", events, "--svg", svg)
    assert made.exit_code == 0, made.output
    assert "not balanced" in made.stdout
    assert "Least strength to turn" in made.stdout
    assert ET.fromstring(svg.read_text()).tag.endswith("svg")
    data = json.loads(ask("triad", "RUS", "GBR", "USA", "--events", events, "--json").stdout)
    assert data["wedge"]["balanced"] is False
    assert len(data["levels"]) >= 3


def test_who_is_not_known_is_said(events):
    for words in (
        ["relation", "Ruritania", "USA"],
        ["triad", "USA", "GBR"],
        ["relation", "USA"],
        ["relation", "USA", "USA"],
    ):
        made = ask(*words, "--events", events)
        assert made.exit_code == 2, words
        assert "Traceback" not in made.stderr


def test_a_broken_file_is_one_line(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    made = ask("system", "--events", tmp_path / "x.csv")
    assert made.exit_code == 1
    assert made.stderr.startswith("westphalia: ")
    assert made.stdout == ""


def test_a_world_tells_relations_with_the_words_of_its_reports(world):
    made = ask("relation", "USA", "Russia", "--world", world)
    assert made.exit_code == 0, made.output
    assert "The Courier" in made.stdout
    assert "imposed" in made.stdout


def test_commitments_memberships_positions_of_a_world(world, tmp_path):
    made = ask("commitments", "Russia", "--world", world, "--on", "2022-04")
    assert "United States against Russia: in force" in made.stdout
    assert "said not to comply: Türkiye" in made.stdout
    out = tmp_path / "m.json"
    assert (
        ask("memberships", "--body", "SCO", "--on", "2022-04-01", "--world", world, "--json", "--out", out).exit_code
        == 0
    )
    assert "CHN" in {row["member"] for row in json.loads(out.read_text())}
    assert "does not comply" in ask("positions", "Turkey", "--world", world).stdout
    assert ask("memberships", "--world", world).exit_code == 2


def test_every_command_has_its_method(world, events):
    w = World(world)
    assert {"USA", "RUS"} <= set(w.relations()["source"])
    assert w.relation("Russia", "the US").names == ("Russia", "United States")
    assert w.commitments(date(2022, 4, 30), "Russia")["kind"].to_list() == ["sanctions", "alliance"]
    assert "SCO" in w.memberships(date(2022, 4, 30), "China")["body"].to_list()
    assert w.positions_held(actor="Turkey")["stance"].to_list() == ["does not comply"]
    assert w.relation("USA", "RUS").plot().svg.count("<svg") == 1
    assert w.system(draws=3).balance.ties > 0
    assert set(w.triad("USA", "RUS", "CHN").wedge.actors) == {"CHN", "RUS", "USA"}
