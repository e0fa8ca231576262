"""Benchmark `places`: names of places found in articles, and resolved to GeoNames (`*.jsonl`, one article a line).

Resolution: the annotated names are given, and the article's text; nothing else is used, neither outlet nor date.

- `exact`: share of the names with a GeoNames id that are resolved to it.
- `within_161km`: share of them that are resolved to a place within 161 km (100 miles) of the annotated one; an entry is
  no distance from itself. A name that is not resolved counts as wrong in both.
- `median_km`: median distance over the names that are resolved to a place with coordinates.

Detection: names of places in the text, whatever they stand for (a town, a government, what is of it): `toponyms`.

- `precision`, `recall`, `f1` of equal spans, `precision_overlap`, `recall_overlap`, `f1_overlap` of spans that share a
  character, one to one.
- `f1_names`, `f1_overlap_names`: without the names annotated as Demonym, Homonym or Language, nor what was found there.
- `places_precision`, `places_recall`: the places that reading keeps (where something is, not who acts): the share that
  overlaps an annotated name, and the share of the names annotated as Literal that they overlap.

All over all files, and by file under its name.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import median
from typing import Any

from westphalia.model import OffsetMap, Report, Span
from westphalia.reading.actors.mentions import MENTIONS
from westphalia.reading.parse import parse_all
from westphalia.reading.place.places import find_places, toponyms
from westphalia.reading.place.resolve import resolve
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import SENTENCES

NEAR = 161.0
ASIDE = ("Demonym", "Homonym", "Language")
BATCH = 40
"""Articles parsed together."""


@dataclass(frozen=True, slots=True)
class Name:
    """An annotated name."""

    span: Span
    ident: int | None
    point: tuple[float, float] | None
    kind: str


@dataclass(slots=True)
class Article:
    """An annotated article and what was found in it."""

    ident: str
    text: str
    names: list[Name]
    found: list[Span] = field(default_factory=list)
    kept: list[Span] = field(default_factory=list)
    resolved: dict[Span, tuple[int | None, float | None]] = field(default_factory=dict)


def articles(path: Path) -> Iterator[Article]:
    """The articles of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            names = [
                Name(
                    Span(t["start"], t["end"]),
                    t["geonameid"],
                    None if t["lat"] is None else (t["lat"], t["lon"]),
                    t.get("type", ""),
                )
                for t in row["toponyms"]
            ]
            yield Article(row["id"], row["text"], names)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance between two points in degrees, on a sphere."""
    (a, b), (c, d) = (tuple(map(radians, p)) for p in (one, other))
    return 2 * 6371.0 * asin(sqrt(min(1.0, sin((a - c) / 2) ** 2 + cos(a) * cos(c) * sin((b - d) / 2) ** 2)))


def _resolve(article: Article) -> None:
    found = resolve(article.text, [name.span for name in article.names])
    for name in article.names:
        if name.ident is None:
            continue
        entry = found[name.span].best.entry if name.span in found else None
        far = None
        if entry is not None and entry.geonames == name.ident:
            far = 0.0
        elif entry is not None and name.point and entry.latitude is not None and entry.longitude is not None:
            far = kilometres(name.point, (entry.latitude, entry.longitude))
        article.resolved[name.span] = (entry.geonames if entry else None, far)


def readings(pile: Sequence[Article]) -> Iterator[tuple[Article, Reading]]:
    """The articles read as far as finding names of places needs it: sentences, parses and mentions of actors."""
    for start in range(0, len(pile), BATCH):
        part = []
        for article in pile[start : start + BATCH]:
            whole = OffsetMap(((0, 0, len(article.text)),))
            part.append(Reading(Report(article.ident, article.ident, article.text, article.text, whole, b"")))
            SENTENCES.run(part[-1])
        parse_all(part)
        for article, reading in zip(pile[start : start + BATCH], part, strict=True):
            MENTIONS.run(reading)
            yield article, reading


def _detect(pile: Sequence[Article]) -> None:
    for article, reading in readings(pile):
        find_places(reading)
        article.found = toponyms(reading)
        article.kept = [place.span for place in reading.places]


def _pairs(golds: Sequence[Span], found: Sequence[Span]) -> int:
    """How many golds overlap a found span of their own."""
    free, pairs = sorted(found, key=lambda s: s.start), 0
    for gold in sorted(golds, key=lambda s: s.start):
        hit = next((span for span in free if gold.overlaps(span)), None)
        if hit is not None:
            free.remove(hit)
            pairs += 1
    return pairs


def _rates(hits: int, golds: int, found: int, after: str) -> dict[str, float]:
    precision, recall = hits / found if found else 0.0, hits / golds if golds else 0.0
    f1 = 2 * hits / (golds + found) if golds + found else 0.0
    return {f"precision{after}": round(precision, 4), f"recall{after}": round(recall, 4), f"f1{after}": round(f1, 4)}


def detection(pile: Sequence[Article]) -> dict[str, float]:
    """How well names of places are found."""
    exact = overlap = golds = found = 0
    bare_exact = bare_overlap = bare_golds = bare_found = 0
    for article in pile:
        spans = [name.span for name in article.names]
        aside = [name.span for name in article.names if name.kind in ASIDE]
        bare = [span for span in spans if span not in aside]
        others = [span for span in article.found if not any(span.overlaps(a) for a in aside)]
        exact += len({*spans} & {*article.found})
        overlap += _pairs(spans, article.found)
        bare_exact += len({*bare} & {*others})
        bare_overlap += _pairs(bare, others)
        golds, found = golds + len(spans), found + len(article.found)
        bare_golds, bare_found = bare_golds + len(bare), bare_found + len(others)
    rates = _rates(exact, golds, found, "") | _rates(overlap, golds, found, "_overlap")
    if any(name.kind for article in pile for name in article.names):
        rates["f1_names"] = _rates(bare_exact, bare_golds, bare_found, "")["f1"]
        rates["f1_overlap_names"] = _rates(bare_overlap, bare_golds, bare_found, "")["f1"]
    return rates | _kept(pile)


def _kept(pile: Sequence[Article]) -> dict[str, float]:
    kept = [(a, span) for a in pile for span in a.kept]
    right = sum(any(span.overlaps(name.span) for name in a.names) for a, span in kept)
    literal = [(a, name.span) for a in pile for name in a.names if name.kind == "Literal"]
    met = sum(any(span.overlaps(k) for k in a.kept) for a, span in literal)
    found = {"places_precision": round(right / len(kept), 4) if kept else 0.0}
    return found | ({"places_recall": round(met / len(literal), 4)} if literal else {})


def resolution(pile: Sequence[Article]) -> dict[str, float]:
    """How well names with an id are resolved."""
    asked = [
        (name.ident, *article.resolved[name.span])
        for article in pile
        for name in article.names
        if name.ident is not None
    ]
    far = [kilometres_off for _, _, kilometres_off in asked if kilometres_off is not None]
    count = len(asked) or 1
    return {
        "n": len(asked),
        "exact": round(sum(got == ident for ident, got, _ in asked) / count, 4),
        "within_161km": round(sum(km <= NEAR for km in far) / count, 4),
        "median_km": round(median(far), 1) if far else -1.0,
    }


def predictions(files: dict[str, list[Article]]) -> Iterator[dict[str, Any]]:
    """One row an article."""
    for name, pile in files.items():
        for article in pile:
            yield {
                "file": name,
                "id": article.ident,
                "resolved": [
                    [span.start, span.end, span.of(article.text), *got] for span, got in article.resolved.items()
                ],
                "found": [[span.start, span.end, span.of(article.text)] for span in article.found],
                "places": [[span.start, span.end, span.of(article.text)] for span in article.kept],
            }


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Reads all .jsonl files of `data`."""
    paths = sorted(data.glob("*.jsonl"))
    if not paths:
        raise FileNotFoundError(2, "no .jsonl files", "*.jsonl")
    files = {path.stem: list(articles(path)) for path in paths}
    whole = [article for pile in files.values() for article in pile]
    for article in whole:
        _resolve(article)
    _detect(whole)
    figures: dict[str, Any] = {name: resolution(pile) | detection(pile) for name, pile in files.items()}
    return resolution(whole) | detection(whole) | figures, predictions(files)
