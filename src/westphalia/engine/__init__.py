"""Sources to a world on this machine: intake, reading in worker processes, one writer."""

from westphalia.engine.local import Plan, Summary, read

__all__ = ["Plan", "Summary", "read"]
