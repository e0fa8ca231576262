"""Westphalia reads reports of international affairs and keeps the international system they describe."""

__version__ = "0.1.0"
