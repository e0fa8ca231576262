"""What the event coder is trained on, as rows of one JSON object a line.

    python tools/event_rows.py --patterns CAMEO.verbpatterns.txt --records plv.tsv --neutral coped.tsv \
        --tags coped_spans.txt --out rows.jsonl

Kinds of rows: `pattern` (CAMEO verb patterns as sentences about two invented countries), `record` (coded sentences),
`own` (`data/event_sentences.tsv`), and for the decision that there is no event `reversed` and `third` (the parties of
a record the wrong way round; one of them with a bystander) and `neutral` (sentences coded as no event). The records
and patterns stay outside the repository, and so do the rows made of them.
"""

import argparse
import csv
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan
from verb_patterns import SOURCE, TARGET, pseudo_sentences

from benchmarks.events import find_span
from westphalia.reading.act.event_features import features
from westphalia.reading.act.event_text import NAME, marked
from westphalia.reading.act.transformer import numbered
from westphalia.reading.parser import parser

SENTENCES = Path(__file__).parent / "data" / "event_sentences.tsv"
DIRECTED = frozenset("ACCUSE REQUEST REJECT THREATEN COERCE ASSAULT SANCTION AID YIELD PROTEST MOBILIZE".split())
"""Roots of which the reverse is no event: who is accused does not accuse. Talks and treaties are mutual."""
REVERSED, THIRD = 0.4, 0.6
"""Shares of the records that give such a row, so that rows without an event are about a third of all."""
CALENDAR = re.compile(
    r"day\b|January|February|March|April|June|July|August|September|October|November|December|Reuters"
)
APPEALS = re.compile(
    r"(?i)\b(?:urg|call(?:s|ed|ing)? (?:up)?(?:on|for)|appeal|ask|request|demand|encourag|plead|invit)"
)
"""Appeals, which the coders of the neutral sentences hold for words only, and PLOVER for REQUEST."""

Row = dict[str, object]


def row(kind: str, doc: Doc, source: TokenSpan, target: TokenSpan | None, **more: object) -> Row:
    """A row: the marked words for the encoder, the features of the syntax, and what is known of it."""
    return {"kind": kind, "text": marked(doc, source, target), "features": features(doc, source, target), **more}


def with_pieces(made: Row) -> Row:
    """The row with its word pieces, so that the trainer needs nothing of this package."""
    ids, at = numbered(str(made["text"]))
    return made | {"ids": ids.tolist(), "at": at.tolist()}


def of_patterns(file: Path) -> Iterator[Row]:
    """The verb patterns, each a short sentence; root NONE for what is no event."""
    pairs = list(pseudo_sentences(file))
    for doc, (_, root) in zip(parser().pipe(text for text, _ in pairs), pairs, strict=True):
        sources = [t.i for t in doc if t.text == SOURCE]
        targets = [t.i for t in doc if t.text == TARGET]
        if sources:
            target = doc[targets[0] : targets[0] + 1] if targets else None
            made = row("pattern", doc, doc[sources[0] : sources[0] + 1], target, root=root, event=int(root != "NONE"))
            made["text"] = re.sub(rf"(?i)\b(?:{SOURCE}|{TARGET})\b", NAME, str(made["text"]))
            yield made


def of_records(file: Path) -> Iterator[Row]:
    """The coded records, and pairs of their sentences between which nothing happens."""
    draw = random.Random(5)
    with file.open(encoding="utf-8", newline="") as held:
        records = list(csv.DictReader(held, delimiter="\t"))
    coded = {(r["sentence"], r["source"], r["target"]) for r in records}
    for doc, record in zip(parser().pipe(r["sentence"] for r in records), records, strict=True):
        source, target = find_span(doc, record["source"]), find_span(doc, record["target"])
        group = record["sentence"]
        if source is None:
            source, target = target or doc[0:1], None
        yield row("record", doc, source, target, root=record["gold_root"], event=1, group=group)
        if target is None:
            continue
        mutual = (group, record["target"], record["source"]) in coded
        if record["gold_root"] in DIRECTED and not mutual and draw.random() < REVERSED:
            yield row("reversed", doc, target, source, event=0, group=group)
        if (by := _bystanders(doc, source, target)) and draw.random() < THIRD:
            other = draw.choice(by)
            yield row("third", doc, other, draw.choice((source, target)), event=0, group=group)


