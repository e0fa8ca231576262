import json
from datetime import date

import polars as pl
import pytest

from westphalia.system.commitments import commitments, commitments_of
from westphalia.system.countries import actors_in
from westphalia.system.memberships import memberships, shared
from westphalia.system.positions import positions
from westphalia.system.table import SCHEMA, EventTable


class Told:
    """A world that tells only what it is given."""

    def __init__(self, acts=(), positions=()):
        self.acts, self.positions = acts, positions

    def query(self, name, types="[]"):
        if name == "positions told":
            return list(self.positions)
        return [row for row in self.acts if row["type"] in json.loads(types)]


def act(number, kind, text, sources, recipients, day="2022-03-30", status="happened", precision="day", **more):
    return {
        "event": f"e{number}", "happening": f"h{number}", "type": kind, "mode": None, "status": status,
        "date_from": day, "date_precision": precision if day else None, "text": text, "sentence": text,
        "report": f"r{number}", "name": "a.txt", "outlet": "The Courier", "published": "2022-04-01",
        "independent": f"r{number}", "sources": json.dumps(sources), "recipients": json.dumps(recipients), **more,
    }  # fmt: skip


def stand(number, actor, issue, stance, published="2022-04-01"):
    return {
        "position": f"p{number}", "actor": actor, "issue": issue, "stance": stance, "date_from": None,
        "date_precision": None, "text": f"{actor} {stance}", "report": f"r{number}", "name": "a.txt",
        "outlet": "The Courier", "published": published, "independent": f"r{number}",
    }  # fmt: skip


IMPOSED = act(1, "SANCTION", "the EU imposed sanctions on Iran", ["EU"], ["IRN/GOV"], "2022-01-10")
LIFTED = act(2, "CONCEDE", "the EU lifted its sanctions against Iran", ["EU/COUNCIL"], ["IRN"], "2022-06-01")


def of(world, *args, **named):
    return commitments(world, *args, reference=False, **named)


def test_sanctions_run_from_imposing_to_lifting():
    (one,) = of(Told([IMPOSED, LIFTED]))
    assert (one.kind, one.parties, one.targets, one.stage) == ("sanctions", ("EU",), ("IRN",), "ended")
    assert (one.since, one.precision, one.until) == (date(2022, 1, 10), "day", date(2022, 6, 1))
    assert [piece.id for piece in one.evidence] == ["e1", "e2"]
    assert of(Told([IMPOSED, LIFTED]), date(2022, 5, 31)) == [one]
    assert of(Told([IMPOSED, LIFTED]), date(2022, 6, 1)) == []
    assert of(Told([IMPOSED, LIFTED]), date(2022, 1, 9)) == []


def test_sanctions_made_anew_are_in_force_again():
    anew = act(3, "SANCTION", "the EU renewed sanctions on Iran", ["EU"], ["IRN"], "2023-01-01")
    (one,) = of(Told([IMPOSED, LIFTED, anew]))
    assert (one.stage, one.until) == ("in force", None)


@pytest.mark.parametrize(
    ("status", "stage"),
    [("planned", "announced"), ("possible", "possible"), ("refused", "refused"), ("denied", "denied")],
)
def test_what_is_not_done_is_never_in_force(status, stage):
    (one,) = of(Told([{**IMPOSED, "status": status}]))
    assert one.stage == stage
    assert one.since is None
    assert of(Told([{**IMPOSED, "status": status}]), date(2022, 5, 1)) == []


def test_done_by_one_and_denied_by_another_is_disputed():
    denied = {**act(4, "SANCTION", "the EU has imposed no sanctions on Iran", ["EU"], ["IRN"]), "status": "denied"}
    (one,) = of(Told([IMPOSED, denied]))
    assert (one.stage, one.reports) == ("disputed", 2)


def test_a_signed_treaty_is_not_in_force_a_ratified_one_is():
    sign = act(5, "SUPPORT", "Egypt and Sudan signed a border treaty", ["EGY", "SDN"], ["SDN", "EGY"])
    ratify = act(6, "SUPPORT", "Egypt and Sudan ratified the treaty", ["EGY"], ["SDN"], "2022-07-01")
    assert [c.stage for c in of(Told([sign]))] == ["signed"]
    (one,) = of(Told([sign, ratify]))
    assert (one.parties, one.targets, one.stage) == (("EGY", "SDN"), (), "in force")


def test_the_day_of_telling_is_not_passed_off_as_the_day():
    (one,) = of(Told([{**IMPOSED, "date_from": None, "date_precision": None}]))
    assert (one.since, one.precision) == (date(2022, 4, 1), "told")
    (year,) = of(Told([{**IMPOSED, "date_from": "1995-01-01", "date_precision": "year"}]))
    assert (year.since, year.precision) == (date(1995, 1, 1), "year")


