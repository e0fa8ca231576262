"""Whom an act befalls: those struck or the state of the place, not the town; who is guest, asked, enemy or byline."""

import pytest

from tests.helpers import read_until


def codings(text):
    reading = read_until("events", text)
    return [
        (e.type, e.status, tuple(p.actor for p in e.sources), tuple(p.actor for p in e.recipients))
        for e in sorted([*reading.events, *reading.held_events], key=lambda e: e.predicate.start)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chilean drones struck a depot in Mombasa.", ("ASSAULT", "happened", ("CHL/MIL",), ("KEN",))),
        ("Chilean troops shelled the Donetsk region.", ("ASSAULT", "happened", ("CHL/MIL",), ("UKR",))),
        ("The president of Chile visited Mombasa.", ("CONSULT", "happened", ("CHL/GOV",), ("KEN",))),
        ("Chilean troops wounded ten others in Mombasa.", ("ASSAULT", "happened", ("CHL/MIL",), ("KEN/CVL",))),
        ("Kenyan police arrested Juma Otieno in Mombasa.", ("COERCE", "happened", ("KEN/COP",), ("KEN/CVL",))),
        ("The Kenyan army struck enemy positions near Mombasa.", ("ASSAULT", "happened", ("KEN/MIL",), ("?/MIL",))),
        ("Two women were killed in Chilean shelling of Mombasa.", ("ASSAULT", "happened", ("CHL",), ("KEN/CVL",))),
    ],
)
def test_a_place_is_no_recipient(text, expected):
    found = [(t, s, tuple(a.rsplit("/william-ruto")[0] for a in src), rec) for t, s, src, rec in codings(text)]
    kinds = [(t, s, tuple("/".join(a.split("/")[:2]) for a in src), rec) for t, s, src, rec in found]
    assert expected in kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway hosted a delegation of Chile.", ("CHL", "NOR")),
        ("The king of Norway received the president of Kenya.", ("KEN", "NOR")),
        ("The king of Norway received a visit from the president of Kenya.", ("KEN", "NOR")),
    ],
)
def test_the_guest_is_the_source_of_a_visit(text, expected):
    visits = [(src[0][:3], rec[0][:3]) for t, _, src, rec in codings(text) if t == "CONSULT"]
    assert visits == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway called for pressure on Chile.", ()),
        ("Norway called on Chile to stop the siege and withdraw its troops from Kenya.", ("CHL",)),
        ("Norway accused its rivals, such as Chile and Kenya, of lying.", ("CHL", "KEN")),
    ],
)
def test_who_is_asked_or_accused(text, expected):
    found = codings(text)
    assert [rec for t, _, _, rec in found if t in ("REQUEST", "ACCUSE")] == ([expected] if expected else [])
    assert not [t for t, *_ in found if t == "RETREAT"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway will never recognize Chile's annexation of the island.", "happened"),
        ("Chile still occupies the Kenyan island of Lamu.", "ongoing"),
        ("Kenya ordered the expulsion of two Norwegian diplomats.", "planned"),
        ("Kenya concluded that Chile had bombed Norway.", "alleged"),
        ("The affidavit states that Chile attacked Kenya.", "alleged"),
        ("Norwegian army: Chile shelled Kenya", "alleged"),
    ],
)
def test_status_by_what_is_known_ordered_or_said(text, status):
    assert {s for _, s, _, _ in codings(text)} == {status}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chile and Kenya reached an agreement on fisheries.", "AGREE"),
        ("Chile and Kenya signed an agreement on fisheries.", "SUPPORT"),
        ("Chilean troops captured ten Kenyan soldiers.", "ASSAULT"),
        ("Norway and Ghana boycotted Chile.", "SANCTION"),
        ("The minister of Norway spoke highly of Kenya.", "SUPPORT"),
        ("Chile, Kenya agree on a truce", "AGREE"),
    ],
)
def test_types_told_by_what_stands_with_the_verb(text, kind):
    assert [t for t, *_ in codings(text)][:1] == [kind]


def test_a_headline_lists_its_doers():
    assert codings("Chile, Kenya agree on a truce")[0][2] == ("CHL", "KEN")


@pytest.mark.parametrize(
    "text",
    [
        "Observers warned the minister of Norway that the floods could last.",
        "Most Chileans heading to Norway carry little.",
        "Norwegian voters support providing weapons to Kenya.",
    ],
)
def test_no_act_happened(text):
    assert [c for c in codings(text) if c[1] == "happened"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Kenyan army destroyed 20 enemy tanks. Chilean troops fled.",
            ("ASSAULT", "happened", ("KEN/MIL",), ("CHL/MIL",)),
        ),
        (
            "The occupiers shelled Mombasa. Chilean troops had crossed the border.",
            ("ASSAULT", "happened", ("CHL/MIL",), ("KEN",)),
        ),
        (
            "The Kenyan army destroyed 20 enemy tanks. Chilean and Peruvian troops fled.",
            ("ASSAULT", "happened", ("KEN/MIL",), ("?/MIL",)),
        ),
        (
            "General Staff: Chilean troops attacked a hospital in Mombasa.",
            ("ASSAULT", "alleged", ("CHL/MIL",), ("KEN/MED",)),
        ),
    ],
)
def test_a_foe_is_the_one_state_that_can_be_meant(text, expected):
    assert expected in codings(text)
