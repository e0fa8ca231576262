import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import IntakeError, UsageError
from westphalia.system import alliances, capabilities, polarity
from westphalia.system.polarity import category, concentration, tau_b

NMC = """ccode,year,milex,milper,irst,pec,tpop,upop,cinc
2,1990,10,5,-9,4,100,40,0.30
365,1990,9,6,3,4,110,30,0.25
255,1990,1,1,1,1,79,20,0.04
260,1990,1,1,1,1,60,15,0.03
999,1990,1,1,1,1,1,1,0.01
2,1991,1,1,1,1,1,1,-9
"""


def made(tmp_path, text=NMC, name="nmc.csv"):
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_capabilities(tmp_path):
    held = capabilities.read(made(tmp_path))
    assert held.unknown == ("999",)
    assert held.shares(1990) == {"USA": 0.30, "RUS": 0.25, "DEU": 0.04}  # the united Germany of the year
    assert held.shares(1990, ["USA", "RUS"]) == {"USA": pytest.approx(30 / 55), "RUS": pytest.approx(25 / 55)}
    assert held.frame["irst"].null_count() == 1
    with pytest.raises(UsageError, match="1991"):
        held.shares(1991)
    with pytest.raises(UsageError, match="FRA"):
        held.shares(1990, ["USA", "FRA"])
    with pytest.raises(IntakeError, match="cinc"):
        capabilities.read(made(tmp_path, "ccode,year\n2,1990\n"))


def test_majors(tmp_path):
    path = made(tmp_path, "ccode,styear,endyear\n2,1898,2016\n300,1816,1918\n740,1895,1945\n740,1991,2016\n", "m.csv")
    assert capabilities.majors(path, 1913) == ("AUH", "JPN", "USA")
    assert capabilities.majors(path, 1960) == ("USA",)
    assert capabilities.majors(path, 2022) == ("JPN", "USA")


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=9))
def test_concentration_lies_between_equality_and_monopoly(raw):
    shares = [one / sum(raw) for one in raw]
    assert 0 <= concentration(shares) <= 1
    assert 1 / len(shares) - 1e-9 <= polarity.herfindahl(shares) <= 1
    found = polarity.polarity({f"S{k}": one for k, one in enumerate(raw)})
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.effective == pytest.approx(1 / polarity.herfindahl(shares))
    assert concentration([1 / len(raw)] * len(raw)) == pytest.approx(0 if len(raw) > 1 else 1, abs=1e-6)


def test_concentration_of_two_by_hand():
    assert concentration([0.75, 0.25]) == pytest.approx(((0.75**2 + 0.25**2 - 0.5) / 0.5) ** 0.5) == 0.5


@pytest.mark.parametrize(
    ("shares", "named"),
    [
        ([0.6, 0.4], "unipolar"),
        ([0.46, 0.2, 0.2, 0.14], "near unipolar"),
        ([0.46, 0.26, 0.14, 0.14], "bipolar"),
        ([0.3, 0.28, 0.22, 0.2], "bipolar"),
        ([0.3, 0.24, 0.24, 0.22], "multipolar"),
        ([0.04] * 25, "none of these"),
    ],
)
def test_categories(shares, named):
    assert category(shares) == named


def test_poles_have_half_of_the_strongest():
    found = polarity.polarity({"A": 10, "B": 5, "C": 4.9}, "made up")
    assert found.poles == ("A", "B")
    with pytest.raises(UsageError):
        polarity.polarity({})


@given(st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=2, max_size=4))
def test_tau_b_by_its_definition(rows):
    found = tau_b(np.array(rows, dtype=float))
    for i, x in enumerate(rows):
        for j, y in enumerate(rows):
            pairs = [(x[a] - x[b], y[a] - y[b]) for a in range(5) for b in range(a)]
            difference = sum(np.sign(p * q) for p, q in pairs)
            size = (sum(p != 0 for p, _ in pairs) * sum(q != 0 for _, q in pairs)) ** 0.5
            expected = difference / size if size else np.nan
            assert np.isclose(found[i, j], expected, equal_nan=True)


def test_tight_blocs(tmp_path):
    head = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
    rows = [(2, 200), (2, 220), (200, 220), (365, 290), (365, 315), (290, 315)]
    held = alliances.read(made(tmp_path, head + "".join(f"{a},{b},1970,1,0,0,0,0\n" for a, b in rows)))
    found = polarity.tightness(held, 1970, [("USA", "GBR", "FRA"), ("RUS", "POL", "CSK")])
    assert found.tightness == pytest.approx(1)
    assert found.discreteness == pytest.approx(1)
    assert found.by_bloc == (pytest.approx(1), pytest.approx(1))
    loose = polarity.tightness(held, 1970, [("USA", "RUS"), ("GBR", "POL")])
    assert loose.tightness == pytest.approx(-0.5 / 0.75, abs=0.4)
    assert loose.tightness < 0 < found.tightness
