"""The reader of triples, on a file invented for this test."""

import json

from benchmarks import triples


def record(number, event, source, target, text, **more):
    return {
        "id": f"X-{number}",
        "date": "2001-02-03",
        "event": event,
        "source": source,
        "target": target,
        "text": text,
    } | more


def test_triples_of_records():
    norway, chile, kenya = {"code": "NOR"}, {"code": "CHL"}, {"code": "KEN"}
    assert triples.gold_triples(record(1, "FIGHT", [norway], [chile, kenya], "")) == {
        ("NOR", "CHL", "ASSAULT"),
        ("NOR", "KEN", "ASSAULT"),
    }
    mutual = triples.gold_triples(record(2, "CONSULT", [norway, chile], "", ""))
    assert mutual == {("NOR", "CHL", "CONSULT"), ("CHL", "NOR", "CONSULT")}
    assert triples.gold_triples(record(3, "DEMAND", [], [chile], "")) == set()


def test_countries_of_actors():
    assert [triples.country(a) for a in ("NOR/GOV", "UN/UNHCR", "EU", "?/REB", None, "FRA/NGO/x")] == [
        "NOR", "IGO", "IGO", "", "", "NGO",
    ]  # fmt: skip


def test_run_reads_the_layout(tmp_path):
    records = [
        record(1, "DISAPPROVE", [{"code": "NOR"}], [{"code": "CHL"}], "Norway condemned Chile over the raid."),
        record(2, "CONSULT", [{"code": "NOR"}, {"code": "CHL"}], "", "Norway and Chile held talks in Kenya."),
    ]
    (tmp_path / "gsr.json").write_text(json.dumps(records), encoding="utf-8")
    figures, predictions = triples.run(tmp_path)
    assert figures["n"] == 2
    assert figures["n_ordered"] == 3
    assert figures["recall"] == 1
    assert figures["f1"] == 1
    assert len(list(predictions)) == 2


def test_a_mutual_act_is_one_triple_in_either_order():
    meet, back = ("NOR", "CHL", "CONSULT"), ("CHL", "NOR", "CONSULT")
    both = {meet, back}
    assert triples.gold_pairs(record(1, "CONSULT", [{"code": "NOR"}, {"code": "CHL"}], "", "")) == {back}
    assert triples.gold_pairs(record(2, "CONSULT", [{"code": "NOR"}], [{"code": "CHL"}], "")) == set()
    assert triples.aligned(both, both, set(), {back}) == {back}
    assert triples.aligned({meet}, set(), set(), {back}) == {back}
    assert triples.aligned(both, both, {meet}, set()) == {meet}
    assert triples.aligned(both, both, set(), set()) == {back}
    assert triples.aligned(both, set(), {meet}, set()) == both
