"""A town's name before "region" is the region; what events are compared by says nothing twice."""

import json

import pytest

from westphalia.reconciling.placed import placed
from westphalia.reconciling.telling import told

WITHIN = ("Arequipa Province", "Arequipa Region", "Peru")


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Shells fell on three villages in Arequipa region.", "Arequipa Region"),
        ("Shells fell in the Arequipa oblast.", "Arequipa Region"),
        ("Shells fell on Arequipa.", "Arequipa"),
        ("Shells fell on Arequipa, Arequipa region.", "Arequipa"),
        ("Shells fell on Camana.", "Arequipa"),
    ],
)
def test_region_or_town(sentence: str, place: str) -> None:
    assert placed("Arequipa", WITHIN, sentence)[0] == place


def test_a_region_lies_in_its_country() -> None:
    assert placed("Arequipa", WITHIN, "in Arequipa region")[1] == ("Peru",)
    assert placed("Lima", ("Lima City", "Peru"), "in Lima region") == ("Lima region", ("Peru",))
    assert placed("Ticlio", (), "in Ticlio region") == ("Ticlio region", ())
    assert placed("Andes", ("Peru",), "in the Andes region") == ("Andes", ("Peru",))
    assert placed(None, (), "in Peru") == (None, ())


def test_terms_and_names_leave_out_the_parties_and_the_place() -> None:
    sentence = "On Monday Norwegian jets bombed a depot of General Soto near Callao in Peru."
    row = {
        "event": "e",
        "report": "r",
        "outlet": None,
        "published": None,
        "copy_of": None,
        "start": 0,
        "type": "ASSAULT",
        "mode": "aerial",
        "status": "happened",
        "sources": json.dumps(["NOR/MIL"]),
        "recipients": json.dumps(["PER"]),
        "date_from": None,
        "date_to": None,
        "date_precision": None,
        "when_text": "Monday",
        "place": "Callao",
        "place_country": "PER",
        "place_within": json.dumps(["Callao Region", "Peru"]),
        "sentence": sentence,
        "sentence_start": 0,
        "predicate_start": 24,
        "predicate_end": 30,
        "text": sentence,
    }
    event = told(row)
    assert {"depot", "soto"} <= event.terms
    assert not event.terms & {"norwegian", "peru", "callao"}
    assert {"soto", "callao"} <= event.names
    assert not event.names & {"monday", "norwegian", "peru"}
    assert not event.course
    dated = row | {"date_from": "2024-05-06", "date_to": "2024-05-06", "date_precision": "day"}
    assert told(dated).first is not None
    since = sentence.replace("On Monday", "Since Monday")
    assert told(dated | {"sentence": "Jets bombed 300 depots since the war began on Monday."}).total == "all"
    assert told(dated | {"sentence": "Jets bombed 3 depots over the past day."}).total == "day"
    assert not event.total
    assert told(dated | {"sentence": since}).first is None
    assert told(row | {"sentence": "The invasion of Peru.", "predicate_start": 4, "predicate_end": 12}).course
