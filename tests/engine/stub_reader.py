"""A reader for tests: no parser; what it does is told by words of the text."""

import os
import time
from dataclasses import dataclass, field
from typing import Any

from westphalia.model import UNKNOWN_TIME, Event, Party, Report, Span, Statement, Trace

VERSION = "stub-1"
TYPES = ("CONSULT", "AGREE", "ACCUSE")


@dataclass
class Sentence:
    span: Span
    part: str = "prose"


@dataclass
class Reading:
    report: Report
    sentences: list[Sentence] = field(default_factory=list)
    offices: list[Any] = field(default_factory=list)
    mentions: list[Any] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)
    namings: list[Any] = field(default_factory=list)
    positions: list[Any] = field(default_factory=list)


def read(report: Report) -> Reading:
    text = report.text
    if "CRASH" in text:
        os._exit(9)
    if "HANG" in text:
        time.sleep(60)
    if "RAISE" in text:
        raise ValueError("the text says so")
    if "SLOW" in text:
        time.sleep(0.01)
    if "PRINT" in text:
        os.write(1, b"noise on standard output\n")
    reading = Reading(report)
    at = 0
    for number, line in enumerate(text.split(".")):
        span = Span(at, at + len(line))
        at += len(line) + 1
        if line.strip():
            reading.sentences.append(Sentence(span))
            if "SLOW" in text and number:
                continue  # many reports, but light for what comes after
            party = Party("CHN", span, text[span.start : span.end], "China")
            trace = Trace("stub", "line")
            reading.events.append(
                Event(span, line, Span(span.start, span.start), span, TYPES[len(text) % 3], "happened", (party,), (),
                      when=UNKNOWN_TIME, trace=trace, id=f"e{report.id}-{number}")
            )  # fmt: skip
            if "SLOW" in text:
                continue
            reading.statements.append(
                Statement(
                    span, text[span.start : span.end], "asserts", "indirect", party, None, id=f"s{report.id}-{number}"
                )
            )
    return reading


def read_many(reports):
    for report in reports:
        yield read(report)
