"""The type model, on sentences invented for these tests."""

import pytest

from benchmarks.events import find_span, macro_f1
from westphalia.model import ontology
from westphalia.reading.act.event_type import code_pair, model
from westphalia.reading.parser import parser


def code(text, source, target):
    doc = parser()(text)
    return code_pair(doc, find_span(doc, source), find_span(doc, target) if target else None)


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Norway condemned Chile over the raid.", "Norway", "Chile", "ACCUSE"),
        ("Norway will meet Chile next month.", "Norway", "Chile", "AGREE"),
        ("Norway held talks with Chile.", "Norway", "Chile", "CONSULT"),
        ("Norway has provided military aid to Chile.", "Norway", "Chile", "AID"),
        ("Norway refused to recognise Chile.", "Norway", "Chile", "REJECT"),
        ("Norway demanded that Chile release the sailors.", "Norway", "Chile", "REQUEST"),
        ("Norwegian police arrested a man from Chile.", "Norwegian police", "a man from Chile", "COERCE"),
        ("Norwegian jets bombed Chile.", "Norwegian jets", "Chile", "ASSAULT"),
        ("Norway released two sailors from Chile.", "Norway", "two sailors from Chile", "RETREAT"),
        ("Norway suspended aid to Chile.", "Norway", "Chile", "SANCTION"),
        ("Norway praised Chile.", "Norway", "Chile", "SUPPORT"),
    ],
)
def test_types(text, source, target, expected):
    assert code(text, source, target).type == expected


def test_probabilities_are_a_distribution_and_sorted():
    coding = code("Norway criticised Chile.", "Norway", "Chile")
    chances = [p for _, p in coding.types]
    assert sum(chances) == pytest.approx(1, abs=1e-4)
    assert chances == sorted(chances, reverse=True)
    assert coding.probability == chances[0]


def test_the_parties_names_do_not_matter():
    one = code("Norway criticised Chile.", "Norway", "Chile")
    other = code("Kenya criticised Japan.", "Kenya", "Japan")
    assert one.types == other.types


def test_mode_belongs_to_the_type():
    coding = code("Norway sued Chile over fishing rights.", "Norway", "Chile")
    assert not coding.mode or (coding.type, coding.mode) in ontology.modes()


def test_without_a_target():
    assert code("The workers went on strike.", "The workers", None).type in ontology.types()


def test_classes_are_plovers_with_yield_for_concede_and_retreat():
    assert set(model().classes) == set(ontology.types()) - {"CONCEDE", "RETREAT"} | {"YIELD"}


def test_macro_f1_counts_classes_of_the_gold_only():
    assert macro_f1(["a", "a", "b"], ["a", "a", "c"]) == 0.5
