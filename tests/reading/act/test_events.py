"""Events read from sentences invented for these tests."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.triples import events_of
from westphalia.model import Mention, OffsetMap, Published, Report, Span, ontology
from westphalia.model.assertion import STATUSES
from westphalia.reading.act.convention import convention
from westphalia.reading.act.events import EVENTS
from westphalia.reading.parser import parser
from westphalia.reading.reading import Reading, Sentence

ACTORS = {
    "Norwegian": "NOR",
    "Norway": "NOR",
    "Chile": "CHL",
    "Chilean": "CHL",
    "Kenya": "KEN",
    "Ghana": "GHA",
    "Beijing": "CHN/GOV",
    "Russia": "RUS",
    "Russian": "RUS",
    "Japan": "JPN",
    "Poland": "POL",
    "rebels": "?/REB",
    "protesters": "?/CVL",
    "UNESCO": "UN/UNESCO",
}


def read(text, day=None, actors=ACTORS):
    """Events of one sentence whose mentions are the words of `actors`."""
    published = Published(day, "test") if day else None
    report = Report("r", "r", text, text, OffsetMap(((0, 0, len(text)),)), b"", published=published)
    doc = parser()(text)
    reading = Reading(report, [Sentence(0, Span(0, len(text)), doc=doc)])
    for token in doc:
        if token.text in actors:
            span = Span(token.idx, token.idx + len(token.text))
            reading.mentions.append(Mention(span, token.text, span, (actors[token.text],), "state", token.text))
    EVENTS.run(reading)
    return events_of(reading)


def told(text, **more):
    """(type, status, sources, recipients) of each event."""
    return [
        (e.type, e.status, tuple(p.actor for p in e.sources), tuple(p.actor for p in e.recipients))
        for e in read(text, **more)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway condemned Chile.", ("ACCUSE", "happened", ("NOR",), ("CHL",))),
        ("Chile was condemned by Norway.", ("ACCUSE", "happened", ("NOR",), ("CHL",))),
        ("Norway condemned the decision of Chile.", ("ACCUSE", "happened", ("NOR",), ("CHL",))),
        ("Norway met Chile for talks.", ("CONSULT", "happened", ("NOR", "CHL"), ("NOR", "CHL"))),
        ("Norway and Chile met in a small town.", ("CONSULT", "happened", ("NOR", "CHL"), ("NOR", "CHL"))),
        ("Norway held talks with Chile.", ("CONSULT", "happened", ("NOR", "CHL"), ("NOR", "CHL"))),
        ("Norway will hold talks with Chile.", ("CONSULT", "planned", ("NOR", "CHL"), ("NOR", "CHL"))),
        ("Norway imposed sanctions on Chile.", ("SANCTION", "happened", ("NOR",), ("CHL",))),
        ("Norway sent weapons to Chile.", ("AID", "happened", ("NOR",), ("CHL",))),
        ("Norway refused to meet Chile.", ("REJECT", "happened", ("NOR",), ("CHL",))),
        ("Norway refused to condemn Chile.", ("ACCUSE", "refused", ("NOR",), ("CHL",))),
        ("Norway has not condemned Chile.", ("ACCUSE", "denied", ("NOR",), ("CHL",))),
        ("Norway attacked Chile.", ("ASSAULT", "happened", ("NOR",), ("CHL",))),
        ("Norwegian troops attacked Chile.", ("ASSAULT", "happened", ("NOR",), ("CHL",))),
        ("Norway threatened to attack Chile.", ("THREATEN", "happened", ("NOR",), ("CHL",))),
        ("Norway urged Chile to withdraw its troops.", ("REQUEST", "happened", ("NOR",), ("CHL",))),
        ("Norway said Chile must withdraw its troops.", ("REQUEST", "happened", ("NOR",), ("CHL",))),
        ("Norway praised Chile.", ("SUPPORT", "happened", ("NOR",), ("CHL",))),
        ("Norway signed a treaty with Chile.", ("SUPPORT", "happened", ("NOR", "CHL"), ("NOR", "CHL"))),
        ("Norway expelled two diplomats of Chile.", ("SANCTION", "happened", ("NOR",), ("CHL",))),
    ],
)
def test_who_did_what_to_whom(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that the weather in Chile was fine.",
        "The economy of Norway grew faster than that of Chile.",
        "Norway is larger than Chile.",
        "Sanctions hurt Chile.",
        "It rained.",
    ],
)
def test_what_is_no_event(text):
    assert told(text) == []


def test_what_one_is_warned_against_is_not_who_is_warned():
    events = told("Norway warned Chile against support for Russia.")
    assert ("THREATEN", "happened", ("NOR",), ("CHL",)) in events
    assert all(recipients != ("RUS",) for kind, _, _, recipients in events if kind == "THREATEN")


def test_one_condemns_the_doer_of_a_deed_and_not_those_it_befell():
    events = told("Norway condemned the attack on Chile by Russia.")
    blamed = [recipients for kind, _, _, recipients in events if kind == "ACCUSE"]
    assert blamed == [("RUS",)]


def test_refusing_a_meeting_never_says_that_they_met():
    assert all(kind != "CONSULT" for kind, *_ in told("Norway refused to meet Chile."))


def test_an_agreement_is_told_once():
    assert [kind for kind, *_ in told("Norway agreed to send weapons to Chile.")] == ["AGREE"]


def test_a_rumour_denied():
    events = read("Rumours that Beijing could provide military support to Russia have been denied.")
    assert [(e.type, e.status) for e in events] == [("AID", "denied")]
    assert "military" in events[0].context


def test_the_accuser_alleges_what_the_accused_did():
    events = read("Norway accused Chile of attacking Kenya.")
    attack = next(e for e in events if e.type == "ASSAULT")
    assert attack.status == "alleged"
    assert attack.alleged_by is not None
    assert attack.alleged_by.actor == "NOR"


def test_nouns_tell_events():
    assert ("CONSULT", "happened", ("NOR", "CHL"), ("NOR", "CHL")) in told(
        "The talks between Norway and Chile ended early."
    )
    assert ("ASSAULT", "happened", ("RUS",), ("CHL",)) in told("Russia's attack on Chile shocked many.")


def test_a_source_is_needed():
    assert told("Chile was attacked.") == []


def test_modes_and_intensity():
    phone = read("Norway phoned Chile.")[0]
    assert (phone.type, phone.mode) == ("CONSULT", "phone")
    assert phone.intensity == ontology.intensity("CONSULT", "phone")
    assert read("Norway fired rockets at Chile.")[0].mode == "heavy-weapons"
    assert read("Norway sued Chile.")[0].mode == "allege"


def test_spans_fit_the_text():
    text = "On Monday Norway condemned Chile."
    event = read(text)[0]
    assert event.span.of(text) == event.text == "Norway condemned Chile"
    assert event.predicate.of(text) == "condemned"
    assert event.when.first is None


def test_the_trace_says_what_fired():
    trace = read("Norway refuses to condemn Chile.")[0].trace
    assert trace.step == "events"
    assert trace.rule.startswith("lexicon:condemn")
    assert "refuse" in trace.fired


def test_the_report_date_is_never_the_date_of_the_event():
    assert read("Norway condemned Chile.", day=date(2024, 5, 1))[0].when.precision == "unknown"


def test_reading_twice_gives_the_same():
    text = "Norway and Kenya urged Chile and Japan to stop the war, and Poland sent aid to Ghana."
    assert read(text) == read(text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ACTORS, "met", "attacked", "will", "not", "to", "with", "the", "and", ",", "."]), max_size=12
    )
)
def test_any_word_order_yields_well_formed_events(words):
    for event in read(" ".join(words)):
        assert event.type in ontology.types()
        assert event.status in STATUSES
        assert event.sources
        assert not event.mode or (event.type, event.mode) in ontology.modes()
        assert set(event.context) <= set(ontology.contexts())
        if event.mutual:
            assert event.sources == event.recipients


@pytest.mark.parametrize(
    ("event_type", "status", "root"),
    [
        ("CONSULT", "planned", "AGREE"),
        ("AID", "possible", "AGREE"),
        ("AID", "refused", "REJECT"),
        ("ACCUSE", "refused", "REJECT"),
        ("SANCTION", "planned", "THREATEN"),
        ("THREATEN", "planned", "THREATEN"),
        ("SUPPORT", "denied", "REJECT"),
        ("ASSAULT", "denied", "ASSAULT"),
        ("ASSAULT", "happened", "ASSAULT"),
    ],
)
def test_plovers_convention(event_type, status, root):
    assert convention(event_type, status) == root