def test_who_complies_belongs_to_the_sanctions_its_words_name():
    stands = [
        stand(7, "TUR", "European sanctions on Iran", "does not comply"),
        stand(8, "CHE/GOV", "sanctions against Iran", "complies"),
        stand(9, "BRA", "economic sanctions", "does not comply"),
        stand(10, "IRN", "sanctions against Iran", "does not comply"),
    ]
    one, open_ = of(Told([IMPOSED], stands))
    assert (one.compliers, one.non_compliers) == (("CHE",), ("TUR",))
    assert (open_.parties, open_.targets, open_.non_compliers, open_.stage) == ((), (), ("BRA",), "unclear")
    assert of(Told([IMPOSED], stands), actor="TUR") == [one]


def test_alliances_come_from_the_reference_table():
    found = {c.name: c for c in commitments(Told(), date(1990, 1, 1))}
    nato = next(c for name, c in found.items() if "North Atlantic" in name)
    assert "USA" in nato.parties and "POL" not in nato.parties
    assert nato.source == "reference"


def test_commitments_of_imported_events():
    rows = [("1", "Impose embargo, boycott, or sanctions", "SANCTION", "USA", "IRN", date(2014, 1, 1)),
            ("2", "Ease_economic_sanctions,_boycott,_embargo", "RETREAT", "USA", "IRN", date(2014, 5, 1)),
            ("3", "Sign_formal_agreement", "SUPPORT", "CHN", "RUS", date(2014, 5, 2)),
            ("4", "Consult", "CONSULT", "CHN", "RUS", date(2014, 5, 2))]  # fmt: skip
    frame = pl.DataFrame(
        [
            {"event": e, "date": d, "source": s, "recipient": r, "type": t, "intensity": 0.0, "weight": 1.0,
             "status": "happened", "reports": 1, "dated": True, "relation": w, "evidence": []}
            for e, w, t, s, r, d in rows
        ],
        schema=SCHEMA,
    )  # fmt: skip
    found = commitments_of(EventTable(frame))
    assert [(c.kind, c.parties, c.stage, c.until) for c in found] == [
        ("sanctions", ("USA",), "ended", date(2014, 5, 1)),
        ("treaty", ("CHN", "RUS"), "signed", None),
    ]


def test_memberships_of_the_table_at_a_date():
    held = {m.member for m in memberships(None, date(2000, 1, 1), of="EU")}
    assert "DEU" in held and "POL" not in held
    assert "GBR" in held and "GBR" not in {m.member for m in memberships(None, date(2022, 1, 1), of="EU")}
    assert "SCO" in shared("CHN", "RUS", date(2022, 1, 1))


def test_an_exit_that_the_table_does_not_have_is_disputed_and_a_plan_is_none():
    leaves = act(11, "SANCTION", "Hungary left the European Union", ["HUN/GOV"], ["EU"], "2024-01-01")
    joins = act(12, "AGREE", "Ukraine will join the European Union", ["UKR"], ["EU"], None, "planned")
    found = {m.member: m for m in memberships(Told([leaves, joins]), of="EU") if m.reports}
    assert (found["HUN"].stage, found["HUN"].source) == ("disputed", "reference+events")
    assert found["UKR"].stage == "announced"
    on = memberships(Told([leaves, joins]), date(2024, 6, 1), of="EU")
    assert "member" not in {m.role for m in on if m.member == "UKR"}


def test_positions_that_exclude_each_other():
    near = positions(Told(positions=[stand(1, "IND", "the war", "supports"), stand(2, "IND", "war", "opposes")]))
    assert {p.stage for p in near} == {"disputed"}
    apart = positions(Told(positions=[stand(1, "IND", "the war", "supports", "2020-01-01"),
                                      stand(2, "IND", "war", "opposes", "2022-01-01")]))  # fmt: skip
    assert {p.stance: p.stage for p in apart} == {"supports": "changed", "opposes": "held"}
    same = positions(
        Told(positions=[stand(1, "IND", "Russia’s war", "opposes"), stand(2, "IND", "war of Russia", "opposes")])
    )
    assert [(p.reports, p.stage) for p in same] == [(2, "held")]


def test_positions_are_chosen_by_actor_issue_and_day():
    told = Told(positions=[stand(1, "IND/GOV", "oil sanctions", "opposes"), stand(2, "CHN", "the war", "opposes")])
    assert [p.actor for p in positions(told, actor="IND")] == ["IND/GOV"]
    assert [p.actor for p in positions(told, issue="War")] == ["CHN"]
    assert positions(told, on=date(2021, 1, 1)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Western sanctions", ("WEST",)),
        ("Russia’s", ("RUS",)),
        ("the United States and Iran", ("USA", "IRN")),
        ("", ()),
    ],
)
def test_actors_in_words(words, found):
    assert actors_in(words) == found
