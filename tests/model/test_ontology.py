import pytest

from westphalia.model import ontology
from westphalia.model.assertion import STATUSES
from westphalia.model.ontology.coders import cameo_code, cameo_names, event_root
from westphalia.model.ontology.tables import rows

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


EVERY = [(name, "") for name in ontology.types()] + list(ontology.modes())


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_every_type_and_mode_has_an_answer_in_cameo(name, mode):
    code = cameo_code(name, mode)
    if code.fits == "none":
        assert not code.code and not code.root and code.note.startswith("CAMEO has no code")
    else:
        assert code.code in cameo_names() and code.root == code.code[:2] and code.name and code.root_name
    assert code.note or code.fits == "same"


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_every_status_of_every_type_and_mode_has_an_answer(name, mode):
    for status in STATUSES:
        root = event_root(name, status)
        code = cameo_code(name, mode, root=root)
        assert root in PLOVER or (root == "" and status in ("denied", "possible", "refused"))
        assert bool(code.code) == (code.fits != "none")
        assert code.note or code.fits == "same"


def test_the_way_to_cameo_and_the_way_back_agree():
    """A code that a type gets belongs to that type in the conversion table, unless a note says why not."""
    across = ontology.crosswalk()
    for row in rows("to_cameo"):
        given = [row["code"], *(part.partition("=")[2] for part in row["by_context"].split("|") if part)]
        for code in filter(None, given):
            home = across[code].type if code in across else ""
            assert home == row["type"] or row["note"], (row["type"], row["mode"], code, home)


def test_words_and_contexts_that_choose_a_code_are_ones_we_have():
    for row in rows("to_cameo"):
        for cell in ("by_context", "by_word"):
            for part in filter(None, row[cell].split("|")):
                key, _, code = part.partition("=")
                assert code in cameo_names()
                assert cell == "by_word" or key in ontology.contexts()
        assert {row["announced"], row["refused"]} <= set(cameo_names())


def test_the_twenty_roots_are_there():
    assert [code for code in cameo_names() if len(code) == 2] == [f"{n:02}" for n in range(1, 21)]
    assert set(ontology.crosswalk()) < set(cameo_names())


@pytest.mark.parametrize(
    ("coding", "more", "code"),
    [
        (("CONSULT", "visit"), {}, "042"),
        (("CONSULT", "visit"), {"head": "lexicon:receive/V"}, "043"),
        (("CONSULT", ""), {"root": "AGREE"}, "036"),
        (("CONSULT", ""), {"root": "REJECT"}, "125"),
        (("AID", "", ("military",)), {}, "072"),
        (("AID", "", ("economic", "military")), {}, "071"),
        (("ACCUSE", "disapprove"), {}, "111"),
        (("REQUEST", "yield"), {"head": "urge"}, "025"),
        (("REQUEST", "yield"), {"head": "demand"}, "105"),
        (("ASSAULT", ""), {"sources": ["CHL/MIL"]}, "190"),
        (("ASSAULT", ""), {"sources": ["KEN/REB"]}, "190"),
        (("ASSAULT", ""), {"sources": ["KEN/CVL"]}, "180"),
        (("ASSAULT", "heavy-weapons"), {"root": "THREATEN", "sources": ["CHL"]}, "1384"),
        (("ASSAULT", "drone"), {"root": ""}, ""),
        (("RETREAT", "resign"), {}, ""),
        (("RETREAT", "resign"), {"root": "AGREE"}, "0341"),
    ],
)
def test_plover_to_cameo(coding, more, code):
    assert cameo_code(*coding, **more).code == code


def test_an_event_without_equivalent_says_why():
    assert "does not code conflict that is denied" in cameo_code("ASSAULT", root="").note
    assert cameo_code("COERCE", "misinformation").note == "CAMEO has no code for deceiving the public"


@pytest.mark.parametrize(
    ("event", "root"),
    [
        (("AID", "happened"), "AID"),
        (("AID", "planned"), "AGREE"),
        (("AID", "refused"), "REJECT"),
        (("AID", "denied"), "REJECT"),
        (("ASSAULT", "alleged"), "ASSAULT"),
        (("ASSAULT", "planned"), "THREATEN"),
        (("ASSAULT", "denied"), ""),
        (("ASSAULT", "possible"), ""),
        (("ACCUSE", "planned"), "ACCUSE"),
        (("ASSAULT", "possible", ("may", "root:THREATEN")), "THREATEN"),
        (("ASSAULT", "denied", ("not", "root:ASSAULT")), ""),
        (("ACCUSE", "refused"), ""),
        (("ACCUSE", "refused", ("refuse", "root:REJECT")), "REJECT"),
        (("REJECT", "refused"), "REJECT"),
        (("SUPPORT", "planned", ("agree", "root:SUPPORT")), "SUPPORT"),
    ],
)
def test_the_root_folds_the_status_in(event, root):
    assert event_root(*event) == root


def test_intensity_of_a_mode_and_fallback_to_its_type():
    assert ontology.intensity("CONSULT", "visit") == 4
    assert ontology.intensity("ASSAULT", "heavy-weapons") == -9.5
    assert ontology.intensity("AID", "no such mode") == ontology.intensity("AID")


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_intensities_lie_on_the_scale_and_on_the_side_of_their_quad(name, mode):
    value = ontology.intensity(name, mode)
    assert -10 <= value <= 10
    assert value > 0 if ontology.quad(name) <= 2 else value <= 0.5


def test_every_row_names_its_source():
    for name in ("types", "modes", "contexts", "crosswalk", "cameo", "to_cameo"):
        assert all(row["source"] and row["as_of"] for row in rows(name))
