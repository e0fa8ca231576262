"""The brief: what is known of one actor or a pair over a period, from whom, and what is not known.

`brief(store, "CHN", "RUS")` gathers it from a world as a `Brief`; `render` writes it as text, Markdown or HTML.
"""

from westphalia.brief.document import Brief
from westphalia.brief.gather import brief
from westphalia.brief.render import FORMATS, render

__all__ = ["FORMATS", "Brief", "brief", "render"]
