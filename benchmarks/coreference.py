"""Benchmark `coreference`: which mentions of events mean the same event, over all documents of a split of ECB+.

Every `ECB_*_Event_gold_mentions.json` of `--data` is a split, its text is `ECB_*_corpus.txt`. Mentions are given; of
the corpus, document, sentence and words are read and never the last column. Documents are grouped into stories by the
package first; ids of documents, which hold the topic, are replaced by numbers before anything is compared.
MUC, B-cubed, CEAF-e and their mean (`conll_f1`), as of the CoNLL scorer, singletons kept.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.clusters import conll
from westphalia.reconciling import coreference
from westphalia.reconciling.coreference import Mention
from westphalia.reconciling.stories import Article


@dataclass(frozen=True, slots=True)
class Split:
    """A split as the package takes it: `mentions` and `gold` go together; reports are numbers as texts."""

    articles: list[Article]
    mentions: list[Mention]
    gold: list[str]
    documents: list[str]


def splits(data: Path) -> Iterable[tuple[str, Split]]:
    """Every split of the folder by its name in lower case."""
    paths = sorted(data.glob("ECB_*_Event_gold_mentions.json"))
    if not paths:
        raise FileNotFoundError(2, "no mentions", str(data / "ECB_*_Event_gold_mentions.json"))
    for path in paths:
        name = path.name.removeprefix("ECB_").removesuffix("_Event_gold_mentions.json")
        corpus = (data / f"ECB_{name}_corpus.txt").read_text(encoding="utf-8")
        yield name.lower(), split(corpus, json.loads(path.read_text(encoding="utf-8")))


def split(corpus: str, mentions: list[dict[str, Any]]) -> Split:
    """Joins mentions with their text."""
    text = sentences(corpus)
    number = {document: f"{n:06}" for n, document in enumerate(text)}
    articles = [
        Article.of(number[document], "\n".join(" ".join(words.values()) for words in held.values()))
        for document, held in text.items()
    ]
    found = [
        Mention.of(number[place.document], place.sentence, place.words, place.at, place.beside)
        for place in places(text, mentions)
    ]
    gold, documents = [m["coref_chain"] for m in mentions], [m["doc_id"] for m in mentions]
    return Split(articles, found, gold, documents)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: its sentence, counted from 0, the words of it at `at`, the words before it and after."""

    document: str
    sentence: int
    words: list[str]
    at: list[int]
    beside: tuple[list[str], list[str]]


def places(text: dict[str, dict[int, dict[int, str]]], mentions: list[dict[str, Any]]) -> Iterator[Place]:
    """The places of mentions in the order given."""
    for mention in mentions:
        held = text[mention["doc_id"]]
        words = held[mention["sent_id"]]
        tokens = {token: n for n, token in enumerate(words)}
        nth = list(held).index(mention["sent_id"])
        every = [list(sentence.values()) for sentence in held.values()]
        beside = list(chain.from_iterable(every[:nth])), list(chain.from_iterable(every[nth + 1 :]))
        yield Place(mention["doc_id"], nth, every[nth], [tokens[t] for t in mention["tokens_number"]], beside)


def sentences(corpus: str) -> dict[str, dict[int, dict[int, str]]]:
    """Document → sentence → token → word."""
    found: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for line in corpus.splitlines():
        cells = line.split("\t")
        if len(cells) >= 4:
            found[cells[0]][int(cells[1])][int(cells[2])] = cells[3]
    return found


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Figures by split, and the group of each mention."""
    figures: dict[str, Any] = {}
    predictions: list[dict[str, Any]] = []
    for name, held in splits(data):
        of = {id(m): n for n, group in enumerate(coreference.group(held.mentions, held.articles)) for m in group}
        found = [of[id(mention)] for mention in held.mentions]
        scores = {key: round(value, 4) for key, value in conll(held.gold, found).items()}
        figures[name] = {"n": len(found), "documents": len(held.articles), **scores}
        predictions += [
            {"split": name, "document": d, "words": list(m.stems), "chain": g, "found": f}
            for d, m, g, f in zip(held.documents, held.mentions, held.gold, found, strict=True)
        ]
    return {"n": sum(f["n"] for f in figures.values()), **figures}, predictions
