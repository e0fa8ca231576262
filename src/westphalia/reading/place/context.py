"""What a text says about which place a name stands for, as numbers: the features of the choice.

A name is judged once for the whole text: "Paris" is one Paris in one report.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log10

import numpy as np
from numpy.typing import NDArray

from westphalia.model import Span
from westphalia.reading.place.candidates import CUT, DIVISIONS, PART, SETTLEMENTS, Candidate, candidates
from westphalia.reading.place.gazetteer import Entry
from westphalia.reading.place.names import ENGLISH, OTHER, key

LOCAL = (
    "people", "country", "first", "second", "town", "water", "world", "region", "first_people", "second_people",
    "country_people", "english", "other", "other_people", "cut", "part", "capital", "largest", "gap", "small",
    "town_of_division", "division_of_town", "second_of_town", "said_division", "said_division_town", "said_town",
    "held_tied", "held_once", "holds_tied", "country_named", "country_share", "country_most", "first_named",
    "second_named", "same_name_holder",
)  # fmt: skip
"""Features that need no other name resolved."""
SHARED = (
    "near", "near_share", "very_near", "same_first", "same_first_share", "same_second", "same_country",
    "same_country_share", "holds_share", "held_by",
)  # fmt: skip
"""Features that look at where the text's other names are most probably."""
NEAR, VERY_NEAR = 150.0, 40.0
"""Kilometres within which two places of one text speak for each other."""
AFTER = re.compile(r"(?:,|\s*\()?\s*(?:in |of |the |northern |southern |eastern |western |central )*")
BEFORE = re.compile(
    r"(?:['’]s)?,?\s+(?:(?:[a-z-]+ ){0,4}"
    r"(?:city|town|village|province|capital|district|port|region|state|suburb|county) (?:of )?|[a-z]+ern )?"
)
EARTH = 6371.0
"""Kilometres, its radius."""


KINDS_WITH_PEOPLE = ("country", "first", "second", "town")


@dataclass(slots=True)
class Name:
    """All mentions of one name in a text, with what it may stand for.

    Attributes:
        tied: keys of names beside it that may say where it is ("Texas" in "Paris, Texas").
        ties: keys of names beside it of which it may say so.
    """

    key: str
    spans: list[Span] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    tied: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)
    said_division: bool = False
    said_town: bool = False


def named(text: str, spans: Sequence[Span]) -> dict[str, Name]:
    """The names at the spans, by key, in order of first mention."""
    found: dict[str, Name] = {}
    ordered = sorted(set(spans), key=lambda s: (s.start, s.end))
    for span in ordered:
        words = span.of(text)
        name = found.setdefault(key(words), Name(key(words)))
        name.spans.append(span)
        if not name.candidates:
            name.candidates = candidates(words)
        _said(name, text, span)
    for one, other in pairwise(ordered):
        gap = text[one.end : other.start]
        if len(gap) > 60:
            continue
        if AFTER.fullmatch(gap) and gap.strip() != "":
            _tie(found, one.of(text), other.of(text))
        elif BEFORE.fullmatch(gap):
            _tie(found, other.of(text), one.of(text))
    return found


def _tie(names: dict[str, Name], inner: str, outer: str) -> None:
    names[key(inner)].tied.add(key(outer))
    names[key(outer)].ties.add(key(inner))


def _said(name: Name, text: str, span: Span) -> None:
    after = re.match(r"['’]?s? ([A-Za-z]+)", text[span.end : span.end + 24])
    before = re.search(r"([A-Za-z]+) of (?:the )?$", text[max(0, span.start - 24) : span.start])
    for word in (after[1].lower() if after else "", before[1].lower() if before else ""):
        name.said_division |= word in DIVISIONS
        name.said_town |= word in SETTLEMENTS


def holds(outer: Entry, inner: Entry) -> bool:
    """Whether one entry lies in another."""
    if outer.kind == "country":
        return outer.country == inner.country and inner.kind != "country"
    if outer.kind in ("first", "second"):
        return outer.geonames is not None and outer.geonames in (inner.first, inner.second)
    return outer.name in inner.within and outer.country in (inner.country, "")


