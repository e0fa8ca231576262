"""Plots as SVG written by hand: accessible, in light and dark, never by colour alone, each with its table.

A plot is a pure function of frames and values. What it shows stands in its table as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Cell = str | float | int | None

STYLE = """
.wp{--ink:#1b1f24;--soft:#5b6570;--rule:#c9d0d6;--good:#1f6f5c;--bad:#a13d2d;--paper:#ffffff;--shade:#e8ecef;
font-family:system-ui,sans-serif;background:var(--paper)}
@media (prefers-color-scheme:dark){.wp{--ink:#e8ebee;--soft:#a3adb7;--rule:#46505a;--good:#63c2a8;--bad:#f08d7a;
--paper:#14181c;--shade:#242b31}}
.wp text{fill:var(--ink);font-size:12px}.wp .soft{fill:var(--soft)}.wp .head{font-weight:600;font-size:13px}
.wp .rule{stroke:var(--rule);fill:none}.wp .zero{stroke:var(--soft);fill:none}
.wp .line{stroke:var(--ink);stroke-width:2;fill:none}.wp .dot{fill:var(--paper);stroke:var(--ink);stroke-width:2}
.wp .band{fill:var(--soft);fill-opacity:.25}.wp .gap{fill:var(--shade)}
.wp .mark{stroke:var(--ink);stroke-dasharray:2 3;fill:none}
.wp .good{fill:var(--good)}.wp .bad{fill:var(--bad)}.wp .edge-good{stroke:var(--good);fill:none}
.wp .edge-bad{stroke:var(--bad);fill:none;stroke-dasharray:7 5}.wp .edge-none{stroke:var(--rule);fill:none;
stroke-dasharray:1 5}.wp .box{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.wp .frame{stroke:var(--ink);stroke-width:1.5;fill:none}.wp .on-good{fill:var(--paper)}.wp .on-bad{fill:var(--paper)}
"""
"""Styles of all plots, for pages that set plots into their text; `Plot.svg` carries them itself."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture and its table.

    Attributes:
        title: what it shows.
        description: the same for those who do not see it, with what stands out.
        width, height: in units of the drawing.
        body: the elements of the drawing.
        columns, rows: the table behind it.
    """

    title: str
    description: str
    width: float
    height: float
    body: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def inline(self) -> str:
        """The SVG without styles, for a page that has `STYLE` in its style sheet."""
        return self._svg("")

    @property
    def svg(self) -> str:
        """The SVG as a file of its own."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._svg(f"<style>{STYLE}</style>") + "\n"

    def _svg(self, style: str) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="wp" role="img" viewBox="0 0 {number(self.width)}'
            f' {number(self.height)}" width="{number(self.width)}" height="{number(self.height)}">'
            f"<title>{escape(self.title)}</title><desc>{escape(self.description)}</desc>{style}{self.body}</svg>"
        )

    def table(self) -> str:
        """The table in HTML."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        lines = (
            "".join(f"<td>{'' if cell is None else escape(shown(cell))}</td>" for cell in row) for row in self.rows
        )
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        caption = f"<caption>{escape(self.title)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _repr_html_(self) -> str:
        """Picture and table, for notebooks."""
        return f"<figure>{self._svg(f'<style>{STYLE}</style>')}</figure>{self.table()}"


def shown(cell: Cell) -> str:
    """A cell in words."""
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def number(value: float) -> str:
    """A coordinate, no longer than needed."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, text: str | None = None, /, title: str = "", **given: Any) -> str:
    """One element; `text` is escaped, `title` becomes its tooltip. Names like `stroke_width` lose their underscore."""
    parts = " ".join(
        f'{key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, float) else str(value))}"'
        for key, value in given.items()
    )
    inner = (f"<title>{escape(title)}</title>" if title else "") + (escape(text) if text is not None else "")
    return f"<{name} {parts}>{inner}</{name}>" if inner else f"<{name} {parts}/>"


def line(points: Sequence[tuple[float, float]], class_: str) -> str:
    """A line through points."""
    return element("polyline", points=_points(points), class_=class_)


def area(points: Iterable[tuple[float, float]], class_: str) -> str:
    """A filled area."""
    return element("polygon", points=_points(points), class_=class_)


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def hatch(ident: str) -> str:
    """The pattern that marks conflict besides its colour; used by `fill="url(#ident)"`."""
    return (
        f'<defs><pattern id="{ident}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" class="bad"/><rect width="2" height="6" class="on-bad"/></pattern></defs>'
    )


def signed(value: float | None, digits: int = 1) -> str:
    """`+1.5`, `−0.3`, or an empty string."""
    return "" if value is None else f"{value:+.{digits}f}".replace("-", "−")
