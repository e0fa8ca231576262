"""Dates found and normalised: TIMEX3 spans and values inside <TEXT> (the document date does not count)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from westphalia.model import OffsetMap, Published, Report, Span
from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.time.times import find_times

_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated expression."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text, its day, and its expressions."""

    name: str
    text: str
    day: date | None
    golds: tuple[Gold, ...]


def document(path: Path) -> Document:
    """Reads a .tml file: the text of <TEXT>, its TIMEX3, and the day of <DCT>; all other elements are ignored."""
    whole = path.read_text(encoding="utf-8")
    dct = re.search(r"<DCT>.*?value=\"(\d{4}-\d{2}-\d{2})", whole, re.DOTALL)
    body = re.search(r"<TEXT>(.*)</TEXT>", whole, re.DOTALL)
    text, golds, open_at, at = "", [], None, 0
    content = body[1] if body else ""
    for tag in _TAG.finditer(content):
        text += unescape(content[at : tag.start()])
        at = tag.end()
        if tag[2] != "TIMEX3":
            continue
        if tag[1]:
            if open_at is not None:
                golds.append(Gold(open_at[0], len(text), open_at[1]))
            open_at = None
        else:
            open_at = (len(text), dict(_ATTRIBUTE.findall(tag[3])).get("value", ""))
    text += unescape(content[at:])
    return Document(path.name, text, date.fromisoformat(dct[1]) if dct else None, tuple(golds))


def read(item: Document) -> Reading:
    """The times of one document, sentences split and parsed as in reading."""
    published = Published(item.day, "metadata") if item.day else None
    whole = OffsetMap(((0, 0, len(item.text)),))
    report = Report(item.name, item.name, item.text, item.text, whole, b"", published=published)
    reading = Reading(report)
    for paragraph in re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", item.text):
        for sent in parser()(paragraph.group()).sents:
            start = paragraph.start() + sent.start_char
            span = Span(start, start + len(sent.text))
            reading.sentences.append(Sentence(len(reading.sentences), span, doc=sent.as_doc()))
    find_times(reading)
    return reading


def score(items: Iterable[tuple[Document, Reading]]) -> dict[str, float]:
    """Micro-averaged F1: same span, overlapping span, overlapping span with equal value."""
    strict = relaxed = valued = golds = found = 0
    for item, reading in items:
        golds += len(item.golds)
        found += len(reading.times)
        free = list(reading.times)
        for gold in item.golds:
            hit = next((t for t in free if t.span.start < gold.end and gold.start < t.span.end), None)
            if hit is None:
                continue
            free.remove(hit)
            relaxed += 1
            strict += (hit.span.start, hit.span.end) == (gold.start, gold.end)
            valued += hit.value == gold.value

    def f1(hits: int) -> float:
        return round(2 * hits / (golds + found), 4) if golds + found else 0.0

    return {"span_f1_strict": f1(strict), "span_f1": f1(relaxed), "value_f1": f1(valued), "n": golds}


def predictions(items: Iterable[tuple[Document, Reading]]) -> Iterator[dict[str, Any]]:
    """One row a document: what was annotated and what was found."""
    for item, reading in items:
        yield {
            "document": item.name,
            "gold": [[g.start, g.end, g.value] for g in item.golds],
            "found": [[t.span.start, t.span.end, t.value, t.text] for t in reading.times],
        }


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Reads all .tml files below `data`."""
    paths = sorted(data.rglob("*.tml"))
    if not paths:
        raise FileNotFoundError(2, "no .tml files", "tml/*.tml")
    items = [(item, read(item)) for item in map(document, paths)]
    return score(items), predictions(items)
