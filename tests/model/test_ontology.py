import pytest

from westphalia.model import ontology

PLOVER = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT"
).split()


def test_the_sixteen_types_are_there_each_in_its_quad():
    assert list(ontology.types()) == PLOVER
    assert [ontology.quad(name) for name in PLOVER] == [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]


@pytest.mark.parametrize("name", PLOVER)
def test_cooperation_is_positive_and_conflict_not(name):
    assert (ontology.intensity(name) > 0) == (ontology.quad(name) <= 2)


def test_modes_and_crosswalk_speak_only_of_what_the_tables_have():
    assert {kind for kind, _ in ontology.modes()} < set(PLOVER)
    for crossing in ontology.crosswalk().values():
        assert crossing.type in PLOVER or (crossing.type == "" and crossing.note.startswith("no equivalent"))
        assert not crossing.mode or (crossing.type, crossing.mode) in ontology.modes()
        assert set(crossing.contexts) <= set(ontology.contexts())


def test_every_type_comes_from_some_cameo_code():
    assert {crossing.type for crossing in ontology.crosswalk().values()} >= set(PLOVER)


def test_plain_statements_have_no_equivalent():
    assert ontology.crosswalk()["010"].type == ""


@pytest.mark.parametrize(
    ("coding", "code"),
    [
        (("CONSULT", "visit", ()), "042"),
        (("CONSULT", "phone", ()), "041"),
        (("AID", "", ("military",)), "072"),
        (("ACCUSE", "disapprove", ()), "110"),
        (("SANCTION", "discontinue", ("diplomatic",)), "163"),
        (("COERCE", "arrest", ("legal",)), "173"),
    ],
)
def test_plover_back_to_cameo(coding, code):
    assert ontology.cameo(*coding) == code


def test_intensity_of_a_mode_and_fallback_to_its_type():
    assert ontology.intensity("CONSULT", "visit") == 4
    assert ontology.intensity("ASSAULT", "heavy-weapons") == -9.5
    assert ontology.intensity("AID", "no such mode") == ontology.intensity("AID")


def test_every_row_names_its_source():
    for name in ("types", "modes", "contexts", "crosswalk"):
        assert all(row["source"] and row["as_of"] for row in ontology._rows(name))
