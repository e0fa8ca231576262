"""Text of reports stays text: in a terminal, in a page, in a spreadsheet."""

import html.parser
import shutil
from pathlib import Path

import pytest

from westphalia import World
from westphalia.cli.saying import say

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"


class Elements(html.parser.HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(EXAMPLES / "hostile_page.html", folder)
    held = World(folder / "world.db")
    held.read(folder / "hostile_page.html", processes=1)
    return held


def test_nothing_in_a_page_can_run_or_call_out(world: World) -> None:
    page = Elements()
    page.feed(text := world.brief("Oman", "Iran", format="html"))
    assert not page.tags & {"script", "iframe", "img", "object", "embed", "form", "link", "base", "svg"}
    assert not [name for name in page.attributes if name.startswith("on")]
    assert all(link.startswith("#") for link in page.links)
    assert "default-src 'none'" in text
    assert "&lt;script&gt;" in text, "the hostile words are not in this page: the test tests nothing"


def test_no_cell_of_a_table_is_a_formula(world: World, tmp_path: Path) -> None:
    world.export("reports", "csv", tmp_path / "reports.csv")
    cells = (tmp_path / "reports.csv").read_text(encoding="utf-8")
    assert "HYPERLINK" in cells
    assert not [cell for cell in cells.replace('"', "").split(",") if cell.startswith("=")]


@pytest.mark.parametrize("words", ["\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "\r\x08", "\u202etxet"])
def test_nothing_in_a_report_steers_the_terminal(capsys: pytest.CaptureFixture[str], words: str) -> None:
    say(f"France said: {words}", data=True)
    printed = capsys.readouterr().out
    assert printed.startswith("France said: ")
    assert not [c for c in printed if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or c == "\u202e"]
