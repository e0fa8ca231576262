from westphalia.model.actor import SECTORS
from westphalia.reference.bodies import bodies
from westphalia.reference.organisations import modifiers, nouns, organisations, regions
from westphalia.reference.states import state

BODIES = {body.id.split("/")[0] for body in bodies()}


def test_every_organisation_acts_for_a_known_polity_in_a_known_sector() -> None:
    for one in (*organisations(), *regions()):
        assert one.actor.sector in SECTORS, one
        assert one.actor.slug, one
        assert one.actor.polity == "?" or state(one.actor.polity) or one.actor.polity in BODIES, one


def test_the_tables_are_broad() -> None:
    assert len(organisations()) >= 700
    assert len({one.actor.polity for one in organisations()}) >= 100
    assert len(nouns()) >= 800


def test_every_term_denotes_a_known_sector_in_lower_case_singular() -> None:
    for term in (*nouns().values(), *modifiers().values()):
        assert term.sector in SECTORS, term
        assert term.term == term.term.lower(), term


def test_disputed_regions_say_so() -> None:
    noted = {one.name: one.note for one in regions()}
    assert noted["Crimea"] and noted["Abkhazia"] and noted["Western Sahara"]
