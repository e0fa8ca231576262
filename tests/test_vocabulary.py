"""Word lists: every table of every package is whole, and one that is not says where."""

from pathlib import Path

import pytest

import westphalia
from westphalia import vocabulary
from westphalia.errors import ReferenceDataError

SOURCE = Path(westphalia.__file__).parent
TABLES = sorted((path.parent.parent.name, path.name) for path in SOURCE.glob("*/data/*.tsv"))


@pytest.mark.parametrize(("package", "name"), [t for t in TABLES if t[0] != "reference" and t[1] != "gazetteer.tsv"])
def test_every_row_fits_its_header(package: str, name: str) -> None:
    rows = vocabulary.rows(f"westphalia.{package}", name)
    assert rows
    assert all(row.keys() == rows[0].keys() for row in rows)


def test_a_row_that_does_not_fit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.tsv").write_text("# what it is\nword\tkind\nwar\tnoun\npeace\n", encoding="utf-8")
    monkeypatch.setattr(vocabulary, "data", lambda _package, name: tmp_path / name)
    with pytest.raises(ReferenceDataError, match="peace"):
        vocabulary.rows("any", "bad.tsv")
