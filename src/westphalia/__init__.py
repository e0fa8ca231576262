"""Westphalia reads reports of international affairs and keeps the system they describe.

    >>> from westphalia import World
    >>> world = World("world.db")
    >>> world.read("reports/")          # doctest: +SKIP
    >>> print(world.brief("CHN", "RUS"))  # doctest: +SKIP

Names load on first use, so that `import westphalia` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from westphalia.api import World
    from westphalia.errors import WestphaliaError
    from westphalia.model import ActorId as Actor
    from westphalia.model import Event, Figure, Mention, Naming, Office, Position, Report, Span, Statement
    from westphalia.reading import read

_NAMES = {
    "Actor": ("westphalia.model", "ActorId"),
    "Event": ("westphalia.model", "Event"),
    "Figure": ("westphalia.model", "Figure"),
    "Mention": ("westphalia.model", "Mention"),
    "Naming": ("westphalia.model", "Naming"),
    "Office": ("westphalia.model", "Office"),
    "Position": ("westphalia.model", "Position"),
    "Report": ("westphalia.model", "Report"),
    "Span": ("westphalia.model", "Span"),
    "Statement": ("westphalia.model", "Statement"),
    "WestphaliaError": ("westphalia.errors", "WestphaliaError"),
    "World": ("westphalia.api", "World"),
    "read": ("westphalia.reading", "read"),
}

__all__ = [
    "Actor",
    "Event",
    "Figure",
    "Mention",
    "Naming",
    "Office",
    "Position",
    "Report",
    "Span",
    "Statement",
    "WestphaliaError",
    "World",
    "read",
]


def __getattr__(name: str) -> Any:
    """Loads a public name on first use."""
    if name == "__version__":
        from importlib.metadata import version

        return version("westphalia")
    if name not in _NAMES:
        raise AttributeError(f"module 'westphalia' has no attribute {name!r}")
    module, attribute = _NAMES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion."""
    return sorted([*globals(), *_NAMES, "__version__"])
