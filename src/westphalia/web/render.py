"""Pages as HTML: one Jinja environment that escapes everything, with the few words and pieces templates need."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from westphalia.brief.words import bare, count, day, number, short, when
from westphalia.model import ontology
from westphalia.system.drawing import Plot, shown, signed
from westphalia.web import links
from westphalia.web.chart import bars, multiples
from westphalia.web.deciding import user
from westphalia.web.marking import Mark, runs
from westphalia.web.quoting import marked, passage

_UNSEEN = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
del _UNSEEN[ord("\n")], _UNSEEN[ord("\t")], _UNSEEN[ord("\r")]
"""Characters of reports that are no text in HTML, or turn the order of its letters round."""

SHAPES = {
    "agrees": "●",
    "differs": "◆",
    "silent": "○",
    "agree": "●",
    "differ": "◆",
    "one": "◐",
    "none": "○",
    "open": "◌",
}
"""One shape for each verdict, so that none is told by colour alone."""

LARGE = 20_000
"""Characters from which a drawing is large: the pages stay under 100 kB."""

VERDICTS = {
    "agree": "agree",
    "differ": "differ",
    "one": "one alone tells",
    "none": "all silent",
}


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """The environment, made once."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("westphalia.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        to=links, runs=runs, Mark=Mark, bars=bars, multiples=multiples, passage=passage, marked=marked, shapes=SHAPES,
        shown=shown,
        verdicts=VERDICTS, types=ontology.types(), user=user, style=f"/static/style.css?v={style_version()}",
    )  # fmt: skip
    made.filters.update(
        day=_day,
        when=when,
        count=count,
        short=short,
        number=number,
        pct=_hundredths,
        month=_month,
        called=_called,
        signed=_signed,
        level=_level,
        drawn=_drawn,
        bare=bare,
        reads=_reads,
    )
    return made


def page(template: str, data: Mapping[str, Any], **around: Any) -> bytes:
    """A page as UTF-8. Half characters, which are no text, are replaced."""
    text: str = environment().get_template(f"{template}.html.j2").render({**data, **around})
    return text.translate(_UNSEEN).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def style() -> bytes:
    """The style sheet."""
    return (files("westphalia.web") / "static" / "style.css").read_bytes()


def style_version() -> str:
    """Hash of the style sheet, which goes into its address."""
    return hashlib.sha256(style()).hexdigest()[:12]


def _day(value: str | None) -> str:
    return day(value) if value and len(value) == 10 else value or "date unknown"


def _reads(value: str) -> str:
    """A value of an account: a bare day as days are written everywhere else."""
    return day(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def _hundredths(value: float | None) -> str:
    """`0.731` → `.73`; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}".removeprefix("0")


def _level(value: float | None) -> str:
    """`1.53` → `+1.5`; a dash where there is none."""
    return "–" if value is None else signed(value)


def _drawn(plot: Plot) -> Markup:
    """A drawing as markup: `system.drawing` makes it, and escapes every word of it.

    A large one loses the words that appear over its parts: they are half of it, and the table has the numbers.
    """
    name, end, parts = plot.inline.partition("</title>")
    drawn = parts if len(plot.inline) < LARGE else re.sub(r"<title>[^<]*</title>", "", parts)
    return Markup(f"{name}{end}{drawn}")  # noqa: S704


def _signed(value: float) -> str:
    """`0.4` → `+.40`, `-1.25` → `−1.25`."""
    return ("+" if value >= 0 else "−") + _hundredths(abs(value))


def _called(actors: list[str], names: Mapping[str, str]) -> list[str]:
    """Names of actors, in their order."""
    return [names.get(actor, actor) for actor in actors]


def _month(value: str) -> str:
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{names[int(value[5:7]) - 1]} {value[:4]}" if len(value) >= 7 else value or "month unknown"