class Context:
    """The names of one text and the features of their candidates: one row a candidate, names one after another."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.names = named(text, spans)
        self.groups = [name for name in self.names.values() if name.candidates]
        self.entries = [c.entry for name in self.groups for c in name.candidates]
        self.starts = np.cumsum([0, *(len(name.candidates) for name in self.groups)])
        self._mentions = self._countries()
        self._divisions = self._named_divisions()
        rows = [row for name in self.groups for row in self._rows(name)]
        self.local = np.array(rows, np.float64).reshape(len(rows), len(LOCAL))

    def _countries(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for name in self.groups:
            best = name.candidates[0]
            if best.entry.kind == "country":
                found[best.entry.country] += len(name.spans)
        return found

    def _named_divisions(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for name in self.groups:
            for candidate in name.candidates:
                if candidate.entry.kind in ("first", "second") and candidate.entry.geonames:
                    found[candidate.entry.geonames].add(name.key)
        return found

    def _rows(self, name: Name) -> list[list[float]]:
        ids = {c.entry.geonames: c.entry for c in name.candidates if c.entry.geonames}
        held = {part for e in ids.values() if e.kind == "town" for part in (e.first, e.second)}
        top = log10(max(c.entry.weight for c in name.candidates) + 10)
        return [self._row(name, c, top, (ids, held)) for c in name.candidates]

    def _row(self, name: Name, one: Candidate, top: float, same: tuple[dict[int, Entry], set[int]]) -> list[float]:
        """One candidate's features; `same` are the name's candidates by id, and the divisions that hold its towns."""
        entry, kind = one.entry, one.entry.kind
        ids, held = same
        people = log10(max(entry.population, 1 if kind in KINDS_WITH_PEOPLE else 0) + 10) / 3
        weight = log10(entry.weight + 10)
        inside = [ids[part] for part in (entry.first, entry.second) if part in ids]
        mentions = self._mentions[entry.country] if kind != "country" else 0
        total, most = sum(self._mentions.values()) or 1, max(self._mentions.values(), default=0)
        return [
            people * (kind == "town"),
            float(kind == "country"),
            float(kind == "first"),
            float(kind == "second"),
            float(kind == "town"),
            float(kind == "water"),
            float(kind == "world"),
            float(kind == "region"),
            people * (kind == "first"),
            people * (kind == "second"),
            people * (kind == "country"),
            float(entry.usual == ENGLISH),
            float(entry.usual == OTHER),
            people * (entry.usual == OTHER),
            float(one.how == CUT),
            float(one.how == PART),
            float(entry.capital),
            float(weight >= top),
            top - weight,
            float(kind == "town" and entry.population < 5000),
            float(kind == "town" and any(e.kind == "first" for e in inside)),
            float(kind == "first" and entry.geonames in held),
            float(kind == "second" and entry.geonames in held),
            float(name.said_division and kind in ("first", "second")),
            float(name.said_division and kind == "town"),
            float(name.said_town and kind == "town"),
            float(any(self._holds_any(tie, entry) for tie in name.tied)),
            float(any(self._holds_any(tie, entry) for tie in self.names if tie != name.key)),
            float(any(self._held_any(tie, entry) for tie in name.ties)),
            float(mentions > 0),
            mentions / total,
            float(mentions == most and mentions > 0),
            float(bool(self._divisions.get(entry.first, set()) - {name.key})),
            float(bool(self._divisions.get(entry.second, set()) - {name.key})),
            float(any(e.kind == "second" for e in inside)),
        ]

    def _holds_any(self, other: str, entry: Entry) -> bool:
        return any(holds(c.entry, entry) for c in self.names[other].candidates[:8])

    def _held_any(self, other: str, entry: Entry) -> bool:
        return any(holds(entry, c.entry) for c in self.names[other].candidates)

    def softmax(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of the candidates within each name."""
        found = np.empty_like(scores)
        for start, end in pairwise(self.starts):
            part = np.exp(scores[start:end] - scores[start:end].max())
            found[start:end] = part / part.sum()
        return found

    def shared(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Features of each candidate from the other names' best candidates, weighted by how probable these are."""
        found = np.zeros((len(self.entries), len(SHARED)))
        best = [s + int(np.argmax(probabilities[s:e])) for s, e in pairwise(self.starts)]
        if len(best) < 2:
            return found
        groups = np.repeat(np.arange(len(self.groups)), np.diff(self.starts))
        weights = probabilities[best]
        at = np.array([[np.nan if v is None else v for v in (e.latitude, e.longitude)] for e in self.entries], float)
        far = _distances(at, at[best])
        local = np.array([self.entries[b].kind in ("town", "second", "first") for b in best])
        divisions = _codes([e.geonames if e.kind == "first" else e.first for e in self.entries])
        seconds = _codes([e.geonames if e.kind == "second" else e.second for e in self.entries])
        states = {code: n + 1 for n, code in enumerate(sorted({e.country for e in self.entries}))}
        countries = np.array([states[e.country] if e.country else 0 for e in self.entries])
        ids = _codes([e.geonames for e in self.entries])
        others = weights[None, :] * (groups[:, None] != np.arange(len(best))[None, :])
        total = others.sum(1) + 1e-9
        small = others * local[None, :]
        small_total = small.sum(1) + 1.0
        near = (small * (far < NEAR)).sum(1)
        very = (small * (far < VERY_NEAR)).sum(1)
        first = (small * _equal(divisions, divisions[best])).sum(1)
        second = (small * _equal(seconds, seconds[best])).sum(1)
        country = (others * _equal(countries, countries[best])).sum(1)
        inner = (others * (_equal(ids, divisions[best]) | _equal(ids, seconds[best]))).sum(1)
        outer = (others * (_equal(divisions, ids[best]) | _equal(seconds, ids[best]))).sum(1)
        for number, column in enumerate(
            (np.log1p(near), near / small_total, np.log1p(very), np.log1p(first), first / small_total, np.log1p(second),
             np.log1p(country), country / total, inner / total, np.minimum(outer, 1.0))
        ):  # fmt: skip
            found[:, number] = column
        return found


def _codes(ids: Sequence[int | None]) -> NDArray[np.int64]:
    return np.array([i or 0 for i in ids], np.int64)


def _equal(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (rows[:, None] == columns[None, :]) & (rows[:, None] != 0)
    return found


def _distances(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres between all pairs of points (degrees); infinite where one is unknown."""
    a, b = np.radians(one)[:, None, :], np.radians(other)[None, :, :]
    half = (
        np.sin((a[..., 0] - b[..., 0]) / 2) ** 2
        + np.cos(a[..., 0]) * np.cos(b[..., 0]) * np.sin((a[..., 1] - b[..., 1]) / 2) ** 2
    )
    found: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return np.nan_to_num(found, nan=np.inf)
