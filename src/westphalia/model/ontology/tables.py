"""The tables beside this file: tab-separated, with comment lines, a header, and a source in every row."""

from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """Rows of the table `name`, by column."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
