"""The sentences the event coder is trained on beside records: each is one act with a source and a recipient."""

import re
from collections import Counter
from pathlib import Path

from westphalia.reading.act.transformer import ROOTS

FILE = Path(__file__).parents[3] / "tools" / "data" / "event_sentences.tsv"
LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")][1:]


def test_every_class_has_its_sentences():
    counts = Counter(line.split("\t")[0] for line in LINES)
    assert set(counts) == {*ROOTS, "NONE"}
    assert min(counts.values()) >= 25


def test_every_sentence_marks_one_source_and_one_recipient():
    for line in LINES:
        assert re.fullmatch(r"[A-Z]+\t[^\[\]<>\t]*(?:\[[^\[\]<>]+\]|<[^\[\]<>]+>)[^\t]*[.\w]", line), line
        assert all(line.count(mark) == 1 for mark in "[]<>"), line


def test_no_sentence_of_the_tests_is_trained_on():
    trained = {re.sub(r"[\[\]<>]", "", line.split("\t")[1]) for line in LINES}
    tested = (Path(__file__).parent / "test_event_roots.py").read_text(encoding="utf-8").splitlines()
    assert not trained & {line.split("\t")[-1] for line in tested if "\t" in line}


def test_no_sentence_stands_twice():
    assert len(set(LINES)) == len(LINES)