def _bystanders(doc: Doc, *parties: TokenSpan) -> list[TokenSpan]:
    """Named noun phrases of a sentence beside its parties."""
    return [
        chunk
        for chunk in doc.noun_chunks
        if chunk.root.pos_ == "PROPN"
        and all(chunk.end <= p.start or chunk.start >= p.end for p in parties)
        and not CALENDAR.search(chunk.text)
    ]


def of_own(file: Path = SENTENCES) -> Iterator[Row]:
    """Our own sentences, whose parties stand in brackets."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    told = [(root, *bracketed(sentence)) for root, sentence in (line.split("\t") for line in lines[1:])]
    for doc, (root, _, source, target) in zip(parser().pipe(t for _, t, _, _ in told), told, strict=True):
        spans = [doc.char_span(*at, alignment_mode="expand") for at in (source, target)]
        yield row("own", doc, spans[0], spans[1], root=root, event=int(root != "NONE"))


def bracketed(sentence: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The text without brackets, and where source and target stand: "[Norway] met <Chile>."."""
    text, at = "", {"[": 0, "]": 0, "<": 0, ">": 0}
    for part in re.split(r"([\[\]<>])", sentence):
        if part in at:
            at[part] = len(text)
        else:
            text += part
    return text, (at["["], at["]"]), (at["<"], at[">"])


def of_neutral(sentences: Path, tags: Path, known: Iterable[str]) -> Iterator[Row]:
    """Pairs of the sentences coded as no event, which are not among the records."""
    held = [_letters(sentence) for sentence in known]
    lines = [line.rsplit("\t", 1) for line in sentences.read_text(encoding="utf-8").split("\n")[1:] if "\t" in line]
    texts = [
        text
        for text, label in lines
        if label == "0" and not APPEALS.search(text) and not any(_alike(_letters(text), k) for k in held)
    ]
    parties = _tagged(tags)
    for doc in parser().pipe(texts):
        found = {role: find_span(doc, words) for role, words in parties.get(_letters(doc.text), {}).items()}
        source, target = found.get("S") or found.get("R"), found.get("T")
        if source is None:
            named = _bystanders(doc)
            source, target = (named[0], named[1]) if len(named) > 1 else (None, None)
        if source is not None:
            yield row("neutral", doc, source, target, event=0, group=doc.text)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _alike(one: str, other: str) -> bool:
    return one[:60] == other[:60] or one in other or other in one


def _tagged(file: Path) -> dict[str, dict[str, str]]:
    """The first source, target and mutual party of each tagged sentence, by the letters of the sentence."""
    found: dict[str, dict[str, str]] = {}
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        words = [line.split(" ") for line in block.split("\n") if " " in line]
        parties: dict[str, list[str]] = {}
        role = ""
        for word, tag in ((w[0], w[-1]) for w in words):
            begins = tag.startswith("B") and tag[2:] not in parties
            role = tag[2:] if begins or (tag.startswith("I") and role == tag[2:]) else ""
            if role:
                parties.setdefault(role, []).append(word)
        found[_letters("".join(w[0] for w in words))] = {r: " ".join(ws) for r, ws in parties.items()}
    return found


def main() -> None:
    """Writes the rows of all kinds."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name in ("patterns", "records", "neutral", "tags", "out"):
        ask.add_argument(f"--{name}", type=Path, required=True)
    asked = ask.parse_args()
    records = list(of_records(asked.records))
    known = {str(r["group"]) for r in records}
    with asked.out.open("w", encoding="utf-8") as out:
        for made in (of_own(), records, of_neutral(asked.neutral, asked.tags, known), of_patterns(asked.patterns)):
            for one in made:
                out.write(json.dumps(with_pieces(one)) + "\n")


if __name__ == "__main__":
    main()
