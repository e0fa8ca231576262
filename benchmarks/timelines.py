"""Timelines of target entities across articles, from raw text (SemEval-2015 task 4, track A).

Layout: `corpus_N/corpus_trackA_CAT/*.xml` (tokens with sentence numbers), `corpus_trackA_TimeML/*.tml` (the day of each
document in <DCT>), `list_target_entities_corpus_N.txt`, `TimeLines_Gold_Standard/*.txt`. A timeline is turned into
relations "at the same time" and "before" of its events: within a place in time all pairs, between places each event
with those of the next. In the manner of TempEval-3 a relation is right if it follows from the other timeline:
precision over those of ours, recall over those of the gold standard, micro-averaged over all timelines. Events are the
same if document, sentence and word are. `f1_closed` counts all relations that follow on either side, `pair_f1` pairs
of event and date, `mention_f1` events.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from westphalia.model import OffsetMap, Published, Report, Span
from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.time.times import find_times
from westphalia.reconciling.timeline import relations, timeline

_TOKEN = re.compile(r'<token\b[^>]*\bsentence="(\d+)"[^>]*>([^<]*)</token>')
_DAY = re.compile(r"<DCT>.*?value=\"(\d{4}-\d{2}-\d{2})", re.DOTALL)

type Line = tuple[int, str, list[str]]
"""Place in time, date, mentions of one event: "16844-2-unveiled"."""


@dataclass(slots=True)
class Counts:
    """Right, found and wanted of one figure."""

    right_found: int = 0
    found: int = 0
    right_wanted: int = 0
    wanted: int = 0

    def add(self, ours: set[Any], gold: set[Any], ours_whole: set[Any], gold_whole: set[Any]) -> None:
        """Counts one timeline."""
        self.found += len(ours)
        self.wanted += len(gold)
        self.right_found += len(ours & gold_whole)
        self.right_wanted += len(gold & ours_whole)

    @property
    def precision(self) -> float:
        """Share of ours that follows from the gold standard."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold standard that follows from ours."""
        return self.right_wanted / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return round(2 * self.precision * self.recall / both, 4) if both else 0.0


def documents(corpus: Path) -> Iterator[tuple[str, Reading]]:
    """The texts of a corpus: number and reading with sentences, parses and times."""
    days = {}
    for path in sorted(corpus.glob("corpus_trackA_TimeML/*.tml")):
        found = _DAY.search(path.read_text(encoding="utf-8"))
        days[_number(path)] = found[1] if found else ""
    paths = sorted(corpus.glob("corpus_trackA_CAT/*.xml"))
    if not paths:
        raise FileNotFoundError(2, "no documents", str(corpus / "corpus_trackA_CAT"))
    for path in paths:
        sentences: dict[int, list[str]] = {}
        for token in _TOKEN.finditer(path.read_text(encoding="utf-8")):
            sentences.setdefault(int(token[1]), []).append(unescape(token[2]))
        yield _number(path), _read(_number(path), sentences, days.get(_number(path), ""))


def _number(path: Path) -> str:
    found = re.match(r"\d+", path.name)
    return found.group() if found else path.stem


def _read(name: str, sentences: dict[int, list[str]], day: str) -> Reading:
    lines = {number: " ".join(words) for number, words in sorted(sentences.items())}
    text = "\n".join(lines.values())
    published = Published(date.fromisoformat(day), "metadata") if day else None
    reading = Reading(Report(name, name, text, text, OffsetMap(((0, 0, len(text)),)), b"", published=published))
    at = 0
    for number, line in lines.items():
        part = "prose" if number else "headline"
        reading.sentences.append(Sentence(number, Span(at, at + len(line)), part, doc=parser()(line)))
        at += len(line) + 1
    find_times(reading)
    return reading


def gold(path: Path) -> tuple[str, list[Line]]:
    """A gold timeline: the entity and its lines."""
    entity, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    lines: list[Line] = []
    for row in rows:
        order, *rest = row.split("\t")
        if len(rest) > 1 and order.strip().isdigit():
            lines.append((int(order), rest[0].strip(), [m.strip() for m in rest[1:] if m.strip()]))
    return entity.strip(), lines


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Scores all corpora of the folder."""
    corpora = sorted(path for path in data.glob("corpus_*") if path.is_dir())
    if not corpora:
        raise FileNotFoundError(2, "no corpus", str(data / "corpus_N"))
    ordered, closed, mentions, pairs = Counts(), Counts(), Counts(), Counts()
    predictions: list[dict[str, Any]] = []
    timelines = 0
    for corpus in corpora:
        readings = list(documents(corpus))
        for path in sorted(corpus.glob("TimeLines_Gold_Standard/*.txt")):
            entity, lines = gold(path)
            ours = _ours(timeline(readings, entity), lines)
            timelines += 1
            _count(ours, lines, (ordered, closed, mentions, pairs))
            predictions.append({"corpus": corpus.name, "entity": entity, "timeline": ours})
    figures = {
        "f1": ordered.f1,
        "precision": round(ordered.precision, 4),
        "recall": round(ordered.recall, 4),
        "f1_closed": closed.f1,
        "pair_f1": pairs.f1,
        "mention_f1": mentions.f1,
        "timelines": timelines,
        "n": mentions.wanted,
    }
    return figures, predictions


def _ours(made: Sequence[tuple[int, Sequence[Any]]], lines: Sequence[Line]) -> list[Line]:
    """Our timeline in the layout of the gold one; an event of several words there goes by any one of them."""
    known = {f"{base}-{word}": mention for mention in _all(lines) for base, word in _words(mention)}
    found: list[Line] = []
    for order, events in made:
        for event in events:
            mention = f"{event.text}-{event.sentence}-{event.word}"
            found.append((order, event.value or "XXXX-XX-XX", [known.get(mention, mention)]))
    return found


def _all(lines: Sequence[Line]) -> list[str]:
    return [mention for _, _, mentions in lines for mention in mentions]


def _words(mention: str) -> list[tuple[str, str]]:
    document, sentence, event = (*mention.split("-", 2), "", "")[:3]
    return [(f"{document}-{sentence}", word) for word in event.split("_")]


def _count(ours: Sequence[Line], lines: Sequence[Line], counts: tuple[Counts, Counts, Counts, Counts]) -> None:
    ordered, closed, mentions, pairs = counts
    near, all_ = ([relations(_groups(one), whole=whole) for one in (ours, lines)] for whole in (False, True))
    ordered.add(near[0], near[1], all_[0], all_[1])
    closed.add(all_[0], all_[1], all_[0], all_[1])
    told, wanted = set(_all(ours)), set(_all(lines))
    mentions.add(told, wanted, told, wanted)
    dated = [{(m, day) for _, day, those in timeline for m in those} for timeline in (ours, lines)]
    pairs.add(dated[0], dated[1], dated[0], dated[1])


def _groups(lines: Sequence[Line]) -> list[tuple[int, list[str]]]:
    found: dict[int, list[str]] = {}
    for order, _, mentions in lines:
        found.setdefault(order, []).extend(m for m in mentions if m not in found.get(order, ()))
    return sorted(found.items())
