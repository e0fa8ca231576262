"""Tables out of a world: one file per format."""

from westphalia.export.export import FORMATS, export

__all__ = ["FORMATS", "export"]
