"""How sure an event is, and what is held back."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import read_until
from westphalia.model import UNKNOWN_TIME, Span, Time
from westphalia.reading.act.confidence import TOLD, confidence, weights
from westphalia.reading.act.events import MODELS
from westphalia.reading.act.parties import within

TEXT = (
    "Norway attacked Chile. Kenya may demand something of Norway. Chile plans to ask Kenya for help. "
    "Peru would order Norway to leave. Norway and Kenya held talks. "
    "Officials may ask the authorities of Kenya for help."
)


def test_the_log_odds_of_the_traits_add_up():
    table = weights()
    found = ("any", "asks", "no such trait")
    assert confidence(found) == pytest.approx(1 / (1 + math.exp(-table["any"] - table["asks"])), abs=0.006)
    assert confidence((*found, "possible")) < confidence(found)


def test_only_sure_events_are_told():
    reading = read_until("events", TEXT)
    assert {event.type for event in reading.events} >= {"ASSAULT", "CONSULT"}
    assert reading.held_events
    assert all(e.trace.confidence >= TOLD and e.trace.rule != MODELS for e in reading.events)
    assert all(e.trace.confidence < TOLD or e.trace.rule == MODELS for e in reading.held_events)


def test_a_demand_that_is_only_possible_is_less_sure():
    asked = read_until("events", "Kenya asked Norway for help.")
    may = read_until("events", "Kenya may ask Norway for help.")
    first, second = ([*r.events, *r.held_events][0].trace.confidence for r in (asked, may))
    assert second < first


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9))), st.integers(0, 60), st.integers(0, 30))
def test_what_lies_within_a_span_is_found_by_bisection(spans, start, length):
    time = Time(Span(0, 1), "May", "DATE", "XXXX-05", UNKNOWN_TIME)
    times = [replace(time, span=Span(first, first + size)) for first, size in sorted(spans)]
    whole = Span(start, start + length)
    assert within(times, whole) == [t for t in times if whole.covers(t.span)]
