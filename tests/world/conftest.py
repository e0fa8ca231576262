from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import pytest

from westphalia.model import (
    Event,
    Figure,
    Interval,
    Mention,
    Naming,
    Office,
    OffsetMap,
    Party,
    Place,
    Position,
    Published,
    Report,
    Sourced,
    Span,
    Statement,
    Trace,
)
from westphalia.world import Store


@dataclass
class Sentence:
    span: Span
    part: str = "prose"


@dataclass
class Reading:
    report: Report
    sentences: list = field(default_factory=list)
    offices: list = field(default_factory=list)
    mentions: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    events: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    namings: list = field(default_factory=list)
    positions: list = field(default_factory=list)


TEXT = "China met Russia in Tunxi. “We oppose sanctions,” said Envoy Li, citing 40 cases of the operation."


def made(text: str = TEXT, name: str = "a.txt", container: str = "") -> Reading:
    """A reading with one assertion of every kind, all of them on words of TEXT."""
    ident = "r" + sha256(text.encode()).hexdigest()[:12]

    def span(words: str) -> Span:
        at = text.index(words)
        return Span(at, at + len(words))

    def party(actor: str | None, words: str, called: str = "") -> Party:
        return Party(actor, span(words), words, called)

    report = Report(
        ident, name, text, text, OffsetMap(((0, 0, len(text)),)), text.encode(),
        container=container, outlet=Sourced("The Courier", "host"),
        published=Published(date(2022, 3, 30), "dateline"), copy_sketch=(1, 2, 2**63),
    )  # fmt: skip
    china, russia = party("CHN", "China", "China"), party("RUS", "Russia", "Russia")
    day = Interval(date(2022, 3, 30), date(2022, 3, 30), "day")
    first = span(text[: text.index(".") + 1])
    met = Event(
        span("China met Russia in Tunxi"), "", span("met"), first, "CONSULT", "happened",
        (china, russia), (russia, china), mode="visit", context=("diplomatic",), mutual=True, when=day,
        place=Place(span("Tunxi"), "Tunxi", "Tunxi", "CHN", "point", 1, 29.7, 118.3, ("Huangshan",)),
        alleged_by=party(None, "Envoy Li", "Li"), intensity=3.0, trace=Trace("events", "meet", ("met",), 0.9),
        id=ident + "e",
    )  # fmt: skip
    return Reading(
        report,
        [Sentence(first), Sentence(Span(first.end + 1, len(text)))],
        [Office("CHN/GOV/li", "envoy", "CHN", date(2022, 1, 1), None, "apposition", span("Envoy Li"), "", ident + "o")],
        [Mention(span("Envoy Li"), "", span("Li"), ("CHN/GOV/li",), "person", "Li", "envoy",
                 how="office", id=ident + "m")],
        [Statement(span("We oppose sanctions"), "", "asserts", "direct", party("CHN/GOV/li", "Envoy Li", "Li"),
                   span("said"), via=(party(None, "China"),), id=ident + "s")],
        [met],
        [Figure(span("40 cases"), "", "cases", 40, "", according_to=party("CHN/GOV/li", "Envoy Li"), id=ident + "f")],
        [Naming(span("operation"), "", "war", "operation", "own", id=ident + "n")],
        [Position(span("oppose sanctions"), "", china, "sanctions", "opposes", day, id=ident + "p")],
    )  # fmt: skip


@pytest.fixture
def reading():
    return made


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "w.db", create=True) as opened:
        yield opened
