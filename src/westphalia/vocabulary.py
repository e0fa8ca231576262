"""Word lists of a package: the tab-separated tables in its `data` folder, which a reader can correct.

A table has comment lines (`#`) that say what it is, a header, and one row a line. Facts about the world, which a user
may replace, are not here but in `westphalia.reference`.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable

from westphalia.errors import ReferenceDataError


def data(package: str, name: str) -> Traversable:
    """The file `name` in the `data` folder of a package."""
    return files(package) / "data" / name


def rows(package: str, name: str) -> list[dict[str, str]]:
    """Rows of a table, by column.

    Raises:
        ReferenceDataError: if a row has more or fewer cells than the header; it names the row.
    """
    lines = data(package, name).read_text(encoding="utf-8").split("\n")
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    found = []
    for row in cells[1:]:
        if len(row) != len(cells[0]):
            raise ReferenceDataError(f"{name}: {len(row)} cells in {row[0]!r}", f"the header has {len(cells[0])}")
        found.append(dict(zip(cells[0], row, strict=True)))
    return found
