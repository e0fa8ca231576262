"""A brief written as text, Markdown or one self-contained HTML page."""

import re
from collections.abc import Callable
from importlib.resources import files

import jinja2
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from westphalia.brief.document import (
    Block,
    Brief,
    Bullets,
    Cite,
    Inline,
    Line,
    Note,
    Soft,
    Source,
    Strong,
    Table,
    Words,
)
from westphalia.brief.words import day
from westphalia.errors import UsageError

WIDTH = 110
"""Columns of a brief written as text where the terminal does not say."""


def render(brief: Brief, form: str = "text") -> str:
    """The brief in one of FORMATS. Raises UsageError for another."""
    if form not in FORMATS:
        raise UsageError(f"no brief in the format {form!r}", f"one of: {', '.join(FORMATS)}")
    return FORMATS[form](brief)


def source_line(source: Source) -> str:
    """Outlet, date and file of a report cited, saying what is not known."""
    parts = [
        source.outlet or "outlet unknown",
        f"({source.country})" if source.country else "",
        "·",
        day(str(source.published)) if source.published else "date unknown",
        "·",
        source.name,
        f"· a copy of {source.copy_of}" if source.copy_of else "",
    ]
    return " ".join(filter(None, parts))


# Text


def text(brief: Brief, width: int = WIDTH) -> str:
    """For a terminal or a plain file: no colours, tables drawn with lines."""
    console = Console(width=width, no_color=True, highlight=False, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(Text(brief.title, "bold"))
        console.print(Text(brief.period))
        for section in brief.sections:
            console.print(f"\n{escape(section.title.upper())}", style="bold")
            for block in section.blocks:
                console.print(_text_block(block))
        console.print("\nEVIDENCE")
        for source in brief.sources:
            console.print(Text(f"[{source.number}] {source_line(source)}"))
            for note in source.notes:
                before, passage, after = _on_one_line(note)
                console.print(Text(f"  [{note.label}] {before}»{passage}«{after}"))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _text_block(block: Block) -> Grid | Text:
    if isinstance(block, Table):
        grid = Grid(*block.head, show_lines=True, expand=False)
        for row in block.rows:
            grid.add_row(*(Text(_flat(cell)) for cell in row))
        return grid
    if isinstance(block, Bullets):
        return Text("\n".join(f"  • {_flat(line)}" for line in block.lines))
    return Text(_flat(block))


def _flat(line: Line) -> str:
    return "".join(_plain(part) for part in line).strip()


def _plain(part: Inline) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Words):
        return f"“{part.text}”"
    if isinstance(part, Cite):
        return f"[{', '.join(part.labels)}]" if part.labels else ""
    return part.text


def _on_one_line(note: Note) -> tuple[str, str, str]:
    before, passage, after = (re.sub(r"\s+", " ", part) for part in note.marked)
    return before.lstrip(), passage, after.rstrip()


# Markdown


def markdown(brief: Brief) -> str:
    """GitHub-flavoured Markdown with footnotes."""
    lines = [f"# {_safe(brief.title)}", "", _safe(brief.period)]
    for section in brief.sections:
        lines += ["", f"## {_safe(section.title)}", ""]
        for block in section.blocks:
            lines += [*_markdown_block(block), ""]
    lines += ["", "## Evidence", ""]
    for source in brief.sources:
        lines.append(f"- **[{source.number}]** {_safe(source_line(source))}")
    lines.append("")
    for source in brief.sources:
        for note in source.notes:
            before, passage, after = (_safe(part) for part in _on_one_line(note))
            lines.append(f"[^{note.label}]: [{source.number}] {before}**{passage.strip()}**{after}")
    return "\n".join(lines) + "\n"


def _markdown_block(block: Block) -> list[str]:
    if isinstance(block, Table):
        head = "| " + " | ".join(block.head) + " |"
        rows = ["| " + " | ".join(_marked(cell) for cell in row) + " |" for row in block.rows]
        return [head, "|" + "---|" * len(block.head), *rows]
    if isinstance(block, Bullets):
        return [f"- {_marked(line)}" for line in block.lines]
    return [_marked(block)]


def _marked(line: Line) -> str:
    parts = []
    for part in line:
        if isinstance(part, Strong):
            parts.append(f"**{_safe(part.text)}**")
        elif isinstance(part, Soft):
            parts.append(f"*{_safe(part.text.strip())}* ")
        elif isinstance(part, Words):
            parts.append(f"“{_safe(part.text)}”")
        elif isinstance(part, Cite):
            parts.append("".join(f"[^{label}]" for label in part.labels))
        else:
            parts.append(_safe(part))
    return "".join(parts).strip()


def _safe(text: str) -> str:
    """Text of reports must not become markup."""
    for mark in "\\`*_[]<>|#~":
        text = text.replace(mark, "\\" + mark)
    return text


# HTML


def html(brief: Brief) -> str:
    """One page with its style inside, no script, nothing from elsewhere; prints well."""
    folder = files("westphalia.brief")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(kind=lambda part: type(part).__name__.lower(), source_line=source_line)
    template = environment.from_string((folder / "brief.html.j2").read_text(encoding="utf-8"))
    return template.render(brief=brief, style=(folder / "brief.css").read_text(encoding="utf-8")) + "\n"


FORMATS: dict[str, Callable[[Brief], str]] = {"text": text, "md": markdown, "html": html}
"""Format → how it is written."""
