"""The layout of ECB+: mentions meet their text, and the gold of the last column is not read."""

import json

import pytest

from benchmarks import coreference

CORPUS = """
d_1ecb\t0\t0\tRescuers\tHUM1
d_1ecb\t0\t1\tfound\tACT1
d_1ecb\t0\t2\t\t\tsurvivors\t-

d_1ecb\t3\t5\tThey\tHUM1
d_1ecb\t3\t6\tsearched\tACT2
"""


def mention(sentence, tokens, chain):
    return {"doc_id": "d_1ecb", "sent_id": sentence, "tokens_number": tokens, "coref_chain": chain}


def test_mentions_meet_their_text():
    mentions = [mention(0, [1], "ACT1"), mention(3, [6], "ACT2")]
    held = coreference.split(CORPUS, mentions)
    assert [m.stems for m in held.mentions] == [("found",), ("search",)]
    assert [m.sentence for m in held.mentions] == [0, 1]
    assert held.gold == ["ACT1", "ACT2"]
    assert {a.report for a in held.articles} == {"000000"}  # the name of a document tells its topic
    hidden = coreference.split(CORPUS.replace("ACT1", "X").replace("HUM1", "Y"), mentions)
    assert [m.around.ids.tolist() for m in hidden.mentions] == [m.around.ids.tolist() for m in held.mentions]


def test_run(tmp_path):
    (tmp_path / "ECB_Dev_corpus.txt").write_text(CORPUS, encoding="utf-8")
    gold = json.dumps([mention(0, [1], "ACT1"), mention(3, [6], "ACT2")])
    (tmp_path / "ECB_Dev_Event_gold_mentions.json").write_text(gold, encoding="utf-8")
    figures, predictions = coreference.run(tmp_path)
    assert figures["n"] == figures["dev"]["n"] == 2
    assert figures["dev"]["b3"] == 1.0
    assert [row["chain"] for row in predictions] == ["ACT1", "ACT2"]


def test_no_mentions(tmp_path):
    with pytest.raises(FileNotFoundError):
        coreference.run(tmp_path)
