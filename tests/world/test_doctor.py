import sqlite3

import pytest

from westphalia.world import examine


@pytest.fixture
def world(store, reading):
    store.add(reading(), "v1")
    store.replace_derived({})
    store.mark_rebuilt("1")
    return store


def broken(store, *statements):
    with sqlite3.connect(store.path) as connection:
        for statement in statements:
            connection.execute(statement)
    return [finding.check for finding in examine(store).findings]


def test_a_good_world_is_healthy(world):
    checkup = examine(world)
    assert checkup.healthy
    assert checkup.checked["events"] == 1


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE events SET text = 'China met Russia in Tunxo'", "spans"),
        ("UPDATE mentions SET head_end = 4000", "spans"),
        ("UPDATE statements SET cue_start = cue_start + 1", "spans"),
        ("UPDATE event_parties SET \"end\" = 100000", "spans"),
        ("UPDATE reports SET words = 3", "reports"),
        ("UPDATE reports SET raw = x'00'", "reports"),
        ("UPDATE reports SET offsets = '[[0,1,5]]', clean = text", "reports"),
        ("UPDATE sentences SET text = 'other words'", "search"),
        ("INSERT INTO event_parties VALUES ('gone', 'source', 0, (SELECT report FROM reports), NULL, NULL, '', 0, 0)",
         "references"),
        ("INSERT INTO happenings (happening, type, status, participants, reports, independent_reports, summary)"
         " VALUES ('h', 'CONSULT', 'happened', '[]', 4, 4, 's')",
         "happenings"),
        ("DELETE FROM meta WHERE key = 'derived_by'", "derived"),
    ],
)  # fmt: skip
def test_damage_is_found(world, damage, check):
    assert check in broken(world, damage)


def test_readings_of_two_versions_are_told(world, reading):
    world.add(reading("China met Russia in Tunxi. We oppose sanctions said Envoy Li 40 cases operation", "b"), "v2")
    world.mark_rebuilt("1")
    (finding,) = examine(world).findings
    assert finding.check == "versions"
    assert "--again" in finding.mend


def test_every_finding_says_how_to_mend_it(world):
    broken(world, "UPDATE events SET text = 'x'", "UPDATE reports SET words = 0")
    assert all(finding.mend and finding.where and finding.what for finding in examine(world).findings)
