import json
from dataclasses import asdict
from datetime import date

import pytest

from tests.helpers import report
from westphalia.errors import UsageError, WorldError
from westphalia.explaining import explain, render
from westphalia.model import ontology
from westphalia.reading import VERSION, read
from westphalia.world import Store

TEXT = """Chilean Foreign Minister Ana Rojas met her Kenyan counterpart in Lima on Tuesday.

She refused to condemn Norway over the border dispute.

Kenya accused Chile of shelling the port of Mombasa. “We did not shell anything,” Rojas told the Daily Observer.

The army of Norway will deploy troops to Kenya next week.
"""
DAY = date(2024, 5, 16)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("explaining") / "world.db"
    with Store(path, create=True) as made:
        made.add(read(report(TEXT, published=DAY, outlet="Harbour Gazette")), VERSION)
        yield made


def events(store, kind):
    return [row for row in store.frame_rows("events") if row["type"] == kind]


def explained(store, kind):
    rows = events(store, kind)
    assert rows, f"no {kind} read"
    return explain(store, rows[0]["event"])


def test_the_words_that_count_are_marked_where_they_stand(store):
    found = explained(store, "CONSULT")
    for mark in found.passage.marks:
        assert TEXT[mark.start : mark.end] == mark.text
    roles = {mark.role: mark.text for mark in found.passage.marks}
    assert roles["predicate"] == "met"
    assert "Ana Rojas" in " ".join(mark.text for mark in found.passage.marks if mark.role == "party")
    assert "[predicate: met]" in render(found)


def test_the_tree_holds_the_way_from_the_predicate_to_every_party(store):
    found = explained(store, "CONSULT")

    def words(node):
        yield node
        for below in node.below:
            yield from words(below)

    nodes = list(words(found.tree))
    assert {role for node in nodes for role in node.roles} >= {"predicate", "party"}
    assert len(nodes) < len(TEXT.split("\n")[0].split())


def test_what_weighed_adds_up_to_the_odds(store):
    import math

    found = explained(store, "CONSULT")
    shown = {one.type: one.probability for one in found.type.probabilities}
    total = sum(weight.weight for weight in found.type.weights) + found.type.rest
    first, second = found.type.compared
    if first in shown and second in shown:
        assert total == pytest.approx(math.log(shown[first] / shown[second]), abs=0.3)
    assert found.type.rule and found.type.fired


def test_the_status_names_the_words_that_carried_it(store):
    rows = [row for row in store.frame_rows("events") if row["status"] == "refused"]
    assert rows
    found = explain(store, rows[0]["event"])
    assert any("refuse" in word for word in found.status.carried_by)
    assert found.status.steps[-1].status == "refused" or found.status.later
    assert found.coding.status_meaning == ontology.statuses()["refused"]


def test_a_pronoun_is_followed_to_the_words_that_name_its_actor(store):
    row = next(row for row in store.frame_rows("events") if "She" in row["sentence"])
    found = explain(store, row["event"])
    she = next(who for who in found.parties if who.text == "She")
    assert she.actor == "CHL/GOV/ana-rojas"
    assert "Ana Rojas" in she.chain[-1].text
    assert she.chain[-1].sentence == 1
    assert any(table.table == "states" and "CHL" in table.says for table in she.rows)


def test_every_row_of_a_table_has_its_source_and_date(store):
    rows = [t for row in store.frame_rows("events") for who in explain(store, row["event"]).parties for t in who.rows]
    assert rows
    assert all(row.source and row.as_of for row in rows)


def test_a_date_says_what_it_was_reckoned_from(store):
    found = explained(store, "CONSULT")
    assert (found.time.words, found.time.date_from) == ("Tuesday", "2024-05-14")
    assert "2024-05-16" in found.time.reckoned
    assert found.place.name == "Lima"


def test_who_is_named_and_takes_no_part_is_told_with_the_reason(store):
    found = explained(store, "CONSULT")
    assert all(one.what and one.why for one in found.rejected)


def test_an_explanation_is_the_same_each_time_and_fits_a_terminal(store):
    for row in store.frame_rows("events"):
        once, again = (explain(store, row["event"]) for _ in range(2))
        assert once == again
        assert max(map(len, render(once).splitlines())) <= 100


def test_an_explanation_is_plain_data(store):
    for table, key in (("events", "event"), ("statements", "statement")):
        for row in store.frame_rows(table):
            held = asdict(explain(store, row[key]))
            assert json.loads(json.dumps(held))["id"] == row[key]


def test_a_statement_tells_its_parts_and_its_confidence_adds_up(store):
    import math

    row = next(row for row in store.frame_rows("statements") if "shell anything" in row["content"])
    found = explain(store, row["statement"])
    assert found.quotation == "direct"
    assert "told" in found.cue
    assert found.speaker.actor == "CHL/GOV/ana-rojas"
    assert found.found
    if found.parts:
        odds = sum(part.weight for part in found.parts)
        assert found.confidence == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.01)
    assert "CODED AS" in render(found)
    assert max(map(len, render(found).splitlines())) <= 100


def test_the_beginning_of_an_id_is_enough_if_it_is_the_only_one(store):
    row = events(store, "CONSULT")[0]
    assert explain(store, row["event"][:8]).id == row["event"]


def test_an_id_that_is_not_there_or_of_something_else_is_said_so(store):
    with pytest.raises(UsageError, match="no event 'e00000000'"):
        explain(store, "e00000000")
    with pytest.raises(UsageError, match="is a mention"):
        explain(store, next(store.frame_rows("mentions"))["mention"])
    with pytest.raises(UsageError, match="is no id"):
        explain(store, "nonsense%")
    with pytest.raises(UsageError, match="is no id"):
        explain(store, "e")


def test_a_world_read_by_another_version_says_so(tmp_path):
    with Store(tmp_path / "old.db", create=True) as old:
        old.add(read(report(TEXT, published=DAY)), "another")
        key = events(old, "CONSULT")[0]["event"]
        found = explain(old, key)
        assert (found.origin.read_by, found.origin.explained_by, found.origin.reproduced) == (
            "another",
            VERSION,
            "same",
        )
        assert "Read by another version" in render(found)


def test_a_coding_that_this_version_has_otherwise_is_explained_as_it_is_now(tmp_path):
    reading = read(report(TEXT, published=DAY))
    event = next(e for e in reading.events if e.type == "CONSULT")
    from dataclasses import replace

    reading.events = [replace(event, status="denied", id="e" + "0" * 16)]
    with Store(tmp_path / "old.db", create=True) as old:
        old.add(reading, "another")
        found = explain(old, "e" + "0" * 16)
        assert found.origin.reproduced == "otherwise"
        assert found.coding.status == "denied" and "CONSULT" in found.origin.now
        assert "codes it otherwise" in render(found)


def test_a_coding_that_is_gone_is_an_error_that_says_what_to_do(tmp_path):
    from dataclasses import replace

    from westphalia.model import Span

    reading = read(report(TEXT, published=DAY))
    gone = replace(reading.events[0], predicate=Span(0, 1), id="e" + "1" * 16)
    reading.events = [gone]
    with Store(tmp_path / "old.db", create=True) as old:
        old.add(reading, "another")
        with pytest.raises(WorldError, match="no longer has it"):
            explain(old, "e" + "1" * 16)
