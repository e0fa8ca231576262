"""Outlets found by host and by name."""

from collections import Counter

import pytest

from westphalia.model import ActorId, slug
from westphalia.reference.bodies import body
from westphalia.reference.outlets import outlet, outlet_by_host, outlet_by_name, outlets
from westphalia.reference.states import state


def test_table_is_whole_and_consistent() -> None:
    assert len(outlets()) >= 200
    assert len({one.id for one in outlets()}) == len(outlets())
    hosts = Counter(host for one in outlets() for host in one.hosts)
    assert max(hosts.values()) == 1
    for one in outlets():
        assert state(one.country) or body(one.country), one.id
        assert one.hosts, one.id
        assert one.id == slug(one.id)
        assert ActorId.parse(one.actor).sector == "JRN"


def test_a_strong_name_means_one_outlet() -> None:
    names = Counter(name for one in outlets() for name in one.names)
    assert [name for name, count in names.items() if count > 1] == []


def test_outlets_of_the_world_are_there() -> None:
    asked = (
        "Afrol News|Inter Press Service|Africanews|Buenos Aires Times|SCMP|Xinhua|Tico Times|Mehr|Tehran Times|Haaretz|"
        "Jerusalem Post|Asahi Shimbun|Al Bawaba|Jordan Times|Daily Nation|Tuko|JoongAng Ilbo|Korea Herald|Arab Times|"
        "Gulf Times|Montsame|RNZ|Times of Oman|MercoPress|Andina|The Peninsula|IOL|Saudi Gazette|Taipei Times|"
        "Censor.net|Ukrinform|TASS|RIA Novosti|Sputnik|RT|Interfax|Meduza|Kyiv Independent|PTI|ANI|Anadolu|CGTN|CCTV|"
        "Global Times|People's Daily|China Daily|Yonhap|KCNA|Kyodo|NHK|Reuters|AP|AFP|dpa|EFE|ANSA|BBC|El País|"
        "Le Monde|Der Spiegel|DW|Press TV|IRNA|Al Jazeera|Al Arabiya|WAM|SPA"
    )
    assert [name for name in asked.split("|") if outlet_by_name(name) is None] == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.bbc.co.uk", "bbc"),
        ("bbc.com", "bbc"),
        ("EN.People.CN", "people-s-daily"),
        ("english.news.cn:443", "xinhua"),
        ("valor.globo.com", "valor-economico"),
        ("g1.globo.com", "o-globo"),
        ("spectator.sme.sk", "the-slovak-spectator"),
        ("notbbc.com", None),
        ("com", None),
        ("", None),
    ],
)
def test_by_host(host: str, expected: str | None) -> None:
    found = outlet_by_host(host)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("El Pais", "el-pais"),
        ("the guardian", "the-guardian"),
        ("Guardian", "the-guardian"),
        ("Russia Today", "rt"),
        ("People’s Daily", "people-s-daily"),
        ("Time", "time"),
        ("The World", None),
        ("The Standard", None),
        ("The Courier", None),
        ("The Country", None),
        ("CNA", None),
        ("AAP", "australian-associated-press"),
        ("No Such Paper", None),
        ("", None),
    ],
)
def test_by_name(name: str, expected: str | None) -> None:
    found = outlet_by_name(name)
    assert (found.id if found else None) == expected


def test_what_translation_makes_of_a_name_is_weak() -> None:
    spanish, french = outlet("el-pais"), outlet("le-monde")
    assert spanish is not None
    assert french is not None
    assert "The Country" in spanish.weak_names
    assert "The World" in french.weak_names
    assert "The World" not in french.names


def test_ownership() -> None:
    owned = {
        name: found.ownership for name in ("Xinhua", "BBC", "Reuters", "Granma") if (found := outlet_by_name(name))
    }
    assert owned == {"Xinhua": "state", "BBC": "public", "Reuters": "private", "Granma": "party"}
